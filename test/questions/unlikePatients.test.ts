/** What prognostic factors do to the hazard ratio of a study in which treatment does nothing. */
import { describe, expect, it } from 'vitest';
import { log } from '../../src/elementary/log.ts';
import { operatingCharacteristics } from '../../src/questions/operatingCharacteristics.ts';
import { askReplay } from '../../src/questions/replay.ts';
import { lawWithMedian, studyTrial } from '../../src/questions/studyTrial.ts';
import { unlikePatients } from '../../src/questions/unlikePatients.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Conduct, Reported, ReportedFactor } from '../../src/scenario/scenario.ts';
import { EVERYTHING, expectNear, tallyOf } from '../statistical/monteCarlo.ts';
import { asking } from './asked.ts';
import { drawMultiplier, medianOfReference } from './naiveFactors.ts';
import { naiveStudies } from './naiveStudy.ts';

const scenario = await loadScenario(new URL('../../scenarios/guo-2022.yaml', import.meta.url).pathname);
const reported = scenario.reported as Reported;
const conduct = reported.conduct as Conduct;
const { clock } = lawWithMedian(9, 1);

const share = (control: number, experimental: number, hazardRatio: number, ci?: [number, number]): ReportedFactor => ({
  name: 'factor',
  inArms: { kind: 'share', control, experimental },
  hazardRatio: { value: hazardRatio, low: ci?.[0] ?? null, high: ci?.[1] ?? null },
});

const continuous = (mean: number, sd: number, hazardRatio: number): ReportedFactor => ({
  name: 'value',
  inArms: { kind: 'continuous', control: { mean: 3.9, sd: 1.8 }, experimental: { mean, sd } },
  hazardRatio: { value: hazardRatio, low: null, high: null },
});

function unlike(prognosticFactors: readonly ReportedFactor[], study: Reported = reported) {
  const found = unlikePatients({ ...study, prognosticFactors }, conduct, clock);
  if (found === null) throw new Error('has factors');
  return found;
}

describe('the bias of patients who are unlike', () => {
  it('is none, exactly, where both arms have the same patients', () => {
    const { found, laws } = unlike([share(0.3, 0.3, 0.5, [0.3, 0.9]), continuous(3.9, 1.8, 0.8)]);
    expect(found.together).toEqual({ hazardRatio: 1, standardError: null, interval: null });
    expect(found.factors.map(({ bias }) => bias.hazardRatio)).toEqual([1, 1]);
    expect(found.withoutBias).toMatchObject({ hazardRatio: 1.206, ofFactors: null });
    expect(laws.experimental).toBe(laws.control);
  });

  it('is none to rounding of factors that do nothing', () => {
    expect(unlike([share(0.1, 0.9, 1)]).found.together.hazardRatio).toBeCloseTo(1, 10);
  });

  it('is the whole hazard ratio of a factor that all have in one arm and none in the other', () => {
    const { found } = unlike([share(0, 1, 1.7, [1.2, 2.4])]);
    expect(found.together.hazardRatio).toBeCloseTo(1.7, 8);
    // Its standard error is the factor's.
    expect(found.together.standardError).toBeCloseTo(log(2.4 / 1.2) / 3.919928, 5);
    expect(found.withoutBias?.hazardRatio).toBeCloseTo(1.206 / 1.7, 8);
  });

  it('turns over with the arms’ shares where follow-up and sizes are alike', () => {
    const alike: Conduct = {
      ...conduct,
      followed: {
        kind: 'together',
        accrual: { pattern: 'uniform', starts: [0], rates: [5], duration: 10 },
        analysis: { kind: 'calendarTime', time: 30 },
      },
    };
    const both = { ...reported, experimental: { ...reported.experimental, patients: 51 } };
    const bias = (control: number, experimental: number) =>
      unlikePatients({ ...both, prognosticFactors: [share(control, experimental, 2)] }, alike, clock)?.found.together
        .hazardRatio ?? Number.NaN;
    // The control keeps its median, so that the baselines of both differ a little.
    expect(bias(0.3, 0.6) * bias(0.6, 0.3)).toBeCloseTo(1, 1);
    expect(bias(0.3, 0.6)).toBeGreaterThan(1.1);
  });

  it('of the seed is 1.20, all but what was published', () => {
    const { found } = unlike(reported.prognosticFactors ?? []);
    expect(found.factors.map(({ bias }) => bias.hazardRatio.toFixed(2))).toEqual(['1.10', '1.02', '1.08']);
    expect(found.together.hazardRatio).toBeCloseTo(1.199, 3);
    expect(found.withoutBias?.hazardRatio).toBeCloseTo(1.206 / 1.199, 2);
  });

  it('has about the limits that the limits of the factor’s hazard ratio make', () => {
    const [stage] = reported.prognosticFactors ?? [];
    const { low, high } = stage.hazardRatio;
    if (low === null || high === null) throw new Error('has an interval');
    const at = (value: number) =>
      unlike([{ ...stage, hazardRatio: { value, low: null, high: null } }]).found.together.hazardRatio;
    const { interval } = unlike([stage]).found.together;
    // A lower hazard with the factor, which fewer experimental patients have, makes the greater ratio.
    expect(interval?.lower).toBeCloseTo(at(high), 1);
    expect(interval?.upper).toBeCloseTo(at(low), 1);
  });

  it('has no interval where the factors have none, and the published one without that of the factors', () => {
    const { found } = unlike([share(0.3, 0.6, 2)]);
    expect([found.together.standardError, found.together.interval, found.withoutBias?.ofFactors]).toEqual([
      null,
      null,
      null,
    ]);
    const { hazardRatio = Number.NaN, ofBoth } = found.withoutBias ?? {};
    expect((ofBoth?.upper ?? 0) / (ofBoth?.lower ?? 1)).toBeCloseTo(2.428 / 0.599, 8);
    expect((ofBoth?.upper ?? 0) / hazardRatio).toBeCloseTo(Math.sqrt(2.428 / 0.599), 8);
    const none = unlike([share(0.3, 0.6, 2)], { ...reported, hazardRatio: null });
    expect(none.found.withoutBias).toBeNull();
  });

  it('is left out of a replay of a study that names no factors, which is as it was', async () => {
    const { prognosticFactors: _, ...without } = reported;
    const [one, other] = [
      await askReplay(asking('factors', { replicates: 300 }), without),
      await askReplay(asking('factors', { replicates: 300 }), reported),
    ];
    expect(one.unlike).toBeUndefined();
    expect(one.truths).toEqual(other.truths.slice(0, 3));
    expect(other.truths[3].truth).toBe('unlike patients');
    expect(one.tooFewEvents).toEqual(other.tooFewEvents);
  });
});

