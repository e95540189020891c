/** The patients of a trial as its formulas integrate over them. */
import { type ObservedArm, observedArms } from '../trial/arm.ts';
import { drivingEndpoint, type Endpoint } from '../trial/endpoint.ts';
import type { Trial } from '../trial/trial.ts';
import { type SeenCurves, seenCurves } from './asSeen.ts';
import { componentsOf, type PatientMix, patientMix } from './components.ts';
import { type FollowUpPanels, followUpPanels } from './followUpGrid.ts';

/**
 * A trial with what follows from who its patients are, whatever their number; it is found once for every integral over
 * them.
 */
export interface ExpectedPatients {
  readonly trial: Trial;
  /** The endpoint that is expected, and the arms as it sees them. */
  readonly endpoint: Endpoint;
  readonly arms: readonly ObservedArm[];
  readonly mix: PatientMix;
  readonly panels: FollowUpPanels;
  /** One for every arm, the control first; null without scans. */
  readonly curves: readonly SeenCurves[] | null;
}

/**
 * The patients of `trial` as an endpoint sees them, by default the one that its analyses wait for. `like`: those of a trial with
 * the same arms, population, centres and scans, whose endpoint, mix and curves are taken over.
 */
export function expectedPatients(trial: Trial, like?: ExpectedPatients): ExpectedPatients {
  if (like !== undefined) {
    const { mix, panels, curves, arms } = like;
    return { trial, endpoint: like.endpoint, arms, mix, panels, curves };
  }
  const endpoint = drivingEndpoint(trial);
  const arms = observedArms(trial.arms, endpoint);
  const mix = patientMix(trial, arms[0].law);
  const { scans } = trial;
  return {
    trial,
    endpoint,
    arms,
    mix,
    panels: followUpPanels(arms),
    curves: scans
      ? arms.map(({ law }, a) => seenCurves(law, componentsOf(mix, a), scans.schedules[a], scans.deaths))
      : null,
  };
}
