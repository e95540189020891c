/** A trial whose second treatment starts at another time or does more when it starts with the procedure, all else as planned. */

import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import type { Arm, ArmParts } from './arm.ts';
import { type Effect, lawOf } from './effect.ts';
import { meanLag, shiftedLag } from './lag.ts';
import { RANDOMISATION } from './timeOrigin.ts';
import { type Priming, primedHazardRatio } from './treatmentStart.ts';
import { drivingArms, type Trial, testsOf, withArms } from './trial.ts';

type Timed = Extract<Effect, { kind: 'timed' }>;

/** The trial in which `change` has been applied to the parts of arm `index`; the arm's law follows. */
function withArm(trial: Trial, index: number, change: (arm: Arm) => ArmParts): Trial {
  return withArms(trial, (arm, i) => (i === index ? change(arm) : arm));
}

/** The trial in which arm `index` starts on average at `lag`; a start that scatters is shifted as a whole. */
export function withMeanLag(trial: Trial, index: number, lag: number): Trial {
  return withArm(trial, index, (arm) => {
    if (arm.start === undefined) throw new RangeError(`${arm.name} has no start of treatment to change`);
    const { lag: planned } = arm.start;
    return { ...arm, start: { lag: shiftedLag(planned, lag - meanLag(planned)) } };
  });
}

/** Hazard ratio of a second treatment that starts with the procedure. */
export function synchronousHazardRatio(priming: Priming): number {
  return primedHazardRatio(priming, 0);
}

/**
 * The same priming, with hazard ratio `ratio` for a second treatment that starts with the procedure; a table keeps its
 * shape on the log scale.
 */
function withSynchronousPriming(priming: Priming, ratio: number): Priming {
  switch (priming.kind) {
    case 'constant':
      return { kind: 'constant', hazardRatio: ratio };
    case 'halfLife':
      return { ...priming, synchronous: ratio };
    case 'table': {
      const factor = log(ratio) / log(synchronousHazardRatio(priming));
      if (!Number.isFinite(factor)) throw new RangeError('a table with hazard ratio 1 at lag 0 cannot be scaled');
      return { ...priming, hazardRatios: priming.hazardRatios.map((each) => pow(each, factor)) };
    }
  }
}

/** The effect with this hazard ratio of a second treatment that starts with the procedure. */
export function withSynchronous({ timing }: Timed, ratio: number): Timed {
  return { kind: 'timed', timing: { ...timing, priming: withSynchronousPriming(timing.priming, ratio) } };
}

/**
 * The trial in which arm `index` has this hazard ratio of a second treatment that starts with the procedure. @throws
 * RangeError where its effect is not timed
 */
export function withSynchronousHazardRatio(trial: Trial, index: number, ratio: number): Trial {
  return withArm(trial, index, (arm) => {
    if (arm.effect.kind !== 'timed') throw new RangeError(`${arm.name} has no effect that its start decides`);
    return { ...arm, effect: withSynchronous(arm.effect, ratio) };
  });
}

/** Steps of a law that the fast kernel has room for beside those of most clocks. */
const FEW_STEPS = 24;

/** Whether patients of a trial are alike but for their arm and their start, and their events are seen at once. */
function isPlain({ arms, population, family, centres, randomisation, scans }: Trial): boolean {
  return arms.length === 2 && [population, family, centres, randomisation, scans].every((p) => p === undefined);
}

/**
 * The trial without the starts that no test looks at, so that the fast kernel can simulate it. A start that is the same
 * for all patients is in the arm's law already, exactly. One that scatters is independent of all else, so patients who are
 * otherwise alike are draws from the arm's marginal law, here in fewer steps (S is exact at each of their ends; power
 * differs by less than 1e-4); with strata, frailty or scans it stays, as its law is then one of a mixture.
 */
export function withoutUnseenStarts(trial: Trial): Trial {
  const looksAtStarts = testsOf(trial).some(
    ({ origin = RANDOMISATION }) => origin.kind !== 'randomisation' && origin.kind !== 'exactTimes',
  );
  if (looksAtStarts) return trial;
  const plain = isPlain(trial);
  return trial.arms.reduce((reduced, { start, effect }, index) => {
    if (start === undefined) return reduced;
    if (effect.kind !== 'timed') return withArm(reduced, index, withoutStart);
    const scatters = start.lag.kind !== 'fixed';
    if (scatters && !plain) return reduced;
    const { steps } = lawOf(effect, drivingArms(trial)[0].law, start.lag, scatters ? FEW_STEPS : undefined);
    return withArm(reduced, index, (arm) => ({ ...withoutStart(arm), effect: { kind: 'relative', steps } }));
  }, trial);
}

const withoutStart = ({ start: _, ...rest }: ArmParts): ArmParts => rest;
