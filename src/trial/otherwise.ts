/** A planned trial with one assumption changed, all else as planned. */
import type { Clock } from '../survival/clock.ts';
import { hazardRatioAt } from '../survival/hazardRatioAt.ts';
import { hazardBreaks, type SurvivalLaw } from '../survival/law.ts';
import { stretchedClock } from '../survival/tabulatedClock.ts';
import { improvedArms } from './careDrift.ts';
import { expectedRecruitment } from './centres.ts';
import type { Effect } from './effect.ts';
import { synchronousHazardRatio, withSynchronous } from './retiming.ts';
import { drivingArms, type Trial, withArms, withEffects } from './trial.ts';

function slowed(clock: Clock, factor: number): Clock {
  switch (clock.kind) {
    case 'piecewise':
      return { ...clock, hazards: clock.hazards.map((hazard) => hazard / factor) };
    case 'weibull':
      return { ...clock, scale: clock.scale * factor };
    case 'cure':
      return { ...clock, uncured: slowed(clock.uncured, factor) as typeof clock.uncured };
    case 'tabulated':
      return stretchedClock(clock, factor);
  }
}

/**
 * The trial with the median survival of every arm multiplied by `factor`: hazards are divided by it (a Weibull's time
 * is multiplied), hazard ratios are kept.
 */
export function withMedians(trial: Trial, factor: number): Trial {
  return withEffects(trial, ({ effect }) =>
    effect.kind === 'own' ? { kind: 'own', law: { ...effect.law, clock: slowed(effect.law.clock, factor) } } : effect,
  );
}

const isOne = (ratio: number): boolean => Math.abs(ratio - 1) < 1e-9;

/**
 * The law with its hazard ratio over the control multiplied by `factor` where it is not 1; null where it is 1
 * throughout.
 */
function withRatio(law: SurvivalLaw, control: SurvivalLaw, factor: number): SurvivalLaw | null {
  const starts = [...new Set([0, ...hazardBreaks(law), ...hazardBreaks(control)])]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  let differs = false;
  const ratios = starts.map((from, j) => {
    const middle = j === starts.length - 1 ? 2 * from + 1 : (from + starts[j + 1]) / 2;
    const own = law.steps.ratios[law.steps.starts.filter((start) => start <= middle).length - 1];
    if (isOne(hazardRatioAt(law, control, middle))) return own;
    differs = true;
    return own * factor;
  });
  return differs ? { ...law, steps: { starts, ratios } } : null;
}

/** The effect with every hazard ratio other than 1 multiplied by `factor`; null where it has none. */
function stronger(effect: Effect, control: SurvivalLaw, factor: number): Effect | null {
  switch (effect.kind) {
    case 'own': {
      const law = withRatio(effect.law, control, factor);
      return law && { kind: 'own', law };
    }
    case 'relative': {
      const { starts, ratios } = effect.steps;
      if (ratios.every(isOne)) return null;
      return { kind: 'relative', steps: { starts, ratios: ratios.map((r) => (isOne(r) ? r : r * factor)) } };
    }
    case 'timed': {
      const ratio = synchronousHazardRatio(effect.timing.priming);
      return isOne(ratio) ? null : withSynchronous(effect, ratio * factor);
    }
  }
}

/**
 * The trial with every hazard ratio other than 1 multiplied by `factor`; null where no arm has one, or a table of
 * timings cannot be scaled.
 */
export function withHazardRatios(trial: Trial, factor: number): Trial | null {
  const [{ law }] = drivingArms(trial);
  const effects = trial.arms.map(({ effect }, index) => (index === 0 ? null : stronger(effect, law, factor)));
  if (effects.every((effect) => effect === null)) return null;
  return withEffects(trial, ({ effect }, index) => effects[index] ?? effect);
}

/** The trial with the hazard of dropout multiplied by `factor` in every arm; null where nobody drops out. */
export function withDropout(trial: Trial, factor: number): Trial | null {
  if (trial.arms.every(({ dropoutHazard }) => dropoutHazard === 0)) return null;
  return withArms(trial, (arm) => ({ ...arm, dropoutHazard: arm.dropoutHazard * factor }));
}

/**
 * The trial with enrolment `factor` times as fast; each centre that recruits is so many times as fast from its opening
 * on.
 */
export function withAccrual(trial: Trial, factor: number): Trial {
  const { accrual, centres } = trial;
  if (centres?.recruit) {
    const faster = {
      ...centres,
      regions: centres.regions.map((region) => ({ ...region, rate: region.rate * factor })),
    };
    return { ...trial, centres: faster, accrual: expectedRecruitment(faster) };
  }
  const { duration, starts, rates } = accrual;
  return {
    ...trial,
    accrual:
      duration === null
        ? { ...accrual, rates: rates.map((rate) => rate * factor) }
        : { ...accrual, duration: duration / factor, starts: starts.map((start) => start / factor) },
  };
}

/**
 * The trial with `factor` times the improvement of care, on the log scale of medians, since the publication and during the
 * trial; null without any.
 */
export function withDrift(trial: Trial, factor: number): Trial | null {
  const { drift, arms } = trial;
  if (drift === undefined || drift.logPerUnit === 0) return null;
  const { logPerUnit, sincePublication } = drift;
  return {
    ...trial,
    arms: improvedArms(arms, (factor - 1) * logPerUnit * sincePublication),
    drift: { ...drift, logPerUnit: logPerUnit * factor },
  };
}
