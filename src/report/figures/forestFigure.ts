/** Forest plot: the hazard ratio of every publication as published and shrunken, their mean, and what a new trial is expected at. */
import * as Plot from '@observablehq/plot';
import type { EvidenceResult, PublishedStudy } from '../../questions/combinedEvidence.ts';
import { intervalOf, ratioText } from '../evidenceReport.ts';
import { percent } from '../numbers.ts';
import { cell, left, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, ratioTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';

const ROW = 30;
const LABELS = 170;
const NUMBERS = 150;
/** Intervals of priors are cut here, as a vague part reaches anywhere. */
const [LEAST, MOST] = [0.1, 5];

interface Row {
  readonly line: number;
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly series: number;
}

const cut = (x: number): number => Math.min(MOST, Math.max(LEAST, x));

export function forestFigure({ studies, combined, priors }: EvidenceResult): Figure {
  const ofStudies = studies.map(
    ({ name, hazardRatio, low, high }, line): Row => ({ line, label: name, value: hazardRatio, low, high, series: 0 }),
  );
  const after = studies.length + 0.5;
  const robust = priors[priors.length - 1];
  const rows: Row[] = [
    ...ofStudies,
    {
      line: after,
      label: 'Random effects',
      value: combined.hazardRatio,
      low: combined.low,
      high: combined.high,
      series: 2,
    },
    {
      line: after + 1,
      label: 'Prediction, new trial',
      value: combined.hazardRatio,
      low: combined.predictionLow,
      high: combined.predictionHigh,
      series: 2,
    },
    { line: after + 2, label: 'Robust MAP prior', value: robust.median, low: robust.low, high: robust.high, series: 3 },
  ];
  const ends = rows.flatMap(({ low, high }) => [cut(low), cut(high)]);
  const domain: [number, number] = [Math.min(0.5, ...ends) / 1.05, Math.max(1.5, ...ends) * 1.05];
  const legend: LegendEntry[] = [
    { label: 'as published, 95 % CI', series: series(0), kind: 'interval' },
    { label: 'shrunken', series: series(1), kind: 'marker' },
  ];
  const title = 'The publications and what they say together';
  const caption = `Hazard ratio, experimental ÷ control, of each publication as published with its 95 % interval, and with the winner’s curse taken off; below, their mean by random effects (${ratioText(combined.hazardRatio)}), the 95 % prediction interval of a new trial, and the robust MAP prior. Intervals that reach beyond ${ratioText(domain[0])} or ${ratioText(domain[1])} end there.`;
  return {
    name: 'evidence',
    title,
    caption,
    svg: plotSvg({
      name: 'evidence',
      title,
      description: caption,
      xLabel: 'Hazard ratio (log scale); below 1 favours experimental',
      yLabel: '',
      legend,
      height: 100 + Math.ceil(after + 3) * ROW,
      marginLeft: LABELS,
      marginRight: NUMBERS,
      x: { type: 'log', domain, ticks: ratioTicks(...domain), grid: true, tickFormat: String } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [after + 2.7, -0.7], axis: null } as Plot.ScaleOptions,
      marks: [
        Plot.ruleX([1], { stroke: INK, strokeWidth: 1.25 }),
        Plot.text(rows, {
          frameAnchor: 'left',
          y: 'line',
          dx: -10,
          text: ({ label }: Row) => nameLabel(label, 24),
          textAnchor: 'end',
          fill: INK,
        }),
        Plot.text(rows, {
          frameAnchor: 'right',
          y: 'line',
          dx: 10,
          text: ({ value, low, high }: Row) => `${ratioText(value)} (${intervalOf(low, high)})`,
          textAnchor: 'start',
          fill: INK,
        }),
        ...rows.flatMap(({ line, value, low, high, series: of }) => {
          const { colour, symbol } = series(of);
          const data = [{ line, value: cut(value), low: cut(low), high: cut(high) }];
          return [
            Plot.ruleY(data, { y: 'line', x1: 'low', x2: 'high', stroke: colour, strokeWidth: 2.5 }),
            Plot.dot(data, { x: 'value', y: 'line', symbol, r: 5.5, fill: colour, stroke: PAPER }),
          ];
        }),
        Plot.dot(studies, {
          x: ({ shrunken }: PublishedStudy) => cut(shrunken),
          y: (_: unknown, i: number) => i + 0.28,
          symbol: series(1).symbol,
          r: 4.5,
          fill: series(1).colour,
          stroke: PAPER,
        }),
      ],
    }),
    table: {
      name: 'figure-evidence',
      title,
      audience: 'both',
      columns: [
        left('what', 'what'),
        right('hazardRatio', 'HR'),
        right('low', 'from'),
        right('high', 'to'),
        right('shrunken', 'shrunken'),
        right('weight', 'weight'),
      ],
      rows: rows.map(({ label, value, low, high }, i) => [
        cell(label),
        ...[value, low, high].map((x) => cell(x, ratioText(x))),
        cell(studies[i]?.shrunken ?? null, studies[i] ? ratioText(studies[i].shrunken) : '–'),
        cell(studies[i]?.weight ?? null, studies[i] ? percent(studies[i].weight, 0) : '–'),
      ]),
      notes: [],
    },
  };
}
