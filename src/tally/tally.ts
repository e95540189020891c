/** What is kept of a block of replicates: small, plain, mergeable. Merging in block order gives the same bytes every time. */

import { log } from '../elementary/log.ts';
import type { Columns } from '../kernel/look/columns.ts';
import { normalQuantile } from '../maths/normal.ts';
import { addConduct, type ConductTally, emptyConduct, mergeConduct } from './conduct.ts';
import { addControls, type ControlSums, emptyControls, mergeControls } from './controls.ts';
import { type Decisions, decide, EFFICACY, HARM, ObservedBounds, type SequentialSpec } from './decisions.ts';
import { addAll, type Distribution, emptyDistribution, mergeDistribution } from './distribution.ts';
import {
  addFamily,
  asDecisions,
  decideFamily,
  emptyFamily,
  type FamilyDecisions,
  type FamilySpec,
  type FamilyTally,
  mergeFamily,
} from './family.ts';
import { addValue, emptyMoments, type Moments, mergeMoments } from './moments.ts';
import {
  addDecisions,
  addEstimates,
  columnsAt,
  type EstimateTable,
  emptySequential,
  mergeSequential,
  type SequentialTally,
} from './sequential.ts';
import { addLookEstimates, addTests, emptyLookEstimates, emptyTests, mergeTests, type TestTally } from './tests.ts';

/** What the paper printed, to be placed among the simulated results. Medians are (control, experimental). */
export interface Published {
  /** Two-sided log-rank P. */
  readonly pValue: number | null;
  readonly hazardRatio: number | null;
  readonly medians: readonly [number, number] | null;
  /** Weibull shape under which medians imply a hazard ratio, (control ÷ experimental)^shape. */
  readonly survivalShape: number;
}

/** What to count. */
export interface TallySpec {
  /** False where a question asks for rejections only: the other fields of the tally stay empty. */
  readonly details: boolean;
  /** z at and beyond which the test rejects. */
  readonly criticalValue: number;
  /** The log hazard ratio that confidence intervals should cover, null where there is no single one. */
  readonly trueLogHazardRatio: number | null;
  readonly published: Published | null;
  /** A group-sequential trial: what it stops at, and estimates after a stop where they are wanted. */
  readonly sequential?: SequentialSpec & { readonly estimates?: readonly EstimateTable[] };
  /** The statistic (its index) that decides each look, where they are not all the first. */
  readonly decidedBy?: readonly number[];
  /** Tests on the same replicates, in the order of the statistics, the deciding one first; each with the bounds of its looks. */
  readonly tests?: { readonly sides: 1 | 2; readonly sequential: readonly (SequentialSpec | null)[] };
  /** Several hypotheses. */
  readonly family?: FamilySpec;
  /** Estimates of all statistics at every look, whatever is decided there. */
  readonly lookEstimates?: boolean;
  /** Keep what each replicate claimed. */
  readonly everyClaim?: boolean;
  /** Sum control variates of the rejection; `sizes` are the patients of the control and of the experimental arm. */
  readonly controls?: { readonly sides: 1 | 2; readonly sizes: readonly number[] };
}

/** Replicates in which a statistic was at least as far out as the published one, of those in which it could be had. */
export interface Extremes {
  /** log-rank P ≤ published, and ≥. */
  pAtMost: number;
  pAtLeast: number;
  /** |log HR| ≥ |log published|, either direction; and in the published direction. */
  hazardRatioEitherWay: number;
  hazardRatioSameWay: number;
  hazardRatios: number;
  /** |difference of medians| ≥ published; and in the published direction. An unreached median is beyond any reached one. */
  mediansEitherWay: number;
  mediansSameWay: number;
  medianPairs: number;
  /** |log HR − shape × log(control median ÷ experimental median)| ≥ the published disagreement, both medians reached. */
  disagreement: number;
  disagreements: number;
}

