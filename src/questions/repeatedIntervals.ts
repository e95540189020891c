/**
 * Repeated confidence intervals of the hazard ratio, one per look, that hold the true ratio at all looks together
 * whatever the trial does with them: those log hazard ratios that a test with the efficacy bound c of the look would
 * not reject,
 *   −(z ± c)/√I, I = events × p₀p₁.
 * C. Jennison & B. W. Turnbull, J. R. Stat. Soc. B 51 (1989) 305–361; Group Sequential Methods (2000), ch. 9. They leave
 * out the hazard ratio of the null (1, or a margin, to whose logarithm these are relative) just where the bound is crossed. After a re-estimation with the weighted statistic z_w, the same holds for
 *   z_w(θ) = √s (z₁ − θ√I₁) + √(1 − s) (z₂ − θ√(I − I₁)), z₂ that of the events after the interim
 * (C. R. Mehta, P. Bauer, M. Posch & W. Brannath, Stat. Med. 26 (2007) 5422–5433).
 */
import { hazardRatioOfZ, interval } from '../sequential/hazardRatioScale.ts';
import { type SolvedPlan, solvePlan } from '../sequential/plan.ts';
import {
  firstShare,
  type HeldLook,
  holdLooks,
  type MonitoredPlan,
  reestimatingLook,
  type Seen,
} from './monitoredLooks.ts';

export interface RepeatedInterval {
  readonly low: number;
  readonly high: number;
}

/** The two-sided confidence level of the intervals. A one-sided bound is taken on either side. */
export function repeatedLevel({ alpha, sides }: Pick<SolvedPlan, 'alpha' | 'sides'>): number {
  return 1 - (sides === 2 ? alpha : 2 * alpha);
}

/**
 * Critical values of the looks, futility ignored: an interval must hold whether or not the trial stops for it, and bounds
 * that count on a binding stop do not.
 */
function criticalValues(plan: MonitoredPlan, seen: readonly Seen[], held: readonly HeldLook[]): number[] {
  const { solved } = plan;
  const credited = solved.plan.binding && solved.plan.futility !== null;
  const looks = credited
    ? holdLooks(
        { ...plan, solved: solvePlan({ ...solved.plan, binding: false }, solved) },
        seen,
        held.map(({ look }) => look),
      )
    : held;
  return looks.map(({ bounds }) => bounds.efficacy);
}

/** √I that a weighted statistic at the final analysis has of the log hazard ratio. */
function weightedRoot(plan: MonitoredPlan, first: HeldLook, events: number): number {
  const share = firstShare(plan, first);
  const after = Math.sqrt(Math.max(0, events - first.events));
  return (Math.sqrt(share * first.events) + Math.sqrt(1 - share) * after) * Math.sqrt(plan.perEvent);
}

/** The interval at each look held; null where efficacy is not tested. */
export function repeatedIntervals(
  plan: MonitoredPlan,
  seen: readonly Seen[],
  held: readonly HeldLook[],
): (RepeatedInterval | null)[] {
  const last = plan.solved.fractions.length - 1;
  const first = reestimatingLook(plan, held);
  const weighs = plan.solved.plan.reestimation?.statistic === 'weighted';
  return criticalValues(plan, seen, held).map((critical, i) => {
    if (!Number.isFinite(critical)) return null;
    const { look, events, statistic } = held[i];
    const weighted = weighs && first !== null && look === last;
    const root = weighted ? weightedRoot(plan, first, events) : Math.sqrt(events * plan.perEvent);
    const ratio = (z: number) => hazardRatioOfZ(z, root * root, plan.solved.scale);
    return interval(ratio(statistic + critical), ratio(statistic - critical));
  });
}
