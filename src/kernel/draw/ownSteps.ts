/**
 * The walk along the steps of hazard ratio that a patient lays on the arm's clock by when the second treatment starts
 * (trial/treatmentStart.ts), in single precision by a fixed sequence of roundings. Operational time is h = H₀(t).
 */
import type { OwnExit, SingleClock, StartSteps } from '../plan/ownExit.ts';
import { lineAt, primedRatio } from './primedRatios.ts';
import { hazardOfAll } from './singleCure.ts';
import { power } from './singlePower.ts';

const { fround } = Math;

function clockHazard(clock: SingleClock, t: number): number {
  switch (clock.kind) {
    case 'time':
      return t;
    case 'piecewise':
      return lineAt(clock.hazard, t);
    case 'weibull':
      return power(fround(t * clock.rate), clock.shape);
  }
}

/** Operational time of an arm's patients at a time on study in quanta. */
export function operationalTime({ clock, cure }: OwnExit, t: number): number {
  const u = clockHazard(clock, t);
  return cure === null ? u : hazardOfAll(cure, u);
}

/**
 * Where a walk ends: from operational time `from` on, where ∫ ratio = `reached`, the ratio is `ratio`; and the step that it
 * entered last.
 */
export const walk = { from: 0, reached: 0, ratio: 1, lastFrom: 0, lastReached: 0, lastRatio: 1 };

function begin(ratio: number): void {
  walk.from = 0;
  walk.reached = 0;
  walk.ratio = ratio;
  walk.lastFrom = 0;
  walk.lastReached = 0;
  walk.lastRatio = ratio;
}

/** What a walk goes to: an operational time, or the integral of the ratio over it. */
export type WalkedTo = 'from' | 'reached';

/** Goes on to the step of this ratio that starts at operational time h. Steps without width do no harm. */
function enter(h: number, ratio: number, to: number, of: WalkedTo): void {
  walk.lastReached = fround(walk.lastReached + fround(walk.lastRatio * fround(h - walk.lastFrom)));
  walk.lastFrom = h;
  walk.lastRatio = ratio;
  if (to < (of === 'from' ? walk.lastFrom : walk.lastReached)) return;
  walk.from = walk.lastFrom;
  walk.reached = walk.lastReached;
  walk.ratio = walk.lastRatio;
}

/**
 * Walks to the step that holds `to`. The steps are those of trial/treatmentStart.ts, those that another replaces having no
 * width: waiting, 1, and for each procedure what it primes and what is left once that has worn off.
 */
export function walkSteps(law: OwnExit, steps: StartSteps, lag: number, to: number, of: WalkedTo): void {
  const { priming, onset, waning, repeats, waiting } = steps;
  const treatment = Math.max(0, lag);
  const procedure = Math.max(0, -lag);
  begin(waiting ?? 1);
  if (waiting !== null) enter(operationalTime(law, procedure), 1, to, of);
  let begins = fround(Math.max(treatment, procedure) + onset);
  let late = lag;
  for (let k = 0; k <= repeats.length; k++) {
    enter(operationalTime(law, begins), primedRatio(priming, late), to, of);
    const again = k < repeats.length ? fround(procedure + repeats[k]) : Number.POSITIVE_INFINITY;
    const next = fround(Math.max(treatment, again) + onset);
    if (waning !== null)
      enter(operationalTime(law, Math.min(next, fround(begins + waning.duration))), waning.ratio, to, of);
    begins = next;
    late = Math.max(0, fround(treatment - again));
  }
}
