/**
 * What is written of a trial, over combinations of design features: grammar, direction, dialect, traces, length.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import { askPower } from '../../src/questions/power.ts';
import { askReplay } from '../../src/questions/replay.ts';
import type { RunResult } from '../../src/questions/run.ts';
import { askSize } from '../../src/questions/size.ts';
import { checkSections } from '../../src/report/checkReport.ts';
import { type Paragraph, plainText, type Statement } from '../../src/report/prose.ts';
import { replaySection } from '../../src/report/replayReport.ts';
import { EMPTY_RUN } from '../../src/report/runAnswer.ts';
import { statementOf } from '../../src/report/statement.ts';
import { resolveScenario, type Scenario } from '../../src/scenario/scenario.ts';
import { parseSource } from '../../src/scenario/source.ts';
import { seriesOf } from '../../src/trial/series.ts';
import { asking } from '../questions/asked.ts';

type Fields = Record<string, unknown>;

const CONTROL = 'TACE alone';
const EXPERIMENTAL = 'TACE + ICI';

const REPORTED = {
  endpoint: 'progression-free survival',
  citation: 'A study. A journal 2022;1:1.',
  arms: [
    { name: CONTROL, role: 'control', patients: 51, median: { value: 9, ci: [3, 15] } },
    { name: EXPERIMENTAL, role: 'experimental', patients: 20, median: { value: 6, ci: [3.5, 8.6] } },
  ],
  hazardRatio: { value: 1.206, ci: [0.6, 2.43] },
  conduct: { accrual: { duration: 10 }, analysis: { calendarTime: 15 } },
};

const TEST = {
  one: { statistic: 'log-rank', alpha: 0.025, sides: 1 },
  two: { statistic: 'log-rank', alpha: 0.05, sides: 2 },
};

const EFFECTS: Record<string, Fields> = {
  benefit: { survival: { model: 'relative', hazardRatio: { value: 0.6, source: 'assumed', note: 'a guess' } } },
  harm: { survival: { model: 'exponential', median: { value: 6, source: 'reported', note: 'Fig. 2A' } } },
  delayed: { survival: { model: 'relative', hazardRatio: 0.6, delay: '2 months' } },
  timed: {
    treatmentStart: '2 weeks',
    survival: { model: 'timed', synchronous: 0.55, residual: 0.95, halfLife: '3 weeks', onset: '1 month' },
  },
  none: { survival: { model: 'relative', hazardRatio: 1 } },
};

function trialOf(effect: Fields, test: Fields, more: Fields = {}): Fields {
  return {
    arms: [
      { name: CONTROL, role: 'control', survival: { model: 'exponential', median: { value: 9, source: 'reported' } } },
      { name: EXPERIMENTAL, role: 'experimental', ...effect },
    ],
    allocation: '1:1',
    patients: 200,
    accrual: { duration: 20 },
    analysis: { events: 140 },
    test,
    targetPower: [0.8],
    ...more,
  };
}

const LOOKS = {
  looks: [{ informationFraction: 0.5 }],
  efficacy: { spending: 'obrienFleming' },
};
const FUTILITY = { ...LOOKS, futility: { spending: { hwangShihDeCani: -4 }, beta: 0.2, binding: false } };

const MORE: Record<string, Fields> = {
  plain: {},
  dropout: { dropout: { probability: { value: 0.05, source: 'assumed' }, by: '1 year' } },
  looks: { sequential: LOOKS },
  centres: {
    accrual: undefined,
    centres: { count: { value: 8, source: 'assumed' }, rate: 1.2, variation: 0.5, opening: { uniform: '3 months' } },
    randomisation: { method: 'permuted blocks', blockSize: [4], stratifiedBy: ['centre'] },
  },
  scans: { scans: { every: '8 weeks', missed: 0.03, deaths: { share: 0.1 } } },
  population: {
    population: {
      factors: [
        {
          name: 'BCLC stage',
          levels: [
            { name: 'B', prevalence: 0.5 },
            { name: 'C', prevalence: 0.5, hazardRatio: 1.5 },
          ],
        },
      ],
    },
  },
};

function scenarioOf(trial: Fields, reported: Fields | null): Scenario {
  const clean = Object.fromEntries(Object.entries(trial).filter(([, value]) => value !== undefined));
  const file = { title: 'A trial', timeUnit: 'month', ...(reported ? { reported } : {}), trial: clean };
  const source = parseSource('trial.yaml', JSON.stringify(file));
  return resolveScenario({ main: source, study: null });
}

/** Power alone, and a size only where asked for: the search for it takes long. */
async function ran(scenario: Scenario, sized = false): Promise<RunResult> {
  const asked = asking('statement', { replicates: 200 });
  const result: RunResult = { ...EMPTY_RUN, check: askCheck(scenario) };
  const { reported, trial } = scenario;
  if (reported !== null) result.replay = await askReplay(asked, reported);
  if (trial === null) return result;
  const { unsized, patients, targetPower } = trial;
  if (patients !== null) result.power = await askPower(asked, { ...unsized, patients }, scenario.timeUnit);
  if (sized) result.size = await askSize(asked, seriesOf(unsized, patients), targetPower, 0.2);
  return result;
}

