/** A published survival curve: its points, the reconstructed curve, models fitted to it, and numbers at risk below. */
import * as Plot from '@observablehq/plot';
import type { ReconstructedArm } from '../../questions/reconstruction.ts';
import type { ReportedArm, TimeUnit } from '../../scenario/scenario.ts';
import { fixed, significant } from '../numbers.ts';
import { cell, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { nameLabel, timeAxis, timeEnd, timeTicks } from './labels.ts';
import { INK, PAPER, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';
import { dashed } from './survivalFigure.ts';

/** Where the rows of numbers at risk stand below 0 %. */
const PRINTED = -9;
const RECONSTRUCTED = -16;
const LOWEST = -20;
const TABLE_PARTS = 8;

/** Corners of the Kaplan–Meier curve, in per cent. */
function corners({ pseudoPatients, until }: ReconstructedArm): { t: number; s: number }[] {
  const found = [{ t: 0, s: 100 }];
  let survival = 1;
  let left = pseudoPatients.length;
  for (const { time, event } of pseudoPatients) {
    if (event) {
      found.push({ t: time, s: 100 * survival });
      survival *= 1 - 1 / left;
      found.push({ t: time, s: 100 * survival });
    }
    left--;
  }
  return [...found, { t: until, s: 100 * survival }];
}

/** The figure of one arm. */
export function curveFigure(arm: ReconstructedArm, reported: ReportedArm, unit: TimeUnit): Figure {
  const { name, role, until, atRisk, fits } = arm;
  const end = timeEnd(Math.max(until, ...atRisk.map(({ time }) => time)), unit);
  const points = (reported.curve?.points ?? []).map(({ time, survival }) => ({ t: time, s: 100 * survival }));
  const title = `Published curve of ${nameLabel(name)}`;
  const caption =
    'Points read off the publication, the Kaplan–Meier curve of the patients reconstructed from them, and the models fitted to these patients. Below: numbers at risk, as printed and, in brackets, reconstructed.';
  const drawn = fits.map((fit, i) => ({ ...fit, look: series(i) }));
  const svg = plotSvg({
    name: `curve-${role}`,
    title,
    description: caption,
    xLabel: timeAxis('Time on study', unit),
    yLabel: 'Patients without the event (%)',
    legend: [
      { label: 'points read', series: { colour: INK, dash: null, symbol: 'circle' }, kind: 'marker' },
      { label: 'reconstructed', series: { colour: INK, dash: null, symbol: 'circle' }, kind: 'line' },
      ...drawn.map(({ model, look }) => ({ label: model, series: look, kind: 'line' as const })),
    ],
    x: { type: 'linear', domain: [0, end], ticks: timeTicks(end, unit) } as Plot.ScaleOptions,
    y: { type: 'linear', domain: [LOWEST, 100], grid: true, ticks: [0, 20, 40, 60, 80, 100] } as Plot.ScaleOptions,
    marks: [
      Plot.ruleY([0], { stroke: INK }),
      ...drawn.map(({ survival, look }) =>
        Plot.line(
          survival.map((s, k) => ({ t: (until * k) / (survival.length - 1), s: 100 * s })),
          { x: 't', y: 's', stroke: look.colour, strokeWidth: 1.75, ...dashed(look.dash) },
        ),
      ),
      Plot.line(corners(arm), { x: 't', y: 's', stroke: INK, strokeWidth: 1.5 }),
      Plot.dot(points, { x: 't', y: 's', r: 2.5, fill: INK, fillOpacity: 0.6, stroke: PAPER, strokeWidth: 0.5 }),
      Plot.text(atRisk, { x: 'time', y: () => PRINTED, text: ({ printed }) => String(printed), fill: INK }),
      Plot.text(atRisk, {
        x: 'time',
        y: () => RECONSTRUCTED,
        text: ({ reconstructed }) => `(${reconstructed})`,
        fill: INK,
        fillOpacity: 0.7,
      }),
    ],
  });
  return {
    name: `curve-${role}`,
    title,
    caption,
    svg,
    table: {
      name: `figure-curve-${role}`,
      title,
      audience: 'both',
      columns: [right('time', unit), ...fits.map(({ model }) => right(model, model))],
      rows: Array.from({ length: TABLE_PARTS + 1 }, (_, k) => {
        const time = (until * k) / TABLE_PARTS;
        return [
          cell(time, significant(time, 3)),
          ...fits.map(({ survival }) => {
            const s = survival[Math.round((k * (survival.length - 1)) / TABLE_PARTS)];
            return cell(s, `${fixed(100 * s, 1)} %`);
          }),
        ];
      }),
      notes: [],
    },
  };
}
