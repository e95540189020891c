/** What a test of responses is expected to see at an analysis: who has been assessed, and the share of responders among them. */
import type { ExpectedLook, ExpectedStratum } from '../statistics/expectedLook.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import { CENTRE } from '../trial/centres.ts';
import type { Compared } from '../trial/comparison.ts';
import type { Response } from '../trial/endpoint.ts';
import { strataOf } from '../trial/population.ts';
import type { Test } from '../trial/test.ts';
import { expectedSizes } from '../trial/trial.ts';
import { dropoutProbability, type ExpectedCounts } from './expectedEvents.ts';
import type { ExpectedPatients } from './expectedPatients.ts';

const one = (x: number) => Float64Array.of(x);

/**
 * The comparison by `test` of a response at calendar time t, as one instant at the assessment: at risk are those assessed by
 * then, and the hazard is the share of responders, of whom those who drop out before the assessment are none. Rates are the
 * same in all strata.
 */
export function responseLook(
  { trial, mix, arms }: ExpectedPatients,
  { at, rates }: Response,
  t: number,
  test: Test,
  { arm, subgroup }: Compared,
): ExpectedLook {
  const factors = trial.population?.factors ?? [];
  const named = test.stratifiedBy.filter((name) => name !== CENTRE);
  const { of: stratumOf, count } = strataOf({ factors }, mix.cells, named, subgroup);
  const among = mix.cells.reduce((sum, { prevalence }, c) => sum + (stratumOf[c] < 0 ? 0 : prevalence), 0);
  const sizes = expectedSizes(trial);
  const together = sizes[0] + sizes[arm];
  const assessed = t > at ? expectedEnrolled(trial.accrual, trial.patients, t - at) / trial.patients : 0;
  const responding = (a: number) => rates[a] * (1 - dropoutProbability(arms[a], at));
  const strata = Array.from({ length: count }, (_, stratum): ExpectedStratum => {
    const prevalence = mix.cells.reduce((sum, cell, c) => sum + (stratumOf[c] === stratum ? cell.prevalence : 0), 0);
    const share = (a: number) => (sizes[a] / together) * (prevalence / among);
    return {
      times: one(at),
      weights: one(1),
      share0: share(0),
      share1: share(arm),
      atRisk0: one(share(0) * assessed),
      atRisk1: one(share(arm) * assessed),
      hazard0: one(responding(0)),
      hazard1: one(responding(arm)),
      survival0: one(1),
      survival1: one(1),
      instants: [0],
    };
  });
  return { strata, patients: together * among };
}

/** Expected counts by arm at calendar time t: `events` are responders, `dropouts` those assessed who are none. */
export function assessedByArm({ trial, arms }: ExpectedPatients, { at, rates }: Response, t: number): ExpectedCounts[] {
  const entered = (time: number) =>
    (time > 0 ? expectedEnrolled(trial.accrual, trial.patients, time) : 0) / trial.patients;
  return expectedSizes(trial).map((size, a) => {
    const enrolled = size * entered(t);
    const assessed = size * entered(t - at);
    const events = assessed * rates[a] * (1 - dropoutProbability(arms[a], at));
    return { enrolled, events, dropouts: assessed - events, completed: 0, atRisk: enrolled - assessed };
  });
}
