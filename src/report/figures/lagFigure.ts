/** The effect by the lag of the second treatment: the publications, the mean with its band, and the band of a new trial. */
import * as Plot from '@observablehq/plot';
import type { EvidenceResult, RatioAtLag } from '../../questions/combinedEvidence.ts';
import { treatmentNames } from '../../trial/treatmentNames.ts';
import { lagText, ratioText } from '../evidenceReport.ts';
import { significant } from '../numbers.ts';
import type { ScenarioRead } from '../record.ts';
import { cell, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, ratioTicks, timeAxis } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';

/** Bands are cut here: what is farther off says nothing. */
const [LEAST, MOST] = [0.1, 5];
/** Publications of one lag stand side by side, at most over this share of the axis. */
const APART = 0.025;
/** Names nearer to one another than this share of the axis would overlap. */
const NEAR = 0.18;

const cut = (x: number): number => Math.min(MOST, Math.max(LEAST, x));

/** Where the name of a publication stands: beside its marker, or above or below its interval. */
type Side = 'left' | 'right' | 'above' | 'below';

interface Mark {
  readonly x: number;
  readonly side: Side;
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const SIDES = [
  { side: 'left', anchor: 'end', dx: -9, dy: 0 },
  { side: 'right', anchor: 'start', dx: 9, dy: 0 },
  { side: 'above', anchor: 'middle', dx: 0, dy: -9 },
  { side: 'below', anchor: 'middle', dx: 0, dy: 10 },
] as const;

/** Marks with names that would run into one another have them above and below by turns. */
function apart(marks: readonly Mark[], width: number): Mark[] {
  const ordered: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => a.x - b.x)) {
    const before = ordered.at(-1);
    const crowded = before?.side === 'above' && mark.side === 'above' && mark.x - before.x < NEAR * width;
    ordered.push(crowded ? { ...mark, side: 'below' } : mark);
  }
  return ordered;
}

/** The publications with a lag; those of the same lag beside one another. */
function marksOf({ studies }: EvidenceResult, width: number): Mark[] {
  const marks = studies.flatMap(({ name, lag, hazardRatio: value, low, high }, i): Mark[] => {
    if (lag === null) return [];
    const same = studies.filter((other) => other.lag === lag);
    const position = studies.slice(0, i).filter((other) => other.lag === lag).length;
    const x = lag + (position - (same.length - 1) / 2) * APART * width;
    const side =
      same.length === 1 ? 'above' : position === 0 ? 'left' : position === same.length - 1 ? 'right' : 'above';
    return [{ x, side, name, value, low: cut(low), high: cut(high) }];
  });
  return apart(marks, width);
}

