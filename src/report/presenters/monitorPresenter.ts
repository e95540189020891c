/** What the answer to `monitor` looks like. */

import type { FamilyMonitorResult } from '../../questions/monitorFamilyResult.ts';
import type { MonitorResult } from '../../questions/monitorResult.ts';
import { scaleOf } from '../../trial/hypothesisScale.ts';
import { monitorFamilySection } from '../monitorFamilyReport.ts';
import { monitorSection } from '../monitorReport.ts';
import type { Presenter } from '../presenter.ts';

export const monitorPresenter: Presenter<MonitorResult | FamilyMonitorResult> = {
  question: 'monitor',
  sections: (result, { trial }) => [
    'kind' in result
      ? monitorFamilySection(result)
      : monitorSection(result, trial === null ? undefined : scaleOf(trial.unsized)),
  ],
  async saved() {
    const { monitor } = await import('../saved/savedMonitor.ts');
    const { monitorFamily } = await import('../saved/savedMonitorFamily.ts');
    const { eitherByKey } = await import('../saved/kinds.ts');
    const { monitorBelongs } = await import('../saved/belongs.ts');
    return { kind: eitherByKey('kind', monitorFamily, monitor), belongs: monitorBelongs };
  },
};
