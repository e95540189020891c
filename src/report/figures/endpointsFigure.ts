/** The endpoints of a trial together: their curves arm by arm, where patients are, and the hazard ratio of death. */
import * as Plot from '@observablehq/plot';
import type { EndpointSummary, EndpointsSummary, OccupancyOfArm } from '../../questions/endpointsSummary.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { fixed, significant } from '../numbers.ts';
import { cell, right, type Table, type TableCell } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, panelLabels, ratioTicks, timeAxis, timeEnd, timeTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

const TABLE_ROWS = 10;
/** Dashes by endpoint: the first solid, the others not. */
const DASHES = [null, '7 4', '2 3'];

const percentCell = (share: number): TableCell => cell(share, `${fixed(100 * share, 1)} %`);

/** Every so many of the times, so that a table has about ten rows. */
function thinned(times: readonly number[]): number[] {
  const step = Math.max(1, Math.floor((times.length - 1) / TABLE_ROWS));
  return times.map((_, i) => i).filter((i) => i % step === 0);
}

function endpointName({ name }: EndpointSummary): string {
  return name ?? 'first event';
}

/** Curves of all times to events, colours by arm and dashes by endpoint; null for one curve an arm. */
export function endpointsFigure(summary: EndpointsSummary | null, unit: TimeUnit): Figure | null {
  const curves = (summary?.endpoints ?? []).filter(({ kind }) => kind !== 'response');
  if (summary === null || curves.length < 2) return null;
  const { times } = summary;
  const end = timeEnd(times[times.length - 1], unit);
  const lines = curves.flatMap((endpoint, e) =>
    endpoint.arms.map(({ arm, survival }, a) => ({
      label: `${nameLabel(endpointName(endpoint), 28)}, ${nameLabel(arm, 28)}`,
      survival,
      series: { ...series(a), dash: DASHES[e % DASHES.length] },
    })),
  );
  const title = 'Assumed endpoints together';
  const caption =
    'Share of patients without the event of each endpoint by time on study, as assumed: a colour for each arm, a dash for each endpoint. Patients between the curves of an arm have progressed and live.';
  return {
    name: 'endpoints',
    title,
    caption,
    svg: plotSvg({
      name: 'endpoints',
      title,
      description: caption,
      xLabel: timeAxis('Time on study', unit),
      yLabel: 'Patients without the event (%)',
      legend: lines.map(({ label, series: drawn }): LegendEntry => ({ label, series: drawn, kind: 'line' })),
      x: { type: 'linear', domain: [0, end], ticks: timeTicks(end, unit) } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, 100], grid: true, ticks: 5 },
      marks: [
        Plot.ruleY([50], { stroke: INK, strokeOpacity: 0.45, strokeDasharray: '2 3' }),
        Plot.ruleY([0], { stroke: INK }),
        ...lines.map(({ survival, series: { colour, dash } }) =>
          Plot.line(
            survival.map((s, i) => ({ t: times[i], s: 100 * s })),
            { x: 't', y: 's', stroke: colour, strokeWidth: 2.25, ...dashed(dash) },
          ),
        ),
      ],
    }),
    table: {
      name: 'figure-endpoints',
      title,
      audience: 'both',
      columns: [right('time', unit), ...lines.map(({ label }, i) => right(`curve${i}`, label))],
      rows: thinned(times).map((i) => [
        cell(times[i], significant(times[i], 3)),
        ...lines.map(({ survival }) => percentCell(survival[i])),
      ]),
      notes: [],
    },
  };
}

/** States from the bottom up. */
const STATES = [
  { key: 'withoutProgression', label: 'alive without progression', place: 2 },
  { key: 'progressed', label: 'alive after progression', place: 4 },
  { key: 'deadAfterProgression', label: 'died after progression', place: 1 },
  { key: 'deadWithoutProgression', label: 'died without progression', place: 3 },
] as const;

function occupancyTable(
  title: string,
  times: readonly number[],
  occupancy: readonly OccupancyOfArm[],
  unit: string,
): Table {
  return {
    name: 'figure-occupancy',
    title,
    audience: 'both',
    columns: [
      right('time', unit),
      ...occupancy.flatMap(({ arm }, a) => STATES.map(({ key, label }) => right(`${key}${a}`, `${label}, ${arm}`))),
    ],
    rows: thinned(times).map((i) => [
      cell(times[i], significant(times[i], 3)),
      ...occupancy.flatMap((each) => STATES.map(({ key }) => percentCell(each[key][i]))),
    ]),
    notes: [],
  };
}

