/**
 * Quadrature over time on study: nodes u and weights w with ∫₀ᵉⁿᵈ f(u) du ≈ Σ w f(u), for integrands built from the
 * hazards and survival functions of the given arms. Panels end at every jump of a hazard, at the `kinks` of the entry
 * distribution, and where a cumulative hazard (event or dropout) passes 1/4, 1, 4, 16 and 64, so that each panel sees
 * a gentle slope; beyond the last of these nothing is left to integrate.
 *
 * A Weibull hazard behaves as u^(shape − 1) at 0, singular below shape 1 and rough above it. Substituting u = x^q with
 * q shape ≥ 8 turns it into x^(q shape − 1), which 32 Gauss–Legendre points integrate to full precision.
 */
import { pow } from '../elementary/pow.ts';
import { gaussLegendre } from '../maths/quadrature.ts';
import { type Clock, clockTime, exponentAtZero } from '../survival/clock.ts';
import { hazardBreaks, invertLaw, type SurvivalLaw, timeAtCumulativeHazard } from '../survival/law.ts';
import type { ObservedArm } from '../trial/arm.ts';

export interface FollowUpGrid {
  readonly times: Float64Array;
  readonly weights: Float64Array;
}

const POINTS = 32;
const LEVELS = [0.25, 1, 4, 16, 64];

/** What the arms of a trial ask of its grids, whatever time they end at. */
export interface FollowUpPanels {
  /** Finite times on study at which a panel should end. */
  readonly cuts: readonly number[];
  /** q of the substitution u = x^q. */
  readonly power: number;
}

/** Finite times at which a panel should end on account of the law. */
function lawCuts(law: SurvivalLaw): readonly number[] {
  const inverse = invertLaw(law);
  const { clock } = law;
  const cuts = [...hazardBreaks(law)];
  for (const level of LEVELS) {
    cuts.push(timeAtCumulativeHazard(inverse, level));
    // With a cure fraction Λ stops short of most levels; the uncured keep dying on their own clock.
    if (clock.kind === 'cure') cuts.push(clockTime(clock.uncured, level));
  }
  return cuts.filter(Number.isFinite);
}

/** q of u = x^q: 1 for piecewise constant hazards, else enough to smooth the smallest Weibull shape. */
function substitutionPower(clocks: readonly Clock[]): number {
  const shapes = clocks.map((clock) => (clock.kind === 'cure' ? clock.uncured : clock));
  const weibull = shapes.some((clock) => clock.kind === 'weibull');
  const smallest = Math.min(1, ...shapes.map(exponentAtZero));
  if (!weibull && smallest === 1) return 1;
  return Math.min(32, Math.ceil(8 / smallest));
}

/** The panels for integrands built from the hazards and survival functions of these arms. */
export function followUpPanels(arms: readonly Pick<ObservedArm, 'law' | 'dropoutHazard'>[]): FollowUpPanels {
  const cuts: number[] = [];
  for (const { law, dropoutHazard } of arms) {
    cuts.push(...lawCuts(law));
    if (dropoutHazard > 0) for (const level of LEVELS) cuts.push(level / dropoutHazard);
  }
  return { cuts, power: substitutionPower(arms.map((arm) => arm.law.clock)) };
}

/** The grid on [0, end]; `end` may be Infinity. `kinks` outside (0, end) are ignored. */
export function followUpGrid(
  { cuts, power: q }: FollowUpPanels,
  end: number,
  kinks: readonly number[] = [],
): FollowUpGrid {
  const inner = [...kinks, ...cuts].filter((u) => u > 0 && u < end && Number.isFinite(u)).sort((a, b) => a - b);
  if (Number.isFinite(end) && end > 0) inner.push(end);
  const edges = inner.filter((u, i) => i === 0 || u > inner[i - 1]);

  const rule = gaussLegendre(POINTS);
  const times = new Float64Array(edges.length * POINTS);
  const weights = new Float64Array(edges.length * POINTS);
  let from = 0;
  edges.forEach((edge, panel) => {
    const to = pow(edge, 1 / q);
    const half = (to - from) / 2;
    const middle = (to + from) / 2;
    for (let i = 0; i < POINTS; i++) {
      const x = middle + half * rule.nodes[i];
      const slope = pow(x, q - 1);
      times[panel * POINTS + i] = slope * x;
      weights[panel * POINTS + i] = half * rule.weights[i] * q * slope;
    }
    from = to;
  });
  return { times, weights };
}

/** Times on study at which the chance of having entered early enough for an analysis at calendar time t has a kink. */
export function entryKinks(starts: readonly number[], duration: number, t: number): number[] {
  return [...starts.filter((start) => start < duration), duration].map((entry) => t - entry);
}
