/** The power curve as a table. */
import type { Formula } from '../questions/closedForms.ts';
import type { CurveResult } from '../questions/curve.ts';
import type { PowerResult } from '../questions/power.ts';
import type { SizeResult } from '../questions/size.ts';
import { isAdjusted } from '../tally/estimates.ts';
import { count, fixed, percent } from './numbers.ts';
import { cell, fileOnly, right, type Section } from './table.ts';
import { listed } from './testWords.ts';

const SHOWN: readonly [Formula, string][] = [
  ['schoenfeld', 'Schoenf.'],
  ['freedman', 'Freedman'],
  ['rubinstein', 'Rubinst.'],
  ['lachinFoulkes', 'Lachin–F.'],
  ['lachinFoulkesLog', 'log HR'],
  ['logRankDrift', 'drift'],
  ['testDrift', 'large sample'],
  ['recursiveIntegration', 'looks'],
];

/** Powers that other parts of the report give for sizes along the curve, from replicates of their own. */
function elsewhere(points: CurveResult['points'], power: PowerResult | null, size: SizeResult | null): string[] {
  const found = [
    ...(power === null ? [] : [{ patients: power.patients, power: power.alternative.power }]),
    ...(size?.targets ?? []).flatMap(({ simulated: s }) =>
      s.kind === 'size' ? [{ patients: s.patients, power: s.characteristics.power }] : [],
    ),
  ].filter(({ patients }, i, all) => all.findIndex((each) => each.patients === patients) === i);
  const within = (n: number) => points[0].patients <= n && n <= points[points.length - 1].patients;
  const shown = found.filter(({ patients }) => within(patients));
  if (points.length === 0 || shown.length === 0) return [];
  const powers = shown.map((each) => `${fixed(100 * each.power.estimate, 1)} % with ${count(each.patients)} patients`);
  return [
    `These runs are for the shape of the curve; to quote is what replicates of their own gave: ${listed(powers)}.`,
  ];
}

/**
 * The section of the curve; `power` and `size` are answers of the same report that gave powers of some of the sizes,
 * null where it has none.
 */
export function curveSection(
  result: CurveResult,
  unit: string,
  power: PowerResult | null = null,
  size: SizeResult | null = null,
): Section {
  const formulas = SHOWN.filter(([formula]) =>
    result.points.some(({ closed }) => closed.some((row) => row.formula === formula && row.power !== null)),
  );
  const sequential = formulas.some(([formula]) => formula === 'recursiveIntegration');
  // Formulas of the plain log-rank say little about a fixed design with another test.
  const ofTest = !sequential && formulas.some(([formula]) => formula === 'testDrift');
  const hidden = (formula: Formula): boolean => {
    if (sequential) return formula !== 'recursiveIntegration';
    return ofTest
      ? !['testDrift', 'schoenfeld'].includes(formula)
      : ['rubinstein', 'lachinFoulkesLog'].includes(formula);
  };
  return {
    title: 'Power against N',
    prose: elsewhere(result.points, power, size),
    tables: [
      {
        name: 'power-curve',
        title: 'Power curve',
        audience: 'both',
        columns: [
          right('patients', 'N'),
          right('events', 'events'),
          right('analysisTime', unit),
          right('power', 'simulated'),
          fileOnly('powerStandardError'),
          fileOnly('powerLow'),
          fileOnly('powerHigh'),
          fileOnly('replicates'),
          right('fitted', 'fitted'),
          ...formulas.map(([formula, heading]) => (hidden(formula) ? fileOnly(formula) : right(formula, heading))),
        ],
        rows: result.points.map((point) => [
          cell(point.patients, count(point.patients)),
          cell(point.events.mean, fixed(point.events.mean, 1)),
          cell(point.analysisTime.mean, fixed(point.analysisTime.mean, 1)),
          cell(
            point.power.estimate,
            `${fixed(100 * point.power.estimate, 1)} (${fixed(100 * point.power.standardError, 1)})`,
          ),
          cell(point.power.standardError),
          cell(point.power.low),
          cell(point.power.high),
          cell(point.power.replicates),
          cell(point.fitted, fixed(100 * point.fitted, 1)),
          ...formulas.map(([formula]) => {
            const p = point.closed.find((row) => row.formula === formula)?.power ?? null;
            return cell(p, p === null ? '–' : fixed(100 * p, 1));
          }),
        ]),
        notes: [
          `Power in per cent (Monte Carlo standard error), ${count(result.points[0]?.power.replicates ?? 0)} replicates at each N, the same random numbers throughout.${result.points.some(({ power: own }) => isAdjusted(own)) ? ' Control variates, counts of events less what their hazards let expect, narrow it.' : ''} Fitted: Φ(a + b√N), a = ${fixed(result.model.intercept, 3)}, b = ${fixed(result.model.slope, 4)}. At the largest N shown the fitted power is ${percent(result.points.at(-1)?.fitted ?? null)}.${sequential ? ' Looks: recursive integration.' : ''}${ofTest ? ' Large sample: mean and variance of the test, integrated.' : ''}`,
        ],
      },
    ],
  };
}
