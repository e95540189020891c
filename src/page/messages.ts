/** What the page, the worker that answers and those that simulate say to each other. */
import type { Block } from '../run/job.ts';
import type { TimeUnit } from '../scenario/duration.ts';
import type { Tally } from '../tally/tally.ts';

/** The first message to a worker: its role, and the WebAssembly module's bytes. */
export type Role =
  | { readonly role: 'simulate'; readonly wasm: Uint8Array<ArrayBuffer>; readonly port: MessagePort }
  | { readonly role: 'answer'; readonly wasm: Uint8Array<ArrayBuffer>; readonly ports: readonly MessagePort[] };

/** To a worker that simulates, and back. */
export interface BlockAsked {
  readonly call: number;
  readonly block: Block;
}
export type BlockAnswered =
  | { readonly call: number; readonly tally: Tally }
  | { readonly call: number; readonly problem: string };

/** To the worker that answers; a new question ends the one before it. */
export interface WorkerQuestion {
  readonly question: number;
  /** The scenario as a file would hold it. */
  readonly text: string;
  /** Simulated trials after which to stop. */
  readonly replicates: number;
}

/** A mean over the simulated trials, and the interval that holds nine in ten of them. */
export interface Course {
  readonly mean: number;
  readonly p5: number;
  readonly p95: number;
}

/** How far an answer has come. Every number is what the command line gives at `replicates` with the same seed. */
export interface ShownEstimate {
  readonly replicates: number;
  readonly power: number;
  /** The share of trials that show a benefit: the power of a one-sided test. */
  readonly benefit: number;
  /** Monte Carlo standard error of the power. */
  readonly standardError: number;
  /** 95 % interval of the power. */
  readonly interval: readonly [number, number];
  /** Of each hypothesis of a trial that has several; empty for one. */
  readonly hypotheses: readonly { readonly name: string; readonly power: number }[];
  /** Whose events are counted, where there are several endpoints. */
  readonly endpoint: string | null;
  readonly events: Course;
  readonly time: Course;
  readonly patients: number;
  readonly unit: TimeUnit;
  readonly seed: string;
  /** No more is to come. */
  readonly finished: boolean;
}

/** What is believed of a planning value, in the scenario's unit. */
export interface ShownBelief {
  /** `hazard ratio` */
  readonly words: string;
  readonly isRatio: boolean;
  /** `months`, or nothing. */
  readonly unit: string;
  /** The estimate as printed; null where the prior was not made of one alone. */
  readonly printed: number | null;
  readonly shrunken: boolean;
  /** The centre of the prior, and the interval that holds 95 % of it. */
  readonly centre: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The chance of success, power averaged over the priors: how far it has come. Every number is what `assurance` of the command
 * line gives at `replicates` with the same seed.
 */
export interface ShownChance {
  readonly replicates: number;
  readonly chance: number;
  /** Monte Carlo standard error of the chance. */
  readonly standardError: number;
  /** What no number of patients can pass; null where it is not known, or not yet. */
  readonly ceiling: number | null;
  readonly beliefs: readonly ShownBelief[];
  /** No more is to come. */
  readonly finished: boolean;
}

export type WorkerAnswer =
  | { readonly question: number; readonly estimate: ShownEstimate }
  /** Null for a scenario that takes its planning values as known. */
  | { readonly question: number; readonly chance: ShownChance | null }
  | { readonly question: number; readonly chanceProblem: string }
  | { readonly question: number; readonly problem: string };
