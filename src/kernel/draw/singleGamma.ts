/**
 * Gamma variates of four at once, in single precision by a fixed sequence of roundings: G. Marsaglia & W. W. Tsang, ACM
 * TOMS 26 (2000) 363–372; shapes below 1 by their section 8.
 *
 * With d = shape − ⅓, c = 1/√(9d), x normal and y = c x,  d (1 + y)³ is taken with probability exp(−3d R(y)),
 * R(y) = y − y²/2 + y³/3 − ln(1 + y) ≥ 0: their condition, x being y/c, without the difference of large numbers. An
 * exponential variate decides it.
 */
import { exponential } from './exponential.ts';
import { normalOf } from './singleNormal.ts';
import { exp2, log2 } from './singlePower.ts';
import { LANES, nextWord } from './stream.ts';

const { fround } = Math;
const LN2 = fround(Math.LN2);
const THIRD = fround(1 / 3);
/** So that its product with an exponential of 0 is 0. */
const MOST_POWER = 2 ** 100;

/** What of a shape the draw needs. */
export interface GammaLaw {
  readonly d: number;
  readonly c: number;
  /** The variate is multiplied by 2^(−power × a unit exponential); 0 for shapes of at least 1. */
  readonly power: number;
}

/** Gamma(shape, 1); without a shape, 1. */
export function gammaLaw(shape: number | null): GammaLaw {
  if (shape === null) return { d: 1, c: 0, power: 0 };
  const small = shape < 1;
  const d = shape + (small ? 1 : 0) - 1 / 3;
  const power = small ? Math.min(MOST_POWER, Math.LOG2E / shape) : 0;
  return { d: fround(d), c: fround(1 / Math.sqrt(9 * d)), power: fround(power) };
}

/** (1 + y)³ from a normal word where it is taken by the other word, else 0. */
function attempt({ d, c }: GammaLaw, normalWord: number, word: number): number {
  const root = fround(1 + fround(c * normalOf(normalWord)));
  const y = fround(root - 1);
  const series = fround(y * fround(1 + fround(y * fround(fround(y * THIRD) - 0.5))));
  const refusal = fround(fround(3 * d) * fround(series - fround(LN2 * log2(root))));
  if (root > 0 && exponential(word) >= refusal) return fround(fround(root * root) * root);
  return 0;
}

/**
 * Fills `into` with a variate of each of the four laws from `first` on. Each takes its words from a lane: one for the
 * power, then two an attempt, until all four have been taken; further attempts leave what has been taken.
 */
export function drawGammas(
  laws: readonly GammaLaw[],
  first: number,
  lanes: readonly Int32Array[],
  into: Float32Array,
): void {
  const scales = lanes.map((lane, k) => {
    const { d, power } = laws[first + k];
    return fround(d * exp2(fround(-fround(power * exponential(nextWord(lane))))));
  });
  into.fill(0);
  for (let taken = 0; taken < LANES; ) {
    taken = 0;
    for (let k = 0; k < LANES; k++) {
      const normalWord = nextWord(lanes[k]);
      const cube = attempt(laws[first + k], normalWord, nextWord(lanes[k]));
      if (into[k] === 0) into[k] = cube;
      if (into[k] > 0) taken++;
    }
  }
  for (let k = 0; k < LANES; k++) into[k] *= scales[k];
}
