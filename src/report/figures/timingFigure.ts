/** Power of the deciding test over how late the ICI starts and how much it does: lines, or a map where there are many. */
import * as Plot from '@observablehq/plot';
import type { Axis, TimingPoint, TimingResult } from '../../questions/timing.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { fixed, percent, significant } from '../numbers.ts';
import { cell, fileOnly, right, type Table } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel } from './labels.ts';
import { INK, PAPER, SERIES_COUNT, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

const AXIS_LETTERS = 60;

function axisLabel({ label, isTime }: Axis, unit: TimeUnit): string {
  const words = nameLabel(label, AXIS_LETTERS);
  const starts = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  return isTime ? `${starts} (${unit}s)` : starts;
}

/** Borders half way between values, the outer ones as far out. */
function borders(values: readonly number[]): number[] {
  const inner = values.slice(1).map((value, i) => (value + values[i]) / 2);
  const [first, last] = [values[0], values[values.length - 1]];
  return [2 * first - inner[0], ...inner, 2 * last - inner[inner.length - 1]];
}

export function timingFigure(timing: TimingResult | null, unit: TimeUnit): Figure | null {
  if (timing === null || timing.points.length < 2) return null;
  const { x, y, tests, points, targetPower } = timing;
  const deciding = Math.max(
    0,
    tests.findIndex((test) => test.deciding),
  );
  if (x.numbers.length < 2) return null;
  const powerOf = ({ tests: at }: TimingPoint) => at[deciding].power;
  const yLabel = axisLabel(y, unit);
  const title = 'Power over timing and effect';
  const asLines = y.numbers.length <= SERIES_COUNT;
  const test = nameLabel(tests[deciding].name, 70);
  const target = `${fixed(100 * targetPower, 0)} %`;
  const caption = `Simulated power of the ${test} by ${nameLabel(x.label, AXIS_LETTERS)}${
    asLines
      ? `, a line for each ${nameLabel(y.label, AXIS_LETTERS)}, with 95 % Monte Carlo intervals; the dashed line is the target, ${target}.`
      : ` and ${nameLabel(y.label, AXIS_LETTERS)}, in per cent; the line joins the latest points that reach the target, ${target}.`
  }`;
  const common = { name: 'timing', title, description: caption, xLabel: axisLabel(x, unit) };
  const svg = asLines
    ? plotSvg({
        ...common,
        yLabel: `Power (%), by ${yLabel.charAt(0).toLowerCase()}${yLabel.slice(1)}`,
        legend: y.numbers.map((value, i) => ({
          label: significant(value, 3),
          series: series(i),
          kind: 'line and marker' as const,
        })),
        marginRight: 56,
        x: { type: 'linear', domain: [x.numbers[0], x.numbers[x.numbers.length - 1]], inset: 10 },
        y: { type: 'linear', domain: [0, 100], grid: true, ticks: 5 },
        marks: [
          Plot.ruleY([0], { stroke: INK }),
          Plot.ruleY([100 * targetPower], { stroke: INK, strokeDasharray: '6 3' }),
          Plot.text([100 * targetPower], {
            y: (p: number) => p,
            frameAnchor: 'right',
            dx: 5,
            textAnchor: 'start',
            text: () => target,
            fill: INK,
          }),
          ...y.numbers.flatMap((_, i) => {
            const { colour, dash, symbol } = series(i);
            const row = points
              .filter(({ at }) => at.y === i)
              .map((point) => ({
                x: point.x,
                power: 100 * powerOf(point).estimate,
                low: 100 * powerOf(point).low,
                high: 100 * powerOf(point).high,
              }));
            return [
              Plot.line(row, { x: 'x', y: 'power', stroke: colour, strokeWidth: 2, ...dashed(dash) }),
              Plot.ruleX(row, { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1.25 }),
              Plot.dot(row, { x: 'x', y: 'power', symbol, r: 4.5, fill: colour, stroke: PAPER }),
            ];
          }),
        ],
      })
    : mapSvg(timing, deciding, { ...common, yLabel });
  return { name: 'timing', title, caption, svg, table: tableOf(timing, deciding, title, unit) };
}

function mapSvg(
  { x, y, points, longest }: TimingResult,
  deciding: number,
  common: { name: string; title: string; description: string; xLabel: string; yLabel: string },
): string {
  const [across, up] = [borders(x.numbers), borders(y.numbers)];
  const cells = points.map(({ at, x: cx, y: cy, tests }) => ({
    x1: across[at.x],
    x2: across[at.x + 1],
    y1: up[at.y],
    y2: up[at.y + 1],
    cx,
    cy,
    power: tests[deciding].power.estimate,
  }));
  const contour = longest
    .filter(({ test, kind }) => test === deciding && kind === 'within')
    .flatMap(({ x: at, y: row }) => (at === null ? [] : [{ x: at, y: row }]));
  const roomy = x.numbers.length <= 16 && y.numbers.length <= 16;
  return plotSvg({
    ...common,
    x: { type: 'linear', domain: [across[0], across[across.length - 1]] },
    y: { type: 'linear', domain: [up[0], up[up.length - 1]] },
    marks: [
      Plot.rect(cells, {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: series(0).colour,
        fillOpacity: ({ power }: { power: number }) => 0.04 + 0.66 * power,
        stroke: PAPER,
      }),
      ...(contour.length > 1
        ? [
            Plot.line(contour, { x: 'x', y: 'y', stroke: PAPER, strokeWidth: 6 }),
            Plot.line(contour, { x: 'x', y: 'y', stroke: series(1).colour, strokeWidth: 2.5 }),
          ]
        : []),
      ...(roomy
        ? [
            Plot.text(cells, {
              x: 'cx',
              y: 'cy',
              text: ({ power }: { power: number }) => fixed(100 * power, 0),
              fill: INK,
            }),
          ]
        : []),
    ],
  });
}

function tableOf({ x, y, points }: TimingResult, deciding: number, title: string, unit: TimeUnit): Table {
  return {
    name: 'figure-timing',
    title,
    audience: 'both',
    columns: [
      right('x', axisLabel(x, unit)),
      right('y', axisLabel(y, unit)),
      right('power', 'power'),
      right('low', '95 % from'),
      right('high', 'to'),
      fileOnly('replicates'),
    ],
    rows: points.map((point) => {
      const { power } = point.tests[deciding];
      return [
        cell(point.x, significant(point.x, 3)),
        cell(point.y, significant(point.y, 3)),
        ...[power.estimate, power.low, power.high].map((p) => cell(p, percent(p))),
        cell(power.replicates),
      ];
    }),
    notes: [],
  };
}
