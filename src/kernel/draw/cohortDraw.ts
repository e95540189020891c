/**
 * The draws of a replicate whose patients differ, pass after pass over all patients.
 *
 *   traits ─▶ entry (an arm's own, or arrivals: centre ─▶ arm) ─▶ start of the second treatment ─▶ event, dropout ─▶ scans
 *
 * What only some trials have takes its words from streams of its own, so that scans, a start or centres leave the draws
 * of entry, event and dropout as they are; patient j of an arm, or arrival j, draws from lane j mod 4. Times are in
 * double precision; event and dropout are drawn apart, so that both are known.
 */
import { exp } from '../../elementary/exp.ts';
import { stepBuffer } from '../../trial/treatmentStart.ts';
import type { CohortPlan } from '../plan/cohortPlan.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import {
  ALLOCATION_STREAM,
  ARRIVAL_STREAM,
  EXIT_WORDS,
  FRAILTY_STREAM,
  SCAN_STREAM,
  SCAN_WORDS,
  START_STREAM,
  TRAIT_STREAM,
} from './cohortStreams.ts';
import { createDetection, detectPatient } from './detection.ts';
import { drawGamma, drawNormal } from './entry.ts';
import { fillWords } from './laneWords.ts';
import { drawInOrder, passEntries } from './passEntries.ts';
import { InverseInTicks, type OwnSteps, passExits, passRatios, passStarts } from './passExits.ts';
import { passTraits } from './passTraits.ts';
import { createPatients, type Patients } from './patients.ts';
import { createAllocator } from './randomise.ts';
import { createRecruitment } from './recruitment.ts';
import type { Schedule } from './scan.ts';
import { type StreamKey, seedLane } from './stream.ts';

const trialState = new Int32Array(4);

export interface CohortDraw {
  readonly patients: Patients;
  readonly schedules: readonly Schedule[] | null;
  draw(key: StreamKey, replicate: number): void;
}

/** Draws the patients of `plan`, into the same arrays replicate after replicate. */
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
  const laws = cohort.laws.map((byCell) => byCell.map((law) => new InverseInTicks(law, ticksPerUnit)));
  const dropoutTicks = cohort.dropoutHazards.map((rate) => (rate > 0 ? ticksPerUnit / rate : 0));
  const drawnStarts = cohort.starts.some((each) => each !== null && each.lag.kind !== 'fixed');
  const ownSteps = cohort.starts.map((each): OwnSteps | null =>
    each?.own ? { ...each.own, lag: each.lag, buffer: stepBuffer(each.own.effect) } : null,
  );
  const detections =
    scans &&
    sizes.map((_, arm) => {
      const clock = ownSteps[arm]?.clock ?? null;
      return createDetection(scans, arm, clock, cohort.dropoutHazards[arm], ticksPerUnit, plan.followUpTicks);
    });
  const schedules = detections?.map(({ schedule }) => schedule) ?? null;
  const amongSteps = scans?.deaths?.kind === 'hazard' && ownSteps.some((steps) => steps !== null);
  const ratios = amongSteps ? new Float32Array(n).fill(1) : null;
  const detected = { ...patients, ratioAtEvent: ratios };
  const words = new Int32Array(n * EXIT_WORDS);
  const traits = new Int32Array(n * traitWords);
  const starts = new Int32Array(drawnStarts ? n : 0);
  const scanWords = new Int32Array(scans === null ? 0 : n * SCAN_WORDS);
  /** What multiplies the hazard of the patient's cell. */
  const own = new Float64Array(n).fill(1);
  /**
   * For each centre, what multiplies everybody's hazard, and what multiplies it further under an experimental
   * treatment.
   */
  const centreHazard = new Float64Array(places).fill(1);
  const centreEffect = new Float64Array(places).fill(1);
  const inOrder = randomisation !== null;
  /** Whether patients have hazards of their own, which compensators, steps and deaths then read. */
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

  /** Draws `per` words for everybody: from one stream for arrivals, otherwise from one per arm. */
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
    fill(key, replicate, 0, EXIT_WORDS, words);
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
    if (detections !== null) {
      fill(key, replicate, SCAN_STREAM, SCAN_WORDS, scanWords);
      if (ratios !== null) passRatios(patients, ownSteps, starts, ticksPerUnit, ratios);
      for (let i = 0; i < n; i++) detectPatient(detections[armOf[i]], detected, i, scanWords, i * SCAN_WORDS);
    }
  }

  return { patients, schedules, draw };
}
