/**
 * The draws of a replicate whose patients differ.
 *
 *   traits ─▶ entry (an arm's own, or arrivals: centre ─▶ arm) ─▶ start of the ICI ─▶ event, dropout ─▶ scans
 *
 * Words come from streams of their own for what only some trials have, so that scans, a start or centres leave the draws of
 * entry, event and dropout as they are. Patient j of an arm, or arrival j, draws from lane j mod 4.
 */
import { clockHazard } from '../survival/clock.ts';
import { hazard } from '../survival/law.ts';
import { steppedTime } from '../survival/steppedTime.ts';
import { lagQuantile } from '../trial/lag.ts';
import { fillSteps, type StepBuffer, stepBuffer } from '../trial/treatmentStart.ts';
import type { CohortPlan, StartPlan } from './cohortPlan.ts';
import { drawGamma, drawNormal, drawSpan, entryTick } from './entry.ts';
import { drawDropout, drawExit } from './exit.ts';
import { exponential } from './exponential.ts';
import { createPatients, type Patients } from './patients.ts';
import type { KernelPlan } from './plan.ts';
import { createAllocator } from './randomise.ts';
import { createRecruitment } from './recruitment.ts';
import { createSchedule, firstScanFrom, type Schedule } from './scan.ts';
import { LANES, nextWord, type StreamKey, seedLane, uniform } from './stream.ts';
import { NEVER } from './ticks.ts';

/** A random word as an angle (Box & Muller 1958). */
const TURN = 2 * Math.PI * 2 ** -32;

/** Streams beside those of entry and exit; the first three one an arm, or that of arm 0 for arrivals. */
const TRAIT_STREAM = 0x4000;
const START_STREAM = 0x5000;
const SCAN_STREAM = 0x6000;
const ARRIVAL_STREAM = 0x7000;
const ALLOCATION_STREAM = 0x7002;
const FRAILTY_STREAM = 0x7004;

const state = new Int32Array(LANES);
const traitState = new Int32Array(LANES);
const startState = new Int32Array(LANES);
const scanState = new Int32Array(LANES);
const trialState = new Int32Array(LANES);

export interface CohortDraw {
  readonly patients: Patients;
  readonly schedules: readonly Schedule[] | null;
  draw(key: StreamKey, replicate: number): void;
}

