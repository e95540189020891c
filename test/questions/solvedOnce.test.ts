/** What follows from a trial is found once for a question: how often the two dearest expectations are asked for. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { expectedByArm } from '../../src/expectation/expectedEvents.ts';
import { expectedTimeOfEvents } from '../../src/expectation/expectedTimeOfEvents.ts';
import { askCheck } from '../../src/questions/check.ts';
import { askSize } from '../../src/questions/size.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { seriesOf } from '../../src/trial/series.ts';
import { asking } from './asked.ts';

vi.mock('../../src/expectation/expectedTimeOfEvents.ts', async (original) => {
  const module = await original<typeof import('../../src/expectation/expectedTimeOfEvents.ts')>();
  return { ...module, expectedTimeOfEvents: vi.fn(module.expectedTimeOfEvents) };
});
vi.mock('../../src/expectation/expectedEvents.ts', async (original) => {
  const module = await original<typeof import('../../src/expectation/expectedEvents.ts')>();
  return { ...module, expectedByArm: vi.fn(module.expectedByArm) };
});

const times = () => vi.mocked(expectedTimeOfEvents).mock.calls.length;
const counts = () => vi.mocked(expectedByArm).mock.calls.length;

describe('expectations are found once', () => {
  beforeEach(() => {
    vi.mocked(expectedTimeOfEvents).mockClear();
    vi.mocked(expectedByArm).mockClear();
  });

  it('check of three looks asks for the time of so many events at most 10 times', async () => {
    const scenario = await loadScenario('scenarios/prospective-three-looks.yaml');
    vi.mocked(expectedTimeOfEvents).mockClear();
    vi.mocked(expectedByArm).mockClear();
    askCheck(scenario);
    expect(times()).toBeGreaterThan(0);
    expect(times()).toBeLessThanOrEqual(10);
  });

  it('size asks for expected counts at most 280 times', async () => {
    const { trial, seed } = await loadScenario('scenarios/prospective-early-ici.yaml');
    if (trial === null) throw new Error('no trial');
    vi.mocked(expectedTimeOfEvents).mockClear();
    vi.mocked(expectedByArm).mockClear();
    const { unsized, patients, targetPower } = trial;
    await askSize(asking(seed, { replicates: 300 }), seriesOf(unsized, patients), targetPower, 0.02);
    expect(counts()).toBeGreaterThan(0);
    expect(counts()).toBeLessThanOrEqual(280);
  });
});
