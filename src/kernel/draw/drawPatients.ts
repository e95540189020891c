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
import { planCovariates } from '../plan/covariateLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { planLag } from '../plan/lagLaw.ts';
import { NEVER } from '../plan/ticks.ts';
import { cellLimits, cellOf } from './cells.ts';
import { createDetection, detect } from './detection.ts';
import { armEntries, drawArm } from './drawArm.ts';
import { type CoursePatients, createCourseDraw } from './drawCourse.ts';
import { drawCovariates, fillMultipliers } from './drawCovariates.ts';
import { drawLags } from './drawLags.ts';
import { drawOwnArm } from './drawOwnArm.ts';
import { createResponseDraw } from './drawResponses.ts';
import { centreCountOf, createEnrolment, enrolmentPlan } from './enrolment.ts';
import { drawSpan } from './entry.ts';
import { fillWords } from './laneWords.ts';
import { createPatients, type Patients } from './patients.ts';
import type { Schedule } from './scan.ts';
import type { StreamKey } from './stream.ts';
import { SCAN_STREAM, TRAIT_STREAM } from './streams.ts';

export interface PatientsDraw {
  readonly patients: Patients;
  readonly schedules: readonly Schedule[] | null;
  draw(key: StreamKey, replicate: number): void;
}

/** How exits of each arm become known under scans; null without. */
export function detectionsOf({ cohort, courses, sizes, ticksPerUnit, followUpTicks }: KernelPlan) {
  const { scans, starts, dropoutHazards } = cohort;
  return (
    scans &&
    sizes.map((_, arm) => {
      const clock = starts[arm]?.own?.clock ?? null;
      return createDetection(scans, arm, clock, dropoutHazards[arm], ticksPerUnit, followUpTicks, courses !== null);
    })
  );
}

/** Whether the hazards of an arm's patients differ from that of the arm's law, and by what. */
export function hazardsOf({ cohort, courses, endpoints, exits }: KernelPlan, arm: number) {
  const { covariates, frailty, multipliers, scans } = cohort;
  const differ = multipliers[arm].some((multiplier) => multiplier !== 1);
  const own = exits[arm];
  const drifts = own.kind === 'own' && own.drift !== null;
  const apart = differ || covariates.length > 0 || frailty !== null || drifts;
  const after = courses?.[arm].after;
  const inCourse =
    after !== undefined &&
    after.kind !== 'sharedWord' &&
    (after.kind !== 'exits' || after.exits.some(({ kind }) => kind === 'own'));
  const inResponse = endpoints.some((endpoint) => endpoint.kind === 'response' && endpoint.correlation !== 0);
  const inDeaths = scans?.deaths?.kind === 'hazard' && courses === null;
  return {
    /** Whether anything reads them: exits of patients' own, deaths by hazard, what follows the first event, responses. */
    read: apart && (own.kind === 'own' || inDeaths || inCourse || inResponse),
    byCell: differ ? Float32Array.from(multipliers[arm]) : null,
    byCentre: frailty !== null,
  };
}

