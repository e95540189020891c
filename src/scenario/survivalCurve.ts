/** A piecewise exponential clock through points of a survival curve, as a digitised Kaplan–Meier curve has them. */
import { log } from '../elementary/log.ts';
import { powerOfTwo } from '../elementary/powersOfTwo.ts';
import type { PiecewiseClock } from '../survival/clock.ts';
import { type Context, figure } from './context.ts';
import type { Path } from './problems.ts';

/** A point the survival curve goes through. */
export interface SurvivalPoint {
  readonly time: number;
  readonly survival: number;
}

export function pointText({ time, survival }: SurvivalPoint): string {
  return `${survival} at ${figure(time)}`;
}

/**
 * A curve that ends at 0 falls there in a straight line, which no constant hazard does: the clock meets the line each
 * time half of those left have gone, when the hazard doubles, and does so this many times. Of those who reach the last
 * piece a share of 2⁻¹² outlives it, by 2⁻¹¹ of its length on average at most.
 */
const HALVINGS = 10;

/**
 * The clock at `at` with constant hazards between the points, the last of which goes on; null, with the reason reported,
 * where the points are not those of a survival curve. Precondition: ascending times, but for a median put among them.
 */
export function clockThrough(points: readonly SurvivalPoint[], at: Path, context: Context): PiecewiseClock | null {
  const starts: number[] = [];
  const hazards: number[] = [];
  let before: SurvivalPoint = { time: 0, survival: 1 };
  const wrong = (text: string): null => {
    context.report(at, text);
    return null;
  };
  for (const here of points) {
    const fall = `go from ${pointText(before)} to ${pointText(here)}`;
    if (here.time === 0) {
      if (here.survival < 1) return wrong(`have ${pointText(here)}; survival is 1 at the start`);
      continue;
    }
    if (here.time <= before.time) return wrong(`${fall}; times must rise from each to the next`);
    if (before.survival === 0) return wrong(`${fall}; nobody is left after 0: end there`);
    if (here.survival > before.survival) return wrong(`${fall}; survival must not rise`);
    const length = here.time - before.time;
    if (here.survival > 0) {
      starts.push(before.time);
      hazards.push(log(before.survival / here.survival) / length + 0);
    } else {
      for (let k = 0; k <= HALVINGS; k++) {
        starts.push(here.time - length * powerOfTwo(-k));
        hazards.push((Math.LN2 / length) * powerOfTwo(k + 1));
      }
    }
    before = here;
  }
  if (before.survival === 1)
    return wrong('never fall below 1, so that nobody ever has the event; give a point below 1');
  return { kind: 'piecewise', starts, hazards };
}
