/** What the answer to `check` looks like. */
import type { CheckResult } from '../../questions/check.ts';
import { assumptionsSection } from '../assumptionsReport.ts';
import { checkSections } from '../checkReport.ts';
import { withEnrolment } from '../drawings.ts';
import { alsoShowingExactly } from '../exact/showExactly.ts';
import { checkAtPoints } from '../points/checkAtPoints.ts';
import type { Presenter } from '../presenter.ts';

const ofTrial: Presenter<CheckResult> = {
  question: 'check',
  sections: (result, { trial, timeUnit, provenance }) => [
    ...withEnrolment(checkSections(result, trial?.unsized ?? null, timeUnit), result, timeUnit),
    ...assumptionsSection(provenance),
  ],
  async figures(result, scenario) {
    const { planFigures } = await import('../figures/planFigures.ts');
    return planFigures({ check: result }, scenario);
  },
  again: () => [],
  async saved() {
    const { check } = await import('../saved/savedCheck.ts');
    const { checkBelongs } = await import('../saved/belongs.ts');
    return { kind: check, belongs: checkBelongs };
  },
  atPoint: checkAtPoints,
  inRun: (result, { trial, timeUnit }) => [
    ...withEnrolment(checkSections(result, trial?.unsized ?? null, timeUnit, false), result, timeUnit),
  ],
};

export const checkPresenter = alsoShowingExactly(ofTrial, 'check');
