/** The published comparisons of responses, tested again, in words and tables. */
import type { ReplayedResponse } from '../questions/replayedResponses.ts';
import type { Reported } from '../scenario/scenario.ts';
import { proportionTestName } from './exact/proportionWords.ts';
import { fixed } from './numbers.ts';
import { publishedP } from './publishedWords.ts';
import { cell, left, right, type Section, type Table } from './table.ts';
import { capital, listed } from './testWords.ts';

const points = (share: number): string => fixed(100 * share, 1);

/** Which tests give the P values that were printed: those that agree with all of them. */
function usedText(responses: readonly ReplayedResponse[]): string[] {
  const printed = responses.filter(({ reportedP }) => reportedP !== null);
  if (printed.length === 0) return [];
  const agreeing = printed[0].tests
    .map(({ statistic }) => statistic)
    .filter((statistic) => printed.every(({ tests }) => tests.find((test) => test.statistic === statistic)?.agrees));
  const said = listed(printed.map(({ outcome, reportedP }) => `${publishedP(reportedP ?? 0)} (${outcome})`));
  const what = printed.length === 1 ? 'P value' : 'P values';
  if (agreeing.length === 0) return [`None of the tests gives the ${what} that the publication prints, ${said}.`];
  return [
    `The publication's ${what}, ${said}, ${printed.length === 1 ? 'is that' : 'are those'} of ${listed(agreeing.map(proportionTestName))}: by agreement, the test it used.`,
  ];
}

function responseTable(responses: readonly ReplayedResponse[]): Table {
  const [first] = responses;
  return {
    name: 'replayed-responses',
    title: 'Published responses, tested again',
    audience: 'both',
    columns: [
      left('outcome', ''),
      ...first.tests.map(({ statistic }) => right(statistic, statistic)),
      right('reportedP', 'printed'),
    ],
    rows: responses.map(({ outcome, tests, reportedP }) => [
      cell(outcome),
      ...tests.map(({ p }) => cell(p, fixed(p, 6))),
      cell(reportedP, reportedP === null ? '–' : publishedP(reportedP)),
    ]),
    notes: [
      `Two-sided P values: pearson is ${proportionTestName('pearson')}, corrected for continuity in the second column; that of Boschloo is twice the smaller one-sided one.`,
    ],
  };
}

/** Null where the study reports no responses of both arms. */
export function responsesSection(
  responses: readonly ReplayedResponse[] | undefined,
  { control, experimental }: Pick<Reported, 'control' | 'experimental'>,
): Section | null {
  if (responses === undefined || responses.length === 0) return null;
  const rates = responses.map(
    ({ outcome, experimental: e, control: c, difference, low, high }) =>
      `${capital(outcome)}: ${e.events} of ${e.patients} with ${experimental.name} (${points(e.events / e.patients)} %), ${c.events} of ${c.patients} with ${control.name} (${points(c.events / c.patients)} %), a difference of ${points(difference)} points (95 % CI ${points(low)} to ${points(high)}, Miettinen and Nurminen).`,
  );
  return {
    title: 'Published responses',
    answer: usedText(responses),
    prose: rates,
    tables: [responseTable(responses)],
  };
}
