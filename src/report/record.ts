/**
 * The record of one answered question, complete in itself: every output of a command is made from it and from nothing
 * else, so that `report` can make each of them again from results.json alone.
 */
import type { Manifest } from '../run/manifest.ts';
import type { ExactPlans } from '../scenario/exactParts.ts';
import type { PlanningValue, Provenance } from '../scenario/provenance.ts';
import type {
  PlannedEvidence,
  PlannedPrior,
  PlannedTrial,
  Reported,
  Scenario,
  TimeUnit,
  Written,
} from '../scenario/scenario.ts';
import { canonicalHash, scenarioHash } from '../scenario/scenarioHash.ts';
import { testName } from '../trial/testName.ts';
import { type NotFinite, notFiniteIn } from './notFinite.ts';
import { FORMAT } from './saved/format.ts';

/** A scenario as resolved: the study and the trial that were asked about, every value in the unit of the record. */
export interface Resolved {
  readonly reported: Reported | null;
  /** Several publications about one effect; left out where none are combined. */
  readonly evidence?: PlannedEvidence;
  readonly trial: PlannedTrial | null;
  /** What is planned exactly; left out where nothing is. */
  readonly exact?: ExactPlans;
  /** What is believed of planning values; left out where they are taken as known. */
  readonly priors?: readonly PlannedPrior[];
  /** The trials of the variations, in their order. */
  readonly whatIf: readonly { readonly name: string; readonly trial: PlannedTrial | null }[];
  /** What each of the record's `assumptions` is about, in their order. */
  readonly stated: readonly Pick<PlanningValue, 'steps' | 'meaning'>[];
  /** SHA-256 of `stated` with the record's `scenario` and `assumptions`, as canonical JSON: the manifest's hash leaves texts out. */
  readonly textsHash: string;
  /** Where these have a null in JSON for a number that is not finite: JSON pointers from here. */
  readonly notFinite: Readonly<Record<string, NotFinite>>;
}

/** What `--json` prints and results.json holds. Field names are stable within a format; NaN and Infinity are null. */
export interface ResultRecord<R = unknown> {
  readonly format: typeof FORMAT;
  /** The name of the question. */
  readonly question: string;
  readonly scenario: {
    readonly file: string;
    readonly title: string;
    readonly citation: string | null;
    readonly timeUnit: TimeUnit;
    /** The test that decides the planned trial; null where there is none. */
    readonly test: string | null;
  };
  readonly assumptions: readonly Provenance[];
  readonly result: R;
  readonly manifest: Manifest;
  /** Files that were written with it, in its folder; none where it was only printed. */
  readonly files: readonly string[];
  /**
   * The scenario as it was resolved. Reports read it here instead of resolving what was written once more: a later
   * version may read a scenario differently. The manifest's hash is of its reported study and trial.
   */
  readonly resolved: Resolved;
  /** The scenario as it was written: the explorer in report.html starts from this text, and no report reads it. */
  readonly written: Written;
  /** Where the result has a null in JSON for a number that is not finite: JSON pointers into `result`. */
  readonly notFinite: Readonly<Record<string, NotFinite>>;
}

/** What reports read of a scenario; a record holds all of it. */
export type ScenarioRead = Pick<
  Scenario,
  | 'file'
  | 'title'
  | 'citation'
  | 'timeUnit'
  | 'seed'
  | 'reported'
  | 'evidence'
  | 'trial'
  | 'exact'
  | 'priors'
  | 'provenance'
>;

/** What a result answers: the question and the scenario that it was asked of. */
export interface Answer<R = unknown> {
  readonly question: string;
  readonly result: R;
}

export function resultRecord<R>(
  scenario: Scenario,
  { question, result }: Answer<R>,
  manifest: Manifest,
  files: readonly string[] = [],
): ResultRecord<R> {
  const { file, title, citation, timeUnit, trial, reported } = scenario;
  const evidence = scenario.evidence ? { evidence: scenario.evidence } : {};
  const exact = scenario.exact ? { exact: scenario.exact } : {};
  const priors = scenario.priors ? { priors: scenario.priors } : {};
  const whatIf = scenario.whatIf.map((each) => ({ name: each.name, trial: each.scenario.trial }));
  const texts = {
    scenario: { file, title, citation, timeUnit, test: trial && testName(trial.unsized.test, timeUnit) },
    assumptions: scenario.provenance.map(({ path, value, source, note }) => ({ path, value, source, note })),
  };
  const stated = scenario.provenance.map(({ steps, meaning }) => ({ steps, meaning }));
  return {
    format: FORMAT,
    question,
    ...texts,
    result,
    manifest,
    files,
    resolved: {
      reported,
      ...evidence,
      trial,
      ...exact,
      ...priors,
      whatIf,
      stated,
      textsHash: textsHashOf({ ...texts, stated }),
      notFinite: notFiniteIn({ reported, ...evidence, trial, ...exact, ...priors, whatIf }),
    },
    written: scenario.written,
    notFinite: notFiniteIn(result),
  };
}

/** The hash of the texts that a record holds of its scenario. */
export function textsHashOf(texts: Pick<ResultRecord, 'scenario' | 'assumptions'> & Pick<Resolved, 'stated'>): string {
  return canonicalHash({ scenario: texts.scenario, assumptions: texts.assumptions, stated: texts.stated });
}

export function scenarioRead({ scenario, assumptions, manifest, resolved }: ResultRecord): ScenarioRead {
  const { file, title, citation, timeUnit } = scenario;
  const { reported, evidence, trial, exact, priors, stated } = resolved;
  const provenance = assumptions.map((each, i) => ({ ...each, ...stated[i] }));
  return {
    file,
    title,
    citation,
    timeUnit,
    seed: manifest.seed,
    reported,
    ...(evidence ? { evidence } : {}),
    trial,
    ...(exact ? { exact } : {}),
    ...(priors ? { priors } : {}),
    provenance,
  };
}

/** The hash of a trial with the study of the record, as its scenario would have it. */
export function hashOf({ scenario, resolved }: ResultRecord, trial: PlannedTrial | null = resolved.trial): string {
  return scenarioHash({
    timeUnit: scenario.timeUnit,
    reported: resolved.reported,
    evidence: resolved.evidence,
    trial,
    exact: resolved.exact,
    priors: resolved.priors,
  });
}

/** The text of results.json. */
export const recordText = (record: ResultRecord): string => `${JSON.stringify(record, null, 2)}\n`;
