/** Patients of arms that differ in prognostic factors, drawn one by one in plain double precision. */
import type { ReportedFactor } from '../../src/scenario/scenario.ts';

const SIDES = ['control', 'experimental'] as const;

/** A patient's hazard over that of one without any factor and with continuous ones at 0. */
export function drawMultiplier(factors: readonly ReportedFactor[], arm: 0 | 1, random: () => number): number {
  let multiplier = 1;
  for (const { inArms, hazardRatio } of factors)
    if (inArms.kind === 'share') multiplier *= random() < inArms[SIDES[arm]] ? hazardRatio.value : 1;
    else {
      const { mean, sd } = inArms[SIDES[arm]];
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      multiplier *= hazardRatio.value ** (mean + sd * normal);
    }
  return multiplier;
}

/** The share of the control arm without event at a cumulative hazard of 1 patient of multiplier 1, by sums over all patients. */
function controlFree(factors: readonly ReportedFactor[], cumulative: number): number {
  const [first, ...rest] = factors;
  if (first === undefined) return Math.exp(-cumulative);
  const { inArms, hazardRatio } = first;
  if (inArms.kind === 'share')
    return (
      (1 - inArms.control) * controlFree(rest, cumulative) +
      inArms.control * controlFree(rest, cumulative * hazardRatio.value)
    );
  const { mean, sd } = inArms.control;
  let sum = 0;
  let weights = 0;
  for (let z = -7; z <= 7; z += 0.05) {
    const weight = Math.exp((-z * z) / 2);
    weights += weight;
    sum += weight * controlFree(rest, cumulative * hazardRatio.value ** (mean + sd * z));
  }
  return sum / weights;
}

/** The median of a patient of multiplier 1 such that the control arm as a whole has this median. */
export function medianOfReference(factors: readonly ReportedFactor[], median: number): number {
  let [low, high] = [-20, 20];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (controlFree(factors, Math.exp(middle)) > 0.5) low = middle;
    else high = middle;
  }
  return (median * Math.LN2) / Math.exp(low);
}
