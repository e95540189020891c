/** Covariates and multipliers, bit for bit those of their definition; and what they are like. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { drawCovariates, fillMultipliers } from '../../../src/kernel/draw/drawCovariates.ts';
import { loadKernel } from '../../../src/kernel/fast/kernelModule.ts';
import * as at from '../../../src/kernel/fast/layout.ts';
import { ModuleMemory } from '../../../src/kernel/fast/memory.ts';
import { writeCovariates } from '../../../src/kernel/fast/ownParameters.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';
import { planCovariates } from '../../../src/kernel/plan/covariateLaw.ts';

const bytes = readWasm();
if (bytes === null) throw new Error('npm run build:wasm first');
const module = loadKernel(bytes, () => {});
const memory = new ModuleMemory(module);

const bitsOf = (floats: Float32Array) => new Int32Array(floats.buffer, floats.byteOffset, floats.length);

/** Arrays of thousands of designs are compared here, and handed on only where they differ. */
function expectSame(found: Int32Array, expected: Int32Array, name: () => string): void {
  if (found.length !== expected.length || found.some((x, i) => x !== expected[i]))
    expect(found, name()).toEqual(expected);
}

function compare(seed: number): void {
  const random = seedrandom(`covariates ${seed}`);
  const pick = (most: number) => Math.floor(random() * (most + 1));
  const n = 1 + pick(300);
  const cellCount = 1 + pick(5);
  const centreCount = 1 + pick(20);
  const law = planCovariates({
    covariates: Array.from({ length: pick(3) }, () => ({
      sd: 10 ** (4 * random() - 2),
      logHazardRatio: 4 * random() - 2,
    })),
  });
  const width = law.length;
  const table = (count: number) => Float32Array.from({ length: count }, () => 10 ** (random() * 80 - 40));
  const byCell = random() < 0.5 ? table(cellCount) : null;
  const byCentre = random() < 0.5 ? table(centreCount) : null;
  const key = [seed, 13] as const;
  const replicate = Math.floor(2 ** 40 * random());
  const cells = Int32Array.from({ length: n }, () => pick(cellCount - 1));
  const centres = Int32Array.from({ length: n }, () => pick(centreCount - 1));
  const traits = law.map(() => new Float32Array(n));
  const multipliers = new Float32Array(n);
  drawCovariates(law, 1, 0, n, key, replicate, traits);
  fillMultipliers(law, { byCell, byCentre }, 0, n, cells, centres, traits, multipliers);

  module.reserve(1, 1);
  memory.look();
  const allocate = (bytes: number) => memory.allocate(bytes);
  const stride = 4 * n + 64;
  const [cellsAt, centresAt, multipliersAt, seeds] = [
    allocate(stride),
    allocate(stride),
    allocate(stride),
    allocate(128),
  ];
  const traitsAt = allocate(stride * width);
  const tableAt = writeCovariates(memory, law);
  const write = (floats: Float32Array | null) => {
    if (floats === null) return 0;
    const address = allocate(4 * floats.length);
    floats.forEach((value, k) => {
      memory.setFloat(address + 4 * k, value);
    });
    return address;
  };
  const [byCellAt, byCentreAt] = [write(byCell), write(byCentre)];
  key.forEach((word, k) => {
    memory.setInt(at.KEY + 4 * k, word);
  });
  cells.forEach((cell, i) => {
    memory.setInt(cellsAt + 4 * i, 4 * cell);
  });
  centres.forEach((centre, i) => {
    memory.setInt(centresAt + 4 * i, centre);
  });
  module.seedStreams(seeds, replicate, 0x4800 / 2);
  module.drawCovariates(tableAt, seeds + at.SEED_ARM_BYTES, n, traitsAt, stride);
  module.fillMultipliers(tableAt, n, traitsAt, stride, cellsAt, byCellAt, centresAt, byCentreAt, multipliersAt);
  const ints = (address: number) => memory.ints.slice(address >> 2, (address >> 2) + n);
  traits.forEach((values, k) => {
    expectSame(ints(traitsAt + k * stride), bitsOf(values), () => `design ${seed}`);
  });
  expectSame(ints(multipliersAt), bitsOf(multipliers), () => `design ${seed}`);
}

describe('covariates and multipliers', () => {
  it('are the same bits in both kernels', () => {
    for (let seed = 0; seed < 3000; seed++) compare(seed);
  });

  it('are of the planned spread and effect', () => {
    const n = 100_000;
    const law = planCovariates({ covariates: [{ sd: 3, logHazardRatio: 0.2 }] });
    const cells = Int32Array.from({ length: n }, (_, i) => i % 3);
    const traits = [new Float32Array(n)];
    const multipliers = new Float32Array(n);
    drawCovariates(law, 0, 0, n, [1, 2], 3, traits);
    const hazards = { byCell: Float32Array.of(1, 2, 3), byCentre: null };
    fillMultipliers(law, hazards, 0, n, cells, new Int32Array(n), traits, multipliers);
    // Six standard errors of each; fails by chance once in 10⁸.
    const mean = traits[0].reduce((sum, x) => sum + x, 0) / n;
    const square = traits[0].reduce((sum, x) => sum + x * x, 0) / n;
    expect(Math.abs(mean)).toBeLessThan((6 * 3) / Math.sqrt(n));
    expect(Math.abs(square - 9)).toBeLessThan((6 * 9 * Math.SQRT2) / Math.sqrt(n));
    for (let i = 0; i < n; i += 97)
      expect(multipliers[i] / ((cells[i] + 1) * Math.exp(0.2 * traits[0][i]))).toBeCloseTo(1, 5);
  });
});
