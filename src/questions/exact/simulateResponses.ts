/** Simulates a trial of a proportion: every patient has the event or not, on the streams of replicate, arm and lane. */
import { createLanes, LANES, nextWord, seedLanes, streamKey } from '../../kernel/draw/stream.ts';
import type { TwoRates } from '../../proportions/proportionTest.ts';
import type { RejectionRegion } from '../../proportions/rejectionRegion.ts';

const WORDS = 4294967296;

/** 1 where the outcome is a claim of benefit, 2 where it shows harm, at y (n + 1) + x. */
function outcomes({ n, m, benefit, harm }: RejectionRegion): Uint8Array {
  const table = new Uint8Array((n + 1) * (m + 1));
  [benefit, harm].forEach(({ row, from, to }, way) => {
    row.forEach((y, i) => {
      table.fill(way + 1, y * (n + 1) + from[i], y * (n + 1) + to[i] + 1);
    });
  });
  return table;
}

/** How many of `replicates` trials end in a claim of benefit, and how many show harm. `purpose` names the streams. */
export function simulateResponses(
  region: RejectionRegion,
  rates: TwoRates,
  seed: string,
  purpose: string,
  replicates: number,
): { readonly benefit: number; readonly harm: number } {
  const { n, m } = region;
  const table = outcomes(region);
  const key = streamKey(seed, purpose);
  const lanes = createLanes();
  /** Patient j draws from lane j mod 4. */
  const eventsIn = (replicate: number, arm: number, patients: number, rate: number): number => {
    seedLanes(key, replicate, arm, lanes);
    const below = rate * WORDS - 0.5;
    let events = 0;
    for (let j = 0; j < patients; j++) if (nextWord(lanes[j % LANES]) < below) events++;
    return events;
  };
  const found = [0, 0, 0];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const y = eventsIn(replicate, 0, m, rates.control);
    const x = eventsIn(replicate, 1, n, rates.experimental);
    found[table[y * (n + 1) + x]]++;
  }
  return { benefit: found[1], harm: found[2] };
}
