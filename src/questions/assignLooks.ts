/** Which of the looks that took place were planned, where there are more of them than the plan has. */
import { planDesign } from '../design/planDesign.ts';
import type { Trial } from '../trial/trial.ts';

/**
 * For each look that took place, the planned look that it was, counted from 1; null for one that was not planned. The
 * last is the final analysis when it is said to be or has its events. The others are assigned to planned looks in
 * order, such that the sum of the distances in events is least.
 *
 * @param events At each look that took place, ascending; more of them than planned looks.
 * @param planned Events of the planned looks, the final analysis last.
 */
export function assignLooks(events: readonly number[], planned: readonly number[], final: boolean): (number | null)[] {
  const full = planned[planned.length - 1];
  const ends = final || events[events.length - 1] >= full - 0.5;
  const interims = planned.slice(0, -1);
  const took = ends ? events.slice(0, -1) : events;
  // least[k]: the smallest sum for the first k planned looks among those that took place so far, and which looks they
  // are.
  let least: { sum: number; at: readonly number[] }[] = [{ sum: 0, at: [] }];
  took.forEach((count, i) => {
    const next = least.slice();
    least.forEach(({ sum, at }, k) => {
      if (k === interims.length) return;
      const joined = { sum: sum + Math.abs(count - interims[k]), at: [...at, i] };
      if (next[k + 1] === undefined || joined.sum < next[k + 1].sum) next[k + 1] = joined;
    });
    least = next;
  });
  const { at } = least[least.length - 1];
  const looks = took.map((_, i) => (at.includes(i) ? at.indexOf(i) + 1 : null));
  return ends ? [...looks, planned.length] : looks;
}

/** `assignLooks` for a trial with a sequential plan. */
export function looksOfTrial(trial: Trial, events: readonly number[], final: boolean): (number | null)[] {
  const { looks } = planDesign(trial);
  if (looks === null) throw new RangeError('looksOfTrial: the trial has no sequential plan');
  const planned = looks.looks.map((look) => look.events);
  return assignLooks(events, planned, final);
}
