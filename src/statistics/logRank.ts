/** The log-rank test, plain or stratified: every event time weighs 1. Against a margin it is the score at that hazard ratio. */
import { marginOf } from './definition.ts';
import { scoreAtMargin } from './scoreAtMargin.ts';
import { weightedTest } from './weightedLogRank.ts';

const test = weightedTest({
  kind: 'log-rank',
  parameters: [],
  label: ({ margin }) => (margin === undefined ? 'log-rank' : `log-rank against HR ${margin}`),
  phrase: ({ margin }) =>
    margin === undefined ? 'log-rank test' : `log-rank test against a hazard ratio of ${margin}`,
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

const sums = { u: 0, v: 0 };

export const logRank: typeof test = {
  ...test,
  compute: (look, statistic, outcome) => {
    if (statistic.margin === undefined) {
      test.compute(look, statistic, outcome);
      return;
    }
    scoreAtMargin(look.tables, marginOf(statistic), sums);
    outcome.z = sums.v > 0 ? -sums.u / Math.sqrt(sums.v) : 0;
    outcome.estimate = Number.NaN;
    outcome.standardError = Number.NaN;
    outcome.information = sums.v;
  },
};
