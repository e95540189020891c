/** Tarone and Ware's test: w = √Y, Y the number at risk, of each stratum its own; Y as a share as in gehan.ts. */
import { patientsOf, weightedTest } from './weightedLogRank.ts';

export const taroneWare = weightedTest({
  kind: 'taroneWare',
  parameters: [],
  label: () => 'Tarone–Ware',
  describe: 'log-rank with the square root of the number at risk as weights: between the log-rank and Gehan–Wilcoxon',
  source: 'R. E. Tarone & J. Ware, Biometrika 64 (1977) 156–160',
  uses: {},
  weighted: true,
  weighting: {
    fill: (table, look, _, weights) => {
      const { rows, atRisk } = table;
      const scale = 1 / patientsOf(look);
      for (let k = 0; k < rows; k++) weights[k] = Math.sqrt(atRisk[k] * scale);
    },
    expected: ({ atRisk, enrolled }) => ({
      weights: atRisk.map((y) => Math.sqrt(y / enrolled)),
      byAtRisk: atRisk.map((y) => (y > 0 ? 0.5 / Math.sqrt(y * enrolled) : 0)),
    }),
  },
});
