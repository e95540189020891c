/** A trial's watch over survival: at which looks the hazard ratio of death is held against a threshold. */
import type { DetrimentRule, HazardRatioPrior } from '../sequential/detriment.ts';
import { COX_WALD } from '../statistics/registry.ts';
import type { Compared } from './comparison.ts';
import type { Test } from './test.ts';

export interface DetrimentWatch {
  /** Place of the time to death among the trial's endpoints. */
  readonly endpoint: number;
  readonly rule: DetrimentRule;
  /** By look, the final analysis last: whether it is held against a threshold. */
  readonly looks: readonly boolean[];
  /** Whether a trial in which a detriment was seen claims nothing from then on; else it is a recommendation. */
  readonly binding: boolean;
  /** Of the log hazard ratio, for the chance that the treatment harms. */
  readonly prior: HazardRatioPrior;
}

/** What is compared: the first experimental arm with the control, all of their patients. */
export function comparedDeaths({ endpoint }: DetrimentWatch): Compared {
  return { endpoint, arm: 1, subgroup: null };
}

/** How the hazard ratio of death is estimated: Cox's model in the strata of the deciding test. */
export function deathRatioTest({ stratifiedBy }: Pick<Test, 'stratifiedBy'>): Test {
  return { statistic: COX_WALD, stratifiedBy, adjustedFor: [] };
}
