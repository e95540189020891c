/** Every shipped scenario loads, and says what its comments say. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { averageHazardRatio } from '../../src/expectation/averageHazardRatio.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { schoenfeldEvents } from '../../src/formulas/schoenfeld.ts';
import { normalCdf } from '../../src/maths/normal.ts';
import { findField } from '../../src/scenario/field.ts';
import { loadScenario, readSources } from '../../src/scenario/load.ts';
import { resolveWith } from '../../src/scenario/vary.ts';
import { designSize } from '../../src/sequential/inflation.ts';
import { boundariesOf, type SequentialPlan } from '../../src/sequential/plan.ts';
import { cumulativeHazard, median, survival } from '../../src/survival/law.ts';
import { accrualDuration, cumulativeRate } from '../../src/trial/accrual.ts';
import { constantHazardRatio } from '../../src/trial/arm.ts';
import { cellsOf } from '../../src/trial/population.ts';
import { scanTimes } from '../../src/trial/scans.ts';
import { logRankTest, sizesOf, type Trial } from '../../src/trial/trial.ts';
import { looksOf } from '../design/looksOf.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';

const folder = new URL('../../scenarios/', import.meta.url).pathname;
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const load = (name: string) => loadScenario(`${folder}${name}.yaml`);

async function trialOf(name: string) {
  const { trial } = await load(name);
  if (!trial) throw new Error(`${name} has no trial`);
  return trial;
}

describe('shipped scenarios', () => {
  it('are at least those promised', () => {
    const names = [
      'guo-2022',
      'guo-2022-weibull',
      'guo-2022-bclc-c',
      'prospective-confirm',
      'prospective-early-ici',
      'null',
      'prospective-three-looks',
      'prospective-pocock',
      'prospective-promising-zone',
      'delayed-effect-tests',
      'bclc-stratified',
      'three-arms-timing',
      'subgroup-first',
      'timing-camrelizumab',
      'timing-sorafenib',
      'multicentre-scans',
      'evidence-by-lag',
      'assurance',
    ];
    expect(files).toEqual(expect.arrayContaining(names.map((name) => `${name}.yaml`)));
  });

  it.each(files)('%s loads, names its schema and says where its values come from', async (file) => {
    const scenario = await loadScenario(`${folder}${file}`);
    expect(scenario.title).not.toBe('');
    expect(scenario.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(scenario.provenance.length).toBeGreaterThan(4);
    for (const { path, value } of scenario.provenance) expect([path, value]).not.toContain('');
    expect(readFileSync(`${folder}${file}`, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=scenario\.schema\.json\n/,
    );
  });

  it('have distinct hashes', async () => {
    const hashes = await Promise.all(files.map(async (file) => (await loadScenario(`${folder}${file}`)).hash));
    expect(new Set(hashes).size).toBe(files.length);
  });

  it('guo-2022 is the study as reported', async () => {
    const { reported, trial, citation, timeUnit } = await load('guo-2022');
    expect(timeUnit).toBe('month');
    expect(citation).toContain('10.1186/s12885-022-09325-6');
    expect(reported?.control).toMatchObject({
      name: 'TACE alone',
      patients: 51,
      median: { value: 9, low: 3, high: 15 },
      deaths: 35,
    });
    expect(reported?.experimental).toMatchObject({
      patients: 20,
      median: { value: 6, low: 3.5, high: 8.6 },
      deaths: 5,
    });
    expect(reported?.experimental.responses).toEqual({ complete: 1, partial: 7, stable: 8, progressive: 4 });
    expect(reported?.hazardRatio).toEqual({ value: 1.206, low: 0.599, high: 2.428 });
    expect(reported?.pValue).toEqual({ value: 0.586, test: 'log-rank', sides: 2 });
    expect(reported?.conduct).toEqual({
      followed: {
        kind: 'by arm',
        control: { shortest: 4, median: 12, longest: 55 },
        experimental: { shortest: 5, median: 9, longest: 15 },
      },
      dropoutHazard: 0,
      survivalShape: 1,
    });
    expect(trial?.patients).toBe(71);
    expect(trial?.unsized.arms[0]).toMatchObject({ weight: 51, dropoutHazard: 0 });
    expect(trial?.unsized.arms[1].weight).toBe(20);
    expect(trial?.unsized.analysis).toEqual({ kind: 'calendarTime', time: 36 });
    expect(trial?.unsized.accrual.duration).toBe(24);
    expect(trial?.unsized.test).toEqual(logRankTest(0.05, 2));
    expect(median(lawOfArm(trial?.unsized.arms[0]) as never)).toBeCloseTo(9, 12);
    expect(median(lawOfArm(trial?.unsized.arms[1]) as never)).toBeCloseTo(6, 12);
  });

  it('the replay of guo-2022 has about the 38.8 events its hazard ratio implies', async () => {
    const { trial, reported } = await load('guo-2022');
    // Entry uniform over 10, analysis at 15: follow-up uniform over 5 to 15.
    const share = (law: never) => {
      let sum = 0;
      for (let i = 0; i < 1000; i++) sum += -Math.expm1(-cumulativeHazard(law, 5.005 + i * 0.01));
      return sum / 1000;
    };
    const events =
      51 * share(lawOfArm(trial?.unsized.arms[0]) as never) + 20 * share(lawOfArm(trial?.unsized.arms[1]) as never);
    expect(reported?.conduct).not.toBeNull();
    expect(events).toBeGreaterThan(38);
    expect(events).toBeLessThan(42);
  });

  it('guo-2022-weibull keeps the medians and replays Weibull survival', async () => {
    const { trial, reported } = await load('guo-2022-weibull');
    expect(reported?.conduct).toMatchObject({ survivalShape: 1.2, followed: { kind: 'by arm' } });
    const {
      arms: [control, experimental],
    } = (trial as NonNullable<typeof trial>).unsized;
    expect(median(lawOfArm(control))).toBeCloseTo(9, 12);
    expect(median(lawOfArm(experimental))).toBeCloseTo(6, 12);
    expect(constantHazardRatio(experimental, control)).toBeCloseTo(1.5 ** 1.2, 9);
  });

  it('assurance is planned for a benefit and believes what was published', async () => {
    const { trial, reported, priors } = await load('assurance');
    const { unsized, patients } = trial as NonNullable<typeof trial>;
    expect(constantHazardRatio(unsized.arms[1], unsized.arms[0])).toBeCloseTo(0.7, 12);
    expect(reported).toMatchObject({ control: { patients: 51 }, experimental: { patients: 20 } });
    expect(priors).toMatchObject([
      { source: 'reported', value: 0.7, printed: { estimate: 1.206, low: 0.599, high: 2.428 } },
    ]);
    // A little over what 80 % power needs: 247 events, three in four of 329 patients.
    expect(Math.ceil(schoenfeldEvents(0.7, 0.025, 0.8, 0.5))).toBe(247);
    expect(patients).toBe(348);
    expect(unsized.analysis).toEqual({ kind: 'events', events: 0.75 * 348 });
  });

  it('prospective-confirm ramps up to 20 centres and loses 5 % a year', async () => {
    const { unsized, patients, targetPower } = await trialOf('prospective-confirm');
    expect(patients).toBe(320);
    expect(targetPower).toEqual([0.8, 0.9]);
    expect(cumulativeRate(unsized.accrual, 9)).toBe(45);
    expect(accrualDuration(unsized.accrual, 320)).toBeCloseTo(36.5, 12);
    expect(unsized.arms[0].dropoutHazard).toBeCloseTo(-Math.log(0.95) / 12, 15);
    expect(constantHazardRatio(unsized.arms[1], unsized.arms[0])).toBeCloseTo(1.5, 12);
  });

  it('prospective-early-ici has no effect for 2 months, then HR 0.70', async () => {
    const { unsized } = await trialOf('prospective-early-ici');
    const [control, experimental] = unsized.arms;
    expect(lawOfArm(experimental).steps).toEqual({ starts: [0, 2], ratios: [1, 0.7] });
    expect(lawOfArm(experimental).clock).toBe(lawOfArm(control).clock);
    expect(survival(lawOfArm(experimental), 2)).toBe(survival(lawOfArm(control), 2));
    expect(unsized.analysis).toEqual({
      kind: 'laterOf',
      rules: [
        { kind: 'events', events: 400 },
        { kind: 'followUp', time: 12 },
      ],
    });
    expect(unsized.test).toEqual(logRankTest(0.025, 1));
  });

  it.each([
    ['prospective-three-looks', [2.96259, 2.35902, 2.01408], [210, 315, 420], [24, 30, 41]],
    ['prospective-pocock', [2.157, 2.20098], [143, 286], [29, 46]],
    ['prospective-promising-zone', [2.66863, 1.98097], [228, 380], [25, 34]],
  ])('%s has the bounds, events and months its comments say', async (name, efficacy, events, months) => {
    const { unsized, patients } = await trialOf(name);
    const { looks } = looksOf({ ...unsized, patients: patients as number });
    expect(looks.map((look) => look.events)).toEqual(events);
    looks.forEach((look, k) => {
      expect(look.efficacy).toBeCloseTo(efficacy[k], 5);
      expect(Math.round(look.time)).toBe(months[k]);
    });
  });

  it('prospective-three-looks has Lan–DeMets bounds, at half and the end those of the tables', async () => {
    const { unsized } = await trialOf('prospective-three-looks');
    const plan = { ...unsized, interims: unsized.interims?.slice(0, 1), patients: 560 };
    const sequential = { ...unsized.sequential, tested: [true], futility: null } as SequentialPlan;
    const { looks } = looksOf({ ...plan, sequential } as Trial);
    expect(looks[0].efficacy).toBeCloseTo(2.96259, 5);
    expect(looks[1].efficacy).toBeCloseTo(1.9686, 5);
  });

  it('prospective-three-looks does not bind to its futility, beta spent late', async () => {
    const { unsized } = await trialOf('prospective-three-looks');
    expect(unsized.sequential).toMatchObject({
      futility: { kind: 'spending', spending: { kind: 'hwangShihDeCani', gamma: -4 }, beta: 0.2 },
      binding: false,
      chosen: [true, true],
    });
    const { planned, plannedIgnoringFutility } = looksOf({ ...unsized, patients: 560 });
    expect(planned.power).toBeGreaterThan(0.8);
    expect(plannedIgnoringFutility.power).toBeGreaterThan(planned.power);
  });

  it('prospective-pocock stops early for harm in six of ten', async () => {
    const { unsized } = await trialOf('prospective-pocock');
    const { planned, solved } = looksOf({ ...unsized, patients: 358 });
    expect(planned.harm[0]).toBeCloseTo(0.6, 2);
    expect(planned.harm[0] + planned.harm[1]).toBeCloseTo(0.9, 2);
    const { inflation } = designSize(boundariesOf(solved, 'ignored'), 0.05, 0.9);
    expect(Math.ceil(255.65 * inflation)).toBe(285);
  });

  it('prospective-promising-zone raises 380 events to 530 at most, from a conditional power of 0.3', async () => {
    const { unsized } = await trialOf('prospective-promising-zone');
    expect(unsized.sequential?.reestimation).toEqual({
      look: 0,
      effect: 'observed',
      lowerLimit: 0.3,
      target: 0.9,
      maxFactor: 530 / 380,
      statistic: 'weighted',
    });
    const trial = { ...unsized, patients: 640 };
    expect(looksOf(trial).looks[0].futilityHazardRatio).toBeCloseTo(0.98, 2);
    expect(expectationOf(trial).timeOfEvents(530)).toBeCloseTo(51, 0);
  });

  it('delayed-effect-tests compares five tests with the log-rank', async () => {
    const { unsized, patients } = await trialOf('delayed-effect-tests');
    const late = { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } };
    expect(unsized.test).toMatchObject({ ...logRankTest(0.025, 1), beside: expect.anything() });
    expect(unsized.test.beside.map(({ statistic }) => statistic)).toEqual([
      late,
      { kind: 'maxCombo', parameters: {}, of: [logRankTest(0.025, 1).statistic, late] },
      { kind: 'modestlyWeighted', parameters: { until: 6 } },
      { kind: 'rmst', parameters: { until: 24, contrast: 'difference' } },
      { kind: 'milestone', parameters: { at: 12, scale: 'cloglog' } },
    ]);
    expect(unsized.estimands).toEqual({ rmstUntil: 24, milestones: [12, 24] });
    const [control, experimental] = unsized.arms;
    expect(lawOfArm(experimental).steps).toEqual({ starts: [0, 3], ratios: [1, 0.7] });
    expect(survival(lawOfArm(control), 24)).toBeCloseTo(1 / 6, 1);
    const trial = { ...unsized, patients: patients as number };
    const [time] = expectationOf(trial).lookTimes;
    expect(averageHazardRatio(expectationOf(trial), time)).toBeCloseTo(0.77, 2);
    expect(schoenfeldEvents(0.77, 0.025, 0.8, 0.5)).toBeCloseTo(460, -1);
  });

  it('bclc-stratified has the strata of the study, and a median of 9 months all the same', async () => {
    const { unsized } = await trialOf('bclc-stratified');
    const {
      test,
      population,
      arms: [control, experimental],
    } = unsized;
    expect(test).toMatchObject({ stratifiedBy: ['BCLC stage', 'tumour number'], adjustedFor: [] });
    expect(test.beside).toMatchObject([
      { statistic: { kind: 'log-rank' }, stratifiedBy: [], adjustedFor: [] },
      {
        statistic: { kind: 'cox', parameters: { test: 'wald' } },
        stratifiedBy: ['BCLC stage', 'tumour number'],
        adjustedFor: ['NLR'],
      },
    ]);
    expect(median(lawOfArm(control))).toBeCloseTo(9, 12);
    expect(constantHazardRatio(experimental, control)).toBeCloseTo(0.7, 12);
    const [stage, tumours] = population?.factors ?? [];
    expect(stage.levels[0].prevalence).toBeCloseTo((37 + 18) / 71, 3);
    expect(tumours.levels[1].prevalence).toBeCloseTo((40 + 15) / 71, 3);
    const [{ mean, sd }] = population?.covariates ?? [];
    expect(mean).toBeCloseTo((51 * 3.9 + 20 * 3.5) / 71, 1);
    const within = 50 * 1.8 ** 2 + 19 * 1.1 ** 2;
    const between = 51 * (3.9 - mean) ** 2 + 20 * (3.5 - mean) ** 2;
    expect(Math.sqrt((within + between) / 70)).toBeCloseTo(1.64, 2);
    expect(sd).toBe(1.6);
    const cells = cellsOf(population, lawOfArm(control));
    expect(cells).toHaveLength(4);
    expect(cells[0].multiplier / cells[3].multiplier).toBeCloseTo(1 / (0.557 * 0.551), 12);
  });

  it('three-arms-timing looks at two starts against one control', async () => {
    const { unsized, patients } = await trialOf('three-arms-timing');
    const trial = { ...unsized, patients: patients as number };
    expect(sizesOf(trial)).toEqual([220, 220, 220]);
    expect(trial.arms.map(({ name }) => name)).toEqual(['TACE alone', 'TACE + early ICI', 'TACE + late ICI']);
    expect(unsized.family).toEqual({
      hypotheses: [
        { endpoint: 0, name: 'early', arm: 1, subgroup: null },
        { endpoint: 0, name: 'late', arm: 2, subgroup: null },
      ],
      procedure: { kind: 'holm', weights: [0.5, 0.5] },
      dropping: { kind: 'z', atMost: [0] },
      success: 'any',
      stopsAt: 'nothingLeft',
    });
    expect(0.6 * 480).toBe(288);
    expect(expectationOf(trial).lookTimes.map(Math.round)).toEqual([29, 42]);
  });

  it('subgroup-first hands alpha on between stage C and all patients', async () => {
    const { unsized, patients } = await trialOf('subgroup-first');
    expect(unsized.family).toMatchObject({
      hypotheses: [
        { endpoint: 0, name: 'stage C', arm: 1, subgroup: { factor: 'BCLC stage', level: 'C' } },
        { endpoint: 0, name: 'all patients', arm: 1, subgroup: null },
      ],
      procedure: {
        kind: 'graph',
        weights: [0.6, 0.4],
        transitions: [
          [0, 1],
          [1, 0],
        ],
      },
    });
    const [{ levels }] = unsized.population?.factors ?? [];
    expect(levels.map(({ effectRatio }) => 0.7 * effectRatio)).toEqual([
      expect.closeTo(0.65, 12),
      expect.closeTo(0.9, 12),
    ]);
    const together = levels.reduce((sum, { prevalence, effectRatio }) => sum + prevalence * Math.log(effectRatio), 0);
    expect(0.7 * Math.exp(together)).toBeCloseTo(0.7, 2);
    expect(expectationOf({ ...unsized, patients: patients as number }).lookTimes.map(Math.round)).toEqual([39]);
  });

  it('timing-camrelizumab starts after 2 to 3 weeks, within 3 days and a week before, in one window', async () => {
    const { unsized, patients } = await trialOf('timing-camrelizumab');
    const week = 7 / (365.25 / 12);
    const [control, ...others] = unsized.arms;
    expect(control.start).toBeUndefined();
    expect(others.map(({ start }) => start?.lag)).toEqual([
      { kind: 'uniform', from: 2 * week, to: 3 * week },
      { kind: 'uniform', from: 0, to: expect.closeTo((3 / 7) * week, 12) },
      { kind: 'fixed', time: -week },
    ]);
    const timings = others.map(({ effect }) => (effect.kind === 'timed' ? effect.timing : null));
    for (const timing of timings)
      expect(timing).toMatchObject({
        priming: { kind: 'halfLife', synchronous: 0.6, residual: 0.95, halfLife: 2 * week, plateau: 0 },
        onset: 1,
        duration: Number.POSITIVE_INFINITY,
      });
    // TACE waits where the ICI comes first, and the effect sets in a month after both are given.
    expect(timings.map((timing) => timing?.waiting)).toEqual([1, 1, 1.2]);
    expect(lawOfArm(others[2]).steps).toEqual({ starts: [0, week, 1 + week], ratios: [1.2, 1, 0.6] });
    // The sooner, the better.
    const medians = others.map((arm) => median(lawOfArm(arm)));
    expect(medians).toEqual([...medians].sort((a, b) => a - b));
    const trial = { ...unsized, patients: patients as number };
    expect(sizesOf(trial)).toEqual([150, 150, 150, 150]);
    expect(unsized.family?.procedure.kind).toBe('holm');
    expect(unsized.analysis.kind === 'laterOf' && unsized.analysis.rules[0]).toEqual({ kind: 'events', events: 430 });
    expect(430 / 600).toBeCloseTo(0.72, 2);
  });

  it('timing-sorafenib finds nothing at 9 weeks, and the 25.2 months of the other trial 2.5 weeks before', async () => {
    const { unsized, patients } = await trialOf('timing-sorafenib');
    const [control, experimental] = unsized.arms;
    expect(constantHazardRatio(experimental, control)).toBe(1);
    const text = readFileSync(`${folder}timing-sorafenib.yaml`, 'utf8');
    const sources = await readSources(`${folder}timing-sorafenib.yaml`);
    const field = findField(sources, 'trial.arms[TACE + sorafenib].treatmentStart');
    const early = resolveWith(sources, [{ field, value: '-2.5 weeks' }]).trial?.unsized;
    if (!early) throw new Error('no trial');
    expect(13.5 / 25.2).toBeCloseTo(0.536, 3);
    expect(constantHazardRatio(early.arms[1], control)).toBeNull();
    // From TACE on, after 2.5 weeks without either effect.
    expect(lawOfArm(early.arms[1]).steps.ratios).toEqual([1, 0.536]);
    expect(text).toContain('write treatmentStart: "-2.5 weeks"');
    const trial: Trial = { ...early, patients: patients as number };
    const events = expectationOf(trial).events(42);
    expect(normalCdf(-Math.log(0.536) * Math.sqrt(events / 4) - 1.96)).toBeCloseTo(0.99, 2);
    // The range that the comment draws goes from 2.5 weeks before to 9 weeks after, in months.
    const week = 7 / (365.25 / 12);
    const [, from, to, by] = /=(-[\d.]+):([\d.]+):([\d.]+)'/.exec(text)?.map(Number) ?? [];
    expect([from, to]).toEqual([expect.closeTo(-2.5 * week, 3), expect.closeTo(9 * week, 3)]);
    expect((to - from) / by).toBeCloseTo(10, 9);
  });

  it('multicentre-scans has 20 centres over 9 months, blocks within them and scans every 8 ± 1 weeks', async () => {
    const { unsized, patients } = await trialOf('multicentre-scans');
    const week = 7 / (365.25 / 12);
    const { centres, randomisation, scans, test } = unsized;
    expect(centres).toEqual({
      regions: [
        {
          name: 'all centres',
          centres: 20,
          start: 0,
          opening: { kind: 'uniform', over: 9 },
          rate: 1.1,
          variation: 0.7,
          cap: 60,
        },
      ],
      recruit: true,
      frailty: { kind: 'lognormal', sd: 0.2 },
      effectSd: 0,
    });
    expect(338 / 12 / 25).toBeCloseTo(1.1, 1);
    expect(randomisation).toEqual({ kind: 'permutedBlocks', sizes: [4, 6], stratifiedBy: ['centre'] });
    const schedule = { starts: [0, 48 * week], intervals: [8 * week, 12 * week], jitter: week, missed: 0.03 };
    expect(scans).toEqual({ schedules: [schedule, schedule], deaths: { kind: 'share', share: 0.1 } });
    // The 12-weekly scans begin with the sixth.
    expect(scanTimes(schedule, 60 * week).map((time) => Math.round(time / week))).toEqual([8, 16, 24, 32, 40, 48, 60]);
    expect([test.stratifiedBy, test.beside.map(({ stratifiedBy }) => stratifiedBy)]).toEqual([['centre'], [[]]]);
    expect([60 / 480, 330 / 480]).toEqual([1 / 8, expect.closeTo(0.7, 1)]);
    // 22 a month once all are open, which they are after 4.5 months on average.
    const trial = { ...unsized, patients: patients as number };
    expect(accrualDuration(trial.accrual, 480)).toBeGreaterThan(4.5 + 480 / 22);
    expect(accrualDuration(trial.accrual, 480)).toBeLessThan(30);
    // A month later than if progression were known when it happens.
    const { scans: _, ...seenAtOnce } = trial;
    expect(expectationOf(seenAtOnce).lookTimes.map(Math.round)).toEqual([37]);
    expect(expectationOf(trial).lookTimes.map(Math.round)).toEqual([38]);
  });

  it.each(['timing-camrelizumab', 'timing-sorafenib', 'multicentre-scans', 'evidence-by-lag'])(
    '%s is of a size and precision for the slower pipeline',
    async (name) => {
      const { trial, precision } = await load(name);
      expect(trial?.patients).toBeGreaterThanOrEqual(300);
      expect(trial?.patients).toBeLessThanOrEqual(600);
      expect(precision).toEqual({ replicates: 20000 });
    },
  );

  it('null has equal arms', async () => {
    const { unsized } = await trialOf('null');
    expect(constantHazardRatio(unsized.arms[1], unsized.arms[0])).toBe(1);
  });
});
