/** Operating characteristics as tables: side by side for readers, with one row per number for files. */
import type { ObservedMedian, OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import type { MeanEstimate, Proportion, Spread } from '../tally/estimates.ts';
import { ignoringFutility } from './bothPowers.ts';
import { count, decimalsFor, estimateText, fixed } from './numbers.ts';
import { cell, left, right, type Table } from './table.ts';
import { clipped, listed } from './testWords.ts';

interface Quantity {
  readonly key: string;
  readonly label: string;
  readonly text: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly standardDeviation: number | null;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly replicates: number;
}

const NO_SPREAD = { low: null, high: null, standardDeviation: null, p5: null, p50: null, p95: null };

function ofProportion(key: string, label: string, p: Proportion): Quantity {
  const decimals = Math.max(1, decimalsFor(100 * p.standardError, 2));
  const text = `${fixed(100 * p.estimate, decimals)} % (${fixed(100 * p.standardError, decimals)})`;
  return { ...NO_SPREAD, ...p, key, label, text };
}

function ofMean(key: string, label: string, m: MeanEstimate, most = 2): Quantity {
  const decimals = decimalsFor(m.standardError, most);
  const error = m.standardDeviation === 0 ? '' : ` (${fixed(m.standardError, decimals)})`;
  const { mean: estimate, standardDeviation, standardError, replicates } = m;
  return {
    ...NO_SPREAD,
    key,
    label,
    estimate,
    standardDeviation,
    standardError,
    replicates,
    text: `${fixed(estimate, decimals)}${error}`,
  };
}

/** The mean, and for readers a second row with the 5th to 95th percentile. */
function ofSpread(key: string, label: string, s: Spread, decimals: number): Quantity[] {
  const mean = { ...ofMean(key, label, s, decimals), p5: s.p5, p50: s.p50, p95: s.p95 };
  return [mean, rangeOf(`${key}Range`, s, decimals)];
}

function rangeOf(key: string, s: Pick<Spread, 'p5' | 'p95' | 'replicates'>, decimals: number): Quantity {
  const text = s.p5 === s.p95 ? fixed(s.p5, decimals) : `${fixed(s.p5, decimals)} – ${fixed(s.p95, decimals)}`;
  return {
    ...NO_SPREAD,
    key,
    label: '  5–95 % of trials',
    text,
    estimate: s.p5,
    standardError: Number.NaN,
    replicates: s.replicates,
  };
}

function ofMedian(key: string, label: string, m: ObservedMedian): Quantity[] {
  const rows: Quantity[] = [
    { ...ofMean(key, `${label}: mean`, m), p5: m.p5, p50: m.p50, p95: m.p95 },
    rangeOf(`${key}Range`, m, 1),
  ];
  if (m.notReached.count > 0) rows.push(ofProportion(`${key}NotReached`, '  not reached', m.notReached));
  return rows;
}

/** What the trial has beyond one comparison of two arms. */
export interface Comparisons {
  /** Names of the arms, the control first. */
  readonly arms: readonly string[];
  /** Whether several hypotheses decide, and `power` is their success. */
  readonly ofFamily: boolean;
  /** Whose events, where a trial has several endpoints. */
  readonly endpoint?: string | null;
}

const TWO_ARMS: Comparisons = { arms: ['control', 'experimental'], ofFamily: false };

/** Events of each arm, by name where there are more than two. */
function eventsOfArms(c: OperatingCharacteristics, { arms }: Comparisons): Quantity[] {
  if (arms.length === 2)
    return [
      ofMean('eventsControl', '  in control', c.eventsControl),
      ofMean('eventsExperimental', '  in experimental', c.eventsExperimental),
    ];
  return c.eventsByArm.map((events, arm) => {
    const key = arm === 0 ? 'eventsControl' : arm === 1 ? 'eventsExperimental' : `eventsExperimental${arm}`;
    return ofMean(key, `  in ${clipped(arms[arm], 22)}`, events);
  });
}

function quantities(c: OperatingCharacteristics, unit: string, sides: 1 | 2, comparisons: Comparisons): Quantity[] {
  const { arms, ofFamily } = comparisons;
  const several = arms.length > 2;
  const decided = ofFamily ? 'Success' : sides === 1 ? 'Rejects (for benefit)' : 'Rejects (either way)';
  const rows: Quantity[] = [ofProportion('power', decided, c.power)];
  const ignored = ofFamily ? null : ignoringFutility(c);
  if (ignored !== null) rows.push(ofProportion('powerIgnoringFutility', '  with futility ignored', ignored));
  if (sides === 2 && !ofFamily) {
    rows.push(ofProportion('significantBenefit', '  for experimental', c.significantBenefit));
    rows.push(ofProportion('significantHarm', '  for control', c.significantHarm));
  }
  rows.push(
    ...ofSpread('events', 'Events: mean', c.events, 0).map((q, i) => (i === 0 ? ofMeanText(q, c.events) : q)),
    ...eventsOfArms(c, comparisons),
    ...ofSpread('analysisTime', `Analysis at ${unit}: mean`, c.analysisTime, 2),
    ofMean('enrolled', 'Enrolled by then', c.enrolled, 1),
    ofMean('dropouts', 'Dropped out', c.dropouts),
    ...(c.completed ? [ofMean('completed', 'Follow-up complete', c.completed)] : []),
    ofMean('stillAtRisk', 'Still at risk', c.stillAtRisk),
  );
  if (c.hazardRatio) {
    const { logHazardRatio, geometricMean, p5, p50, p95, coverage, meanStandardError, notEstimable, stratifiedBy } =
      c.hazardRatio;
    rows.push(
      {
        ...NO_SPREAD,
        key: 'hazardRatio',
        label: `${several ? 'First comparison’s HR: mean' : 'Observed HR: geom. mean'}${stratifiedBy.length > 0 ? ', stratified' : ''}`,
        estimate: geometricMean,
        standardError: geometricMean * logHazardRatio.standardError,
        p5,
        p50,
        p95,
        replicates: logHazardRatio.replicates,
        text: estimateText(geometricMean, geometricMean * logHazardRatio.standardError),
      },
      rangeOf('hazardRatioRange', { p5, p95, replicates: logHazardRatio.replicates }, 3),
      ofMean('logHazardRatio', '  log HR: mean', logHazardRatio, 4),
      {
        ...NO_SPREAD,
        key: 'logHazardRatioSd',
        label: '  log HR: SD (mean SE)',
        estimate: logHazardRatio.standardDeviation,
        standardError: logHazardRatio.standardDeviation / Math.sqrt(2 * (logHazardRatio.replicates - 1)),
        replicates: logHazardRatio.replicates,
        text: `${fixed(logHazardRatio.standardDeviation, 4)} (${fixed(meanStandardError, 4)})`,
      },
    );
    if (coverage) rows.push(ofProportion('hazardRatioCoverage', '  95 % CI covers', coverage));
    if (notEstimable.count > 0) rows.push(ofProportion('hazardRatioNotEstimable', '  no finite HR', notEstimable));
  }
  const unbiased = c.sequential?.medianUnbiased;
  if (unbiased) {
    const { logHazardRatio, geometricMean, coverage } = unbiased;
    const standardError = geometricMean * logHazardRatio.standardError;
    rows.push({
      ...NO_SPREAD,
      key: 'medianUnbiasedHazardRatio',
      label: 'Median-unbiased HR',
      estimate: geometricMean,
      standardError,
      replicates: logHazardRatio.replicates,
      text: estimateText(geometricMean, standardError),
    });
    if (coverage) rows.push(ofProportion('stagewiseCoverage', '  stagewise CI covers', coverage));
  }
  if (c.medianControl) rows.push(...ofMedian('medianControl', 'Control median', c.medianControl));
  if (c.medianExperimental)
    rows.push(...ofMedian('medianExperimental', several ? 'First exp. median' : 'Exp. median', c.medianExperimental));
  if (c.analysisNotReached.count > 0)
    rows.push(ofProportion('analysisNotReached', 'Analysis never due', c.analysisNotReached));
  return rows;
}

/** Mean events keep two decimals, their percentiles none. */
function ofMeanText(q: Quantity, events: Spread): Quantity {
  return { ...q, text: ofMean(q.key, q.label, events).text };
}

/** Says from which Cox model the observed hazard ratio is, where the deciding test has strata. */
function stratifiedNote(under: readonly Under[]): string[] {
  const strata = under[0]?.characteristics.hazardRatio?.stratifiedBy ?? [];
  return strata.length === 0 ? [] : [`HR: Cox’s model stratified by ${listed(strata)}, as is the deciding test.`];
}

export interface Under {
  readonly heading: string;
  readonly characteristics: OperatingCharacteristics;
}

/** Two tables: for readers, a column for each of `under`; for files, a row for each number. */
export function characteristicsTables(
  name: string,
  title: string,
  under: readonly Under[],
  unit: string,
  sides: 1 | 2,
  comparisons = TWO_ARMS,
): Table[] {
  const lists = under.map(({ characteristics }) => quantities(characteristics, unit, sides, comparisons));
  const { arms, endpoint = null } = comparisons;
  const first = arms.length > 2 && keyed(lists, 'hazardRatio');
  const keys: { key: string; label: string }[] = [];
  for (const list of lists) {
    list.forEach(({ key, label }, i) => {
      if (keys.some((known) => known.key === key)) return;
      const before = list.slice(0, i).findLast((q) => keys.some((known) => known.key === q.key));
      const at = before ? keys.findIndex((known) => known.key === before.key) + 1 : keys.length;
      keys.splice(at, 0, { key, label });
    });
  }
  const readers: Table = {
    name,
    title,
    audience: 'readers',
    columns: [left('quantity', ''), ...under.map(({ heading }) => right(heading, heading))],
    rows: keys.map(({ key, label }) => [
      cell(label),
      ...lists.map((list) => cell(key, list.find((q) => q.key === key)?.text ?? '–')),
    ]),
    notes: [
      ...(endpoint === null ? [] : [`Events, hazard ratio and medians are of ${endpoint}.`]),
      ...(first ? [`First comparison: ${arms[1]} v ${arms[0]}.`] : []),
      ...stratifiedNote(under),
      `In brackets: Monte Carlo standard error, from ${replicatesText(under)}.`,
    ],
  };
  const numbers = [
    'estimate',
    'standardError',
    'low',
    'high',
    'standardDeviation',
    'p5',
    'p50',
    'p95',
    'replicates',
  ] as const;
  const files: Table = {
    name,
    title,
    audience: 'files',
    columns: [left('under', 'under'), left('quantity', 'quantity'), ...numbers.map((key) => right(key, key))],
    rows: under.flatMap(({ heading }, i) =>
      lists[i]
        .filter(({ key }) => !key.endsWith('Range'))
        .map((q) => [cell(heading), cell(q.key), ...numbers.map((key) => cell(q[key]))]),
    ),
    notes: [],
  };
  return [readers, files];
}

function keyed(lists: readonly (readonly Quantity[])[], key: string): boolean {
  return lists.some((list) => list.some((q) => q.key === key));
}

function replicatesText(under: readonly Under[]): string {
  const counts = [...new Set(under.map(({ characteristics }) => characteristics.replicates))];
  const text = counts.map(count).join(' and ');
  return under.length > 1 ? `${text} replicates each` : `${text} replicates`;
}
