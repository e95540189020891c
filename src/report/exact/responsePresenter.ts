/** What the answers about a trial of a proportion look like. */
import type { ResponseCheck } from '../../questions/exact/responseCheck.ts';
import type { ResponsePower } from '../../questions/exact/responsePower.ts';
import type { ResponseSize } from '../../questions/exact/responseSize.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import { count, fixed, percent, proportionText } from '../numbers.ts';
import type { ExactPresenter } from './exactPresenter.ts';
import {
  answerOfResponses,
  checkOfResponses,
  powerOfResponsesSection,
  sizeOfResponsesSection,
} from './responseReport.ts';
import { wordsOfResponses } from './responseWords.ts';

export const responsePresenter: ExactPresenter<ResponseTrial, ResponseCheck, ResponsePower, ResponseSize> = {
  key: 'responseTrial',
  check: {
    sections: (result, plan) => [checkOfResponses(result, plan)],
    kind: async () => (await import('../saved/savedResponses.ts')).responseCheck,
    belongs({ patients, formulaSizes }, plan, wrong) {
      if (patients !== plan.patients) wrong(['patients'], `must be ${plan.patients}, as in the scenario`);
      if (formulaSizes.length !== plan.targetPower.length)
        wrong(['formulaSizes'], `must be a list of ${plan.targetPower.length}, the targets of the scenario`);
    },
  },
  power: {
    sections: (result, plan) => [powerOfResponsesSection(result, plan)],
    async figures({ curve, patients }, plan) {
      const { exactPowerFigure } = await import('../figures/exactPowerFigure.ts');
      const figure = exactPowerFigure({
        name: 'response-power',
        title: `Exact power about the planned number of patients: ${plan.endpoint}`,
        curve,
        targets: plan.targetPower,
        marks: [{ patients, words: `planned ${count(patients)}` }],
      });
      return figure === null ? [] : [figure];
    },
    keyFigures: ({ patients, power, typeOne, simulated }) => [
      {
        label: 'Patients planned',
        value: { text: count(patients), trace: `responseTrial.patients = ${patients}, as the scenario has it` },
        detail: 'N of the scenario',
      },
      {
        label: 'Power',
        value: {
          text: percent(power),
          trace: `exact, by summing over both binomials; simulated ${proportionText(simulated.power)}`,
        },
        detail: 'exact',
      },
      {
        label: 'Type I error',
        value: {
          text: percent(typeOne.planned.probability, 2),
          trace: `exact, at a control rate of ${percent(typeOne.planned.rate)}; simulated ${proportionText(simulated.typeOne)}`,
        },
        detail: `at most ${percent(typeOne.largest.probability, 2)} over all rates`,
      },
    ],
    kind: async () => (await import('../saved/savedResponses.ts')).responsePower,
    belongs({ patients }, plan, wrong) {
      if (patients !== plan.patients) wrong(['patients'], `must be ${plan.patients}, as in the scenario`);
    },
  },
  size: {
    sections: (result, plan) => [sizeOfResponsesSection(result, plan)],
    async figures({ curve, targets }, plan) {
      const { exactPowerFigure } = await import('../figures/exactPowerFigure.ts');
      const figure = exactPowerFigure({
        name: 'response-size',
        title: `Exact power against the number of patients: ${plan.endpoint}`,
        curve,
        targets: plan.targetPower,
        marks: targets.flatMap(({ stays, targetPower }) =>
          stays === null
            ? []
            : [{ patients: stays.patients, words: `${count(stays.patients)} for ${percent(targetPower, 0)}` }],
        ),
      });
      return figure === null ? [] : [figure];
    },
    keyFigures: ({ targets }) =>
      targets.flatMap(({ targetPower, stays, first, formula }) =>
        stays === null || first === null
          ? []
          : [
              {
                label: `Patients for ${percent(targetPower, 0)} power`,
                value: {
                  text: count(stays.patients),
                  trace: `the smallest N from which on exact power is at least ${percent(targetPower, 0)}; ${count(first.patients)} are the fewest that reach it`,
                },
                detail: formula === null ? 'exact' : `normal formula ${fixed(formula, 1)}`,
              },
            ],
      ),
    kind: async () => (await import('../saved/savedResponses.ts')).responseSize,
    belongs({ targets }, plan, wrong) {
      targets.forEach(({ targetPower }, i) => {
        if (targetPower !== plan.targetPower[i])
          wrong(['targets', i, 'targetPower'], `must be ${plan.targetPower[i] ?? 'left out'}, as in the scenario`);
      });
    },
  },
  answer: answerOfResponses,
  words: wordsOfResponses,
};
