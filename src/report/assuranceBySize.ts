/** The chance of success against N: the curve at some N, those that were simulated, and those found for wanted chances. */
import type { AssuranceResult } from '../questions/assurance.ts';
import type { AveragedChance } from '../questions/averagedChance.ts';
import { count, fixed, percent, shareText } from './numbers.ts';
import { type Column, cell, fileOnly, left, right, type Table } from './table.ts';

/** Multiples of the planned N that readers see of the curve. */
const SHOWN = [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4];

/** The N of the curve nearest to each multiple. */
function shownSizes(points: readonly { readonly patients: number }[], planned: number): Set<number> {
  const nearest = (n: number) =>
    points.reduce((best, { patients }) => (Math.abs(patients - n) < Math.abs(best - n) ? patients : best), planned);
  return new Set(SHOWN.map((factor) => nearest(factor * planned)));
}

interface SizeRow {
  readonly patients: number | null;
  readonly curve: number | null;
  readonly simulated: AveragedChance | null;
  readonly words: string;
}

function sizeRows({ curve, sizes, targets, patients, benefit, ceiling }: AssuranceResult): SizeRow[] {
  const points = curve?.points ?? [];
  const at = (n: number) => points.find((point) => point.patients === n)?.benefit ?? null;
  const own = new Map<number, SizeRow>();
  for (const n of shownSizes(points, patients)) own.set(n, { patients: n, curve: at(n), simulated: null, words: '' });
  for (const size of sizes)
    own.set(size.patients, { patients: size.patients, curve: at(size.patients), simulated: size.benefit, words: '' });
  own.set(patients, { patients, curve: at(patients), simulated: benefit, words: 'planned' });
  for (const { target, found } of targets)
    if (found !== null)
      own.set(found.patients, {
        patients: found.patients,
        curve: at(found.patients),
        simulated: found.benefit,
        words: `for ${percent(target)}`,
      });
  const rows = [...own.values()].sort((a, b) => (a.patients ?? 0) - (b.patients ?? 0));
  const unreached = targets.flatMap(({ target, found }): SizeRow[] =>
    found === null
      ? [
          {
            patients: null,
            curve: null,
            simulated: null,
            words: `${percent(target)}: no N${ceiling !== null && target >= ceiling.benefit ? `, the ceiling is ${percent(ceiling.benefit)}` : ''}`,
          },
        ]
      : [],
  );
  return [...rows, ...unreached];
}

export function sizesTables(result: AssuranceResult): Table[] {
  const { curve, powers } = result;
  if (curve === null) return [];
  const columns: Column[] = [
    right('patients', 'N'),
    right('curve', 'curve'),
    right('simulated', 'simulated'),
    fileOnly('standardError'),
    left('words', ''),
  ];
  const byFormula = powers.points.every(({ formula }) => formula !== null);
  const { patients, first, second } = curve.next;
  return [
    {
      name: 'assurance-by-size',
      title: 'The chance against N',
      audience: 'both',
      columns,
      rows: sizeRows(result).map((row) => [
        cell(row.patients, row.patients === null ? '–' : count(row.patients)),
        cell(row.curve, row.curve === null ? '–' : fixed(100 * row.curve, 1)),
        cell(row.simulated?.estimate ?? null, shareText(row.simulated)),
        cell(row.simulated?.standardError ?? null),
        cell(row.words),
      ]),
      notes: [
        `Per cent; curve: power at each truth, ${byFormula ? 'by large samples' : 'as simulated'}, carried to other N by √N and averaged; simulated in brackets with the Monte Carlo standard error. The next ${patients} patients add ${fixed(100 * first, 2)} points, as many again ${fixed(100 * second, 2)}.`,
      ],
    },
    {
      name: 'assurance-curve',
      title: 'The curve',
      audience: 'files',
      columns: [right('patients', 'N'), right('benefit', 'benefit')],
      rows: curve.points.map((point) => [cell(point.patients), cell(point.benefit)]),
      notes: [],
    },
  ];
}
