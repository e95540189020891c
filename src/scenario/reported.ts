/** What a publication reported, and how the study was conducted as far as a replay must know. */

import { followUpGroups } from '../evidence/curveEstimate.ts';
import { type PublishedCurve, reconstruct } from '../evidence/reconstruct.ts';
import { type Accrual, accrualDuration } from '../trial/accrual.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import type { FollowUpShare, FollowUpSpan } from '../trial/followUp.ts';
import { analysisRule, checkAnalysis } from './analysisRule.ts';
import { findArms } from './arms.ts';
import { type Context, figure, given } from './context.ts';
import { inUnit } from './duration.ts';
import { plannedAccrual, reaches } from './plannedAccrual.ts';
import { dropoutHazard } from './plannedDropout.ts';
import type { Path } from './problems.ts';
import { reportedCurve } from './reportedCurve.ts';
import { type ReportedEstimate, resolvedIfGiven } from './reportedEstimate.ts';
import { type ReportedFactor, reportedFactors } from './reportedFactors.ts';
import type { ConductFile, ReportedFile } from './schema.ts';

export interface ReportedArm {
  readonly name: string;
  readonly patients: number;
  /** Median time to the main endpoint, in the scenario's unit. */
  readonly median: ReportedEstimate | null;
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
  /** The digitised Kaplan–Meier curve; left out where there is none. */
  readonly curve?: PublishedCurve;
}

export interface Reported {
  readonly endpoint: string;
  readonly control: ReportedArm;
  readonly experimental: ReportedArm;
  readonly hazardRatio: ReportedEstimate | null;
  readonly pValue: { readonly value: number; readonly test: string; readonly sides: 1 | 2 } | null;
  readonly responsePValues: {
    readonly objectiveResponse: number | null;
    readonly diseaseControl: number | null;
  } | null;
  /** What the arms differed in; left out where the file gives nothing of it. */
  readonly prognosticFactors?: readonly ReportedFactor[];
  readonly conduct: Conduct | null;
}

/** How the published study enrolled and followed, as far as a replay needs it. */
export interface Conduct {
  readonly followed:
    | {
        readonly kind: 'together';
        /** Enrols all reported patients. */
        readonly accrual: Accrual;
        readonly analysis: AnalysisRule;
      }
    /** Each arm for as long as was printed for it. */
    | { readonly kind: 'by arm'; readonly control: FollowUpSpan; readonly experimental: FollowUpSpan }
    /** Each arm for as long as the reverse Kaplan–Meier estimate of its reconstructed patients says. */
    | {
        readonly kind: 'by curve';
        readonly control: readonly FollowUpShare[];
        readonly experimental: readonly FollowUpShare[];
      };
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
  const hazardRatio = resolvedIfGiven(spec.hazardRatio, Number, [...at, 'hazardRatio'], context);
  if (!positions) return null;
  const [control, experimental] = [arms[positions.control], arms[positions.experimental[0]]];
  const factors = spec.prognosticFactors
    ? reportedFactors(spec.prognosticFactors, { control, experimental }, [...at, 'prognosticFactors'], context)
    : null;
  const { pValue, responsePValues } = spec;
  return {
    endpoint,
    control,
    experimental,
    hazardRatio,
    pValue: pValue === undefined ? null : pValueOf(pValue),
    responsePValues: responsePValues
      ? {
          objectiveResponse: responsePValues.objectiveResponse ?? null,
          diseaseControl: responsePValues.diseaseControl ?? null,
        }
      : null,
    ...(factors ? { prognosticFactors: factors } : {}),
  };
}

