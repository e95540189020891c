/** How far patients who were not randomised explain a published hazard ratio, in words and tables. */
import type { ReplayResult } from '../questions/replay.ts';
import type { BiasOfFactors, FactorAlone, UnlikePatients } from '../questions/unlikePatients.ts';
import type { Reported, ReportedFactor } from '../scenario/scenario.ts';
import { eValueText } from './eValueWords.ts';
import { fixed, percent, proportionText, significant, units } from './numbers.ts';
import { publishedTable, studyTables } from './replayReport.ts';
import { cell, fileOnly, left, right, type Section, type Table } from './table.ts';
import { clipped, listed } from './testWords.ts';

type Limits = BiasOfFactors['interval'];

const ratio = (x: number): string => fixed(x, 2);
const limitsText = (interval: NonNullable<Limits>): string => `${ratio(interval.lower)} to ${ratio(interval.upper)}`;

/** What the factors alone do, and what is left of the published hazard ratio. */
function biasAnswer({ factors, together, withoutBias }: UnlikePatients, reported: Reported): string {
  const names = listed(factors.map(({ factor }) => factor.name));
  const from =
    together.interval === null ? '' : ` (95 % CI ${limitsText(together.interval)}, from those of the factors)`;
  const found = `Patients of ${reported.experimental.name} who differ from those of ${reported.control.name} in ${names} as printed would have HR ${ratio(together.hazardRatio)}${from} without any effect of it`;
  if (withoutBias === null) return `${found}.`;
  const { ofFactors, ofBoth } = withoutBias;
  const left = ofBoth ?? ofFactors;
  const limits = left === null ? '' : ` (95 % CI ${limitsText(left)})`;
  return `${found}: without that bias the published HR ${significant(reported.hazardRatio?.value ?? Number.NaN)} would be ${ratio(withoutBias.hazardRatio)}${limits}.`;
}

/** How often studies of such patients find what was published, beside studies of patients who are alike. */
function simulatedProse({ truths }: ReplayResult, reported: Reported): string[] {
  const [unlike, alike] = (['unlike patients', 'no difference'] as const).map((of) =>
    truths.find(({ truth }) => truth === of),
  );
  if (unlike === undefined || alike === undefined) return [];
  const same = unlike.published.hazardRatioSameWay;
  const value = reported.hazardRatio?.value ?? 1;
  const away = value >= 1 ? '≥' : '≤';
  const reaching =
    same === null
      ? ''
      : ` HR ${away} ${significant(value)} is found in ${proportionText(same)} of them, and in ${proportionText(alike.published.hazardRatioSameWay)} where patients are alike.`;
  return [
    `Studies of such patients, simulated without any effect, are significant in ${proportionText(unlike.characteristics.power)}.${reaching}`,
  ];
}

function modelProse({ factors, together }: UnlikePatients, { control }: Reported, unit: string): string {
  const known = factors.filter(({ factor }) => factor.hazardRatio.low === null || factor.hazardRatio.high === null);
  const taken =
    known.length === 0
      ? ''
      : ` Printed without an interval, the hazard ratio of ${listed(known.map(({ factor }) => factor.name))} counts as known.`;
  const intervals =
    together.interval === null
      ? ''
      : ' Intervals come of those of the factors’ hazard ratios, by the delta method, which are taken as independent of one another and of the published hazard ratio; they are no error of simulation.';
  const median =
    control.median === null
      ? ''
      : `, and the control arm as a whole keeps its median of ${units(significant(control.median.value), unit)}`;
  return `Hazard ratios without effect are the limits, by large samples, of Cox’s unadjusted hazard ratio over the follow-up of the study. Factors act on the hazard proportionally and are independent of one another within an arm; continuous ones are normal${median}. Shares and means are those printed, of the patients compared.${intervals}${taken}`;
}

const inArm = (inArms: ReportedFactor['inArms'], arm: 'control' | 'experimental'): string => {
  if (inArms.kind === 'share') return percent(inArms[arm]);
  return `${significant(inArms[arm].mean)} ± ${significant(inArms[arm].sd)}`;
};

function biasText({ hazardRatio, interval }: BiasOfFactors): string {
  return interval === null
    ? ratio(hazardRatio)
    : `${ratio(hazardRatio)} (${ratio(interval.lower)}–${ratio(interval.upper)})`;
}

function factorsTable({ factors, together }: UnlikePatients, { hazardRatio }: Reported): Table {
  const published = hazardRatio?.value ?? null;
  const numbers = ({ hazardRatio: of, standardError, interval }: BiasOfFactors) => [
    cell(of, biasText({ hazardRatio: of, standardError, interval })),
    cell(standardError),
    cell(interval?.lower ?? null),
    cell(interval?.upper ?? null),
    cell(published === null ? null : published / of, published === null ? '–' : ratio(published / of)),
  ];
  const rowOf = ({ factor: { name, inArms, hazardRatio: of }, bias }: FactorAlone) => [
    cell(name, clipped(name, 20)),
    ...(['control', 'experimental'] as const).map((arm) => cell(inArm(inArms, arm))),
    cell(of.value, significant(of.value)),
    ...numbers(bias),
  ];
  return {
    name: 'replay-factors',
    title: 'Hazard ratio by large samples if treatment does nothing and arms differ in',
    audience: 'both',
    columns: [
      left('factor', ''),
      right('control', 'control'),
      right('experimental', 'exp.'),
      right('hazardRatio', 'ratio'),
      right('withoutEffect', 'HR (95 % CI)'),
      fileOnly('standardErrorOfLog'),
      fileOnly('low'),
      fileOnly('high'),
      right('publishedOverIt', published === null ? 'published ÷ it' : `${significant(published)} ÷ it`),
    ],
    rows: [
      ...factors.map(rowOf),
      ...(factors.length > 1 ? [[cell('all together'), cell(''), cell(''), cell(null, ''), ...numbers(together)]] : []),
    ],
    notes: [],
  };
}

/** Null where the study names no factors and printed no hazard ratio. */
export function unlikeSection(result: ReplayResult, reported: Reported, unit: string): Section | null {
  const { unlike, eValues, truths } = result;
  if (unlike === undefined && eValues === undefined) return null;
  const bias = unlike === undefined ? [] : [biasAnswer(unlike, reported)];
  const unmeasured = eValues === undefined ? [] : [eValueText(eValues, reported.experimental.name)];
  const sides = truths.filter(({ truth }) => truth === 'no difference' || truth === 'unlike patients');
  return {
    title: 'Without randomisation',
    answer: [...bias, ...unmeasured],
    prose: unlike === undefined ? [] : [...simulatedProse(result, reported), modelProse(unlike, reported, unit)],
    tables:
      unlike === undefined
        ? []
        : [
            factorsTable(unlike, reported),
            { ...publishedTable(reported, result, sides), name: 'replay-published-unlike' },
            { ...studyTables(result, sides, unit).readers, name: 'replay-characteristics-unlike' },
          ],
  };
}
