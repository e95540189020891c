/** Twenty centres over which patients are spread. */
import type { Centres, Frailty } from '../../src/trial/centres.ts';

export function centresWith(frailty: Frailty | null, effectSd = 0): Centres {
  return {
    regions: [
      {
        name: 'all',
        centres: 20,
        start: 0,
        opening: { kind: 'uniform', over: 6 },
        rate: 1,
        variation: 0.5,
        cap: Number.POSITIVE_INFINITY,
      },
    ],
    recruit: false,
    frailty,
    effectSd,
  };
}
