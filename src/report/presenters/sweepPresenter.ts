/** What the answer to `sweep` looks like: every point is shown by the presenter of its question. */
import type { SweepResult } from '../../questions/sweep.ts';
import type { Presenter } from '../presenter.ts';
import { pointsOf, sweepSection } from '../sweepReport.ts';

export const sweepPresenter: Presenter<SweepResult> = {
  question: 'sweep',
  sections: (result, { timeUnit }, presenters) => [
    sweepSection(result, timeUnit, pointsOf(result.question, presenters)),
  ],
  async saved(presenters) {
    const { sweepKind } = await import('../saved/savedSweep.ts');
    return { kind: await sweepKind(presenters) };
  },
};
