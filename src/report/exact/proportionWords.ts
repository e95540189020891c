/** Words for tests of two proportions and for what they compare. */
import type { ProportionStatistic, ProportionTest } from '../../proportions/proportionTest.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import { fixed, significant, units } from '../numbers.ts';
import { alphaText } from '../testWords.ts';

const NAMES: Readonly<Record<ProportionStatistic, string>> = {
  pearson: "Pearson's chi-square test",
  'pearson corrected': "Pearson's chi-square test with continuity correction",
  fisher: "Fisher's exact test",
  boschloo: "Boschloo's test",
  'farrington-manning': 'test of Farrington and Manning',
  'miettinen-nurminen': 'test of Miettinen and Nurminen',
};

/** `Pearson's chi-square test`. */
export const proportionTestName = (statistic: ProportionStatistic): string => NAMES[statistic];

/** `40.0 %`, with as many decimals as the rate has, at least one. */
export function rateText(rate: number): string {
  return `${fixed(100 * rate, Number.isInteger(Number((1000 * rate).toPrecision(12))) ? 1 : 2)} %`;
}

/** `−10 points`. */
export const pointsText = (difference: number): string => units(significant(100 * difference, 4), 'point');

/** `at two-sided 5 % (one-sided 2.5 %)`, and the margin where there is one. */
export function levelText(test: ProportionTest): string {
  const margin = test.margin === 0 ? '' : ` against a difference of ${pointsText(test.margin)}`;
  return `at ${alphaText(test)}${margin}`;
}

/** `objective response in 56.9 % with A and 40.0 % with B`. */
export function ratesText({ endpoint, experimental, control }: ResponseTrial): string {
  return `${endpoint} in ${rateText(experimental.rate)} with ${experimental.name} and ${rateText(control.rate)} with ${control.name}`;
}

/** `136 A, 136 B`. */
export function byArmText(
  { experimental, control }: { readonly experimental: number; readonly control: number },
  plan: ResponseTrial,
): string {
  return `${experimental} ${plan.experimental.name}, ${control} ${plan.control.name}`;
}
