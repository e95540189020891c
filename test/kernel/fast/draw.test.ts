/** Entry and exit of the fast kernel, bit for bit those of the reference; and what the draws promise. */
import { describe, expect, it } from 'vitest';
import { d2 } from '../../../bench/designs.ts';
import type { StreamKey } from '../../../src/kernel/draw/stream.ts';
import { type Draws, FastKernel } from '../../../src/kernel/fast/fastKernel.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';
import { type KernelPlan, planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { drawsOfArm } from '../drawsOfArm.ts';
import { randomTrial } from '../randomTrial.ts';

const bytes = readWasm();
if (bytes === null) throw new Error('npm run build:wasm first');
const fast = new FastKernel(bytes);

function referenceDraws(plan: KernelPlan, key: StreamKey, replicate: number): Draws {
  const arms = plan.sizes.map((_, arm) => drawsOfArm(plan, arm, key, replicate));
  return {
    entry: arms.map(({ entry }) => entry),
    exit: arms.map(({ exit }) => exit),
    cell: arms.map(({ cell }) => Int32Array.from(cell, (c) => 4 * c)),
  };
}

describe('draws', () => {
  it('are the same bits in both kernels', { tags: ['long'] }, () => {
    for (let seed = 0; seed < 1000; seed++) {
      const plan = planKernel(randomTrial(`draw ${seed}`, 500));
      for (const replicate of [0, 3, 2 ** 33 + 5]) {
        const key = [seed, 7] as const;
        expect(fast.simulatorOf(plan).draw(key, replicate), `design ${seed}`).toEqual(
          referenceDraws(plan, key, replicate),
        );
      }
    }
  });

  it('of the first patients stay when the arms grow', () => {
    const small = fast.simulatorOf(planKernel(d2)).draw([1, 2], 5);
    const large = fast.simulatorOf(planKernel({ ...d2, patients: 1000 })).draw([1, 2], 5);
    for (const arm of [0, 1]) {
      expect(large.entry[arm].slice(0, 250)).toEqual(small.entry[arm]);
    }
  });

  it('tie hardly more often than by chance', () => {
    const plan = planKernel({ ...d2, patients: 200_000 });
    const { entry, exit } = fast.simulatorOf(plan).draw([1, 2], 0);
    const times = entry[0].map((start, i) => (exit[0][i] >> 2) - (start >> 2)).sort();
    let ties = 0;
    for (let i = 1; i < times.length; i++) if (times[i] === times[i - 1]) ties++;
    // n²/2 pairs meet with ∫f² = 1/(2 × mean) each.
    const mean = times.reduce((sum, t) => sum + t, 0) / times.length;
    const expected = times.length ** 2 / (4 * mean);
    expect(ties).toBeLessThan(2 * expected + 10);
  });
});
