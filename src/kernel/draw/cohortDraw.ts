/**
 * The draws of a replicate whose patients differ, pass after pass over all patients.
 *
 *   traits ─▶ entry (an arm's own, or enrolment: enrolment.ts) ─▶ start of the second treatment ─▶ event, dropout ─▶ scans
 *
 * What only some trials have takes its words from streams of its own, so that scans, a start or centres leave the draws
 * of entry, event and dropout as they are; patient j of an arm, or arrival j, draws from lane j mod 4. Times are in
 * double precision; event and dropout are drawn apart, so that both are known.
 */
import { stepBuffer } from '../../trial/treatmentStart.ts';
import type { CohortPlan } from '../plan/cohortPlan.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { EXIT_WORDS, SCAN_STREAM, SCAN_WORDS, START_STREAM, TRAIT_STREAM } from './cohortStreams.ts';
import { centreCountOf, createEnrolment, enrolmentPlan } from './enrolment.ts';
import { fillWords } from './laneWords.ts';
import { passEntries } from './passEntries.ts';
import { InverseInTicks, type OwnSteps, passExits, passScans, passStarts } from './passExits.ts';
import { passTraits } from './passTraits.ts';
import { createPatients, type Patients } from './patients.ts';
import { createSchedule, type Schedule } from './scan.ts';
import type { StreamKey } from './stream.ts';

export interface CohortDraw {
  readonly patients: Patients;
  readonly schedules: readonly Schedule[] | null;
  draw(key: StreamKey, replicate: number): void;
}

/** Draws the patients of `plan`, into the same arrays replicate after replicate. */
export function createCohortDraw(plan: KernelPlan, cohort: CohortPlan): CohortDraw {
  const { ticksPerUnit, sizes } = plan;
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const { covariates, scans, frailty } = cohort;
  const width = covariates.length;
  /** Arrivals have their cells from enrolment. */
  const cellWords = cohort.randomisation === null && cohort.cells.length > 1 ? 1 : 0;
  const traitWords = cellWords + 2 * width;
  const places = centreCountOf(cohort.centres);
  const patients = createPatients(n, width, places, scans !== null);
  const { entry, arm: armOf, cell, centre, factor, start } = patients;
  const enrolled = enrolmentPlan(plan);
  const enrolment = enrolled && createEnrolment(enrolled);
  const schedules = scans?.schedules.map(createSchedule) ?? null;
  const laws = cohort.laws.map((byCell) => byCell.map((law) => new InverseInTicks(law, ticksPerUnit)));
  const dropoutTicks = cohort.dropoutHazards.map((rate) => (rate > 0 ? ticksPerUnit / rate : 0));
  const drawnStarts = cohort.starts.some((each) => each !== null && each.lag.kind !== 'fixed');
  const ownSteps = cohort.starts.map((each): OwnSteps | null =>
    each?.own ? { ...each.own, lag: each.lag, buffer: stepBuffer(each.own.effect) } : null,
  );
  const words = new Int32Array(n * EXIT_WORDS);
  const traits = new Int32Array(n * traitWords);
  const starts = new Int32Array(drawnStarts ? n : 0);
  const scanWords = new Int32Array(scans === null ? 0 : n * SCAN_WORDS);
  /** What multiplies the hazard of the patient's cell. */
  const own = new Float64Array(n).fill(1);
  const inOrder = enrolment !== null;
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

  /** Arrivals in order of entry, and what differs between their centres. */
  function drawEnrolment(key: StreamKey, replicate: number): void {
    if (enrolment === null) return;
    enrolment.draw(key, replicate);
    for (let i = 0; i < n; i++) entry[i] = enrolment.tick[i] << 2;
    armOf.set(enrolment.arm);
    cell.set(enrolment.cell);
    centre.set(enrolment.centre);
    patients.openings.set(enrolment.openings);
    if (frailty === null) return;
    const { centreHazard, centreEffect } = enrolment;
    for (let i = 0; i < n; i++) {
      const c = centre[i];
      own[i] = (width > 0 ? own[i] : 1) * (armOf[i] === 0 ? centreHazard[c] : centreHazard[c] * centreEffect[c]);
    }
  }

  function draw(key: StreamKey, replicate: number): void {
    fill(key, replicate, 0, EXIT_WORDS, words);
    fill(key, replicate, TRAIT_STREAM, traitWords, traits);
    if (traitWords > 0) passTraits(cohort, patients, traits, traitWords, cellWords === 1, own);
    if (inOrder) drawEnrolment(key, replicate);
    else passEntries(plan, key, replicate, words, entry);
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
