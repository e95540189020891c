/** The module's sort of small strata. */
import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { loadKernel } from '../../../src/kernel/fast/kernelModule.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';

it('sorts up to 64 codes, writing at most three places behind them', () => {
  const bytes = readWasm();
  if (bytes === null) throw new Error('npm run build:wasm first');
  const module = loadKernel(bytes, () => {});
  module.reserve(1, 1);
  const from = module.allocate(400);
  const to = module.allocate(400);
  const random = seedrandom('few');
  for (let n = 0; n <= 64; n++)
    for (const range of [1, 5, 2 ** 31 - 2]) {
      const codes = Int32Array.from({ length: n }, () => Math.floor(random() * range));
      const ints = new Int32Array(module.memory.buffer);
      ints.set(codes, from >> 2);
      ints.fill(-7, to >> 2, (to >> 2) + 100);
      module.sortFew(from, n, to);
      expect([...ints.subarray(to >> 2, (to >> 2) + n)]).toEqual([...codes.sort()]);
      expect(ints[(to >> 2) + n + 3]).toBe(-7);
      module.sortFew(from, n, from);
      expect([...ints.subarray(from >> 2, (from >> 2) + n)]).toEqual([...codes]);
    }
});
