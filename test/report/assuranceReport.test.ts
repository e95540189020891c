/**
 * `assurance` on a terminal, in results folders, in figures and in words.
 *
 * @module-tag slow
 */
import { DOMParser } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { QUESTIONS } from '../../src/questions/registry.ts';
import { askRun } from '../../src/questions/run.ts';
import { outputFiles } from '../../src/report/outputs.ts';
import { commandOf } from '../../src/report/page/reproducePart.ts';
import { presenterOf } from '../../src/report/presenter.ts';
import { assurancePresenter } from '../../src/report/presenters/assurancePresenter.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { plainText } from '../../src/report/prose.ts';
import { readSaved } from '../../src/report/savedRecord.ts';
import { statementOf } from '../../src/report/statement.ts';
import type { Manifest } from '../../src/run/manifest.ts';
import { asking } from '../questions/asked.ts';
import { type AnsweredAssurance, assuranceOf, LOOKS, MEDIAN, TWO_EXPERIMENTAL, written } from './assuranceAnswers.ts';
import { rowsOf, shown, tableOf } from './results.ts';
import { saved } from './savedResults.ts';

const sectionsOf = ({ scenario, result }: AnsweredAssurance) =>
  assurancePresenter.sections(result, scenario, PRESENTERS);
const textOf = (answered: AnsweredAssurance): string => shown(sectionsOf(answered)).replace(/\s+/g, ' ');
const savedOf = ({ scenario, result }: AnsweredAssurance) => saved(scenario, { question: 'assurance', result });
const percent = (p: number): string => `${(100 * p).toFixed(1)} %`;

