/** The patients of a trial as its formulas integrate over them. */
import { type ObservedArm, observedArms } from '../trial/arm.ts';
import { driftOfEntry } from '../trial/careDrift.ts';
import type { Subgroup } from '../trial/comparison.ts';
import { drivingEndpoint, type Endpoint, observedFor } from '../trial/endpoint.ts';
import { isInside } from '../trial/population.ts';
import type { Trial } from '../trial/trial.ts';
import { type SeenCurves, seenCurves } from './asSeen.ts';
import { type Component, componentsOf, type PatientMix, patientMix } from './components.ts';
import { entryPeriods } from './entryPeriods.ts';
import { type Fate, fateOf } from './fate.ts';
import { type FollowUpPanels, followUpPanels } from './followUpGrid.ts';
import { deathsSeenIn, firstLawOf } from './seenDeaths.ts';

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
  /** How the endpoint comes to the patients of each arm. */
  readonly fates: readonly Fate[];
  readonly panels: FollowUpPanels;
  /** One for every arm, the control first; null without scans, and for death, which is known at once. */
  readonly curves: readonly SeenCurves[] | null;
}

/**
 * The patients of `trial` as an endpoint sees them, by default the one that its analyses wait for. `like`: those of a trial with
 * the same arms, population, centres and scans, whose endpoint, mix and curves are taken over
 * as far as the times of entry make no other patients of them.
 */
export function expectedPatients(trial: Trial, like?: ExpectedPatients): ExpectedPatients {
  if (like !== undefined && enterAlike(trial, like.trial)) {
    const { mix, fates, panels, curves, arms } = like;
    return { trial, endpoint: like.endpoint, arms, mix, fates, panels, curves };
  }
  const endpoint = drivingEndpoint(trial);
  const arms = observedArms(trial.arms, endpoint);
  const mix = like?.mix ?? patientMix(trial, arms[0].law);
  return seenFor(trial, endpoint, arms, { ...mix, periods: entryPeriods(trial) });
}

/** Whether the times of entry of two trials, alike but for their size and looks, make the same of their patients' hazards. */
function enterAlike(one: Trial, other: Trial): boolean {
  return (
    (one.accrual === other.accrual && one.patients === other.patients) ||
    (driftOfEntry(one) === null && driftOfEntry(other) === null)
  );
}

/** The endpoint that the laws of the arms are of: a response goes with the time to the driving one. */
const timeOf = (trial: Trial, endpoint: Endpoint) => (endpoint.kind === 'response' ? drivingEndpoint(trial) : endpoint);

/** The same patients as another endpoint sees them; hazards are those of the mix, whatever is observed. */
export function patientsFor(expected: ExpectedPatients, endpoint: Endpoint): ExpectedPatients {
  const { trial, mix } = expected;
  if (endpoint === expected.endpoint) return expected;
  const byEndpoint = found.get(mix) ?? new Map<Endpoint, ExpectedPatients>();
  found.set(mix, byEndpoint);
  const known =
    byEndpoint.get(endpoint) ?? seenFor(trial, endpoint, observedArms(trial.arms, timeOf(trial, endpoint)), mix);
  byEndpoint.set(endpoint, known);
  return { ...known, trial };
}

/** What other endpoints see of the patients of a mix, which trials of any size and with any looks share. */
const found = new WeakMap<PatientMix, Map<Endpoint, ExpectedPatients>>();

/** Patients of one level of a factor as a trial of their own: what is expected of one of them, and their share of all. */
export interface PartOfPatients {
  readonly patients: ExpectedPatients;
  readonly share: number;
}

export function patientsOfSubgroup(expected: ExpectedPatients, subgroup: Subgroup): PartOfPatients {
  const { trial, endpoint, arms, mix } = expected;
  const factors = trial.population?.factors ?? [];
  const inside = mix.cells.map((cell) => isInside({ factors }, cell, subgroup));
  const share = mix.cells.reduce((sum, { prevalence }, c) => sum + (inside[c] ? prevalence : 0), 0);
  const part = (components: readonly Component[]) =>
    components
      .filter(({ cell }) => inside[cell])
      .map((component) => ({ ...component, share: component.share / share }));
  const [control, experimental] = mix.components;
  const own: PatientMix = { ...mix, components: [part(control), part(experimental)] };
  return { patients: seenFor(trial, endpoint, arms, own, expected.fates), share };
}

function seenFor(
  trial: Trial,
  endpoint: Endpoint,
  arms: readonly ObservedArm[],
  mix: PatientMix,
  fates: readonly Fate[] = arms.map((arm, a) => fateOf(arm, endpoint, mix, a)),
): ExpectedPatients {
  const { scans } = trial;
  return {
    trial,
    endpoint,
    arms,
    mix,
    fates,
    panels: followUpPanels(arms),
    curves:
      scans && observedFor(endpoint) !== 'death'
        ? arms.map((arm, a) => {
            const components = componentsOf(mix, a);
            const deaths = deathsSeenIn(arm, scans, a, components);
            return seenCurves(firstLawOf(arm), components, scans.schedules[a], deaths);
          })
        : null,
  };
}
