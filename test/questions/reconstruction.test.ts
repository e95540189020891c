/**
 * The shipped drawn study: its curves come of 60 and 62 patients with 51 and 37 events, medians 9.17 and 10.53, whose
 * hazard ratio is .5919 (.3865 to .9065) and whose log-rank chi-square is 5.92 (R 4.2.2, survival 3.5-3: coxph, survdiff);
 * reverse Kaplan–Meier medians 25.4 and 20.9.
 */
import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { followUpGroups } from '../../src/evidence/curveEstimate.ts';
import { askReconstruction } from '../../src/questions/reconstruction.ts';
import { reconstructQuestion } from '../../src/questions/reconstructQuestion.ts';
import { askReplay } from '../../src/questions/replay.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { recordText, resultRecord } from '../../src/report/record.ts';
import { readSaved } from '../../src/report/savedRecord.ts';
import { findField } from '../../src/scenario/field.ts';
import { loadScenario, readSources } from '../../src/scenario/load.ts';
import { resolveScenario, sourcesOf } from '../../src/scenario/scenario.ts';
import { resolveWith } from '../../src/scenario/vary.ts';
import { median } from '../../src/survival/law.ts';
import { cumulativeRate } from '../../src/trial/accrual.ts';
import { entriesOfShares } from '../../src/trial/followUp.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { asking } from './asked.ts';

const FILE = new URL('../../scenarios/published-curve.yaml', import.meta.url).pathname;
const scenario = await loadScenario(FILE);
const { reported } = scenario;
if (reported === null) throw new Error('reports nothing');
const result = askReconstruction(reported);

describe('reconstruct', () => {
  it('finds the patients that were drawn', () => {
    const [control, experimental] = result.arms;
    expect([control.patients, control.events, experimental.patients, experimental.events]).toEqual([60, 51, 62, 37]);
    expect(control.median?.value).toBeCloseTo(9.2, 6);
    expect(experimental.median?.value).toBeCloseTo(10.5, 6);
    for (const { atRisk, strays, fits } of result.arms) {
      for (const { printed, reconstructed } of atRisk) expect(Math.abs(printed - reconstructed)).toBeLessThanOrEqual(1);
      expect(strays.most).toBeLessThan(0.005);
      expect(fits.map(({ model }) => model)).toEqual([
        'exponential',
        'Weibull',
        'piecewise exponential',
        'exponential cure',
        'Weibull cure',
      ]);
      expect(Math.min(...fits.map(({ aicDifference }) => aicDifference))).toBe(0);
    }
  });

  it('compares them as they were', () => {
    const { hazardRatio, logRankP } = result.comparison ?? { hazardRatio: null, logRankP: Number.NaN };
    expect(Math.abs(Math.log((hazardRatio?.estimate ?? 0) / 0.5919))).toBeLessThan(0.03);
    expect(Math.abs(Math.log((hazardRatio?.high ?? 0) / 0.9065))).toBeLessThan(0.03);
    expect(logRankP).toBeGreaterThan(0.01);
    expect(logRankP).toBeLessThan(0.022);
  });

  it('is read again as it was written', async () => {
    const manifest = { scenarioHash: scenario.hash, seed: scenario.seed };
    const record = resultRecord(scenario, { question: 'reconstruct', result }, manifest as never);
    expect(JSON.parse(recordText(record)).result.arms[0].pseudoPatients).toHaveLength(60);
    expect(record.written.tables?.map(({ named }) => named)).toEqual([
      'drawn-curve-control.csv',
      'drawn-curve-experimental.csv',
    ]);
    const { kind, belongs } = await (
      PRESENTERS.find(({ question }) => question === 'reconstruct') as never as (typeof PRESENTERS)[number]
    ).saved(PRESENTERS);
    expect(kind.safeParse(JSON.parse(JSON.stringify(result))).success).toBe(true);
    belongs?.(result, { ...scenario, whatIf: [] } as never, () => {
      throw new Error('does not belong');
    });
    await expect(readSaved('{}', PRESENTERS)).rejects.toThrow('is not a result of trialwright');
  });

  it('needs a curve', async () => {
    const without = await loadScenario(new URL('../../scenarios/guo-2022.yaml', import.meta.url).pathname);
    expect(reconstructQuestion.needs(without)).toContain('reported has no arm with a curve');
    expect(reconstructQuestion.needs(scenario)).toBeNull();
  });
});

