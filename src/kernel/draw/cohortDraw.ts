/**
 * The draws of a replicate whose patients differ, pass after pass over all patients.
 *
 *   traits ─▶ entry (an arm's own, or arrivals: centre ─▶ arm) ─▶ start of the second treatment ─▶ event, dropout ─▶ scans
 *
 * Words come from streams of their own for what only some trials have, so that scans, a start or centres leave the draws of
 * entry, event and dropout as they are; patient j of an arm, or arrival j, draws from lane j mod 4. Times are in double
 * precision; event and dropout are drawn apart, so that both are known.
 */

import { cos } from '../../elementary/circle.ts';
import { exp } from '../../elementary/exp.ts';
import { type Clock, clockHazard, clockTime } from '../../survival/clock.ts';
import { hazard, type InverseLaw } from '../../survival/law.ts';
import { steppedTime } from '../../survival/steppedTime.ts';
import { type Lag, lagQuantile } from '../../trial/lag.ts';
import { fillSteps, type StepBuffer, stepBuffer, type TimedEffect } from '../../trial/treatmentStart.ts';
import type { CohortPlan, DeathsPlan } from '../plan/cohortPlan.ts';
import type { EntryPlan } from '../plan/entryLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER, tickOf } from '../plan/ticks.ts';
import { drawGamma, drawNormal, drawSpan, entryTick, evenTick } from './entry.ts';
import { fillWords } from './laneWords.ts';
import { createPatients, type Patients } from './patients.ts';
import { preciseExponential } from './preciseExponential.ts';
import { createAllocator } from './randomise.ts';
import { createRecruitment } from './recruitment.ts';
import { createSchedule, firstScanFrom, type Schedule } from './scan.ts';
import { nextWord, type StreamKey, seedLane, uniform } from './stream.ts';

/** A random word as an angle (Box & Muller 1958). */
const TURN = 2 * Math.PI * 2 ** -32;

/** Streams beside those of entry and exit; the first three one an arm, or that of arm 0 for arrivals. */
const TRAIT_STREAM = 0x4000;
const START_STREAM = 0x5000;
const SCAN_STREAM = 0x6000;
const ARRIVAL_STREAM = 0x7000;
const ALLOCATION_STREAM = 0x7002;
const FRAILTY_STREAM = 0x7004;

/** Words of a patient: entry (of an arm's own), event, dropout; of the scan stream: its name, death. */
const WORDS = 3;
const SCAN_WORDS = 2;

const trialState = new Int32Array(4);

export interface CohortDraw {
  readonly patients: Patients;
  readonly schedules: readonly Schedule[] | null;
  draw(key: StreamKey, replicate: number): void;
}

/** Λ⁻¹ of one arm and cell, in ticks where it is piecewise linear. */
class ExitLaw {
  readonly breaks: Float64Array;
  readonly origins: Float64Array;
  readonly slopes: Float64Array;
  readonly last: number;
  readonly clock: Clock | null;
  readonly ticksPerUnit: number;

  constructor({ breaks, origins, slopes, clock }: InverseLaw, ticksPerUnit: number) {
    const scale = clock === null ? ticksPerUnit : 1;
    this.breaks = Float64Array.from(breaks);
    this.origins = Float64Array.from(origins, (origin) => origin * scale);
    this.slopes = Float64Array.from(slopes, (slope) => slope * scale);
    this.last = breaks.length - 1;
    this.clock = clock;
    this.ticksPerUnit = ticksPerUnit;
  }

  /** Whole ticks at which the cumulative hazard reaches e, NEVER at the latest. */
  ticksAt(e: number): number {
    let j = this.last;
    while (j > 0 && this.breaks[j] > e) j--;
    const beyond = e - this.breaks[j];
    const at = beyond > 0 ? this.origins[j] + beyond * this.slopes[j] : this.origins[j];
    const ticks = this.clock === null ? at : clockTime(this.clock, at) * this.ticksPerUnit;
    return ticks < NEVER ? Math.floor(ticks) : NEVER;
  }
}

/** A patient's own steps, and the clock they are laid on. */
interface OwnSteps {
  readonly lag: Lag;
  readonly effect: TimedEffect;
  readonly clock: Clock;
  readonly buffer: StepBuffer;
}

