/** Several tests on the same replicates: how often each rejects, how often two of them do together, what they estimate. */
import { tests as made } from '../asked.ts';
import type { Collector } from '../collector.ts';
import { addAll, distribution } from '../distribution.ts';
import { addValue, moments } from '../moments.ts';
import { count, type Kept, list, record } from '../shape.ts';

const test = record({
  /** Claims for benefit, and for harm. */
  benefit: count,
  harm: count,
  z: moments,
  /** The estimate, where it is not NaN (not estimable). */
  estimate: distribution('additive'),
  /** Replicates in which this test and test u both reject: benefit when one-sided, either way when two-sided. */
  both: list(made, count),
});

export type TestTally = Kept<typeof test>;

export const tests = {
  version: 1,
  shape: list(made, test),
  wanted: ({ spec }) => spec.tests !== undefined,
  add(kept, { asked, ended, claimsOf }) {
    const claims = kept.map((_, t) => claimsOf(t));
    const oneSided = asked.spec.tests?.sides === 1;
    const rejects = (t: number, row: number) => (oneSided ? claims[t][row] === 1 : claims[t][row] !== 0);
    kept.forEach((own, t) => {
      const { z, estimate } = ended.statistics[t];
      addAll(own.estimate, estimate);
      for (let row = 0; row < ended.rows; row++) {
        if (claims[t][row] === 1) own.benefit++;
        else if (claims[t][row] === -1) own.harm++;
        if (Number.isFinite(z[row])) addValue(own.z, z[row]);
        if (!rejects(t, row)) continue;
        for (let u = 0; u < kept.length; u++) if (rejects(u, row)) own.both[u]++;
      }
    });
  },
} satisfies Collector<TestTally[]>;
