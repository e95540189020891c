/** A planned trial with one assumption changed, all else as planned. */
import type { Clock } from '../survival/clock.ts';
import { hazardRatioAt } from '../survival/hazardRatio.ts';
import { hazardBreaks, type SurvivalLaw } from '../survival/law.ts';
import { expectedRecruitment } from './centres.ts';
import { synchronousHazardRatio, withSynchronousHazardRatio } from './retiming.ts';
import { marginalLaw } from './treatmentStart.ts';
import { type Trial, withArms } from './trial.ts';

function slowed(clock: Clock, factor: number): Clock {
  switch (clock.kind) {
    case 'piecewise':
      return { ...clock, hazards: clock.hazards.map((hazard) => hazard / factor) };
    case 'weibull':
      return { ...clock, scale: clock.scale * factor };
    case 'cure':
      return { ...clock, uncured: slowed(clock.uncured, factor) as typeof clock.uncured };
  }
}

/** Median survival of every arm, that of an exponential one × `factor`: hazards ÷ `factor` (a Weibull's time × `factor`), hazard ratios kept. */
export function withMedians(trial: Trial, factor: number): Trial {
  const changed = (law: SurvivalLaw): SurvivalLaw => ({ ...law, clock: slowed(law.clock, factor) });
  const control = changed(trial.arms[0].law);
  return withArms(trial, (arm) => ({
    ...arm,
    law: arm.start?.effect ? marginalLaw(control, arm.start) : changed(arm.law),
  }));
}

/** Where a law's hazard differs from the control's its ratio × `factor`; null where it never does. */
function withRatio(law: SurvivalLaw, control: SurvivalLaw, factor: number): SurvivalLaw | null {
  const starts = [...new Set([0, ...hazardBreaks(law), ...hazardBreaks(control)])]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  let differs = false;
  const ratios = starts.map((from, j) => {
    const middle = j === starts.length - 1 ? 2 * from + 1 : (from + starts[j + 1]) / 2;
    const own = law.steps.ratios[law.steps.starts.filter((start) => start <= middle).length - 1];
    if (Math.abs(hazardRatioAt(law, control, middle) - 1) < 1e-9) return own;
    differs = true;
    return own * factor;
  });
  return differs ? { ...law, steps: { starts, ratios } } : null;
}

/** Every hazard ratio other than 1 × `factor`; null where no arm has one, or a table of timings cannot be scaled. */
export function withHazardRatios(trial: Trial, factor: number): Trial | null {
  let changed = trial;
  let any = false;
  for (const [index, { start, law }] of trial.arms.entries()) {
    if (index === 0) continue;
    if (start?.effect) {
      const ratio = synchronousHazardRatio(start.effect.priming);
      if (Math.abs(ratio - 1) < 1e-9) continue;
      changed = withSynchronousHazardRatio(changed, index, ratio * factor);
      any = true;
      continue;
    }
    const other = withRatio(law, trial.arms[0].law, factor);
    if (other === null) continue;
    changed = withArms(changed, (arm, i) => (i === index ? { ...arm, law: other } : arm));
    any = true;
  }
  return any ? changed : null;
}

/** Hazard of dropout × `factor` in every arm; null where nobody drops out. */
export function withDropout(trial: Trial, factor: number): Trial | null {
  if (trial.arms.every(({ dropoutHazard }) => dropoutHazard === 0)) return null;
  return withArms(trial, (arm) => ({ ...arm, dropoutHazard: arm.dropoutHazard * factor }));
}

/** Enrolment `factor` times as fast: of centres that recruit, each as many times as fast from its opening on. */
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
