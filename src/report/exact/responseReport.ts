/** The answers about a trial of a proportion, in words and tables. */
import type { ResponseCheck } from '../../questions/exact/responseCheck.ts';
import type { ResponsePower } from '../../questions/exact/responsePower.ts';
import type { ResponseSize, ResponseSizeForTarget } from '../../questions/exact/responseSize.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import { count, fixed, percent, proportionText, significant, units } from '../numbers.ts';
import { cell, left, right, type Section, type Table } from '../table.ts';
import { alphaText, capital, listed } from '../testWords.ts';
import { byArmText, levelText, pointsText, proportionTestName, ratesText } from './proportionWords.ts';

const better = ({ wanted }: ResponseTrial): string => (wanted ? 'more is better' : 'fewer is better');

export function checkOfResponses(result: ResponseCheck, plan: ResponseTrial): Section {
  const { patients, byArm, difference, ratio, oddsRatio, formulaPower, formulaSizes } = result;
  const n =
    patients === null || byArm === null
      ? 'N not given'
      : `${units(count(patients), 'patient')} (${byArmText(byArm, plan)})`;
  const sizes = formulaSizes.map(
    ({ targetPower, patients: size }) =>
      `${size === null ? 'no N' : `N = ${fixed(size, 4)}`} for ${percent(targetPower, 0)}`,
  );
  return {
    title: `The planned comparison: ${plan.endpoint}`,
    answer: [
      `${n}, allocation ${plan.experimental.weight}:${plan.control.weight}; ${ratesText(plan)} (${better(plan)}): difference ${pointsText(difference)}, ratio ${significant(ratio)}, odds ratio ${significant(oddsRatio)}.`,
      `By the normal formula ${formulaPower === null ? '' : `the power is ${percent(formulaPower, 2)}; `}${listed(sizes)} before rounding.`,
    ],
    prose: [
      `${capital(proportionTestName(plan.test.statistic))} ${levelText(plan.test)}; target power ${listed(plan.targetPower.map((power) => percent(power, 0)))}.`,
    ],
    tables: [],
  };
}

function othersTable(result: ResponsePower, plan: ResponseTrial): Table {
  const { power, typeOne, others } = result;
  const rows = [{ statistic: plan.test.statistic, power, largestTypeOne: typeOne.largest.probability }, ...others];
  return {
    name: 'proportion-tests',
    title: `Tests of the same ${count(result.patients)} patients, exactly`,
    audience: 'both',
    columns: [left('test', ''), right('power', 'power'), right('largestTypeOneError', 'most errors')],
    rows: rows.map((row) => [
      cell(capital(proportionTestName(row.statistic))),
      cell(row.power, percent(row.power, 2)),
      cell(row.largestTypeOne, percent(row.largestTypeOne, 3)),
    ]),
    notes: [
      'The first decides. The largest type I error is over all control rates; alpha bounds it for Fisher’s and Boschloo’s test.',
    ],
  };
}

export function powerOfResponsesSection(result: ResponsePower, plan: ResponseTrial): Section {
  const { patients, byArm, power, harm, typeOne, formula, simulated, decisive } = result;
  const { test, endpoint, wanted } = plan;
  const alpha = test.sides === 2 && test.margin === 0 ? test.alpha : test.alpha / test.sides;
  const idle = test.margin === 0 ? 'both rates are' : 'the rates differ by the margin and the control rate is';
  const provisos =
    typeOne.largest.probability > alpha
      ? [
          `The test is approximate: its type I error reaches ${percent(typeOne.largest.probability, 3)} at a control rate of ${percent(typeOne.largest.rate, 1)}, above alpha. Boschloo's and Fisher's test keep it.`,
        ]
      : [];
  const rule =
    decisive === null
      ? []
      : [
          `With ${decisive.control} of ${byArm.control} controls having the event, ${decisive.experimental} or ${wanted ? 'more' : 'fewer'} of ${byArm.experimental} with ${plan.experimental.name} decide for it.`,
        ];
  return {
    title: `Power of the planned comparison: ${endpoint}`,
    answer: [
      `With ${units(count(patients), 'patient')} (${byArmText(byArm, plan)}) ${proportionTestName(test.statistic)} ${levelText(test)} has exact power ${percent(power, 2)} for ${ratesText(plan)}.`,
      `If ${idle} ${percent(typeOne.planned.rate, 1)} it rejects in ${percent(typeOne.planned.probability, 3)}; the most over all rates is ${percent(typeOne.largest.probability, 3)}, at ${percent(typeOne.largest.rate, 1)}.`,
    ],
    provisos,
    prose: [
      `Simulated on ${count(simulated.power.replicates)} trials: power ${proportionText(simulated.power)}, type I error ${proportionText(simulated.typeOne)}. By the normal formula the power is ${percent(formula, 2)}.`,
      ...rule,
      ...(harm > 0.00005 ? [`It finds ${plan.experimental.name} worse in ${percent(harm, 2)}.`] : []),
    ],
    tables: [othersTable(result, plan)],
  };
}