/** Draws the patients of `plan`, into the same arrays replicate after replicate. */
export function createPatientsDraw(plan: KernelPlan): PatientsDraw {
  const { ticksPerUnit, sizes, cohort } = plan;
  const arms = sizes.length;
  const n = sizes.reduce((sum, size) => sum + size, 0);
  const { scans } = cohort;
  const limits = cellLimits(cohort.cells);
  const places = centreCountOf(cohort.centres);
  const covariates = planCovariates(cohort);
  const patients = createPatients(n, arms, covariates.length, places, {
    scanned: scans !== null,
    course: plan.courses !== null,
    further: plan.endpoints.map(({ kind }) => kind),
  });
  const { entry, trueExit, arm: armOf, cell, centre, factor, lag, start, traits, firsts } = patients;
  const enrolled = enrolmentPlan(plan);
  const enrolment = enrolled && createEnrolment(enrolled);
  const detections = detectionsOf(plan);
  const lagLaws = cohort.starts.map((each) => each && planLag(each.lag, ticksPerUnit));
  const hazards = sizes.map((_, arm) => hazardsOf(plan, arm));
  const centreHazards = hazards.map(({ byCentre }) => (byCentre ? new Float32Array(places) : null));
  const ratioAtEvent = scans?.deaths?.kind === 'hazard' && plan.courses === null ? new Float32Array(n).fill(1) : null;
  const cellWords = new Int32Array(limits.length > 0 ? n : 0);
  const scanWords = new Int32Array(scans === null ? 0 : n * 3);
  const courses = plan.courses?.map((course) => createCourseDraw(course, n, ticksPerUnit, plan.followUpTicks)) ?? null;
  const responses = plan.endpoints.map((endpoint, index) =>
    endpoint.kind === 'response' ? createResponseDraw(endpoint, index, n, ticksPerUnit) : null,
  );

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
    centreHazards.forEach((byCentre, arm) => {
      const { centreHazard, centreEffect } = enrolment;
      byCentre?.set(arm === 0 ? centreHazard : centreHazard.map((hazard, c) => hazard * centreEffect[c]));
    });
  }

  /** Draws cells of an arm in a trial whose arms have their own entries. */
  function drawCells(key: StreamKey, replicate: number, arm: number): void {
    if (enrolment !== null || limits.length === 0) return;
    const first = firsts[arm];
    fillWords(key, replicate, TRAIT_STREAM + arm, first, firsts[arm + 1] - first, 1, cellWords);
    for (let i = first; i < firsts[arm + 1]; i++) cell[i] = cellOf(limits, cellWords[i] >>> 0);
  }

  /** Draws lags, covariates and what multiplies hazards. */
  function drawHazards(key: StreamKey, replicate: number, arm: number): void {
    const first = firsts[arm];
    const count = firsts[arm + 1] - first;
    const lagLaw = lagLaws[arm];
    if (lagLaw === null) start.fill(NEVER, first, first + count);
    else drawLags(lagLaw, arm, first, count, key, replicate, lag, start);
    if (covariates.length > 0) drawCovariates(covariates, arm, first, count, key, replicate, traits);
    const { read, byCell } = hazards[arm];
    if (!read) return;
    const own = { byCell, byCentre: centreHazards[arm] };
    fillMultipliers(covariates, own, first, count, cell, centre, traits, factor);
  }

  /** Draws what follows the first event of an arm's patients, and their responses. */
  function drawBeyond(key: StreamKey, replicate: number, arm: number): void {
    const factors = hazards[arm].read ? factor : null;
    const count = firsts[arm + 1] - firsts[arm];
    const those: CoursePatients = { arm, first: firsts[arm], count, entry, trueExit, cell, factor: factors };
    courses?.[arm](those, key, replicate, patients);
    responses.forEach((respond, e) => {
      respond?.(those, key, replicate, patients.exits[e + 1]);
    });
  }

  /** Exits by progression alone: a death ends what is observed. `exits` by endpoint are filled from the driving one's. */
  function censorDeaths(exits: readonly Int32Array[]): void {
    plan.endpoints.forEach(({ kind }, e) => {
      if (kind !== 'progression') return;
      for (let i = 0; i < n; i++) exits[e + 1][i] = exits[0][i] | (patients.death[i] === 1 ? 2 : 0);
    });
  }

  if (enrolment === null) placeArms(sizes);

  function draw(key: StreamKey, replicate: number): void {
    enrol(key, replicate);
    const span = drawSpan(plan, key, replicate);
    for (let arm = 0; arm < arms; arm++) {
      drawCells(key, replicate, arm);
      drawHazards(key, replicate, arm);
      const offset = firsts[arm];
      const count = firsts[arm + 1] - offset;
      const entries = enrolment === null ? armEntries(plan, arm, offset, span) : null;
      const armSpan = { arm, offset, count, cell, entries, words: null };
      const exits = plan.exits[arm];
      if (exits.kind === 'byCell') drawArm(exits.laws, armSpan, key, replicate, entry, trueExit);
      else {
        const multipliers = hazards[arm].read ? factor : null;
        const stepped = exits.steps !== null;
        const own = { multipliers, lags: stepped ? lag : null, ratioAtEvent: stepped ? ratioAtEvent : null };
        drawOwnArm(exits, armSpan, own, key, replicate, entry, trueExit);
      }
      drawBeyond(key, replicate, arm);
    }
    // Scans make deaths of those who die before a scan shows their progression.
    if (detections !== null) censorDeaths(patients.trueExits);
    detections?.forEach((detection, arm) => {
      const first = firsts[arm];
      const end = firsts[arm + 1];
      fillWords(key, replicate, SCAN_STREAM + arm, first, end - first, detection.words, scanWords);
      const exits = plan.exits[arm];
      const ratios = exits.kind === 'own' && exits.steps !== null ? ratioAtEvent : null;
      const survivalExit = courses === null ? null : patients.survivalExit;
      detect(detection, { ...patients, ratioAtEvent: ratios, survivalExit }, first, end, scanWords);
    });
    censorDeaths(patients.exits);
  }

  return { patients, schedules: detections?.map(({ schedule }) => schedule) ?? null, draw };
}
