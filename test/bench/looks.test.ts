/**
 * The group-sequential design of the benchmark, by the kernel and by those it races.
 *
 * @module-tag slow
 */
import { expect, test } from 'vitest';
import { checkPower, deviates } from '../../bench/check.ts';
import { designs, trialOf } from '../../bench/designs.ts';
import { naiveRejections } from '../../bench/naive.ts';
import { floor } from '../../bench/peers/floor.ts';
import { countRejections, stopsOf } from '../../bench/rejections.ts';
import { createSimulator } from '../../src/kernel/choose.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';

const { d1, d3 } = designs;
const KEY = streamKey('test', 'looks');
const NOTHING = { hazardRatio: false, medians: false };

function simulate(stops: boolean, replicates: number) {
  const plan = planKernel(trialOf(d3), stops ? stopsOf(d3) : undefined);
  return createSimulator(plan).simulate(KEY, 0, replicates, NOTHING);
}

test('D3 has its known power, events and time at stopping', () => {
  const replicates = 20_000;
  const looks = simulate(true, replicates);
  expect(checkPower(countRejections(d3, looks), replicates, d3.known)).toMatchObject({ failed: false });

  const last = (row: number) => looks.findLast(({ performed }) => performed[row] === 1) ?? looks[0];
  const rows = Array.from({ length: replicates }, (_, row) => row);
  // The means of a million replicates of the independent simulation that gave the power; errors are of the difference.
  for (const [value, known] of [
    [(row: number) => last(row).events[0][row] + last(row).events[1][row], 264.86],
    [(row: number) => last(row).analysisTime[row], 22.176],
  ] as const) {
    const values = rows.map(value);
    const mean = values.reduce((a, b) => a + b) / replicates;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / replicates;
    expect(deviates(mean - known, Math.sqrt(variance / replicates + variance / 1e6))).toBe(false);
  }
});

test('replicates reject alike whether they stop or not', () => {
  const [stopped, whole] = [simulate(true, 2000), simulate(false, 2000)];
  expect(countRejections(d3, stopped)).toBe(countRejections(d3, whole));
  const performed = (looks: typeof whole) => looks.map((look) => look.performed.reduce((a, b) => a + b));
  expect(performed(whole)).toEqual([2000, 2000, 2000]);
  expect(performed(stopped)[2]).toBeLessThan(1000);
});

test('a rejection is a look that took place with z at its bound, on the side the design asks about', () => {
  const look = (z: number[], performed = z.map(() => 1)) => ({
    rows: z.length,
    z: Float64Array.from(z),
    performed: Uint8Array.from(performed),
  });
  const looks = [look([3, 3, 2.9, 0]), look([0, 0, 0, -3], [0, 1, 1, 1]), look([0, 0, 2.02, -3], [0, 1, 1, 1])];
  expect(countRejections(d3, looks)).toBe(3);
  expect(countRejections(d3, [look([3, 1], [0, 1]), look([9, 1], [0, 1]), look([9, 2], [0, 1])])).toBe(0);
  expect(countRejections(d1, [look([1.97, -1.95, -1.97])])).toBe(1);
});

test('the naive simulation of D3 agrees', () => {
  expect(checkPower(naiveRejections(d3, 1000), 1000, d3.known)).toMatchObject({ failed: false });
});

test('the C floor ends D3’s replicates with the kernel’s z', async ({ skip }) => {
  const c = floor('test');
  if (!('ask' in c)) return skip(c.reason);
  try {
    expect(await c.disagreement([d1, d3], 500)).toBeLessThan(1e-9);
    const { rejected } = await c.ask(d3, 2000, 0);
    expect(checkPower(rejected, 2000, d3.known)).toMatchObject({ failed: false });
  } finally {
    c.close();
  }
});