/**
 * Cox's log hazard ratio of simulated studies against its limit. Studies have 40 times the patients, of whom the estimate is
 * biased by less than 0.001; 20,000 of them have a mean with a standard error of 0.0005. Four of these, in four comparisons, are
 * passed by chance once in 4,000 times.
 */
const IMBALANCES: readonly (readonly [string, readonly ReportedFactor[]])[] = [
  ['of the seed', reported.prognosticFactors ?? []],
  ['of one strong factor', [share(0.2, 0.7, 3)]],
  ['of a factor that most control patients have', [share(0.9, 0.3, 0.4)]],
  ['of a continuous factor', [continuous(5.5, 2.4, 1.25)]],
];

describe.for(IMBALANCES)('studies with the imbalance %s', ([name, factors]) => {
  const { laws, found } = unlike(factors);
  const limit = log(found.together.hazardRatio);

  it('have the hazard ratio of large samples when simulated', { tags: ['long'] }, () => {
    const large = {
      ...reported,
      control: { ...reported.control, patients: 51 * 40 },
      experimental: { ...reported.experimental, patients: 20 * 40 },
    };
    const trial = studyTrial(large, conduct, laws.control, laws.experimental);
    const replicates = 20_000;
    const tally = tallyOf(trial, `unlike ${name}`, replicates, EVERYTHING, 0);
    const { hazardRatio } = operatingCharacteristics(tally, 2, true);
    if (hazardRatio === null) throw new Error('asked for');
    const { mean, standardError } = hazardRatio.logHazardRatio;
    expectNear(mean, limit, standardError, 0.001, 4);
  });

  it('have it when every patient’s factors are drawn', { tags: ['slow'] }, () => {
    const median = medianOfReference(factors, 9);
    const design = {
      sizes: [51 * 300, 20 * 300] as const,
      medians: [median, median] as const,
      multiplier: (arm: 0 | 1, random: () => number) => drawMultiplier(factors, arm, random),
      followUp: [
        [4, 12, 55],
        [5, 9, 15],
      ] as const,
    };
    const replicates = 40;
    const logs = naiveStudies(design, `unlike ${name}`, replicates).map(({ logHazardRatio }) => logHazardRatio);
    const mean = logs.reduce((sum, x) => sum + x, 0) / replicates;
    const squares = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    // Student's t of 39 degrees of freedom passes 6.5 once in ten million times.
    expectNear(mean, limit, Math.sqrt(squares / (replicates - 1) / replicates), 0, 6.5);
  });
});
