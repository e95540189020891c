/** Power of the deciding test over how late the second treatment starts and how much it does: lines, or a map where there are many. */
import * as Plot from '@observablehq/plot';
import { log } from '../../elementary/log.ts';
import type { Axis, TimingResult } from '../../questions/timing.ts';
import type { TimingPoint } from '../../questions/timingPoint.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { headingsOf } from '../axisWords.ts';
import { fixed, percent, significant } from '../numbers.ts';
import { cell, fileOnly, right, type Table } from '../table.ts';
import { capital } from '../testWords.ts';
import { zeroContour } from './contour.ts';
import type { Figure } from './figure.ts';
import { nameLabel } from './labels.ts';
import { INK, PAPER, SERIES_COUNT, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

const AXIS_LETTERS = 60;

/** An axis as it is drawn: in the unit in which its values were asked for. */
interface Scale {
  /** `lag of Standard + drug` */
  readonly label: string;
  /** `Lag of Standard + drug (weeks)` */
  readonly title: string;
  readonly numbers: readonly number[];
  /** The value of the scenario as it stands; null where it lies outside. */
  readonly planned: number | null;
  readonly factor: number;
}

function scaleOf(axis: Axis, unit: TimeUnit): Scale {
  const { unit: counted, factor } = headingsOf(axis, unit);
  const label = nameLabel(axis.label, AXIS_LETTERS);
  const numbers = axis.numbers.map((number) => number * factor);
  const planned = axis.planned === null ? null : axis.planned * factor;
  const slack = 1e-9 * Math.abs(numbers[numbers.length - 1] - numbers[0]);
  const within = planned !== null && planned >= numbers[0] - slack && planned <= numbers[numbers.length - 1] + slack;
  return { label, title: `${capital(label)}${counted}`, numbers, planned: within ? planned : null, factor };
}

/** Borders half way between values, the outer borders as far out. */
function borders(values: readonly number[]): number[] {
  const inner = values.slice(1).map((value, i) => (value + values[i]) / 2);
  const [first, last] = [values[0], values[values.length - 1]];
  return [2 * first - inner[0], ...inner, 2 * last - inner[inner.length - 1]];
}

export function timingFigure(timing: TimingResult | null, unit: TimeUnit): Figure | null {
  if (timing === null || timing.points.length < 2) return null;
  const { tests, points, targetPower } = timing;
  const deciding = Math.max(
    0,
    tests.findIndex((test) => test.deciding),
  );
  const [x, y] = [scaleOf(timing.x, unit), scaleOf(timing.y, unit)];
  if (x.numbers.length < 2) return null;
  const powerOf = ({ tests: at }: TimingPoint) => at[deciding].power;
  const title = nameLabel(`Power by ${timing.x.words} and ${timing.y.words}`, 90);
  const asLines = y.numbers.length <= SERIES_COUNT;
  const test = nameLabel(tests[deciding].name, 70);
  const target = `${fixed(100 * targetPower, 0)} %`;
  const plan =
    x.planned === null || (!asLines && y.planned === null)
      ? ''
      : asLines
        ? ' The dotted vertical line is the plan.'
        : ' The ring is the plan.';
  const caption = `Simulated power of the ${test} by ${x.label}${
    asLines
      ? `, a line for each ${y.label}, with 95 % Monte Carlo intervals; the dashed line is the target, ${target}.`
      : ` and ${y.label}, in per cent; along the line the power is the target, ${target}.`
  }${plan}`;
  const heading = nameLabel(`Power (%) of the ${test} by ${timing.x.words} and ${timing.y.words}`, 96);
  const common = { name: 'timing', title, heading, description: caption, xLabel: x.title };
  const svg = asLines
    ? plotSvg({
        ...common,
        yLabel: `Power (%), by ${y.title.charAt(0).toLowerCase()}${y.title.slice(1)}`,
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
          ...(x.planned === null
            ? []
            : [
                Plot.ruleX([x.planned], { stroke: INK, strokeDasharray: '2 3' }),
                Plot.text([x.planned], {
                  x: (p: number) => p,
                  frameAnchor: 'bottom',
                  dx: 4,
                  dy: -4,
                  textAnchor: 'start',
                  text: () => 'plan',
                  fill: INK,
                }),
              ]),
          ...y.numbers.flatMap((_, i) => {
            const { colour, dash, symbol } = series(i);
            const row = points
              .filter(({ at }) => at.y === i)
              .map((point) => ({
                x: point.x * x.factor,
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
    : mapSvg(timing, deciding, x, y, { ...common, yLabel: y.title });
  return { name: 'timing', title, caption, svg, table: tableOf(timing, deciding, x, y, title) };
}

function mapSvg(
  { points, targetPower }: TimingResult,
  deciding: number,
  x: Scale,
  y: Scale,
  common: { name: string; title: string; heading: string; description: string; xLabel: string; yLabel: string },
): string {
  const [across, up] = [borders(x.numbers), borders(y.numbers)];
  const cells = points.map(({ at, tests }) => ({
    x1: across[at.x],
    x2: across[at.x + 1],
    y1: up[at.y],
    y2: up[at.y + 1],
    cx: x.numbers[at.x],
    cy: y.numbers[at.y],
    power: tests[deciding].power.estimate,
  }));
  const known = new Map(points.map(({ at, tests }) => [`${at.x} ${at.y}`, tests[deciding].power]));
  const contour = zeroContour(x.numbers, y.numbers, (i, j) => {
    const power = known.get(`${i} ${j}`);
    if (power === undefined) return Number.NaN;
    // Half a replicate keeps a share of 0 or 1 finite.
    const share = (power.estimate * power.replicates + 0.5) / (power.replicates + 1);
    return log(share / (1 - share)) - log(targetPower / (1 - targetPower));
  });
  const plan = x.planned === null || y.planned === null ? [] : [{ x: x.planned, y: y.planned }];
  const roomy = x.numbers.length <= 16 && y.numbers.length <= 16;
  const ends = { x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2', strokeLinecap: 'round' } as const;
  return plotSvg({
    ...common,
    legend: [
      ...(contour.length > 0
        ? [
            {
              label: `power ${fixed(100 * targetPower, 0)} %`,
              series: { ...series(1), dash: null },
              kind: 'line' as const,
            },
          ]
        : []),
      ...(plan.length > 0
        ? [{ label: 'plan', series: { ...series(0), colour: INK, symbol: 'circle' as const }, kind: 'marker' as const }]
        : []),
    ],
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
      Plot.link(contour, { ...ends, stroke: PAPER, strokeWidth: 5, strokeOpacity: 0.8 }),
      Plot.link(contour, { ...ends, stroke: series(1).colour, strokeWidth: 2.5 }),
      Plot.dot(plan, { x: 'x', y: 'y', r: 12, stroke: PAPER, strokeWidth: 5 }),
      Plot.dot(plan, { x: 'x', y: 'y', r: 12, stroke: INK, strokeWidth: 2 }),
    ],
  });
}

function tableOf({ points }: TimingResult, deciding: number, x: Scale, y: Scale, title: string): Table {
  return {
    name: 'figure-timing',
    title,
    audience: 'both',
    columns: [
      right('x', x.title),
      right('y', y.title),
      right('power', 'power'),
      right('low', '95 % from'),
      right('high', 'to'),
      fileOnly('replicates'),
    ],
    rows: points.map((point) => {
      const { power } = point.tests[deciding];
      return [
        cell(point.x, significant(point.x * x.factor, 3)),
        cell(point.y, significant(point.y * y.factor, 3)),
        ...[power.estimate, power.low, power.high].map((p) => cell(p, percent(p))),
        cell(power.replicates),
      ];
    }),
    notes: [],
  };
}
