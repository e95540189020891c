/** A trial whose ICI starts at another time or does more when it starts with TACE, all else as planned. */

import { meanLag, shiftedLag } from './lag.ts';
import { RANDOMISATION } from './origin.ts';
import { marginalLaw, type Priming, primedHazardRatio, type TreatmentStart } from './treatmentStart.ts';
import { type Arm, armsOf, type Trial, testsOf } from './trial.ts';

/** `trial` with arm `index` (0 the control) changed. */
function withArm(trial: Trial, index: number, change: (arm: Arm) => Arm): Trial {
  if (index === 0) return { ...trial, control: change(trial.control) };
  if (index === 1) return { ...trial, experimental: change(trial.experimental) };
  const furtherArms = (trial.furtherArms ?? []).map((arm, i) => (i === index - 2 ? change(arm) : arm));
  return { ...trial, furtherArms };
}

function withStart(trial: Trial, index: number, change: (start: TreatmentStart) => TreatmentStart): Trial {
  return withArm(trial, index, (arm) => {
    if (arm.start === undefined) throw new RangeError(`${arm.name} has no start of treatment to change`);
    const start = change(arm.start);
    return { ...arm, start, law: start.effect === null ? arm.law : marginalLaw(trial.control.law, start) };
  });
}

/** Arm `index` starting on average at `lag`; a start that scatters is shifted as a whole. */
export function withMeanLag(trial: Trial, index: number, lag: number): Trial {
  return withStart(trial, index, ({ lag: planned, effect }) => ({
    lag: shiftedLag(planned, lag - meanLag(planned)),
    effect,
  }));
}

/** Hazard ratio of an ICI that starts with TACE. */
export function synchronousHazardRatio(priming: Priming): number {
  return primedHazardRatio(priming, 0);
}

/** The same priming, its effect when the ICI starts with TACE being `ratio`; a table keeps its shape on the log scale. */
function withSynchronous(priming: Priming, ratio: number): Priming {
  switch (priming.kind) {
    case 'constant':
      return { kind: 'constant', hazardRatio: ratio };
    case 'halfLife':
      return { ...priming, synchronous: ratio };
    case 'table': {
      const factor = Math.log(ratio) / Math.log(synchronousHazardRatio(priming));
      if (!Number.isFinite(factor)) throw new RangeError('a table with hazard ratio 1 at lag 0 cannot be scaled');
      return { ...priming, hazardRatios: priming.hazardRatios.map((each) => each ** factor) };
    }
  }
}

/** Arm `index` with this hazard ratio of an ICI that starts with TACE. */
export function withSynchronousHazardRatio(trial: Trial, index: number, ratio: number): Trial {
  return withStart(trial, index, ({ lag, effect }) => ({
    lag,
    effect: effect && { ...effect, priming: withSynchronous(effect.priming, ratio) },
  }));
}

/**
 * The trial without the starts that no test looks at and that are the same for all patients of an arm: their effect is
 * in the arm's law already, exactly, and patients who are all alike can be simulated by the fast kernel. A start that
 * scatters stays: with strata or frailty its law is one of a mixture, not of each patient.
 */
export function withoutFixedStarts(trial: Trial): Trial {
  const looksAtStarts = testsOf(trial).some(
    ({ origin = RANDOMISATION }) => origin.kind !== 'randomisation' && origin.kind !== 'exactTimes',
  );
  if (looksAtStarts) return trial;
  return armsOf(trial).reduce(
    (reduced, { start }, index) =>
      start?.lag.kind === 'fixed' ? withArm(reduced, index, ({ start: _, ...rest }) => rest) : reduced,
    trial,
  );
}
