/** Something that simulates the benchmark's designs and says how long it took. */
import type { Design } from '../designs.ts';

export interface Answer {
  /** Of the simulation alone, neither start-up nor the pipe to it; processor time, so that a busy machine matters less. */
  readonly seconds: number;
  readonly rejected: number;
}

/** `D`: the designs that it simulates. */
export interface Peer<D = Design> {
  readonly name: string;
  readonly version: string;
  /** Simulate; `round` makes the random numbers of one call differ from those of the next. */
  readonly ask: (design: D, replicates: number, round: number) => Promise<Answer>;
  /** How what it simulates differs from the design, in a few words; null when it does not. */
  readonly departs: (design: D) => string | null;
  /** Its share of a round over the others': slow peers need longer for a steady figure. */
  readonly patience: number;
  readonly close: () => void;
}

/** A peer that is not on this machine. */
export interface Absent {
  readonly name: string;
  readonly reason: string;
}

export const departsNowhere = (): null => null;
