/**
 * What an analysis at a calendar time is expected to see of the planned effect: which way it goes, when it sets in, and
 * how many of the events fall where it acts. An effect is one against the hazard ratio of the null, 1 or a margin. It follows from the laws, the entry and the dropout alone.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { marginOf } from '../statistics/definition.ts';
import { hazard, hazardBreaks, type SurvivalLaw } from '../survival/law.ts';
import { type Compared, FIRST_COMPARED } from '../trial/comparison.ts';
import { favoursSooner } from '../trial/endpoint.ts';
import type { Test } from '../trial/test.ts';
import { expectedLook } from './expectedAtLook.ts';
import type { ExpectedPatients } from './expectedPatients.ts';

/** Where the hazards of two arms count as equal: far below any effect, far above what quadrature and laws round to. */
const EQUAL = 1e-9;

export interface EffectSeen {
  /**
   * The direction of the log-rank's expected numerator, O − E of the experimental arm, by whether the endpoint favours later
   * or sooner events; `none` where the hazards have the ratio of the null at all times that anybody is followed for.
   */
  readonly direction: 'benefit' | 'harm' | 'none';
  /** The average hazard ratio over the expected events, experimental ÷ control; NaN when none are expected. */
  readonly averageHazardRatio: number;
  /** The share of the expected events that fall where the hazard ratio is not that of the null. */
  readonly share: number;
  /** The average hazard ratio over those events; NaN where there are none. */
  readonly ratioWhereDifferent: number;
}

/** The effect of a comparison as seen at calendar time `t`; scans do not change it. */
export function effectSeen(expected: ExpectedPatients, t: number, compared: Compared = FIRST_COMPARED): EffectSeen {
  let events = 0;
  let different = 0;
  let logOfDifferent = 0;
  let score = 0;
  const test: Test = { ...expected.trial.test, origin: { kind: 'exactTimes' } };
  const margin = marginOf(test.statistic);
  for (const stratum of expectedLook(expected, t, test, compared).strata) {
    const { times, weights, atRisk0, atRisk1, hazard0, hazard1 } = stratum;
    for (let i = 0; i < times.length; i++) {
      const here = weights[i] * (atRisk0[i] * hazard0[i] + atRisk1[i] * hazard1[i]);
      if (!(here > 0)) continue;
      events += here;
      const ofNull = margin * hazard0[i];
      if (Math.abs(hazard1[i] - ofNull) <= EQUAL * Math.max(ofNull, hazard1[i])) continue;
      different += here;
      logOfDifferent += here * log(hazard1[i] / hazard0[i]);
      const pairs = (atRisk0[i] * atRisk1[i]) / (atRisk0[i] + margin * atRisk1[i]);
      score += weights[i] * pairs * (hazard1[i] - ofNull);
    }
  }
  const benefit = favoursSooner(expected.trial, compared) ? score > 0 : score < 0;
  const direction = different <= EQUAL * events ? 'none' : benefit ? 'benefit' : 'harm';
  return {
    direction,
    // Where the ratio is that of the null it adds the margin's logarithm.
    averageHazardRatio: exp((logOfDifferent + (events - different) * log(margin)) / events),
    share: events > 0 ? different / events : Number.NaN,
    ratioWhereDifferent: exp(logOfDifferent / different),
  };
}

/** Whether the hazard of `one` is anything but `ratio` times that of `other` at any time at all. */
function differ(one: SurvivalLaw, other: SurvivalLaw, ratio: number): boolean {
  const breaks = [...new Set([0, ...hazardBreaks(one), ...hazardBreaks(other)])].sort((a, b) => a - b);
  return breaks.some((start, j) => {
    const end = breaks[j + 1] ?? start + Math.max(1, start);
    // Hazards of different shapes may meet at one point of a piece, not at two.
    return [1 / 3, 2 / 3].some((part) => {
      const t = start + part * (end - start);
      const [a, b] = [hazard(one, t), ratio * hazard(other, t)];
      return Math.abs(a - b) > EQUAL * Math.max(a, b);
    });
  });
}

/** Share of the events below which an effect is said hardly to set in. */
const HARDLY = 0.1;

/** `x` to three digits. */
const figure = (x: number): string => String(Number(x.toPrecision(3)));

/** The hazard ratio of the null, in words: `1`, `the margin, 1.3`. */
const nullText = (ratio: number): string => (ratio === 1 ? '1' : `the margin, ${figure(ratio)}`);

/** Why an effect that nobody is followed to is none, in words; `seen.direction` is `none`. */
export function noEffectText({ arms, trial }: ExpectedPatients, { arm }: Compared = FIRST_COMPARED): string {
  const margin = marginOf(trial.test.statistic);
  const ratio = nullText(margin);
  return differ(arms[arm].law, arms[0].law, margin)
    ? `the planned hazard ratio is ${ratio} for as long as anybody is followed by the analysis: the effect sets in later`
    : `the planned hazard ratio is ${ratio}, so that there is no effect to detect`;
}

/** That only few of the events show the effect against the margin, in words; null where they are not few. */
export function hardlySeenText(
  { share, averageHazardRatio, ratioWhereDifferent }: EffectSeen,
  margin = 1,
): string | null {
  if (!(share < HARDLY)) return null;
  return `the effect hardly sets in before the analysis: ${figure(100 * share)} % of the events expected by then fall where the hazard ratio is not ${nullText(margin)} (it is ${figure(ratioWhereDifferent)} there), so that on average it is ${figure(averageHazardRatio)}`;
}
