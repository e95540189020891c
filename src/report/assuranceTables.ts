/** The tables of `assurance`: what is believed, the chances, power over the prior, looks, hypotheses, other N. */

import type { AssuranceResult } from '../questions/assurance.ts';
import type { AveragedChance } from '../questions/averagedChance.ts';
import type { BelievedValue } from '../questions/believedValue.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import type { MeanEstimate, Spread } from '../tally/estimates.ts';
import { sizesTables } from './assuranceBySize.ts';
import { believedName, believedText, CLOSED_FORMULA, hasCeiling, LARGE_SAMPLES } from './assuranceWords.ts';
import { count, estimateText, fixed, percent, shareText, significant } from './numbers.ts';
import { shrinkageText } from './publishedWords.ts';
import { cell, fileOnly, left, right, type Table, type TableCell } from './table.ts';
import { capital, clipped } from './testWords.ts';

/** Room for the name of a value, an arm or a hypothesis. */
const NAME = 30;
const share = (p: number | null): TableCell => cell(p, p === null ? '–' : fixed(100 * p, 1));

/** What an error is that leaves out by how much draws of truths err. */
const GIVEN_TRUTHS = 'in brackets the Monte Carlo standard error, the truths being as drawn';

const KINDS: Record<BelievedValue['kind'], string> = {
  normal: 'normal',
  mixture: 'a mixture of normal distributions',
  draws: 'draws',
};

/** Where a prior comes from, and what a published hazard ratio is after shrinkage. */
function priorNote(prior: BelievedValue): string {
  const { kind, scale, source, note, printed, afterShrinkage, shrunken } = prior;
  const form = `${KINDS[kind]}${scale === null || scale === 'linear' ? '' : ` on the ${scale} scale`}`;
  const interval =
    printed === null
      ? ''
      : `, of ${significant(printed.estimate)} (${significant(100 * printed.level)} % CI ${significant(printed.low)} to ${significant(printed.high)})`;
  const shrinkage =
    printed === null || afterShrinkage === null
      ? ''
      : `; ${shrinkageText(printed.estimate, afterShrinkage)}${shrunken ? ', which is what is taken' : ', which is not taken here'}`;
  return `${believedName(prior)}: ${form}${interval}, ${source}${note === null ? '' : `: ${note}`}${shrinkage}.`;
}

function priorsTable({ priors }: AssuranceResult, unit: TimeUnit): Table {
  return {
    name: 'assurance-priors',
    title: 'What is believed',
    audience: 'both',
    columns: [
      left('value', 'value'),
      right('planned', 'planned'),
      right('centre', 'centre'),
      right('low', '95 % from'),
      right('high', 'to'),
      left('source', 'source'),
      fileOnly('path'),
      fileOnly('standardDeviation'),
      fileOnly('scale'),
      fileOnly('published'),
      fileOnly('afterShrinkage'),
    ],
    rows: priors.map((prior) => {
      const of = (value: number, digits?: 3) => cell(value, believedText(prior, value, unit, digits));
      const [low, , , , high] = prior.percentiles;
      return [
        cell(believedName(prior), clipped(believedName(prior), NAME)),
        of(prior.value),
        of(prior.centre),
        of(low, 3),
        of(high, 3),
        cell(prior.source),
        cell(prior.path),
        cell(prior.standardDeviation),
        cell(prior.scale),
        cell(prior.printed?.estimate ?? null),
        cell(prior.afterShrinkage),
      ];
    }),
    notes: priors.map(priorNote),
  };
}

