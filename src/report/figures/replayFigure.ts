/** Where the published hazard ratio and medians fall among those of the same study simulated under each truth. */
import * as Plot from '@observablehq/plot';
import type { ReplayResult, ReplayUnder } from '../../questions/replay.ts';
import type { Reported, TimeUnit } from '../../scenario/scenario.ts';
import type { Proportion } from '../../tally/estimates.ts';
import { percent, significant } from '../numbers.ts';
import { cell, left, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, ratioTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';

interface Row {
  readonly truth: string;
  readonly what: string;
  readonly published: number;
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
  /** Share of simulated studies at least as far out; null where it is not known for this number alone. */
  readonly share: Proportion | null;
  readonly series: number;
}

function rowsUnder({ truth, characteristics, published }: ReplayUnder, reported: Reported): Row[] {
  const { hazardRatio, medianControl, medianExperimental } = characteristics;
  const row = (
    what: string,
    value: number | undefined,
    spread: { p5: number; p50: number; p95: number } | null,
    share: Proportion | null,
    i: number,
  ): Row[] => {
    if (value === undefined || spread === null) return [];
    const { p5, p50, p95 } = spread;
    if (![value, p5, p50, p95].every((x) => Number.isFinite(x) && x > 0)) return [];
    return [{ truth, what, published: value, p5, p50, p95, share, series: i }];
  };
  const { control, experimental } = reported;
  return [
    ...row('hazard ratio', reported.hazardRatio?.value, hazardRatio, published.hazardRatioEitherWay, 2),
    ...row(`median, ${control.name}`, control.median?.value, medianControl, null, 0),
    ...row(`median, ${experimental.name}`, experimental.median?.value, medianExperimental, null, 1),
  ];
}

const ROW = 26;
const LABELS = 230;

export function replayFigure(replay: ReplayResult | null, reported: Reported | null, unit: TimeUnit): Figure | null {
  if (replay === null || reported === null) return null;
  const groups = replay.truths.map((under) => ({ under, rows: rowsUnder(under, reported) }));
  if (groups.every(({ rows }) => rows.length === 0)) return null;
  let line = 0;
  const headings: { line: number; words: string }[] = [];
  const lines = groups.flatMap(({ under, rows }) => {
    if (rows.length === 0) return [];
    const p = under.published.pAtMost;
    headings.push({
      line: line++,
      words: `Truth: ${under.truth}${under.truth === 'no difference' || under.truth === 'unlike patients' || under.hazardRatio === null ? '' : ` (hazard ratio ${significant(under.hazardRatio)})`}${
        p === null || reported.pValue === null
          ? ''
          : `; P ≤ ${significant(reported.pValue.value, 3)} as published in ${percent(p.estimate)}`
      }`,
    });
    const placed = rows.map((row) => ({ ...row, line: line++ }));
    line += 0.4;
    return placed;
  });
  const ratios = lines.flatMap(({ p5, p95, published }) => [p5 / published, p95 / published]);
  const domain: [number, number] = [Math.min(0.8, ...ratios) / 1.1, Math.max(1.25, ...ratios) * 1.1];
  const legend: LegendEntry[] = [
    { label: 'median of simulated studies, with 5th to 95th percentile', series: series(2), kind: 'interval' },
  ];
  const title = 'The published results among simulated ones';
  const caption = `Results of the published study simulated again under each candidate truth, divided by the published value, on a log scale. Markers are medians and bars the 5th to 95th percentile of simulated studies; where the bar does not reach the line at 1, the published value is in a tail.`;
  const text = (x: number) => significant(x, 3);
  return {
    name: 'replay',
    title,
    caption,
    svg: plotSvg({
      name: 'replay',
      title,
      description: caption,
      xLabel: 'Simulated ÷ published (log scale)',
      yLabel: '',
      legend,
      height: 90 + Math.ceil(line) * ROW,
      marginLeft: LABELS,
      marginRight: 136,
      x: {
        type: 'log',
        domain,
        ticks: ratioTicks(...domain),
        grid: true,
        tickFormat: (x: number) => significant(x, 2),
      } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [line - 0.6, -0.6], axis: null } as Plot.ScaleOptions,
      marks: [
        Plot.ruleX([1], { stroke: INK, strokeWidth: 1.25 }),
        Plot.text(headings, {
          frameAnchor: 'left',
          y: 'line',
          dx: 8 - LABELS,
          text: 'words',
          textAnchor: 'start',
          fontWeight: 'bold',
          fill: INK,
          stroke: PAPER,
          strokeWidth: 5,
        }),
        Plot.text(lines, {
          frameAnchor: 'left',
          y: 'line',
          dx: -10,
          text: ({ what, published }: Row) => `${nameLabel(what, 25)}: ${significant(published)}`,
          textAnchor: 'end',
          fill: INK,
        }),
        Plot.text(lines, {
          frameAnchor: 'right',
          y: 'line',
          dx: 10,
          text: ({ p5, p50, p95 }: Row) => `${text(p50)} (${text(p5)}–${text(p95)})`,
          textAnchor: 'start',
          fill: INK,
        }),
        ...lines.flatMap((each) => {
          const { colour, symbol } = series(each.series);
          const at = { x: each.p50 / each.published, low: each.p5 / each.published, high: each.p95 / each.published };
          const data = [{ ...at, line: each.line }];
          return [
            Plot.ruleY(data, { y: 'line', x1: 'low', x2: 'high', stroke: colour, strokeWidth: 3 }),
            Plot.dot(data, { x: 'x', y: 'line', symbol, r: 5.5, fill: colour, stroke: PAPER }),
          ];
        }),
      ],
    }),
    table: {
      name: 'figure-replay',
      title,
      audience: 'both',
      columns: [
        left('truth', 'truth'),
        left('what', 'what'),
        right('published', 'published'),
        right('p50', 'median'),
        right('p5', '5 %'),
        right('p95', '95 %'),
        right('asFarOut', 'as far out'),
      ],
      rows: lines.map(({ truth, what, published, p50, p5, p95, share }) => [
        cell(truth),
        cell(what),
        cell(published, significant(published)),
        ...[p50, p5, p95].map((x) => cell(x, text(x))),
        cell(share?.estimate ?? null, percent(share?.estimate ?? null)),
      ]),
      notes: [`Medians in ${unit}s.`],
    },
  };
}
