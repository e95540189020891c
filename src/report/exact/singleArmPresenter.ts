/** What the answers about a trial without a control look like. */

import type { SingleArmAnswer } from '../../questions/exact/singleArmAnswer.ts';
import type { AskedExactly } from '../../scenario/exactParts.ts';
import type { SingleArm } from '../../scenario/plannedSingleArm.ts';
import { count, percent } from '../numbers.ts';
import type { KeyFigure } from '../page/keyFigures.ts';
import { singleArmBelongs } from '../saved/exactBelongs.ts';
import type { ExactPresented, ExactPresenter } from './exactPresenter.ts';
import { oneSampleAnswer, oneSampleSections } from './oneSampleReport.ts';
import { oneSampleWords, stagesWords } from './singleArmWords.ts';
import { stagesAnswer, stagesSections, stagesText } from './stagesReport.ts';

/** The answer with its plan, which are of one kind. */
function answerText(answer: SingleArmAnswer, plan: SingleArm): string[] {
  if (answer.kind === 'response') return plan.kind === 'response' ? stagesAnswer(answer, plan) : [];
  return plan.kind === 'time' ? oneSampleAnswer(answer, plan) : [];
}

function keyFigures(answer: SingleArmAnswer): KeyFigure[] {
  if (answer.kind === 'time') {
    if (answer.patients === null || answer.formula === null) return [];
    return [
      {
        label: 'Patients, single arm',
        value: { text: count(answer.patients), trace: 'patients of the single-arm trial' },
        detail: `power ${percent(answer.formula.asPlanned.power)} by large samples`,
      },
    ];
  }
  if (answer.design === null || answer.asPlanned === null) return [];
  return [
    {
      label: 'Patients, single arm',
      value: { text: count(answer.design.patients), trace: `single-arm design ${stagesText(answer.design)}` },
      detail: `${stagesText(answer.design)}; exact power ${percent(answer.asPlanned.claim)}`,
    },
  ];
}

function presented(asked: AskedExactly): ExactPresented<SingleArm, SingleArmAnswer> {
  return {
    sections(answer, plan) {
      if (answer.kind === 'response') return plan.kind === 'response' ? stagesSections(answer, plan, asked) : [];
      return plan.kind === 'time' ? oneSampleSections(answer, plan, asked) : [];
    },
    ...(asked === 'power'
      ? {
          async figures(answer: SingleArmAnswer, plan: SingleArm) {
            if (answer.kind !== 'response' || plan.kind !== 'response') return [];
            const { stagesFigure } = await import('../figures/stagesFigure.ts');
            const figure = stagesFigure(answer, plan);
            return figure === null ? [] : [figure];
          },
        }
      : {}),
    ...(asked === 'check' ? {} : { keyFigures }),
    async kind() {
      const { singleArmAnswer } = await import('../saved/savedSingleArm.ts');
      return singleArmAnswer;
    },
    belongs: singleArmBelongs,
  };
}

export const singleArmPresenter: ExactPresenter<SingleArm, SingleArmAnswer, SingleArmAnswer, SingleArmAnswer> = {
  key: 'singleArm',
  check: presented('check'),
  power: presented('power'),
  size: presented('size'),
  answer({ check, power, size }, plan) {
    const found = power ?? size ?? check;
    return found === undefined ? [] : answerText(found, plan);
  },
  words({ power, size }, plan) {
    const found = power ?? size;
    if (found?.kind === 'response') return plan.kind === 'response' ? stagesWords(found, plan) : null;
    return found !== undefined && plan.kind === 'time' ? oneSampleWords(found, plan) : null;
  },
};
