/** Several hypotheses in words and tables: what success is, how often each is rejected, at which bounds. */

import type { FamilyResult, PlannedFamily } from '../questions/familyResult.ts';
import type { OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import type { Proportion } from '../tally/estimates.ts';
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import type { TestPlan, UnsizedTrial } from '../trial/trial.ts';
import { nullWords } from './hypothesisWords.ts';
import { count, fixed, percent, proportionText, shareText, significant, units } from './numbers.ts';
import { type Column, cell, left, right, type Table, type TableCell } from './table.ts';
import { shareCells, shareColumns } from './testsReport.ts';
import { alphaText, benefitAlpha, clipped, testPhrase } from './testWords.ts';

/** `at least one of the 2 hypotheses is rejected`. */
export function successText({ hypotheses, success }: HypothesisFamily): string {
  const n = hypotheses.length;
  if (success === 'any')
    return n === 1 ? 'the hypothesis is rejected' : `at least one of the ${n} hypotheses is rejected`;
  if (success === 'all') return n === 2 ? 'both hypotheses are rejected' : `all ${n} hypotheses are rejected`;
  return `the hypothesis “${hypotheses[success].name}” is rejected`;
}

/** Hypotheses are tested for benefit only: a two-sided alpha is that of one side. */
const oneSided = (test: TestPlan) => ({ alpha: benefitAlpha(test), sides: 1 as const });

/** The level that hypotheses share, and how they share it. */
function levelText({ procedure }: PlannedFamily, test: TestPlan): string {
  return procedure === 'no adjustment'
    ? `at ${alphaText(oneSided(test))} each, without adjustment for their number`
    : `at ${alphaText(oneSided(test))} over all of them (${procedure})`;
}

/** Power, error rate and early ends of a trial with several hypotheses. */
export function familyProse(
  result: {
    readonly patients: number;
    readonly alternative: OperatingCharacteristics;
    readonly null: OperatingCharacteristics;
  },
  family: FamilyResult,
  nullFamily: FamilyResult | null,
  planned: HypothesisFamily,
  trial: UnsizedTrial,
  unit: string,
): string[] {
  const { patients, alternative, null: none } = result;
  const { test, interims = [] } = trial;
  const words = nullWords(trial);
  const prose = [
    `With ${units(count(patients), 'patient')} ${successText(planned)} in ${proportionText(alternative.power)}: that is the power asked for. Each hypothesis is tested for benefit by the ${testPhrase(test, unit)}, ${levelText(family.planned, test)}.`,
  ];
  if (nullFamily !== null) {
    const rate = `at least one hypothesis is rejected in ${proportionText(nullFamily.any)}, the family-wise error rate`;
    const { procedure } = family.planned;
    prose.push(
      `If ${words.happens}, ${rate}${procedure === 'no adjustment' ? `, which nothing keeps at ${significant(100 * benefitAlpha(test))} %` : ''}.`,
    );
  }
  const early = ({ sequential }: OperatingCharacteristics): number =>
    (sequential?.looks ?? [])
      .slice(0, -1)
      .reduce((sum, look) => sum + look.efficacy.estimate + look.futility.estimate, 0);
  if (alternative.sequential && none.sequential)
    prose.push(
      `With ${units(interims.length, 'look')} before the final analysis the trial ends early in ${percent(early(alternative))} if the planned effects are true and in ${percent(early(none))} if ${words.otherwise}: ${planned.stopsAt === 'firstRejection' ? 'at the first rejection' : 'once nothing is left to test'}. On average it ends after ${fixed(alternative.events.mean, 1)} events at ${unit} ${fixed(alternative.analysisTime.mean, 1)}, ${words.without} after ${fixed(none.events.mean, 1)} events at ${unit} ${fixed(none.analysisTime.mean, 1)}.`,
    );
  return prose;
}

/** Room for the name of a hypothesis. */
const NAME = 22;

const zCell = (z: number): TableCell => cell(z, Number.isFinite(z) ? fixed(z, 3) : '–');

const BOUNDS_NOTE =
  'z first: the bound while every hypothesis is open; z last: once all others are rejected (– for no test).';

/** Whether large samples know the power of anything. */
function hasFormulas({ hypotheses, any, all }: PlannedFamily): boolean {
  return [any, all, ...hypotheses.map(({ formula }) => formula)].some((power) => power !== null);
}

/** The columns of bounds of a family tested once. */
function boundColumns({ hypotheses }: PlannedFamily): Column[] {
  return hypotheses[0].firstBounds.length === 1 ? [right('firstBound', 'z first'), right('lastBound', 'z last')] : [];
}

function hypothesesOf({ planned, hypotheses, any, all }: FamilyResult) {
  return [
    ...hypotheses.map(({ name, rejected, formula, firstBounds, lastBounds }) => ({
      name,
      rejected,
      formula,
      bounds: [firstBounds[0], lastBounds[0]],
    })),
    { name: 'at least one', rejected: any, formula: planned.any, bounds: null },
    { name: hypotheses.length === 2 ? 'both' : 'all', rejected: all, formula: planned.all, bounds: null },
  ];
}

/** How often each hypothesis is rejected; `none` is the result with no effect, where that was simulated. */
export function hypothesesTable(
  name: string,
  family: FamilyResult,
  none: FamilyResult | null,
  trial: UnsizedTrial,
): Table {
  const { planned } = family;
  const formulas = hasFormulas(planned);
  const bounds = boundColumns(planned);
  const withoutEffect = none === null ? null : hypothesesOf(none);
  return {
    name,
    title: 'Hypotheses rejected, per cent of trials',
    audience: 'both',
    columns: [
      left('hypothesis', ''),
      ...shareColumns('rejected', none === null ? 'rejected' : 'planned'),
      ...(formulas ? [right('formula', 'formula')] : []),
      ...(none === null ? [] : shareColumns('noEffect', nullWords(trial).heading)),
      ...bounds,
      right('replicates', 'replicates'),
    ].map((column) => (column.key === 'replicates' ? { ...column, fileOnly: true } : column)),
    rows: hypothesesOf(family).map((row, h) => [
      cell(row.name, clipped(row.name, NAME)),
      ...shareCells(row.rejected, shareText(row.rejected)),
      ...(formulas ? [cell(row.formula, row.formula === null ? '–' : fixed(100 * row.formula, 2))] : []),
      ...(withoutEffect === null ? [] : shareCells(withoutEffect[h].rejected, shareText(withoutEffect[h].rejected))),
      ...(bounds.length === 0 ? [] : row.bounds === null ? [cell(null, ''), cell(null, '')] : row.bounds.map(zCell)),
      cell(row.rejected.replicates),
    ]),
    notes: [
      ...longNames(planned),
      `In brackets: Monte Carlo standard error.${formulas ? ' Formula: large samples, under the planned effect.' : ' There is no formula where arms are given up, or where power depends on how endpoints correlate.'}`,
      ...(bounds.length > 0 ? [BOUNDS_NOTE] : []),
    ],
  };
}

/** Full names of hypotheses that a table cuts short. */
function longNames({ hypotheses }: PlannedFamily): string[] {
  return hypotheses.flatMap(({ name }) => (clipped(name, NAME) === name ? [] : [`${clipped(name, NAME)}: ${name}.`]));
}

/** Bounds at every look of a family that has more than one; empty for one look. */
export function familyBoundsTables(name: string, { hypotheses }: PlannedFamily): Table[] {
  const looks = hypotheses[0].firstBounds.length;
  if (looks === 1) return [];
  return [
    {
      name,
      title: 'Bounds of the hypotheses',
      audience: 'both',
      columns: [
        left('hypothesis', ''),
        left('look', 'look'),
        right('firstBound', 'z first'),
        right('lastBound', 'z last'),
      ],
      rows: hypotheses.flatMap((hypothesis) =>
        hypothesis.firstBounds.map((z, k) => [
          cell(hypothesis.name, k === 0 ? clipped(hypothesis.name, 40) : ''),
          cell(k + 1, lookName(k, looks)),
          zCell(z),
          zCell(hypothesis.lastBounds[k]),
        ]),
      ),
      notes: [BOUNDS_NOTE],
    },
  ];
}

const lookName = (k: number, looks: number): string => (k === looks - 1 ? 'final' : String(k + 1));

/** Rejections and arms given up, look by look; empty for a single analysis. */
export function byLookTables(
  name: string,
  family: FamilyResult,
  none: FamilyResult | null,
  trial: UnsizedTrial,
): Table[] {
  const looks = family.hypotheses[0].byLook.length;
  if (looks === 1) return [];
  const under = [family, ...(none === null ? [] : [none])];
  const drops = under.some(({ hypotheses }) =>
    hypotheses.some(({ byLook }) => byLook.some(({ dropped }) => dropped.count > 0)),
  );
  const shown = drops ? (['rejected', 'dropped'] as const) : (['rejected'] as const);
  const heading = { rejected: none === null ? 'rejected' : 'planned', dropped: 'given up' };
  const share = (p: Proportion): TableCell[] => shareCells(p, shareText(p, 1));
  return [
    {
      name,
      title: `Rejections ${drops ? 'and arms given up ' : ''}by look, per cent of trials`,
      audience: 'both',
      columns: [
        left('hypothesis', ''),
        left('look', 'look'),
        ...shown.flatMap((what) => [
          ...shareColumns(what, heading[what]),
          ...(none === null ? [] : shareColumns(`${what}NoEffect`, nullWords(trial).heading)),
        ]),
      ],
      rows: family.hypotheses.flatMap((hypothesis, h) =>
        hypothesis.byLook.map((look, k) => [
          cell(hypothesis.name, k === 0 ? clipped(hypothesis.name, NAME) : ''),
          cell(k + 1, lookName(k, looks)),
          ...shown.flatMap((what) => [
            // Nothing is given up at the end.
            ...(what === 'dropped' && k === looks - 1 ? shareCells(null, '–') : share(look[what])),
            ...(none === null
              ? []
              : what === 'dropped' && k === looks - 1
                ? shareCells(null, '–')
                : share(none.hypotheses[h].byLook[k][what])),
          ]),
        ]),
      ),
      notes: [
        `${none === null ? '' : 'Planned: rejected under the planned effect. '}${drops ? 'Given up: the arm is dropped there while the trial goes on. ' : ''}In brackets: Monte Carlo standard error.`,
      ],
    },
  ];
}

/** The family as planned: bounds, and power by formula. */
export function plannedFamilyTables(planned: PlannedFamily): Table[] {
  const formulas = hasFormulas(planned);
  const bounds = boundColumns(planned);
  const of = (p: number | null) => cell(p, percent(p, 2));
  const blank = bounds.map(() => cell(null, ''));
  const single = planned.hypotheses.length === 2 ? 'both' : 'all';
  if (!formulas && bounds.length === 0) return familyBoundsTables('hypothesis-bounds', planned);
  return [
    {
      name: 'planned-hypotheses',
      title: 'Hypotheses as planned',
      audience: 'both',
      columns: [left('hypothesis', ''), ...(formulas ? [right('power', 'power by formula')] : []), ...bounds],
      rows: [
        ...planned.hypotheses.map(({ name, formula, firstBounds, lastBounds }) => [
          cell(name, clipped(name, 40)),
          ...(formulas ? [of(formula)] : []),
          ...(bounds.length > 0 ? [zCell(firstBounds[0]), zCell(lastBounds[0])] : []),
        ]),
        ...(formulas
          ? [
              [cell('at least one'), of(planned.any), ...blank],
              [cell(single), of(planned.all), ...blank],
            ]
          : []),
      ],
      notes: [
        ...(formulas ? ['Large samples: ask power for the simulated answer.'] : []),
        ...(bounds.length > 0 ? [BOUNDS_NOTE] : []),
      ],
    },
    ...familyBoundsTables('hypothesis-bounds', planned),
  ];
}
