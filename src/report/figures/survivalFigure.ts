/** The survival that the trial assumes of its arms, with what was published. */
import * as Plot from '@observablehq/plot';
import type { AssumedCurves } from '../../questions/assumedCurves.ts';
import type { Reported, ReportedArm, TimeUnit } from '../../scenario/scenario.ts';
import { fixed, significant } from '../numbers.ts';
import { cell, left, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, spaced, timeAxis, timeEnd, timeTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';

const TABLE_PARTS = 8;

function published(reported: Reported | null): { arm: ReportedArm; index: number }[] {
  if (reported === null) return [];
  return [reported.control, reported.experimental].flatMap((arm, index) =>
    arm.median === null ? [] : [{ arm, index }],
  );
}

export function survivalFigure(curves: AssumedCurves | null, reported: Reported | null, unit: TimeUnit): Figure | null {
  if (curves === null) return null;
  const { arms, until } = curves;
  const medians = published(reported);
  const limits = medians.flatMap(({ arm: { median } }) => (median ? [median.value, median.high ?? 0] : []));
  const end = timeEnd(Math.max(until, ...limits), unit);
  if (!(end > 0) || !Number.isFinite(end)) return null;
  const bars = medians.flatMap(({ arm: { name, median }, index }) =>
    median === null
      ? []
      : [{ name, index, value: median.value, low: median.low, high: median.high, dy: index === 0 ? -5 : 5 }],
  );
  const legend: LegendEntry[] = [
    ...arms.map(({ name }, i) => ({ label: nameLabel(name), series: series(i), kind: 'line' as const })),
    ...bars.map(({ name, index }) => ({
      label: `published median, ${nameLabel(name, 24)}`,
      series: series(index),
      kind: 'interval' as const,
    })),
  ];
  const title = 'Assumed survival';
  const caption = `Share of patients without the event by time on study, as assumed for each arm.${
    bars.length === 0
      ? ''
      : ' Markers at 50 % are the published medians with their 95 % confidence intervals; an arrow is a limit that was not reached.'
  }`;
  const svg = plotSvg({
    name: 'survival',
    title,
    description: caption,
    xLabel: timeAxis('Time on study', unit),
    yLabel: 'Patients without the event (%)',
    legend,
    x: { type: 'linear', domain: [0, end], ticks: timeTicks(end, unit) } as Plot.ScaleOptions,
    y: { type: 'linear', domain: [0, 100], grid: true, ticks: 5 },
    marks: [
      Plot.ruleY([50], { stroke: INK, strokeOpacity: 0.45, strokeDasharray: '2 3' }),
      Plot.ruleY([0], { stroke: INK }),
      ...arms.map(({ survival }, i) =>
        Plot.line(
          survival.map((s, k) => ({ t: (until * k) / (survival.length - 1), s: 100 * s })),
          { x: 't', y: 's', stroke: series(i).colour, strokeWidth: 2.25, ...dashed(series(i).dash) },
        ),
      ),
      ...bars.flatMap(({ index, value, low, high, dy }) => {
        const { colour, symbol } = series(index);
        const interval = [{ low: low ?? value, high: high ?? end, y: 50 }];
        return [
          ...(low === null
            ? []
            : [
                Plot.ruleY(interval, { x1: 'low', x2: 'high', y: 'y', dy, stroke: PAPER, strokeWidth: 6 }),
                Plot.ruleY(interval, { x1: 'low', x2: 'high', y: 'y', dy, stroke: colour, strokeWidth: 2.5 }),
                Plot.ruleX(interval, { x: 'low', y1: 48.5, y2: 51.5, dy, stroke: colour, strokeWidth: 2.5 }),
                high === null
                  ? Plot.text(interval, { x: 'high', y: 'y', dy, text: () => '▶', fill: colour })
                  : Plot.ruleX(interval, { x: 'high', y1: 48.5, y2: 51.5, dy, stroke: colour, strokeWidth: 2.5 }),
              ]),
          Plot.dot([{ value, y: 50 }], { x: 'value', y: 'y', dy, symbol, r: 5, fill: colour, stroke: PAPER }),
        ];
      }),
    ],
  });
  return {
    name: 'survival',
    title,
    caption,
    svg,
    table: {
      name: 'figure-survival',
      title,
      audience: 'both',
      columns: [right('time', unit), ...arms.map(({ name }, i) => right(`survival${i}`, name)), left('what', 'what')],
      rows: [
        ...spaced(0, until, TABLE_PARTS).map((t, k) => [
          cell(t, significant(t, 3)),
          ...arms.map(({ survival }) => {
            const s = survival[(k * (survival.length - 1)) / TABLE_PARTS];
            return cell(s, `${fixed(100 * s, 1)} %`);
          }),
          cell('assumed'),
        ]),
        ...bars.map(({ index, name, value, low, high }) => [
          cell(value, significant(value, 3)),
          ...arms.map((_, i) => (i === index ? cell(0.5, '50.0 %') : cell(null))),
          cell(
            `published median, ${name}`,
            `published median, ${name}${low === null ? '' : ` (95 % CI ${significant(low, 3)} to ${high === null ? 'not reached' : significant(high, 3)})`}`,
          ),
        ]),
      ],
      notes: [],
    },
  };
}

/** The dash of a series as options of a mark. */
export function dashed(dash: string | null): { strokeDasharray?: string } {
  return dash === null ? {} : { strokeDasharray: dash };
}
