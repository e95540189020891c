/** What a publication reported, and how the study was conducted as far as a replay must know. */
import { type Accrual, accrualDuration } from '../trial/accrual.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { plannedAccrual, reaches } from './accrual.ts';
import { findArms } from './arms.ts';
import { type Context, figure } from './check.ts';
import { analysisRule, checkAnalysis, dropoutHazard } from './conduct.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { ConductFile, EstimateFile, ReportedFile } from './schema.ts';

/** A value with its 95 % confidence interval; `high` is null when the limit was not reached. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ReportedArm {
  readonly name: string;
  readonly patients: number;
  /** Of the time to the main endpoint, in the scenario's unit. */
  readonly median: Estimate | null;
  readonly milestones: readonly { readonly endpoint: string; readonly time: number; readonly survival: number }[];
  /** In patients. */
  readonly responses: {
    readonly complete: number | null;
    readonly partial: number | null;
    readonly stable: number | null;
    readonly progressive: number | null;
  } | null;
  readonly deaths: number | null;
  readonly followUp: { readonly median: number; readonly low: number | null; readonly high: number | null } | null;
}

export interface Reported {
  readonly endpoint: string;
  readonly control: ReportedArm;
  readonly experimental: ReportedArm;
  readonly hazardRatio: Estimate | null;
  readonly pValue: { readonly value: number; readonly test: string; readonly sides: 1 | 2 } | null;
  readonly responsePValues: {
    readonly objectiveResponse: number | null;
    readonly diseaseControl: number | null;
  } | null;
  readonly conduct: Conduct | null;
}

/** How the published study enrolled and followed, as far as a replay must know. */
export interface Conduct {
  /** Enrols all reported patients. */
  readonly accrual: Accrual;
  readonly analysis: AnalysisRule;
  readonly dropoutHazard: number;
  /** Weibull shape of the replay's truths, 1 = exponential. */
  readonly survivalShape: number;
}

type ReportedArmFile = ReportedFile['arms'][number];

/** Resolve what was reported at `at`, conduct aside. Null when something is wrong; every reason found is reported. */
export function reportedStudy(spec: ReportedFile, at: Path, context: Context): Omit<Reported, 'conduct'> | null {
  const endpoint = words(spec.endpoint ?? 'progression-free survival');
  const arms = spec.arms.map((arm, i) => reportedArm(arm, endpoint, [...at, 'arms', i], context));
  const positions = findArms(spec.arms, 1, [...at, 'arms'], context);
  const hazardRatio = estimate(spec.hazardRatio, Number, [...at, 'hazardRatio'], context);
  if (!positions) return null;
  const { pValue, responsePValues } = spec;
  const p = typeof pValue === 'number' ? { value: pValue } : pValue;
  return {
    endpoint,
    control: arms[positions.control],
    experimental: arms[positions.experimental[0]],
    hazardRatio,
    pValue: p === undefined ? null : { value: p.value, test: words(p.test ?? 'log-rank'), sides: p.sides ?? 2 },
    responsePValues: responsePValues
      ? {
          objectiveResponse: responsePValues.objectiveResponse ?? null,
          diseaseControl: responsePValues.diseaseControl ?? null,
        }
      : null,
  };
}

function reportedArm(spec: ReportedArmFile, endpoint: string, at: Path, context: Context): ReportedArm {
  const toUnit = (time: number | string) => inUnit(time, context.unit, context.plainUnit);
  const { patients, responses } = spec;
  if (spec.deaths !== undefined && spec.deaths > patients) {
    context.report([...at, 'deaths'], `is ${spec.deaths}; must be ≤ ${patients}, the patients of the arm`);
  }
  const responders = Object.values(responses ?? {}).reduce((sum: number, n) => sum + (n ?? 0), 0);
  if (responders > patients) {
    context.report([...at, 'responses'], `add up to ${responders}; must be ≤ ${patients}, the patients of the arm`);
  }
  const milestones = (spec.milestones ?? []).map((milestone) => ({
    endpoint: words(milestone.endpoint ?? endpoint),
    time: toUnit(milestone.time),
    survival: milestone.survival,
  }));
  milestones.forEach((here, i) => {
    const better = milestones.find(
      (other) => other.endpoint === here.endpoint && other.time <= here.time && other.survival < here.survival,
    );
    if (!better) return;
    const rule = `must be ≤ ${better.survival}, the survival at ${figure(better.time)}: it cannot rise`;
    context.report([...at, 'milestones', i, 'survival'], `is ${here.survival} at ${figure(here.time)}; ${rule}`);
  });
  return {
    name: words(spec.name),
    patients,
    median: estimate(spec.median, toUnit, [...at, 'median'], context),
    milestones,
    responses: responses
      ? {
          complete: responses.complete ?? null,
          partial: responses.partial ?? null,
          stable: responses.stable ?? null,
          progressive: responses.progressive ?? null,
        }
      : null,
    deaths: spec.deaths ?? null,
    followUp: followUp(spec.followUp, toUnit, [...at, 'followUp'], context),
  };
}

