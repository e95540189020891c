/**
 * What is planned for an arm's event times, as it was written: a law of its own, hazard ratios on the control's law, or
 * hazard ratios that follow from each patient's start of a second treatment. The law is derived from it here and nowhere
 * else. Nothing here knows an arm or an endpoint, so that an effect can belong to any transition that has a control.
 */
import { log } from '../elementary/log.ts';
import { type Clock, exponential, pieceAt } from '../survival/clock.ts';
import { constantRatioOfClocks, hazardRatioAt } from '../survival/hazardRatioAt.ts';
import { type HazardRatioSteps, hazardBreaks, NO_EFFECT, type SurvivalLaw } from '../survival/law.ts';
import { type Lag, lagNodes } from './lag.ts';
import { marginalLaw, stepsOf, type TimedEffect } from './treatmentStart.ts';

export type Effect =
  /** The arm's law is given by itself; that of the control always is. */
  | { readonly kind: 'own'; readonly law: SurvivalLaw }
  /** Hazard ratios on the law of the control. */
  | { readonly kind: 'relative'; readonly steps: HazardRatioSteps }
  /** Hazard ratios on the law of the control that each patient has by the lag of the second treatment. */
  | { readonly kind: 'timed'; readonly timing: TimedEffect };

/** The control's law, unchanged. */
export const LIKE_CONTROL: Effect = { kind: 'relative', steps: NO_EFFECT };

/** The product of two step functions. */
function product(a: HazardRatioSteps, b: HazardRatioSteps): HazardRatioSteps {
  const starts = [...new Set([...a.starts, ...b.starts])].sort((x, y) => x - y);
  const at = ({ starts: from, ratios }: HazardRatioSteps, t: number) => ratios[pieceAt(from, t)];
  return { starts, ratios: starts.map((t) => at(a, t) * at(b, t)) };
}

const isOne = ({ starts, ratios }: HazardRatioSteps): boolean => starts.length === 1 && ratios[0] === 1;

/** `control` with these hazard ratios on it. */
function withSteps(control: SurvivalLaw, steps: HazardRatioSteps): SurvivalLaw {
  if (isOne(steps)) return control;
  return { clock: control.clock, steps: isOne(control.steps) ? steps : product(control.steps, steps) };
}

/**
 * The law of all patients together. `control`: the law of the control, whose own effect is `own`; `lag`: of the second
 * treatment, which a timed effect needs. For a lag that scatters it is exact at about `grid` times, 32 by default.
 * @throws RangeError for a timed effect without a lag
 */
export function lawOf(effect: Effect, control: SurvivalLaw, lag?: Lag, grid?: number): SurvivalLaw {
  switch (effect.kind) {
    case 'own':
      return effect.law;
    case 'relative':
      return withSteps(control, effect.steps);
    case 'timed':
      if (lag === undefined) throw new RangeError('a timed effect needs the lag of the treatment that it is timed by');
      return marginalLaw(control, effect.timing, lag, grid);
  }
}

/** The one value of step functions; null where they change, or differ. */
function constantOf(all: readonly HazardRatioSteps[]): number | null {
  const [first] = all[0].ratios;
  return all.every(({ ratios }) => ratios.every((ratio) => ratio === first)) ? first : null;
}

/**
 * The hazard ratio of `effect` over the effect of the control, as it was written, where it is the same at all times for all
 * patients; null where it is not, or where two laws have no constant ratio in closed form. `lag` as for the law.
 */
export function constantHazardRatioOf(effect: Effect, control: Effect, lag?: Lag): number | null {
  switch (effect.kind) {
    case 'own':
      return control.kind === 'own' ? constantRatioOfLaws(effect.law, control.law) : null;
    case 'relative':
      return constantOf([effect.steps]);
    case 'timed':
      return lag === undefined ? null : constantOf(lagNodes(lag).map((node) => stepsOf(effect.timing, node.lag)));
  }
}

/** Hazards that are given by numbers, medians or milestones agree no better than this. */
const SAME = 1e-9;

const nearly = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= SAME * Math.min(a, b);

/** A Weibull clock of shape 1 is an exponential one. */
function simplest(clock: Clock): Clock {
  return clock.kind === 'weibull' && clock.shape === 1 ? exponential(1 / clock.scale) : clock;
}

function constantRatioOfLaws(experimental: SurvivalLaw, control: SurvivalLaw): number | null {
  const over = { ...experimental, clock: simplest(experimental.clock) };
  const under = { ...control, clock: simplest(control.clock) };
  const starts = [...new Set([0, ...hazardBreaks(over), ...hazardBreaks(under)])].filter(Number.isFinite);
  const piecewise = over.clock.kind === 'piecewise' && under.clock.kind === 'piecewise';
  const ofClocks = piecewise ? null : constantRatioOfClocks(over.clock, under.clock);
  if (!piecewise && ofClocks === null) return null;
  const stepAt = ({ steps }: SurvivalLaw, t: number) => steps.ratios[pieceAt(steps.starts, t)];
  const ratios = starts
    .map((t) => (ofClocks === null ? hazardRatioAt(over, under, t) : (ofClocks * stepAt(over, t)) / stepAt(under, t)))
    // Where nobody can fail there is no ratio.
    .filter((ratio) => !Number.isNaN(ratio));
  return ratios.every((ratio) => nearly(ratio, ratios[0])) ? (ratios[0] ?? null) : null;
}

/** The hazard ratio of these steps that is farthest from 1; 1 where they have no other. */
export function strongestRatio({ ratios }: HazardRatioSteps): number {
  return ratios.reduce((best, ratio) => (Math.abs(log(ratio)) > Math.abs(log(best)) ? ratio : best), 1);
}
