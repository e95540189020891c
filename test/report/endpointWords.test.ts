/**
 * What is written of trials with several endpoints: names, assumptions and their sources, how alpha passes on, bounds, gates.
 *
 * @module-tag slow
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import { askPower } from '../../src/questions/power.ts';
import type { RunResult } from '../../src/questions/run.ts';
import { checkSections } from '../../src/report/checkReport.ts';
import { familyBoundsFigure } from '../../src/report/figures/familyBoundsFigure.ts';
import { powerSections } from '../../src/report/powerReport.ts';
import { plainText, type Statement } from '../../src/report/prose.ts';
import { EMPTY_RUN } from '../../src/report/runAnswer.ts';
import { statementOf } from '../../src/report/statement.ts';
import { resolveScenario, type Scenario } from '../../src/scenario/scenario.ts';
import { parseSource } from '../../src/scenario/source.ts';
import { asking } from '../questions/asked.ts';
import { shown, tableOf } from './results.ts';

type Fields = Record<string, unknown>;

const assumed = (value: unknown, note: string) => ({ value, source: 'assumed', note });

const TRIAL = {
  endpoint: 'progression-free survival',
  endpoints: [
    { name: 'overall survival', event: 'death' },
    { name: 'objective response', event: 'response', at: '3 months', correlation: 0.3 },
  ],
  arms: [
    {
      name: 'TACE alone',
      role: 'control',
      survival: { model: 'exponential', median: { value: 9, source: 'reported', note: 'Fig. 2A' } },
      responses: { 'objective response': { value: 0.4, source: 'reported', note: 'Table 2' } },
      course: {
        deaths: assumed(0.1, 'few die early'),
        overallSurvival: { median: assumed(24, 'read off Fig. 3') },
        switching: { share: assumed(0.3, 'as in practice'), delay: '1 month', hazardRatio: assumed(0.85, 'a guess') },
      },
    },
    {
      name: 'TACE + ICI',
      role: 'experimental',
      survival: { model: 'relative', hazardRatio: assumed(0.7, 'other trials') },
      responses: { 'objective response': 0.6 },
      course: { afterProgression: { model: 'relative', hazardRatio: assumed(0.9, 'some of it lasts') } },
    },
  ],
  allocation: '1:1',
  patients: 300,
  accrual: { duration: 20 },
  analysis: { events: 190, of: 'overall survival' },
  sequential: {
    looks: [{ events: 220 }, { events: 140, of: 'overall survival' }],
    efficacy: { spending: 'obrienFleming' },
  },
  test: { statistic: 'log-rank', alpha: 0.025, sides: 1 },
  targetPower: [0.8],
};

const PFS = { name: 'PFS', endpoint: 'progression-free survival', looks: [1] };
const OS = { name: 'OS', endpoint: 'overall survival' };

const FAMILIES: Record<string, Fields> = {
  sequence: { procedure: 'fixedSequence', hypotheses: [PFS, OS], success: 'PFS' },
  coPrimary: { procedure: 'allNeeded', hypotheses: [PFS, OS] },
  graph: {
    procedure: 'graph',
    hypotheses: [
      { ...PFS, weight: 0.8 },
      { ...OS, weight: 0.2, efficacy: { spending: 'pocock' } },
      { name: 'ORR', endpoint: 'objective response', weight: 0, looks: [1] },
    ],
    transitions: { PFS: { OS: 0.5, ORR: 0.5 }, OS: { PFS: 1 }, ORR: { OS: 1 } },
    gate: { at: 1, hypothesis: 'ORR', z: 1 },
  },
};

function scenarioOf(comparisons: Fields): Scenario {
  const file = { title: 'A trial', timeUnit: 'month', trial: { ...TRIAL, comparisons } };
  return resolveScenario({ main: parseSource('trial.yaml', JSON.stringify(file)), study: null });
}

interface Written {
  readonly scenario: Scenario;
  readonly result: RunResult;
  readonly statement: Statement;
  readonly protocol: string;
}

async function written(comparisons: Fields): Promise<Written> {
  const scenario = scenarioOf(comparisons);
  const result: RunResult = { ...EMPTY_RUN, check: askCheck(scenario) };
  const { unsized, patients } = scenario.trial as NonNullable<Scenario['trial']>;
  const trial = { ...unsized, patients: patients as number };
  result.power = await askPower(asking('words', { replicates: 200 }), trial, scenario.timeUnit);
  const statement = statementOf(scenario, result, 'british') as Statement;
  return { scenario, result, statement, protocol: statement.protocol.map(plainText).join('\n') };
}

const texts: Record<string, Written> = {};

beforeAll(async () => {
  for (const [name, family] of Object.entries(FAMILIES)) texts[name] = await written(family);
}, 240_000);

describe('the words of a trial with several endpoints', () => {
  const protocolOf = (name: string) => texts[name].protocol;

  it('name the endpoints, and what is assumed of each with its source', () => {
    for (const name of Object.keys(FAMILIES)) {
      const protocol = protocolOf(name);
      expect(protocol).toContain(
        'The endpoints are progression-free survival (from randomisation to progression or death, whichever is first), overall survival (from randomisation to death) and objective response (yes or no, assessed 3 months after randomisation; patients lost before have not responded).',
      );
      expect(protocol).toContain('a median of 9 months with TACE alone (reported: Fig. 2A)');
      expect(protocol).toContain('Of first events 10 % are deaths (assumed: few die early).');
      expect(protocol).toMatch(
        /in those who do not switch, is [\d.]+ months with TACE alone \(derived from a median of 24 months from randomisation to death, assumed: read off Fig\. 3\) and [\d.]+ months with TACE \+ ICI \(derived from a hazard ratio of 0\.9, assumed: some of it lasts\)/,
      );
      expect(protocol).toContain(
        '30 % (assumed: as in practice) start another treatment 1 month later, which multiplies their hazard of death by 0.85 (assumed: a guess)',
      );
      expect(protocol).toContain('60 % with TACE + ICI and 40 % with TACE alone (reported: Table 2)');
      expect(protocol).not.toMatch(/overall survival is [\d.]+ months[^.]*reported/);
    }
  });

  it('say how alpha passes on', () => {
    expect(protocolOf('sequence')).toContain('PFS is tested at the whole level, OS once PFS is rejected.');
    expect(protocolOf('coPrimary')).toContain('only the rejection of both is a claim (co-primary; Berger 1982)');
    expect(protocolOf('graph')).toContain(
      'Of the level, PFS has 80 % and OS has 20 % at first. A hypothesis that is rejected hands its share on: PFS 50 % of it to OS and 50 % of it to ORR; OS 100 % of it to PFS; ORR 100 % of it to OS.',
    );
    expect(protocolOf('graph')).toMatch(/ORR is decided by the chi-square test/);
  });

  it('say when analyses are due, by whose events, at which bounds', () => {
    for (const name of Object.keys(FAMILIES)) {
      expect(protocolOf(name)).toMatch(
        /look 1 at event 220 of progression-free survival \(about month [\d.]+, with 220 events of progression-free survival, \d+ of overall survival and \d+ patients with objective response\); look 2 at death 140/,
      );
    }
    expect(protocolOf('sequence')).toMatch(
      /once all others are rejected, are for PFS z ≥ 1\.960 at look 1; for OS z ≥/,
    );
    expect(protocolOf('sequence')).not.toContain('no bound');
  });

  it('say what the gate does, acted on and ignored', () => {
    expect(protocolOf('graph')).toMatch(
      /only if z of ORR is at least 1; this gate is not binding, and no bound is lowered for it\. It ends [\d.]+ % of trials under the assumed effects and [\d.]+ % without effect\. With the gate ignored the power would be [\d.]+ % for PFS/,
    );
    expect(protocolOf('sequence')).not.toMatch(/gate|futility/);
  });

  it('give the power of each hypothesis, and of any and all where that says more', () => {
    expect(protocolOf('sequence')).toMatch(/the power is [\d.]+ % for PFS and [\d.]+ % for OS\./);
    expect(protocolOf('coPrimary')).toMatch(/the power is [\d.]+ % for PFS, [\d.]+ % for OS and [\d.]+ % for both\./);
    expect(protocolOf('graph')).toMatch(/% for ORR, [\d.]+ % for at least one and [\d.]+ % for all\./);
    expect(protocolOf('coPrimary')).toContain('both hypotheses are rejected in');
    for (const { statement } of Object.values(texts))
      expect(statement.grant.map(plainText).join(' ')).toMatch(
        /power is [\d.]+ % for PFS[^.]*the median of overall|% for OS/,
      );
  });

  it('are grammatical and fit a terminal', () => {
    for (const { protocol, result, scenario } of Object.values(texts)) {
      expect(protocol).not.toMatch(/NaN|undefined|null\b|Infinity|\s,|\.\.|, \.| {2}/);
      const trial = scenario.trial?.unsized as NonNullable<Scenario['trial']>['unsized'];
      const checked = checkSections(result.check, trial, 'month');
      expect(shown(checked)).toContain('Endpoints: progression-free survival');
      const answered = powerSections(result.power as NonNullable<RunResult['power']>, trial, 'month');
      const first = answered[0].answer?.slice(0, 2).join(' ') ?? '';
      expect(first).toMatch(/Power of each hypothesis: PFS [\d.]+ %/);
      expect(answered[0].answer?.join(' ')).toMatch(/the family-wise error rate|false claims are made in at most/);
      shown(answered);
    }
  });

  it('tell check the events of each endpoint at the looks', () => {
    const { result, scenario } = texts.sequence;
    const trial = scenario.trial?.unsized as NonNullable<Scenario['trial']>['unsized'];
    const { rows } = tableOf(checkSections(result.check, trial, 'month'), 'expected-endpoint-events');
    const events = rows.map(([, , first, deaths]) => [Number(first.raw), Number(deaths.raw)]);
    // Each look waits for a number of one endpoint's events.
    expect(events[0][0]).toBeCloseTo(220, 6);
    expect(events[1][1]).toBeCloseTo(140, 6);
    expect(events[2][1]).toBeCloseTo(190, 6);
    for (const [first, deaths] of events) expect(first).toBeGreaterThan(deaths);
  });

  it('are drawn hypothesis beside hypothesis, in the order of the plan', () => {
    const figure = familyBoundsFigure(texts.graph.result.power?.family?.planned ?? null);
    expect(figure?.svg).toMatch(/PFS.*OS.*ORR/s);
    expect(figure?.table.rows).toHaveLength(5);
    expect(familyBoundsFigure(null)).toBeNull();
  });

  it('leave rows out that repeat a hypothesis', () => {
    const names = (name: string) =>
      tableOf(
        powerSections(
          texts[name].result.power as NonNullable<RunResult['power']>,
          texts[name].scenario.trial?.unsized as NonNullable<Scenario['trial']>['unsized'],
          'month',
        ),
        'hypotheses',
      ).rows.map(([{ raw }]) => raw);
    expect(names('sequence')).toEqual(['PFS', 'OS']);
    expect(names('coPrimary')).toEqual(['PFS', 'OS', 'both']);
    expect(names('graph')).toEqual(['PFS', 'OS', 'ORR', 'at least one', 'all']);
  });
});
