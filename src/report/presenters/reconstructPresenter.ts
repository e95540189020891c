/** What the answer to `reconstruct` looks like. */
import type { ReconstructionResult } from '../../questions/reconstruction.ts';
import { assumptionsSection } from '../assumptionsReport.ts';
import type { Presenter, ResolvedScenario } from '../presenter.ts';
import { reconstructSection } from '../reconstructReport.ts';
import type { Wrong } from '../saved/kinds.ts';

/** The arms are those of the scenario that have a curve. */
function belongs({ arms }: ReconstructionResult, { reported }: ResolvedScenario, wrong: Wrong): void {
  arms.forEach(({ name, role, atRisk }, i) => {
    const meant = reported?.[role];
    if (meant?.curve === undefined) wrong(['arms', i, 'role'], 'must be that of a reported arm with a curve');
    else if (name !== meant.name) wrong(['arms', i, 'name'], `must be "${meant.name}", as in the scenario`);
    else if (atRisk.length !== meant.curve.atRisk.length)
      wrong(['arms', i, 'atRisk'], `must be a list of ${meant.curve.atRisk.length}, the rows of the scenario`);
  });
}

export const reconstructPresenter: Presenter<ReconstructionResult> = {
  question: 'reconstruct',
  sections: (result, { reported, timeUnit, provenance }) =>
    reported === null ? [] : [reconstructSection(result, reported, timeUnit), ...assumptionsSection(provenance)],
  async figures({ arms }, { reported, timeUnit }) {
    if (reported === null) return [];
    const { curveFigure } = await import('../figures/curveFigure.ts');
    return arms.map((arm) => curveFigure(arm, reported[arm.role], timeUnit));
  },
  again: () => [],
  async saved() {
    const { reconstruction } = await import('../saved/savedReconstruction.ts');
    return { kind: reconstruction, belongs };
  },
};
