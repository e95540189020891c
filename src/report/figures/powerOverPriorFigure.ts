/** Power over what is believed: against the value of one prior, with the prior beneath; of several, how often it is what. */
import * as Plot from '@observablehq/plot';
import type { AssuranceResult } from '../../questions/assurance.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import { believedText } from '../assuranceWords.ts';
import { count, fixed, percent } from '../numbers.ts';
import { cell, right, type Table } from '../table.ts';
import type { Figure } from './figure.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';
import { densityOf, upTo, valueAxis, valueLabel } from './priorFigure.ts';

const NAME = 'power-over-prior';
/** How high the prior rises beneath power, in per cent of the axis. */
const BENEATH = 35;
/** Widths of the bars of power, in per cent. */
const BAR = 10;

function tableOf({ powers, priors }: AssuranceResult, title: string, unit: TimeUnit): Table {
  return {
    name: `figure-${NAME}`,
    title,
    audience: 'both',
    columns: [
      ...priors.map(({ path, meaning }) => right(path, meaning.words)),
      right('benefit', 'simulated'),
      right('formula', 'large samples'),
    ],
    rows: powers.points.map(({ values, benefit, formula }) => [
      ...values.map((value, i) => cell(value, believedText(priors[i], value, unit, 3))),
      cell(benefit, percent(benefit)),
      cell(formula?.benefit ?? null, percent(formula?.benefit ?? null)),
    ]),
    notes: [],
  };
}

/** Power against the only uncertain value. */
function againstValue(result: AssuranceResult, unit: TimeUnit): Figure | null {
  const { powers, priors, benefit, point, truths } = result;
  const [prior] = priors;
  const rows = powers.points.map(({ values, benefit: power, formula }) => ({
    value: values[0],
    power: 100 * power,
    formula: formula === null ? null : 100 * formula.benefit,
  }));
  const line = rows.filter(({ formula }) => formula !== null).sort((a, b) => a.value - b.value);
  const reach = [...rows.map(({ value }) => value), prior.value];
  const [low, high] = [Math.min(...reach), Math.max(...reach)];
  if (!(high > low)) return null;
  // The density ends where the axis does.
  const density = upTo(upTo(densityOf(prior), low), high).filter(({ value }) => value >= low && value <= high);
  const peak = Math.max(...density.map((at) => at.density), 0);
  const mass = density.map(({ value, density: at }) => ({ value, height: (BENEATH * at) / peak }));
  const planned = { value: prior.value, power: 100 * point.benefit.estimate };
  const words = `planned: ${fixed(planned.power, 1)} %`;
  const chance = 100 * benefit.estimate;
  const title = 'Power over what is believed';
  const caption = `Power at ${count(truths)} evenly spaced quantiles of the prior, each with as many simulated trials${line.length > 1 ? ', and by large samples (line)' : ''}; shaded, where the prior has its mass. Their average is the chance of success, ${fixed(chance, 1)} %, the dashed line.`;
  const legend: LegendEntry[] = [
    { label: 'simulated', series: series(0), kind: 'marker' },
    ...(line.length > 1 ? [{ label: 'large samples', series: series(0), kind: 'line' as const }] : []),
    { label: 'the prior', series: series(4), kind: 'box', opacity: 0.35 },
    { label: `chance of success ${fixed(chance, 1)} %`, series: series(1), kind: 'line' },
    { label: words, series: series(3), kind: 'marker' },
  ];
  return {
    name: NAME,
    title,
    caption,
    svg: plotSvg({
      name: NAME,
      title,
      description: caption,
      xLabel: valueLabel(prior, unit),
      yLabel: 'Power (%)',
      legend,
      x: valueAxis(prior, low, high),
      y: { type: 'linear', domain: [0, 100], grid: true, ticks: 5 },
      marks: [
        ...(peak > 0
          ? [
              Plot.areaY(mass, {
                x: 'value',
                y: 'height',
                curve: 'monotone-x',
                fill: series(4).colour,
                fillOpacity: 0.35,
              }),
            ]
          : []),
        Plot.ruleY([0], { stroke: INK }),
        Plot.ruleY([chance], { stroke: series(1).colour, strokeWidth: 2, strokeDasharray: series(1).dash ?? '8 4' }),
        Plot.line(line, { x: 'value', y: 'formula', stroke: series(0).colour, strokeWidth: 1.5 }),
        Plot.dot(rows, { x: 'value', y: 'power', r: 3, fill: series(0).colour, stroke: PAPER }),
        Plot.dot([planned], { x: 'value', y: 'power', r: 6, symbol: 'diamond', fill: series(3).colour, stroke: PAPER }),
      ],
    }),
    table: tableOf(result, title, unit),
  };
}

/** How often power is what, for several priors. */
function histogram(result: AssuranceResult, unit: TimeUnit): Figure {
  const { powers, benefit, point, truths } = result;
  const counts = Array.from({ length: 100 / BAR }, () => 0);
  for (const { benefit: power } of powers.points)
    counts[Math.min(counts.length - 1, Math.floor((100 * power) / BAR))]++;
  const bars = counts.map((n, i) => ({ from: i * BAR, to: (i + 1) * BAR, share: (100 * n) / truths }));
  const marks = [
    { power: 100 * benefit.estimate, entry: 1, words: `chance of success ${fixed(100 * benefit.estimate, 1)} %` },
    {
      power: 100 * point.benefit.estimate,
      entry: 3,
      words: `planned values: ${fixed(100 * point.benefit.estimate, 1)} %`,
    },
  ];
  const title = 'How power is distributed over what is believed';
  const caption = `Simulated power at ${count(truths)} draws of the priors: the share of them in each tenth of the axis. Its mean is the chance of success, ${fixed(100 * benefit.estimate, 1)} %.`;
  return {
    name: NAME,
    title,
    caption,
    svg: plotSvg({
      name: NAME,
      title,
      description: caption,
      xLabel: 'Power (%)',
      yLabel: 'Share of what is believed (%)',
      legend: [
        { label: 'what is believed', series: series(0), kind: 'box', opacity: 0.5 },
        ...marks.map(({ words, entry }) => ({ label: words, series: series(entry), kind: 'line' as const })),
      ],
      x: { type: 'linear', domain: [0, 100], ticks: 10 },
      y: { type: 'linear', domain: [0, 1.08 * Math.max(...bars.map(({ share }) => share))], grid: true, ticks: 5 },
      marks: [
        Plot.rect(bars, {
          x1: 'from',
          x2: 'to',
          y1: 0,
          y2: 'share',
          inset: 1,
          fill: series(0).colour,
          fillOpacity: 0.5,
          stroke: series(0).colour,
        }),
        Plot.ruleY([0], { stroke: INK }),
        ...marks.map(({ power, entry }) => {
          const { colour, dash } = series(entry);
          return Plot.ruleX([power], {
            stroke: colour,
            strokeWidth: 2.25,
            ...(dash === null ? {} : { strokeDasharray: dash }),
          });
        }),
      ],
    }),
    table: tableOf(result, title, unit),
  };
}

export function powerOverPriorFigure(result: AssuranceResult | null, unit: TimeUnit): Figure | null {
  if (result === null) return null;
  return result.priors.length === 1 ? againstValue(result, unit) : histogram(result, unit);
}