/** A P value with its test, log-rank by default, and its sides, 2 by default. */
export function pValueOf(spec: NonNullable<ReportedFile['pValue']>): NonNullable<Reported['pValue']> {
  const p = typeof spec === 'number' ? { value: spec } : spec;
  return { value: p.value, test: words(p.test ?? 'log-rank'), sides: p.sides ?? 2 };
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
  const curve = spec.curve && reportedCurve(spec.curve, patients, [...at, 'curve'], context);
  return {
    name: words(spec.name),
    patients,
    median: resolvedIfGiven(spec.median, toUnit, [...at, 'median'], context),
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
    ...(curve ? { curve } : {}),
  };
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

/** A block of the file that says how a study was conducted. */
interface ConductBlock {
  readonly spec: ConductFile | undefined;
  readonly at: Path;
  readonly context: Context;
}

type Arms = Pick<Reported, 'control' | 'experimental'>;

/**
 * Resolve the conduct of the study of `arms`: `own` at the top of the scenario replaces, key by key, what the study's own
 * block says; follow-up by arm and accrual with analysis replace each other. Null when neither says anything, or something
 * is wrong (and reported).
 */
export function studyConduct(study: ConductBlock, own: ConductBlock, arms: Arms): Conduct | null {
  if (!study.spec && !own.spec) return null;
  const from = (key: keyof ConductFile) => (own.spec?.[key] === undefined ? study : own);
  const [dropoutFrom, shapeFrom] = (['dropout', 'survivalShape'] as const).map(from);
  const dropout = dropoutFrom.spec?.dropout;
  const hazard = dropout ? dropoutHazard(dropout, [...dropoutFrom.at, 'dropout'], dropoutFrom.context) : 0;
  const followed = followedBy(study, own, arms);
  if (hazard === null || followed === null) return null;
  return { followed, dropoutHazard: hazard, survivalShape: shapeFrom.spec?.survivalShape ?? 1 };
}

function followedBy(study: ConductBlock, own: ConductBlock, arms: Arms): Conduct['followed'] | null {
  for (const { spec, at, context } of [own, study]) {
    const besides = spec?.followUp === undefined ? [] : given(spec, ['accrual', 'analysis']);
    if (besides.length === 0) continue;
    context.report(at, `gives followUp and ${besides.join(' and ')}; must give followUp, or accrual and analysis`);
    return null;
  }
  if (own.spec?.followUp !== undefined) return followedByArm(own, arms);
  const together = own.spec !== undefined && given(own.spec, ['accrual', 'analysis']).length > 0;
  return study.spec?.followUp !== undefined && !together
    ? followedByArm(study, arms)
    : followedTogether(study, own, arms.control.patients + arms.experimental.patients);
}

function followedByCurve({ at, context }: ConductBlock, arms: Arms): Conduct['followed'] | null {
  const [control, experimental] = [arms.control, arms.experimental].map(({ name, curve }) => {
    if (curve) return followUpGroups(reconstruct(curve));
    const rule = 'must have the points and atRisk of both arms';
    context.report([...at, 'followUp'], `is published curve, but ${name} is reported without a curve; ${rule}`);
    return null;
  });
  return control && experimental && { kind: 'by curve', control, experimental };
}

function followedByArm({ spec, at, context }: ConductBlock, arms: Arms): Conduct['followed'] | null {
  if (spec?.followUp === 'published curve') return followedByCurve({ spec, at, context }, arms);
  const spans = [arms.control, arms.experimental].map(({ name, followUp: printed }): FollowUpSpan | null => {
    const field = [...at, 'followUp'];
    if (printed === null || printed.low === null || printed.high === null) {
      const lacks = printed === null ? 'has no followUp' : 'has a followUp without its range';
      const example = 'e.g. followUp: {median: 12, range: [4, 55]}';
      context.report(field, `is by arm, but ${name} ${lacks}; must have a median and a range in both arms, ${example}`);
      return null;
    }
    const { low: shortest, median, high: longest } = printed;
    if (shortest < median && median < longest) return { shortest, median, longest };
    // A range that does not enclose its median was reported where it is read.
    if (median < shortest || longest < median) return null;
    const figures = `[${figure(shortest)}, ${figure(longest)}] about the median ${figure(median)}`;
    context.report(field, `is by arm, but the range of ${name} is ${figures}; must be shortest < median < longest`);
    return null;
  });
  const [control, experimental] = spans;
  return control && experimental && { kind: 'by arm', control, experimental };
}

function followedTogether(study: ConductBlock, own: ConductBlock, patients: number): Conduct['followed'] | null {
  const from = (key: 'accrual' | 'analysis') => (own.spec?.[key] === undefined ? study : own);
  const [accrualFrom, analysisFrom] = [from('accrual'), from('analysis')];
  const accrualSpec = accrualFrom.spec?.accrual;
  const analysisSpec = analysisFrom.spec?.analysis;
  if (!accrualSpec || !analysisSpec) {
    const place = study.spec ? study : own;
    const lacking = [accrualSpec ? null : 'accrual', analysisSpec ? null : 'analysis']
      .filter((key) => key !== null)
      .join(' and ');
    place.context.report(
      place.at,
      `lacks ${lacking}; a replay must know both, e.g. accrual: {duration: 10}, analysis: {calendarTime: 15}, or followUp: by arm`,
    );
    return null;
  }
  const accrualAt = [...accrualFrom.at, 'accrual'];
  const accrual = plannedAccrual(accrualSpec, accrualAt, accrualFrom.context);
  const analysisAt = [...analysisFrom.at, 'analysis'];
  const analysis = analysisRule(analysisSpec, analysisAt, analysisFrom.context);
  if (!accrual || !analysis) return null;
  const reached = reaches(accrual, patients, accrualAt, accrualFrom.context);
  const end = reached ? accrualDuration(accrual.accrual, patients) : null;
  checkAnalysis(analysis, patients, end, analysisAt, analysisFrom.context);
  return { kind: 'together', accrual: accrual.accrual, analysis };
}

/** A text on one line. */
export function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
