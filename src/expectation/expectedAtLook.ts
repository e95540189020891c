/** What a test is expected to see at an analysis: who is at risk and who fails, by stratum, as the statistics integrate it. */

import { exp } from '../elementary/exp.ts';
import { integralToNodes } from '../statistics/expectedCurve.ts';
import type { ExpectedLook, ExpectedStratum } from '../statistics/expectedLook.ts';
import { definitionOf } from '../statistics/registry.ts';
import { accrualDuration, expectedEnrolled } from '../trial/accrual.ts';
import { CENTRE } from '../trial/centres.ts';
import { type Compared, FIRST_COMPARED } from '../trial/comparison.ts';
import { endpointOf } from '../trial/endpoint.ts';
import { strataOf } from '../trial/population.ts';
import type { Test } from '../trial/test.ts';
import { expectedSizes } from '../trial/trial.ts';
import { scaledBy } from './components.ts';
import { EVERYBODY } from './entryPeriods.ts';
import { enteredBy, enteredInPeriod, enteringOf, followUpAt } from './expectedEvents.ts';
import { type ExpectedPatients, patientsFor } from './expectedPatients.ts';
import { entryKinks, type FollowUpGrid } from './followUpGrid.ts';
import { responseLook } from './responseLook.ts';
import { instantPanels, presence, scanEdges, seenSide } from './seenLook.ts';
import { keptInSmallCentres } from './smallCentres.ts';

const EVERYWHERE = [{ share: 1, control: 1, experimental: 1 }];

/** The scans by which a test sees its events; none for one of exact times. */
const scansOf = ({ trial, curves }: Pick<ExpectedPatients, 'trial' | 'curves'>, test: Test) =>
  test.origin?.kind === 'exactTimes' || curves === null ? undefined : trial.scans;

/** Times on study at which the panels of a look by `test` at calendar time t must end, arm `arm` against the control. */
export function lookBreaks(expected: ExpectedPatients, t: number, test: Test, arm = 1): number[] {
  const scans = scansOf(expected, test);
  const edges = scans === undefined ? [] : scanEdges(expected, scans, [0, arm], t);
  const sizes = expectedSizes(expected.trial);
  const entries = [0, arm].flatMap((a) => {
    const { accrual } = expected.arms[a];
    return accrual === undefined ? [] : entryKinks(accrual.starts, accrualDuration(accrual, sizes[a]), t);
  });
  return [...definitionOf(test.statistic).times(test.statistic), ...edges, ...entries];
}

/**
 * The comparison by `test` at calendar time t, by default the first. A test stratified by centre compares within each
 * kind of centre (frailty × treatment effect) as if centres were large, and counts as many patients fewer as small
 * centres lose of the information (smallCentres.ts). With scans it sees events when scans do, of patients followed to
 * the last scan attended (seenFollowUp.ts), unless it is a test of exact times. `grid` is one whose panels end at the
 * breaks of the look; it puts the curves of several analyses at the same nodes. A comparison of another endpoint than expected
 * sees the same patients as that endpoint does.
 */
