/** Several tests on the same trials, what they estimate, and what they claim where there is no benefit. */

import { exp } from '../elementary/exp.ts';
import type { PowerResult, StrongNullResult } from '../questions/power.ts';
import type { Agreement, PairedDifference, TestResult, TestsResult } from '../questions/testsResult.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { nullWords } from './hypothesisWords.ts';
import { count, estimateText, fixed, proportionText, shareText, significant, units } from './numbers.ts';
import { type Column, cell, fileOnly, left, right, type Section, type Table, type TableCell } from './table.ts';
import { benefitAlpha, firstComparison, listed, numberedTests, testPhrase } from './testWords.ts';

const NUMBERS = ['StandardError', 'Low', 'High'] as const;

/** A share as a column for readers, its error and limits as columns for files. */
export function shareColumns(key: string, heading: string): Column[] {
  return [right(key, heading), ...NUMBERS.map((number) => fileOnly(`${key}${number}`))];
}

export function shareCells(p: Proportion | PairedDifference | null, text: string): TableCell[] {
  return [
    cell(p?.estimate ?? null, text),
    ...[p?.standardError, p?.low, p?.high].map((number) => cell(number ?? null)),
  ];
}

function differenceText(difference: PairedDifference | null): string {
  if (difference === null) return '';
  return `${difference.estimate > 0 ? '+' : ''}${shareText(difference)}`;
}

/** Room for a test's name where five columns of numbers stand beside it. */
const NAME = 27;

function testsTable(
  { tests, nullTests }: { tests: TestsResult; nullTests: TestsResult | null },
  trial: UnsizedTrial,
  unit: string,
): Table {
  const { labels, notes } = numberedTests(
    tests.tests.map(({ name }) => name),
    unit,
    NAME,
  );
  const formulas = tests.tests.some(({ formula }) => formula !== null);
  const [deciding] = tests.tests;
  const family = trial.family !== undefined;
  return {
    name: 'tests',
    title: 'Tests on the same trials, per cent of trials',
    audience: 'both',
    answers: true,
    columns: [
      left('test', ''),
      ...shareColumns('power', family ? 'success' : 'power'),
      fileOnly('significantHarm'),
      ...shareColumns('minusDeciding', 'minus test 1'),
      ...(formulas ? [right('formula', 'formula')] : []),
      ...shareColumns('noEffect', nullWords(trial).heading),
      fileOnly('replicates'),
    ],
    rows: tests.tests.map((test, t) => {
      const none = nullTests?.tests[t].power ?? null;
      return [
        cell(test.name, labels[t]),
        ...shareCells(test.power, shareText(test.power)),
        cell(test.significantHarm.estimate),
        ...shareCells(test.minusDeciding, differenceText(test.minusDeciding)),
        ...(formulas ? [cell(test.formula, test.formula === null ? '–' : fixed(100 * test.formula, 2))] : []),
        ...shareCells(none, shareText(none)),
        cell(test.power.replicates),
      ];
    }),
    notes: [
      ...notes,
      `Test 1 decides. In brackets: Monte Carlo standard error, from ${units(count(deciding.power.replicates), 'replicate')}; that of a difference is small because the tests are made on the same trials.${formulas ? ' Formula: large samples, at the expected analysis.' : ''}${trial.test.sides === 2 ? ' Two-sided tests reject either way.' : ''}`,
      ...(trial.sequential && !family
        ? ['Each test has bounds of its own at every look and ends its trial by itself; the others go on.']
        : []),
      ...(family ? ['Each test is put to all hypotheses, with the same bounds; success as the trial defines it.'] : []),
    ],
  };
}

/** Room for each of two names where four columns of numbers stand beside them. */
const PAIRED_NAME = 18;