/** What draws the patients of `plan`, into the same arrays replicate after replicate. */
export function createCohortDraw(plan: KernelPlan, cohort: CohortPlan): CohortDraw {
  const { ticksPerUnit, sizes } = plan;
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const { covariates, centres, randomisation, scans, frailty } = cohort;
  const width = covariates.length;
  const several = cohort.cells.length > 1;
  const traitWords = (several ? 1 : 0) + 2 * width;
  const places = centres?.regions.reduce((sum, region) => sum + region.centres, 0) ?? 1;
  const patients = createPatients(n, width, places, scans !== null);
  const { entry, arm: armOf, cell, centre, factor, start } = patients;
  const recruitment = centres && createRecruitment(centres, n);
  const allocator = randomisation && createAllocator(randomisation, places);
  const schedules = scans?.schedules.map(createSchedule) ?? null;
  const laws = cohort.laws.map((byCell) => byCell.map((law) => new ExitLaw(law, ticksPerUnit)));
  const dropoutTicks = cohort.dropoutHazards.map((rate) => (rate > 0 ? ticksPerUnit / rate : 0));
  const drawnStarts = cohort.starts.some((each) => each !== null && each.lag.kind !== 'fixed');
  const ownSteps = cohort.starts.map((each): OwnSteps | null =>
    each?.own ? { ...each.own, lag: each.lag, buffer: stepBuffer(each.own.effect) } : null,
  );
  const words = new Int32Array(n * WORDS);
  const traits = new Int32Array(n * traitWords);
  const starts = new Int32Array(drawnStarts ? n : 0);
  const scanWords = new Int32Array(scans === null ? 0 : n * SCAN_WORDS);
  /** What multiplies the hazard of the patient's cell. */
  const own = new Float64Array(n).fill(1);
  /** Of each centre: the hazard of everybody, and what an experimental treatment's is of it there. */
  const centreHazard = new Float64Array(places).fill(1);
  const centreEffect = new Float64Array(places).fill(1);
  const inOrder = randomisation !== null;
  /** Who has a hazard of the patient's own is asked for it by compensators, steps and deaths. */
  const needsFactor = width > 0 || frailty !== null || cohort.multipliers.some((byCell) => byCell.some((x) => x !== 1));

  // Columns that stay as they are.
  if (!inOrder) {
    let i = 0;
    sizes.forEach((size, arm) => {
      armOf.fill(arm, i, i + size);
      i += size;
    });
  }
  start.fill(NEVER);

  /** `per` words of everybody: of one stream for arrivals, else of one an arm. */
  function fill(key: StreamKey, replicate: number, stream: number, per: number, into: Int32Array): void {
    if (per === 0) return;
    if (inOrder) {
      fillWords(key, replicate, stream, 0, n, per, into);
      return;
    }
    let first = 0;
    for (let arm = 0; arm < sizes.length; arm++) {
      fillWords(key, replicate, stream + arm, first, sizes[arm], per, into);
      first += sizes[arm];
    }
  }

  /** Ticks of arrival, ascending, and the centre of each. */
  function drawArrivals(key: StreamKey, replicate: number): void {
    seedLane(key, replicate, ARRIVAL_STREAM, 0, trialState);
    if (recruitment !== null && centres?.recruit) {
      recruitment.draw(trialState);
      for (let i = 0; i < n; i++) entry[i] = recruitment.entry[i] << 2;
    } else drawInOrder(plan.entry, n, trialState, entry);
    if (recruitment === null) return;
    if (!centres?.recruit) recruitment.spread(trialState, n);
    centre.set(recruitment.centre);
    patients.openings.set(recruitment.openings);
  }

  function drawFrailty(key: StreamKey, replicate: number): void {
    if (frailty === null) return;
    seedLane(key, replicate, FRAILTY_STREAM, 0, trialState);
    const { hazard: common, effectSd } = frailty;
    for (let c = 0; c < places; c++) {
      if (common?.kind === 'lognormal') centreHazard[c] = exp(common.sd * drawNormal(trialState));
      else if (common?.kind === 'gamma') centreHazard[c] = drawGamma(1 / common.variance, trialState) * common.variance;
      if (effectSd > 0) centreEffect[c] = exp(effectSd * drawNormal(trialState));
    }
    for (let i = 0; i < n; i++) {
      const c = centre[i];
      own[i] = (width > 0 ? own[i] : 1) * (armOf[i] === 0 ? centreHazard[c] : centreHazard[c] * centreEffect[c]);
    }
  }

  function draw(key: StreamKey, replicate: number): void {
    fill(key, replicate, 0, WORDS, words);
    fill(key, replicate, TRAIT_STREAM, traitWords, traits);
    if (traitWords > 0) passTraits(cohort, patients, traits, traitWords, own);
    if (inOrder) drawArrivals(key, replicate);
    else passEntries(plan, key, replicate, words, entry);
    if (allocator !== null) {
      seedLane(key, replicate, ALLOCATION_STREAM, 0, trialState);
      allocator.begin();
      for (let i = 0; i < n; i++) armOf[i] = allocator.assign(centre[i], cell[i], trialState);
    }
    drawFrailty(key, replicate);
    if (needsFactor) for (let i = 0; i < n; i++) factor[i] = cohort.multipliers[armOf[i]][cell[i]] * own[i];
    if (drawnStarts) fill(key, replicate, START_STREAM, 1, starts);
    passStarts(cohort, patients, starts, ticksPerUnit);
    passExits(patients, words, laws, dropoutTicks, ownSteps, starts, own, ticksPerUnit, plan.followUpTicks);
    if (schedules !== null && scans !== null) {
      fill(key, replicate, SCAN_STREAM, SCAN_WORDS, scanWords);
      passScans(
        patients,
        words,
        dropoutTicks,
        scanWords,
        schedules,
        scans.deaths,
        ownSteps,
        starts,
        ticksPerUnit,
        plan.followUpTicks,
      );
    }
  }

  return { patients, schedules, draw };
}

