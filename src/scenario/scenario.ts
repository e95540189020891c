/** A scenario: read, validated and resolved once. After this, medians are hazards and every time is in one unit. */

import { type Context, watched } from './context.ts';
import type { TimeUnit } from './duration.ts';
import { type ExactPlans, plannedExactly } from './exactParts.ts';
import { EXACT_KEYS } from './exactSchema.ts';
import { explain } from './explain.ts';
import { list } from './fields.ts';
import { type EvidenceFile, type PlannedEvidence, plannedEvidence, type ShelvedStudy } from './plannedEvidence.ts';
import { type PlannedPrior, plannedPriors } from './plannedPriors.ts';
import { type PlannedTrial, plannedTrial } from './plannedTrial.ts';
import { type Finding, type Path, type Problem, pathText, ScenarioProblems, shown } from './problems.ts';
import { type Plain, type PlanningValue, type Stated, takeProvenance } from './provenance.ts';
import { derivedFrom } from './publishedCurves.ts';
import { type Conduct, type Reported, type ReportedArm, reportedStudy, studyConduct, words } from './reported.ts';
import { scenarioFiles } from './scenarioFiles.ts';
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
import { parseSource, type Source, type Sources, shelfNamed } from './source.ts';
import type { TableSource, Tables } from './tables.ts';
import { type Varied, variationsOf } from './variations.ts';

export type { TimeUnit } from './duration.ts';
export type { EvidenceStudy, PlannedEvidence } from './plannedEvidence.ts';
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
  /** SHA-256 of unit, reported, evidence, trial, what is planned exactly and what is believed as canonical JSON, in hex: the same meaning has the same hash. */
  readonly hash: string;
  readonly reported: Reported | null;
  /** Several publications about one effect; left out where the scenario combines none. */
  readonly evidence?: PlannedEvidence;
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

/** A file as it was written. */
interface WrittenFile {
  readonly file: string;
  readonly text: string;
}

/** A study file that the evidence of a scenario names as `named`. */
export interface ShelvedFile extends WrittenFile {
  readonly named: string;
}

/** A scenario as written: its file, the study files it names if any, and their tables; enough to resolve it again. */
export interface Written {
  readonly main: WrittenFile;
  readonly study: WrittenFile | null;
  /** The study files of its evidence, and as what it names them; left out where it names none. */
  readonly shelf?: readonly ShelvedFile[];
  /** Left out where it has no tables in files of their own. */
  readonly tables?: readonly TableSource[];
}

/** Sources of a scenario as it was written. @throws ScenarioProblems */
export function sourcesOf({ main, study, shelf, ...tables }: Written): Sources {
  const parsed = ({ file, text }: WrittenFile): Source => parseSource(file, text);
  const shelved = shelf && { shelf: shelf.map(({ named, ...written }) => ({ named, source: parsed(written) })) };
  return { main: parsed(main), study: study && parsed(study), ...shelved, ...tables };
}

/** Simulated trials per answer (100,000 by default), or the Monte Carlo standard error of a power to reach. */
export type Precision = { readonly replicates: number } | { readonly standardError: number };

