/** What is asked of a trial that compares a proportion in two arms. */
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';
import type { ExactAnswering } from './exactAnswering.ts';
import type { ResponseCheck } from './responseCheck.ts';
import type { ResponsePower } from './responsePower.ts';
import type { ResponseSize } from './responseSize.ts';

export const responseAnswering: ExactAnswering<ResponseTrial, ResponseCheck, ResponsePower, ResponseSize> = {
  key: 'responseTrial',
  check: {
    async ask(_asking, plan) {
      const { checkResponses } = await import('./responseCheck.ts');
      return checkResponses(plan);
    },
  },
  power: {
    needs: ({ patients }) =>
      patients === null
        ? 'responseTrial.patients is missing; power needs N: give patients, or ask size for them'
        : null,
    async ask(asking, plan) {
      const { powerOfResponses } = await import('./responsePower.ts');
      return powerOfResponses(asking, plan);
    },
  },
  size: {
    async ask(_asking, plan) {
      const { sizeOfResponses } = await import('./responseSize.ts');
      return sizeOfResponses(plan);
    },
    unreached: ({ targets }) => targets.some(({ first }) => first === null),
  },
};