/** Cells and covariates, and what covariates make of the hazard. */
function passTraits(
  { cells, covariates }: CohortPlan,
  { n, cell, traits }: Patients,
  words: Int32Array,
  per: number,
  own: Float64Array,
): void {
  const width = covariates.length;
  const several = cells.length > 1;
  for (let i = 0; i < n; i++) {
    let at = i * per;
    if (several) {
      const u = uniform(words[at++] >>> 0);
      let c = 0;
      while (u > cells[c]) c++;
      cell[i] = c;
    }
    if (width === 0) continue;
    let log = 0;
    for (let k = 0; k < width; k++) {
      const { sd, logHazardRatio } = covariates[k];
      const radius = Math.sqrt(2 * preciseExponential(words[at++]));
      const value = sd * radius * cos(TURN * (words[at++] >>> 0));
      traits[i * width + k] = value;
      log += logHazardRatio * value;
    }
    own[i] = exp(log);
  }
}

/** Entries of arms that each have their own (entry.ts). */
function passEntries(plan: KernelPlan, key: StreamKey, replicate: number, words: Int32Array, entry: Int32Array): void {
  const { pattern, shift } = plan.entry;
  const span = drawSpan(plan, key, replicate);
  let i = 0;
  plan.sizes.forEach((size, arm) => {
    for (let j = 0; j < size; j++, i++) {
      const word = words[i * WORDS] >>> 0;
      let tick: number;
      if (pattern === 'even') {
        tick = evenTick(plan.entry, arm, j);
      } else if (shift !== null) tick = word >>> shift;
      else tick = entryTick(plan.entry, i === span.last ? span.span : (word + 0.5) * (span.span * 2 ** -32));
      entry[i] = tick << 2;
    }
  });
}

/** Entries in ascending order: order statistics of uniforms, or the arrivals of a Poisson process, by exponential gaps. */
function drawInOrder(plan: EntryPlan, n: number, state: Int32Array, entry: Int32Array): void {
  if (plan.pattern === 'even') {
    for (let i = 0; i < n; i++) entry[i] = entryTick(plan, i + 0.5) << 2;
    return;
  }
  const sums = arrivals.length > n ? arrivals : new Float64Array(2 * n + 1);
  arrivals = sums;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    sum += preciseExponential(nextWord(state));
    sums[i] = sum;
  }
  // Given the (N + 1)-th arrival of a Poisson process the N before it are uniform in front of it.
  const scale = plan.pattern === 'poisson' ? 1 : plan.total / sum;
  for (let i = 0; i < n; i++) entry[i] = entryTick(plan, sums[i] * scale) << 2;
}

let arrivals = new Float64Array(0);

/** Ticks on study of the second treatment's start. */
function passStarts(
  { starts }: CohortPlan,
  { n, arm, start }: Patients,
  words: Int32Array,
  ticksPerUnit: number,
): void {
  if (starts.every((each) => each === null)) return;
  for (let i = 0; i < n; i++) {
    const plan = starts[arm[i]];
    if (plan === null) start[i] = NEVER;
    else start[i] = Math.max(0, tickOf(lagOf(plan.lag, words, i), ticksPerUnit));
  }
}

function lagOf(lag: Lag, words: Int32Array, i: number): number {
  return lag.kind === 'fixed' ? lag.time : lagQuantile(lag, uniform(words[i] >>> 0));
}

