/** What is asked of a trial without a control. */
import type { SingleArm } from '../../scenario/plannedSingleArm.ts';
import type { ExactAnswering } from './exactAnswering.ts';
import type { SingleArmAnswer } from './singleArmAnswer.ts';

export const singleArmAnswering: ExactAnswering<SingleArm, SingleArmAnswer, SingleArmAnswer, SingleArmAnswer> = {
  key: 'singleArm',
  check: {
    async ask(_asking, plan) {
      const { describeSingleArm } = await import('./singleArmAnswer.ts');
      return describeSingleArm(plan);
    },
  },
  power: {
    needs: (plan) =>
      plan.kind === 'time' && plan.patients === null
        ? 'singleArm.time.patients is missing; power needs N: give patients, or ask size for them'
        : null,
    async ask(asking, plan) {
      const { powerOfSingleArm } = await import('./singleArmAnswer.ts');
      return powerOfSingleArm(asking, plan);
    },
  },
  size: {
    async ask(_asking, plan) {
      const { sizeOfSingleArm } = await import('./singleArmAnswer.ts');
      return sizeOfSingleArm(plan);
    },
    unreached: (answer) => (answer.kind === 'response' ? answer.design === null : answer.needed?.patients === null),
  },
};
