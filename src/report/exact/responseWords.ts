/** Words for a protocol about a trial of a proportion. */
import type { ProportionStatistic } from '../../proportions/proportionTest.ts';
import type { ResponsePower } from '../../questions/exact/responsePower.ts';
import type { ResponseSize, ResponseSizeForTarget } from '../../questions/exact/responseSize.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import { count, fixed, percent, proportionText } from '../numbers.ts';
import type { Made } from '../statement/beside.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from '../statement/draft.ts';
import type { ExactFound, ExactWords } from './exactPresenter.ts';
import { levelText, proportionTestName, rateText } from './proportionWords.ts';

/** As references.ts has them. */
const CITED: Readonly<Partial<Record<ProportionStatistic, string>>> = {
  'pearson corrected': 'Yates 1934',
  fisher: 'Fisher 1935',
  boschloo: 'Boschloo 1970',
  'farrington-manning': 'Farrington & Manning 1990',
  'miettinen-nurminen': 'Miettinen & Nurminen 1985',
};

const EXACT = 'exact, by summing over both binomial distributions';

function compared({ endpoint, experimental, control, test, wanted }: ResponseTrial): Draft {
  const cited = CITED[test.statistic];
  const what = say`${proportionTestName(test.statistic)} ${levelText(test)}${cited === undefined ? NOTHING : say` (${cited})`}`;
  const side = wanted ? say`` : say`, fewer being better`;
  return say`The share of patients with ${endpoint} is compared between ${experimental.name} and ${control.name} by ${what}${side}. It is assumed to be ${traced(rateText(control.rate), `responseTrial.arms[${control.name}].rate`)} with ${control.name} and ${traced(rateText(experimental.rate), `responseTrial.arms[${experimental.name}].rate`)} with ${experimental.name}.`;
}

function byArm(n: number, m: number, { experimental, control }: ResponseTrial): Draft {
  return say` (${count(n)} ${experimental.name}, ${count(m)} ${control.name})`;
}

function planned(power: ResponsePower, plan: ResponseTrial): Draft {
  const { patients, byArm: arms, typeOne, simulated } = power;
  const rate = percent(typeOne.planned.rate);
  const idle =
    plan.test.margin === 0 ? say`if both shares are ${rate}` : say`at the margin, with ${rate} in the control arm,`;
  return say`With ${traced(count(patients), 'responseTrial.patients')} patients${byArm(arms.experimental, arms.control, plan)} the power is ${traced(percent(power.power), `${EXACT}: ${percent(power.power, 3)}; simulated ${proportionText(simulated.power)}`)}. The type I error is ${traced(percent(typeOne.planned.probability, 2), `${EXACT}; simulated ${proportionText(simulated.typeOne)}`)} ${idle} and at most ${traced(percent(typeOne.largest.probability, 2), `the largest over all control rates, at ${percent(typeOne.largest.rate)}`)}.`;
}

function needed(target: ResponseSizeForTarget, plan: ResponseTrial): Draft {
  const { first, stays, formula, targetPower, searchedTo } = target;
  if (first === null || stays === null) return NOTHING;
  const { experimental, control } = plan;
  const fewest =
    first.patients === stays.patients
      ? NOTHING
      : say`; ${traced(count(first.patients), `the smallest N with a power of at least ${percent(targetPower, 0)}: ${percent(first.power, 2)}`)} are the fewest that reach it`;
  const normal =
    formula === null
      ? NOTHING
      : say`; ${traced(fixed(formula, 1), 'N by formula, unrounded')} by the normal approximation`;
  return say`a power of ${percent(targetPower, 0)} needs ${traced(count(stays.patients), `${EXACT}: ${percent(stays.power, 2)}, and at least ${percent(targetPower, 0)} for every larger N up to ${count(searchedTo)}`)} patients (${count(stays.experimental)} ${experimental.name}, ${count(stays.control)} ${control.name}${fewest}${normal})`;
}

function sizes(size: ResponseSize | undefined, plan: ResponseTrial): Draft {
  const rows = (size?.targets ?? []).map((target) => needed(target, plan)).filter((row) => row.length > 0);
  return rows.length === 0 ? NOTHING : say`Counted exactly, ${enumerated(rows)}.`;
}

function software(made: Made | null): Draft {
  const version = made === null ? NOTHING : say` ${traced(made.trialwright, 'manifest: version of the program')}`;
  return say`Power was computed with trialwright${version} by summing over both binomial distributions.`;
}

/** Null where neither power nor a size is known. */
export function wordsOfResponses(
  { power, size }: ExactFound<unknown, ResponsePower, ResponseSize>,
  plan: ResponseTrial,
  made: Made | null,
): ExactWords | null {
  const found = joined([power ? planned(power, plan) : NOTHING, sizes(size, plan)], ' ');
  if (found.length === 0) return null;
  const headline = sizes(size, plan);
  return {
    headline: headline.length > 0 ? headline : found,
    protocol: [joined([compared(plan), found], ' '), software(made)],
    grant: [joined([compared(plan), found], ' ')],
  };
}