function estimate(
  spec: number | string | EstimateFile | undefined,
  toUnit: (value: number | string) => number,
  at: Path,
  context: Context,
): Estimate | null {
  if (spec === undefined) return null;
  if (typeof spec !== 'object') return { value: toUnit(spec), low: null, high: null };
  const value = toUnit(spec.value);
  if (!spec.ci) return { value, low: null, high: null };
  const low = toUnit(spec.ci[0]);
  const high = spec.ci[1] === null ? null : toUnit(spec.ci[1]);
  if (low > value || (high !== null && high < value)) {
    const interval = `[${figure(low)}, ${high === null ? 'null' : figure(high)}]`;
    context.report(
      [...at, 'ci'],
      `is ${interval}; must be [low, high] around the value ${figure(value)}: check the publication`,
    );
  }
  return { value, low, high };
}

function followUp(
  spec: ReportedArmFile['followUp'],
  toUnit: (value: number | string) => number,
  at: Path,
  context: Context,
): ReportedArm['followUp'] {
  if (spec === undefined) return null;
  const median = toUnit(spec.median);
  const [low, high] = spec.range ? spec.range.map(toUnit) : [null, null];
  if (low !== null && high !== null && (low > median || high < median)) {
    const interval = `[${figure(low)}, ${figure(high)}]`;
    context.report([...at, 'range'], `is ${interval}; must be [shortest, longest] around the median ${figure(median)}`);
  }
  return { median, low, high };
}

/**
 * Resolve the conduct of a study of `patients`: `own` at the top of the scenario replaces, key by key,
 * what the study's own block says. Null when neither says anything, or something is wrong (and reported).
 */
export function studyConduct(
  study: { spec: ConductFile | undefined; at: Path; context: Context },
  own: { spec: ConductFile | undefined; at: Path; context: Context },
  patients: number,
): Conduct | null {
  if (!study.spec && !own.spec) return null;
  const from = (key: keyof ConductFile) => (own.spec?.[key] === undefined ? study : own);
  const [accrualFrom, analysisFrom, dropoutFrom, shapeFrom] = (
    ['accrual', 'analysis', 'dropout', 'survivalShape'] as const
  ).map(from);
  const accrualSpec = accrualFrom.spec?.accrual;
  const analysisSpec = analysisFrom.spec?.analysis;
  if (!accrualSpec || !analysisSpec) {
    const place = study.spec ? study : own;
    const lacking = [accrualSpec ? null : 'accrual', analysisSpec ? null : 'analysis']
      .filter((key) => key !== null)
      .join(' and ');
    place.context.report(
      place.at,
      `lacks ${lacking}; a replay must know both, e.g. accrual: {duration: 10}, analysis: {calendarTime: 15}`,
    );
    return null;
  }
  const accrualAt = [...accrualFrom.at, 'accrual'];
  const accrual = plannedAccrual(accrualSpec, accrualAt, accrualFrom.context);
  const analysisAt = [...analysisFrom.at, 'analysis'];
  const analysis = analysisRule(analysisSpec, analysisAt, analysisFrom.context);
  const dropout = dropoutFrom.spec?.dropout;
  const hazard = dropout ? dropoutHazard(dropout, [...dropoutFrom.at, 'dropout'], dropoutFrom.context) : 0;
  if (!accrual || !analysis) return null;
  const reached = reaches(accrual, patients, accrualAt, accrualFrom.context);
  const end = reached ? accrualDuration(accrual.accrual, patients) : null;
  checkAnalysis(analysis, patients, end, analysisAt, analysisFrom.context);
  if (hazard === null) return null;
  return {
    accrual: accrual.accrual,
    analysis,
    dropoutHazard: hazard,
    survivalShape: shapeFrom.spec?.survivalShape ?? 1,
  };
}

/** Text on one line. */
export function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