function agreementTable({ agreement, tests }: TestsResult, unit: string): Table {
  const names = tests.map(({ name }) => name);
  const { labels } = numberedTests(names, unit, PAIRED_NAME);
  const of = (name: string) => labels[names.indexOf(name)];
  const parts = ['both', 'onlyFirst', 'onlySecond', 'neither'] as const;
  const share = (p: Proportion): TableCell[] => [cell(p.estimate, fixed(100 * p.estimate, 1)), cell(p.standardError)];
  return {
    name: 'test-agreement',
    title: 'Where two tests agree, per cent of trials in which they reject',
    audience: 'both',
    columns: [
      left('first', 'first'),
      left('second', 'second'),
      ...parts.flatMap((part) => [
        right(part, part.replace('only', 'only ').toLowerCase().replace('first', '1st').replace('second', '2nd')),
        fileOnly(`${part}StandardError`),
      ]),
      fileOnly('replicates'),
    ],
    rows: agreement.map((pair: Agreement, i) => [
      cell(pair.first, agreement[i - 1]?.first === pair.first ? '' : of(pair.first)),
      cell(pair.second, of(pair.second)),
      ...parts.flatMap((part) => share(pair[part])),
      cell(pair.both.replicates),
    ]),
    notes: ['Under the planned effect; tests numbered as above.'],
  };
}

/** The estimates on their own scale: a ratio where its log was averaged. */
function onOwnScale({ estimates }: TestResult): {
  what: string;
  simulated: number;
  standardError: number;
  expected: number;
  notEstimable: Proportion;
} | null {
  if (estimates === null) return null;
  const { what, logScale, simulated, expected, notEstimable } = estimates;
  if (!logScale)
    return { what, simulated: simulated.mean, standardError: simulated.standardError, expected, notEstimable };
  const mean = exp(simulated.mean);
  return {
    what: what.replace(/^log /, ''),
    simulated: mean,
    standardError: mean * simulated.standardError,
    expected: exp(expected),
    notEstimable,
  };
}

function estimatesTable({ tests }: TestsResult, trial: UnsizedTrial, unit: string): Table[] {
  const sequential = trial.sequential !== undefined;
  const alone = tests.length === 1;
  const comparison = firstComparison(trial);
  const rows = tests.flatMap((test, t) => {
    const own = onOwnScale(test);
    return own === null ? [] : [{ test, number: t + 1, own }];
  });
  if (rows.length === 0) return [];
  const unknown = rows.some(({ own }) => own.notEstimable.count > 0);
  const missing = unknown ? right('notEstimable', 'none, %') : fileOnly('notEstimable');
  return [
    {
      name: 'test-estimates',
      title: 'What the tests estimate',
      audience: 'both',
      columns: [
        left('estimate', ''),
        fileOnly('test'),
        right('simulated', 'simulated'),
        fileOnly('simulatedStandardError'),
        right('formula', 'formula'),
        missing,
        fileOnly('replicates'),
      ],
      rows: rows.map(({ test, number, own }) => [
        cell(own.what, alone ? own.what : `${number} ${own.what}`),
        cell(test.name),
        cell(own.simulated, estimateText(own.simulated, own.standardError)),
        cell(own.standardError),
        cell(own.expected, fixed(own.expected, 4)),
        cell(own.notEstimable.estimate, fixed(100 * own.notEstimable.estimate, 2)),
        cell(own.notEstimable.replicates - own.notEstimable.count),
      ]),
      notes: [
        ...(comparison === null ? [] : [`Of the first comparison: ${comparison}.`]),
        `${alone ? '' : 'Tests numbered as above. '}Differences are experimental − control, ratios experimental ÷ control (exp of the mean log). In brackets: Monte Carlo standard error. Formula: large samples, at the expected ${sequential ? 'final analysis; simulated: where trials end' : 'analysis'}. Times in ${unit}s.${unknown ? ' None: trials in which it cannot be estimated.' : ''}`,
      ],
    },
  ];
}

