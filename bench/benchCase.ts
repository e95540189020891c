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
  /** What it resolves to is its own account of the milliseconds it took, where only a part of it is timed. */
  readonly call: () => void | Promise<void> | Promise<number>;
  /** Works on the calling thread alone, so that its processor time may stand for it on a busy machine. */
  readonly alone: boolean;
  /** Milliseconds that a call should not exceed. */
  readonly bar?: number;
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
  /** What it should not exceed. */
  readonly bar?: number;
  /** What it should not fall below. */
  readonly floor?: number;
}

/** Cases that are timed in turns, so that their ratios come from the same minutes. */
export interface Group {
  readonly name: string;
  readonly title: string;
  /** Whether it is measured only when it, or one of its cases, is asked for by name. */
  readonly onlyByName?: boolean;
  readonly rounds: number;
  /** Each case's share of a round: at least so long and so many calls. */
  readonly milliseconds: number;
  readonly calls: number;
  /** Whether calls before the first round are not counted; true where this is left out. */
  readonly warmsUp?: boolean;
  readonly cases: readonly BenchCase[];
  /** Ratios of nanoseconds a patient worth a line. */
  readonly ratios?: readonly Ratio[];
  /** Ratios of something else than time. */
  readonly findings?: () => Promise<readonly Finding[]>;
}
