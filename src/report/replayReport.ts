/** `replay` in words and tables. */
import { exp } from '../elementary/exp.ts';
import type { PublishedAmongSimulated, ReplayResult, ReplayUnder } from '../questions/replay.ts';
import type { Reported } from '../scenario/scenario.ts';
import type { Proportion } from '../tally/estimates.ts';
import { characteristicsTables } from './characteristics.ts';
import { count, decimalsFor, fixed, proportionText, significant } from './numbers.ts';
import { agreementText, conductText, differ, intervalText, publishedP, shrinkageLine } from './publishedWords.ts';
import { cell, left, right, type Section, type Table } from './table.ts';
import { clipped } from './testWords.ts';

type Key = keyof PublishedAmongSimulated;

function rowsFor(reported: Reported, result: ReplayResult): [Key, string][] {
  const p = reported.pValue === null ? '–' : publishedP(reported.pValue.value);
  const ratio = fixed(reported.hazardRatio?.value ?? null, 3);
  const apart =
    reported.control.median && reported.experimental.median
      ? significant(Math.abs(reported.control.median.value - reported.experimental.median.value))
      : '–';
  const away = (reported.hazardRatio?.value ?? 1) >= 1 ? '≥' : '≤';
  const rows: [Key, string][] = [
    ['pAtMost', `log-rank P ≤ ${p}`],
    ['pAtLeast', `log-rank P ≥ ${p}`],
    ['hazardRatioEitherWay', `HR as far from 1 as ${ratio}`],
    ['hazardRatioSameWay', `HR ${away} ${ratio}`],
    ['mediansEitherWay', `medians ≥ ${apart} apart`],
    ['mediansSameWay', '  in the same direction'],
    ['disagreement', 'HR v medians as far apart'],
  ];
  return rows.filter(([key]) => result.truths.some(({ published }) => published[key] !== null));
}

function short(p: Proportion | null): string {
  if (p === null) return '–';
  const decimals = Math.max(1, decimalsFor(100 * p.standardError, 2));
  return `${fixed(100 * p.estimate, decimals)} % (${fixed(100 * p.standardError, decimals)})`;
}

const PUBLISHED = {
  name: 'replay-published',
  title: 'Where the published results fall: share of simulated studies with',
} as const;

/** As the heading of a column. */
export const truthHeading = ({ truth }: ReplayUnder): string => truth.replace('hazard ratio', 'HR');

/** Where the published results fall under some truths, side by side. */
export function publishedTable(reported: Reported, result: ReplayResult, truths: readonly ReplayUnder[]): Table {
  return {
    ...PUBLISHED,
    audience: 'readers',
    columns: [left('result', ''), ...truths.map((under) => right(truthHeading(under), truthHeading(under)))],
    rows: rowsFor(reported, result).map(([key, label]) => [
      cell(label),
      ...truths.map(({ published }) => cell(key, short(published[key]))),
    ]),
    notes: ['In brackets: Monte Carlo standard error.'],
  };
}

/** The same of all truths, one row per number. */
function publishedFile(reported: Reported, result: ReplayResult): Table {
  const rows = rowsFor(reported, result);
  return {
    ...PUBLISHED,
    audience: 'files',
    columns: ['truth', 'result', 'estimate', 'standardError', 'low', 'high', 'count', 'replicates'].map((key) =>
      left(key, key),
    ),
    rows: result.truths.flatMap(({ truth, published }) =>
      rows.flatMap(([key]) => {
        const p = published[key];
        if (p === null) return [];
        return [
          [
            cell(truth),
            cell(key),
            ...[p.estimate, p.standardError, p.low, p.high, p.count, p.replicates].map((x) => cell(x)),
          ],
        ];
      }),
    ),
    notes: [],
  };
}

/** Characteristics in calendar time, which mean nothing where arms are followed separately. */
const OF_CALENDAR = new Set(['analysisTime', 'analysisTimeRange', 'enrolled']);

