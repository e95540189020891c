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
import { stepBuffer } from '../../trial/treatmentStart.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { cellLimits, cellOf } from './cells.ts';
import { armEntries, drawArm } from './drawArm.ts';
import { centreCountOf, createEnrolment, enrolmentPlan } from './enrolment.ts';
import { drawSpan } from './entry.ts';
import { fillWords } from './laneWords.ts';
import { drawOwnExits, InverseInTicks, type OwnSteps, passStarts } from './ownExits.ts';
import { passTraits } from './passTraits.ts';
import { createPatients, type Patients } from './patients.ts';
import { createSchedule, type Schedule } from './scan.ts';
import { detect } from './scanExits.ts';
import type { StreamKey } from './stream.ts';
import { COVARIATE_STREAM, SCAN_STREAM, START_STREAM, scanWordsOf, TRAIT_STREAM } from './streams.ts';

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
  const { covariates, scans, frailty } = cohort;
  const width = covariates.length;
  const several = cohort.cells.length > 1;
  const places = centreCountOf(cohort.centres);
  const patients = createPatients(n, arms, width, places, scans !== null);
  const { entry, arm: armOf, cell, centre, factor, start, firsts } = patients;
  const enrolled = enrolmentPlan(plan);
  const enrolment = enrolled && createEnrolment(enrolled);
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
  /** Whether patients have hazards of their own, which compensators, steps and deaths then read. */
  const needsFactor = width > 0 || frailty !== null || cohort.multipliers.some((byCell) => byCell.some((x) => x !== 1));
  const hasOwnHazards = width > 0 || frailty !== null;
  function placeArms(counts: ArrayLike<number>): void {
    for (let arm = 0; arm < arms; arm++) {
      firsts[arm + 1] = firsts[arm] + counts[arm];
      armOf.fill(arm, firsts[arm], firsts[arm + 1]);
    }
  }

  /** Enrols the patients of a randomised trial: each arrival stands behind those of its arm that came before it. */
  function enrol(key: StreamKey, replicate: number): void {
    if (enrolment === null) return;
    enrolment.draw(key, replicate);
    placeArms(enrolment.counts);
    patients.openings.set(enrolment.openings);
    for (let i = 0; i < n; i++) {
      const at = firsts[enrolment.arm[i]] + enrolment.place[i];
      entry[at] = enrolment.tick[i] << 2;
      cell[at] = enrolment.cell[i];
      centre[at] = enrolment.centre[i];
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

  /** Multiplies hazards by what differs between centres. */
  function passFrailty(): void {
    if (enrolment === null || frailty === null) return;
    const { centreHazard, centreEffect } = enrolment;
    for (let i = 0; i < n; i++) {
      const c = centre[i];
      own[i] = (width > 0 ? own[i] : 1) * (armOf[i] === 0 ? centreHazard[c] : centreHazard[c] * centreEffect[c]);
    }
  }

  if (enrolment === null) placeArms(sizes);
  start.fill(NEVER);

  function draw(key: StreamKey, replicate: number): void {
    enrol(key, replicate);
    const span = drawSpan(plan, key, replicate);
    for (let arm = 0; arm < arms; arm++) {
      const first = firsts[arm];
      const count = firsts[arm + 1] - first;
      if (several && enrolment === null) drawCells(key, replicate, TRAIT_STREAM + arm, first, count, cell);
      if (width > 0) fillWords(key, replicate, COVARIATE_STREAM + arm, first, count, 2 * width, traits);
    }
    if (width > 0) passTraits(cohort, patients, traits, own);
    passFrailty();
    if (needsFactor) for (let i = 0; i < n; i++) factor[i] = cohort.multipliers[armOf[i]][cell[i]] * own[i];
    for (let arm = 0; arm < arms; arm++) {
      const offset = firsts[arm];
      const count = firsts[arm + 1] - offset;
      const steps = ownSteps[arm];
      const entries = enrolment === null ? armEntries(plan, arm, offset, span) : null;
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
