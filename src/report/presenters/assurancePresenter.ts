/** What the answer to `assurance` looks like. */
import type { AssuranceResult } from '../../questions/assurance.ts';
import { assumptionsSection } from '../assumptionsReport.ts';
import { assuranceSection } from '../assuranceReport.ts';
import { seededOptions } from '../page/commandLine.ts';
import { assuranceFigures } from '../page/keyFigures.ts';
import type { Presenter } from '../presenter.ts';
import { EMPTY_RUN } from '../runAnswer.ts';

export const assurancePresenter: Presenter<AssuranceResult> = {
  question: 'assurance',
  sections: (result, { trial, timeUnit, provenance }) =>
    trial === null ? [] : [assuranceSection(result, trial.unsized, timeUnit), ...assumptionsSection(provenance)],
  async figures(result, scenario) {
    const { planFigures } = await import('../figures/planFigures.ts');
    return planFigures({ assurance: result }, scenario);
  },
  keyFigures: assuranceFigures,
  words: (assurance) => ({ ...EMPTY_RUN, assurance }),
  again: (manifest, { targets, sizes }) => [
    ...seededOptions(manifest),
    ...(targets.length > 0 ? ['--target', targets.map(({ target }) => target).join(',')] : []),
    ...(sizes.length > 0 ? ['--sizes', sizes.map(({ patients }) => patients).join(',')] : []),
  ],
  async saved() {
    const { assurance } = await import('../saved/savedAssurance.ts');
    const { assuranceBelongs } = await import('../saved/assuranceBelongs.ts');
    return { kind: assurance, belongs: assuranceBelongs };
  },
  leftOut: true,
  inRun: (result, { trial, timeUnit }) => (trial === null ? [] : [assuranceSection(result, trial.unsized, timeUnit)]),
};
