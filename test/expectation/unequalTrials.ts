/** The 2 : 1 trials of test/reference/expectedEvents.R: 24 months of uniform entry, calendar times 36 and 30. */

import type { SurvivalLaw } from '../../src/survival/law.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { armsOfLaws } from '../trial/armsOfLaws.ts';
import { eventDrivenTrial, exponentialLaw } from './plannedTrial.ts';

const trial = eventDrivenTrial();

function twoToOne(control: SurvivalLaw, experimental: SurvivalLaw, dropouts: readonly [number, number]): Trial {
  return {
    ...trial,
    patients: 300,
    arms: armsOfLaws(
      { name: 'control', weight: 1, law: control, dropoutHazard: dropouts[0] },
      { name: 'experimental', weight: 2, law: experimental, dropoutHazard: dropouts[1] },
    ),
  };
}

/** Control median 9, HR 1 for 4 months then 0.6. */
export const delayedTwoToOne = twoToOne(
  exponentialLaw(9),
  exponentialLaw(9, { starts: [0, 4], ratios: [1, 0.6] }),
  [0.01, 0.02],
);

/** Weibull control of shape 1.4 and experimental of shape 0.8: the hazards cross. */
export const shapesTwoToOne = twoToOne(
  { clock: { kind: 'weibull', shape: 1.4, scale: 12 }, steps: NO_EFFECT },
  { clock: { kind: 'weibull', shape: 0.8, scale: 16 }, steps: NO_EFFECT },
  [0, 0],
);
