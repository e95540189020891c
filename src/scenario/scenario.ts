/** A scenario: read, validated and resolved once. After this, medians are hazards and every time is in one unit. */

import type { Context } from './context.ts';
import type { TimeUnit } from './duration.ts';
import { type ExactPlans, plannedExactly } from './exactParts.ts';
import { EXACT_KEYS } from './exactSchema.ts';
import { explain } from './explain.ts';
import { planningMeaning } from './fieldMeaning.ts';
import { list } from './fields.ts';
import { type PlannedPrior, plannedPriors } from './plannedPriors.ts';
import { type PlannedTrial, plannedTrial } from './plannedTrial.ts';
import { type Finding, type Path, type Problem, pathText, ScenarioProblems } from './problems.ts';
import { type Plain, type PlanningValue, type Stated, takeProvenance } from './provenance.ts';
import { type Conduct, type Reported, reportedStudy, studyConduct, words } from './reported.ts';
import { scenarioHash } from './scenarioHash.ts';
import {
  type ConductFile,
  type ReportedFile,
  reportedSchema,
  type ScenarioFile,
  scenarioSchema,
  type TrialFile,
  type WhatIfFile,
} from './schema.ts';
import type { Sources } from './source.ts';
import { parseSource } from './source.ts';
import { type Varied, variationsOf } from './variations.ts';

export type { TimeUnit } from './duration.ts';
export type { PlannedPrior } from './plannedPriors.ts';
export type { PlannedTrial } from './plannedTrial.ts';
export { ScenarioProblem, ScenarioProblems } from './problems.ts';
export type { Conduct, Reported, ReportedArm } from './reported.ts';
export type { ReportedEstimate } from './reportedEstimate.ts';
export type { ReportedFactor } from './reportedFactors.ts';
/** A variation of the planned trial, resolved. */
export type Variation = Varied<Scenario>;

export interface Scenario {
  readonly title: string;
  readonly citation: string | null;
  /** Every time below is in this unit, every hazard and rate per this unit. */
  readonly timeUnit: TimeUnit;
  readonly seed: string;
  /** As the user typed it. */
  readonly file: string;
  /** SHA-256 of unit, reported, trial, what is planned exactly and what is believed as canonical JSON, in hex: the same meaning has the same hash. */
  readonly hash: string;
  readonly reported: Reported | null;
  readonly trial: PlannedTrial | null;
  /** What is planned exactly beside the trial, or in its place; left out where nothing is. */
  readonly exact?: ExactPlans;
  /** What is believed of planning values of the trial; left out where they are taken as known. */
  readonly priors?: readonly PlannedPrior[];
  /** Variations of the planned trial that are asked for beside it. */
  readonly whatIf: readonly Variation[];
  readonly precision: Precision;
  /** Half width of the 95 % interval on N, as a share of N, at which the size search stops. */
  readonly sizeInterval: number;
  /** Every planning value that said where it comes from, in file order. */
  readonly provenance: readonly PlanningValue[];
  /** The files it was read from; for a varied scenario, as they were before. */
  readonly written: Written;
}

/** A scenario as written: its file, and the study file it names if any; enough to resolve it again. */
export interface Written {
  readonly main: { readonly file: string; readonly text: string };
  readonly study: { readonly file: string; readonly text: string } | null;
}

/** Sources of a scenario as it was written. @throws ScenarioProblems */
export function sourcesOf({ main, study }: Written): Sources {
  return { main: parseSource(main.file, main.text), study: study && parseSource(study.file, study.text) };
}

/** Simulated trials per answer (100,000 by default), or the Monte Carlo standard error of a power to reach. */
export type Precision = { readonly replicates: number } | { readonly standardError: number };

const DEFAULT_SEED = 'trialwright';
const DEFAULT_REPLICATES = 100_000;
const DEFAULT_SIZE_INTERVAL = 0.01;

/**
 * A scenario from its text, which may hold the study but not name its file.
 * `file` names it in messages. @throws ScenarioProblems
 */
export function scenarioFromText(file: string, text: string, overrides: { seed?: string } = {}): Scenario {
  const main = parseSource(file, text);
  if (typeof main.value.reported === 'string') {
    const rest = 'reported names a file, which cannot be read here; write what it holds in its place';
    throw new ScenarioProblems([{ file, line: main.lineOf(['reported']), text: rest }]);
  }
  return resolveScenario({ main, study: null }, overrides);
}

/** Validates and resolves a scenario, with the variations that it asks for. @throws ScenarioProblems */
export function resolveScenario(sources: Sources, overrides: { seed?: string } = {}): Scenario {
  const { whatIf, ...scenario } = resolveAlone(sources, overrides);
  const resolve = (varied: Sources): Scenario => ({ ...resolveAlone(varied, overrides), whatIf: [] });
  return { ...scenario, whatIf: variationsOf(sources, whatIf, resolve) };
}