export function expectedLook(
  patientsOfTrial: ExpectedPatients,
  t: number,
  test: Test,
  compared: Compared = FIRST_COMPARED,
  grid?: FollowUpGrid,
): ExpectedLook {
  const expected = patientsFor(patientsOfTrial, endpointOf(patientsOfTrial.trial, compared));
  if (expected.endpoint.kind === 'response') return responseLook(expected, expected.endpoint, t, test, compared);
  const { trial, mix } = expected;
  const scans = scansOf(expected, test);
  const arm = compared.arm;
  const factors = trial.population?.factors ?? [];
  const { cells } = mix;
  const byCentre = trial.centres !== undefined && test.stratifiedBy.includes(CENTRE);
  const named = test.stratifiedBy.filter((name) => name !== CENTRE);
  const { of: stratumOf, count } = strataOf({ factors }, cells, named, compared.subgroup);
  const { times, weights, entered } = grid
    ? { ...grid, entered: enteredBy(trial, t, grid) }
    : followUpAt(expected, t, lookBreaks(expected, t, test, arm));
  const among = cells.reduce((sum, { prevalence }, c) => sum + (stratumOf[c] < 0 ? 0 : prevalence), 0);
  const sizes = expectedSizes(trial);
  const together = sizes[0] + sizes[arm];
  const centres = byCentre ? mix.centres : EVERYWHERE;
  const periods = mix.periods ?? [EVERYBODY];
  // Of those who have entered by t − u, the share of each period.
  const sharesThen = mix.periods?.map((period) =>
    enteredInPeriod(trial, period, t, times).map((within, i) => (entered[i] > 0 ? within / entered[i] : period.share)),
  );
  const sides = [0, arm].map((a) => {
    const { dropoutHazard } = expected.arms[a];
    const mixed = (byCentre ? mix.inCentre : mix.components)[Math.min(a, 1)];
    const own = enteringOf(trial, expected.arms[a], sizes[a]);
    const enteredOfArm = own === trial ? entered : enteredBy(own, t, { times, weights });
    const fate = expected.fates[a].over(times);
    const presentAt = presence(expected, a, t);
    return (stratum: number, centre: { readonly share: number; readonly factor: number }) => {
      const components = mixed
        .filter(({ cell }) => stratumOf[cell] === stratum)
        .map((component) => ({ ...component, multiplier: component.multiplier * centre.factor }));
      const prevalence = components.reduce((sum, component) => sum + component.share, 0);
      const share = (sizes[a] / together) * (prevalence / among) * centre.share;
      if (scans !== undefined) {
        const seen = seenSide(expected, scans, a, components, prevalence, t, times, presentAt);
        const survival = integralToNodes(seen.hazard.map((rate, i) => weights[i] * rate)).map((h) => exp(-h));
        return { share, survival, hazard: seen.hazard, atRisk: seen.atRisk.map((y) => share * y) };
      }
      const free = new Float64Array(times.length);
      const hazard = new Float64Array(times.length);
      const atRisk = new Float64Array(times.length);
      const ofPeriods = periods.map(({ multiplier }) => scaledBy(components, multiplier));
      for (let i = 0; i < times.length; i++) {
        let still = 0;
        let failing = 0;
        for (let p = 0; p < periods.length; p++) {
          const among = sharesThen?.[p][i] ?? 1;
          const mixture = fate(ofPeriods[p], i);
          still += among * mixture.free;
          failing += among * mixture.failing;
        }
        free[i] = still / prevalence;
        hazard[i] = still > 0 ? failing / still : 0;
        atRisk[i] = share * free[i] * enteredOfArm[i] * exp(-dropoutHazard * times[i]);
      }
      if (mix.periods === null) return { share, survival: free, hazard, atRisk };
      // Those followed longest entered first, so that the hazards seen are not those of one group of patients.
      const survival = integralToNodes(hazard.map((rate, i) => weights[i] * rate)).map((h) => exp(-h));
      return { share, survival, hazard, atRisk };
    };
  });
  const instants = scans === undefined ? [] : instantPanels(scans, [0, arm], times);
  const strata = Array.from({ length: count }, (_, stratum) =>
    centres.map((centre): ExpectedStratum => {
      const control = sides[0](stratum, { share: centre.share, factor: centre.control });
      const experimental = sides[1](stratum, { share: centre.share, factor: centre.experimental });
      return {
        times,
        weights,
        share0: control.share,
        share1: experimental.share,
        atRisk0: control.atRisk,
        atRisk1: experimental.atRisk,
        hazard0: control.hazard,
        hazard1: experimental.hazard,
        survival0: control.survival,
        survival1: experimental.survival,
        ...(instants.length > 0 ? { instants } : {}),
      };
    }),
  ).flat();
  const patients = together * among;
  const enrolled = scans && { enrolled: expectedEnrolled(trial.accrual, trial.patients, t) / trial.patients };
  if (!byCentre) return { strata, patients, ...enrolled };
  const shares = strata.map((_, s) => centres[s % centres.length].share);
  return { strata, patients: patients * keptInSmallCentres(trial, strata, shares, patients), ...enrolled };
}
