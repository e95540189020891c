/**
 * A battery for 32-bit random words: each test maps a stretch of them to a p-value, uniform on (0, 1) if the words are
 * independent and uniform, near 0 if they are not, in either direction: agreement that is too good counts as well.
 *
 * After D. E. Knuth, "The art of computer programming" 2, 3.3.2 (serial, gap); A. Rukhin et al., NIST SP 800-22 (2010)
 * (monobit, runs); G. Marsaglia & W. W. Tsang, "Some difficult-to-pass tests of randomness", J. Stat. Softw. 7 (2002)
 * (birthday spacings); G. Marsaglia & L.-H. Tsay, "Matrices and the structure of random number sequences", Linear
 * Algebra Appl. 67 (1985) (rank).
 */
import { normalCdf, normalDensity } from '../../src/maths/normal.ts';

/** P(χ² > x), exact for whole degrees of freedom (Abramowitz & Stegun 26.4.4–5) up to a thousand or so; 0 for x > 1490. */
export function chiSquareTail(x: number, degrees: number): number {
  const root = Math.sqrt(x);
  let df = 2 - (degrees % 2);
  let tail = df === 1 ? 2 * normalCdf(-root) : Math.exp(-x / 2);
  // Q(x | df + 2) = Q(x | df) + (x/2)^(df/2) e^(−x/2) / Γ(df/2 + 1)
  let step = df === 1 ? 2 * root * normalDensity(root) : (x / 2) * Math.exp(-x / 2);
  for (; df < degrees; df += 2) {
    tail += step;
    step *= x / (df + 2);
  }
  return tail;
}

/** A p-value near 0 for either tail. Where the upper one is near 1 its complement is good to about 1e-13. */
function twoSided(upper: number, lower = 1 - upper): number {
  return Math.min(1, 2 * Math.max(0, Math.min(upper, lower)));
}

/** Observed counts against probabilities that sum to 1; words in which nothing was there to be counted are no chance. */
function agreement(counts: ArrayLike<number>, probability: (cell: number) => number): number {
  let n = 0;
  for (let cell = 0; cell < counts.length; cell++) n += counts[cell];
  if (n === 0) return 0;
  let x = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const expected = n * probability(cell);
    x += (counts[cell] - expected) ** 2 / expected;
  }
  return twoSided(chiSquareTail(x, counts.length - 1));
}

/** Successes among n fair coins. */
function fairCoins(successes: number, n: number): number {
  return twoSided(normalCdf((n - 2 * successes) / Math.sqrt(n)));
}

function poisson(count: number, mean: number): number {
  return twoSided(count === 0 ? 1 : 1 - chiSquareTail(2 * mean, 2 * count), chiSquareTail(2 * mean, 2 * count + 2));
}