/** What studies observe under some truths: side by side for readers, and one row per number for files. */
export function studyTables(
  { conduct }: ReplayResult,
  truths: readonly ReplayUnder[],
  unit: string,
): { readers: Table; files: Table } {
  const [readers, files] = characteristicsTables(
    'replay-characteristics',
    'What such a study observes',
    truths.map((under) => ({ heading: truthHeading(under), characteristics: under.characteristics })),
    unit,
    2,
  ).map((table) =>
    conduct.followed.kind === 'together'
      ? table
      : { ...table, rows: table.rows.filter(([, quantity]) => !OF_CALENDAR.has(String(quantity.raw))) },
  );
  return { readers, files };
}

/** Expected events of each arm under each truth, beside the deaths that were printed. */
function eventsTable(result: ReplayResult, truths: readonly ReplayUnder[], reported: Reported): Table[] {
  const arms = (['experimental', 'control'] as const).map((which) => ({ which, arm: reported[which] }));
  const { reconstructedEvents: reconstructed } = result;
  const nothing = arms.every(({ arm }) => arm.deaths === null) && reconstructed === undefined;
  if (nothing || truths.some((truth) => truth.expectedEvents === null)) return [];
  // In few letters where the published curves stand beside the others.
  const short = (under: ReplayUnder) =>
    reconstructed ? truthHeading(under).replace(/^(reported|published) /, '') : truthHeading(under);
  return [
    {
      name: 'replay-events',
      title: `Events expected of the study as conducted, beside the deaths reported${reconstructed ? ' and the events reconstructed' : ''}`,
      audience: 'both',
      columns: [
        left('arm', ''),
        right('patients', 'N'),
        right('deaths', 'deaths'),
        ...(reconstructed ? [right('reconstructed', 'reconstructed')] : []),
        ...truths.map((under) => right(under.truth, short(under))),
      ],
      rows: arms.map(({ which, arm }) => [
        cell(arm.name, clipped(arm.name, 22)),
        cell(arm.patients),
        cell(arm.deaths, arm.deaths === null ? '–' : String(arm.deaths)),
        ...(reconstructed ? [cell(reconstructed[which])] : []),
        ...truths.map(({ expectedEvents }) =>
          cell(expectedEvents?.[which] ?? null, fixed(expectedEvents?.[which] ?? null, 1)),
        ),
      ]),
      notes: [],
    },
  ];
}

/** Says whether the conduct brings as many events as the paper's own numbers imply. */
function eventsProse({ impliedEvents, standardErrorPrinted, deaths, truths }: ReplayResult): string[] {
  const prose: string[] = [];
  const [first] = truths;
  if (impliedEvents !== null && standardErrorPrinted !== null && first.expectedEvents !== null) {
    const { control, experimental } = first.expectedEvents;
    const under = first.truth === 'no difference' ? 'without a difference' : `if the ${first.truth} were the truth`;
    const found = first.characteristics.hazardRatio?.meanStandardError ?? Number.NaN;
    const precision = Number.isFinite(found) ? `, and SE(log HR) is ${fixed(found, 3)} on average` : '';
    const fewer =
      deaths !== null && impliedEvents < deaths
        ? ` The ${count(deaths)} deaths are events too and more than that, so that events cannot have been shared as patients were.`
        : '';
    prose.push(
      `The confidence interval of the published hazard ratio has SE(log HR) ${fixed(standardErrorPrinted, 3)}, the precision of about ${fixed(impliedEvents, 1)} events were they shared as patients are; as conducted here ${fixed(control + experimental, 1)} are expected ${under}${precision}.${fewer}`,
    );
  }
  return prose;
}

/** Arms in which the conduct lets fewer events be expected than patients died. */
function shortfallProse({ tooFewEvents }: ReplayResult): string[] {
  return tooFewEvents.map(({ arm, deaths, fewest, most }) => {
    const [least, greatest] = [fixed(fewest, 1), fixed(most, 1)];
    const expected = least === greatest ? greatest : `${least} to ${greatest}`;
    return `Events of ${arm} fall short: ${expected} are expected where ${count(deaths)} patients died, each death an event; ${least === greatest ? '' : 'up to '}${fixed(deaths - fewest, 1)} too few. Follow-up that a death ended may have been printed shorter than it would have been.`;
  });
}