function chancesTable(result: AssuranceResult): Table {
  const { sides, benefit, harm, either, formula, closed, ceiling, point } = result;
  const two = sides === 2 && result.family === null;
  const simulated = (chances: readonly AveragedChance[]) =>
    chances.map((chance) => cell(chance.estimate, shareText(chance)));
  const claimed = (claims: NonNullable<AssuranceResult['formula']>): TableCell[] => {
    const all = two ? [claims.benefit, claims.harm, claims.benefit + claims.harm] : [claims.benefit];
    return all.map((p) => cell(p, fixed(100 * p, 2)));
  };
  const row = (raw: string, text: string, cells: readonly TableCell[], error: number | null) => [
    cell(raw, text),
    ...cells,
    cell(error),
  ];
  const planned = two
    ? [point.benefit, point.harm].map((p) => cell(p.estimate, shareText(p))).concat(cell(null))
    : [cell(point.benefit.estimate, shareText(point.benefit))];
  return {
    name: 'assurance',
    title: result.family === null ? 'The chance to show' : 'The chance of success',
    audience: 'both',
    columns: [
      left('method', ''),
      right('benefit', result.family === null ? 'benefit' : 'success'),
      ...(two ? [right('harm', 'harm'), right('either', 'either')] : []),
      fileOnly('standardError'),
    ],
    rows: [
      row('simulation', 'simulation', simulated(two ? [benefit, harm, either] : [benefit]), benefit.standardError),
      ...(formula ? [row(LARGE_SAMPLES, LARGE_SAMPLES, claimed(formula), null)] : []),
      ...(closed ? [row(CLOSED_FORMULA, two ? 'closed formula' : CLOSED_FORMULA, claimed(closed.claims), null)] : []),
      ...(ceiling && hasCeiling(result)
        ? [row('any number of patients', 'any number of patients: at most', claimed(ceiling), null)]
        : []),
      row('planned values', 'power, were the planned values true', planned, point.benefit.standardError),
    ],
    notes: [
      `Per cent, in brackets the Monte Carlo standard error. ${formula ? `Large samples: the formula averaged over the same truths. ` : ''}${closed ? `Closed formula${two ? ` (${/\((.*)\)/.exec(CLOSED_FORMULA)?.[1]})` : ''}: one analysis at ${fixed(closed.events, 1)} events and a normal prior of the log hazard ratio. ` : ''}Where they part, the simulation is the one to trust.`,
    ],
  };
}

const SHARES = ['below 10 %', '10 to 50 %', '50 to 80 %', '80 to 90 %', '90 % or more'];
const PERCENTILES = [5, 25, 50, 75, 95];

function powerTables({ powers, priors, truths }: AssuranceResult): Table[] {
  return [
    {
      name: 'assurance-power-percentiles',
      title: 'Power over what is believed',
      audience: 'both',
      columns: [left('quantity', 'percentile'), ...PERCENTILES.map((p) => right(`p${p}`, `${p}th`))],
      rows: [[cell('power'), ...powers.percentiles.map(share)]],
      notes: [],
    },
    {
      name: 'assurance-power-shares',
      title: 'How much of what is believed gives which power',
      audience: 'both',
      columns: [left('power', 'power'), right('share', 'share')],
      rows: powers.shares.map((p, i) => [cell(SHARES[i]), cell(p, percent(p))]),
      notes: [`Of ${count(truths)} truths; this spread is what the priors leave open, no error of the simulation.`],
    },
    {
      name: 'assurance-truths',
      title: 'Power at each truth',
      audience: 'files',
      columns: [
        ...priors.map(({ path }) => right(path, path)),
        right('benefit', 'benefit'),
        right('formula', 'formula'),
      ],
      rows: powers.points.map(({ values, benefit, formula }) => [
        ...values.map((value) => cell(value)),
        cell(benefit),
        cell(formula?.benefit ?? null),
      ]),
      notes: [],
    },
  ];
}

/** Each hypothesis, any of them and all. */
function hypothesesTables({ family }: AssuranceResult): Table[] {
  if (family === null) return [];
  const { hypotheses, any, all } = family;
  const rows = [
    ...hypotheses.map(({ name, rejected }) => ({ name, chance: rejected })),
    ...(hypotheses.length > 1
      ? [
          { name: 'any of them', chance: any },
          { name: 'all of them', chance: all },
        ]
      : []),
  ];
  return [
    {
      name: 'assurance-hypotheses',
      title: 'The chance to reject each hypothesis',
      audience: 'both',
      columns: [left('hypothesis', 'hypothesis'), right('chance', 'chance'), fileOnly('standardError')],
      rows: rows.map(({ name, chance }) => [
        cell(name, clipped(name, 40)),
        cell(chance.estimate, shareText(chance)),
        cell(chance.standardError),
      ]),
      notes: [`Per cent, ${GIVEN_TRUTHS}.`],
    },
  ];
}