export interface Tally {
  replicates: number;
  /** z ≥ critical value, and z ≤ −critical value; of a group-sequential trial the claims it makes. */
  benefit: number;
  harm: number;
  /** Of each replicate, in order: 1 for a claim of benefit, −1 of harm, 0 for none; null where it was not asked for. */
  claims: number[] | null;
  /** Replicates whose analysis rule was not met by the horizon. */
  unreached: number;
  z: Moments;
  analysisTime: Distribution;
  events: Distribution;
  /** The control first. */
  armEvents: Moments[];
  enrolled: Moments;
  dropouts: Moments;
  /** Followed to the end of a fixed follow-up. */
  completed: Moments;
  atRisk: Moments;
  logHazardRatio: Distribution | null;
  standardError: Moments | null;
  covered: number;
  medians: [Distribution, Distribution] | null;
  extremes: Extremes | null;
  /** Control variates, where compensators were asked for. */
  controls: ControlSums | null;
  sequential: SequentialTally | null;
  /** One entry a test; null where there is only the deciding one. */
  tests: TestTally[] | null;
  family: FamilyTally | null;
  /** [look][statistic]. */
  lookEstimates: Moments[][] | null;
  /** How trials were conducted, where it was asked for. */
  conduct: ConductTally | null;
}

const Z_95 = normalQuantile(0.975);

function emptyExtremes(): Extremes {
  return {
    pAtMost: 0,
    pAtLeast: 0,
    hazardRatioEitherWay: 0,
    hazardRatioSameWay: 0,
    hazardRatios: 0,
    mediansEitherWay: 0,
    mediansSameWay: 0,
    medianPairs: 0,
    disagreement: 0,
    disagreements: 0,
  };
}

export function emptyTally(has: {
  hazardRatio: boolean;
  medians: boolean;
  extremes: boolean;
  controls?: boolean;
  looks?: number;
  arms?: number;
  tests?: number;
  family?: { hypotheses: number; looks: number };
  lookEstimates?: { looks: number; statistics: number };
  conduct?: { looks: number; arms: number };
  claims?: boolean;
}): Tally {
  return {
    replicates: 0,
    benefit: 0,
    harm: 0,
    claims: has.claims ? [] : null,
    unreached: 0,
    z: emptyMoments(),
    analysisTime: emptyDistribution('relative'),
    events: emptyDistribution('integer'),
    armEvents: Array.from({ length: has.arms ?? 2 }, emptyMoments),
    enrolled: emptyMoments(),
    dropouts: emptyMoments(),
    completed: emptyMoments(),
    atRisk: emptyMoments(),
    logHazardRatio: has.hazardRatio ? emptyDistribution('additive') : null,
    standardError: has.hazardRatio ? emptyMoments() : null,
    covered: 0,
    medians: has.medians ? [emptyDistribution('relative'), emptyDistribution('relative')] : null,
    extremes: has.extremes ? emptyExtremes() : null,
    controls: has.controls ? emptyControls() : null,
    sequential: has.looks ? emptySequential(has.looks) : null,
    tests: has.tests ? emptyTests(has.tests) : null,
    family: has.family ? emptyFamily(has.family.hypotheses, has.family.looks) : null,
    lookEstimates: has.lookEstimates ? emptyLookEstimates(has.lookEstimates.looks, has.lookEstimates.statistics) : null,
    conduct: has.conduct ? emptyConduct(has.conduct.looks, has.conduct.arms) : null,
  };
}

function count(condition: boolean): number {
  return condition ? 1 : 0;
}

function addExtremes(extremes: Extremes, published: Published, columns: Columns): void {
  const { pValue, hazardRatio, medians, survivalShape } = published;
  const zPublished = pValue === null ? Number.NaN : normalQuantile(1 - pValue / 2);
  const logPublished = hazardRatio === null ? Number.NaN : log(hazardRatio);
  const apart = medians === null ? Number.NaN : medians[0] - medians[1];
  const disagreed =
    medians === null ? Number.NaN : Math.abs(logPublished - survivalShape * log(medians[0] / medians[1]));
  for (let row = 0; row < columns.rows; row++) {
    extremes.pAtMost += count(Math.abs(columns.z[row]) >= zPublished);
    extremes.pAtLeast += count(Math.abs(columns.z[row]) <= zPublished);
    const logRatio = columns.logHazardRatio?.[row] ?? Number.NaN;
    if (!Number.isNaN(logRatio)) {
      extremes.hazardRatios++;
      extremes.hazardRatioEitherWay += count(Math.abs(logRatio) >= Math.abs(logPublished));
      extremes.hazardRatioSameWay += count(logRatio * Math.sign(logPublished) >= Math.abs(logPublished));
    }
    const control = columns.medians?.[0][row] ?? Number.NaN;
    const experimental = columns.medians?.[1][row] ?? Number.NaN;
    if (Number.isNaN(control) && Number.isNaN(experimental)) continue;
    const difference =
      (Number.isNaN(control) ? Number.POSITIVE_INFINITY : control) -
      (Number.isNaN(experimental) ? Number.POSITIVE_INFINITY : experimental);
    extremes.medianPairs++;
    extremes.mediansEitherWay += count(Math.abs(difference) >= Math.abs(apart));
    extremes.mediansSameWay += count(difference * Math.sign(apart) >= Math.abs(apart));
    if (Number.isFinite(difference) && !Number.isNaN(logRatio) && control > 0 && experimental > 0) {
      extremes.disagreements++;
      extremes.disagreement += count(Math.abs(logRatio - survivalShape * log(control / experimental)) >= disagreed);
    }
  }
}