const paragraphsOf = ({ headline, protocol, grant }: Statement): readonly Paragraph[] => [
  headline,
  ...protocol,
  ...grant,
];
const textOf = (statement: Statement): string => paragraphsOf(statement).map(plainText).join('\n');
const words = (paragraphs: readonly Paragraph[]): number => paragraphs.map(plainText).join(' ').split(/\s+/).length;

const BRITISH = /randomis|centre|analysed|favour|enrolment|minimis|modell/i;
const AMERICAN = /randomiz|\bcenter|analyzed|favor\b|enrollment|minimiz|modeling/i;

function checkStatement(statement: Statement): void {
  const text = textOf(statement);
  for (const wrong of [
    /\b1 (patients|months|events|centres|centers|looks|replicates)\b/,
    /NaN|undefined|null(?! hypothesis)|Infinity|\[object/,
    / {2}/,
    / [,.;:)]/,
    /\( /,
    /[,;][^\s\d]/,
    /[a-z)]\.[A-Z]/,
    /\d{2,}\.\d{5,}/,
    /\.\./,
    /,,/,
  ])
    expect(text, String(wrong)).not.toMatch(wrong);
  for (const paragraph of paragraphsOf(statement)) {
    const written = plainText(paragraph);
    expect(written, 'ends').toMatch(/[.]$/);
    expect(written, 'begins').toMatch(/^[A-Z]/);
    expect([...written].filter((c) => c === '(').length).toBe([...written].filter((c) => c === ')').length);
    for (const fragment of paragraph)
      if (typeof fragment !== 'string') {
        expect(fragment.trace.trim()).not.toBe('');
        expect(fragment.trace).not.toMatch(/NaN|undefined|Infinity/);
        expect(fragment.text.trim()).not.toBe('');
      }
  }
  expect(text).not.toMatch(statement.dialect === 'british' ? AMERICAN : BRITISH);
  expect(words(statement.protocol)).toBeLessThanOrEqual(700);
  expect(words([statement.headline])).toBeLessThanOrEqual(120);
  expect(words(statement.grant)).toBeLessThanOrEqual(350);
  for (const { key } of statement.references) expect(key === 'Published study' || text.includes(key)).toBe(true);
}

async function both(scenario: Scenario, sized = false): Promise<{ british: Statement; result: RunResult }> {
  const result = await ran(scenario, sized);
  const [british, american] = (['british', 'american'] as const).map((dialect) => {
    const statement = statementOf(scenario, result, dialect, { trialwright: '0.1.0', seed: 'statement' });
    if (statement === null) throw new Error('no statement');
    checkStatement(statement);
    return statement;
  });
  expect(american.protocol.length).toBe(british.protocol.length);
  return { british, result };
}