/** A mean with its error, which one that is the same in every trial has none of. */
const meanCell = (m: MeanEstimate, most = 1): TableCell =>
  cell(m.mean, m.standardDeviation < 1e-6 ? significant(m.mean) : estimateText(m.mean, m.standardError, most));

function looksTables({ looks, benefit }: AssuranceResult, unit: TimeUnit): Table[] {
  if (looks === null) return [];
  const { looks: rows, means, without } = looks;
  const harm = rows.some((row) => row.harm.count > 0);
  const worth = (name: string, chance: AveragedChance, of: typeof means) => [
    cell(name),
    cell(chance.estimate, shareText(chance)),
    ...[of.events, of.time, of.enrolled].map((mean) => meanCell(mean)),
  ];
  return [
    {
      name: 'assurance-looks',
      title: 'Where the trial stops, whatever is true',
      audience: 'both',
      columns: [
        left('look', 'look'),
        right('efficacy', 'efficacy'),
        ...(harm ? [right('harm', 'harm')] : []),
        right('futility', 'futility'),
        right('passed', 'passes'),
        right('successIfPassed', 'chance if passed'),
      ],
      rows: rows.map((row, k) => {
        const final = k === rows.length - 1;
        return [
          cell(k + 1, final ? 'final' : String(k + 1)),
          cell(row.efficacy.estimate, shareText(row.efficacy, 1)),
          ...(harm ? [cell(row.harm.estimate, shareText(row.harm, 1))] : []),
          final ? cell(null, '–') : cell(row.futility.estimate, shareText(row.futility, 1)),
          cell(row.passed?.estimate ?? null, shareText(row.passed, 1)),
          cell(row.successIfPassed?.estimate ?? null, shareText(row.successIfPassed, 1)),
        ];
      }),
      notes: [`Per cent of all trials, the last column of those that go on; ${GIVEN_TRUTHS}.`],
    },
    {
      name: 'assurance-worth-of-looks',
      title: 'What the looks are worth',
      audience: 'both',
      columns: [
        left('design', ''),
        right('chance', 'chance'),
        right('events', 'events'),
        right('time', `${unit}s`),
        right('enrolled', 'patients'),
      ],
      rows: [worth('with its looks', benefit, means), worth('final analysis alone', without.benefit, without.means)],
      notes: [`Means over what is believed; ${GIVEN_TRUTHS}, that of the chance with the draws of the truths.`],
    },
  ];
}

function expectedTable({ characteristics: c }: AssuranceResult, unit: TimeUnit): Table {
  const range = (spread: Spread, decimals: number) => `${fixed(spread.p5, decimals)} – ${fixed(spread.p95, decimals)}`;
  const spread = (label: string, of: Spread, decimals: number) => [
    cell(label),
    meanCell(of, decimals + 1),
    cell(range(of, decimals)),
  ];
  return {
    name: 'assurance-expected',
    title: 'What the trial is expected to see, whatever is true',
    audience: 'both',
    columns: [left('quantity', ''), right('mean', 'mean'), right('range', '90 % of trials')],
    rows: [
      spread('events', c.events, 0),
      spread(`${unit}s until it ends`, c.analysisTime, 1),
      [cell('patients enrolled'), meanCell(c.enrolled), cell(null, '')],
    ],
    notes: [`${capital(GIVEN_TRUTHS)}.`],
  };
}

export function assuranceTables(result: AssuranceResult, unit: TimeUnit): Table[] {
  return [
    priorsTable(result, unit),
    chancesTable(result),
    ...hypothesesTables(result),
    ...powerTables(result),
    ...looksTables(result, unit),
    expectedTable(result, unit),
    ...sizesTables(result),
  ];
}
