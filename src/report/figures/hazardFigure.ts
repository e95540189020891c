/** The hazards that the trial assumes, and, where they are not proportional, their ratio over time. */

import * as Plot from '@observablehq/plot';
import type { AssumedCurves } from '../../questions/assumedCurves.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { type HazardRatioScale, USUAL_SCALE } from '../../trial/hypothesisScale.ts';
import { favoursText } from '../hypothesisWords.ts';
import { significant } from '../numbers.ts';
import { cell, right, type TableCell } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, ratioTicks, timeAxis, timeEnd, timeTicks } from './labels.ts';
import { INK, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

const TABLE_ROWS = 8;

/** A value in the middle of each part of the time shown; null where there is none. */
interface Curve {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface Row {
  readonly t: number;
  readonly y: number;
}

/** The middle of part `i` of `parts`. */
function middle(until: number, i: number, parts: number): number {
  return (until * (i + 0.5)) / parts;
}

function rowsOf({ values }: Curve, until: number): Row[] {
  return values.flatMap((y, i) => (y === null ? [] : [{ t: middle(until, i, values.length), y }]));
}

/** The values drawn, thinned out for a table. */
function tableRows(curves: readonly Curve[], until: number): TableCell[][] {
  const parts = curves[0].values.length;
  const step = Math.max(1, Math.floor(parts / TABLE_ROWS));
  return Array.from({ length: parts }, (_, i) => i)
    .filter((i) => i % step === 0)
    .map((i) => {
      const t = middle(until, i, parts);
      const at = curves.map(({ values }) => values[i]);
      return [cell(t, significant(t, 3)), ...at.map((y) => cell(y, y === null ? '–' : significant(y, 3)))];
    });
}

export function hazardFigure(assumed: AssumedCurves | null, unit: TimeUnit): Figure | null {
  if (assumed === null) return null;
  const { until } = assumed;
  const end = timeEnd(until, unit);
  const curves = assumed.arms.map(({ name, hazard }): Curve => ({ name, values: hazard }));
  const drawn = curves.map((curve) => rowsOf(curve, until));
  const highest = Math.max(...drawn.flat().map(({ y }) => y));
  if (!(highest > 0) || !Number.isFinite(highest)) return null;
  const title = 'Assumed hazards';
  const caption = `Rate of the event per ${unit} among patients who have not had it, by time on study.`;
  return {
    name: 'hazard',
    title,
    caption,
    svg: plotSvg({
      name: 'hazard',
      title,
      description: caption,
      xLabel: timeAxis('Time on study', unit),
      yLabel: `Events per patient and ${unit}`,
      legend: curves.map(({ name }, i) => ({ label: nameLabel(name), series: series(i), kind: 'line' as const })),
      x: { type: 'linear', domain: [0, end], ticks: timeTicks(end, unit) } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, 1.08 * highest], grid: true, ticks: 6 },
      marks: [
        Plot.ruleY([0], { stroke: INK }),
        ...drawn.map((rows, i) =>
          Plot.line(rows, { x: 't', y: 'y', stroke: series(i).colour, strokeWidth: 2.25, ...dashed(series(i).dash) }),
        ),
      ],
    }),
    table: {
      name: 'figure-hazard',
      title,
      audience: 'both',
      columns: [right('time', unit), ...curves.map(({ name }, i) => right(`hazard${i}`, name))],
      rows: tableRows(curves, until),
      notes: [],
    },
  };
}

/** The figure of hazard ratios; null where every ratio is constant. */
export function hazardRatioFigure(
  assumed: AssumedCurves | null,
  unit: TimeUnit,
  hypothesis: HazardRatioScale = USUAL_SCALE,
): Figure | null {
  if (assumed === null || assumed.proportional) return null;
  const { until } = assumed;
  const [control, ...experimental] = assumed.arms;
  const end = timeEnd(until, unit);
  const curves = experimental.map(
    ({ name, hazard }): Curve => ({
      name,
      values: hazard.map((above, i) => {
        const below = control.hazard[i];
        return above === null || below === null || !(below > 0) || !(above > 0) ? null : above / below;
      }),
    }),
  );
  const drawn = curves.map((curve) => rowsOf(curve, until));
  const ratios = drawn.flat().map(({ y }) => y);
  if (ratios.length === 0) return null;
  const domain: [number, number] = [
    Math.min(0.7, hypothesis.nullRatio, ...ratios) / 1.08,
    Math.max(1.1, hypothesis.nullRatio, ...ratios) * 1.08,
  ];
  const title = 'Assumed hazard ratio over time';
  const caption = `Hazard of each experimental arm ÷ hazard of ${nameLabel(control.name)} among patients free of the event, by time on study; ${favoursText(hypothesis)}.`;
  return {
    name: 'hazard-ratio',
    title,
    caption,
    svg: plotSvg({
      name: 'hazard-ratio',
      title,
      description: caption,
      xLabel: timeAxis('Time on study', unit),
      yLabel: 'Hazard ratio (log scale)',
      legend: curves.map(({ name }, i) => ({
        label: `${nameLabel(name)} v ${nameLabel(control.name)}`,
        series: series(i + 1),
        kind: 'line' as const,
      })),
      x: { type: 'linear', domain: [0, end], ticks: timeTicks(end, unit) } as Plot.ScaleOptions,
      y: {
        type: 'log',
        domain,
        grid: true,
        ticks: ratioTicks(...domain),
        tickFormat: (x: number) => significant(x, 2),
      } as Plot.ScaleOptions,
      marks: [
        Plot.ruleY([1], { stroke: INK, strokeWidth: 1.25 }),
        ...(hypothesis.nullRatio === 1
          ? []
          : [Plot.ruleY([hypothesis.nullRatio], { stroke: INK, strokeOpacity: 0.6, strokeDasharray: '5 3' })]),
        ...drawn.map((rows, i) => {
          const { colour, dash } = series(i + 1);
          return Plot.line(rows, { x: 't', y: 'y', stroke: colour, strokeWidth: 2.25, ...dashed(dash) });
        }),
      ],
    }),
    table: {
      name: 'figure-hazard-ratio',
      title,
      audience: 'both',
      columns: [right('time', unit), ...curves.map(({ name }, i) => right(`hazardRatio${i + 1}`, name))],
      rows: tableRows(curves, until),
      notes: [],
    },
  };
}
