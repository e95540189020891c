/** What the answer to `evidence` looks like. */
import type { EvidenceResult } from '../../questions/combinedEvidence.ts';
import { assumptionsSection } from '../assumptionsReport.ts';
import { evidenceSections, intervalOf, ratioText } from '../evidenceReport.ts';
import { percent } from '../numbers.ts';
import type { Presenter } from '../presenter.ts';

export const evidencePresenter: Presenter<EvidenceResult> = {
  question: 'evidence',
  sections: (result, scenario) => [
    ...evidenceSections(result, scenario),
    ...assumptionsSection(scenario.provenance.filter(({ steps: [part] }) => part === 'evidence')),
  ],
  async figures(result, scenario) {
    const { forestFigure } = await import('../figures/forestFigure.ts');
    const { lagFigure } = await import('../figures/lagFigure.ts');
    return [forestFigure(result), lagFigure(result, scenario)].filter((figure) => figure !== null);
  },
  keyFigures({ combined, priors, studies }) {
    const robust = priors[priors.length - 1];
    return [
      {
        label: 'Hazard ratio, all publications',
        value: {
          text: ratioText(combined.hazardRatio),
          trace: `random effects of ${studies.length} publications, REML, interval by Hartung and Knapp`,
        },
        detail: `95 % CI ${intervalOf(combined.low, combined.high)}`,
      },
      {
        label: 'Hazard ratio of a new trial',
        value: {
          text: ratioText(robust.median),
          trace: 'median of the robust MAP prior, its chance to be below 1 beside it',
        },
        detail: `95 % interval ${intervalOf(robust.low, robust.high)}; below 1 with ${percent(robust.belowOne, 0)}`,
      },
    ];
  },
  again: () => [],
  async saved() {
    const { evidence, evidenceBelongs } = await import('../saved/savedEvidence.ts');
    return { kind: evidence, belongs: evidenceBelongs };
  },
};