/** Claims of a fixed design's test: 1 for benefit, −1 for harm, 0 for none. */
function claimsOf({ z }: Columns, critical: number): Int8Array {
  return Int8Array.from(z, (value) => (value >= critical ? 1 : value <= -critical ? -1 : 0));
}

function claimsOfDecisions({ reason }: Decisions): Int8Array {
  return Int8Array.from(reason, (why) => (why === EFFICACY ? 1 : why === HARM ? -1 : 0));
}

/** The looks with the z of the statistics that decide them. */
function asDecidedBy(looks: readonly Columns[], by: readonly number[] | undefined): readonly Columns[] {
  return by === undefined ? looks : looks.map((columns, k) => ({ ...columns, z: columns.statistics[by[k]].z }));
}

/** The looks as test `test` of the first hypothesis sees them. */
function asSeenBy(looks: readonly Columns[], test: number): readonly Columns[] {
  return test === 0 ? looks : looks.map((columns) => ({ ...columns, z: columns.statistics[test].z }));
}

/** Remembers the bounds of a spec from block to block. */
export type Remember = (spec: SequentialSpec) => ObservedBounds;

/** Claims of test `test`, where they were decided look by look with the decisions. */
function decideTest(
  looks: readonly Columns[],
  spec: TallySpec,
  test: number,
  remember: Remember,
): { claims: Int8Array; decisions: Decisions | null; family: FamilyDecisions | null } {
  const seen = asSeenBy(looks, test);
  if (spec.family !== undefined) {
    const family = decideFamily(looks, spec.family, test);
    const decisions = asDecisions(family, spec.family, seen);
    return { claims: claimsOfDecisions(decisions), decisions, family };
  }
  const sequential = test === 0 ? spec.sequential : spec.tests?.sequential[test];
  if (!sequential)
    return { claims: claimsOf(seen[seen.length - 1], spec.criticalValue), decisions: null, family: null };
  const decisions = decide(seen, sequential, remember(sequential));
  return { claims: claimsOfDecisions(decisions), decisions, family: null };
}

/** Tally a block of replicates from the columns of its looks. */
export function tallyLooks(
  simulated: readonly Columns[],
  spec: TallySpec,
  remember: Remember = (sequential) => new ObservedBounds(sequential),
): Tally {
  const looks = asDecidedBy(simulated, spec.decidedBy);
  const { claims, decisions, family } = decideTest(looks, spec, 0, remember);
  const ended = decisions === null ? looks[looks.length - 1] : columnsAt(looks, decisions.look);
  const tally = tallyColumns(ended, spec, claims);
  if (decisions !== null && looks.length > 1) {
    tally.sequential = emptySequential(looks.length);
    addDecisions(tally.sequential, looks, decisions);
    const estimates = spec.sequential?.estimates;
    if (estimates) addEstimates(tally.sequential, decisions, estimates, spec.trueLogHazardRatio);
  }
  if (family !== null) {
    tally.family = emptyFamily(family.rejectedAt.length, looks.length);
    addFamily(tally.family, family);
  }
  if (spec.tests !== undefined) {
    const { sides, sequential } = spec.tests;
    tally.tests = emptyTests(sequential.length);
    const others = sequential.slice(1).map((_, t) => decideTest(looks, spec, t + 1, remember).claims);
    addTests(tally.tests, [claims, ...others], ended, sides);
  }
  if (spec.lookEstimates) {
    tally.lookEstimates = emptyLookEstimates(looks.length, looks[0].statistics.length);
    addLookEstimates(tally.lookEstimates, looks);
  }
  if (ended.conduct !== null) {
    tally.conduct = emptyConduct(looks.length, ended.enrolled.length);
    addConduct(tally.conduct, looks, ended);
  }
  return tally;
}

