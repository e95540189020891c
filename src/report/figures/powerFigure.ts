/** Power against N: simulated, fitted, by the formulas, and where the planned and the found N stand. */
import * as Plot from '@observablehq/plot';
import type { Formula } from '../../questions/closedForms.ts';
import type { CurveResult } from '../../questions/curve.ts';
import type { SizeResult } from '../../questions/size.ts';
import { count, fixed, percent } from '../numbers.ts';
import { cell, fileOnly, right } from '../table.ts';
import { listed } from '../testWords.ts';
import type { Figure } from './figure.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

const NAMES: Partial<Record<Formula, string>> = {
  schoenfeld: 'Schoenfeld',
  freedman: 'Freedman',
  lachinFoulkes: 'Lachin–Foulkes, difference',
  lachinFoulkesLog: 'Lachin–Foulkes, log',
  logRankDrift: 'log-rank, integrated',
  testDrift: 'test, integrated',
  recursiveIntegration: 'looks, by integration',
};

/** The formulas that apply to the test: those of looks, or of a test that is no plain log-rank, before others. */
function formulasOf({ points }: CurveResult): Formula[] {
  const has = (formula: Formula) =>
    points.filter(({ closed }) => closed.some((row) => row.formula === formula && row.power !== null)).length > 1;
  if (has('recursiveIntegration')) return ['recursiveIntegration'];
  const shown: readonly Formula[] = has('testDrift')
    ? ['testDrift', 'schoenfeld']
    : ['schoenfeld', 'freedman', 'lachinFoulkes', 'lachinFoulkesLog', 'logRankDrift'];
  return shown.filter(has);
}

/** A vertical rule with words at its top. */
interface Landmark {
  readonly patients: number;
  readonly words: string;
}

function landmarksOf(size: SizeResult | null, planned: number | null): Landmark[] {
  const found = (size?.targets ?? []).flatMap(({ simulated }) =>
    simulated.kind === 'size'
      ? [
          {
            patients: simulated.patients,
            words: `${count(simulated.patients)} for ${fixed(100 * simulated.targetPower, 0)} %`,
          },
        ]
      : [],
  );
  return [...(planned === null ? [] : [{ patients: planned, words: `planned ${count(planned)}` }]), ...found];
}

export function powerFigure(
  curve: CurveResult | null,
  size: SizeResult | null,
  planned: number | null,
  targets: readonly number[],
): Figure | null {
  if (curve === null || curve.points.length < 2) return null;
  const { points } = curve;
  const formulas = formulasOf(curve);
  const landmarks = landmarksOf(size, planned);
  const sizes = points.map(({ patients }) => patients);
  const all = [...sizes, ...landmarks.map(({ patients }) => patients)];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  if (!(high > low)) return null;
  const pad = (high - low) * 0.03;
  const fitted = points.map(({ patients, fitted: power }) => ({ n: patients, power: 100 * power }));
  const formulaRows = formulas.map((formula) =>
    points.flatMap(({ patients, closed }) => {
      const power = closed.find((row) => row.formula === formula)?.power ?? null;
      return power === null ? [] : [{ n: patients, power: 100 * power }];
    }),
  );
  const simulated = points.map(({ patients, power }) => ({
    n: patients,
    power: 100 * power.estimate,
    low: 100 * power.low,
    high: 100 * power.high,
  }));
  const legend: LegendEntry[] = [
    { label: 'simulated, with its 95 % band', series: series(0), kind: 'marker' },
    { label: 'fitted', series: { ...series(0), dash: null }, kind: 'line' },
    ...formulas.map((formula, i) => ({
      label: NAMES[formula] ?? formula,
      series: series(i + 1),
      kind: 'thin line' as const,
    })),
  ];
  const title = 'Power against the number of patients';
  const caption = `Simulated power at ${count(points.length)} sizes (${count(points[0].power.replicates)} trials each, the same random numbers at every size) with 95 % Monte Carlo intervals, the curve fitted to it${formulas.length > 0 ? ', and the large-sample formulas' : ''}. Horizontal lines are the target powers${landmarks.length > 0 ? ', vertical lines the planned and the found numbers of patients' : ''}.`;
  const step = (high - low) / 5;
  /** Landmarks from left to right, each on a line of its own where the one before is near. */
  let row = 0;
  const placed = [...landmarks]
    .sort((a, b) => a.patients - b.patients)
    .map((mark, i, sorted) => {
      row = i > 0 && mark.patients - sorted[i - 1].patients < step ? row + 1 : 0;
      return { ...mark, row };
    });
  return {
    name: 'power',
    title,
    caption,
    svg: plotSvg({
      name: 'power',
      title,
      description: caption,
      xLabel: 'Patients in all arms together',
      yLabel: 'Power (%)',
      legend,
      marginRight: 56,
      x: {
        type: 'linear',
        domain: [low - pad, high + pad],
        ticks: 8,
        tickFormat: (n: number) => count(n),
      } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, 100], grid: true, ticks: 5 },
      marks: [
        Plot.ruleY([0], { stroke: INK }),
        Plot.ruleY(targets, { y: (p: number) => 100 * p, stroke: INK, strokeWidth: 1, strokeDasharray: '6 3' }),
        Plot.text(targets, {
          y: (p: number) => 100 * p,
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 5,
          text: (p: number) => `${fixed(100 * p, 0)} %`,
          fill: INK,
        }),
        Plot.areaY(simulated, { x: 'n', y1: 'low', y2: 'high', fill: series(0).colour, fillOpacity: 0.18 }),
        ...formulaRows.map((rows, i) => {
          const { colour, dash } = series(i + 1);
          return Plot.line(rows, { x: 'n', y: 'power', stroke: colour, strokeWidth: 1.25, ...dashed(dash) });
        }),
        Plot.line(fitted, { x: 'n', y: 'power', curve: 'monotone-x', stroke: series(0).colour, strokeWidth: 2 }),
        Plot.ruleX(simulated, { x: 'n', y1: 'low', y2: 'high', stroke: series(0).colour, strokeWidth: 1.5 }),
        Plot.dot(simulated, { x: 'n', y: 'power', r: 4, fill: series(0).colour, stroke: PAPER }),
        Plot.ruleX(placed, { x: 'patients', stroke: INK, strokeDasharray: '2 3' }),
        Plot.text(placed, {
          x: 'patients',
          y: ({ row: line }: { row: number }) => 4 + 6 * line,
          text: 'words',
          textAnchor: 'start',
          dx: 5,
          fill: INK,
          stroke: PAPER,
          strokeWidth: 4,
        }),
      ],
    }),
    table: {
      name: 'figure-power',
      title,
      audience: 'both',
      columns: [
        right('patients', 'N'),
        right('power', 'simulated power'),
        right('low', '95 % from'),
        right('high', 'to'),
        right('fitted', 'fitted'),
        ...formulas.map((formula) => right(formula, NAMES[formula] ?? formula)),
        fileOnly('replicates'),
      ],
      rows: points.map(({ patients, power, fitted: at, closed }) => [
        cell(patients, count(patients)),
        ...[power.estimate, power.low, power.high, at].map((p) => cell(p, percent(p))),
        ...formulas.map((formula) => {
          const p = closed.find((row) => row.formula === formula)?.power ?? null;
          return cell(p, percent(p));
        }),
        cell(power.replicates),
      ]),
      notes: landmarks.length === 0 ? [] : [`Marked: ${listed(landmarks.map(({ words }) => words))}.`],
    },
  };
}
