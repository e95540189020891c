/** Codes with gaps, as under scans, are sorted by cells in the module: its trials are those of the definition. */
import { describe, expect, it } from 'vitest';
import { streamKey } from '../../../src/kernel/draw/stream.ts';
import { fitCellMap } from '../../../src/kernel/fast/cellMap.ts';
import { FastKernel } from '../../../src/kernel/fast/fastKernel.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';
import type { Columns } from '../../../src/kernel/look/columns.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../../src/kernel/reference.ts';
import type { ScanSchedule } from '../../../src/trial/scans.ts';
import type { Trial } from '../../../src/trial/trial.ts';
import { eventDrivenTrial } from '../../expectation/plannedTrial.ts';

const bytes = readWasm();
if (bytes === null) throw new Error('npm run build:wasm first');
const kernel = new FastKernel(bytes);
const nothing = { hazardRatio: false, medians: false };

function scanned(schedule: Partial<ScanSchedule>): Trial {
  const every: ScanSchedule = { starts: [0], intervals: [2], jitter: 0, missed: 0, ...schedule };
  return { ...eventDrivenTrial(), scans: { schedules: [every, every], deaths: { kind: 'share', share: 0.1 } } };
}

const numbers = ({ analysisTime, events, enrolled }: Columns) => ({ analysisTime, events, enrolled });

describe('codes with gaps', () => {
  it.each([
    ['scans that move', scanned({ jitter: 0.25, missed: 0.05 })],
    ['scans that hardly move', scanned({ jitter: 0.001 })],
    ['scans that do not move', scanned({ intervals: [2, 4], starts: [0, 8] })],
    ['looks at few and many', { ...scanned({ jitter: 0.4 }), interims: [{ kind: 'calendarTime', time: 9 }] } as Trial],
  ])('are sorted with %s', (_, trial) => {
    const plan = planKernel(trial);
    const key = streamKey('cells', 'cells');
    const [fast, defined] = [kernel.simulatorOf(plan), createReference(plan)];
    const looks = fast.simulate(key, 5, 40, nothing);
    const expected = defined.simulate(key, 5, 40, nothing);
    expect(looks.map(numbers)).toEqual(expected.map(numbers));
    looks.forEach(({ z }, l) => {
      z.forEach((value, row) => {
        expect(value).toBeCloseTo(expected[l].z[row], 11);
      });
    });
  });

  it('have a map that never ascends', () => {
    const values = Int32Array.from({ length: 8000 }, (_, k) => 2 ** 20 * (k % 40) + ((k * 7919) % 400_000));
    const map = fitCellMap([values], 0.1);
    if (map === null) throw new Error('no map');
    const { shift, pairs } = map;
    const { fround } = Math;
    const place = (value: number) => {
      const j = 2 * (value >> shift);
      return fround(pairs[j] - fround(pairs[j + 1] * (value & ((1 << shift) - 1))));
    };
    let before = 1;
    for (let value = 0; value < 2 ** 25.4; value += 997) {
      expect(place(value)).toBeLessThanOrEqual(before);
      before = place(value);
      const end = ((value >> shift) + 1) * 2 ** shift;
      expect(place(end)).toBeLessThanOrEqual(place(end - 1));
    }
    expect(fitCellMap([Int32Array.from({ length: 400 }, (_, k) => 1000 * (k % 5))], 0.1)).toBeNull();
  });
});
