/** The hazards that the trial assumes, and where they are not proportional their ratio over time. */
import * as Plot from '@observablehq/plot';
import { componentsOf, isMixed, mixtureAt } from '../../closed/components.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { constantHazardRatio } from '../../survival/hazardRatio.ts';
import type { Design } from '../../trial/family.ts';
import { armsOf } from '../../trial/trial.ts';
import { significant } from '../numbers.ts';
import { cell, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, ratioTicks, spaced, timeAxis, timeTicks } from './labels.ts';
import { INK, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';
import { dashed, studyEnd } from './survivalFigure.ts';

const PARTS = 240;
const TABLE_PARTS = 8;

/** Of all patients still free of the event, per unit time; null where nobody is. */
function hazardCurves(design: Design): { name: string; at: (t: number) => number | null }[] {
  return armsOf(design).map(({ name, law }, arm) => {
    const components = componentsOf(design, arm);
    return {
      name,
      at: (t: number) => {
        const { free, failing } = mixtureAt(law, components, t);
        const rate = failing / free;
        return free > 1e-9 && Number.isFinite(rate) ? rate : null;
      },
    };
  });
}

/** Middles of equal parts, as hazards jump at round times. */
function middles(end: number): number[] {
  return spaced(0, end, PARTS)
    .slice(1)
    .map((t) => t - end / PARTS / 2);
}

interface Row {
  readonly t: number;
  readonly y: number;
}

function rowsOf(at: (t: number) => number | null, times: readonly number[]): Row[] {
  return times.flatMap((t) => {
    const y = at(t);
    return y === null ? [] : [{ t, y }];
  });
}

export function hazardFigure(design: Design, analysisTime: number | null, unit: TimeUnit): Figure | null {
  const end = studyEnd(design, analysisTime, unit);
  if (!(end > 0) || !Number.isFinite(end)) return null;
  const curves = hazardCurves(design);
  const times = middles(end);
  const drawn = curves.map(({ at }) => rowsOf(at, times));
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
      rows: tableTimes(times).map((t) => [
        cell(t, significant(t, 3)),
        ...curves.map(({ at }) => {
          const rate = at(t);
          return cell(rate, rate === null ? '–' : significant(rate, 3));
        }),
      ]),
      notes: [],
    },
  };
}

/** Every so many of the times drawn. */
function tableTimes(times: readonly number[]): number[] {
  const step = Math.floor(times.length / TABLE_PARTS);
  return times.filter((_, i) => i % step === 0);
}

/** Null where every ratio is constant. */
export function hazardRatioFigure(design: Design, analysisTime: number | null, unit: TimeUnit): Figure | null {
  const [control, ...experimental] = armsOf(design);
  const constant = experimental.every(({ law }) => constantHazardRatio(law, control.law) !== null);
  const end = studyEnd(design, analysisTime, unit);
  if ((constant && !isMixed(design)) || !(end > 0) || !Number.isFinite(end)) return null;
  const [base, ...arms] = hazardCurves(design);
  const times = middles(end);
  const curves = arms.map(({ name, at }) => ({
    name,
    at: (t: number) => {
      const below = base.at(t);
      const above = at(t);
      return below === null || above === null || !(below > 0) || !(above > 0) ? null : above / below;
    },
  }));
  const drawn = curves.map(({ at }) => rowsOf(at, times));
  const ratios = drawn.flat().map(({ y }) => y);
  if (ratios.length === 0) return null;
  const domain: [number, number] = [Math.min(0.7, ...ratios) / 1.08, Math.max(1.1, ...ratios) * 1.08];
  const title = 'Assumed hazard ratio over time';
  const caption = `Hazard of each experimental arm ÷ hazard of ${nameLabel(control.name)} among patients free of the event, by time on study; below 1 favours the experimental arm.`;
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
      rows: tableTimes(times).map((t) => [
        cell(t, significant(t, 3)),
        ...curves.map(({ at }) => {
          const ratio = at(t);
          return cell(ratio, ratio === null ? '–' : significant(ratio, 3));
        }),
      ]),
      notes: [],
    },
  };
}