/** A share of simulated studies below this is too small for chance to explain what was published. */
const BY_CHANCE = 0.05;

function summariesProse({ summaries }: ReplayResult, truths: readonly ReplayUnder[], model: string): string[] {
  if (summaries === null || !differ(summaries)) return [];
  const shares = truths.flatMap(({ truth, published }) =>
    published.disagreement === null ? [] : [{ truth, share: published.disagreement }],
  );
  const listed = shares
    .map(
      ({ truth, share }) =>
        `${proportionText(share)} ${truth === 'no difference' ? 'if there is no difference' : `under the ${truth}`}`,
    )
    .join(', in ');
  const explained = shares.every(({ share }) => share.low >= BY_CHANCE)
    ? ': chance alone is enough to explain it'
    : shares.every(({ share }) => share.high < BY_CHANCE)
      ? ': chance alone hardly explains it'
      : '';
  const chance =
    shares.length === 0
      ? ''
      : ` Simulated studies of this size set them at least as far apart in ${listed}${explained}.`;
  return [
    `The paper's medians imply HR ${significant(summaries.impliedHazardRatio)} under ${model} survival with proportional hazards; it reports ${significant(summaries.reportedHazardRatio)}${intervalText(summaries)}, a factor of ${fixed(exp(summaries.logDifference), 2)} away. ${agreementText(summaries)}${chance}`,
  ];
}

/** The section of the truths that a publication itself suggests; `unlikeSection` has the other. */
export function replaySection(result: ReplayResult, reported: Reported, unit: string): Section {
  const { conduct } = result;
  const truths = result.truths.filter(({ truth }) => truth !== 'unlike patients');
  const ofCurves = truths.some(({ truth }) => truth === 'published curves')
    ? ' (under the published curves that of the reconstructed patients)'
    : '';
  const model = conduct.survivalShape === 1 ? 'exponential' : `Weibull (shape ${conduct.survivalShape})`;
  const names = { control: reported.control.name, experimental: reported.experimental.name };
  const answer: string[] = [];
  const prose = [
    `The published study (${count(result.patientsExperimental)} ${names.experimental}, ${count(result.patientsControl)} ${names.control}) simulated as conducted: ${conductText(conduct, names, unit)}; ${model} survival${ofCurves}, two-sided 5 % log-rank test.`,
  ];
  for (const { truth, hazardRatio, characteristics: c } of truths) {
    const name =
      truth === 'no difference'
        ? 'If there is no difference'
        : `If the ${truth} were the truth${hazardRatio === null ? '' : ` (HR ${significant(hazardRatio)})`}`;
    answer.push(
      truth === 'no difference'
        ? `${name}, a study of this size is significant in ${proportionText(c.power)}.`
        : `${name}, a study of this size has power ${proportionText(c.power)}.`,
    );
  }
  prose.push(...eventsProse(result), ...shrinkageLine(result.publishedEffect));
  // The published curves have tables of their own for readers: four truths abreast are too wide.
  const curves = truths.filter(({ truth }) => truth === 'published curves');
  const alike = truths.filter((under) => !curves.includes(under));
  const tables = [
    publishedTable(reported, result, alike),
    ...(curves.length > 0 ? [{ ...publishedTable(reported, result, curves), name: 'replay-published-curves' }] : []),
    publishedFile(reported, result),
    ...eventsTable(result, truths, reported),
    studyTables(result, alike, unit).readers,
    ...(curves.length > 0
      ? [{ ...studyTables(result, curves, unit).readers, name: 'replay-characteristics-curves' }]
      : []),
    studyTables(result, result.truths, unit).files,
  ];
  const provisos = [...shortfallProse(result), ...summariesProse(result, truths, model)];
  return { title: 'The published study, replayed', answer, provisos, prose, tables };
}
