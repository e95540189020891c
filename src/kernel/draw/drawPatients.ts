/**
 * The draws of a replicate, pass after pass over all patients.
 *
 *   enrolment: entry, cell, centre, arm ─▶ start of the second treatment ─▶ exit: event or dropout ─▶ scans
 *
 * Patient j of an arm draws entry and exit from lane j mod 4 of the arm's stream, whatever else the trial has: in a
 * randomised trial the k-th arrival that is allocated to an arm is patient k of that arm. What only some trials have
 * takes its words from streams of its own (streams.ts), so that centres, cells, starts and scans leave the times of events
 * and dropouts as they are.
 */
import { exp } from '../../elementary/exp.ts';
import { stepBuffer } from '../../trial/treatmentStart.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { cellLimits, cellOf } from './cells.ts';
import { armEntries, drawArm } from './drawArm.ts';
import { drawInOrder } from './entriesInOrder.ts';
import { drawGamma, drawNormal, drawSpan } from './entry.ts';
import { fillWords } from './laneWords.ts';
import { drawOwnExits, InverseInTicks, type OwnSteps, passStarts } from './ownExits.ts';
import { passTraits } from './passTraits.ts';
import { createPatients, type Patients } from './patients.ts';
import { createAllocator } from './randomise.ts';
import { createRecruitment } from './recruitment.ts';
import { createSchedule, type Schedule } from './scan.ts';
import { detect } from './scanExits.ts';
import { type StreamKey, seedLane } from './stream.ts';
import {
  ALLOCATION_STREAM,
  ARRIVAL_STREAM,
  COVARIATE_STREAM,
  FRAILTY_STREAM,
  SCAN_STREAM,
  START_STREAM,
  scanWordsOf,
  TRAIT_STREAM,
} from './streams.ts';

const trialState = new Int32Array(4);

export interface PatientsDraw {
  readonly patients: Patients;
  readonly schedules: readonly Schedule[] | null;
  draw(key: StreamKey, replicate: number): void;
}