/** The saw in words: where power falls below the target again. */
export function sawText({ first, stays, dips, targetPower, searchedTo }: ResponseSizeForTarget): string {
  if (first === null || stays === null) return '';
  const target = percent(targetPower, 0);
  if (dips === null)
    return `Exact power does not fall below ${target} again at any larger N (searched to ${count(searchedTo)}).`;
  return `Exact power is a saw, as counts are whole: from ${count(first.patients)} on it falls below ${target} again at ${units(dips.sizes, 'size')}, to ${percent(dips.lowest, 2)} at the lowest, and stays above from ${count(stays.patients)} on (searched to ${count(searchedTo)}).`;
}

function sizeSentence(target: ResponseSizeForTarget, plan: ResponseTrial): string {
  const { first, stays, targetPower, formula, searchedTo } = target;
  const aim = `Power ${percent(targetPower, 0)}`;
  if (first === null || stays === null)
    return formula === null
      ? `${aim} is out of reach: ${plan.test.margin === 0 ? 'the planned rates are equal' : 'the planned rates differ by the margin'}. Plan a difference.`
      : `${aim} is not reached with ${count(searchedTo)} patients, beyond which outcomes are not enumerated; the normal formula asks for ${fixed(formula, 1)}.`;
  const same = first.patients === stays.patients;
  const by = formula === null ? '' : `; the normal formula asks for ${fixed(formula, 1)}`;
  return same
    ? `${aim} needs ${units(count(first.patients), 'patient')} (${byArmText(first, plan)}; exact power ${percent(first.power, 2)})${by}.`
    : `${aim} needs ${units(count(stays.patients), 'patient')} (${byArmText(stays, plan)}; exact power ${percent(stays.power, 2)}) to have it at every larger N too; ${count(first.patients)} (${percent(first.power, 2)}) are the fewest that reach it${by}.`;
}

export function sizeOfResponsesSection(result: ResponseSize, plan: ResponseTrial): Section {
  return {
    title: `Patients needed: ${plan.endpoint}`,
    answer: [
      `${capital(proportionTestName(plan.test.statistic))} ${levelText(plan.test)}, ${ratesText(plan)}:`,
      ...result.targets.map((target) => sizeSentence(target, plan)),
    ],
    prose: result.targets.map(sawText).filter((text) => text !== ''),
    tables: [
      {
        name: 'proportion-size',
        title: 'Patients by exact power and by formula',
        audience: 'both',
        columns: [
          right('targetPower', 'target'),
          right('first', 'fewest'),
          right('firstPower', 'power'),
          right('stays', 'from then on'),
          right('staysPower', 'power'),
          right('formula', 'formula'),
        ],
        rows: result.targets.map(({ targetPower, first, stays, formula }) => [
          cell(targetPower, percent(targetPower, 0)),
          ...[first, stays].flatMap((size) =>
            size === null
              ? [cell(null), cell(null)]
              : [cell(size.patients, count(size.patients)), cell(size.power, percent(size.power, 2))],
          ),
          cell(formula, fixed(formula, 4)),
        ]),
        notes: [
          `Fewest: the smallest N whose exact power reaches the target; from then on: the smallest from which on every N does. ${capital(alphaText(plan.test))}.`,
        ],
      },
    ],
  };
}

/** What a run answers, in sentences. */
export function answerOfResponses(
  { power, size }: { readonly power?: ResponsePower; readonly size?: ResponseSize },
  plan: ResponseTrial,
): string[] {
  const sizes = (size?.targets ?? []).map((target) => sizeSentence(target, plan));
  const planned = power
    ? [
        `With the ${units(count(power.patients), 'patient')} planned: exact power ${percent(power.power, 2)}; largest type I error ${percent(power.typeOne.largest.probability, 3)}.`,
      ]
    : [];
  const said = [...sizes, ...planned];
  return said.length === 0
    ? []
    : [`${capital(ratesText(plan))}, ${proportionTestName(plan.test.statistic)} ${levelText(plan.test)}:`, ...said];
}