/** What draws the patients of `plan`, into the same arrays replicate after replicate. */
export function createCohortDraw(plan: KernelPlan, cohort: CohortPlan): CohortDraw {
  const n = plan.sizes.reduce((sum, size) => sum + size, 0);
  const { covariates, centres, randomisation, scans, frailty } = cohort;
  const width = covariates.length;
  const traited = width > 0 || cohort.cells.length > 1;
  const places = centres?.regions.reduce((sum, region) => sum + region.centres, 0) ?? 1;
  const patients = createPatients(n, width, places, scans !== null);
  const { entry, exit, trueExit, arm: armOf, cell, centre, traits, factor, start, scanWord, death } = patients;
  const recruitment = centres && createRecruitment(centres, n);
  const allocator = randomisation && createAllocator(randomisation, places);
  const schedules = scans && scans.schedules.map(createSchedule);
  const lagged = cohort.starts.some((each) => each !== null && each.lag.kind !== 'fixed');
  const ownSteps = cohort.starts.map((each) => (each?.own ? stepBuffer(each.own.effect) : null));
  const block = plan.block.reduce((sum, own) => sum + own, 0);
  const { pattern, shift } = plan.entry;
  /** Of each centre: the hazard of everybody, and what an experimental treatment's is of it there. */
  const centreHazard = new Float64Array(places).fill(1);
  const centreEffect = new Float64Array(places).fill(1);
  // Columns that stay as they are.
  if (randomisation === null) {
    let i = 0;
    plan.sizes.forEach((size, arm) => {
      armOf.fill(arm, i, i + size);
      i += size;
    });
  }
  if (cohort.starts.every((each) => each === null)) start.fill(NEVER);

  function drawTraits(i: number): number {
    if (!traited) return 1;
    let c = 0;
    if (cohort.cells.length > 1) {
      const u = uniform(nextWord(traitState));
      while (u > cohort.cells[c]) c++;
    }
    cell[i] = c;
    if (width === 0) return 1;
    let log = 0;
    for (let k = 0; k < width; k++) {
      const { sd, logHazardRatio } = covariates[k];
      const radius = Math.sqrt(2 * exponential(nextWord(traitState)));
      const value = sd * radius * Math.cos(TURN * nextWord(traitState));
      traits[i * width + k] = value;
      log += logHazardRatio * value;
    }
    return Math.exp(log);
  }

  /** The patient's ICI start from the word of the start stream, and its steps where they are its own. */
  function drawStart(i: number, plan: StartPlan, ticksPerUnit: number, steps: StepBuffer | null): void {
    const { lag, own } = plan;
    const time = lag.kind === 'fixed' ? lag.time : lagQuantile(lag, uniform(nextWord(startState)));
    start[i] = Math.min(NEVER, Math.max(0, Math.round(time * ticksPerUnit)));
    if (own !== null && steps !== null) fillSteps(own.effect, time, steps);
  }

  /** Hazard of the event per unit at `ticks` on study. */
  function hazardAt(i: number, arm: number, ticks: number, steps: StepBuffer | null): number {
    const t = ticks / plan.ticksPerUnit;
    const own = cohort.starts[arm]?.own;
    if (own && steps) {
      let j = steps.count - 1;
      while (j > 0 && steps.starts[j] > t) j--;
      return factor[i] * steps.ratios[j] * clockHazard(own.clock, t);
    }
    const deaths = scans?.deaths;
    return deaths?.kind === 'hazard' ? factor[i] * hazard(deaths.laws[arm], t) : 0;
  }

  /** Whether the event at `ticks` is a death. */
  function isDeath(i: number, arm: number, ticks: number, steps: StepBuffer | null): boolean {
    const deaths = scans?.deaths;
    if (!deaths) return false;
    const u = uniform(nextWord(scanState));
    return u < (deaths.kind === 'share' ? deaths.share : deaths.hazard / hazardAt(i, arm, ticks, steps));
  }

  /** Exit of a patient in `arm` who entered at tick `began`; `own` is what multiplies the hazard of the patient's cell. */
  function drawWay(i: number, arm: number, began: number, own: number): void {
    const c = cell[i];
    factor[i] = cohort.multipliers[arm][c] * own;
    const starts = cohort.starts[arm];
    const steps = ownSteps[arm];
    if (starts !== null) drawStart(i, starts, plan.ticksPerUnit, steps);
    else start[i] = NEVER;
    const dropoutMean = cohort.dropoutMeans[arm];
    if (schedules === null && steps === null) {
      const signed = drawExit(cohort.exits[arm][c], plan.ticksPerUnit, own, dropoutMean, state);
      const ticks = signed < 0 ? -signed - 1 : signed;
      exit[i] = (Math.min(NEVER, began + ticks) << 2) | (signed < 0 ? 2 : 0);
      return;
    }
    let event: number;
    if (steps !== null && starts?.own) {
      const e = -Math.log(uniform(nextWord(state))) / factor[i];
      const time = steppedTime(starts.own.clock, steps.count, steps.starts, steps.ratios, e);
      event = Math.floor(Math.min(NEVER, time * plan.ticksPerUnit));
    } else event = drawExit(cohort.exits[arm][c], plan.ticksPerUnit, own, 0, state);
    const dropout = dropoutMean > 0 ? drawDropout(dropoutMean, state) : NEVER;
    trueExit[i] = exitWord(began, event, dropout);
    if (schedules === null) return;
    scanWord[i] = nextWord(scanState);
    const dies = isDeath(i, arm, event, steps);
    death[i] = dies ? 1 : 0;
    exit[i] = exitWord(began, dies ? event : firstScanFrom(schedules[arm], scanWord[i], event), dropout);
  }

  /** Arms with entries of their own, one after another. */
  function drawArms(key: StreamKey, replicate: number): void {
    const span = drawSpan(plan, key, replicate);
    let offset = 0;
    plan.sizes.forEach((size, arm) => {
      const slots = cohort.slots[arm];
      for (let lane = 0; lane < LANES && lane < size; lane++) {
        seedLane(key, replicate, arm, lane, state);
        if (traited) seedLane(key, replicate, TRAIT_STREAM + arm, lane, traitState);
        if (lagged) seedLane(key, replicate, START_STREAM + arm, lane, startState);
        if (scans !== null) seedLane(key, replicate, SCAN_STREAM + arm, lane, scanState);
        for (let j = lane; j < size; j += LANES) {
          const i = offset + j;
          const own = drawTraits(i);
          let began: number;
          if (pattern === 'even') {
            const slot = Math.floor(j / slots.length) * block + slots[j % slots.length];
            began = entryTick(plan.entry, slot + 0.5);
          } else {
            const word = nextWord(state);
            if (shift !== null) began = word >>> shift;
            else began = entryTick(plan.entry, i === span.last ? span.span : (word + 0.5) * (span.span * 2 ** -32));
          }
          entry[i] = began << 2;
          drawWay(i, arm, began, own);
        }
      }
      offset += size;
    });
  }

  /** Ticks of arrival, ascending, into `entry`, and the centre of each. */
  function drawArrivals(key: StreamKey, replicate: number): void {
    seedLane(key, replicate, ARRIVAL_STREAM, 0, trialState);
    if (recruitment !== null && centres?.recruit) {
      recruitment.draw(trialState);
      entry.set(recruitment.entry);
    } else if (pattern === 'even') {
      for (let i = 0; i < n; i++) entry[i] = entryTick(plan.entry, i + 0.5);
    } else {
      const span = drawSpan(plan, key, replicate);
      for (let i = 0; i < n; i++) {
        const word = nextWord(trialState);
        if (shift !== null) entry[i] = word >>> shift;
        else entry[i] = entryTick(plan.entry, i === span.last ? span.span : (word + 0.5) * (span.span * 2 ** -32));
      }
      entry.sort();
    }
    if (recruitment === null) return;
    if (!centres?.recruit) recruitment.spread(trialState, n);
    centre.set(recruitment.centre);
    patients.openings.set(recruitment.openings);
  }

  function drawFrailty(key: StreamKey, replicate: number): void {
    if (frailty === null) return;
    seedLane(key, replicate, FRAILTY_STREAM, 0, trialState);
    const { hazard: own, effectSd } = frailty;
    for (let c = 0; c < places; c++) {
      if (own?.kind === 'lognormal') centreHazard[c] = Math.exp(own.sd * drawNormal(trialState));
      else if (own?.kind === 'gamma') centreHazard[c] = drawGamma(1 / own.variance, trialState) * own.variance;
      if (effectSd > 0) centreEffect[c] = Math.exp(effectSd * drawNormal(trialState));
    }
  }

  /** Patients as they come, whom the randomisation allocates to arms. */
  function drawInOrder(key: StreamKey, replicate: number): void {
    if (traited)
      for (let lane = 0; lane < LANES && lane < n; lane++) {
        seedLane(key, replicate, TRAIT_STREAM, lane, traitState);
        for (let i = lane; i < n; i += LANES) factor[i] = drawTraits(i);
      }
    drawArrivals(key, replicate);
    if (allocator !== null) {
      seedLane(key, replicate, ALLOCATION_STREAM, 0, trialState);
      allocator.begin();
      for (let i = 0; i < n; i++) armOf[i] = allocator.assign(centre[i], cell[i], trialState);
    }
    drawFrailty(key, replicate);
    for (let lane = 0; lane < LANES && lane < n; lane++) {
      seedLane(key, replicate, 0, lane, state);
      if (lagged) seedLane(key, replicate, START_STREAM, lane, startState);
      if (scans !== null) seedLane(key, replicate, SCAN_STREAM, lane, scanState);
      for (let i = lane; i < n; i += LANES) {
        const arm = armOf[i];
        const ofCentre = arm === 0 ? centreHazard[centre[i]] : centreHazard[centre[i]] * centreEffect[centre[i]];
        const own = traited ? factor[i] * ofCentre : ofCentre;
        const began = entry[i];
        entry[i] = began << 2;
        drawWay(i, arm, began, own);
      }
    }
  }

  return { patients, schedules, draw: randomisation === null ? drawArms : drawInOrder };
}

/** The exit of who has the event at `event` and drops out at `dropout` on study. */
function exitWord(began: number, event: number, dropout: number): number {
  return event <= dropout ? Math.min(NEVER, began + event) << 2 : (Math.min(NEVER, began + dropout) << 2) | 2;
}
