/**
 * The looks of a running trial compared with their bounds, at the information observed. Information of the log hazard
 * ratio is events × p₀p₁, p the planned shares of the arms, so that z = −ln(HR) √(events p₀p₁) against no effect.
 */
import type { Boundaries } from '../sequential/crossing.ts';
import {
  atLeastAsHarmful,
  type HazardRatioScale,
  hazardRatioOfZ,
  USUAL_SCALE,
  zOfHazardRatio,
} from '../sequential/hazardRatioScale.ts';
import {
  afterLook,
  beginMonitoring,
  boundsAt,
  futilityLook,
  interimWeight,
  type LookBounds,
  type Monitoring,
  spendingPlan,
} from '../sequential/monitoring.ts';
import type { SolvedPlan } from '../sequential/plan.ts';
import { weightedZ } from '../sequential/reestimation.ts';
import { type ObservedData, type ObservedPatient, observedData } from './observedPatients.ts';

/** What was seen at a look. Hazard ratios are above 0, z finite. */
export type Seen =
  | { readonly kind: 'z'; readonly events: number; readonly z: number }
  | { readonly kind: 'hazardRatio'; readonly events: number; readonly hazardRatio: number }
  | { readonly kind: 'patients'; readonly patients: readonly ObservedPatient[] };

export interface MonitoredPlan {
  readonly solved: SolvedPlan;
  /** Events at information fraction 1. */
  readonly full: number;
  /** Information of one event, p₀p₁. */
  readonly perEvent: number;
}

export type Decision = 'continue' | 'efficacy' | 'harm' | 'futility' | 'no claim';

/** A look with its bounds. */
export interface BoundedLook {
  /** The look of the plan, counted from 0; null for a look that was not planned. */
  readonly look: number | null;
  readonly events: number;
  readonly fraction: number;
  readonly bounds: LookBounds;
}

/** A planned look that is still to come. */
export type LookToCome = BoundedLook & { readonly look: number };

/** A look that took place. */
export interface HeldLook extends BoundedLook {
  readonly z: number;
  readonly hazardRatio: number;
  /** `z`: that of z at the information; Cox's where patients were given. */
  readonly hazardRatioFrom: 'z' | 'given' | 'Cox';
  /** What was compared with the bound: z, except at a weighted final analysis after a re-estimation. */
  readonly statistic: number;
  /**
   * The information fraction that the bounds were made for: the planned one after a re-estimation, `fraction`
   * otherwise.
   */
  readonly boundsFraction: number;
  readonly decision: Decision;
  readonly data: ObservedData | null;
  /** What had been spent before the look. */
  readonly before: Monitoring;
  /** The plan that its bounds belong to: the trial's until a look that was not planned, see `spendingPlan`. */
  readonly solved: SolvedPlan;
  /** The number of planned looks that are behind the trial, this one included. */
  readonly passed: number;
}

type Effect = Pick<HeldLook, 'events' | 'z' | 'hazardRatio' | 'hazardRatioFrom' | 'data'>;

function effectSeen(seen: Seen, perEvent: number, scale: HazardRatioScale = USUAL_SCALE): Effect {
  switch (seen.kind) {
    case 'z': {
      const hazardRatio = hazardRatioOfZ(seen.z, seen.events * perEvent, scale);
      return { events: seen.events, z: seen.z, hazardRatio, hazardRatioFrom: 'z', data: null };
    }
    case 'hazardRatio': {
      const { events, hazardRatio } = seen;
      const z = zOfHazardRatio(hazardRatio, events * perEvent, scale);
      return { events, z, hazardRatio, hazardRatioFrom: 'given', data: null };
    }
    case 'patients': {
      const data = observedData(seen.patients, scale);
      const { z, hazardRatio: cox } = data;
      const events = data.eventsControl + data.eventsExperimental;
      const own = { events, z, data };
      return cox === null
        ? { ...own, hazardRatio: hazardRatioOfZ(z, events * perEvent, scale), hazardRatioFrom: 'z' }
        : { ...own, hazardRatio: cox.estimate, hazardRatioFrom: 'Cox' };
    }
  }
}

/** The share of the information at which the look that re-estimates is weighted. */
export function firstShare({ solved }: MonitoredPlan, first: HeldLook): number {
  return interimWeight(solved, first.passed - 1, first.fraction);
}