describe.each(Object.keys(EFFECTS))('a trial with effect %s', (effect) => {
  for (const sides of ['one', 'two'] as const)
    for (const more of Object.keys(MORE))
      for (const published of more === 'plain' ? [true, false] : [false])
        it(`${sides}-sided, ${more}${published ? ', published study' : ''}`, async () => {
          const parts = MORE[more];
          const scenario = scenarioOf(trialOf(EFFECTS[effect], TEST[sides], parts), published ? REPORTED : null);
          const { british } = await both(scenario);
          const headline = plainText(british.headline);
          const protocol = british.protocol.map(plainText).join('\n');
          if (sides === 'one') {
            expect(headline).toContain('one-sided 2.5 % (two-sided 5 %)');
            expect(protocol).toContain('a difference the other way is not tested');
            expect(protocol).not.toMatch(/rejects in favour/);
          } else {
            expect(headline).toContain('two-sided 5 % (one-sided 2.5 %)');
            expect(protocol).toContain('rejected in either direction');
            expect(protocol).toContain('rejects in favour of');
          }
          if (effect === 'harm' && sides === 'two')
            expect(headline).toMatch(
              published
                ? /survival is shorter with TACE \+ ICI than/
                : /events come sooner with TACE \+ ICI than|whichever is better/,
            );
          if (effect === 'harm' && sides === 'one') {
            expect(headline).toContain('the assumed effect being the reverse');
            expect(protocol).toContain('cannot confirm that TACE + ICI is worse');
          }
          if (effect === 'benefit' || effect === 'delayed')
            expect(headline).toMatch(
              published ? /survival is longer with TACE \+ ICI than/ : /events come later with TACE \+ ICI than/,
            );
          if (effect === 'none') expect(headline).toContain('no effect is assumed');
          if (more === 'centres') expect(headline).toMatch(/in 8 centres/);
          if (more === 'looks') expect(protocol).toContain('Lan & DeMets 1983');
          if (more === 'dropout') expect(protocol).toContain('5.0 % within a year (assumed)');
          if (more === 'scans') expect(protocol).toContain('scans only');
        }, 60_000);
});

