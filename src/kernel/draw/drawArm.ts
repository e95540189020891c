/**
 * Entry and exit of every patient of an arm, from the arm's four lanes.
 *
 * Words of a patient, in order: entry (unused where entries are given), event, and what decides about dropout, if there
 * is any:
 * competing  E = −ln U of the event's word (exponential.ts); exit after Λ⁻¹(E) of the summed hazards, by the event with
 *            probability λ/(λ + η) of its piece. That takes 16 bits where they suffice: the lane's patients 0, 2, 4 …
 *            draw a third word and use its low half, their successors the high half. Otherwise a word each.
 * weibull    E and E′ so drawn from two words, the power in single precision (singlePower.ts); exit after min(Λ⁻¹(E), E′/η).
 *
 * All is single precision: the time is rounded to quanta of 64 ticks, and the ticks within are six low bits of
 * the event's word, which its rounding to 24 bits drops. Neighbouring E thus do not tie more often than by chance; laws by
 * which patients leave too fast for that are those of plan/ownExit.ts.
 *
 * entry[i] = 4 × tick + (1 in experimental arms, else 0); exit[i] = 4 × calendar tick + 2 × (1 if dropout, 0 if the event).
 * Exits past the horizon are somewhere beyond it, NEVER at the latest, their flags without meaning; those of patients
 * followed to the end of a fixed follow-up are at NEVER.
 */
import type { EntryLaw } from '../plan/entryLaw.ts';
import type { CompetingExit, ExitLaw, WeibullExit } from '../plan/exitLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER, QUANTUM } from '../plan/ticks.ts';
import { type EntrySpan, entryTick, evenTick } from './entry.ts';
import { exponential } from './exponential.ts';
import { power } from './singlePower.ts';
import { LANES, nextWord, type StreamKey, seedLane } from './stream.ts';

const state = new Int32Array(4);
const { fround } = Math;

/** Piece of the inverse law that holds E. */
export function pieceOf(exit: CompetingExit | WeibullExit, e: number): number {
  let j = exit.breaks.length - 1;
  while (j > 0 && exit.breaks[j] > e) j--;
  return j;
}

/** 2²³: the single-precision numbers between it and its double are the whole ones. */
const WHOLE = 2 ** 23;

/** The inverse law's line at E in piece j, single precision. */
export function lineAt(exit: CompetingExit | WeibullExit, j: number, e: number): number {
  return fround(exit.origins[j] + fround(fround(e - exit.breaks[j]) * exit.slopes[j]));
}

/** Ticks of a time in quanta, rounded to a whole one (at most 2²³ − 1; ties to even) and filled up from the word. */
export function ticksOf(quanta: number, word: number): number {
  return (fround(Math.min(WHOLE - 1, quanta) + WHOLE) - WHOLE) * QUANTUM + ((word >>> 2) & (QUANTUM - 1));
}

/** One patient's time from entry to exit in ticks, −1 − ticks when the exit is a dropout, which whole words decide. */
function drawExit(law: ExitLaw, from: Int32Array): number {
  const word = nextWord(from);
  const e = exponential(word);
  const piece = pieceOf(law, e);
  if (law.kind === 'competing') {
    const ticks = ticksOf(lineAt(law, piece, e), word);
    return law.flagBits !== 0 && nextWord(from) >= law.eventBelow[piece] ? -1 - ticks : ticks;
  }
  const quanta = fround(power(lineAt(law, piece, e), law.exponent) * law.scale);
  if (law.dropoutMean > 0) {
    const left = fround(exponential(nextWord(from)) * law.dropoutMean);
    if (left < quanta) return -1 - ticksOf(left, word);
  }
  return ticksOf(quanta, word);
}

/** Patients of one arm within the arrays of all: `count` of them from index `offset` on, their cells at the same indices. */
export interface ArmSpan {
  readonly arm: number;
  readonly offset: number;
  readonly count: number;
  readonly cell: ArrayLike<number>;
  /** How the arm's patients enter; null where `entry` holds that already. */
  readonly entries: { readonly law: EntryLaw; readonly reach: number; readonly last: number } | null;
  /** Filled with the patients' words of entry; null where nobody asks. */
  readonly words: Int32Array | null;
}

/** How the patients of an arm enter, by the trial's accrual or by one of the arm's own; `first` is the arm's first patient among all. */
export function armEntries(plan: KernelPlan, arm: number, first: number, span: EntrySpan): ArmSpan['entries'] {
  const own = plan.ownEntries?.[arm];
  if (own) return { law: own, reach: own.total, last: -1 };
  return { law: plan.entry, reach: span.span, last: span.last < 0 ? -1 : span.last - first };
}

/** Fills entry and exit of the patients of `span`, each by the law of the cell. */
export function drawArm(
  laws: readonly ExitLaw[],
  { arm, offset, count, cell, entries, words }: ArmSpan,
  key: StreamKey,
  replicate: number,
  entry: Int32Array,
  exit: Int32Array,
): void {
  const group = arm === 0 ? 0 : 1;
  for (let lane = 0; lane < LANES && lane < count; lane++) {
    seedLane(key, replicate, arm, lane, state);
    let halves = 0;
    for (let j = lane; j < count; j += LANES) {
      const i = offset + j;
      const word = nextWord(state);
      if (words !== null) words[i] = word;
      const began = entries === null ? entry[i] >> 2 : beganAt(entries, arm, j, word);
      entry[i] = (began << 2) | group;

      const law = laws[cell[i]];
      let ticks: number;
      let dropout = 0;
      if (law.kind === 'competing' && law.flagBits === 16) {
        const event = nextWord(state);
        const e = exponential(event);
        const piece = pieceOf(law, e);
        ticks = ticksOf(lineAt(law, piece, e), event);
        const even = (j & LANES) === 0;
        if (even) halves = nextWord(state);
        dropout = (even ? halves & 0xffff : halves >>> 16) >= law.eventBelow[piece] ? 2 : 0;
      } else {
        const signed = drawExit(law, state);
        dropout = signed < 0 ? 2 : 0;
        ticks = signed < 0 ? -1 - signed : signed;
      }
      exit[i] = (Math.min(NEVER, began + ticks) << 2) | dropout;
    }
  }
}

/** Entry tick of patient j of an arm, whose word of entry is `word`. */
export function beganAt(
  { law, reach, last }: NonNullable<ArmSpan['entries']>,
  arm: number,
  j: number,
  word: number,
): number {
  if (law.pattern === 'even') return evenTick(law, arm, j);
  if (law.shift !== null) return word >>> law.shift;
  return entryTick(law, j === last ? reach : (word + 0.5) * (reach * 2 ** -32));
}