/** What evidence uses of a study file, whose other values are planned with nowhere. */
const COMBINED: ReadonlySet<string> = new Set(['design', 'secondTreatment', 'hazardRatio', 'pValue']);

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
  if (shelfNamed(main).length > 0) {
    const rest = 'evidence.studies names files, which cannot be read here; write {name, hazardRatio} in their place';
    throw new ScenarioProblems([{ file, line: main.lineOf(['evidence', 'studies']), text: rest }]);
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
  sources: Sources,
  overrides: { seed?: string },
): Omit<Scenario, 'whatIf'> & { whatIf: readonly Plain<WhatIfFile>[] } {
  const { main, study, shelf = [], tables: read = [] } = sources;
  const problems: Problem[] = [];
  const { root, shelved, textOf, problemOf, wordsOf, meaningOf } = scenarioFiles(sources);
  const report = (finding: Finding) => problems.push(problemOf(finding));

  // What one field can know comes first; a part without such problems goes on to the checks across fields.
  const findings = [...schemaFindings(main.value, scenarioSchema, [], main.textOf)];
  if (study) findings.push(...schemaFindings(study.value, reportedSchema, ['reported'], study.textOf));
  for (const [i, { value, textOf: textIn }] of shelved)
    findings.push(...schemaFindings(value, reportedSchema, ['evidence', 'studies', i], textIn));
  findings.forEach(report);
  const sound = (part: string) => root[part] !== undefined && !findings.some(({ path }) => path[0] === part);
  const unitKnown = sound('timeUnit');

  const stated: Stated[] = [];
  const plain = takeProvenance(unitKnown ? soundParts(root, sound) : {}, [], stated) as Partial<Plain<ScenarioFile>> & {
    reported?: ReportedFile;
    conduct?: ConductFile;
    evidence?: EvidenceFile;
    trial?: TrialFile;
    whatIf?: Plain<WhatIfFile>[];
  };
  const unit = plain.timeUnit ?? 'month';
  const tables: Tables = {
    find: (named) => read.find((table) => table.named === named) ?? null,
    report: ({ file }, line, text) => problems.push({ file, line, text }),
  };
  const alone: Context = { unit, plainUnit: unit, report: (path, text) => report({ path, text }), tables };
  const there: Context = { ...alone, plainUnit: plain.reported?.timeUnit ?? unit };
  let found: ReturnType<typeof reportedStudy> | undefined;
  const studied = (spec: ReportedFile) => {
    if (found === undefined) found = reportedStudy(spec, ['reported'], there);
    return found;
  };
  const context: Context = {
    ...alone,
    ...(plain.reported || root.reported !== undefined
      ? { curves: () => armsOf(plain.reported ? studied(plain.reported) : null) }
      : {}),
  };
  const unitMissing = `timeUnit is missing; a study in a file of its own says its unit, e.g. timeUnit: ${unit}`;
  let trial: PlannedTrial | null = null;
  let reported: Reported | null = null;
  if (plain.trial) trial = plannedTrial(plain.trial, ['trial'], context);
  const exact = plannedExactly(plain, trial, context);
  if (plain.reported) {
    if (study && plain.reported.timeUnit === undefined) {
      problems.push({ file: study.file, line: 0, text: unitMissing });
    }
    const arms = studied(plain.reported);
    const conduct: Conduct | null =
      arms &&
      studyConduct(
        { spec: plain.reported.conduct, at: ['reported', 'conduct'], context: there },
        { spec: plain.conduct, at: ['conduct'], context },
        arms,
      );
    reported = arms && { ...arms, conduct };
  }
  const evidence = plain.evidence && evidenceOf(plain.evidence);
  if (root.conduct !== undefined && root.reported === undefined) {
    report({ path: ['conduct'], text: 'is given without reported; it says how the published study was conducted' });
  }
  if (root.whatIf !== undefined && root.trial === undefined) {
    report({ path: ['whatIf'], text: 'is given without trial; it varies the planned trial' });
  }
  const beside = ['evidence', ...EXACT_KEYS];
  if (root.trial === undefined && root.reported === undefined && beside.every((key) => root[key] === undefined)) {
    problems.push({
      file: main.file,
      line: 0,
      text: `has neither reported nor trial nor ${list(beside)}; give what a study reported, a planned trial, or both`,
    });
  }
  if (trial && reported) stated.push(...derivedOfCurves(plain.trial as TrialFile, reported, stated));
  const provenance = stated.map(({ steps, source, note, prior }) => ({
    steps,
    path: wordsOf(steps),
    value: textOf([...steps, 'value']) ?? textOf(steps) ?? textOf([...steps, 'points']) ?? 'as given',
    source,
    note,
    meaning: meaningOf(steps),
    ...(prior === undefined ? {} : { prior }),
  }));
  const believed = plannedPriors(
    { stated: provenance, plain, reported, evidence: root.evidence === undefined ? undefined : (evidence ?? null) },
    context,
  );
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
    hash: scenarioHash({ timeUnit: unit, reported, evidence: evidence ?? undefined, trial, exact, priors }),
    reported,
    ...(evidence ? { evidence } : {}),
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
      ...(shelf.length > 0 ? { shelf: shelf.map(({ named, source: { file, text } }) => ({ named, file, text })) } : {}),
      ...(read.length > 0 ? { tables: read } : {}),
    },
  };

  /** The publications of `spec` with the study files that it names; null where something is wrong, which is reported. */
  function evidenceOf(spec: EvidenceFile): PlannedEvidence | null {
    const onShelf = new Map<number, ShelvedStudy | null>();
    spec.studies.forEach((named, i) => {
      if (typeof named !== 'string') return;
      const at = ['evidence', 'studies', i];
      const source = shelved.get(i);
      if (source === undefined)
        report({
          path: at,
          text: `names ${shown(named)}, which cannot be read here; write {name, hazardRatio} in its place`,
        });
      onShelf.set(i, source === undefined ? null : shelvedStudy(source, at));
    });
    const statedAt = (path: Path) =>
      stated.find(({ steps }) => steps.length === path.length && steps.every((step, i) => step === path[i])) ?? null;
    return plannedEvidence(spec, ['evidence'], { shelf: onShelf, statedAt }, context);
  }

  /** What a study file holds, whose fields are sound one by one; null where they do not go together, which is reported. */
  function shelvedStudy({ file, value }: Source, at: Path): ShelvedStudy | null {
    const said: Stated[] = [];
    const spec = takeProvenance(value, at, said) as ReportedFile;
    stated.push(...said.filter(({ steps }) => COMBINED.has(String(steps[at.length]))));
    if (spec.timeUnit === undefined) problems.push({ file, line: 0, text: unitMissing });
    const plainUnit = spec.timeUnit ?? unit;
    const { context: there, sound: isSound } = watched({ ...context, plainUnit });
    const found = reportedStudy(spec, at, there);
    return found && isSound() ? { spec, reported: found, unit: plainUnit } : null;
  }
}

const armsOf = (study: Pick<Reported, 'control' | 'experimental'> | null): readonly ReportedArm[] | null =>
  study && [study.control, study.experimental];

/** Where the survival of arms comes from that start from a published curve and do not say so themselves. */
function derivedOfCurves({ arms }: TrialFile, reported: Reported, stated: readonly Stated[]): Stated[] {
  return arms.flatMap(({ survival }, i): Stated[] => {
    if (survival.model !== 'published curve') return [];
    const steps = ['trial', 'arms', i, 'survival', 'fit'];
    if (stated.some((other) => pathText(other.steps, null) === pathText(steps, null))) return [];
    const arm = armsOf(reported)?.find(({ name }) => name === words(survival.arm));
    const note = arm ? derivedFrom(arm, survival.fit ?? 'best') : null;
    return note === null ? [] : [{ steps, source: 'derived', note }];
  });
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
