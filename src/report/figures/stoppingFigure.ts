/** How often simulated trials end at each look, and why, under the planned effect and under none. */
import * as Plot from '@observablehq/plot';
import type { PowerResult } from '../../questions/power.ts';
import type { Proportion } from '../../tally/estimates.ts';
import { percent } from '../numbers.ts';
import { cell, left, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';

const REASONS = [
  { key: 'efficacy', label: 'claim of benefit', series: 0 },
  { key: 'futility', label: 'stop for futility', series: 1 },
  { key: 'harm', label: 'claim of harm', series: 3 },
] as const;

interface Bar {
  readonly truth: string;
  readonly look: number;
  readonly what: string;
  readonly share: Proportion;
  readonly x: number;
  readonly percent: number;
  readonly low: number;
  readonly high: number;
  readonly series: number;
}

const WIDTH_OF_BAR = 0.8;

/** `truthOfNull` is what the null is called, `with no effect`. */
export function stoppingFigure(power: PowerResult | null, truthOfNull = 'with no effect'): Figure | null {
  if (power === null) return null;
  const truths = [
    { truth: 'under the planned effect', looks: power.alternative.sequential?.looks ?? [] },
    { truth: truthOfNull, looks: power.null.sequential?.looks ?? [] },
  ].filter(({ looks }) => looks.length > 0);
  if (truths.length === 0) return null;
  const looks = truths[0].looks.length;
  const reasons = REASONS.filter(({ key }) => truths.some((each) => each.looks.some((look) => look[key].count > 0)));
  if (reasons.length === 0) return null;
  const gap = 0.6;
  const bars: Bar[] = truths.flatMap(({ truth, looks: each }, group) =>
    each.flatMap((look, k) =>
      reasons.map(({ key, label, series: i }, r) => {
        const share = look[key];
        return {
          truth,
          look: k + 1,
          what: label,
          share,
          x: group * (looks + gap) + k + (WIDTH_OF_BAR * (r + 0.5)) / reasons.length - WIDTH_OF_BAR / 2,
          percent: 100 * share.estimate,
          low: 100 * share.low,
          high: 100 * share.high,
          series: i,
        };
      }),
    ),
  );
  const half = (WIDTH_OF_BAR / reasons.length / 2) * 0.92;
  const top = Math.max(...bars.map(({ high }) => high));
  const ticks = truths.flatMap((_, group) =>
    Array.from({ length: looks }, (__, k) => ({
      at: group * (looks + gap) + k,
      words: k === looks - 1 ? 'final' : looks > 6 ? String(k + 1) : `look ${k + 1}`,
    })),
  );
  const legend: LegendEntry[] = reasons.map(({ label, series: i }) => ({
    label,
    series: series(i),
    kind: 'box',
    opacity: OPACITY[i],
  }));
  const title = 'Where trials end';
  const caption = `Share of simulated trials that end at each look, by the reason, with 95 % Monte Carlo intervals: ${truths.map(({ truth }) => truth).join(' (left) and ')}${truths.length > 1 ? ' (right)' : ''}. Stops for futility are acted on.`;
  return {
    name: 'stopping',
    title,
    caption,
    svg: plotSvg({
      name: 'stopping',
      title,
      description: caption,
      xLabel: 'Look at which the trial ends',
      yLabel: 'Trials (%)',
      legend,
      x: {
        type: 'linear',
        domain: [-0.6, truths.length * (looks + gap) - gap - 0.4],
        ticks: ticks.map(({ at }) => at),
        tickFormat: (at: number) => ticks.find((tick) => tick.at === at)?.words ?? '',
        tickSize: 0,
      } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, 1.2 * top], grid: true, ticks: 6 },
      marks: [
        Plot.rect(bars, {
          x1: ({ x }: Bar) => x - half,
          x2: ({ x }: Bar) => x + half,
          y1: 0,
          y2: 'percent',
          fill: ({ series: i }: Bar) => series(i).colour,
          fillOpacity: ({ series: i }: Bar) => OPACITY[i],
          stroke: ({ series: i }: Bar) => series(i).colour,
        }),
        Plot.ruleX(
          bars.filter(({ share }) => share.count > 0),
          { x: 'x', y1: 'low', y2: 'high', stroke: INK, strokeWidth: 1.25 },
        ),
        Plot.text(bars, {
          x: 'x',
          y: 'high',
          dy: -8,
          text: ({ share }: Bar) => (share.count === 0 ? '' : percent(share.estimate).replace(' %', '')),
          fill: INK,
          fontSize: 11,
        }),
        Plot.text(truths, {
          x: (_: unknown, group: number) => group * (looks + gap) + (looks - 1) / 2,
          frameAnchor: 'top',
          dy: 4,
          text: ({ truth }: { truth: string }) => truth.charAt(0).toUpperCase() + truth.slice(1),
          fontWeight: 'bold',
          fill: INK,
          stroke: PAPER,
          strokeWidth: 4,
        }),
        Plot.ruleY([0], { stroke: INK }),
        ...(truths.length > 1 ? [Plot.ruleX([looks - 0.5 + gap / 2], { stroke: INK, strokeOpacity: 0.4 })] : []),
      ],
    }),
    table: {
      name: 'figure-stopping',
      title,
      audience: 'both',
      columns: [
        left('truth', 'truth'),
        right('look', 'look'),
        left('what', 'ends by'),
        right('share', 'trials'),
        right('low', '95 % from'),
        right('high', 'to'),
      ],
      rows: bars.map(({ truth, look, what, share }) => [
        cell(truth),
        cell(look),
        cell(what),
        ...[share.estimate, share.low, share.high].map((p) => cell(p, percent(p))),
      ]),
      notes: [],
    },
  };
}

/** Bars differ in shade, so that they read without colour. */
const OPACITY: Readonly<Record<number, number>> = { 0: 0.9, 1: 0.45, 3: 0.65 };
