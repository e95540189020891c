/**
 * The patients of one replicate as arrays, drawn before anything is analysed.
 *
 *   enrolment: entry, cell, centre, arm ─▶ start of the second treatment ─▶ exit: event or dropout ─▶ course ─▶ scans
 *
 * Patients of arm 0 come first, then those of arm 1, and so on; in a randomised trial those of an arm stand in order of entry.
 */

import type { EndpointPlan } from '../plan/coursePlan.ts';

/** One row per patient. `entry` = 4 × calendar tick + (1 in experimental arms, else 0); exits = 4 × calendar tick + 2 × (1 if dropout, 0 if the event). */
export interface Patients {
  readonly n: number;
  /** Index of the first patient of each arm, and n. */
  readonly firsts: Int32Array;
  readonly entry: Int32Array;
  /** Exit as it becomes known: progression at a scan. */
  readonly exit: Int32Array;
  /** Exit as it happens; the same array without scans. */
  readonly trueExit: Int32Array;
  readonly arm: Uint8Array;
  readonly cell: Uint8Array;
  readonly centre: Int32Array;
  /** Covariates about their means, a column each. */
  readonly traits: readonly Float32Array[];
  /** The patient's hazard over that of the arm's law, where anything reads it. */
  readonly factor: Float32Array;
  /** Quanta from the procedure to the second treatment's start, in arms that have one. */
  readonly lag: Float32Array;
  /** Ticks on study of the second treatment's start; NEVER in arms without one. */
  readonly start: Int32Array;
  /** Exit of the whole course, by death or dropout; the array of first exits where nothing follows them. */
  readonly survivalExit: Int32Array;
  /** Calendar tick of the switch to another treatment; NEVER for none, empty where nothing follows first events. */
  readonly switched: Int32Array;
  /** Exits by endpoint as they become known, the driving one's first. */
  readonly exits: readonly Int32Array[];
  /** Exits by endpoint as they happen; the same arrays without scans. */
  readonly trueExits: readonly Int32Array[];
  /** The word that names the patient's jitters and missed scans. */
  readonly scanWord: Int32Array;
  /** 1 where the event, as it becomes known, is a death. */
  readonly death: Uint8Array;
  /** Calendar tick at which each centre opens. */
  readonly openings: Int32Array;
}

/** What patients' exits are, besides those of a driving endpoint that is known at once. */
export interface ExitKinds {
  /** Whether exits become known later than they happen. */
  readonly scanned: boolean;
  /** Whether anything follows the first event. */
  readonly course: boolean;
  /** What is observed for the endpoints beside the driving one. */
  readonly further: readonly EndpointPlan['kind'][];
}

export function createPatients(
  n: number,
  arms: number,
  covariates: number,
  centres: number,
  { scanned, course, further }: ExitKinds,
): Patients {
  const exit = new Int32Array(n);
  const trueExit = scanned ? new Int32Array(n) : exit;
  const survivalExit = course ? new Int32Array(n) : exit;
  const exits = [exit, ...further.map((kind) => (kind === 'death' ? survivalExit : new Int32Array(n)))];
  return {
    n,
    firsts: new Int32Array(arms + 1),
    entry: new Int32Array(n),
    exit,
    trueExit,
    survivalExit,
    switched: new Int32Array(course ? n : 0),
    exits,
    trueExits: [
      trueExit,
      ...further.map((kind, e) => (scanned && kind === 'progression' ? new Int32Array(n) : exits[e + 1])),
    ],
    arm: new Uint8Array(n),
    cell: new Uint8Array(n),
    centre: new Int32Array(n),
    traits: Array.from({ length: covariates }, () => new Float32Array(n)),
    factor: new Float32Array(n).fill(1),
    lag: new Float32Array(n),
    start: new Int32Array(n),
    scanWord: new Int32Array(n),
    death: new Uint8Array(n),
    openings: new Int32Array(centres),
  };
}
