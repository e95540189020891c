/** What the answer to `timing` looks like. */
import type { TimingResult } from '../../questions/timing.ts';
import { treatmentNames } from '../../trial/treatmentNames.ts';
import type { Presenter } from '../presenter.ts';
import { timingSection } from '../timingReport.ts';

export const timingPresenter: Presenter<TimingResult> = {
  question: 'timing',
  sections: (result, { trial, timeUnit }) => [timingSection(result, treatmentNames(trial?.unsized ?? {}), timeUnit)],
  async figures(result, { timeUnit }) {
    const { timingFigure } = await import('../figures/timingFigure.ts');
    return [timingFigure(result, timeUnit)].filter((figure) => figure !== null);
  },
  async saved() {
    const { timing } = await import('../saved/savedTiming.ts');
    const { timingBelongs } = await import('../saved/belongs.ts');
    return { kind: timing, belongs: timingBelongs };
  },
};