function onesIn(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The word with its bits in reverse order, for tests that look at high bits. */
function reversed(word: number): number {
  let x = ((word >>> 1) & 0x55555555) | ((word & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return (x >>> 16) | (x << 16);
}

/** All bits together. */
function monobit(words: Uint32Array): number {
  let ones = 0;
  for (const word of words) ones += onesIn(word);
  return fairCoins(ones, 32 * words.length);
}

/** Each of the 32 bits by itself. */
function positions(words: Uint32Array): number {
  const ones = new Uint32Array(32);
  for (const word of words) for (let bit = 0; bit < 32; bit++) ones[bit] += (word >>> bit) & 1;
  let x = 0;
  for (const count of ones) x += (2 * count - words.length) ** 2 / words.length;
  return twoSided(chiSquareTail(x, 32));
}

/** Ones in a word: 0 to 32, those at the ends together. */
function weights(words: Uint32Array): number {
  const least = 6;
  const binomial = [2 ** -32];
  for (let ones = 1; ones <= 32; ones++) binomial.push((binomial[ones - 1] * (33 - ones)) / ones);
  const end = binomial.slice(0, least + 1).reduce((a, b) => a + b);
  const counts = new Uint32Array(33 - 2 * least);
  for (const word of words) counts[Math.max(least, Math.min(32 - least, onesIn(word))) - least]++;
  return agreement(counts, (cell) => (cell === 0 || cell === counts.length - 1 ? end : binomial[cell + least]));
}

/** Neighbouring bits that differ, along all words. */
function runs(words: Uint32Array): number {
  let changes = 0;
  for (const word of words) changes += onesIn((word ^ (word >>> 1)) & 0x7fffffff);
  for (let i = 1; i < words.length; i++) changes += (words[i - 1] >>> 31) ^ (words[i] & 1);
  return fairCoins(changes, 32 * words.length - 1);
}

/** The 256 bytes in each of their four places. */
function bytes(words: Uint32Array): number {
  const counts = new Uint32Array(1024);
  for (const word of words)
    for (let place = 0; place < 4; place++) counts[place * 256 + ((word >>> (8 * place)) & 255)]++;
  const expected = words.length / 256;
  let x = 0;
  for (const count of counts) x += (count - expected) ** 2 / expected;
  return twoSided(chiSquareTail(x, 4 * 255));
}

/** Pairs of the four bits from `shift` up in words 2i and 2i + 1. */
function serial(words: Uint32Array, shift: number): number {
  const counts = new Uint32Array(256);
  for (let i = 1; i < words.length; i += 2)
    counts[(((words[i - 1] >>> shift) & 15) << 4) | ((words[i] >>> shift) & 15)]++;
  return agreement(counts, () => 1 / 256);
}

/** Words between two whose three bits from `shift` up are 0. */
function gaps(words: Uint32Array, shift: number): number {
  const longest = 40;
  const counts = new Uint32Array(longest + 1);
  let last = -1;
  for (let i = 0; i < words.length; i++) {
    if (((words[i] >>> shift) & 7) !== 0) continue;
    counts[Math.min(longest, i - last - 1)]++;
    last = i;
  }
  return agreement(counts, (gap) => (gap === longest ? (7 / 8) ** gap : (7 / 8) ** gap / 8));
}

/** Equal spacings between 4096 birthdays in a year of 2³² days: Poisson, mean n³/4m = 4, for each 4096 words. */
function birthdays(words: Uint32Array): number {
  const n = 4096;
  const years = Math.floor(words.length / n);
  let equal = 0;
  for (let year = 0; year < years; year++) {
    const days = words.slice(year * n, (year + 1) * n).sort();
    for (let i = n - 1; i > 0; i--) days[i] -= days[i - 1];
    days.sort();
    for (let i = 1; i < n; i++) if (days[i] === days[i - 1]) equal++;
  }
  return poisson(equal, 4 * years);
}

/** Rank over GF(2) of the 32 × 32 bits from word `from` on. */
function rankOf(words: Uint32Array, from: number): number {
  const rows = words.slice(from, from + 32);
  let rank = 0;
  for (let bit = 0; bit < 32; bit++) {
    let pivot = rank;
    while (pivot < 32 && ((rows[pivot] >>> bit) & 1) === 0) pivot++;
    if (pivot === 32) continue;
    const row = rows[pivot];
    rows[pivot] = rows[rank];
    rows[rank++] = row;
    for (let below = rank; below < 32; below++) if (((rows[below] >>> bit) & 1) === 1) rows[below] ^= row;
  }
  return rank;
}

/** P(rank = r) = 2^(−(n − r)²) Π (1 − 2^(i−n))² / (1 − 2^(i−r)), i = 0 … r − 1, n = 32. */
function rankProbability(r: number): number {
  let p = 2 ** -((32 - r) ** 2);
  for (let i = 0; i < r; i++) p *= (1 - 2 ** (i - 32)) ** 2 / (1 - 2 ** (i - r));
  return p;
}

/** Ranks 32, 31, 30 and less of each 32 words as a matrix. */
function ranks(words: Uint32Array): number {
  const counts = new Uint32Array(4);
  for (let from = 0; from + 32 <= words.length; from += 32) counts[Math.min(3, 32 - rankOf(words, from))]++;
  const [full, one, two] = [32, 31, 30].map(rankProbability);
  return agreement(counts, (cell) => [full, one, two, 1 - full - one - two][cell]);
}

const TESTS: Record<string, (words: Uint32Array) => number> = {
  monobit,
  positions,
  weights,
  runs,
  bytes,
  ...Object.fromEntries(
    [0, 4, 8, 12, 16, 20, 24, 28].map((shift) => [`serial ${shift}`, (words: Uint32Array) => serial(words, shift)]),
  ),
  'gaps low': (words) => gaps(words, 0),
  'gaps high': (words) => gaps(words, 29),
  birthdays,
  'birthdays reversed': (words) => birthdays(words.map(reversed)),
  ranks,
};

export const TEST_NAMES: readonly string[] = Object.keys(TESTS);

/** p-values by name of test. Chi-square cells expect 85 counts or more from 2¹⁹ words on, which is what to give it. */
export function battery(words: Uint32Array): Record<string, number> {
  return Object.fromEntries(Object.entries(TESTS).map(([name, test]) => [name, test(words)]));
}
