/**
 * Fisher's exact test: given the events of both arms together, those of the experimental arm are hypergeometric. R. A.
 * Fisher, J R Stat Soc 98 (1935) 39–82.
 */
import type { TwoCounts } from './proportionTest.ts';

/** The experimental arm's events given `events` of both arms: `law[x − first]` is P(x). */
export interface EventsGivenAll {
  readonly first: number;
  readonly law: Float64Array;
}

/** n and m patients, experimental and control. Ratios of neighbours from the mode outwards, divided by their sum. */
export function eventsGivenAll(events: number, n: number, m: number): EventsGivenAll {
  const first = Math.max(0, events - m);
  const last = Math.min(n, events);
  const law = new Float64Array(last - first + 1);
  const mode = Math.min(last, Math.max(first, Math.floor(((n + 1) * (events + 1)) / (n + m + 2))));
  /** P(x + 1) / P(x). */
  const step = (x: number) => ((n - x) * (events - x)) / ((x + 1) * (m - events + x + 1));
  law[mode - first] = 1;
  for (let x = mode; x < last; x++) law[x + 1 - first] = law[x - first] * step(x);
  for (let x = mode - 1; x >= first; x--) law[x - first] = law[x + 1 - first] / step(x);
  let sum = 0;
  for (const term of law) sum += term;
  for (let i = 0; i < law.length; i++) law[i] /= sum;
  return { first, law };
}

/** Probabilities that differ by no more than this share are taken as equal, as R's fisher.test does. */
export const TIE = 1e-7;

/** P values: as many or more events in the experimental arm, as few or fewer, and as improbable a table or more so. */
export interface FisherP {
  readonly more: number;
  readonly fewer: number;
  readonly twoSided: number;
}

export function fisherTest({ experimental, control }: TwoCounts): FisherP {
  const events = experimental.events + control.events;
  const { first, law } = eventsGivenAll(events, experimental.patients, control.patients);
  const at = experimental.events - first;
  const sum = (holds: (p: number, i: number) => boolean) =>
    Math.min(
      1,
      law.reduce((total, p, i) => (holds(p, i) ? total + p : total), 0),
    );
  return {
    more: sum((_, i) => i >= at),
    fewer: sum((_, i) => i <= at),
    twoSided: sum((p) => p <= law[at] * (1 + TIE)),
  };
}

/**
 * P(as many or more events in the experimental arm) of every outcome: of x among n and y among m at y (n + 1) + x. It
 * falls with x and rises with y.
 */
export function fisherTails(n: number, m: number): Float64Array {
  const tails = new Float64Array((n + 1) * (m + 1));
  for (let events = 0; events <= n + m; events++) {
    const { first, law } = eventsGivenAll(events, n, m);
    let tail = 0;
    for (let i = law.length - 1; i >= 0; i--) {
      tail += law[i];
      const x = first + i;
      tails[(events - x) * (n + 1) + x] = Math.min(1, tail);
    }
  }
  return tails;
}