/** The section on tests; null where only one test was made. */
export function testsSection(result: PowerResult, trial: UnsizedTrial, unit: string): Section | null {
  const { tests, nullTests } = result;
  if (tests === null || (tests.tests.length < 2 && tests.tests.every(({ estimates }) => estimates === null)))
    return null;
  const alone = tests.tests.length === 1;
  return {
    title: alone ? 'What the test estimates' : 'Several tests on the same trials',
    prose: alone
      ? []
      : [
          `The ${testPhrase(trial.test, unit)} decides; beside it ${tests.tests.length === 2 ? 'one other test was' : `${tests.tests.length - 1} others were`} made on the same trials, with the same alpha.`,
        ],
    tables: [
      ...(alone ? [] : [testsTable({ tests, nullTests }, trial, unit)]),
      ...estimatesTable(tests, trial, unit),
      ...(alone ? [] : [agreementTable(tests, unit)]),
    ],
  };
}

interface FalseClaims {
  readonly name: string;
  readonly benefit: Proportion;
}

function claimsOfBenefit({ tests, benefit }: StrongNullResult, name: string, sides: 1 | 2): FalseClaims[] {
  if (tests === null) return [{ name, benefit }];
  return tests.tests.map(({ name: own, power, significantHarm }) => ({
    name: own,
    benefit: sides === 1 ? power : proportion(power.count - significantHarm.count, power.replicates),
  }));
}

/** What tests claim for an arm that is harmful early and never better; `name` is that of the deciding test. */
export function strongNullSection(result: StrongNullResult, name: string, trial: UnsizedTrial, unit: string): Section {
  const { early, late, until, meets, benefit, replicates } = result;
  const { test, family, arms } = trial;
  const alpha = benefitAlpha(test);
  const level = `one-sided ${significant(100 * alpha)} %`;
  const claims = claimsOfBenefit(result, name, test.sides);
  const above = claims.filter(({ benefit: { low } }) => low > alpha);
  const arm = arms.length > 2 ? 'every experimental arm' : 'the experimental arm';
  const often = ({ name: own, benefit: { estimate } }: FalseClaims) =>
    `${own} in ${fixed(100 * estimate, 1)} % (${significant(estimate / alpha, 2)} times as often)`;
  const verdict =
    above.length === 0
      ? `No test claims a benefit more often than its ${level}.`
      : `Warning: what holds the ${level} when arms are alike does not hold it here. A benefit is claimed by ${listed(above.map(often))}.`;
  const deciding = `${family ? 'Success, a benefit, is claimed' : 'The deciding test claims a benefit'} in ${proportionText(benefit)}.`;
  const { labels, notes } = numberedTests(
    claims.map((claim) => claim.name),
    unit,
    50,
  );
  return {
    title: 'A strong null: harm early, no benefit',
    ...(above.length === 0 ? {} : { provisos: [verdict] }),
    prose: [
      `Simulated beside the plan where a weighted test is made: ${arm} has hazard ratio ${significant(early, 3)} until ${unit} ${significant(until, 3)} of follow-up, ${significant(late, 3)} until ${unit} ${significant(meets, 3)} and 1 from then on, an effect that large samples single out as bad for such a test. Survival is below the control's until the curves meet at ${unit} ${significant(meets, 3)}, and never above: nobody is helped, and every claim of benefit is false.`,
      above.length === 0 ? `${deciding} ${verdict}` : deciding,
    ],
    tables: [
      {
        name: 'strong-null',
        title: 'False claims of benefit, per cent of trials',
        audience: claims.length > 1 ? 'both' : 'files',
        columns: [left('test', ''), ...shareColumns('benefit', 'claims'), fileOnly('replicates')],
        rows: claims.map((claim, t) => [
          cell(claim.name, labels[t]),
          ...shareCells(claim.benefit, shareText(claim.benefit)),
          cell(claim.benefit.replicates),
        ]),
        notes: [...notes, `In brackets: Monte Carlo standard error, from ${units(count(replicates), 'replicate')}.`],
      },
    ],
  };
}
