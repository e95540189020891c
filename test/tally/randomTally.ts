/** Tallies that hold something of every collector, filled with numbers at random by the collectors themselves. */
import seedrandom from 'seedrandom';
import type { Columns } from '../../src/kernel/look/columns.ts';
import type { OperationsColumns } from '../../src/kernel/look/operations.ts';
import type { KernelPlan } from '../../src/kernel/plan/kernelPlan.ts';
import type { Asked } from '../../src/tally/asked.ts';
import type { DecidedBlock } from '../../src/tally/decidedBlock.ts';
import { isWanted, type Tally, tallyWith } from '../../src/tally/tally.ts';

const ARMS = 3;
const LOOKS = 2;
const STATISTICS = 2;

/** A job that asks for everything: three arms, two looks, two tests, two hypotheses. */
export function everythingAsked(): Asked {
  const plan = {
    sizes: [40, 40, 40],
    looks: Array.from({ length: LOOKS }, () => ({})),
    statistics: { statistics: Array.from({ length: STATISTICS }, () => ({})) },
    cohort: {},
    endpoints: [{ kind: 'death' }],
  } as unknown as KernelPlan;
  const zero = { z: [-9, 9], logHazardRatio: [1, -1], low: [-2, -2], high: [2, 2] };
  const spec = {
    details: true,
    criticalValue: 1.96,
    trueLogHazardRatio: -0.3,
    published: { pValue: 0.5, hazardRatio: 0.8, medians: [9, 6], survivalShape: 1 },
    sequential: { estimates: [zero, zero] },
    tests: { sides: 2, sequential: [null, null] },
    family: { closed: { hypotheses: 2 } },
    lookEstimates: true,
    everyClaim: true,
    detriment: {
      rule: { harmful: 1.3, planned: 0.8, thresholds: { kind: 'probability', passing: 0.9, missing: 0.025 } },
      looks: [true, true],
      finalDeaths: 40,
      perDeath: 0.25,
      statistic: 1,
      further: 0,
    },
    controls: { sides: 2, sizes: [40, 40] },
  } as unknown as Asked['spec'];
  return { plan, wants: { hazardRatio: true, medians: true, compensators: true, operations: true }, spec };
}

/** A block of `rows` replicates decided at random. */
function randomBlock(asked: Asked, random: () => number, rows: number): DecidedBlock {
  const whole = (most: number) => Math.floor(random() * (most + 1));
  const counts = (most: number) => Int32Array.from({ length: rows }, () => whole(most));
  const bytesOf = (most: number) => Uint8Array.from({ length: rows }, () => whole(most));
  const doubles = (make: () => number) =>
    Float64Array.from({ length: rows }, () => (random() < 0.05 ? Number.NaN : make()));
  const times = () => doubles(() => 10 ** (4 * random() - 1));
  const normal = () => doubles(() => 3 * (random() + random() + random() - 1.5));
  const byArm = (most: number) => Array.from({ length: ARMS }, () => counts(most));
  const operations: OperationsColumns = {
    lastEntry: times(),
    started: byArm(20),
    neverStarted: byArm(10),
    deaths: counts(9),
    tied: counts(9),
    delay: times(),
    imbalance: times(),
    imbalanceInCentres: times(),
    imbalanceInLevels: times(),
    centresOpen: counts(9),
    centresRecruiting: counts(9),
    largestCentre: counts(30),
  };
  const columns = (): Columns => ({
    rows,
    performed: bytesOf(1),
    z: normal(),
    analysisTime: times(),
    reached: bytesOf(1),
    enrolled: byArm(40),
    events: byArm(30),
    dropouts: byArm(5),
    completed: byArm(5),
    logHazardRatio: normal(),
    standardError: times(),
    medians: [times(), times()],
    compensators: asked.plan.sizes.map(times),
    trueEvents: byArm(30),
    further: [{ events: byArm(20), ended: byArm(30) }],
    statistics: Array.from({ length: STATISTICS }, () => ({ z: normal(), estimate: normal(), information: times() })),
    operations,
  });
  const looks = Array.from({ length: LOOKS }, columns);
  const claims = Array.from({ length: STATISTICS }, () => Int8Array.from({ length: rows }, () => whole(2) - 1));
  const look = bytesOf(LOOKS - 1);
  const rejected = bytesOf(3);
  return {
    asked,
    looks,
    ended: columns(),
    claims: claims[0],
    decisions: { look, reason: bytesOf(3), lookIgnoring: look, reasonIgnoring: bytesOf(3), z: normal() },
    family: {
      look,
      rejected,
      lookIgnoring: look,
      rejectedIgnoring: rejected,
      gated: bytesOf(1),
      rejectedAt: [look, look],
      droppedAt: [bytesOf(LOOKS - 1), bytesOf(LOOKS - 1)],
    },
    claimsOf: (test) => claims[test],
  };
}

export function randomTally(asked: Asked, seed: string, rows: number): Tally {
  const block = randomBlock(asked, seedrandom(seed), rows);
  return tallyWith(rows, (collector) => {
    if (!isWanted(collector, asked)) return null;
    const kept = collector.shape.empty(asked);
    collector.add(kept, block);
    return kept;
  });
}