/** Tally the analyses of a block of replicates; `claims` says what each claimed. */
function tallyColumns(columns: Columns, spec: TallySpec, claims: Int8Array): Tally {
  const { logHazardRatio, standardError, medians } = columns;
  const tally = emptyTally({
    hazardRatio: logHazardRatio !== null,
    medians: medians !== null,
    extremes: spec.published !== null,
    controls: spec.controls !== undefined,
    arms: columns.events.length,
    ...(spec.everyClaim ? { claims: true } : {}),
  });
  tally.claims?.push(...claims);
  tally.replicates = columns.rows;
  for (let row = 0; row < columns.rows; row++) {
    tally.benefit += count(claims[row] === 1);
    tally.harm += count(claims[row] === -1);
  }
  if (tally.controls && spec.controls) {
    const { sides, sizes } = spec.controls;
    const rejects = (row: number) => claims[row] === 1 || (sides === 2 && claims[row] === -1);
    addControls(tally.controls, columns, sizes, rejects);
  }
  if (!spec.details) return tally;
  const events = new Int32Array(columns.rows);
  for (let row = 0; row < columns.rows; row++) {
    let enrolled = 0;
    let dropouts = 0;
    let completed = 0;
    for (let arm = 0; arm < columns.events.length; arm++) {
      const own = columns.events[arm][row];
      events[row] += own;
      enrolled += columns.enrolled[arm][row];
      dropouts += columns.dropouts[arm][row];
      completed += columns.completed[arm][row];
      addValue(tally.armEvents[arm], own);
    }
    tally.unreached += 1 - columns.reached[row];
    if (Number.isFinite(columns.z[row])) addValue(tally.z, columns.z[row]);
    addValue(tally.enrolled, enrolled);
    addValue(tally.dropouts, dropouts);
    addValue(tally.completed, completed);
    addValue(tally.atRisk, enrolled - dropouts - completed - events[row]);
  }
  addAll(tally.events, events);
  addAll(tally.analysisTime, columns.analysisTime);
  if (logHazardRatio !== null && standardError !== null && tally.logHazardRatio && tally.standardError) {
    addAll(tally.logHazardRatio, logHazardRatio);
    const truth = spec.trueLogHazardRatio;
    for (let row = 0; row < columns.rows; row++) {
      addValue(tally.standardError, standardError[row]);
      if (truth !== null) tally.covered += count(Math.abs(logHazardRatio[row] - truth) <= Z_95 * standardError[row]);
    }
  }
  if (medians !== null && tally.medians) {
    addAll(tally.medians[0], medians[0]);
    addAll(tally.medians[1], medians[1]);
  }
  if (spec.published !== null && tally.extremes) addExtremes(tally.extremes, spec.published, columns);
  return tally;
}

/** Add `from` into `into`; both of the same spec. */
export function mergeTally(into: Tally, from: Tally): void {
  into.replicates += from.replicates;
  into.benefit += from.benefit;
  into.harm += from.harm;
  into.claims?.push(...(from.claims ?? []));
  into.unreached += from.unreached;
  into.covered += from.covered;
  for (const field of ['z', 'enrolled', 'dropouts', 'completed', 'atRisk'] as const)
    mergeMoments(into[field], from[field]);
  for (const field of ['analysisTime', 'events'] as const) mergeDistribution(into[field], from[field]);
  into.armEvents.forEach((moments, arm) => {
    mergeMoments(moments, from.armEvents[arm]);
  });
  for (const arm of [0, 1] as const) {
    if (into.medians && from.medians) mergeDistribution(into.medians[arm], from.medians[arm]);
  }
  if (into.logHazardRatio && from.logHazardRatio) mergeDistribution(into.logHazardRatio, from.logHazardRatio);
  if (into.standardError && from.standardError) mergeMoments(into.standardError, from.standardError);
  if (into.sequential && from.sequential) mergeSequential(into.sequential, from.sequential);
  if (into.tests && from.tests) mergeTests(into.tests, from.tests);
  if (into.family && from.family) mergeFamily(into.family, from.family);
  from.lookEstimates?.forEach((row, k) => {
    row.forEach((moments, s) => {
      if (into.lookEstimates) mergeMoments(into.lookEstimates[k][s], moments);
    });
  });
  if (into.conduct && from.conduct) mergeConduct(into.conduct, from.conduct);
  if (into.controls && from.controls) mergeControls(into.controls, from.controls);
  if (into.extremes && from.extremes) {
    for (const field of Object.keys(into.extremes) as (keyof Extremes)[]) into.extremes[field] += from.extremes[field];
  }
}
