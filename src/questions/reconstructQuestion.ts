/** The question `reconstruct`: the patients behind published curves, simulating nothing. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Question } from './question.ts';
import type { ReconstructionResult } from './reconstruction.ts';

export const reconstructQuestion: Question<ReconstructionResult, Scenario> = {
  name: 'reconstruct',
  summary: 'the patients behind published survival curves, and models fitted to them',
  text: 'Reconstruct the patients behind digitised Kaplan–Meier curves from points and numbers at risk (Guyot et al. 2012): events, median, follow-up, exponential, Weibull, piecewise exponential and cure models by maximum likelihood with their AIC, and the comparison of both arms beside the published one. Simulates nothing.',
  examples:
    '\nExamples:\n  trialwright reconstruct scenarios/published-curve.yaml\n  trialwright reconstruct scenarios/published-curve.yaml --out results/curve\n      with a figure an arm and the pseudo-patients as CSV',
  replicates: null,
  needs: ({ reported }) =>
    reported?.control.curve || reported?.experimental.curve
      ? null
      : 'reported has no arm with a curve; reconstruct needs its points and numbers at risk, e.g. curve: {points: curve.csv, atRisk: [[0, 51], [6, 30]]}',
  isShort: () => true,
  async ask(_asking, { reported }, keep) {
    if (reported === null) throw new TypeError('reconstruct needs a published study');
    const { askReconstruction } = await import('./reconstruction.ts');
    keep(askReconstruction(reported));
  },
};