describe('a scenario with tables', () => {
  it('is complete in what was written of it', () => {
    expect(resolveScenario(sourcesOf(scenario.written)).hash).toBe(scenario.hash);
  });

  it('says what survival is derived from', () => {
    const fit = scenario.provenance.filter(({ path }) => path.endsWith('survival.fit'));
    expect(fit.map(({ source, value }) => [source, value])).toEqual([
      ['derived', 'best'],
      ['derived', 'pseudo-patients'],
    ]);
    expect(fit[0].note).toMatch(/^exponential fitted by maximum likelihood to 60 pseudo-patients with 51 events/);
  });

  it('takes each fit for an arm', async () => {
    const sources = await readSources(FILE);
    const field = findField(sources, 'trial.arms[TACE + ICI].survival.fit');
    const medians = ['exponential', 'Weibull', 'piecewise', 'cure', 'pseudo-patients'].map((value) => {
      const { trial } = resolveWith(sources, [{ field, value }]);
      return trial === null ? Number.NaN : median(lawOfArm(trial.unsized.arms[1]));
    });
    const [, experimental] = result.arms;
    const fitted = experimental.fits.map((fit) => fit.median?.value ?? Number.NaN);
    for (const i of [0, 1, 2, 3]) expect(medians[i]).toBeCloseTo(fitted[i], 6);
    expect(Math.abs(medians[4] - 10.5)).toBeLessThan(0.5);
  });
});

describe('a replay by curves', () => {
  it('follows arms as the reverse curve says', () => {
    for (const { pseudoPatients, until } of result.arms) {
      const groups = followUpGroups(pseudoPatients);
      expect(groups.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      const accrual = entriesOfShares(groups, 30);
      expect(cumulativeRate(accrual, accrual.duration ?? 0)).toBeCloseTo(1, 12);
      expect(cumulativeRate(accrual, 30 - until)).toBeCloseTo(0, 12);
      // Half were followed for longer than the median potential follow-up, but for the width of a group.
      let below = 0;
      for (const { share, longest } of groups)
        if (longest <= (result.arms.find((arm) => arm.until === until)?.followUp?.value ?? 0)) below += share;
      expect(Math.abs(below - 0.5)).toBeLessThan(0.2);
    }
  });

  it('expects as many events as were reconstructed, under their curves', async () => {
    const replay = await askReplay(asking('curves', { replicates: 2000 }), reported);
    expect(replay.truths.map(({ truth }) => truth)).toEqual([
      'reported medians',
      'reported hazard ratio',
      'published curves',
      'no difference',
    ]);
    expect(replay.reconstructedEvents).toEqual({ control: 51, experimental: 37 });
    const curves = replay.truths[2];
    expect(curves.hazardRatio).toBeNull();
    expect(Math.abs((curves.expectedEvents?.control ?? 0) / 51 - 1)).toBeLessThan(0.05);
    expect(Math.abs((curves.expectedEvents?.experimental ?? 0) / 37 - 1)).toBeLessThan(0.05);
    expect(replay.tooFewEvents).toEqual([]);
    // Simulated events are the expected ones: 5.5 standard errors, false at 4e-8.
    const { events } = curves.characteristics;
    const expected = (curves.expectedEvents?.control ?? 0) + (curves.expectedEvents?.experimental ?? 0);
    expect(Math.abs(events.mean - expected)).toBeLessThan(5.5 * events.standardError);
  });

  it('tells an arm with fewer events than deaths', async () => {
    const more = { ...reported, experimental: { ...reported.experimental, deaths: 45 } };
    const { tooFewEvents } = await askReplay(asking('curves', { replicates: 200 }), more);
    expect(tooFewEvents.map(({ arm, deaths }) => [arm, deaths])).toEqual([['TACE + ICI', 45]]);
  });
});

it('the planned trial has the power of its curves', () => {
  if (scenario.trial === null || scenario.trial.patients === null) throw new Error('no trial');
  const design = planDesign({ ...scenario.trial.unsized, patients: scenario.trial.patients });
  expect(design.expected.analysisTime).toBe(42);
});
