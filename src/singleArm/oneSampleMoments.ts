/**
 * Exact moments of a patient's O − E. With S the true survival, G that of dropout and H(u) the share that entered at least
 * u before the look, all integrals are over time on study:
 *   p₁ = ∫ S G H dΛ  (events),  p₀ = ∫ S G H dΛ₀  (expected),
 *   p₀₀ = ∫ S G H Λ₀ dΛ₀,  p₀₁ = ∫ S G H Λ₀ dΛ,
 *   Var(O − E) = p₁ + 2 p₀₀ − 2 p₀₁ − (p₁ − p₀)².
 * J. Wu, Pharmaceutical Statistics 14 (2015) 26–33, appendix.
 */
import { exp } from '../elementary/exp.ts';
import {
  entryKinks,
  type FollowUpGrid,
  type FollowUpPanels,
  followUpGrid,
  followUpPanels,
} from '../expectation/followUpGrid.ts';
import { integrate } from '../maths/quadrature.ts';
import { pieceAt } from '../survival/clock.ts';
import { cumulativeHazard, hazard, hazardBreaks, type SurvivalLaw } from '../survival/law.ts';
import { accrualDuration, cumulativeRate } from '../trial/accrual.ts';
import { type OneSampleTrial, shareEntered } from './oneSampleTrial.ts';

/** Of one patient of a trial, by a calendar time. */
export interface OneSampleMoments {
  /** P(an event is observed). */
  readonly events: number;
  /** E Λ₀(follow-up). */
  readonly expected: number;
  /** Var(O − E). */
  readonly variance: number;
}

/** What the moments of a trial under one truth have in common. */
interface Setting {
  readonly trial: OneSampleTrial;
  readonly law: SurvivalLaw;
  readonly panels: FollowUpPanels;
}

function settingOf(trial: OneSampleTrial, law: SurvivalLaw): Setting {
  const { dropoutHazard, reference } = trial;
  return {
    trial,
    law,
    panels: followUpPanels([
      { law, dropoutHazard },
      { law: reference, dropoutHazard: 0 },
    ]),
  };
}

/** S(u) G(u). */
const retained = ({ trial, law }: Setting, u: number) => exp(-cumulativeHazard(law, u) - trial.dropoutHazard * u);

function momentsBy(setting: Setting, t: number): OneSampleMoments {
  const { trial, law, panels } = setting;
  const { accrual, patients, reference } = trial;
  const kinks = entryKinks(accrual.starts, accrualDuration(accrual, patients), t);
  const { times, weights }: FollowUpGrid = followUpGrid(panels, t, kinks);
  let [events, expected, squares, cross] = [0, 0, 0, 0];
  times.forEach((u, i) => {
    const mass = weights[i] * retained(setting, u) * shareEntered(trial, t - u);
    const sofar = cumulativeHazard(reference, u);
    const [own, other] = [mass * hazard(law, u), mass * hazard(reference, u)];
    events += own;
    expected += other;
    squares += other * sofar;
    cross += own * sofar;
  });
  const mean = events - expected;
  return { events, expected, variance: events + 2 * squares - 2 * cross - mean * mean };
}

/** Density of entry at calendar time t, per unit of time. */
function entryDensity({ accrual, patients }: OneSampleTrial, t: number): number {
  const duration = accrualDuration(accrual, patients);
  if (t < 0 || t > duration) return 0;
  return accrual.rates[pieceAt(accrual.starts, t)] / cumulativeRate(accrual, duration);
}

/**
 * E[D₁ (D₂ − D₁)] of one patient's D = O − E at two calendar times. Only patients still at risk at the first add
 * anything later, and their D₁ is −Λ₀ of the follow-up that they then have.
 */
function laterGain(setting: Setting, first: number, second: number): number {
  const { trial, law, panels } = setting;
  const { accrual, patients, reference } = trial;
  const duration = accrualDuration(accrual, patients);
  const gap = second - first;
  const drift = (v: number) => retained(setting, v) * (hazard(law, v) - hazard(reference, v));
  const over = (end: number, kinks: readonly number[], f: (v: number) => number): number => {
    const { times, weights } = followUpGrid(panels, end, kinks);
    return times.reduce((sum, v, i) => sum + weights[i] * f(v), 0);
  };
  if (duration === 0)
    return -cumulativeHazard(reference, first) * over(second, [first], (v) => (v > first ? drift(v) : 0));
  const entries = entryKinks(accrual.starts, duration, first);
  const inner = [...entries, ...hazardBreaks(reference), ...hazardBreaks(law)];
  /** ∫ Λ₀(u) dP(follow-up at the first look is u), over those who reach time on study v between the looks. */
  const past = (v: number) =>
    integrate(
      (u) => cumulativeHazard(reference, u) * entryDensity(trial, first - u),
      Math.max(0, v - gap),
      Math.min(v, first),
      inner,
    );
  return -over(second, [gap, first, ...entries, ...entries.map((u) => u + gap)], (v) => drift(v) * past(v));
}

/** Moments of one patient at each of the trial's looks under a true law, and the covariance of O − E between two looks. */
export interface OneSampleCourse {
  readonly looks: readonly OneSampleMoments[];
  /** Cov(D₁, D₂); 0 where there is one look. */
  readonly covariance: number;
}

/** The moments of a patient at calendar times `looks`, one or two, ascending. */
export function oneSampleCourse(trial: OneSampleTrial, law: SurvivalLaw, looks: readonly number[]): OneSampleCourse {
  const setting = settingOf(trial, law);
  const moments = looks.map((t) => momentsBy(setting, t));
  if (moments.length === 1) return { looks: moments, covariance: 0 };
  const [first, second] = moments;
  const mean = first.events - first.expected;
  const gain = second.events - second.expected - mean;
  return { looks: moments, covariance: first.variance + laterGain(setting, looks[0], looks[1]) - mean * gain };
}
