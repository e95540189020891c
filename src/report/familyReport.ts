/** Several hypotheses in words and tables: what success is, how often each is rejected, at which bounds. */

import type { FamilyResult, PlannedFamily, PlannedHypothesis } from '../questions/familyResult.ts';
import type { OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import type { PartialNull } from '../questions/partialNulls.ts';
import type { Proportion } from '../tally/estimates.ts';
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import type { TestPlan, UnsizedTrial } from '../trial/trial.ts';
import { bothPowersText } from './bothPowers.ts';
import { nullWords } from './hypothesisWords.ts';
import { count, fixed, percent, proportionText, shareText, significant, units } from './numbers.ts';
import { type Column, cell, left, right, type Table, type TableCell } from './table.ts';
import { shareCells, shareColumns } from './testsReport.ts';
import { alphaText, benefitAlpha, clipped, listed, testPhrase } from './testWords.ts';
import { allWord, type ToldTogether, togetherText, toldTogether } from './toldTogether.ts';

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

/** The partial null with the most false claims; nothing where none was simulated. */
function worstPartialNull(partial: readonly PartialNull[]): string[] {
  if (partial.length === 0) return [];
  const worst = partial.reduce((most, each) => (each.error.estimate > most.error.estimate ? each : most));
  return [
    `Where only some hypotheses are true, false claims are made in at most ${proportionText(worst.error)}: with no effect on ${listed(worst.hypotheses)} and the planned effect on the rest.`,
  ];
}

/** Power, error rate and early ends of a trial with several hypotheses. */
export function familyProse(
  result: {
    readonly patients: number;
    readonly alternative: OperatingCharacteristics;
    readonly null: OperatingCharacteristics;
    readonly partialNulls?: readonly PartialNull[];
  },
  family: FamilyResult,
  nullFamily: FamilyResult | null,
  planned: HypothesisFamily,
  trial: UnsizedTrial,
  unit: string,
): { readonly answer: string[]; readonly prose: string[] } {
  const { patients, alternative, null: none } = result;
  const { test, interims = [] } = trial;
  const words = nullWords(trial);
  const each = family.hypotheses.map(({ name, rejected }) => `${name} ${proportionText(rejected)}`);
  const more = togetherText(planned, { any: percent(family.any.estimate), all: percent(family.all.estimate) });
  const answer = [
    `With ${units(count(patients), 'patient')} ${successText(planned)} in ${bothPowersText(alternative, family)}: that is the power asked for.`,
    ...(each.length > 1 ? [`Power of each hypothesis: ${listed(each)}${more === '' ? '' : `; ${more}`}.`] : []),
    ...(family.gated === null || planned.gate === undefined ? [] : [gateText(family, nullFamily, trial)]),
  ];
  if (nullFamily !== null) {
    const claimed = planned.procedure.kind === 'allNeeded' ? nullFamily.all : nullFamily.any;
    const which =
      planned.procedure.kind === 'allNeeded' ? `${allWord(each)} hypotheses are` : 'at least one hypothesis is';
    const what = planned.procedure.kind === 'allNeeded' ? '' : ', the family-wise error rate';
    const rate = `${which} rejected in ${proportionText(claimed)}${what}`;
    const { procedure } = family.planned;
    answer.push(
      `If ${words.happens}, ${rate}${procedure === 'no adjustment' ? `, which nothing keeps at ${significant(100 * benefitAlpha(test))} %` : ''}.`,
    );
  }
  answer.push(...worstPartialNull(result.partialNulls ?? []));
  const prose = [testedText(family, trial, unit)];
  const early = ({ sequential }: OperatingCharacteristics): number =>
    (sequential?.looks ?? [])
      .slice(0, -1)
      .reduce((sum, look) => sum + look.efficacy.estimate + look.futility.estimate, 0);
  if (alternative.sequential && none.sequential)
    prose.push(
      `With ${units(interims.length, 'look')} before the final analysis the trial ends early in ${percent(early(alternative))} if the planned effects are true and in ${percent(early(none))} if ${words.otherwise}: ${planned.stopsAt === 'firstRejection' ? 'at the first rejection' : 'once nothing is left to test'}. On average it ends after ${fixed(alternative.events.mean, 1)} events at ${unit} ${fixed(alternative.analysisTime.mean, 1)}, ${words.without} after ${fixed(none.events.mean, 1)} events at ${unit} ${fixed(none.analysisTime.mean, 1)}.`,
    );
  return { answer, prose };
}

/** `Each hypothesis is tested for benefit by the log-rank test, at …`, with what any of them has of its own. */
function testedText({ planned }: FamilyResult, trial: UnsizedTrial, unit: string): string {
  const { test, family } = trial;
  const own = (family?.hypotheses ?? []).flatMap((hypothesis) =>
    hypothesis.test === undefined ? [] : [`${hypothesis.name} by the ${testPhrase(hypothesis.test, unit)}`],
  );
  const others = own.length === 0 ? '' : ` (${listed(own)})`;
  return `Each hypothesis is tested for benefit by the ${testPhrase(test, unit)}${others}, ${levelText(planned, test)}.`;
}

/** How often the gate ends the trial, and what the hypotheses have without it. */
function gateText(family: FamilyResult, nullFamily: FamilyResult | null, trial: UnsizedTrial): string {
  const look = (trial.family?.gate?.look ?? 0) + 1;
  const idle =
    nullFamily === null || nullFamily.gated === null
      ? ''
      : ` and in ${percent(nullFamily.gated.estimate)} if ${nullWords(trial).happens}`;
  const ignoring = family.hypotheses.map(
    ({ name, rejectedIgnoring }) => `${name} ${percent(rejectedIgnoring?.estimate ?? null)}`,
  );
  return `The gate at look ${look} ends the trial in ${percent(family.gated?.estimate ?? null)} if the planned effects are true${idle}; with it ignored, power is ${listed(ignoring)}.`;
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

function hypothesesOf({ planned, hypotheses, any, all }: FamilyResult, told: ToldTogether) {
  return [
    ...hypotheses.map(({ name, rejected, formula, firstBounds, lastBounds }) => ({
      name,
      rejected,
      formula,
      bounds: [firstBounds[0], lastBounds[0]],
    })),
    ...(told.any ? [{ name: 'at least one', rejected: any, formula: planned.any, bounds: null }] : []),
    ...(told.all ? [{ name: allWord(hypotheses), rejected: all, formula: planned.all, bounds: null }] : []),
  ];
}

const toldOf = ({ family }: UnsizedTrial): ToldTogether =>
  family === undefined ? { any: true, all: true } : toldTogether(family);

/** How often each hypothesis is rejected; `none` is the result with no effect, where that was simulated. */
export function hypothesesTable(
  name: string,
  family: FamilyResult,
  none: FamilyResult | null,
  trial: UnsizedTrial,
): Table {
  const { planned } = family;
  const told = toldOf(trial);
  const formulas = hasFormulas(planned);
  const bounds = boundColumns(planned);
  const withoutEffect = none === null ? null : hypothesesOf(none, told);
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
    rows: hypothesesOf(family, told).map((row, h) => [
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
        looksTested(hypothesis).map((k, i) => [
          cell(hypothesis.name, i === 0 ? clipped(hypothesis.name, 40) : ''),
          cell(k + 1, lookName(k, looks)),
          zCell(hypothesis.firstBounds[k]),
          zCell(hypothesis.lastBounds[k]),
        ]),
      ),
      notes: [BOUNDS_NOTE],
    },
  ];
}

/** Looks, from 0, at which a hypothesis has a bound; all where it has none. */
export function looksTested({ firstBounds, lastBounds }: PlannedHypothesis): number[] {
  const looks = firstBounds.map((_, k) => k);
  const tested = looks.filter((k) => Number.isFinite(firstBounds[k]) || Number.isFinite(lastBounds[k]));
  return tested.length === 0 ? looks : tested;
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
        looksTested(hypothesis).map((k, i) => [
          cell(hypothesis.name, i === 0 ? clipped(hypothesis.name, NAME) : ''),
          cell(k + 1, lookName(k, looks)),
          ...shown.flatMap((what) => [
            // Nothing is given up at the end.
            ...(what === 'dropped' && k === looks - 1 ? shareCells(null, '–') : share(hypothesis.byLook[k][what])),
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
export function plannedFamilyTables(planned: PlannedFamily, trial: UnsizedTrial): Table[] {
  const told = toldOf(trial);
  const formulas = hasFormulas(planned);
  const bounds = boundColumns(planned);
  const of = (p: number | null) => cell(p, percent(p, 2));
  const blank = bounds.map(() => cell(null, ''));
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
              ...(told.any ? [[cell('at least one'), of(planned.any), ...blank]] : []),
              ...(told.all ? [[cell(allWord(planned.hypotheses)), of(planned.all), ...blank]] : []),
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
