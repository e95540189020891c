/**
 * A unit exponential from a random word in double precision, by a table: −ln U with U = (k + ½)·2⁻³², k the word.
 * k + ½ = 2^(31 − lz)·c·(1 + r), lz the leading zeros of k, c the middle of one of 1024 slices of [1, 2), |r| < 2⁻¹¹, and
 * ln(1 + r) = r − r²/2 + r³/3 to 2⁻⁴⁶. Below 2¹⁰ the slices are wider than the words: the logarithm itself.
 */
import { log } from '../../elementary/log.ts';
import { powerOfTwo } from '../../elementary/powersOfTwo.ts';

const SLICES = 1024;
const inverse = new Float64Array(SLICES);
const logarithm = new Float64Array(SLICES);
const scale = new Float64Array(32);
for (let k = 0; k < SLICES; k++) {
  const middle = 1 + (k + 0.5) / SLICES;
  inverse[k] = 2 ** -31 / middle;
  logarithm[k] = log(middle);
}
for (let lz = 0; lz < 32; lz++) scale[lz] = powerOfTwo(lz);

/** −ln U of a word (any 32-bit integer), > 0, at most 22.9. Relative error 1e-10 near 0, else below 1e-13. */
export function preciseExponential(word: number): number {
  const k = word >>> 0;
  if (k < 1024) return -log((k + 0.5) * 2 ** -32);
  const lz = Math.clz32(k);
  const slice = ((k << lz) >>> 21) & (SLICES - 1);
  const r = (k + 0.5) * scale[lz] * inverse[slice] - 1;
  return (1 + lz) * Math.LN2 - logarithm[slice] - r * (1 - r * (0.5 - r * (1 / 3)));
}
