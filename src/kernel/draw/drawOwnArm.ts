/**
 * Entry and exit of an arm whose patients' hazards are their own (plan/ownExit.ts), from the arm's four lanes.
 *
 * Words of a patient, in order: entry (unused where entries are given), event and, where the arm has dropout, dropout. E and E′ are their unit
 * exponentials (exponential.ts). In operational time h = H₀(t) the hazard is the patient's multiplier m times a ratio that is
 * constant from step to step, so that the event is at T = H₀⁻¹(h) with ∫₀ʰ ratio = E/m; dropout comes after E′ × mean.
 * All in single precision by a fixed sequence of roundings. Times become ticks as drawArm.ts says, or as they are where
 * the law is `fine`: then only the ticks within a unit in their last place come from the event's word.
 *
 * entry[i] = 4 × tick + (1 in experimental arms, else 0); exit[i] = 4 × calendar tick + 2 × (1 if dropout, 0 if the event);
 * patients who never fail, or are followed to the end of a fixed follow-up, are at NEVER.
 */
import type { DriftLaw } from '../plan/driftLaw.ts';
import type { OwnExit, SingleClock } from '../plan/ownExit.ts';
import { NEVER, QUANTUM } from '../plan/ticks.ts';
import { type ArmSpan, beganAt } from './drawArm.ts';
import { exponential } from './exponential.ts';
import { walk, walkSteps } from './ownSteps.ts';
import { lineAt } from './primedRatios.ts';
import { hazardOfUncured } from './singleCure.ts';
import { exp2, power } from './singlePower.ts';
import { LANES, nextWord, type StreamKey, seedLane } from './stream.ts';

const state = new Int32Array(4);
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);
const { fround } = Math;

/** 2²³: the single-precision numbers between it and its double are the whole ones. */
const WHOLE = 2 ** 23;
/** The last single-precision number of ticks before 2²⁹. */
const MOST_TICKS = 2 ** 29 - 32;

function clockTime(clock: SingleClock, h: number): number {
  switch (clock.kind) {
    case 'time':
      return h;
    case 'piecewise':
      return lineAt(clock.time, h);
    case 'weibull':
      return fround(power(h, clock.exponent) * clock.scale);
  }
}

/**
 * Quanta from entry to the event of a patient with E over the multiplier = `e` and this lag; `walk.ratio` is the patient's
 * own step then.
 */
function eventTime(law: OwnExit, lag: number, e: number): number {
  let h = lineAt(law.line, e);
  if (law.steps !== null) {
    walkSteps(law, law.steps, lag, h, 'reached');
    h = fround(walk.from + fround(fround(h - walk.reached) / walk.ratio));
  }
  if (law.cure === null) return clockTime(law.clock, h);
  const u = hazardOfUncured(law.cure, h);
  return u === Number.POSITIVE_INFINITY ? WHOLE : clockTime(law.clock, u);
}

/** Ticks of a time in quanta, those below its precision from the word. */
function ticksOf(law: OwnExit, quanta: number, word: number): number {
  const within = word >>> 2;
  if (!law.fine) return (fround(Math.min(WHOLE - 1, quanta) + WHOLE) - WHOLE) * QUANTUM + (within & (QUANTUM - 1));
  const ticks = Math.min(MOST_TICKS, fround(quanta * QUANTUM));
  float[0] = ticks;
  const excess = Math.max(0, (bits[0] >> 23) - 127 - 23);
  return Math.trunc(ticks) + (within & ((1 << excess) - 1));
}

/** Bound of the binary logarithm of what the time of entry does to a hazard. */
const MOST_DRIFT = 40;

/** What the entry at a tick does to the hazard. */
function driftAt({ log2PerTick, untilTick }: DriftLaw, tick: number): number {
  const log2 = fround(log2PerTick * fround(Math.min(tick, untilTick)));
  return exp2(Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, log2)));
}

/** What patients of an arm have of their own; `index` of a patient as in `entry`. Null where they have not. */
export interface OwnHazards {
  /** Multiplied by what the time of entry does, where the law drifts; then they must be given. */
  readonly multipliers: Float32Array | null;
  /** In quanta; needed where the law has steps of the patients' own. */
  readonly lags: Float32Array | null;
  /** Filled with the ratio of the patient's own step at the event. */
  readonly ratioAtEvent: Float32Array | null;
}

/** Fills entry and exit of the patients of the span; exit laws of cells are multipliers here. */
export function drawOwnArm(
  law: OwnExit,
  { arm, offset, count, entries, words }: ArmSpan,
  { multipliers, lags, ratioAtEvent }: OwnHazards,
  key: StreamKey,
  replicate: number,
  entry: Int32Array,
  exit: Int32Array,
): void {
  for (let lane = 0; lane < LANES && lane < count; lane++) {
    seedLane(key, replicate, arm, lane, state);
    for (let j = lane; j < count; j += LANES) {
      const i = offset + j;
      const first = nextWord(state);
      if (words !== null) words[i] = first;
      const began = entries === null ? entry[i] >> 2 : beganAt(entries, arm, j, first);
      entry[i] = (began << 2) | (arm === 0 ? 0 : 1);
      const word = nextWord(state);
      if (law.drift !== null && multipliers !== null)
        multipliers[i] = fround(multipliers[i] * driftAt(law.drift, began));
      const unit = exponential(word);
      const e = multipliers === null ? unit : fround(unit / multipliers[i]);
      const event = eventTime(law, lags === null ? 0 : lags[i], e);
      if (ratioAtEvent !== null) ratioAtEvent[i] = walk.ratio;
      const dropout = law.dropoutMean > 0 ? fround(exponential(nextWord(state)) * law.dropoutMean) : event;
      const ticks = ticksOf(law, Math.min(event, dropout), word);
      exit[i] = ticks >= law.limit ? NEVER << 2 : (Math.min(NEVER, began + ticks) << 2) | (dropout < event ? 2 : 0);
    }
  }
}
