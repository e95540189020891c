/** What a test is expected to see at an analysis: who is at risk and who fails, by stratum, as the statistics integrate it. */
import type { ExpectedLook, ExpectedStratum } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import type { Hypothesis, Test } from '../trial/comparisons.ts';
import { strataOf } from '../trial/population.ts';
import { allocationBlock, armsOf, type Trial } from '../trial/trial.ts';
import { componentsOf, mixtureAt, trialCells } from './components.ts';
import { followUpAt } from './expectedEvents.ts';

/** The comparison of `hypothesis` (the first arm's where null) by `test` at calendar time t. */
export function expectedLook(trial: Trial, t: number, test: Test, hypothesis: Hypothesis | null = null): ExpectedLook {
  const arm = hypothesis?.arm ?? 1;
  const arms = armsOf(trial);
  const factors = trial.population?.factors ?? [];
  const cells = trialCells(trial);
  const { of: stratumOf, count } = strataOf({ factors }, cells, test.stratifiedBy, hypothesis?.subgroup ?? null);
  const { times, weights, entered } = followUpAt(trial, t, definitionOf(test.statistic).times(test.statistic));
  const compared = cells.reduce((sum, { prevalence }, c) => sum + (stratumOf[c] < 0 ? 0 : prevalence), 0);
  const together = arms[0].weight + arms[arm].weight;
  const side = (a: number, stratum: number) => {
    const { law, dropoutHazard, weight } = arms[a];
    const components = componentsOf(trial, a).filter(({ cell }) => stratumOf[cell] === stratum);
    const prevalence = components.reduce((sum, component) => sum + component.share, 0);
    const share = (weight / together) * (prevalence / compared);
    const survival = new Float64Array(times.length);
    const hazard = new Float64Array(times.length);
    const atRisk = new Float64Array(times.length);
    for (let i = 0; i < times.length; i++) {
      const { free, failing } = mixtureAt(law, components, times[i]);
      survival[i] = free / prevalence;
      hazard[i] = free > 0 ? failing / free : 0;
      atRisk[i] = share * survival[i] * entered[i] * Math.exp(-dropoutHazard * times[i]);
    }
    return { share, survival, hazard, atRisk };
  };
  const strata = Array.from({ length: count }, (_, stratum): ExpectedStratum => {
    const control = side(0, stratum);
    const experimental = side(arm, stratum);
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
  });
  return { strata, patients: (trial.patients * together * compared) / allocationBlock(trial) };
}
