/** What the answer to `power` looks like. */
import type { PowerResult } from '../../questions/power.ts';
import { assumptionsSection } from '../assumptionsReport.ts';
import { withExpectedCurve } from '../drawings.ts';
import { alsoShowingExactly } from '../exact/showExactly.ts';
import { seededOptions } from '../page/commandLine.ts';
import { plannedFigures } from '../page/keyFigures.ts';
import { powerAtPoints } from '../points/powerAtPoints.ts';
import { powerSections } from '../powerReport.ts';
import type { Presenter } from '../presenter.ts';
import { EMPTY_RUN } from '../runAnswer.ts';

const ofTrial: Presenter<PowerResult> = {
  question: 'power',
  sections: (result, { trial, timeUnit, provenance }) =>
    trial === null
      ? []
      : [
          ...withExpectedCurve(powerSections(result, trial.unsized, timeUnit), result, timeUnit),
          ...assumptionsSection(provenance),
        ],
  async figures(result, scenario) {
    const { planFigures } = await import('../figures/planFigures.ts');
    return planFigures({ power: result }, scenario);
  },
  keyFigures: plannedFigures,
  words: (power) => ({ ...EMPTY_RUN, power }),
  again: seededOptions,
  async saved() {
    const { power } = await import('../saved/savedPower.ts');
    const { powerBelongs } = await import('../saved/belongs.ts');
    return { kind: power, belongs: powerBelongs };
  },
  atPoint: powerAtPoints,
  inRun: (result, { trial, timeUnit }) => (trial === null ? [] : powerSections(result, trial.unsized, timeUnit)),
};

export const powerPresenter = alsoShowingExactly(ofTrial, 'power');
