/**
 * Gehan's generalisation of the Wilcoxon test: w = Y, the number at risk, that of each stratum for itself. Y is taken
 * as a share of all patients of the look, which changes no z but lets the information of looks with more and more
 * patients compare. Even so, as weights at a time on study change from look to look, increments are not independent (E.
 * V. Slud & L. J. Wei, JASA 77 (1982) 862–868): z of two looks correlate more than the root of their ratio of
 * information while patients still enter (0.75 and not 0.65, say), so that bounds for it spend less alpha than they
 * may.
 */
import { patientsOf, weightedTest } from './weightedLogRank.ts';

export const gehan = weightedTest({
  kind: 'gehan',
  parameters: [],
  label: () => 'Gehan–Wilcoxon',
  describe:
    'log-rank with the number at risk as weights (Gehan–Breslow–Wilcoxon), for early differences; censoring shifts the weights',
  source: 'E. A. Gehan, Biometrika 52 (1965) 203–223; N. Breslow, Biometrika 57 (1970) 579–594',
  uses: {},
  weighted: true,
  weighting: {
    fill: (table, look, _, weights) => {
      const { rows, atRisk } = table;
      const scale = 1 / patientsOf(look);
      for (let k = 0; k < rows; k++) weights[k] = atRisk[k] * scale;
    },
    expected: ({ atRisk, enrolled }) => ({
      weights: atRisk.map((y) => y / enrolled),
      byAtRisk: atRisk.map(() => 1 / enrolled),
    }),
  },
});
