/** The log-rank test, plain or stratified: every event time weighs 1. */
import { weightedTest } from './weightedLogRank.ts';

export const logRank = weightedTest({
  kind: 'log-rank',
  parameters: [],
  label: () => 'log-rank',
  describe:
    'z = −Σ(O − E)/√ΣV of the experimental arm, hypergeometric variance; most powerful for proportional hazards',
  source: 'N. Mantel, Cancer Chemother. Rep. 50 (1966) 163–170; R. Peto & J. Peto, JRSS A 135 (1972) 185–207',
  uses: {},
  citation: 'Mantel 1966',
  countsEvents: true,
  ofHazardRatio: true,
  unweightedScore: true,
  weighted: false,
  weighting: {
    fill: (table, _look, _statistic, weights) => {
      weights.fill(1, 0, table.rows);
    },
    expected: ({ times }) => ({ weights: times.map(() => 1) }),
  },
});
