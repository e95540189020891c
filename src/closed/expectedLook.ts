/** What a test is expected to see at an analysis: who is at risk and who fails, by stratum, as the statistics integrate it. */
import type { ExpectedLook, ExpectedStratum } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import { cumulativeHazard, hazard } from '../survival/law.ts';
import { CENTRE } from '../trial/centres.ts';
import type { Hypothesis, Test } from '../trial/comparisons.ts';
import { strataOf } from '../trial/population.ts';
import { allocationBlock, armsOf, type Trial } from '../trial/trial.ts';
import { asSeen } from './asSeen.ts';
import { centreNodes, componentsInCentre, componentsOf, mixtureOf, trialCells } from './components.ts';
import { enteredBy, followUpAt } from './expectedEvents.ts';
import type { FollowUpGrid } from './followUpGrid.ts';
import { keptInSmallCentres } from './smallCentres.ts';

const EVERYWHERE = [{ share: 1, control: 1, experimental: 1 }];

/**
 * The comparison of `hypothesis` (the first arm's where null) by `test` at calendar time t. A test stratified by centre
 * compares within each kind of centre (frailty × treatment effect) as if centres were large, and has so many patients fewer
 * as small centres lose of the information (smallCentres.ts). With scans it sees events when they do, unless it is one of
 * exact times. `grid`: one with panels that end at its breaks, for curves of several analyses at the same nodes.
 */
export function expectedLook(
  planned: Trial,
  t: number,
  test: Test,
  hypothesis: Hypothesis | null = null,
  grid?: FollowUpGrid,
): ExpectedLook {
  const trial = test.origin?.kind === 'exactTimes' ? planned : asSeen(planned, t);
  const arm = hypothesis?.arm ?? 1;
  const arms = armsOf(trial);
  const factors = trial.population?.factors ?? [];
  const cells = trialCells(planned);
  const byCentre = trial.centres !== undefined && test.stratifiedBy.includes(CENTRE);
  const named = test.stratifiedBy.filter((name) => name !== CENTRE);
  const { of: stratumOf, count } = strataOf({ factors }, cells, named, hypothesis?.subgroup ?? null);
  const { times, weights, entered } = grid
    ? { ...grid, entered: enteredBy(trial, t, grid) }
    : followUpAt(trial, t, definitionOf(test.statistic).times(test.statistic));
  const compared = cells.reduce((sum, { prevalence }, c) => sum + (stratumOf[c] < 0 ? 0 : prevalence), 0);
  const together = arms[0].weight + arms[arm].weight;
  const centres = byCentre ? centreNodes(trial) : EVERYWHERE;
  const sides = [0, arm].map((a) => {
    const { law, dropoutHazard, weight } = arms[a];
    const mixed = byCentre ? componentsInCentre(planned, a) : componentsOf(planned, a);
    const cumulative = times.map((u) => cumulativeHazard(law, u));
    const rate = times.map((u) => hazard(law, u));
    return (stratum: number, centre: { readonly share: number; readonly factor: number }) => {
      const components = mixed
        .filter(({ cell }) => stratumOf[cell] === stratum)
        .map((component) => ({ ...component, multiplier: component.multiplier * centre.factor }));
      const prevalence = components.reduce((sum, component) => sum + component.share, 0);
      const share = (weight / together) * (prevalence / compared) * centre.share;
      const free = new Float64Array(times.length);
      const failing = new Float64Array(times.length);
      const atRisk = new Float64Array(times.length);
      for (let i = 0; i < times.length; i++) {
        const mixture = mixtureOf(components, cumulative[i], rate[i]);
        free[i] = mixture.free / prevalence;
        failing[i] = mixture.free > 0 ? mixture.failing / mixture.free : 0;
        atRisk[i] = share * free[i] * entered[i] * Math.exp(-dropoutHazard * times[i]);
      }
      return { share, survival: free, hazard: failing, atRisk };
    };
  });
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
      };
    }),
  ).flat();
  const patients = (trial.patients * together * compared) / allocationBlock(trial);
  if (!byCentre) return { strata, patients };
  const shares = strata.map((_, s) => centres[s % centres.length].share);
  return { strata, patients: patients * keptInSmallCentres(trial, strata, shares, patients) };
}
