/**
 * Fleming and Harrington's tests: w = S(t−)^ρ (1 − S(t−))^γ with the pooled Kaplan–Meier estimate, that of each stratum
 * for itself.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import type { Parameter, Statistic } from './definition.ts';
import { weightedTest } from './weightedLogRank.ts';

/** x^exponent for 0 ≤ x ≤ 1, 0⁰ = 1; three times as fast as Math.pow where there is no shortcut. */
function power(x: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (exponent === 1) return x;
  if (exponent === 0.5) return Math.sqrt(x);
  if (exponent === 2) return x * x;
  return exp(exponent * log(x));
}

const isZeroOrOne = (exponent: number) => exponent === 0 || exponent === 1;

function exponent(name: string, describe: string, example: string): Parameter {
  return { name, describe, is: 'number', from: 0, to: 10, example };
}

const rhoOf = (statistic: Statistic) => statistic.parameters.rho as number;
const gammaOf = (statistic: Statistic) => statistic.parameters.gamma as number;

export const flemingHarrington = weightedTest({
  kind: 'flemingHarrington',
  parameters: [
    exponent('rho', 'power of S(t−), the pooled survival: the larger, the more early differences weigh', '0'),
    exponent('gamma', 'power of 1 − S(t−): the larger, the more late differences weigh', '1'),
  ],
  label: (statistic) => `Fleming–Harrington (${rhoOf(statistic)}, ${gammaOf(statistic)})`,
  describe:
    'log-rank with weights S(t−)^ρ (1 − S(t−))^γ, S the pooled Kaplan–Meier: γ > 0 for late differences, ρ > 0 for early ones; can reject for an experimental arm that is harmful early',
  source: 'T. R. Fleming & D. P. Harrington, Counting Processes and Survival Analysis (1991), ch. 7',
  uses: { pooledSurvival: true },
  citation: 'Harrington & Fleming 1982',
  weighted: true,
  weighting: {
    fill: (table, _look, statistic, weights) => {
      const { rows, pooledBefore } = table;
      const rho = rhoOf(statistic);
      const gamma = gammaOf(statistic);
      if (isZeroOrOne(rho) && isZeroOrOne(gamma)) {
        // x^e = (1 − e) + e x, exactly, for exponents 0 and 1: no branches for the usual members of the family.
        for (let k = 0; k < rows; k++) {
          const s = pooledBefore[k];
          weights[k] = (1 - rho + rho * s) * (1 - gamma + gamma * (1 - s));
        }
        return;
      }
      for (let k = 0; k < rows; k++) {
        const s = pooledBefore[k];
        weights[k] = power(s, rho) * power(1 - s, gamma);
      }
    },
    expected: ({ survival }, statistic) => {
      const rho = rhoOf(statistic);
      const gamma = gammaOf(statistic);
      const weights = survival.map((s) => power(s, rho) * power(1 - s, gamma));
      // dS/dH = −S, so dw/dH = w (γ S/(1 − S) − ρ); before the first event w is known.
      const byHazard = survival.map((s, i) => (s < 1 ? weights[i] * ((gamma * s) / (1 - s) - rho) : 0));
      return { weights, byHazard };
    },
  },
});
