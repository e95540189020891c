/** What is asked about adverse events. */
import type { Harms } from '../../scenario/plannedHarms.ts';
import type { ExactAnswering } from './exactAnswering.ts';
import type { HarmsFound } from './harmsFound.ts';

export const harmsAnswering: ExactAnswering<Harms, HarmsFound, HarmsFound, HarmsFound> = {
  key: 'harms',
  check: {
    async ask(_asking, plan) {
      const { harmsOf } = await import('./harmsFound.ts');
      return harmsOf(plan);
    },
  },
  power: {
    needs: ({ events }) =>
      events.every(({ stopping }) => stopping === null)
        ? 'harms has no stopping bound whose chance to stop could be asked for; give stopping, or ask check'
        : null,
    async ask(_asking, plan) {
      const { stoppingOf } = await import('./harmsFound.ts');
      return stoppingOf(plan);
    },
  },
  size: {
    needs: ({ events }) =>
      events.every(({ rate }) => rate === null)
        ? 'harms has no event with a rate; size needs one: give rate, e.g. rate: 0.02'
        : null,
    async ask(_asking, plan) {
      const { neededForHarms } = await import('./harmsFound.ts');
      return neededForHarms(plan);
    },
    unreached: ({ events }) => events.some(({ needed }) => needed?.halfWidth?.patients === null),
  },
};