describe('further designs', () => {
  it('futility, not binding', async () => {
    const { british } = await both(scenarioOf(trialOf(EFFECTS.delayed, TEST.one, { sequential: FUTILITY }), null));
    expect(textOf(british)).toContain('not binding');
    expect(textOf(british)).toMatch(/1 look before/);
  }, 60_000);

  it('care that improves, whose medians are not called reported', async () => {
    const drift = { medianPerYear: { value: 1.05, source: 'assumed', note: 'registry' }, sincePublication: '4 years' };
    const { british } = await both(scenarioOf(trialOf(EFFECTS.benefit, TEST.one, { drift }), null));
    const protocol = british.protocol.map(plainText).join('\n');
    expect(protocol).toContain(
      'with a median of 10.9 months with TACE alone for those who enter first (derived from its survival and the drift of care, reported)',
    );
    expect(protocol).toContain(
      'medians grow by 5.0 % a year of entry, 1.22-fold since the publication (assumed: registry)',
    );
  }, 60_000);

  it('several hypotheses', async () => {
    const trial = trialOf(EFFECTS.benefit, TEST.one);
    const arms = [...(trial.arms as Fields[]), { name: 'third arm', role: 'experimental', ...EFFECTS.benefit }];
    const scenario = scenarioOf(
      {
        ...trial,
        arms,
        allocation: '1:1:1',
        patients: 300,
        analysis: { calendarTime: 40 },
        comparisons: { procedure: 'holm' },
      },
      null,
    );
    const { british } = await both(scenario);
    expect(textOf(british)).toContain('at least one hypothesis is rejected');
    expect(british.references.map(({ key }) => key)).toContain('Holm 1979');
  }, 60_000);

  it('calls derived what was derived, and quotes notes', async () => {
    const assumed = async (effect: Fields, more: Fields = {}) => {
      const { british } = await both(scenarioOf(trialOf(effect, TEST.two, more), null));
      return british.protocol.map(plainText).join('\n');
    };
    // 9 and 6 months were reported; 1.5 was not.
    expect(await assumed(EFFECTS.harm)).toContain(
      'The hazard ratio of TACE + ICI against TACE alone is 1.5 (derived from the two medians, both reported)',
    );
    const guessed = { survival: { model: 'exponential', median: { value: 12, source: 'assumed' } } };
    expect(await assumed(guessed)).toContain('is 0.75 (derived from the two medians, one reported and one assumed)');
    const milestone = { survival: { model: 'exponential', milestone: { time: 6, survival: 0.6 } } };
    expect(await assumed(milestone)).toContain('(derived from survival in both arms)');
    expect(await assumed(EFFECTS.benefit)).toContain('is 0.6 (assumed: a guess); below 1');
    const noted = {
      survival: { model: 'relative', hazardRatio: { value: 0.7, source: 'assumed', note: 'from A (B).' } },
    };
    expect(await assumed(noted)).toContain('is 0.7 (assumed: from A [B]); below 1');
    // 10 % in two years are not the 5.1 % in one that are written.
    const dropout = { probability: { value: 0.1, source: 'reported' }, by: '2 years' };
    expect(await assumed(EFFECTS.benefit, { dropout })).toContain(
      '5.1 % within a year (derived from dropout as given, reported)',
    );
  }, 60_000);

  it('spells out a hazard ratio that changes, and times in a unit in which they are round', async () => {
    const crossing = {
      survival: {
        model: 'relative',
        steps: [
          { from: 0, hazardRatio: 1.2 },
          { from: 3, hazardRatio: 0.6 },
          { from: 12, hazardRatio: 1 },
        ],
      },
    };
    const { british } = await both(scenarioOf(trialOf(crossing, TEST.one, MORE.scans), null));
    expect(textOf(british)).toContain(
      '(hazard ratio 1.2 for the first 3 months, 0.6 until month 12 and 1 from then on)',
    );
    expect(textOf(british)).toContain('seen at scans only, every 8 weeks');
    const { british: delayed } = await both(scenarioOf(trialOf(EFFECTS.delayed, TEST.one), null));
    expect(textOf(delayed)).toContain('(hazard ratio 1 for the first 2 months and 0.6 from then on)');
  }, 60_000);

  it('writes a power in the same digits wherever it stands', async () => {
    for (const sides of ['one', 'two'] as const) {
      const { british } = await both(scenarioOf(trialOf(EFFECTS.benefit, TEST[sides]), null));
      const shares = [...textOf(british).matchAll(/(\d+)(\.\d+)? %(?! \((?:one|two)-sided|\) )/g)];
      const written = shares.filter(([, , decimals]) => decimals !== undefined);
      for (const [text, whole, decimals] of written)
        if (!text.startsWith('2.5 ')) expect(decimals.length, text).toBe(Number(whole) < 10 ? 3 : 2);
    }
  }, 60_000);

  const published = async (more: Fields) => {
    const scenario = scenarioOf(trialOf(EFFECTS.benefit, TEST.one), { ...REPORTED, ...more });
    const { british, result } = await both(scenario);
    const { reported } = scenario;
    if (reported === null || result.replay === null) throw new Error('nothing published');
    const sections = [...checkSections(result.check, null, 'month'), replaySection(result.replay, reported, 'month')];
    const words = sections.flatMap(({ prose }) => prose).join('\n');
    const labels = sections.flatMap(({ tables }) => tables.flatMap(({ rows }) => rows.map(([first]) => first.text)));
    return { statement: textOf(british), words, labels };
  };
  const arms = (control: number, experimental: number) =>
    REPORTED.arms.map((arm, i) => ({ ...arm, median: { value: [control, experimental][i] } }));

  it('says of a publication what follows from its numbers', async () => {
    // 0.685 lies in 0.51 to 0.84; with the whole interval below 1 nothing is left open.
    const leap = await published({
      arms: arms(10, 14.6),
      hazardRatio: { value: 0.66, ci: [0.51, 0.84] },
      pValue: 0.0002,
    });
    expect(leap.words).toContain('The interval holds 0.6849, so that the two are compatible.');
    expect(leap.words + leap.statement).not.toMatch(/do not agree|leaves the direction/);
    expect(leap.labels).toContain('log-rank P ≤ 0.0002');
    expect(leap.words).toContain('(reported: 0.0002)');
    // 1.5 does not lie in 0.5 to 0.9.
    const odds = await published({ hazardRatio: { value: 0.67, ci: [0.5, 0.9] } });
    expect(odds.words).toContain('The interval does not hold 1.5: under proportional hazards the two do not agree.');
    const guo = await published({});
    expect(guo.words).toContain('The interval holds 1.5');
    expect(guo.statement).toContain('As the interval includes 1, the study leaves the direction of the effect open.');
    const bare = await published({ hazardRatio: 1.206 });
    expect(bare.words).toContain('Without its interval the difference cannot be judged.');
    expect(bare.statement).not.toMatch(/interval includes/);
    const same = await published({ hazardRatio: { value: 1.5, ci: [0.7, 3.2] } });
    expect(same.words).toContain('The two agree.');
    expect(same.statement).toContain(
      'Its hazard ratio is 1.5 (95 % confidence interval 0.7 to 3.2), as its medians imply.',
    );
  }, 120_000);

  it('N left open: the size found', async () => {
    const scenario = scenarioOf(
      trialOf(EFFECTS.benefit, TEST.one, { patients: undefined, accrual: { rate: 10 }, analysis: { followUp: 12 } }),
      null,
    );
    const { british, result } = await both(scenario, true);
    expect(result.power).toBeNull();
    expect(textOf(british)).toContain('A power of 80 % needs');
    expect(textOf(british)).toContain('By formula a power of 80 % needs');
    const found = result.size?.targets[0].simulated;
    if (found?.kind !== 'size') throw new Error('no size');
    const { events, analysisTime } = found.characteristics;
    expect(plainText(british.headline)).toBe(
      `To show that events come later with ${EXPERIMENTAL} than with ${CONTROL} (hazard ratio 0.6), the log-rank test at one-sided 2.5 % (two-sided 5 %) needs ${found.patients} patients, ${events.mean.toFixed(0)} events and ${analysisTime.mean.toFixed(1)} months until the analysis for 80 % power.`,
    );
  }, 60_000);

  it('says when the analysis is made', async () => {
    const analysis = { laterOf: [{ events: 140 }, { followUp: '6 months' }] };
    const { british } = await both(scenarioOf(trialOf(EFFECTS.benefit, TEST.one, { analysis }), null));
    const made = 'The analysis is made at the later of event 140 and 6 months after the last patient.';
    expect(british.protocol.map(plainText).join(' ')).toContain(made);
  }, 60_000);

  it('begins with what the target powers need where N is planned too; looks have their most events', async () => {
    const looks = { targetPower: [0.8, 0.9], sequential: LOOKS };
    const { british, result } = await both(scenarioOf(trialOf(EFFECTS.harm, TEST.two, looks), null), true);
    const needed = (result.size?.targets ?? []).map(({ simulated: s }) => {
      if (s.kind !== 'size') throw new Error('no size');
      return `${s.patients} patients, at most ${s.sequential?.mostEvents} events and ${s.characteristics.analysisTime.mean.toFixed(1)} months`;
    });
    const headline = plainText(british.headline);
    expect(headline).toMatch(
      /^To show that events come sooner with TACE \+ ICI than with TACE alone \(hazard ratio 1.5\)/,
    );
    expect(headline).toContain(`needs ${needed[0]} until it ends (on average) for 80 % power; ${needed[1]} for 90 %.`);
    expect(plainText(british.grant[0])).toMatch(/^With 200 patients .* A trial of this design needs /);
  }, 60_000);

  it('an effect that nobody is followed to is no effect, whichever way the simulated z went', async () => {
    const late = { survival: { model: 'relative', hazardRatio: 0.5, delay: 60 } };
    const scenario = scenarioOf(trialOf(late, TEST.one), null);
    const result = await ran(scenario);
    for (const mean of [-0.1, 0.1]) {
      const alternative = { ...result.power?.alternative, z: { ...result.power?.alternative.z, mean } };
      const power = { ...result.power, alternative } as RunResult['power'];
      const text = textOf(statementOf(scenario, { ...result, power }, 'british') as Statement);
      expect(text).toContain(
        'rejecting the null hypothesis, as the assumed effect sets in later than anybody is followed',
      );
      expect(text).not.toMatch(/the reverse|power to show/);
    }
  }, 60_000);

  it('nothing to say without a trial, power or size', () => {
    const scenario = scenarioOf(trialOf(EFFECTS.benefit, TEST.one), null);
    expect(statementOf(scenario, { ...EMPTY_RUN, check: askCheck(scenario) }, 'british')).toBeNull();
  });

  it('spells its own words, never those of the scenario', async () => {
    const names = trialOf(EFFECTS.benefit, TEST.one, { randomisation: { method: 'permuted blocks', blockSize: [4] } });
    const [control] = names.arms as Fields[];
    const arms = [{ ...control, name: 'Centre programme' }, (names.arms as Fields[])[1]];
    const scenario = scenarioOf({ ...names, arms }, null);
    const result = await ran(scenario);
    const american = textOf(statementOf(scenario, result, 'american') as Statement);
    expect(american).toContain('Centre programme');
    expect(american).toContain('randomized');
  }, 60_000);

  it('traces a power to its run with its error', async () => {
    const scenario = scenarioOf(trialOf(EFFECTS.benefit, TEST.one), null);
    const statement = statementOf(scenario, await ran(scenario), 'british') as Statement;
    const traces = statement.headline.flatMap((part) => (typeof part === 'string' ? [] : [part.trace]));
    expect(traces.join('\n')).toMatch(
      /power, planned effect, power: \d+\.\d+ %, SE \d\.\d+, 95 % CI [\d.]+–[\d.]+, 200 replicates/,
    );
    const assumed = statement.protocol.flat().flatMap((part) => (typeof part === 'string' ? [] : [part.trace]));
    expect(assumed).toContain('trial.arms[TACE alone].survival.median = 9 (reported)');
  }, 60_000);
});
