// draft
import type { Origin } from '../trial/origin.ts';
import type { Trial } from '../trial/trial.ts';
export function originEffect(_t: Trial, _o: Origin, _at: number): { logHazardRatio: number } {
  return { logHazardRatio: Number.NaN };
}
