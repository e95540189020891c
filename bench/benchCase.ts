/** One line of the benchmark: something to call over and over, and what a call amounts to. */
import type { Check } from './check.ts';

export interface BenchCase {
  readonly name: string;
  readonly what: string;
  /** Trials a call simulates and patients in each; null where a call is no number of trials. */
  readonly trials: number | null;
  readonly patients: number | null;
  /** Which kernel ran, or – . */
  readonly kernel: string;
  readonly call: () => void | Promise<void>;
  /** Works on the calling thread alone, so that its processor time may stand for it on a busy machine. */
  readonly alone: boolean;
  /** Of all calls so far: also what keeps the work from being optimised away. */
  readonly check: () => Check;
  readonly close?: () => Promise<void>;
}

/** Names of two cases. */
export interface Ratio {
  readonly of: string;
  readonly over: string;
  readonly what: string;
  /** What it should not exceed. */
  readonly bar?: number;
}

/** The value of a ratio, of times or of anything else. */
export interface Finding {
  readonly what: string;
  readonly ratio: number;
  readonly bar?: number;
}

/** Cases that are timed in turns, so that their ratios come from the same minutes. */
export interface Group {
  readonly name: string;
  readonly title: string;
  readonly rounds: number;
  /** Each case's share of a round: at least so long and so many calls. */
  readonly milliseconds: number;
  readonly calls: number;
  readonly cases: readonly BenchCase[];
  /** Ratios of nanoseconds a patient worth a line. */
  readonly ratios?: readonly Ratio[];
  /** Ratios of something else than time. */
  readonly findings?: () => Promise<readonly Finding[]>;
}