export function lagFigure(result: EvidenceResult, { timeUnit: unit, trial }: ScenarioRead): Figure | null {
  const { byLag } = result;
  if (byLag === null) return null;
  const { secondTreatment, procedure } = treatmentNames(trial?.unsized ?? {});
  const { curve, planned, model } = byLag;
  const [first, last] = [curve[0].lag, curve[curve.length - 1].lag];
  const width = last - first;
  const marks = marksOf(result, width);
  const pieces =
    model === 'linear' ? [curve] : [curve.filter(({ lag }) => lag < 0), curve.filter(({ lag }) => lag >= 0)];
  const ends = [
    ...curve.flatMap(({ predictionLow, predictionHigh }) => [cut(predictionLow), cut(predictionHigh)]),
    ...marks.flatMap(({ low, high }) => [low, high]),
  ];
  const domain: [number, number] = [Math.min(0.5, ...ends) / 1.05, Math.max(1.5, ...ends) * 1.2];
  const plan = planned.filter(({ lag }) => lag >= first - width && lag <= last + width);
  const span: [number, number] = [
    Math.min(first, ...plan.map(({ lag }) => lag)) - 0.08 * width,
    Math.max(last, ...plan.map(({ lag }) => lag)) + 0.08 * width,
  ];
  const title = 'Effect by the lag of the second treatment';
  const what = plan.map(
    ({ arm, lag, hazardRatio }) => ` Planned: ${arm}, ${lagText(lag, unit, procedure)}, ${ratioText(hazardRatio)}.`,
  );
  const caption = `Hazard ratio by the time from ${procedure} to ${secondTreatment}, negative for before, on a log scale: publications as published with their 95 % intervals, the mean of the meta-regression with its pointwise 95 % band, and the wider band of a new trial, which is cut at ${ratioText(domain[0])} and ${ratioText(domain[1])}.${what.join('')}`;
  const band = (low: (at: RatioAtLag) => number, high: (at: RatioAtLag) => number, opacity: number) =>
    pieces.map((points) =>
      Plot.areaY(points, {
        x: 'lag',
        y1: (at: RatioAtLag) => cut(low(at)),
        y2: (at: RatioAtLag) => cut(high(at)),
        fill: series(2).colour,
        fillOpacity: opacity,
      }),
    );
  return {
    name: 'evidence-by-lag',
    title,
    caption,
    svg: plotSvg({
      name: 'evidence-by-lag',
      title,
      description: caption,
      xLabel: timeAxis(`From ${nameLabel(procedure)} to ${nameLabel(secondTreatment)}`, unit),
      yLabel: 'Hazard ratio (log scale)',
      legend: [
        { label: 'publication, 95 % CI', series: series(0), kind: 'interval' },
        { label: 'mean', series: { ...series(2), dash: null }, kind: 'line' },
        { label: '95 % band', series: series(2), kind: 'box', opacity: 0.35 },
        { label: 'of a new trial', series: series(2), kind: 'box', opacity: 0.13 },
        ...(plan.length > 0 ? [{ label: 'planned', series: series(1), kind: 'marker' } as const] : []),
      ],
      marginRight: 56,
      x: { type: 'linear', domain: span, ticks: 8, tickFormat: (x: number) => significant(x, 3) } as Plot.ScaleOptions,
      y: { type: 'log', domain, ticks: ratioTicks(...domain), grid: true, tickFormat: String } as Plot.ScaleOptions,
      marks: [
        ...band(
          ({ predictionLow }) => predictionLow,
          ({ predictionHigh }) => predictionHigh,
          0.13,
        ),
        ...band(
          ({ low }) => low,
          ({ high }) => high,
          0.22,
        ),
        Plot.ruleY([1], { stroke: INK, strokeWidth: 1.25 }),
        Plot.ruleX([0], { stroke: INK, strokeDasharray: '2 3' }),
        ...pieces.map((points) =>
          Plot.line(points, { x: 'lag', y: 'hazardRatio', stroke: series(2).colour, strokeWidth: 2.25 }),
        ),
        Plot.ruleX(marks, { x: 'x', y1: 'low', y2: 'high', stroke: series(0).colour, strokeWidth: 2 }),
        Plot.dot(marks, { x: 'x', y: 'value', symbol: series(0).symbol, r: 5, fill: series(0).colour, stroke: PAPER }),
        ...SIDES.map(({ side, anchor, dx, dy }) =>
          Plot.text(
            marks.filter((mark) => mark.side === side),
            {
              x: 'x',
              y: side === 'above' ? 'high' : side === 'below' ? 'low' : 'value',
              dx,
              dy,
              text: ({ name }: Mark) => nameLabel(name, 20),
              textAnchor: anchor,
              fill: INK,
              stroke: PAPER,
              strokeWidth: 4,
            },
          ),
        ),
        Plot.dot(plan, {
          x: 'lag',
          y: ({ hazardRatio }: RatioAtLag) => cut(hazardRatio),
          symbol: series(1).symbol,
          r: 6,
          fill: series(1).colour,
          stroke: PAPER,
        }),
      ],
    }),
    table: {
      name: 'figure-evidence-by-lag',
      title,
      audience: 'both',
      columns: ['lag', 'hazardRatio', 'low', 'high', 'predictionLow', 'predictionHigh'].map((key) => right(key, key)),
      rows: curve.map(({ lag, hazardRatio, low, high, predictionLow, predictionHigh }) => [
        cell(lag, significant(lag, 3)),
        ...[hazardRatio, low, high, predictionLow, predictionHigh].map((x) => cell(x, ratioText(x))),
      ]),
      notes: [],
    },
  };
}
