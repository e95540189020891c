/** Simulates a planned design under each of many truths. */
import type { Design } from '../design/planDesign.ts';
import { mergeTally, type Tally } from '../tally/tally.ts';
import { type Asking, simulateReplicates } from './asking.ts';

/** Truths under way at the same time, so that no thread waits while the next is compiled. */
const AT_ONCE = 8;

/** What is simulated under every truth. */
export interface OverTruths {
  /** The planned trial: its plan gives the bounds. */
  readonly design: Design;
  /** The trials that happen, asked for one by one. */
  readonly truths: number;
  truth(index: number): Design;
  /** Replicates of each truth; no two share their random numbers. */
  readonly each: number;
  readonly purpose: string;
  /** What is found on the calling thread while others simulate the truth. */
  readonly meanwhile?: (index: number) => void;
}

/** A tally for each truth, in order. @throws Interrupted */
export async function simulateTruths(
  asking: Asking,
  { design, truths, truth, each, purpose, meanwhile }: OverTruths,
): Promise<Tally[]> {
  asking.progress.begin(purpose, each * truths);
  const tallies = new Array<Tally>(truths);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < truths) {
      const i = next++;
      const simulated = simulateReplicates(asking, { design, truth: truth(i), purpose, first: i * each }, each);
      meanwhile?.(i);
      tallies[i] = await simulated;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, truths) }, lane));
  return tallies;
}

/** One tally of all; precondition: there is one. */
export function mergedTally([first, ...others]: readonly Tally[]): Tally {
  const total = structuredClone(first);
  for (const tally of others) mergeTally(total, tally);
  return total;
}
