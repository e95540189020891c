/** What a bound for toxicity does at a true rate, exactly: the count of events is followed from look to look. */
import { binomialLaw } from '../maths/binomialLaw.ts';

export interface ToxicityCourse {
  /** The true rate. */
  readonly rate: number;
  /** P(the trial stops for toxicity at any look). */
  readonly stop: number;
  /** P(stop at each look). */
  readonly stopAt: readonly number[];
  /** Expected number of patients treated. */
  readonly patients: number;
  /** Expected number of events among them. */
  readonly events: number;
}

/**
 * The course at a true rate of a trial that looks after `patients[k]` patients, ascending, and stops with `stopAt[k]` or
 * more events; otherwise it treats `planned` patients, by default those of the last look.
 */
export function toxicityCourse(
  bound: { readonly patients: readonly number[]; readonly stopAt: readonly number[] },
  rate: number,
  planned: number = bound.patients[bound.patients.length - 1],
): ToxicityCourse {
  const { patients, stopAt } = bound;
  // going[x]: the trial has seen x events and goes on.
  let going = Float64Array.of(1);
  let seen = 0;
  let expected = 0;
  let stop = 0;
  const stopped: number[] = [];
  patients.forEach((n, k) => {
    const more = binomialLaw(n - seen, rate);
    const next = new Float64Array(n + 1);
    going.forEach((mass, x) => {
      if (mass > 0) for (let y = 0; y < more.length; y++) next[x + y] += mass * more[y];
    });
    let here = 0;
    for (let x = n; x >= stopAt[k]; x--) {
      here += next[x];
      next[x] = 0;
    }
    stopped.push(here);
    stop += here;
    expected += here * n;
    going = next;
    seen = n;
  });
  const treated = expected + (1 - stop) * planned;
  // Wald: events are counted on the patients treated, each with the true rate.
  return { rate, stop, stopAt: stopped, patients: treated, events: rate * treated };
}
