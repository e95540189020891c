/** The one-sample log-rank test simulated, patient by patient; randomness is handed in. */
import { cumulativeHazard, invertLaw, type SurvivalLaw, timeAtCumulativeHazard } from '../survival/law.ts';
import { accrualDuration, cumulativeRate, timeAtCumulativeRate } from '../trial/accrual.ts';
import type { OneSampleBounds } from './oneSampleDesign.ts';
import { type OneSampleTrial, oneSampleZ } from './oneSampleTrial.ts';

/** The random numbers of one replicate, in the order in which its patients take them. */
export interface OneSampleDraws {
  /** Begins the stream of a replicate. */
  begin(replicate: number): void;
  /** Uniform on (0, 1). */
  uniform(): number;
  /** Exponential with mean 1. */
  exponential(): number;
}

/** Counts and sums over replicates; arrays have one entry a look. */
export interface OneSampleTally {
  replicates: number;
  readonly claims: number[];
  readonly futile: number[];
  /** Replicates that claim where stops for futility are ignored. */
  claimsIgnoring: number;
  /** Sums over all replicates of O and E at each look, whether the trial has ended by it or not. */
  readonly events: number[];
  readonly expected: number[];
  /** Sums over replicates when the trial ends: patients entered, events, calendar time. */
  readonly ended: { patients: number; events: number; time: number };
}

/** Simulates `replicates` trials whose events follow `law`, under the bounds of the trial. */
export function simulateOneSample(
  trial: OneSampleTrial,
  { times, efficacy, futility }: OneSampleBounds,
  law: SurvivalLaw,
  replicates: number,
  draws: OneSampleDraws,
): OneSampleTally {
  const { accrual, patients, reference, dropoutHazard, variance } = trial;
  const looks = times.length;
  const zeros = () => times.map(() => 0);
  const tally: OneSampleTally = {
    replicates,
    claims: zeros(),
    futile: zeros(),
    claimsIgnoring: 0,
    events: zeros(),
    expected: zeros(),
    ended: { patients: 0, events: 0, time: 0 },
  };
  const inverse = invertLaw(law);
  const duration = accrualDuration(accrual, patients);
  const all = cumulativeRate(accrual, duration);
  const observed = new Float64Array(looks);
  const expected = new Float64Array(looks);
  const entered = new Float64Array(looks);
  for (let replicate = 0; replicate < replicates; replicate++) {
    draws.begin(replicate);
    observed.fill(0);
    expected.fill(0);
    entered.fill(0);
    for (let j = 0; j < patients; j++) {
      const entry = duration === 0 ? 0 : timeAtCumulativeRate(accrual, draws.uniform() * all);
      const event = timeAtCumulativeHazard(inverse, draws.exponential());
      const dropout = dropoutHazard > 0 ? draws.exponential() / dropoutHazard : Number.POSITIVE_INFINITY;
      const exit = Math.min(event, dropout);
      for (let k = 0; k < looks; k++) {
        const followUp = times[k] - entry;
        if (followUp < 0) continue;
        entered[k]++;
        if (event <= dropout && event <= followUp) observed[k]++;
        expected[k] += cumulativeHazard(reference, Math.min(exit, followUp));
      }
    }
    let end = -1;
    let ignoring = false;
    for (let k = 0; k < looks; k++) {
      const z = oneSampleZ(observed[k], expected[k], variance);
      tally.events[k] += observed[k];
      tally.expected[k] += expected[k];
      if (z >= efficacy[k]) ignoring = true;
      if (end >= 0) continue;
      if (z >= efficacy[k]) tally.claims[k]++;
      else if (z <= futility[k]) tally.futile[k]++;
      else if (k < looks - 1) continue;
      end = k;
    }
    if (ignoring) tally.claimsIgnoring++;
    tally.ended.patients += entered[end];
    tally.ended.events += observed[end];
    tally.ended.time += times[end];
  }
  return tally;
}
