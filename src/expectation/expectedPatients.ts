/** The patients of a trial as its formulas integrate over them. */
import type { Trial } from '../trial/trial.ts';
import { type SeenCurves, seenCurves } from './asSeen.ts';
import { componentsOf, type PatientMix, patientMix } from './components.ts';
import { type FollowUpPanels, followUpPanels } from './followUpGrid.ts';

/** A trial with what follows from who its patients are, in whatever number: found once for every integral over them. */
export interface ExpectedPatients {
  readonly trial: Trial;
  readonly mix: PatientMix;
  readonly panels: FollowUpPanels;
  /** Of every arm, the control first; null without scans. */
  readonly curves: readonly SeenCurves[] | null;
}

/**
 * The patients of `trial`. `like`: those of a trial with the same arms, population, centres and scans, whose mix and curves
 * are taken over.
 */
export function expectedPatients(trial: Trial, like?: ExpectedPatients): ExpectedPatients {
  if (like !== undefined) return { trial, mix: like.mix, panels: like.panels, curves: like.curves };
  const mix = patientMix(trial);
  const { arms, scans } = trial;
  return {
    trial,
    mix,
    panels: followUpPanels(arms),
    curves: scans
      ? arms.map(({ law }, a) => seenCurves(law, componentsOf(mix, a), scans.schedules[a], scans.deaths))
      : null,
  };
}
