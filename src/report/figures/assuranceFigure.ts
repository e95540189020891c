/** The chance of success against N: the curve, what was simulated, the planned N, and the ceiling that no N can pass. */
import * as Plot from '@observablehq/plot';
import type { AssuranceResult } from '../../questions/assurance.ts';
import type { AveragedChance } from '../../questions/averagedChance.ts';
import { hasCeiling } from '../assuranceWords.ts';
import { count, fixed, percent } from '../numbers.ts';
import { cell, fileOnly, right } from '../table.ts';
import { listed } from '../testWords.ts';
import type { Figure } from './figure.ts';
import { INK, PAPER, series } from './palette.ts';
import { type LegendEntry, plotSvg } from './plotSvg.ts';

const NAME = 'assurance';

interface Simulated {
  readonly patients: number;
  readonly chance: AveragedChance;
  readonly words: string | null;
}

function simulatedOf({ patients, benefit, sizes, targets }: AssuranceResult): Simulated[] {
  return [
    { patients, chance: benefit, words: `planned ${count(patients)}` },
    ...sizes.map((size) => ({ patients: size.patients, chance: size.benefit, words: null })),
    ...targets.flatMap(({ target, found }) =>
      found === null
        ? []
        : [
            {
              patients: found.patients,
              chance: found.benefit,
              words: `${count(found.patients)} for ${fixed(100 * target, 0)} %`,
            },
          ],
    ),
  ].sort((a, b) => a.patients - b.patients);
}

/** Landmarks nearer to one another than this share of the axis have their words on lines of their own. */
const NEAR = 0.2;
/** Words of a landmark beyond this share of the axis stand to its left. */
const ROOM = 0.8;

export function assuranceFigure(result: AssuranceResult | null): Figure | null {
  if (result === null || result.curve === null || result.curve.points.length < 2) return null;
  const { curve, ceiling, priors } = result;
  const simulated = simulatedOf(result);
  const rows = curve.points.map(({ patients, benefit }) => ({ n: patients, chance: 100 * benefit }));
  const seen = simulated.map(({ patients, chance }) => ({
    n: patients,
    chance: 100 * chance.estimate,
    low: 100 * chance.low,
    high: 100 * chance.high,
  }));
  const sizes = [...rows, ...seen].map(({ n }) => n);
  const [low, high] = [Math.min(...sizes), Math.max(...sizes)];
  const pad = (high - low) * 0.03;
  const most = ceiling !== null && hasCeiling(result) ? [100 * ceiling.benefit] : [];
  const tallest = Math.max(...rows.map(({ chance }) => chance), ...seen.map((at) => at.high), ...most);
  const top = Math.min(100, Math.max(10, Math.ceil((tallest * 1.1) / 10) * 10));
  let row = 0;
  const landmarks = simulated
    .flatMap(({ patients, words }) => (words === null ? [] : [{ patients, words }]))
    .map((mark, i, all) => {
      row = i > 0 && mark.patients - all[i - 1].patients < NEAR * (high - low) ? row + 1 : 0;
      return { ...mark, at: (top * (4 + 6 * row)) / 100 };
    });
  const legend: LegendEntry[] = [
    { label: 'simulated, with its 95 % interval', series: series(0), kind: 'marker' },
    { label: 'curve', series: series(0), kind: 'line' },
    ...most.map((at) => ({ label: `ceiling ${fixed(at, 1)} %`, series: series(1), kind: 'line' as const })),
  ];
  const title = 'The chance of success against the number of patients';
  const caption = `The chance of success averaged over ${priors.length === 1 ? 'the prior' : 'the priors'}: the power at each truth, carried to other numbers of patients, is averaged to the curve; points were simulated, with 95 % Monte Carlo intervals.${most.length > 0 ? ` No number of patients can pass the ceiling of ${fixed(most[0], 1)} %.` : ''} Marked: ${listed(landmarks.map(({ words }) => words))}.`;
  return {
    name: NAME,
    title,
    caption,
    svg: plotSvg({
      name: NAME,
      title,
      description: caption,
      xLabel: 'Patients in all arms together',
      yLabel: 'Chance of success (%)',
      legend,
      x: {
        type: 'linear',
        domain: [low - pad, high + pad],
        ticks: 8,
        tickFormat: (n: number) => count(n),
      } as Plot.ScaleOptions,
      y: { type: 'linear', domain: [0, top], grid: true, ticks: 5 },
      marks: [
        Plot.ruleY([0], { stroke: INK }),
        Plot.ruleY(most, { stroke: series(1).colour, strokeWidth: 2, strokeDasharray: series(1).dash ?? '8 4' }),
        Plot.line(rows, { x: 'n', y: 'chance', curve: 'monotone-x', stroke: series(0).colour, strokeWidth: 2 }),
        Plot.ruleX(seen, { x: 'n', y1: 'low', y2: 'high', stroke: series(0).colour, strokeWidth: 1.5 }),
        Plot.dot(seen, { x: 'n', y: 'chance', r: 4, fill: series(0).colour, stroke: PAPER }),
        Plot.ruleX(landmarks, { x: 'patients', stroke: INK, strokeDasharray: '2 3' }),
        ...(['start', 'end'] as const).map((textAnchor) =>
          Plot.text(
            landmarks.filter(({ patients }) => patients > low + ROOM * (high - low) === (textAnchor === 'end')),
            {
              x: 'patients',
              y: 'at',
              text: 'words',
              textAnchor,
              dx: textAnchor === 'start' ? 5 : -5,
              fill: INK,
              stroke: PAPER,
              strokeWidth: 4,
            },
          ),
        ),
      ],
    }),
    table: {
      name: `figure-${NAME}`,
      title,
      audience: 'both',
      columns: [
        right('patients', 'N'),
        right('curve', 'curve'),
        right('simulated', 'simulated'),
        right('low', '95 % from'),
        right('high', 'to'),
        fileOnly('replicates'),
      ],
      rows: [
        ...curve.points.map(({ patients, benefit }) => [
          cell(patients, count(patients)),
          cell(benefit, percent(benefit)),
          ...[null, null, null].map((none) => cell(none)),
          cell(null),
        ]),
        ...simulated.map(({ patients, chance }) => [
          cell(patients, count(patients)),
          cell(null),
          ...[chance.estimate, chance.low, chance.high].map((p) => cell(p, percent(p))),
          cell(chance.replicates),
        ]),
      ],
      notes: landmarks.length === 0 ? [] : [`Marked: ${listed(landmarks.map(({ words }) => words))}.`],
    },
  };
}
