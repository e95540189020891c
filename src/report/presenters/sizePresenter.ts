/** What the answer to `size` looks like. */
import type { SizeAnswer } from '../../questions/sizeQuestion.ts';
import { withModelledPower } from '../drawings.ts';
import { alsoShowingExactly } from '../exact/showExactly.ts';
import { seededOptions } from '../page/commandLine.ts';
import { sizeFigures } from '../page/keyFigures.ts';
import { sizeAtPoints } from '../points/sizeAtPoints.ts';
import type { Presenter } from '../presenter.ts';
import { EMPTY_RUN } from '../runAnswer.ts';
import { sizeSection } from '../sizeReport.ts';

const ofTrial: Presenter<SizeAnswer> = {
  question: 'size',
  sections: (result, { trial, timeUnit }) =>
    trial === null ? [] : [withModelledPower(sizeSection(result, trial.unsized, timeUnit, result.whatIf), result)],
  async figures(result, scenario) {
    const { planFigures } = await import('../figures/planFigures.ts');
    return planFigures({ size: result }, scenario);
  },
  keyFigures: (result) => sizeFigures(result),
  words: (size) => ({ ...EMPTY_RUN, size, ...(size.whatIf ? { whatIf: size.whatIf } : {}) }),
  again: seededOptions,
  async saved() {
    const { sizeAnswer } = await import('../saved/savedSize.ts');
    const { sizeBelongs } = await import('../saved/belongs.ts');
    return { kind: sizeAnswer, belongs: sizeBelongs };
  },
  atPoint: sizeAtPoints,
  inRun: (result, { trial, timeUnit }) => (trial === null ? [] : [sizeSection(result, trial.unsized, timeUnit)]),
};

export const sizePresenter = alsoShowingExactly(ofTrial, 'size');
