/**
 * The hazard ratio of a second treatment that comes so late after a procedure (trial/treatmentStart.ts), in single precision
 * by a fixed sequence of roundings.
 */
import type { SingleLine, SinglePriming } from '../plan/ownExit.ts';
import { exp2 } from './singlePower.ts';

const { fround } = Math;

/** The line at x in single precision. */
export function lineAt({ breaks, origins, slopes }: SingleLine, x: number): number {
  let j = breaks.length - 1;
  while (j > 0 && breaks[j] > x) j--;
  return fround(origins[j] + fround(fround(x - breaks[j]) * slopes[j]));
}

/** The hazard ratio at a lag in quanta, a single-precision number. */
export function primedRatio(priming: SinglePriming, late: number): number {
  switch (priming.kind) {
    case 'constant':
      return priming.hazardRatio;
    case 'halfLife': {
      const halvings = fround(Math.max(0, fround(late - priming.plateau)) * priming.rate);
      return exp2(fround(priming.residual + fround(priming.primed * exp2(-halvings))));
    }
    case 'table':
      return exp2(lineAt(priming.line, Math.min(priming.last, Math.max(priming.line.breaks[0], late))));
  }
}
