/** A bound that stops for toxicity: from how many events on the trial stops, over the patients seen. */
import * as Plot from '@observablehq/plot';
import type { HarmFound } from '../../questions/exact/harmsFound.ts';
import type { Harm } from '../../scenario/plannedHarms.ts';
import { count, percent } from '../numbers.ts';
import { cell, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel } from './labels.ts';
import { INK, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';

/** `number` counts bounds from 1, for names of figures. */
export function toxicityFigure(
  { name, stopping }: HarmFound,
  { patients, stopping: plan }: Harm,
  number: number,
): Figure | null {
  if (stopping === null || plan === null || patients === null || stopping.bound.length === 0) return null;
  const { bound, atTolerated } = stopping;
  const most = bound[bound.length - 1].events;
  const tolerated = Array.from({ length: 2 }, (_, i) => ({
    patients: i * patients,
    events: i * patients * plan.tolerated,
  }));
  const title = `Stopping bound: ${nameLabel(name, 60)}`;
  const caption = `The trial stops with so many patients who had the event, or more, among those seen. With a true rate of ${percent(plan.tolerated, 0)}, which is tolerated, it stops with a chance of ${percent(atTolerated.stop)}; the dashed line has the events then expected.`;
  const figure = number === 1 ? 'stopping-bound' : `stopping-bound-${number}`;
  return {
    name: figure,
    title,
    caption,
    svg: plotSvg({
      name: figure,
      title,
      description: caption,
      xLabel: 'Patients seen',
      yLabel: 'Patients with the event',
      legend: [
        { label: 'stops from here on', series: series(0), kind: 'marker' },
        { label: 'expected at the tolerated rate', series: series(1), kind: 'line' },
      ],
      x: { type: 'linear', domain: [0, patients * 1.02], ticks: 8 } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, Math.max(most, patients * plan.tolerated) * 1.08], grid: true, ticks: 6 },
      marks: [
        Plot.ruleY([0], { stroke: INK }),
        Plot.line(tolerated, {
          x: 'patients',
          y: 'events',
          stroke: series(1).colour,
          strokeWidth: 1.75,
          strokeDasharray: series(1).dash ?? '8 4',
        }),
        Plot.dot(bound, { x: 'patients', y: 'events', r: 3.5, fill: series(0).colour }),
      ],
    }),
    table: {
      name: `figure-${figure}`,
      title,
      audience: 'both',
      columns: [right('patients', 'patients seen'), right('events', 'stops from')],
      rows: bound.map((look) => [cell(look.patients, count(look.patients)), cell(look.events, count(look.events))]),
      notes: [],
    },
  };
}
