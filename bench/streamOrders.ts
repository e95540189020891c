/**
 * The raw words of a generator's streams in the orders that a battery of randomness tests should see: along the streams,
 * and across streams that a simulation takes to be independent.
 */
import { LANES, nextWord, type StreamKey, seedLane, TRIAL_STREAM } from '../src/kernel/draw/stream.ts';

/** What makes the words of a stream: the kernel's generator, or a bad one that a battery must notice. */
export interface WordSource {
  /** Set the four words of state of stream (replicate, arm, lane). */
  seed(replicate: number, arm: number, lane: number, state: Int32Array): void;
  /** The next word, unsigned. */
  next(state: Int32Array): number;
}

export function kernelWords(key: StreamKey): WordSource {
  return { seed: (replicate, arm, lane, state) => seedLane(key, replicate, arm, lane, state), next: nextWord };
}

/** The streams of a replicate, (arm, lane): both arms of each lane, which are seeded together, and the trial's own. */
export const STREAMS: readonly (readonly [arm: number, lane: number])[] = [
  ...Array.from({ length: LANES }, (_, lane) => [0, 1].map((arm) => [arm, lane] as const)).flat(),
  [TRIAL_STREAM, 0],
];

/** Streams are taken in groups: word 0 of every stream in the group, then word 1 of every one, and so on. */
interface Grouping {
  /** Neighbouring replicates in a group. */
  readonly replicates: number;
  /** Neighbouring streams of each replicate in a group. */
  readonly streams: number;
  readonly words: number;
}

export const ORDERS = {
  /** One stream after another, each as long as a trial of thousands of patients takes it. */
  lane: { replicates: 1, streams: 1, words: 1000 },
  /** The first words of the streams of one replicate side by side. */
  arms: { replicates: 1, streams: STREAMS.length, words: 16 },
  /** The first words of one stream in neighbouring replicates side by side: shows what seeds have in common. */
  replicates: { replicates: 1024, streams: 1, words: 4 },
} as const satisfies Record<string, Grouping>;

export type Order = keyof typeof ORDERS;

/** The words in the order named, from replicate `first` on, without end; each array is reused for the next. */
export function* orderedWords(source: WordSource, order: Order, first: number): Generator<Uint32Array, never> {
  const { replicates, streams, words }: Grouping = ORDERS[order];
  const states = Array.from({ length: replicates * streams }, () => new Int32Array(4));
  const group = new Uint32Array(states.length * words);
  for (let replicate = first; ; replicate += replicates)
    for (let from = 0; from < STREAMS.length; from += streams) {
      for (const [i, state] of states.entries()) {
        const [arm, lane] = STREAMS[from + (i % streams)];
        source.seed(replicate + Math.floor(i / streams), arm, lane, state);
      }
      let filled = 0;
      for (let word = 0; word < words; word++) for (const state of states) group[filled++] = source.next(state);
      yield group;
    }
}
