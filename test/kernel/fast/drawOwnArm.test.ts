/** Lags, ratios, entry and exit of patients with hazards of their own, bit for bit those of their definition. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { drawLags } from '../../../src/kernel/draw/drawLags.ts';
import { drawOwnArm } from '../../../src/kernel/draw/drawOwnArm.ts';
import { evenTick } from '../../../src/kernel/draw/entry.ts';
import { loadKernel } from '../../../src/kernel/fast/kernelModule.ts';
import * as at from '../../../src/kernel/fast/layout.ts';
import { ModuleMemory } from '../../../src/kernel/fast/memory.ts';
import { writeLag, writeOwnExit } from '../../../src/kernel/fast/ownParameters.ts';
import { writeEntry } from '../../../src/kernel/fast/parameters.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { planLag } from '../../../src/kernel/plan/lagLaw.ts';
import { planOwnExit } from '../../../src/kernel/plan/ownExit.ts';
import { median } from '../../../src/survival/law.ts';
import { lawOfArm } from '../../trial/armsOfLaws.ts';
import { randomEffect, randomLag } from '../randomStarts.ts';
import { randomTrial } from '../randomTrial.ts';

const bytes = readWasm();
if (bytes === null) throw new Error('npm run build:wasm first');
const module = loadKernel(bytes, () => {});
const memory = new ModuleMemory(module);

/** Bits, so that −0 and NaN count as themselves. */
const bitsOf = (floats: Float32Array) => new Int32Array(floats.buffer, floats.byteOffset, floats.length);

/** Arrays of thousands of designs are compared here, and handed on only where they differ. */
function expectSame(found: Int32Array, expected: Int32Array, name: () => string): void {
  if (found.length !== expected.length || found.some((x, i) => x !== expected[i]))
    expect(found, name()).toEqual(expected);
}

/** Draws arm 1 of random design `seed` both ways. */
function compare(seed: number): { kind: string; fine: boolean } {
  const random = seedrandom(`own ${seed}`);
  const trial = randomTrial(`own ${seed}`, 300);
  const plan = planKernel(trial);
  const { ticksPerUnit, entry: entries } = plan;
  const n = plan.sizes[1];
  const law = lawOfArm(trial.arms[random() < 0.5 ? 0 : 1]);
  const middle = median(law);
  const scale = Number.isFinite(middle) && middle > 0 ? middle : 1 / ticksPerUnit;
  const effect = random() < 0.7 ? randomEffect(random, scale) : null;
  const lag = planLag(randomLag(random, scale), ticksPerUnit);
  const { dropoutHazard } = trial.arms[1];
  const exit = planOwnExit({ law, dropoutHazard }, effect, ticksPerUnit, plan.followUpTicks);
  const multiplied = random() < 0.5;
  const key = [seed, 11] as const;
  const replicate = Math.floor(2 ** 40 * random());

  const multipliers = Float32Array.from({ length: n }, () => 10 ** (random() * 4 - 2));
  const expected = {
    lags: new Float32Array(n),
    starts: new Int32Array(n),
    entry: new Int32Array(n),
    exit: new Int32Array(n),
    ratioAtEvent: new Float32Array(n),
  };
  drawLags(lag, 1, 0, n, key, replicate, expected.lags, expected.starts);
  const given = random() < 0.2;
  if (given) for (let i = 0; i < n; i++) expected.entry[i] = Math.floor(random() * 2 ** 27) << 2;
  const givenEntries = expected.entry.slice();
  const span = {
    arm: 1,
    offset: 0,
    count: n,
    cell: [],
    entries: given ? null : { law: entries, reach: entries.total, last: -1 },
    words: null,
  };
  const own = {
    multipliers: multiplied ? multipliers : null,
    lags: effect ? expected.lags : null,
    ratioAtEvent: effect ? expected.ratioAtEvent : null,
  };
  drawOwnArm(exit, span, own, key, replicate, expected.entry, expected.exit);

  module.reserve(n, 1);
  memory.look();
  const allocate = (bytes: number) => memory.allocate(bytes);
  const room = () => allocate(4 * n + 64);
  const [lags, starts, entry, exits, ratioAtEvent, own32] = [room(), room(), room(), room(), room(), room()];
  const stride = 4 * n + 64;
  const ratios = allocate(stride * 4);
  const seeds = allocate(128);
  const lagTable = writeLag(memory, lag);
  const exitTable = writeOwnExit(memory, exit);
  writeEntry(memory, plan);
  key.forEach((word, k) => {
    memory.setInt(at.KEY + 4 * k, word);
  });
  multipliers.forEach((multiplier, i) => {
    memory.setFloat(own32 + 4 * i, multiplier);
  });
  givenEntries.forEach((tick, j) => {
    memory.setInt(entry + 4 * j, tick);
  });
  if (entries.pattern === 'even' && !given)
    for (let j = 0; j < n; j++) memory.setInt(entry + 4 * j, (evenTick(entries, 1, j) << 2) | 1);
  module.seedStreams(seeds, replicate, 0x5000 / 2);
  module.drawLags(lagTable, seeds + at.SEED_ARM_BYTES, n, lags, starts);
  if (effect) module.fillPrimedRatios(exitTable, n, lags, ratios, stride);
  module.seedStreams(seeds, replicate, 0);
  module.drawOwnArm(
    exitTable,
    1,
    seeds + at.SEED_ARM_BYTES,
    entries.total,
    n,
    entry,
    given ? 1 : 0,
    exits,
    multiplied ? own32 : 0,
    effect ? lags : 0,
    ratios,
    stride,
    effect ? ratioAtEvent : 0,
    1 << 30,
    0,
  );
  const ints = (address: number) => memory.ints.slice(address >> 2, (address >> 2) + n);
  const name = () => `design ${seed}: ${JSON.stringify({ lag, exit })}`;
  expectSame(ints(lags), bitsOf(expected.lags), name);
  expectSame(ints(starts), expected.starts, name);
  expectSame(ints(entry), expected.entry, name);
  if (effect) expectSame(ints(ratioAtEvent), bitsOf(expected.ratioAtEvent), name);
  expectSame(ints(exits), expected.exit, name);
  return { kind: `${effect ? 'steps ' : ''}${exit.cure ? 'cure ' : ''}${exit.clock.kind}`, fine: exit.fine };
}

/** Compares that many random designs, and checks that they have taken all ways through the module. */
function compareAll(designs: number): void {
  const seen = new Map<string, number>();
  for (let seed = 0; seed < designs; seed++) {
    const { kind, fine } = compare(seed);
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (fine) seen.set('fine', (seen.get('fine') ?? 0) + 1);
  }
  expect(seen.size).toBe(10);
  expect(Math.min(...seen.values())).toBeGreaterThan(designs / 80);
}

describe('exits of patients with hazards of their own', () => {
  it('are the same bits in both kernels', () => {
    compareAll(400);
  });

  it('are the same bits in thousands of designs', { tags: ['long'] }, () => {
    compareAll(5000);
  });
});
