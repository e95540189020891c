/**
 * How many patients exact power asks for. It does not rise steadily with N: counts are whole, so that it climbs along the
 * teeth of a saw. Two answers follow: the smallest N that reaches the target, and the smallest from which on every N does.
 */
import { rejectionsAt } from './exactRejection.ts';
import { normalSize } from './normalSize.ts';
import type { ProportionTest, TwoRates } from './proportionTest.ts';
import { type RejectionRegion, rejectionRegion } from './rejectionRegion.ts';

/** Patients of an allocation block. */
export interface BlockOfTwo {
  readonly experimental: number;
  readonly control: number;
}

/** The smallest block of the same ratio. */
export function smallestBlock({ experimental, control }: BlockOfTwo): BlockOfTwo {
  let [a, b] = [experimental, control];
  while (b > 0) [a, b] = [b, a % b];
  return { experimental: experimental / a, control: control / a };
}

/** How N patients are shared, as near to the block as whole patients come; the control takes the larger rest. */
export function sharedPatients(patients: number, { experimental, control }: BlockOfTwo): BlockOfTwo {
  const n = Math.max(1, Math.ceil((patients * experimental) / (experimental + control) - 0.5));
  return { experimental: n, control: patients - n };
}

/** How often the test rejects as it should: for benefit, or where it has two sides and no margin either way. */
export function exactPower(test: ProportionTest, region: RejectionRegion, rates: TwoRates): number {
  const { benefit, harm } = rejectionsAt(region, rates);
  return test.sides === 2 && test.margin === 0 ? benefit + harm : benefit;
}

export interface PowerOfSize extends BlockOfTwo {
  /** Of both arms together. */
  readonly patients: number;
  readonly power: number;
}

export interface ExactSize {
  /** The smallest N that reaches the target. */
  readonly first: PowerOfSize;
  /** The smallest N from which on every N does, as far as was searched. */
  readonly stays: PowerOfSize;
  /** Every N that was tried, in ascending order. */
  readonly tried: readonly PowerOfSize[];
}

/** Power at whole blocks, each computed once. */
export function powersBySize(
  test: ProportionTest,
  rates: TwoRates,
  block: BlockOfTwo,
): (blocks: number) => PowerOfSize {
  const known = new Map<number, PowerOfSize>();
  return (blocks) => {
    const found = known.get(blocks);
    if (found !== undefined) return found;
    const [n, m] = [blocks * block.experimental, blocks * block.control];
    const power = exactPower(test, rejectionRegion(test, n, m), rates);
    const made = { patients: n + m, experimental: n, control: m, power };
    known.set(blocks, made);
    return made;
  };
}

/** The search goes on until no N fell below the target over so many blocks, and this share of N. */
const BLOCKS_AFTER = 10;
const SHARE_AFTER = 0.2;

/** More events are the benefit. Null where no N up to `most` patients reaches the target. */
export function exactSize(
  test: ProportionTest,
  rates: TwoRates,
  block: BlockOfTwo,
  target: number,
  most: number,
  powerAt = powersBySize(test, rates, block),
): ExactSize | null {
  const size = block.experimental + block.control;
  const expected = normalSize(test, rates, target, block.experimental / size);
  // Teeth are short against this distance; where they are not, the search goes back further.
  let start = expected > 100 ? Math.floor((0.75 * expected) / size) : 1;
  const last = Math.floor(most / size);
  if (start > last) return null;
  while (start > 1 && powerAt(start).power >= target) start = Math.floor(start / 2);
  const tried: PowerOfSize[] = [];
  let first: PowerOfSize | null = null;
  let stays: PowerOfSize | null = null;
  for (let blocks = start; blocks <= last; blocks++) {
    const here = powerAt(blocks);
    tried.push(here);
    if (here.power < target) stays = null;
    else {
      first ??= here;
      stays ??= here;
      const since = (here.patients - stays.patients) / size;
      if (since >= BLOCKS_AFTER && since >= SHARE_AFTER * (stays.patients / size)) return { first, stays, tried };
    }
  }
  // Cut off at `most`: that N is still the first, and from `stays` on nothing fell below the target.
  return first === null || stays === null ? null : { first, stays, tried };
}
