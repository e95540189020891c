/** Tornado: power when one assumption changes at a time, the one that matters most on top. */
import * as Plot from '@observablehq/plot';
import type { SensitivityResult } from '../../questions/sensitivity.ts';
import { count, fixed } from '../numbers.ts';
import { sensitivityTable } from '../sensitivityReport.ts';
import { clipped } from '../testWords.ts';
import type { Figure } from './figure.ts';
import { INK, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';

interface Bar {
  readonly row: number;
  readonly words: string;
  readonly power: number;
  readonly low: number;
  readonly high: number;
  readonly smaller: boolean;
  /** 1 where the words stand to the right of the bar. */
  readonly side: 1 | -1;
}

const STEPS = [0.5, 1, 2, 5, 10, 20];

/** Ticks in per cent between two limits, none below 0 or above 100. */
function percentTicks(low: number, high: number): number[] {
  const step = STEPS.find((each) => (high - low) / each <= 9) ?? 25;
  const from = Math.ceil(Math.max(0, low) / step);
  const to = Math.floor(Math.min(100, high) / step);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => (from + i) * step);
}

const HALF = 0.32;
const ROW = 44;
/** A 95 % interval extends this many standard errors either way. */
const Z_95 = 1.96;
/** The letters for which an assumption has room. */
const LABEL = 30;

export function sensitivityFigure(result: SensitivityResult | null): Figure | null {
  if (result === null || result.rows.length === 0) return null;
  const planned = 100 * result.planned.estimate;
  const bars = result.rows.flatMap(({ low, high }, row): Bar[] => {
    const lowerFirst = low.power <= high.power;
    return [low, high].map((point, i) => ({
      row,
      words: `${point.value}: ${fixed(100 * point.power, 1)} %`,
      power: 100 * point.power,
      low: 100 * (point.power - Z_95 * point.standardError),
      high: 100 * (point.power + Z_95 * point.standardError),
      smaller: i === 0,
      side: (i === 0) === lowerFirst ? -1 : 1,
    }));
  });
  const values = bars.flatMap(({ low, high }) => [low, high]).concat(planned);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const pad = 0.4 * Math.max(most - least, 2);
  const title = 'Power when one assumption changes';
  const caption = `Simulated power at the planned ${count(result.patients)} patients when one assumption is changed and all others stay, with 95 % Monte Carlo intervals of the change; the vertical line is the power as planned, ${fixed(planned, 1)} %.`;
  const shade = (smaller: boolean) => (smaller ? series(0) : series(1));
  return {
    name: 'sensitivity',
    title,
    caption,
    svg: plotSvg({
      name: 'sensitivity',
      title,
      description: caption,
      xLabel: 'Power (%)',
      yLabel: '',
      legend: [
        { label: 'smaller than planned', series: series(0), kind: 'box', opacity: 0.9 },
        { label: 'greater than planned', series: series(1), kind: 'box', opacity: 0.45 },
      ],
      height: 100 + result.rows.length * ROW,
      marginLeft: 220,
      x: {
        type: 'linear',
        domain: [least - pad, most + pad],
        ticks: percentTicks(least - pad, most + pad),
        grid: true,
      } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [result.rows.length - 0.5, -0.5], axis: null } as Plot.ScaleOptions,
      marks: [
        Plot.rect(bars, {
          x1: planned,
          x2: 'power',
          y1: ({ row }: Bar) => row - HALF,
          y2: ({ row }: Bar) => row + HALF,
          fill: ({ smaller }: Bar) => shade(smaller).colour,
          fillOpacity: ({ smaller }: Bar) => (smaller ? 0.9 : 0.45),
          stroke: ({ smaller }: Bar) => shade(smaller).colour,
        }),
        Plot.ruleY(bars, { y: 'row', x1: 'low', x2: 'high', stroke: INK, strokeWidth: 1.25 }),
        Plot.ruleX([planned], { stroke: INK, strokeWidth: 1.5 }),
        ...([1, -1] as const).map((side) =>
          Plot.text(
            bars.filter((bar) => bar.side === side),
            {
              x:
                side === 1
                  ? ({ power, high }: Bar) => Math.max(power, high, planned)
                  : ({ power, low }: Bar) => Math.min(power, low, planned),
              y: 'row',
              dx: 7 * side,
              text: 'words',
              textAnchor: side === 1 ? 'start' : 'end',
              fill: INK,
            },
          ),
        ),
        Plot.text(result.rows, {
          frameAnchor: 'left',
          y: (_: unknown, i: number) => i,
          dx: -10,
          dy: -7,
          text: ({ assumption }: SensitivityResult['rows'][number]) => clipped(assumption, LABEL),
          textAnchor: 'end',
          fill: INK,
        }),
        Plot.text(result.rows, {
          frameAnchor: 'left',
          y: (_: unknown, i: number) => i,
          dx: -10,
          dy: 7,
          text: ({ planned: value }: SensitivityResult['rows'][number]) => `planned ${value}`,
          textAnchor: 'end',
          fill: INK,
          fillOpacity: 0.75,
        }),
      ],
    }),
    table: { ...sensitivityTable(result), name: 'figure-sensitivity' },
  };
}
