/** The hazard ratio of one law over another (experimental ÷ control). */
import { pow } from '../elementary/pow.ts';
import type { Clock } from './clock.ts';
import { hazard, type SurvivalLaw } from './law.ts';

/** HR(t) of `experimental` over `control` at time t on study. */
export function hazardRatioAt(experimental: SurvivalLaw, control: SurvivalLaw, t: number): number {
  return hazard(experimental, t) / hazard(control, t);
}

/** Shapes that are given by numbers agree no better than this. */
const SAME_SHAPE = 1e-12;

/** H₀ of `over` ÷ H₀ of `under` where that is the same at all times; null where it is not in closed form. */
export function constantRatioOfClocks(over: Clock, under: Clock): number | null {
  if (over.kind === 'weibull' && under.kind === 'weibull')
    return Math.abs(over.shape - under.shape) <= SAME_SHAPE * over.shape
      ? pow(under.scale / over.scale, over.shape)
      : null;
  return JSON.stringify(over) === JSON.stringify(under) ? 1 : null;
}
