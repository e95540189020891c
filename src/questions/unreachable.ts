/**
 * Why no N reaches a target power, told from the plan: its laws, its entry and the large-sample distribution of its
 * test. Nothing is simulated.
 */

import type { DesignsBySize } from '../design/designsBySize.ts';
import type { Design } from '../design/planDesign.ts';
import { grouped } from '../elementary/grouped.ts';
import { square } from '../elementary/square.ts';
import { type EffectSeen, effectSeen, hardlySeenText, noEffectText } from '../expectation/effectSeen.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { logRankDrift } from '../formulas/logRankDrift.ts';
import { normalQuantile } from '../maths/normal.ts';
import { marginOf } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import { mostEvents } from '../trial/analysis.ts';
import { type Compared, FIRST_COMPARED } from '../trial/comparison.ts';
import { scaleOf } from '../trial/hypothesisScale.ts';
import { roundUp } from '../trial/series.ts';
import { promisedPower } from './promisedSize.ts';

/** No trial larger than this is simulated: what large samples promise only beyond it is told instead. */
export const LARGEST_SIMULATED = 1_000_000;

export interface Unreachable {
  readonly reason: string;
  readonly remedy: string;
}

/** The largest member that is looked at; where only events grow, the trial as planned. */
function largestOf(designs: DesignsBySize): Design {
  const { series } = designs;
  if (series.varies === 'events') return designs.planned;
  return designs.at(Math.min(series.mostPatients, roundUp(series.unsized, LARGEST_SIMULATED)));
}

interface Seen {
  readonly compared: Compared;
  readonly effect: EffectSeen;
}

/** The effects that success may rest on, as the analysis of `trial` sees them. */
function effectsOf({ trial, expected }: Design): Seen[] {
  const { family } = trial;
  const all: readonly Compared[] = family?.hypotheses ?? [FIRST_COMPARED];
  const hypotheses = typeof family?.success === 'number' ? [all[family.success]] : all;
  const time = expected.analysisTime;
  return hypotheses.map((compared) => ({ compared, effect: effectSeen(expected, time, compared) }));
}

/**
 * Whether it is certain without any simulation that no member reaches a target which large samples promise of none: its
 * analysis never comes due, there is no effect, even a vast trial is not promised it, or its patients have no more events.
 */
