/** Exact power against N: the saw, the targets, and where the planned N and those found stand. */
import * as Plot from '@observablehq/plot';
import { count, fixed, percent } from '../numbers.ts';
import { cell, right } from '../table.ts';
import { listed } from '../testWords.ts';
import type { Figure } from './figure.ts';
import { INK, PAPER, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';

/** A vertical rule with words at its top. */
export interface SizeMark {
  readonly patients: number;
  readonly words: string;
}

interface SawFigure {
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  readonly curve: readonly { readonly patients: number; readonly power: number }[];
  readonly targets: readonly number[];
  readonly marks: readonly SizeMark[];
}

/** A curve of this many points is drawn with a dot at each. */
const MOST_DOTS = 130;

/** Marks nearer to one another than this share of the axis have their words on lines of their own. */
const NEAR = 0.2;

/** Null for fewer than two sizes. */
export function exactPowerFigure({ name, title, curve, targets, marks }: SawFigure): Figure | null {
  if (curve.length < 2) return null;
  const [low, high] = [curve[0].patients, curve[curve.length - 1].patients];
  const powers = curve.map(({ power }) => 100 * power);
  const shown = targets.filter((target) => 100 * target >= Math.min(...powers) - 5);
  const bottom = Math.max(0, Math.floor((Math.min(...powers, ...shown.map((p) => 100 * p)) - 3) / 5) * 5);
  const top = Math.min(100, Math.ceil((Math.max(...powers, ...shown.map((p) => 100 * p)) + 3) / 5) * 5);
  const rows = curve.map(({ patients, power }) => ({ n: patients, power: 100 * power }));
  const line = (top - bottom) / 14;
  let row = 0;
  const placed = [...marks]
    .filter(({ patients }) => patients >= low && patients <= high)
    .sort((a, b) => a.patients - b.patients)
    .map((mark, i, sorted) => {
      row = i > 0 && mark.patients - sorted[i - 1].patients < NEAR * (high - low) ? row + 1 : 0;
      return { ...mark, at: bottom + line * (0.7 + row) };
    });
  const caption = `Exact power at each number of patients in whole allocation blocks: it is a saw, as numbers of events are whole.${shown.length > 0 ? ' Horizontal lines are the target powers.' : ''}${placed.length > 0 ? ` Marked: ${listed(placed.map(({ words }) => words))}.` : ''}`;
  return {
    name,
    title,
    caption,
    svg: plotSvg({
      name,
      title,
      description: caption,
      xLabel: 'Patients in both arms together',
      yLabel: 'Power (%)',
      legend: [{ label: 'exact', series: series(0), kind: curve.length > MOST_DOTS ? 'line' : 'marker' }],
      marginRight: 56,
      x: { type: 'linear', domain: [low, high], ticks: 8, tickFormat: (n: number) => count(n) } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [bottom, top], grid: true, ticks: 6 },
      marks: [
        Plot.ruleY(shown, { y: (p: number) => 100 * p, stroke: INK, strokeWidth: 1, strokeDasharray: '6 3' }),
        Plot.text(shown, {
          y: (p: number) => 100 * p,
          frameAnchor: 'right',
          textAnchor: 'start',
          dx: 5,
          text: (p: number) => `${fixed(100 * p, 0)} %`,
          fill: INK,
        }),
        Plot.ruleX(placed, { x: 'patients', stroke: INK, strokeDasharray: '2 3' }),
        Plot.line(rows, { x: 'n', y: 'power', stroke: series(0).colour, strokeWidth: 1.5 }),
        ...(curve.length > MOST_DOTS
          ? []
          : [Plot.dot(rows, { x: 'n', y: 'power', r: 2.5, fill: series(0).colour, stroke: PAPER })]),
        Plot.text(placed, {
          x: 'patients',
          y: 'at',
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
      name: `figure-${name}`,
      title,
      audience: 'both',
      columns: [right('patients', 'N'), right('power', 'exact power')],
      rows: curve.map(({ patients, power }) => [cell(patients, count(patients)), cell(power, percent(power, 2))]),
      notes: [],
    },
  };
}
