/** What a single-arm design of a response does over the true response rate. */
import * as Plot from '@observablehq/plot';
import type { StagesFound } from '../../questions/exact/stagesFound.ts';
import type { SingleArmResponse } from '../../scenario/plannedSingleArm.ts';
import { fixed, percent } from '../numbers.ts';
import { cell, right } from '../table.ts';
import type { Figure } from './figure.ts';
import { INK, PAPER, series } from './palette.ts';
import { plotSvg } from './plotSvg.ts';

interface Point {
  readonly rate: number;
  readonly chance: number;
}

export function stagesFigure(
  { design, course }: StagesFound,
  { nullRate, rate, endpoint }: SingleArmResponse,
): Figure | null {
  if (design === null) return null;
  const lineOf = (value: (point: StagesFound['course'][number]) => number): Point[] =>
    course.map((point) => ({ rate: 100 * point.rate, chance: 100 * value(point) }));
  const lines = [
    { label: 'called promising', points: lineOf(({ claim }) => claim) },
    ...(design.first === null ? [] : [{ label: 'stopped after the first stage', points: lineOf(({ stop }) => stop) }]),
  ];
  const title = 'Operating characteristics of the single-arm design';
  const caption = `Exact chance that the treatment is called promising${design.first === null ? '' : ', and that the trial stops after its first stage,'} over the true rate of ${endpoint}; vertical lines are the rate that is not worth pursuing (${percent(nullRate, 0)}) and the planned one (${percent(rate, 0)}).`;
  // Left of the lower rate and right of the higher one, half way up, no curve passes.
  const marks = [
    { at: 100 * nullRate, words: 'not worth pursuing', side: -1 },
    { at: 100 * rate, words: 'planned', side: 1 },
  ] as const;
  return {
    name: 'single-arm',
    title,
    caption,
    svg: plotSvg({
      name: 'single-arm',
      title,
      description: caption,
      xLabel: 'True response rate (%)',
      yLabel: 'Chance (%)',
      legend: lines.map(({ label }, i) => ({ label, series: series(i), kind: 'line' as const })),
      x: { type: 'linear', domain: [0, 100], ticks: 10 } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, 100], grid: true, ticks: 5 },
      marks: [
        Plot.ruleY([0], { stroke: INK }),
        ...lines.map(({ points }, i) => {
          const { colour, dash } = series(i);
          return Plot.line(points, {
            x: 'rate',
            y: 'chance',
            stroke: colour,
            strokeWidth: 2.25,
            ...(dash === null ? {} : { strokeDasharray: dash }),
          });
        }),
        Plot.ruleX(marks, { x: 'at', stroke: INK, strokeDasharray: '2 3' }),
        ...marks.map(({ at, words, side }) =>
          Plot.text([words], {
            x: at,
            y: 50,
            text: [words],
            textAnchor: side < 0 ? 'end' : 'start',
            dx: 5 * side,
            fill: INK,
            stroke: PAPER,
            strokeWidth: 4,
          }),
        ),
      ],
    }),
    table: {
      name: 'figure-single-arm',
      title,
      audience: 'both',
      columns: [
        right('rate', 'true rate'),
        right('claim', 'promising'),
        right('stop', 'stopped early'),
        right('patients', 'expected patients'),
      ],
      rows: course.map((point) => [
        cell(point.rate, percent(point.rate, 0)),
        cell(point.claim, percent(point.claim)),
        cell(point.stop, percent(point.stop)),
        cell(point.patients, fixed(point.patients, 1)),
      ]),
      notes: [],
    },
  };
}