/** A scenario with its variations as the file has them, without where their values come from. @throws ScenarioProblems */
function resolveAlone(
  { main, study }: Sources,
  overrides: { seed?: string },
): Omit<Scenario, 'whatIf'> & { whatIf: readonly Plain<WhatIfFile>[] } {
  const problems: Problem[] = [];
  const root = study ? { ...main.value, reported: study.value } : main.value;
  const inStudy = (path: Path) => study !== null && path[0] === 'reported' && path.length > 1;
  const textOf = (path: Path) => (study && inStudy(path) ? study.textOf(path.slice(1)) : main.textOf(path));
  const report = ({ path, text }: Finding) => {
    const source = study && inStudy(path) ? study : main;
    const local = source === main ? path : path.slice(1);
    const where = pathText(local, source === main ? root : source.value);
    problems.push({ file: source.file, line: source.lineOf(local), text: `${where === '' ? '' : `${where} `}${text}` });
  };

  // What one field can know comes first; a part without such problems goes on to the checks across fields.
  const findings = [...schemaFindings(main.value, scenarioSchema, [], main.textOf)];
  if (study) findings.push(...schemaFindings(study.value, reportedSchema, ['reported'], study.textOf));
  findings.forEach(report);
  const sound = (part: string) => root[part] !== undefined && !findings.some(({ path }) => path[0] === part);
  const unitKnown = sound('timeUnit');

  const stated: Stated[] = [];
  const plain = takeProvenance(unitKnown ? soundParts(root, sound) : {}, [], stated) as Partial<Plain<ScenarioFile>> & {
    reported?: ReportedFile;
    conduct?: ConductFile;
    trial?: TrialFile;
    whatIf?: Plain<WhatIfFile>[];
  };
  const unit = plain.timeUnit ?? 'month';
  const context: Context = { unit, plainUnit: unit, report: (path, text) => report({ path, text }) };
  let trial: PlannedTrial | null = null;
  let reported: Reported | null = null;
  if (plain.trial) trial = plannedTrial(plain.trial, ['trial'], context);
  const exact = plannedExactly(plain, trial, context);
  if (plain.reported) {
    if (study && plain.reported.timeUnit === undefined) {
      problems.push({
        file: study.file,
        line: 0,
        text: `timeUnit is missing; a study in a file of its own says its unit, e.g. timeUnit: ${unit}`,
      });
    }
    const there: Context = { ...context, plainUnit: plain.reported.timeUnit ?? unit };
    const found = reportedStudy(plain.reported, ['reported'], there);
    const conduct: Conduct | null =
      found &&
      studyConduct(
        { spec: plain.reported.conduct, at: ['reported', 'conduct'], context: there },
        { spec: plain.conduct, at: ['conduct'], context },
        found,
      );
    reported = found && { ...found, conduct };
  }
  if (root.conduct !== undefined && root.reported === undefined) {
    report({ path: ['conduct'], text: 'is given without reported; it says how the published study was conducted' });
  }
  if (root.whatIf !== undefined && root.trial === undefined) {
    report({ path: ['whatIf'], text: 'is given without trial; it varies the planned trial' });
  }
  if (root.trial === undefined && root.reported === undefined && EXACT_KEYS.every((key) => root[key] === undefined)) {
    problems.push({
      file: main.file,
      line: 0,
      text: `has neither reported nor trial nor ${list(EXACT_KEYS)}; give what a study reported, a planned trial, or both`,
    });
  }
  const provenance = stated.map(({ steps, source, note, prior }) => ({
    steps,
    path: steps[0] === 'whatIf' ? `${pathText(steps.slice(0, 2), root)}: ${steps[3]}` : pathText(steps, root),
    value: textOf([...steps, 'value']) ?? '',
    source,
    note,
    meaning: planningMeaning(steps, root),
    ...(prior === undefined ? {} : { prior }),
  }));
  const believed = plannedPriors({ stated: provenance, plain, reported }, context);
  const priors = believed.length > 0 ? believed : undefined;
  const { precision } = plain;
  if (precision?.replicates !== undefined && precision.standardError !== undefined) {
    report({
      path: ['precision'],
      text: 'gives replicates and standardError; must give one: the other follows from it',
    });
  }
  if (problems.length > 0) throw new ScenarioProblems(problems);

  const citation = plain.citation ?? plain.reported?.citation;
  return {
    title: words(plain.title as string),
    citation: citation === undefined ? null : words(citation),
    timeUnit: unit,
    seed: overrides.seed ?? String(plain.seed ?? DEFAULT_SEED),
    file: main.file,
    hash: scenarioHash({ timeUnit: unit, reported, trial, exact, priors }),
    reported,
    trial,
    ...(exact ? { exact } : {}),
    ...(priors ? { priors } : {}),
    whatIf: plain.whatIf ?? [],
    precision:
      precision?.standardError === undefined
        ? { replicates: precision?.replicates ?? DEFAULT_REPLICATES }
        : { standardError: precision.standardError },
    sizeInterval: precision?.sizeInterval ?? DEFAULT_SIZE_INTERVAL,
    provenance: provenance.map(({ prior: _, ...value }) => value),
    written: {
      main: { file: main.file, text: main.text },
      study: study && { file: study.file, text: study.text },
    },
  };
}

function schemaFindings(
  value: Record<string, unknown>,
  schema: typeof scenarioSchema | typeof reportedSchema,
  base: Path,
  textOf: (path: Path) => string | null,
): Finding[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return explain(parsed.error.issues, value, textOf).map(({ path, text }) => ({ path: [...base, ...path], text }));
}

function soundParts(root: Record<string, unknown>, sound: (part: string) => boolean): Record<string, unknown> {
  return Object.fromEntries(Object.entries(root).filter(([part]) => sound(part)));
}
