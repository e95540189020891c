/** How many patients the one-sample log-rank test needs. J. Wu, Pharmaceutical Statistics 14 (2015) 26–33, formula (3). */
import { square } from '../elementary/square.ts';
import { normalQuantile } from '../maths/normal.ts';
import { type OneSampleTest, oneSampleBounds, oneSampleCharacteristics } from './oneSampleDesign.ts';
import { oneSampleCourse } from './oneSampleMoments.ts';
import { type OneSampleTrial, oneSampleLooks } from './oneSampleTrial.ts';

/**
 * Patients for a power without an interim look, before rounding: (s z_{1−α} + σ z_{1−β})² / (p₀ − p₁)², with σ the exact
 * standard deviation of a patient's O − E under the planned law. `trial.patients` matters only where they take longer
 * to enter if there are more of them.
 */
export function wuPatients(trial: OneSampleTrial, alpha: number, power: number): number {
  const { looks } = oneSampleCourse(trial, trial.planned, oneSampleLooks({ ...trial, interim: null }));
  const { events, expected, variance } = looks[0];
  const scale = Math.sqrt(trial.variance === 'expected' ? expected : (events + expected) / 2);
  const needed = scale * normalQuantile(1 - alpha) + Math.sqrt(variance) * normalQuantile(power);
  return square(needed / (expected - events));
}

/** Power with stops for futility acted on; none for a trial that ends before its look. */
function powerOf(trial: OneSampleTrial, test: OneSampleTest): number {
  const [first, last] = oneSampleLooks(trial);
  if (last <= first) return 0;
  return oneSampleCharacteristics(trial, oneSampleBounds(trial, test), trial.planned).power;
}

/**
 * The fewest patients, at most `most`, with which the test and its look reach the power, stops for futility acted on;
 * null where not even `most` do. `trialOf` gives the trial of so many patients, whose interim look may move with them.
 */
export function oneSamplePatients(
  trialOf: (patients: number) => OneSampleTrial,
  test: OneSampleTest,
  power: number,
  most: number,
): number | null {
  const enough = (patients: number) => powerOf(trialOf(patients), test) >= power;
  let low = 1;
  let high = 2;
  while (!enough(high)) {
    if (high >= most) return null;
    low = high;
    high = Math.min(most, high * 2);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