/** Where the patients of each arm are over time, arm beside arm; null where nothing follows the first event. */
export function occupancyFigure(summary: EndpointsSummary | null, unit: TimeUnit): Figure | null {
  const occupancy = summary?.occupancy ?? null;
  if (summary === null || occupancy === null) return null;
  const { times } = summary;
  const end = timeEnd(times[times.length - 1], unit);
  const panels = panelLabels(occupancy.map(({ arm }) => arm));
  const rows = occupancy.flatMap((each, a) =>
    times.flatMap((t, i) => {
      let below = 0;
      return STATES.map(({ key, place }) => {
        const from = below;
        below += 100 * each[key][i];
        return { arm: panels[a], t, from, to: below, place };
      });
    }),
  );
  const title = 'Where patients are over time';
  const caption = `Share of the patients of each arm in each state by time on study, as assumed; they sum to 100 %.`;
  return {
    name: 'occupancy',
    title,
    caption,
    svg: plotSvg({
      name: 'occupancy',
      title,
      description: caption,
      xLabel: timeAxis('Time on study', unit),
      yLabel: 'Patients (%)',
      legend: STATES.map(
        ({ label, place }): LegendEntry => ({ label, series: series(place), kind: 'box', opacity: 0.75 }),
      ),
      panels,
      x: {
        type: 'linear',
        domain: [0, end],
        ticks: timeTicks(end, unit).filter((_, i) => i % occupancy.length === 0),
      } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, 100], ticks: 5 },
      marks: STATES.flatMap(({ place }) => [
        Plot.areaY(
          rows.filter((row) => row.place === place),
          {
            x: 't',
            y1: 'from',
            y2: 'to',
            fx: 'arm',
            fill: series(place).colour,
            fillOpacity: 0.75,
            stroke: PAPER,
            strokeWidth: 0.75,
          } as Plot.AreaYOptions,
        ),
      ]),
    }),
    table: occupancyTable(title, times, occupancy, unit),
  };
}

/** The hazard ratio of death over time, which progression and death after it make; null where nothing follows the first event. */
export function deathRatioFigure(summary: EndpointsSummary | null, unit: TimeUnit): Figure | null {
  const occupancy = summary?.occupancy ?? null;
  if (summary === null || occupancy === null) return null;
  const { times } = summary;
  const [control, ...experimental] = occupancy;
  const middle = times.slice(1).map((t, i) => (t + times[i]) / 2);
  const curves = experimental.map(({ arm, hazardRatio }) => ({
    arm,
    rows: hazardRatio.flatMap((y, i) => (y === null || !(y > 0) ? [] : [{ t: middle[i], y }])),
    hazardRatio,
  }));
  const ratios = curves.flatMap(({ rows }) => rows.map(({ y }) => y));
  if (ratios.length === 0) return null;
  const end = timeEnd(times[times.length - 1], unit);
  const domain: [number, number] = [Math.min(0.7, ...ratios) / 1.08, Math.max(1.1, ...ratios) * 1.08];
  const title = 'Hazard ratio of death over time';
  const caption = `Hazard of death of each experimental arm ÷ that of ${nameLabel(control.arm)} among patients who live, by time on study: it follows from the hazards of progression and of death before and after it, and is not constant.`;
  return {
    name: 'death-ratio',
    title,
    caption,
    svg: plotSvg({
      name: 'death-ratio',
      title,
      description: caption,
      xLabel: timeAxis('Time on study', unit),
      yLabel: 'Hazard ratio (log scale)',
      legend: curves.map(
        ({ arm }, i): LegendEntry => ({
          label: `${nameLabel(arm)} v ${nameLabel(control.arm)}`,
          series: series(i + 1),
          kind: 'line',
        }),
      ),
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
        ...curves.map(({ rows }, i) => {
          const { colour, dash } = series(i + 1);
          return Plot.line(rows, { x: 't', y: 'y', stroke: colour, strokeWidth: 2.25, ...dashed(dash) });
        }),
      ],
    }),
    table: {
      name: 'figure-death-ratio',
      title,
      audience: 'both',
      columns: [right('time', unit), ...curves.map(({ arm }, i) => right(`hazardRatio${i + 1}`, arm))],
      rows: thinned(middle).map((i) => [
        cell(middle[i], significant(middle[i], 3)),
        ...curves.map(({ hazardRatio }) => {
          const y = hazardRatio[i];
          return cell(y, y === null ? '–' : significant(y, 3));
        }),
      ]),
      notes: [],
    },
  };
}
