/** What is believed of a planning value: its density, with the planned value, the published one, and that after shrinkage. */
import * as Plot from '@observablehq/plot';
import { log } from '../../elementary/log.ts';
import type { AssuranceResult } from '../../questions/assurance.ts';
import type { BelievedValue } from '../../questions/believedValue.ts';
import type { TimeUnit } from '../../scenario/scenario.ts';
import type { HazardRatioScale } from '../../trial/hypothesisScale.ts';
import { believedName, believedText, ratioText } from '../assuranceWords.ts';
import { fixed, percent } from '../numbers.ts';
import { cell, right } from '../table.ts';
import { capital, listed } from '../testWords.ts';
import type { Figure } from './figure.ts';
import { nameLabel, ratioTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';

export interface DensityAt {
  readonly value: number;
  readonly density: number;
}

/** Intervals of the distribution that are taken together where it has steps. */
const TOGETHER = 5;

/** The density between neighbouring values, on the log scale where the prior is, per unit of the axis; of draws in wider steps. */
export function densityOf({ scale, kind, distribution }: BelievedValue): DensityAt[] {
  const step = kind === 'draws' ? TOGETHER : 1;
  const kept = distribution.filter((_, i) => i % step === 0);
  const place = (value: number) => (scale === 'log' ? log(value) : value);
  return kept.slice(1).flatMap(({ value, share }, i) => {
    const before = kept[i];
    const width = place(value) - place(before.value);
    const middle = scale === 'log' ? Math.sqrt(value * before.value) : (value + before.value) / 2;
    return width > 0 ? [{ value: middle, density: (share - before.share) / width }] : [];
  });
}

/** Draws as bars: what lies in each step, the least of all in the first. */
function barsOf({
  distribution,
}: BelievedValue): { readonly from: number; readonly to: number; readonly height: number }[] {
  const kept = distribution.filter((_, i) => i % TOGETHER === 0);
  return kept.slice(1).map(({ value, share }, i) => ({
    from: kept[i].value,
    to: value,
    height: (share - (i === 0 ? 0 : kept[i].share)) / (value - kept[i].value),
  }));
}

/** Options of an axis of the value: ratios on the log scale. */
export function valueAxis({ scale, meaning }: BelievedValue, low: number, high: number): Plot.ScaleOptions {
  if (scale !== 'log') return { type: 'linear', domain: [low, high], ticks: 8 } as Plot.ScaleOptions;
  const domain = { type: 'log', domain: [low, high] };
  return (
    meaning.is === 'hazard ratio' || high / low > 3
      ? { ...domain, ticks: ratioTicks(low, high), tickFormat: (x: number) => String(x) }
      : { ...domain, type: 'linear', ticks: 8 }
  ) as Plot.ScaleOptions;
}

/** `Hazard ratio of E`, with its unit. */
export function valueLabel(prior: BelievedValue, unit: TimeUnit): string {
  const isTime = ['time', 'median', 'duration', 'interval'].includes(prior.meaning.is);
  return `${capital(nameLabel(believedName(prior), 60))}${isTime ? ` (${unit}s)` : ''}`;
}

/** The density with a further point at a value, between its neighbours. */
export function upTo(density: readonly DensityAt[], value: number): DensityAt[] {
  const next = density.findIndex((at) => at.value > value);
  if (next < 1) return [...density];
  const [before, after] = [density[next - 1], density[next]];
  const share = (value - before.value) / (after.value - before.value);
  const between = before.density + share * (after.density - before.density);
  return [...density.slice(0, next), { value, density: between }, ...density.slice(next)];
}

interface Mark {
  readonly value: number;
  readonly words: string;
  readonly entry: number;
}

function marksOf(prior: BelievedValue, unit: TimeUnit): Mark[] {
  const { printed, afterShrinkage, value } = prior;
  const of = (x: number, what: string, entry: number) => ({
    value: x,
    words: `${what} ${believedText(prior, x, unit)}`,
    entry,
  });
  return [
    of(value, 'planned', 1),
    ...(printed === null ? [] : [of(printed.estimate, prior.source === 'reported' ? 'published' : 'estimate', 2)]),
    ...(afterShrinkage === null
      ? []
      : [{ value: afterShrinkage, words: `after shrinkage ${fixed(afterShrinkage, 2)}`, entry: 3 }]),
  ];
}

/** The figure of the i-th prior. */
export function priorFigure(
  result: AssuranceResult | null,
  i: number,
  hypothesis: HazardRatioScale | undefined,
  unit: TimeUnit,
): Figure | null {
  if (result === null) return null;
  const prior = result.priors[i];
  const density = densityOf(prior);
  if (density.length < 2) return null;
  const drawn = prior.kind === 'draws';
  const marks = marksOf(prior, unit);
  const bars = drawn ? barsOf(prior) : [];
  const reach = [...(drawn ? prior.distribution : density), ...marks].map(({ value }) => value);
  const [low, high] = [Math.min(...reach), Math.max(...reach)];
  const ratio = prior.meaning.is === 'hazard ratio' && prior.scale === 'log' && hypothesis !== undefined;
  const inBenefit = ({ value }: DensityAt): boolean =>
    hypothesis !== undefined &&
    (hypothesis.benefit === 'below' ? value <= hypothesis.nullRatio : value >= hypothesis.nullRatio);
  const benefit = ratio ? upTo(density, hypothesis.nullRatio).filter(inBenefit) : [];
  const sure =
    ratio && result.ceiling !== null && result.priors.length === 1 ? `: ${percent(result.ceiling.benefit)}` : '';
  const name = `prior-${i + 1}`;
  const title = `What is believed of the ${nameLabel(believedName(prior), 60)}`;
  const [from, , , , to] = prior.percentiles;
  const caption = `The prior of the ${believedName(prior)}: 95 % of it between ${believedText(prior, from, unit, 3)} and ${believedText(prior, to, unit, 3)}. Marked: ${listed(marks.map(({ words }) => words))}.${ratio ? ` Shaded darker: the part with a benefit (${hypothesis?.benefit} ${ratioText(hypothesis?.nullRatio ?? 1)})${sure}.` : ''}`;
  const legend: LegendEntry[] = [
    drawn
      ? { label: 'draws of the prior', series: series(0), kind: 'box', opacity: 0.5 }
      : { label: 'prior', series: series(0), kind: 'line' },
    ...(benefit.length > 1
      ? [{ label: `with a benefit${sure}`, series: series(0), kind: 'box' as const, opacity: 0.45 }]
      : []),
    ...marks.map(({ words, entry }) => ({ label: words, series: series(entry), kind: 'line' as const })),
  ];
  const area = (rows: readonly DensityAt[], opacity: number) =>
    Plot.areaY(rows, { x: 'value', y: 'density', curve: 'monotone-x', fill: series(0).colour, fillOpacity: opacity });
  return {
    name,
    title,
    caption,
    svg: plotSvg({
      name,
      title,
      description: caption,
      xLabel: valueLabel(prior, unit),
      yLabel: 'Density',
      legend,
      height: 340,
      marginLeft: 28,
      x: valueAxis(prior, low, high),
      y: {
        type: 'linear',
        axis: null,
        domain: [0, 1.06 * Math.max(...density.map((at) => at.density), ...bars.map(({ height }) => height))],
      } as Plot.ScaleOptions,
      marks: [
        ...(drawn ? [] : [area(density, 0.14)]),
        ...(benefit.length > 1 ? [area(benefit, 0.4)] : []),
        drawn
          ? Plot.rect(bars, {
              x1: 'from',
              x2: 'to',
              y1: 0,
              y2: 'height',
              inset: 0.5,
              fill: series(0).colour,
              fillOpacity: 0.5,
            })
          : Plot.line(density, {
              x: 'value',
              y: 'density',
              curve: 'monotone-x',
              stroke: series(0).colour,
              strokeWidth: 2,
            }),
        ...(ratio ? [Plot.ruleX([hypothesis?.nullRatio ?? 1], { stroke: INK, strokeWidth: 1 })] : []),
        ...marks.map(({ value, entry }) => {
          const { colour, dash } = series(entry);
          return Plot.ruleX([value], {
            stroke: colour,
            strokeWidth: 2.25,
            ...(dash === null ? {} : { strokeDasharray: dash }),
          });
        }),
        Plot.ruleY([0], { stroke: INK, strokeOpacity: 0.6 }),
        Plot.dot(marks, { x: 'value', y: 0, r: 3.5, fill: INK, stroke: PAPER }),
      ],
    }),
    table: {
      name: `figure-${name}`,
      title,
      audience: 'both',
      columns: [right('value', 'value'), right('share', 'at or below')],
      rows: prior.distribution.map(({ value, share }) => [
        cell(value, believedText(prior, value, unit, 3)),
        cell(share, percent(share)),
      ]),
      notes: [`Marked: ${listed(marks.map(({ words }) => words))}.`],
    },
  };
}