/** Draws the patients of `plan`, into the same arrays replicate after replicate. */
export function createPatientsDraw(plan: KernelPlan): PatientsDraw {
  const { ticksPerUnit, sizes, cohort } = plan;
  const arms = sizes.length;
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const { covariates, centres, randomisation, scans, frailty } = cohort;
  const width = covariates.length;
  const several = cohort.cells.length > 1;
  const places = centres?.regions.reduce((sum, region) => sum + region.centres, 0) ?? 1;
  const patients = createPatients(n, arms, width, places, scans !== null);
  const { entry, arm: armOf, cell, centre, factor, start, firsts } = patients;
  const recruitment = centres && createRecruitment(centres, n);
  const allocator = randomisation && createAllocator(randomisation, places);
  const schedules = scans?.schedules.map(createSchedule) ?? null;
  const laws = cohort.laws.map((byCell) => byCell.map((law) => new InverseInTicks(law, ticksPerUnit)));
  const dropoutTicks = cohort.dropoutHazards.map((rate) => (rate > 0 ? ticksPerUnit / rate : 0));
  const ownSteps = cohort.starts.map((each): OwnSteps | null =>
    each?.own ? { ...each.own, lag: each.lag, buffer: stepBuffer(each.own.effect) } : null,
  );
  const traits = new Int32Array(n * ((several ? 1 : 0) + 2 * width));
  const starts = new Int32Array(n);
  const scanWords = new Int32Array(scans === null ? 0 : n * 3);
  /** What multiplies the hazard of the patient's cell. */
  const own = new Float64Array(n).fill(1);
  /**
   * For each centre, what multiplies everybody's hazard, and what multiplies it further under an experimental
   * treatment.
   */
  const centreHazard = new Float64Array(places).fill(1);
  const centreEffect = new Float64Array(places).fill(1);
  /** Whether patients have hazards of their own, which compensators, steps and deaths then read. */
  const needsFactor = width > 0 || frailty !== null || cohort.multipliers.some((byCell) => byCell.some((x) => x !== 1));
  const hasOwnHazards = width > 0 || frailty !== null;
  /** Patients in order of entry, before they stand by arm. */
  const arrivals = { tick: new Int32Array(n), arm: new Uint8Array(n), cell: new Uint8Array(n) };

  function placeArms(counts: ArrayLike<number>): void {
    for (let arm = 0; arm < arms; arm++) {
      firsts[arm + 1] = firsts[arm] + counts[arm];
      armOf.fill(arm, firsts[arm], firsts[arm + 1]);
    }
  }

  /** Ticks of arrival, ascending, and the centre of each. */
  function drawArrivals(key: StreamKey, replicate: number): void {
    const { tick } = arrivals;
    seedLane(key, replicate, ARRIVAL_STREAM, 0, trialState);
    if (recruitment !== null && centres?.recruit) {
      recruitment.draw(trialState);
      tick.set(recruitment.entry);
    } else drawInOrder(plan.entry, n, trialState, tick);
    if (recruitment === null) return;
    if (!centres?.recruit) recruitment.spread(trialState, n);
    patients.openings.set(recruitment.openings);
  }

  const counts = new Int32Array(arms);

  /** Enrols the patients of a randomised trial: each arrival stands behind those of its arm that came before it. */
  function enrol(key: StreamKey, replicate: number): void {
    if (allocator === null) return;
    const { tick, arm, cell: cellOf } = arrivals;
    drawArrivals(key, replicate);
    if (several) drawCells(key, replicate, TRAIT_STREAM, 0, n, cellOf);
    seedLane(key, replicate, ALLOCATION_STREAM, 0, trialState);
    allocator.begin();
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      arm[i] = allocator.assign(recruitment?.centre[i] ?? 0, cellOf[i], trialState);
      counts[arm[i]]++;
    }
    placeArms(counts);
    counts.set(firsts.subarray(0, arms));
    for (let i = 0; i < n; i++) {
      const at = counts[arm[i]]++;
      entry[at] = tick[i] << 2;
      cell[at] = cellOf[i];
      if (recruitment !== null) centre[at] = recruitment.centre[i];
    }
  }

  const cellWords = new Int32Array(several ? n : 0);
  const limits = cellLimits(cohort.cells);

  function drawCells(
    key: StreamKey,
    replicate: number,
    stream: number,
    first: number,
    count: number,
    into: Uint8Array,
  ) {
    fillWords(key, replicate, stream, first, count, 1, cellWords);
    for (let i = first; i < first + count; i++) into[i] = cellOf(limits, cellWords[i] >>> 0);
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

  if (allocator === null) placeArms(sizes);
  start.fill(NEVER);

  function draw(key: StreamKey, replicate: number): void {
    enrol(key, replicate);
    const span = drawSpan(plan, key, replicate);
    for (let arm = 0; arm < arms; arm++) {
      const first = firsts[arm];
      const count = firsts[arm + 1] - first;
      if (several && allocator === null) drawCells(key, replicate, TRAIT_STREAM + arm, first, count, cell);
      if (width > 0) fillWords(key, replicate, COVARIATE_STREAM + arm, first, count, 2 * width, traits);
    }
    if (width > 0) passTraits(cohort, patients, traits, own);
    drawFrailty(key, replicate);
    if (needsFactor) for (let i = 0; i < n; i++) factor[i] = cohort.multipliers[armOf[i]][cell[i]] * own[i];
    for (let arm = 0; arm < arms; arm++) {
      const offset = firsts[arm];
      const count = firsts[arm + 1] - offset;
      const steps = ownSteps[arm];
      const entries = allocator === null ? armEntries(plan, arm, offset, span) : null;
      if (cohort.starts[arm] !== null) fillWords(key, replicate, START_STREAM + arm, offset, count, 1, starts);
      const armSpan = { arm, offset, count, cell, entries };
      if (steps === null && !hasOwnHazards) drawArm(plan, armSpan, key, replicate, entry, patients.trueExit);
      else drawOwnExits(plan, armSpan, key, replicate, patients, laws[arm], dropoutTicks[arm], steps, starts, own);
    }
    passStarts(cohort, patients, starts, ticksPerUnit);
    if (schedules === null || scans === null) return;
    for (let arm = 0; arm < arms; arm++) {
      const per = scanWordsOf(dropoutTicks[arm] > 0, scans.deaths !== null);
      const first = firsts[arm];
      fillWords(key, replicate, SCAN_STREAM + arm, first, firsts[arm + 1] - first, per, scanWords);
      detect(
        { arm, first, end: firsts[arm + 1], schedule: schedules[arm], dropoutMean: dropoutTicks[arm] },
        patients,
        scanWords,
        scans.deaths,
        ownSteps[arm],
        starts,
        ticksPerUnit,
        plan.followUpTicks,
      );
    }
  }

  return { patients, schedules, draw };
}