/** The z of the final analysis at `events` whose weighted statistic is `bound`. */
export function zBehindWeighted(plan: MonitoredPlan, first: HeldLook, events: number, bound: number): number {
  const share = firstShare(plan, first);
  const increment = (bound - Math.sqrt(share) * first.z) / Math.sqrt(1 - share);
  return (increment * Math.sqrt(events - first.events) + first.z * Math.sqrt(first.events)) / Math.sqrt(events);
}

function decide(
  solved: SolvedPlan,
  look: number | null,
  seen: Effect,
  statistic: number,
  bounds: LookBounds,
): Decision {
  if (statistic >= bounds.efficacy) return 'efficacy';
  if (solved.sides === 2 && statistic <= -bounds.efficacy) return 'harm';
  if (look === solved.fractions.length - 1) return 'no claim';
  const rule = solved.plan.futility;
  // A rule on the hazard ratio looks at the observed one, where there is one.
  const ruling = futilityLook(solved, look);
  if (
    rule?.kind === 'hazardRatio' &&
    ruling !== null &&
    seen.hazardRatioFrom !== 'z' &&
    Number.isFinite(bounds.futility)
  )
    return atLeastAsHarmful(seen.hazardRatio, rule.hazardRatio[ruling], solved.scale) ? 'futility' : 'continue';
  return statistic <= bounds.futility ? 'futility' : 'continue';
}

/**
 * The looks that took place, in order, with their planned numbers counted from 0, null for one that was not planned.
 * Each is taken as if those before it had not stopped the trial. Events increase from look to look.
 */
export function holdLooks(plan: MonitoredPlan, seen: readonly Seen[], looks: readonly (number | null)[]): HeldLook[] {
  const { full, perEvent } = plan;
  let { solved } = plan;
  const last = solved.fractions.length - 1;
  const held: HeldLook[] = [];
  let before = beginMonitoring(solved);
  let passed = 0;
  for (const [i, what] of seen.entries()) {
    const look = looks[i];
    if (look === null) solved = spendingPlan(solved);
    else passed = look + 1;
    const effect = effectSeen(what, perEvent, plan.solved.scale);
    const fraction = effect.events / full;
    const first = look === last ? reestimatingLook(plan, held) : null;
    const boundsFraction = first === null ? fraction : Math.max(1, before.underNull.fraction);
    const bounds = boundsAt(solved, before, look, boundsFraction);
    const weighs = first !== null && solved.plan.reestimation?.statistic === 'weighted';
    const statistic = weighs ? weightedZ(firstShare(plan, first), first, effect) : effect.z;
    const decision = decide(solved, look, effect, statistic, bounds);
    held.push({ ...effect, look, fraction, boundsFraction, statistic, bounds, decision, before, solved, passed });
    if (look !== last) before = afterLook(solved, before, fraction, bounds);
  }
  return held;
}

/** The look among those that took place that may have changed the events of the final analysis. */
export function reestimatingLook({ solved }: MonitoredPlan, held: readonly HeldLook[]): HeldLook | null {
  const last = solved.fractions.length - 1;
  return held.find(({ look }) => look !== null && look < last && look === solved.plan.reestimation?.look) ?? null;
}

/** Looks closer than this share of information are the same. */
const SAME = 1e-9;

/** The planned looks after one that went on, at the information planned, with the bounds they would then have. */
export function looksAhead({ full }: MonitoredPlan, held: HeldLook): LookToCome[] {
  const { solved } = held;
  const last = solved.fractions.length - 1;
  if (held.look === last) return [];
  let state = afterLook(solved, held.before, held.fraction, held.bounds);
  const ahead: LookToCome[] = [];
  for (let look = held.passed; look <= last; look++) {
    const fraction = solved.fractions[look];
    if (!(fraction > state.underNull.fraction * (1 + SAME))) continue;
    const bounds = boundsAt(solved, state, look, fraction);
    ahead.push({ look, events: fraction * full, fraction, bounds });
    if (look < last) state = afterLook(solved, state, fraction, bounds);
  }
  return ahead;
}

/** The bounds of looks; futility is left out where there is none. */
export function boundariesOfLooks(
  sides: 1 | 2,
  looks: readonly Pick<BoundedLook, 'fraction' | 'bounds'>[],
): Boundaries {
  const futility = looks.map(({ bounds }) => bounds.futility);
  return {
    fractions: looks.map(({ fraction }) => fraction),
    sides,
    efficacy: looks.map(({ bounds }) => bounds.efficacy),
    ...(futility.some(Number.isFinite) ? { futility } : {}),
  };
}
