/** What the answer to `monitor` looks like. */

import type { MonitorResult } from '../../questions/monitorResult.ts';
import { scaleOf } from '../../trial/hypothesisScale.ts';
import { monitorSection } from '../monitorReport.ts';
import type { Presenter } from '../presenter.ts';

export const monitorPresenter: Presenter<MonitorResult> = {
  question: 'monitor',
  sections: (result, { trial }) => [monitorSection(result, trial === null ? undefined : scaleOf(trial.unsized))],
  async saved() {
    const { monitor } = await import('../saved/savedMonitor.ts');
    const { monitorBelongs } = await import('../saved/belongs.ts');
    return { kind: monitor, belongs: monitorBelongs };
  },
};