export function noTrialPromises(designs: DesignsBySize): boolean {
  const { series } = designs;
  const largest = largestOf(designs);
  if (series.varies === 'events' || !Number.isFinite(largest.expected.analysisTime)) return true;
  if (effectsOf(largest).every(({ effect }) => effect.direction === 'none')) return true;
  return series.mostPatients >= LARGEST_SIMULATED && Number.isFinite(promisedPower(largest));
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
const count = (n: number): string => grouped(Math.round(n));

/** Of a series whose analysis waits for more events than there will ever be. */
function neverDue(designs: DesignsBySize): Unreachable {
  const { unsized, plannedPatients } = designs.series;
  const { trial: planned, expected } = designs.at(roundUp(unsized, plannedPatients));
  const ever = expected.events(Number.POSITIVE_INFINITY);
  return {
    reason: `the analysis waits for events that never come: ${planned.patients} patients are expected to have ${count(Math.floor(ever))} in all, and a larger trial waits for more in proportion`,
    remedy: `an analysis that waits for at most ${percent(Math.floor(1000 * (ever / planned.patients)) / 1000)} of the patients to have an event, or one at a calendar time or after a follow-up`,
  };
}

/**
 * N at which the expected z of `trial`, which grows as √N, is what `target` needs, were the analysis to see as much of the
 * effect; null where it sees next to nothing.
 */
function extrapolated(design: Design, target: number): number | null {
  const { trial, expected } = design;
  const critical = normalQuantile(1 - alphaOneSided(trial.test));
  const wanted = normalQuantile(target) + critical;
  const countsEvents = definitionOf(trial.test.statistic).countsEvents === true && trial.family === undefined;
  const z = countsEvents
    ? Math.abs(logRankDrift(expected, expected.analysisTime).z)
    : normalQuantile(promisedPower(design)) + critical;
  return z > (countsEvents ? 1e-6 : 0.2) ? trial.patients * square(wanted / z) : null;
}

/** Of a trial whose planned patients cannot have the events that a target needs. */
function tooFewPatients(planned: Design, target: number): Unreachable {
  const { patients, analysis } = planned.trial;
  const needed = ((extrapolated(planned, target) ?? Number.NaN) / patients) * mostEvents(analysis);
  const ever = planned.expected.events(Number.POSITIVE_INFINITY);
  const remedy = 'a larger effect or a lower target';
  if (!(needed > ever))
    return { reason: `the ${patients} planned patients do not reach it at any number of events`, remedy };
  return {
    reason: `about ${count(needed)} events would be needed, and the ${count(patients)} planned patients are expected to have ${count(Math.floor(ever))} in all`,
    remedy: `an analysis at ${count(needed)} events of more than ${count((needed * patients) / ever)} patients, ${remedy}`,
  };
}

/** Why no N does it, in words, and what would. `promised`: an N beyond what is simulated, where large samples know one. */
export function explainUnreachable(designs: DesignsBySize, target: number, promised: number | null): Unreachable {
  const { series } = designs;
  const { unsized, mostPatients } = series;
  const largest = largestOf(designs);
  if (!Number.isFinite(largest.expected.analysisTime)) return neverDue(designs);
  const effects = effectsOf(largest);
  if (effects.every(({ effect }) => effect.direction === 'none')) {
    const reasons = effects.map(({ compared }) => noEffectText(largest.expected, compared));
    const late = reasons.find((reason) => reason.includes('later'));
    return late === undefined
      ? {
          reason: reasons[0],
          remedy: `a planning effect, a hazard ratio other than ${marginOf(unsized.test.statistic) === 1 ? '1' : 'the margin'}`,
        }
      : { reason: late, remedy: 'a later analysis or longer follow-up, or an effect that sets in earlier' };
  }
  const acting = effects.filter(({ effect }) => effect.direction !== 'none');
  const { nullRatio, benefit } = scaleOf(unsized);
  const ofNull = nullRatio === 1 ? '1' : `the margin ${nullRatio}`;
  if (unsized.test.sides === 1 && acting.every(({ effect }) => effect.direction === 'harm')) {
    const ratio = Number(acting[0].effect.averageHazardRatio.toPrecision(3));
    return {
      reason: `a one-sided test rejects for benefit, and the planned hazard ratio is ${benefit === 'below' ? 'above' : 'below'} ${ofNull} (on average ${ratio})`,
      remedy: `a two-sided test to confirm harm, or a planning effect with a hazard ratio ${benefit} ${ofNull}`,
    };
  }
  if (series.varies === 'events') return tooFewPatients(largest, target);
  const wanted = promised ?? extrapolated(largest, target);
  const needed = wanted === null ? '' : `; about ${count(Number(wanted.toPrecision(3)))} patients would be needed`;
  const hardly = acting.map(({ effect }) => hardlySeenText(effect, nullRatio));
  if (hardly.every((text) => text !== null))
    return {
      reason: `${hardly[0]}${needed}`,
      remedy: 'a later analysis or longer follow-up, or an effect that sets in earlier or is larger',
    };
  if (unsized.accrual.duration === null && mostPatients < LARGEST_SIMULATED)
    return {
      reason: `at these accrual rates at most ${count(mostPatients)} patients can be enrolled by the analysis${needed}`,
      remedy: 'a later analysis, faster accrual (more centres), a larger effect or a lower target',
    };
  const power = promisedPower(largest);
  const byTheory = Number.isFinite(power)
    ? `: large samples give ${percent(power)} with ${count(largest.trial.patients)}`
    : '';
  return {
    reason:
      promised === null
        ? `power stays below the target however many patients are enrolled${byTheory}`
        : `the test sees so little of the planned effect that ${count(promised)} patients would be needed, and no trial beyond ${count(LARGEST_SIMULATED)} is simulated`,
    remedy: 'longer follow-up, a larger effect, another test or a lower target',
  };
}
