/** The bounds of each hypothesis at the looks, hypothesis beside hypothesis. */
import * as Plot from '@observablehq/plot';
import type { PlannedFamily } from '../../questions/familyResult.ts';
import { fixed } from '../numbers.ts';
import { cell, left, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { panelLabels } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

const WHEN = [
  { key: 'firstBounds', label: 'while all hypotheses are open', place: 1, below: false },
  { key: 'lastBounds', label: 'once all others are rejected', place: 0, below: true },
] as const;

interface Bound {
  readonly hypothesis: string;
  readonly look: number;
  readonly z: number;
  /** Whether its number stands beside it: one does for two bounds that are the same. */
  readonly named: boolean;
}

/** Null for a single analysis, where a table says it all. */
export function familyBoundsFigure(planned: PlannedFamily | null): Figure | null {
  const looks = planned?.hypotheses[0]?.firstBounds.length ?? 0;
  if (planned === null || looks < 2) return null;
  const panels = panelLabels(
    planned.hypotheses.map(({ name }) => name),
    24,
  );
  const lines = WHEN.map((when) => ({
    ...when,
    points: planned.hypotheses.flatMap((hypothesis, h) =>
      hypothesis[when.key].flatMap((z, k): Bound[] => {
        if (!Number.isFinite(z)) return [];
        const named = when.below || Math.abs(z - hypothesis.lastBounds[k]) >= 0.005;
        return [{ hypothesis: panels[h], look: k + 1, z, named }];
      }),
    ),
  })).filter(({ points }) => points.length > 0);
  if (lines.length === 0) return null;
  const heights = lines.flatMap(({ points }) => points.map(({ z }) => z));
  const domain = [Math.min(...heights) - 0.35, Math.max(...heights) + 0.35];
  const title = 'Bounds of each hypothesis';
  const caption =
    'z that a hypothesis must reach at each look to be rejected, as planned: the bound while every hypothesis is open, and the one that holds once all others are rejected, which is lower or the same.';
  const lookLabel = (k: number) => (k === looks ? 'final' : String(k));
  return {
    name: 'hypothesis-bounds',
    title,
    caption,
    svg: plotSvg({
      name: 'hypothesis-bounds',
      title,
      description: caption,
      xLabel: 'Look',
      yLabel: 'z',
      legend: lines.map(({ label, place }): LegendEntry => ({ label, series: series(place), kind: 'line and marker' })),
      panels,
      x: {
        type: 'linear',
        domain: [0.5, looks + 0.5],
        ticks: Array.from({ length: looks }, (_, k) => k + 1),
        tickFormat: lookLabel,
      } as Plot.ScaleOptions,
      y: { type: 'linear', domain, grid: true, ticks: 6 },
      marks: lines.flatMap(({ points, place, below }) => {
        const { colour, dash, symbol } = series(place);
        const at = { x: 'look', y: 'z', fx: 'hypothesis' };
        return [
          Plot.line(points, { ...at, stroke: colour, strokeWidth: 2, ...dashed(dash) }),
          Plot.dot(points, { ...at, symbol, r: 5, fill: colour, stroke: PAPER }),
          Plot.text(
            points.filter(({ named }) => named),
            {
              ...at,
              text: ({ z }: Bound) => fixed(z, 2),
              dy: below ? 15 : -13,
              fill: INK,
              stroke: PAPER,
              strokeWidth: 4,
            },
          ),
        ];
      }),
    }),
    table: {
      name: 'figure-hypothesis-bounds',
      title,
      audience: 'both',
      columns: [
        left('hypothesis', 'hypothesis'),
        right('look', 'look'),
        ...lines.map(({ key, label }) => right(key, label)),
      ],
      rows: planned.hypotheses.flatMap(({ name, firstBounds, lastBounds }) =>
        firstBounds.flatMap((first, k) =>
          Number.isFinite(first) || Number.isFinite(lastBounds[k])
            ? [
                [
                  cell(name),
                  cell(k + 1, lookLabel(k + 1)),
                  ...lines.map(({ key }) => {
                    const z = key === 'firstBounds' ? first : lastBounds[k];
                    return cell(z, Number.isFinite(z) ? fixed(z, 3) : '–');
                  }),
                ],
              ]
            : [],
        ),
      ),
      notes: [],
    },
  };
}