/** Events and dropouts as they happen. */
function passExits(
  { n, entry, trueExit, arm, cell, factor }: Patients,
  words: Int32Array,
  laws: readonly (readonly ExitLaw[])[],
  dropoutTicks: readonly number[],
  ownSteps: readonly (OwnSteps | null)[],
  starts: Int32Array,
  own: Float64Array,
  ticksPerUnit: number,
  followUp: number,
): void {
  for (let i = 0; i < n; i++) {
    const a = arm[i];
    const e = preciseExponential(words[i * WORDS + 1]);
    const steps = ownSteps[a];
    const event =
      steps === null
        ? laws[a][cell[i]].ticksAt(e / own[i])
        : steppedTicks(steps, lagOf(steps.lag, starts, i), e / factor[i], ticksPerUnit);
    const mean = dropoutTicks[a];
    const dropout = mean > 0 ? Math.floor(Math.min(NEVER, mean * preciseExponential(words[i * WORDS + 2]))) : NEVER;
    trueExit[i] = exitWord(entry[i] >> 2, event, dropout, followUp);
  }
}

function steppedTicks({ effect, clock, buffer }: OwnSteps, lag: number, e: number, ticksPerUnit: number): number {
  fillSteps(effect, lag, buffer);
  const ticks = steppedTime(clock, buffer.count, buffer.starts, buffer.ratios, e) * ticksPerUnit;
  return ticks < NEVER ? Math.floor(ticks) : NEVER;
}

/** The exit of who has the event at `event` and drops out at `dropout` on study; who does neither in `followUp` never leaves. */
function exitWord(began: number, event: number, dropout: number, followUp: number): number {
  if (event >= followUp && dropout >= followUp) return NEVER << 2;
  return event <= dropout ? Math.min(NEVER, began + event) << 2 : (Math.min(NEVER, began + dropout) << 2) | 2;
}

/** Exits as they become known: progression at the next scan attended, unless the patient has dropped out by then. */
function passScans(
  patients: Patients,
  words: Int32Array,
  dropoutTicks: readonly number[],
  scanWords: Int32Array,
  schedules: readonly Schedule[],
  deaths: DeathsPlan | null,
  ownSteps: readonly (OwnSteps | null)[],
  starts: Int32Array,
  ticksPerUnit: number,
  followUp: number,
): void {
  const { n, entry, exit, trueExit, arm, factor, scanWord, death } = patients;
  for (let i = 0; i < n; i++) {
    scanWord[i] = scanWords[i * SCAN_WORDS];
    death[i] = 0;
    // Known at once, or no event while the patient is followed.
    if ((trueExit[i] & 2) !== 0 || (followUp < NEVER && trueExit[i] === NEVER << 2)) {
      exit[i] = trueExit[i];
      continue;
    }
    const a = arm[i];
    const began = entry[i] >> 2;
    const event = (trueExit[i] >> 2) - began;
    if (deaths !== null) {
      const t = event / ticksPerUnit;
      const share =
        deaths.kind === 'share'
          ? deaths.share
          : deaths.hazard / (factor[i] * hazardAt(ownSteps[a], lagAt(ownSteps[a], starts, i), deaths, a, t));
      death[i] = uniform(scanWords[i * SCAN_WORDS + 1] >>> 0) < share ? 1 : 0;
    }
    if (death[i] === 1) {
      exit[i] = trueExit[i];
      continue;
    }
    const mean = dropoutTicks[a];
    const dropout = mean > 0 ? Math.floor(Math.min(NEVER, mean * preciseExponential(words[i * WORDS + 2]))) : NEVER;
    const scan = firstScanFrom(schedules[a], scanWord[i], event);
    // A scan at the end of follow-up is still attended.
    exit[i] = exitWord(began, scan, dropout, followUp < NEVER ? followUp + 1 : followUp);
  }
}

function lagAt(steps: OwnSteps | null, starts: Int32Array, i: number): number {
  return steps === null ? 0 : lagOf(steps.lag, starts, i);
}

/** Hazard per unit at t on study of the arm's law, or of the patient's own steps. */
function hazardAt(
  steps: OwnSteps | null,
  lag: number,
  { laws }: Extract<DeathsPlan, { kind: 'hazard' }>,
  arm: number,
  t: number,
): number {
  if (steps === null) return hazard(laws[arm], t);
  const { buffer } = steps;
  fillSteps(steps.effect, lag, buffer);
  let j = buffer.count - 1;
  while (j > 0 && buffer.starts[j] > t) j--;
  return buffer.ratios[j] * clockHazard(steps.clock, t);
}
