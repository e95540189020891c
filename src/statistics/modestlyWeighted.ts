/**
 * Magirr and Burman's tests: w = 1/S(min(t, t*)−), or w = 1/max(S(t−), s*), with the pooled Kaplan–Meier estimate, that
 * of each stratum for itself. Weights grow from 1 as those who are left get fewer, and stay where they are from t*, or
 * once survival has fallen to s*. With this limit a later event never scores worse than an earlier one, unlike with
 * FH(0, 1): an experimental arm that is nowhere better is not declared so more often than alpha allows.
 */

import type { Statistic } from './definition.ts';
import { durationText } from './durationText.ts';
import { tickOnStudy } from './tickOnStudy.ts';
import { weightedTest } from './weightedLogRank.ts';

const untilOf = (statistic: Statistic) => statistic.parameters.until as number | undefined;
const survivalOf = (statistic: Statistic) => statistic.parameters.survival as number;

export const modestlyWeighted = weightedTest({
  kind: 'modestlyWeighted',
  parameters: [
    {
      name: 'until',
      describe: 't*, time on study until which weights 1/S(t−) grow; later they stay at 1/S(t*−)',
      is: 'time',
      above: 0,
      example: '6 months',
    },
    {
      name: 'survival',
      describe: 's*, pooled survival down to which weights 1/S(t−) grow; later they stay at 1/s*',
      is: 'number',
      above: 0,
      below: 1,
      example: '0.5',
    },
  ],
  oneOf: ['until', 'survival'],
  label: (statistic, unit) => {
    const until = untilOf(statistic);
    if (until === undefined) return `modestly weighted (s* ${survivalOf(statistic)})`;
    return `modestly weighted (t* ${durationText(until, unit)})`;
  },
  describe:
    'log-rank with weights 1/S(t−), S the pooled Kaplan–Meier, that stop growing at a time t* or a survival s*; for delayed effects, without rewarding early harm',
  source:
    'D. Magirr & C.-F. Burman, Stat. Med. 38 (2019) 3782–3790, for t*; D. Magirr, Pharm. Stat. 20 (2021) 512–527, for s*',
  uses: { pooledSurvival: true },
  weighted: true,
  times: (statistic) => {
    const until = untilOf(statistic);
    return until === undefined ? [] : [until];
  },
  weighting: {
    fill: (table, look, statistic, weights) => {
      const { rows, keys, pooledBefore } = table;
      const until = untilOf(statistic);
      if (until === undefined) {
        const least = survivalOf(statistic);
        for (let k = 0; k < rows; k++) weights[k] = 1 / Math.max(pooledBefore[k], least);
        return;
      }
      // Rows up to key `last` are at or after t*. No event falls between t* and the first of them, so its S(t−) is S(t*−).
      const last = look.cut - tickOnStudy(until, look);
      let k = rows - 1;
      let w = 1;
      for (; k >= 0; k--) {
        w = 1 / pooledBefore[k];
        weights[k] = w;
        if (keys[k] <= last) break;
      }
      if (k > 0) weights.fill(w, 0, k);
    },
    expected: ({ survival, survivalAt }, statistic) => {
      const until = untilOf(statistic);
      const least = until === undefined ? survivalOf(statistic) : survivalAt(until);
      const weights = survival.map((s) => 1 / Math.max(s, least));
      // d(1/S)/dH = 1/S, with S at t* once t* has passed; 0 from s* on.
      if (until !== undefined) return { weights, byHazard: weights, until };
      return { weights, byHazard: weights.map((w, i) => (survival[i] > least ? w : 0)) };
    },
  },
});
