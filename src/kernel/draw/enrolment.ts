/**
 * Enrolment of a randomised trial: who comes when, to which centre, in which cell, and to which arm each is allocated.
 *
 *   cells ─▶ arrivals (by centres that recruit; or by the accrual, and spread over centres) ─▶ allocation ─▶ frailty
 *
 * Each of these takes its words from a stream of its own, arrival i from lane i mod 4: centres leave cells as they are,
 * cells leave arrivals as they are.
 */
import type { CentreFrailty, CentresInTicks, CohortPlan } from '../plan/cohortPlan.ts';
import type { EntryLaw } from '../plan/entryLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { drawArrivals } from './arrivals.ts';
import { Candidates } from './candidates.ts';
import { cellLimits, cellOf } from './cells.ts';
import { drawFrailty } from './drawFrailty.ts';
import { fillWords } from './laneWords.ts';
import { createAllocator } from './randomise.ts';
import { createRecruitment } from './recruitment.ts';
import type { StreamKey } from './stream.ts';
import { ALLOCATION_STREAM, TRAIT_STREAM } from './streams.ts';

/** What enrolment needs of a plan. */
export interface EnrolmentPlan {
  readonly patients: number;
  /** Arms, the control included. */
  readonly arms: number;
  readonly entry: EntryLaw;
  /** Cumulative prevalence of the cells, the last 1. */
  readonly cells: readonly number[];
  readonly centres: CentresInTicks | null;
  readonly randomisation: NonNullable<CohortPlan['randomisation']>;
  readonly frailty: CentreFrailty | null;
}

/** What enrolment needs of `plan`; null where arms have their own entries. */
export function enrolmentPlan({ sizes, entry, cohort }: KernelPlan): EnrolmentPlan | null {
  if (cohort.randomisation === null) return null;
  const { cells, centres, randomisation, frailty } = cohort;
  const patients = sizes.reduce((sum, size) => sum + size, 0);
  return { patients, arms: sizes.length, entry, cells, centres, randomisation, frailty };
}

export function centreCountOf(centres: CentresInTicks | null): number {
  return centres?.regions.reduce((sum, region) => sum + region.centres, 0) ?? 1;
}

/** One entry per arrival, in order of entry, except where said. */
export interface Enrolment {
  /** Calendar tick of entry, ascending; NEVER for one who never comes. */
  readonly tick: Int32Array;
  readonly centre: Int32Array;
  readonly cell: Int32Array;
  readonly arm: Int32Array;
  /** The number of earlier arrivals in the same arm. */
  readonly place: Int32Array;
  /** Arrivals by arm. */
  readonly counts: Int32Array;
  /** Calendar tick at which each centre opens, 0 without centres. */
  readonly openings: Int32Array;
  /**
   * For each centre, what multiplies everybody's hazard, and what multiplies it further under an experimental
   * treatment.
   */
  readonly centreHazard: Float64Array;
  readonly centreEffect: Float64Array;
  draw(key: StreamKey, replicate: number): void;
}

export function createEnrolment(plan: EnrolmentPlan): Enrolment {
  const { patients: n, centres, randomisation, frailty } = plan;
  const places = centreCountOf(centres);
  const limits = cellLimits(plan.cells);
  const candidates = new Candidates();
  const recruitment = centres && createRecruitment(centres, n);
  const allocator = createAllocator(randomisation, places);
  const cellWords = new Uint32Array(limits.length > 0 ? n : 0);
  const shareWords = new Uint32Array(n);
  const allocationWords = new Uint32Array(n * allocator.words);
  const tick = recruitment?.tick ?? new Int32Array(n);
  const centre = recruitment?.centre ?? new Int32Array(n);
  const openings = recruitment?.openings ?? new Int32Array(places);
  const cell = new Int32Array(n);
  const arm = new Int32Array(n);
  const place = new Int32Array(n);
  const counts = new Int32Array(plan.arms);
  const centreHazard = new Float64Array(places).fill(1);
  const centreEffect = new Float64Array(places).fill(1);

  function drawCells(key: StreamKey, replicate: number): void {
    if (limits.length === 0) return;
    fillWords(key, replicate, TRAIT_STREAM, 0, n, 1, cellWords);
    for (let i = 0; i < n; i++) cell[i] = cellOf(limits, cellWords[i]);
  }

  function allocate(key: StreamKey, replicate: number): void {
    fillWords(key, replicate, ALLOCATION_STREAM, 0, n, allocator.words, allocationWords);
    allocator.begin();
    counts.fill(0);
    for (let i = 0; i < n; i++) {
      arm[i] = allocator.assign(centre[i], cell[i], allocationWords, i * allocator.words);
      place[i] = counts[arm[i]]++;
    }
  }

  return {
    tick,
    centre,
    cell,
    arm,
    place,
    counts,
    openings,
    centreHazard,
    centreEffect,
    draw(key, replicate) {
      drawCells(key, replicate);
      if (recruitment !== null && centres?.recruit) recruitment.draw(key, replicate);
      else {
        candidates.begin(key, replicate);
        drawArrivals(plan.entry, candidates, tick, shareWords);
        recruitment?.spread(key, replicate, shareWords);
      }
      allocate(key, replicate);
      if (frailty !== null) drawFrailty(frailty, key, replicate, centreHazard, centreEffect);
    },
  };
}
