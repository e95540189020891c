/** `replay` in words and tables. */
import { exp } from '../elementary/exp.ts';
import type { PublishedAmongSimulated, ReplayResult } from '../questions/replay.ts';
import type { Reported } from '../scenario/scenario.ts';
import type { Proportion } from '../tally/estimates.ts';
import { describeRule } from '../trial/analysis.ts';
import { characteristicsTables } from './characteristics.ts';
import { count, decimalsFor, fixed, proportionText, pValueText, significant, units } from './numbers.ts';
import { cell, left, right, type Section, type Table } from './table.ts';

type Key = keyof PublishedAmongSimulated;

function rowsFor(reported: Reported, result: ReplayResult): [Key, string][] {
  const p = pValueText(reported.pValue?.value ?? null);
  const ratio = fixed(reported.hazardRatio?.value ?? null, 3);
  const apart =
    reported.control.median && reported.experimental.median
      ? significant(Math.abs(reported.control.median.value - reported.experimental.median.value))
      : '–';
  const away = (reported.hazardRatio?.value ?? 1) >= 1 ? '≥' : '≤';
  const rows: [Key, string][] = [
    ['pAtMost', `log-rank P ≤ ${p}`],
    ['pAtLeast', `log-rank P ≥ ${p}`],
    ['hazardRatioEitherWay', `HR as far from 1 as ${ratio}`],
    ['hazardRatioSameWay', `HR ${away} ${ratio}`],
    ['mediansEitherWay', `medians ≥ ${apart} apart`],
    ['mediansSameWay', '  in the same direction'],
    ['disagreement', 'HR v medians as at odds'],
  ];
  return rows.filter(([key]) => result.truths.some(({ published }) => published[key] !== null));
}

function short(p: Proportion | null): string {
  if (p === null) return '–';
  const decimals = Math.max(1, decimalsFor(100 * p.standardError, 2));
  return `${fixed(100 * p.estimate, decimals)} % (${fixed(100 * p.standardError, decimals)})`;
}

function publishedTables(reported: Reported, result: ReplayResult): Table[] {
  const rows = rowsFor(reported, result);
  const headings = result.truths.map(({ truth }) => truth.replace('hazard ratio', 'HR'));
  const title = 'Where the published results fall: share of simulated studies with';
  return [
    {
      name: 'replay-published',
      title,
      audience: 'readers',
      columns: [left('result', ''), ...headings.map((heading) => right(heading, heading))],
      rows: rows.map(([key, label]) => [
        cell(label),
        ...result.truths.map(({ published }) => cell(key, short(published[key]))),
      ]),
      notes: ['In brackets: Monte Carlo standard error.'],
    },
    {
      name: 'replay-published',
      title,
      audience: 'files',
      columns: ['truth', 'result', 'estimate', 'standardError', 'low', 'high', 'count', 'replicates'].map((key) =>
        left(key, key),
      ),
      rows: result.truths.flatMap(({ truth, published }) =>
        rows.flatMap(([key]) => {
          const p = published[key];
          if (p === null) return [];
          return [
            [
              cell(truth),
              cell(key),
              ...[p.estimate, p.standardError, p.low, p.high, p.count, p.replicates].map((x) => cell(x)),
            ],
          ];
        }),
      ),
      notes: [],
    },
  ];
}

export function replaySection(result: ReplayResult, reported: Reported, unit: string): Section {
  const { conduct, disagreement, truths } = result;
  const model = conduct.survivalShape === 1 ? 'exponential' : `Weibull (shape ${conduct.survivalShape})`;
  const duration = conduct.accrual.duration;
  const answer: string[] = [];
  const provisos: string[] = [];
  const prose = [
    `The published study (${count(result.patientsExperimental)} ${reported.experimental.name}, ${count(result.patientsControl)} ${reported.control.name}) simulated as conducted${duration === null ? '' : `: enrolment over ${units(significant(duration), unit)}`}, analysis ${describeRule(conduct.analysis, unit)}, ${model} survival, two-sided 5 % log-rank test.`,
  ];
  for (const { truth, hazardRatio, characteristics: c } of truths) {
    const name =
      truth === 'no difference'
        ? 'If there is no difference'
        : `If the ${truth} were the truth (HR ${significant(hazardRatio)})`;
    answer.push(
      truth === 'no difference'
        ? `${name}, a study of this size is significant in ${proportionText(c.power)}.`
        : `${name}, a study of this size has power ${proportionText(c.power)}.`,
    );
  }
  if (result.impliedEvents !== null && result.expectedEvents !== null)
    prose.push(
      `The confidence interval of the published hazard ratio implies about ${fixed(result.impliedEvents, 1)} events; as simulated the study has ${fixed(result.expectedEvents, 1)} on average.`,
    );
  if (disagreement !== null && disagreement.logDifference > 0.01) {
    const chance = truths.flatMap(({ truth, published }) =>
      published.disagreement === null ? [] : [`${proportionText(published.disagreement)} under ${truth}`],
    );
    provisos.push(
      `The paper's medians imply HR ${significant(disagreement.impliedHazardRatio)} under ${model} survival with proportional hazards; it reports ${significant(disagreement.reportedHazardRatio)}. The two summaries disagree by a factor of ${fixed(exp(disagreement.logDifference), 2)}. Chance alone makes a study of this size disagree with itself at least as much in ${chance.join('; ')}.`,
    );
  }
  const tables = [
    ...publishedTables(reported, result),
    ...characteristicsTables(
      'replay-characteristics',
      'What such a study observes',
      truths.map(({ truth, characteristics }) => ({ heading: truth.replace('hazard ratio', 'HR'), characteristics })),
      unit,
      2,
    ),
  ];
  return { title: 'The published study, replayed', answer, provisos, prose, tables };
}
