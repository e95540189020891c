/** Group-sequential designs in words and tables: looks and bounds, where trials stop, what they cost. */
import type { SequentialSummary } from '../questions/boundaryTable.ts';
import type { OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import type { Proportion } from '../tally/estimates.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import { testName } from '../trial/testName.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { testsByLook } from '../trial/trial.ts';
import type { NullWords } from './hypothesisWords.ts';
import { count, decimalsFor, fixed, percent, units } from './numbers.ts';
import { type Column, cell, fileOnly, left, right, type Table, type TableCell } from './table.ts';
import { capital, listed, shortTest } from './testWords.ts';

const lookName = (look: number, looks: number): string => (look === looks ? 'final' : String(look));

/** p-values and error rates: enough digits for the small ones. */
function small(p: number | null): string {
  if (p === null) return '–';
  return p >= 0.00005 ? fixed(p, 4) : '<0.0001';
}

/** Letters that the name of a look's test may take of a table's row. */
const TEST_ROOM = 16;

/** The boundary table of the design as planned. */
export function boundaryTable(
  name: string,
  { rows, binding }: SequentialSummary,
  unit: string,
  trial: Pick<UnsizedTrial, 'test' | 'lookTests' | 'interims' | 'endpoints'>,
): Table {
  const { sides } = trial.test;
  const sooner = scaleOf(trial).benefit === 'above';
  const names = trial.lookTests === undefined ? null : testsByLook(trial).map((test) => testName(test, unit));
  const futility = rows.some(({ futilityZ }) => futilityZ !== null);
  // Only tests of the hazard ratio have a hazard ratio at their bounds.
  const ratios = rows.some((row) => row.efficacyHazardRatio !== null || row.futilityHazardRatio !== null);
  const columns: Column[] = [
    left('look', 'look'),
    ...(names ? [left('test', 'test')] : []),
    right('informationFraction', 'info'),
    right('events', 'events'),
    right('time', unit),
    right('patients', 'N'),
    right('efficacyZ', 'z ≥'),
    right('efficacyP', 'p ≤'),
    ...(ratios ? [right('efficacyHazardRatio', sooner ? 'HR ≥' : 'HR ≤')] : []),
    right('alphaSpent', 'α'),
  ];
  if (futility)
    columns.push(
      right('futilityZ', 'futile'),
      ...(ratios ? [right('futilityHazardRatio', sooner ? 'HR ≤' : 'HR ≥')] : []),
    );
  const final = rows[rows.length - 1];
  const ofEvents = rows.every(
    ({ informationFraction, events }) => Math.abs(informationFraction - events / final.events) < 1e-6,
  );
  const scale = names
    ? `${ratios ? ' HR: observed hazard ratio at the bound of a test of it.' : ''} z: of a test that combines others the normal quantile of its p-value. The bounds spend alpha by the joint distribution of ${listed([...new Set(names)])} as planned.`
    : ratios
      ? ' HR: observed hazard ratio at the bound.'
      : ofEvents
        ? ' z: the normal quantile of the test’s own p-value.'
        : ' Info: information of the test itself, not events.';
  return {
    name,
    title: 'Looks and bounds as planned',
    audience: 'both',
    columns,
    rows: rows.map((row) => [
      cell(row.look, lookName(row.look, rows.length)),
      ...(names ? [cell(names[row.look - 1], shortTest(names[row.look - 1], unit, TEST_ROOM))] : []),
      cell(row.informationFraction, fixed(row.informationFraction, 2)),
      cell(row.events, fixed(row.events, Number.isInteger(row.events) ? 0 : 1)),
      cell(row.time, fixed(row.time, 1)),
      cell(row.patients, fixed(row.patients, 0)),
      cell(row.efficacyZ, fixed(row.efficacyZ, 3)),
      cell(row.efficacyP, small(row.efficacyP)),
      ...(ratios ? [cell(row.efficacyHazardRatio, fixed(row.efficacyHazardRatio, 3))] : []),
      cell(row.alphaSpent, fixed(row.alphaSpent, 4)),
      ...(futility
        ? [
            cell(row.futilityZ, fixed(row.futilityZ, 3)),
            ...(ratios ? [cell(row.futilityHazardRatio, fixed(row.futilityHazardRatio, 3))] : []),
          ]
        : []),
    ]),
    notes: [
      `${sides === 2 ? 'Harm is claimed at z at or below minus the efficacy bound. ' : ''}p: nominal, ${sides === 2 ? 'two' : 'one'}-sided.${scale} α: spent by then. Events, ${unit} and N enrolled as expected under the planned effect.${futility ? ` Futile: stops at z at or below. Futility is ${binding ? 'binding: the efficacy bounds count on it' : 'non-binding: the efficacy bounds are as without it'}.` : ''}`,
    ],
  };
}

function byMethod({ method, reestimates }: Pick<SequentialSummary, 'method' | 'reestimates'>): string {
  if (method !== 'recursive integration') return 'the joint normal distribution of the looks';
  return reestimates ? 'recursive integration, the re-estimation counted,' : method;
}

/** Crossing probabilities by recursive integration alone. */
export function crossingTable({ rows, numerical, reestimates, method }: SequentialSummary): Table {
  const of = (p: number) => cell(p, percent(p, 2));
  const futility = rows.some(({ futilityZ }) => futilityZ !== null);
  const harm = rows.some(({ harmUnderPlanned }) => harmUnderPlanned > 0);
  return {
    name: 'crossing',
    title: `Where the trial stops, by ${byMethod({ method, reestimates }).replace(/,$/, '')}`,
    audience: 'both',
    columns: [
      left('look', 'look'),
      right('efficacyUnderPlanned', 'effect: efficacy'),
      ...(harm ? [right('harmUnderPlanned', 'harm')] : []),
      ...(futility ? [right('futilityUnderPlanned', 'futility')] : []),
      right('efficacyUnderNull', 'none: efficacy'),
      ...(harm ? [right('harmUnderNull', 'harm')] : []),
      ...(futility ? [right('futilityUnderNull', 'futility')] : []),
    ],
    rows: rows.map((row) => [
      cell(row.look, lookName(row.look, rows.length)),
      of(row.efficacyUnderPlanned),
      ...(harm ? [of(row.harmUnderPlanned)] : []),
      ...(futility ? [row.futilityZ === null ? cell(null) : of(row.futilityUnderPlanned)] : []),
      of(row.efficacyUnderNull),
      ...(harm ? [of(row.harmUnderNull)] : []),
      ...(futility ? [row.futilityZ === null ? cell(null) : of(row.futilityUnderNull)] : []),
    ]),
    notes: [
      `Power ${percent(numerical.power, 2)}${futility ? ` (${percent(numerical.powerIgnoringFutility, 2)} with futility ignored)` : ''}, type I error ${percent(numerical.typeOneError, 3)}${futility ? ` (${percent(numerical.typeOneErrorIgnoringFutility, 3)} with futility ignored)` : ''}; ${fixed(numerical.expectedEventsUnderPlanned, 1)} events expected under the planned effect, ${fixed(numerical.expectedEventsUnderNull, 1)} under none, ${count(numerical.maximumEvents)} at most.`,
    ],
  };
}

interface Under {
  readonly key: 'planned' | 'null';
  readonly heading: string;
  readonly characteristics: OperatingCharacteristics;
}

/** The simulated share with the numerical one in brackets. */
function shareCell(simulated: Proportion, numerical: number): TableCell {
  const decimals = Math.max(1, Math.min(3, decimalsFor(100 * simulated.standardError, 2)));
  const text = `${fixed(100 * simulated.estimate, decimals)} (${fixed(100 * numerical, decimals)})`;
  return cell(simulated.estimate, text);
}

/** Where replicates stop, look by look, beside recursive integration. */
export function stoppingTables(
  name: string,
  summary: SequentialSummary,
  under: readonly Under[],
  unit: string,
): Table[] {
  const { rows } = summary;
  const futility = rows.some(({ futilityZ }) => futilityZ !== null);
  const harm = rows.some(({ harmUnderPlanned }) => harmUnderPlanned > 0);
  const kinds = ['efficacy', ...(harm ? ['harm'] : []), ...(futility ? ['futility'] : [])] as (
    | 'efficacy'
    | 'harm'
    | 'futility'
  )[];
  const numericalOf = (k: number, kind: (typeof kinds)[number], key: Under['key']): number =>
    rows[k][key === 'planned' ? (`${kind}UnderPlanned` as const) : (`${kind}UnderNull` as const)];
  const readers: Table = {
    name,
    title: 'Where the trial stops, per cent of trials: simulated (numerical)',
    audience: 'readers',
    columns: [
      left('look', 'look'),
      left('under', ''),
      ...kinds.map((kind) => right(kind, kind)),
      right('reached', 'reached'),
      right('time', `at ${unit}`),
    ],
    rows: rows.flatMap((row, k) =>
      under.map(({ key, heading, characteristics }, first) => {
        const look = characteristics.sequential?.looks[k];
        return [
          cell(row.look, first === 0 ? lookName(row.look, rows.length) : ''),
          cell(heading, kinds.length === 3 && key === 'planned' ? 'planned' : heading),
          ...kinds.map((kind) =>
            // There is nothing to stop at the end: what is left there is no claim.
            !look || (kind === 'futility' && row.futilityZ === null)
              ? cell(null, '–')
              : shareCell(look[kind], numericalOf(k, kind, key)),
          ),
          cell(look?.reached.estimate ?? null, look ? fixed(100 * look.reached.estimate, 1) : '–'),
          cell(look?.time.mean ?? null, fixed(look?.time.mean ?? null, 1)),
        ];
      }),
    ),
    notes: [
      `Numerical: ${byMethod(summary)} at the information planned. Under the null events come at another pace; looks at calendar times then find other information.`,
    ],
  };
  const files: Table = {
    name,
    title: readers.title,
    audience: 'files',
    columns: [
      left('under', 'under'),
      right('look', 'look'),
      ...['reached', 'skipped', 'efficacy', 'harm', 'futility'].flatMap((kind) => [
        right(kind, kind),
        fileOnly(`${kind}StandardError`),
      ]),
      ...['efficacyNumerical', 'harmNumerical', 'futilityNumerical', 'time', 'events', 'enrolled'].map((key) =>
        right(key, key),
      ),
    ],
    rows: under.flatMap(({ key, heading, characteristics }) =>
      (characteristics.sequential?.looks ?? []).map((look, k) => [
        cell(heading),
        cell(k + 1),
        ...(['reached', 'skipped', 'efficacy', 'harm', 'futility'] as const).flatMap((kind) => [
          cell(look[kind].estimate),
          cell(look[kind].standardError),
        ]),
        ...(['efficacy', 'harm', 'futility'] as const).map((kind) => cell(numericalOf(k, kind, key))),
        cell(look.time.mean),
        cell(look.events.mean),
        cell(look.enrolled.mean),
      ]),
    ),
    notes: [],
  };
  return [readers, files];
}

/** P(the trial ends before its final analysis). */
function early({ looks }: NonNullable<OperatingCharacteristics['sequential']>): number {
  return looks
    .slice(0, -1)
    .reduce((sum, look) => sum + look.efficacy.estimate + look.harm.estimate + look.futility.estimate, 0);
}

/** ` and at most 420 events, 343.9 on average,`: the most that a trial with looks may need; nothing without looks. */
export function maximumText(summary: SequentialSummary | null, { events }: OperatingCharacteristics): string {
  if (summary === null) return '';
  return ` and ${mostEventsText(summary)}, ${fixed(events.mean, 1)} on average,`;
}

/** `at most 420 events`, or where the final analysis waits for a time `411.3 events expected at the final analysis`. */
export function mostEventsText({ mostEvents }: SequentialSummary): string {
  return Number.isInteger(mostEvents)
    ? `at most ${units(count(mostEvents), 'event')}`
    : `${fixed(mostEvents, 1)} events expected at the final analysis`;
}

/** What the looks do to the trial, in sentences. */
export function sequentialProse(
  summary: SequentialSummary,
  alternative: OperatingCharacteristics,
  none: OperatingCharacteristics | null,
  unit: string,
  trueHazardRatio: number | null,
  words: NullWords,
): string[] {
  const { numerical } = summary;
  const futile = summary.rows.some(({ futilityZ }) => futilityZ !== null);
  const own = alternative.sequential;
  if (own === null) return [];
  const interims = own.looks.length - 1;
  const prose = [
    `With ${interims} interim look${interims === 1 ? '' : 's'} the trial ends early in ${percent(early(own))} if the planned effect is true${none?.sequential ? ` and in ${percent(early(none.sequential))} if ${words.otherwise}` : ''}. On average it ends after ${fixed(alternative.events.mean, 1)} events at ${unit} ${fixed(alternative.analysisTime.mean, 1)} with ${fixed(alternative.enrolled.mean, 1)} patients enrolled${none ? `, ${words.without} after ${fixed(none.events.mean, 1)} events at ${unit} ${fixed(none.analysisTime.mean, 1)}` : ''}.`,
  ];
  prose.push(
    `${capital(byMethod(summary))} gives power ${percent(numerical.power, 2)}${futile ? ` (${percent(numerical.powerIgnoringFutility, 2)} with futility ignored)` : ''}, ${fixed(numerical.expectedEventsUnderPlanned, 1)} events expected of at most ${count(numerical.maximumEvents)}${numerical.inflation === null ? '' : `, and maximum information ${fixed(numerical.inflation, 4)} times that of a fixed design`}.`,
  );
  const { hazardRatio } = alternative;
  if (hazardRatio && trueHazardRatio !== null) {
    const unbiased = own.medianUnbiased;
    const better = unbiased
      ? `; the median-unbiased estimate averages ${fixed(unbiased.geometricMean, 3)}${unbiased.coverage ? ` and its stagewise 95 % interval holds the truth in ${percent(unbiased.coverage.estimate)}` : ''}`
      : '';
    prose.push(
      `Where the trial ends the observed hazard ratio${hazardRatio.stratifiedBy.length > 0 ? ' (stratified Cox)' : ''} averages ${fixed(hazardRatio.geometricMean, 3)}, the truth being ${fixed(trueHazardRatio, 3)}${better}.`,
    );
  }
  return prose;
}
