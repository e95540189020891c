/** The question `evidence`: what several publications say together. */
import type { Scenario } from '../scenario/scenario.ts';
import type { EvidenceResult } from './combinedEvidence.ts';
import type { Question } from './question.ts';

const EXAMPLES = '\nExample:\n  trialwright evidence scenarios/evidence-by-lag.yaml --out results/evidence';

export const evidenceQuestion: Question<EvidenceResult, Scenario> = {
  name: 'evidence',
  summary: 'what several publications say together: random effects, robust MAP, effect by lag',
  text: 'Combine the publications under evidence: random effects, the meta-analytic-predictive (MAP) prior of a new trial and its robust form, each hazard ratio with the winner’s curse taken off, and the effect by the lag of the second treatment from the procedure. Simulates nothing.',
  examples: EXAMPLES,
  replicates: null,
  needs: ({ evidence }) =>
    evidence === undefined
      ? 'evidence is missing; list publications, e.g. evidence: {studies: [studies/leap-012.yaml, studies/tactics.yaml]}'
      : null,
  isShort: () => true,
  async ask(_asking, { evidence, trial }, keep) {
    if (evidence === undefined) throw new TypeError('evidence needs publications');
    const { askEvidence } = await import('./combinedEvidence.ts');
    keep(askEvidence(evidence, trial));
  },
};
