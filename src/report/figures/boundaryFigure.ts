/** The bounds of a group-sequential trial by information, on the scale of z or of the hazard ratio. */

import * as Plot from '@observablehq/plot';
import type { BoundaryRow, SequentialSummary } from '../../questions/boundaryTable.ts';
import { type HazardRatioScale, USUAL_SCALE } from '../../trial/hypothesisScale.ts';
import { favoursText } from '../hypothesisWords.ts';
import { fixed, significant } from '../numbers.ts';
import { cell, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { ratioTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

export type BoundaryScale = 'z' | 'hazardRatio';

interface Point {
  readonly information: number;
  readonly value: number;
}

interface Bound {
  readonly key: string;
  readonly label: string;
  readonly points: readonly Point[];
  readonly series: number;
}

function pointsOf(rows: readonly BoundaryRow[], boundOf: (row: BoundaryRow) => number | null): Point[] {
  return rows.flatMap((row) => {
    const value = boundOf(row);
    return value === null || !Number.isFinite(value) ? [] : [{ information: 100 * row.informationFraction, value }];
  });
}

function boundsOf(rows: readonly BoundaryRow[], sides: 1 | 2, scale: BoundaryScale): Bound[] {
  const of = (key: string, label: string, i: number, boundOf: (row: BoundaryRow) => number | null): Bound => ({
    key,
    label,
    points: pointsOf(rows, boundOf),
    series: i,
  });
  const bounds =
    scale === 'z'
      ? [
          of('efficacy', 'claim of benefit', 0, (row) => row.efficacyZ),
          of('futility', 'stop for futility', 1, (row) => row.futilityZ),
          ...(sides === 2
            ? [of('harm', 'claim of harm', 3, ({ efficacyZ }) => (efficacyZ === null ? null : -efficacyZ))]
            : []),
        ]
      : [
          of('efficacy', 'claim of benefit', 0, (row) => row.efficacyHazardRatio),
          of('futility', 'stop for futility', 1, (row) => row.futilityHazardRatio),
          ...(sides === 2
            ? [
                of('harm', 'claim of harm', 3, ({ efficacyHazardRatio: ratio }) =>
                  ratio === null || ratio === 0 ? null : 1 / ratio,
                ),
              ]
            : []),
        ];
  return bounds.filter(({ points }) => points.length > 0);
}

/** The domain of the values with some room around. */
function domainOf(bounds: readonly Bound[], scale: BoundaryScale, nullRatio: number): [number, number] {
  const values = bounds.flatMap(({ points }) => points.map(({ value }) => value));
  if (scale === 'z') return [Math.min(0, ...values) - 0.4, Math.max(0, ...values) + 0.5];
  return [Math.min(1, nullRatio, ...values) / 1.12, Math.max(1, nullRatio, ...values) * 1.12];
}

export function boundaryFigure(
  summary: SequentialSummary | null,
  sides: 1 | 2,
  scale: BoundaryScale,
  hypothesis: HazardRatioScale = USUAL_SCALE,
): Figure | null {
  if (summary === null || summary.rows.length < 2) return null;
  const { rows, binding } = summary;
  const bounds = boundsOf(rows, sides, scale);
  if (bounds.length === 0) return null;
  const domain = domainOf(bounds, scale, hypothesis.nullRatio);
  const name = scale === 'z' ? 'boundaries-z' : 'boundaries-hazard-ratio';
  const title = scale === 'z' ? 'Stopping boundaries, z' : 'Stopping boundaries, hazard ratio';
  const hasFutility = bounds.some(({ key }) => key === 'futility');
  const caption = `${
    scale === 'z'
      ? 'Bounds of the test statistic at each look by the share of the final information; z above 0 favours the experimental arm.'
      : `Hazard ratios at the bounds of each look by the share of the final information; ${favoursText(hypothesis)}.`
  }${hasFutility ? ` The futility bound is ${binding ? 'binding' : 'not binding'}.` : ''}`;
  const legend: LegendEntry[] = bounds.map(({ label, series: i }) => ({
    label,
    series: series(i),
    kind: 'line and marker',
  }));
  const digits = (x: number) => fixed(x, 2);
  const least = Math.min(...rows.map(({ informationFraction }) => informationFraction));
  return {
    name,
    title,
    caption,
    svg: plotSvg({
      name,
      title,
      description: caption,
      xLabel: 'Information (% of the final)',
      yLabel: scale === 'z' ? 'z' : 'Hazard ratio (log scale)',
      legend,
      x: { type: 'linear', domain: [Math.max(0, 100 * least - 12), 108] } as Plot.ScaleOptions,
      y:
        scale === 'z'
          ? { type: 'linear', domain, grid: true, ticks: 7 }
          : ({
              type: 'log',
              domain,
              grid: true,
              ticks: ratioTicks(...domain),
              tickFormat: (x: number) => significant(x, 2),
            } as Plot.ScaleOptions),
      marks: [
        Plot.ruleY([scale === 'z' ? 0 : hypothesis.nullRatio], { stroke: INK, strokeOpacity: 0.6 }),
        Plot.ruleX(rows, {
          x: (row: BoundaryRow) => 100 * row.informationFraction,
          stroke: INK,
          strokeOpacity: 0.25,
          strokeDasharray: '2 3',
        }),
        ...bounds.flatMap(({ points, series: i }) => {
          const { colour, dash, symbol } = series(i);
          return [
            Plot.line(points, { x: 'information', y: 'value', stroke: colour, strokeWidth: 2, ...dashed(dash) }),
            Plot.dot(points, { x: 'information', y: 'value', symbol, r: 6, fill: colour, stroke: PAPER }),
            Plot.text(points, {
              x: 'information',
              y: 'value',
              text: ({ value }: Point) => digits(value),
              dx: 8,
              dy: i === 0 ? -12 : 14,
              textAnchor: 'start',
              fill: INK,
              stroke: PAPER,
              strokeWidth: 4,
            }),
          ];
        }),
      ],
    }),
    table: {
      name: `figure-${name}`,
      title,
      audience: 'both',
      columns: [
        right('look', 'look'),
        right('information', 'information'),
        right('events', 'events'),
        ...bounds.map(({ key, label }) => right(key, label)),
      ],
      rows: rows.map((row) => [
        cell(row.look),
        cell(row.informationFraction, `${fixed(100 * row.informationFraction, 1)} %`),
        cell(row.events, fixed(row.events, 0)),
        ...bounds.map(({ points }) => {
          const value = points.find(({ information }) => information === 100 * row.informationFraction)?.value ?? null;
          return cell(value, fixed(value, 3));
        }),
      ]),
      notes: [],
    },
  };
}
