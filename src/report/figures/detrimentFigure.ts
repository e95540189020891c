/** The thresholds for a detriment in survival by deaths, with the hazard ratios that simulated looks observe. */
import * as Plot from '@observablehq/plot';
import type { DetrimentResult, SurvivalTruth } from '../../questions/detrimentResult.ts';
import { truthText } from '../detrimentReport.ts';
import { fixed, significant } from '../numbers.ts';
import { cell, left, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { ratioTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

interface Band {
  readonly deaths: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

const SERIES: Record<SurvivalTruth, number> = { planned: 0, neutral: 2, harmful: 1 };
const THRESHOLD = 3;

export function detrimentFigure(result: DetrimentResult | null): Figure | null {
  if (result === null) return null;
  const { looks, worlds } = result;
  const name = 'detriment';
  const title = 'Looks for a detriment in survival';
  const caption =
    'Thresholds of the observed hazard ratio of death by the number of deaths, with what nine in ten simulated looks observe: 5th to 95th percentile and median. Below the threshold a look passes.';
  const most = Math.max(...looks.map(({ deaths }) => deaths));
  const bands = worlds.map(({ truth, looks: seen }, w) => ({
    truth,
    // Side by side, as looks of all truths have about as many deaths.
    points: seen
      .map(({ deaths, p5, p50, p95 }): Band => ({ deaths: deaths.mean + (w - 1) * 0.012 * most, p5, p50, p95 }))
      .filter(({ p5, p95 }) => Number.isFinite(p5) && Number.isFinite(p95)),
  }));
  const lines = looks.filter(({ threshold }) => Number.isFinite(threshold));
  const values = [
    ...lines.map(({ threshold }) => threshold),
    ...bands.flatMap(({ points }) => points.flatMap(({ p5, p95 }) => [p5, p95])),
  ];
  const domain: [number, number] = [Math.min(1, ...values) / 1.08, Math.max(1, ...values) * 1.08];
  const legend: LegendEntry[] = [
    { label: 'threshold', series: series(THRESHOLD), kind: 'line and marker' },
    ...bands.map(
      ({ truth }): LegendEntry => ({
        label: `survival ${truthText(truth, result)}`,
        series: series(SERIES[truth]),
        kind: 'interval',
      }),
    ),
  ];
  const drawn = series(THRESHOLD);
  return {
    name,
    title,
    caption,
    svg: plotSvg({
      name,
      title,
      description: caption,
      xLabel: 'Deaths',
      yLabel: 'Hazard ratio of death (log scale)',
      legend,
      x: { type: 'linear', domain: [0, most * 1.08] } as Plot.ScaleOptions,
      y: {
        type: 'log',
        domain,
        grid: true,
        ticks: ratioTicks(...domain),
        tickFormat: (x: number) => significant(x, 2),
      } as Plot.ScaleOptions,
      marks: [
        Plot.ruleY([1], { stroke: INK, strokeOpacity: 0.6 }),
        ...bands.flatMap(({ truth, points }) => {
          const { colour, symbol } = series(SERIES[truth]);
          return [
            Plot.ruleX(points, { x: 'deaths', y1: 'p5', y2: 'p95', stroke: colour, strokeWidth: 2.25 }),
            Plot.dot(points, { x: 'deaths', y: 'p50', symbol, r: 5, fill: colour, stroke: PAPER }),
          ];
        }),
        Plot.line(lines, { x: 'deaths', y: 'threshold', stroke: drawn.colour, strokeWidth: 2, ...dashed(drawn.dash) }),
        Plot.dot(lines, {
          x: 'deaths',
          y: 'threshold',
          symbol: drawn.symbol,
          r: 6,
          fill: drawn.colour,
          stroke: PAPER,
        }),
      ],
    }),
    table: {
      name: `figure-${name}`,
      title,
      audience: 'both',
      columns: [
        left('truth', 'survival'),
        right('look', 'look'),
        right('deaths', 'deaths'),
        right('threshold', 'threshold'),
        right('p5', '5 %'),
        right('p50', 'median'),
        right('p95', '95 %'),
      ],
      rows: worlds.flatMap(({ truth, looks: seen }) =>
        seen.map(({ look, deaths, threshold, p5, p50, p95 }) => [
          cell(truth),
          cell(look + 1),
          cell(deaths.mean, fixed(deaths.mean, 1)),
          ...[threshold, p5, p50, p95].map((ratio) => cell(ratio, fixed(ratio, 3))),
        ]),
      ),
      notes: [],
    },
  };
}