describe('the chance of success', () => {
  let one: AnsweredAssurance;
  let looked: AnsweredAssurance;
  let several: AnsweredAssurance;
  let two: AnsweredAssurance;
  beforeAll(async () => {
    one = await assuranceOf(written(), { target: [0.2, 0.4], sizes: [600] });
    looked = await assuranceOf(written({ sides: 2, more: LOOKS }));
    several = await assuranceOf(TWO_EXPERIMENTAL);
    two = await assuranceOf(written({ median: MEDIAN, sides: 2 }), { replicates: 960 });
  });

  it('is told first, with its error, the power as planned and the ceiling', () => {
    const { benefit, point, ceiling, curve } = one.result;
    const [answer] = sectionsOf(one)[0].answer ?? [];
    expect(answer).toBe(
      `Given what was published, a trial of 348 patients has a chance of ${percent(benefit.estimate)} (Monte Carlo SE ${(100 * benefit.standardError).toFixed(2)}) to show a benefit; with hazard ratio 0.70 as planned its power would be ${percent(point.benefit.estimate)}. No number of patients can bring the chance above ${percent(ceiling?.benefit ?? Number.NaN)}: that is how sure the prior is of a benefit. The next 50 patients add ${(100 * (curve?.next.first ?? Number.NaN)).toFixed(1)} percentage points.`,
    );
    expect(ceiling?.benefit).toBeCloseTo(0.3, 3);
  });

  it('has every table within 80 columns, for one prior, several, looks and hypotheses', () => {
    const text = textOf(one);
    expect(text).toContain(
      '1.206 published, 1.10 after shrinkage (van Zwet, Schwab & Senn 2021), which is not taken here',
    );
    expect(text).toContain('closed formula (Spiegelhalter, Freedman & Blackburn 1986)');
    expect(text).toContain('No number of patients gives a chance of 40 %: the ceiling is 30.0 %.');
    expect(text).toContain('40.0 %: no N, the ceiling is 30.0 %');
    const both = textOf(looked);
    expect(both).toMatch(
      /to show a benefit, and of [\d.]+ % \(Monte Carlo SE [\d.]+\) to show harm; with hazard ratio 0\.70 as planned/,
    );
    expect(both).toContain('What the looks are worth');
    expect(both).toMatch(/At look 1 the trial stops for efficacy in .* pass it and have from there a chance of/);
    expect(textOf(two)).toMatch(
      /^[^.]*Given what is believed of the median survival of C and hazard ratio of E, .*; were the planned values true its power/,
    );
    const family = textOf(several);
    expect(family).toContain('of success, which is that at least one of the 2 hypotheses is rejected');
    expect(rowsOf(tableOf(sectionsOf(several), 'assurance-hypotheses')).map(({ hypothesis }) => hypothesis)).toEqual([
      'early',
      'late',
      'any of them',
      'all of them',
    ]);
  });

  it('keeps the error of the simulation and the range of power apart', () => {
    const { percentiles } = one.result.powers;
    const [range] = sectionsOf(one)[0].provisos ?? [];
    expect(range).toContain(
      `over the prior power ranges from ${percent(percentiles[0])} to ${percent(percentiles[4])}`,
    );
    expect(range).toMatch(/SE is the error of the simulation alone\.$/);
  });

  it('gives files the numbers that are shown', () => {
    const [simulation, formula, closed] = rowsOf(tableOf(sectionsOf(one), 'assurance'));
    expect(simulation).toMatchObject({ method: 'simulation', benefit: one.result.benefit.estimate });
    expect(formula).toMatchObject({ method: 'large samples', benefit: one.result.formula?.benefit });
    expect(closed.benefit).toBe(one.result.closed?.claims.benefit);
    expect(rowsOf(tableOf(sectionsOf(one), 'assurance-truths'))).toHaveLength(40);
    const sizes = rowsOf(tableOf(sectionsOf(one), 'assurance-by-size'));
    expect(sizes.find(({ patients }) => patients === 600)?.simulated).toBe(one.result.sizes[0].benefit.estimate);
    expect(sizes.find(({ words }) => words === 'planned')?.patients).toBe(348);
  });

  it('is asked again by the command that its record tells', () => {
    const { record } = savedOf(one);
    expect(commandOf(record, presenterOf('assurance', PRESENTERS))).toBe(
      'trialwright assurance case.yaml --seed=chance --replicates 20 --target 0.2,0.4 --sizes 600',
    );
  });

  it('is read back as it was saved, and makes the same outputs', async () => {
    for (const answered of [one, looked, several, two]) {
      const { text, record } = savedOf(answered);
      const again = await readSaved(text, PRESENTERS);
      expect(again.result).toEqual(JSON.parse(JSON.stringify(record.result)));
      const outputs = ['text', 'tables', 'figures', 'markdown', 'page'] as const;
      expect(await outputFiles(again, PRESENTERS, outputs)).toEqual(await outputFiles(record, PRESENTERS, outputs));
    }
  });

  it('is refused where it was forged', async () => {
    const forged = async (alter: (result: Record<string, never>) => void, of = one): Promise<string> => {
      const document = JSON.parse(savedOf(of).text);
      alter(document.result);
      return readSaved(JSON.stringify(document), PRESENTERS).then(
        () => 'is read',
        (problem) => problem.message,
      );
    };
    // biome-ignore lint/suspicious/noExplicitAny: what is forged has no type.
    const of = (change: (result: any) => void, answered = one) => forged(change, answered);
    expect(await of(() => {})).toBe('is read');
    expect(
      await of((result) => {
        result.benefit.estimate = 0.9;
      }),
    ).toMatch(/^at \/result\/benefit\/high is 0\.\d+; must be ≥ 0.9, the estimate/);
    expect(
      await of((result) => {
        result.powers.points[3].benefit = 0.123;
      }),
    ).toContain('must be as many as the power at the truths makes');
    expect(
      await of((result) => {
        result.priors[0].value = 0.5;
      }),
    ).toMatch(/^at \/result\/priors\/0\/value is 0.5; must be as in the scenario/);
    expect(
      await of((result) => {
        result.priors[0].afterShrinkage = 0.7;
      }),
    ).toContain('must be between 1 and 1.206, what was published');
    expect(
      await of((result) => {
        result.patients = 350;
      }),
    ).toContain('must have 350, the planned patients');
    expect(
      await of((result) => {
        result.harm = { ...result.benefit };
      }),
    ).toMatch(/must be/);
    expect(
      await of((result) => {
        result.looks = null;
      }, looked),
    ).toContain('must be given: the scenario has what it is about');
    expect(
      await of((result) => {
        result.looks.looks[0].passed.count += 1;
      }, looked),
    ).toMatch(/^at \/result\/looks/);
  });

  it('has figures with their labels', async () => {
    const figures = await assurancePresenter.figures?.(one.result, one.scenario);
    expect(figures?.map(({ name }) => name)).toEqual(['prior-1', 'power-over-prior', 'assurance']);
    const words = (figures ?? []).map(({ svg }) => {
      const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml');
      return [...drawn.querySelectorAll('text')].map(({ textContent }) => textContent).join('|');
    });
    for (const label of ['planned 0.70', 'published 1.206', 'after shrinkage 1.10', 'with a benefit: 30.0 %'])
      expect(words[0]).toContain(label);
    for (const label of ['simulated', 'large samples', 'the prior', 'Power (%)']) expect(words[1]).toContain(label);
    for (const label of ['planned 348', 'ceiling 30.0 %', 'Patients in all arms together'])
      expect(words[2]).toContain(label);
    const others = (await assurancePresenter.figures?.(two.result, two.scenario)) ?? [];
    expect(others.map(({ name }) => name)).toEqual(['prior-1', 'prior-2', 'power-over-prior', 'assurance']);
    for (const { svg, table } of [...(figures ?? []), ...others]) {
      expect(svg.replace(/<(title|desc|text)\b[^>]*>[^<]*<\/\1>/g, '')).not.toMatch(/NaN|undefined|Infinity|null/);
      expect(table.rows.length).toBeGreaterThan(1);
    }
  });

  it('has words for a grant and a protocol, every number with its trace', () => {
    const made = { trialwright: '1.2.3', seed: 'chance' };
    const run = assurancePresenter.words?.(one.result);
    const words = run && statementOf(one.scenario, run, 'british', made);
    const grant = words?.grant.map(plainText).join(' ') ?? '';
    expect(grant).toMatch(
      /^Given what was published, a trial of 348 patients has a chance of [\d.]+ % to show that progression-free survival is longer with E than with C; with hazard ratio 0\.70 as planned its power would be [\d.]+ %\. No number of patients/,
    );
    const protocol = words?.protocol.map(plainText).join(' ') ?? '';
    expect(protocol).toContain(
      'a normal distribution on the log scale about 1.206, 95 % from 0.599 to 2.43 (reported)',
    );
    expect(protocol).toContain(
      '40 evenly spaced quantiles of the prior, 640 trials together (trialwright 1.2.3, seed “chance”)',
    );
    expect(protocol).toContain('its error is that of the simulation and says nothing of the priors');
    expect(words?.references.map(({ key }) => key)).toEqual([
      'Spiegelhalter, Freedman & Blackburn 1986',
      'van Zwet, Schwab & Senn 2021',
    ]);
    // Numbers without a trace are names and levels only.
    for (const paragraph of [...(words?.protocol ?? []), ...(words?.grant ?? [])])
      for (const fragment of paragraph)
        if (typeof fragment === 'string')
          expect(fragment.replace(/95 %|10 %|5th to 95th|1986|2021|next 50/g, '')).not.toMatch(/\d/);
    for (const answered of [looked, several, two]) {
      const other = assurancePresenter.words?.(answered.result);
      const text = other && statementOf(answered.scenario, other, 'american', made);
      expect(text?.protocol.length).toBe(1);
      expect(plainText(text?.headline ?? [])).not.toMatch(/NaN|undefined/);
    }
  });

  it('is part of a run where there is a prior, and of no other', async () => {
    const parts = QUESTIONS.filter(({ name }) => ['check', 'power', 'assurance'].includes(name));
    const { scenario } = one;
    const answers: unknown[] = [];
    await askRun(asking('run', { replicates: 64 }), scenario, parts, (result) => answers.push(result));
    expect(Object.keys(answers[0] as object)).toEqual(['check', 'power', 'assurance', 'curve', 'sensitivity']);
    const run = presenterOf('run', PRESENTERS);
    const { text, record } = saved(scenario, {
      question: 'run',
      result: { replay: null, size: null, ...(answers.at(-1) as object), curve: null },
    });
    expect((await readSaved(text, PRESENTERS)).result).toEqual(JSON.parse(JSON.stringify(record.result)));
    const first = run.sections(record.result, scenario, PRESENTERS)[0];
    expect(first.provisos?.join(' ')).toContain('Given what was published, a trial of 348 patients has a chance of');
    expect(run.keyFigures?.(record.result, 'month').map(({ label }) => label)).toContain('Chance of success');
    const { priors: _, ...certain } = scenario;
    const without: unknown[] = [];
    await askRun(asking('run', { replicates: 64 }), certain, parts, (result) => without.push(result));
    expect(Object.keys(without[0] as object)).toEqual(['check', 'power', 'curve', 'sensitivity']);
  });
});

it('asks for what it needs', () => {
  const { again } = assurancePresenter;
  const manifest = { seed: 'x y', precision: { replicates: 100 } } as Manifest;
  expect(again?.(manifest, { targets: [], sizes: [] } as never)).toEqual(["--seed='x y'", '--replicates', '100']);
});
