/**
 * @module-tag slow
 */
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../../src/maths/normal.ts';
import { adjustedPValues } from '../../src/multiplicity/adjustedPValues.ts';
import { closedTest, testFamily } from '../../src/multiplicity/closedTest.ts';
import { dunnettCorrelation } from '../../src/multiplicity/correlation.ts';
import type { Procedure } from '../../src/multiplicity/procedure.ts';
import { furthest } from '../sequential/rpact.ts';

describe('adjusted p-values', () => {
  // R 4.2.2: for (m in c('bonferroni', 'holm', 'hochberg')) p.adjust(p, m)
  test.each([
    ['bonferroni', [0.012, 0.03, 0.004, 0.2, 0.0131], [0.06, 0.15, 0.02, 1, 0.0655]],
    ['holm', [0.012, 0.03, 0.004, 0.2, 0.0131], [0.048, 0.06, 0.02, 0.2, 0.048]],
    ['hochberg', [0.012, 0.03, 0.004, 0.2, 0.0131], [0.0393, 0.06, 0.02, 0.2, 0.0393]],
    ['bonferroni', [0.9, 0.01, 0.01, 0.6], [1, 0.04, 0.04, 1]],
    ['holm', [0.9, 0.01, 0.01, 0.6], [1, 0.04, 0.04, 1]],
    ['hochberg', [0.9, 0.01, 0.01, 0.6], [0.9, 0.03, 0.03, 0.9]],
  ] as const)('%s of %j', (kind, p, adjusted) => {
    expect(furthest(adjustedPValues({ kind }, p), adjusted)).toBeLessThan(1e-15);
  });

  // Vignettes of the R package graphicalMCP.
  test('of graphs', () => {
    const p = [0.018, 0.01, 0.105, 0.006];
    const weights = [0.5, 0.5, 0, 0];
    const [one, two] = [
      [0, 0, 1, 0],
      [0, 0.5, 0.5, 0],
    ].map((first) => {
      const second = [first[1], 0, first[3], first[2]];
      const transitions = [first, second, [0, 1, 0, 0], [1, 0, 0, 0]];
      return adjustedPValues({ kind: 'graph', weights, transitions }, p);
    });
    expect(furthest(one, [0.02, 0.02, 0.105, 0.02])).toBeLessThan(1e-15);
    expect(furthest(two, [0.024, 0.02, 0.105, 0.024])).toBeLessThan(1e-15);
  });

  const correlation = dunnettCorrelation(1, [1, 1, 2]);
  test.each([
    { kind: 'none' },
    { kind: 'bonferroni', weights: [0.5, 0.2, 0.3] },
    { kind: 'holm', weights: [0.5, 0.2, 0.3] },
    { kind: 'fixedSequence', order: [1, 2, 0] },
    { kind: 'hochberg' },
    { kind: 'dunnett' },
    { kind: 'stepDownDunnett' },
  ] as Procedure[])('$kind: at or below alpha just when rejected', (procedure) => {
    const uniform = seedrandom(`adjusted ${procedure.kind}`);
    const dunnett = procedure.kind.toLowerCase().includes('dunnett');
    let different = 0;
    const tests = [0.01, 0.025, 0.1].map((alpha) => ({
      alpha,
      closed: closedTest(procedure, { hypotheses: 3, alpha, fractions: [1], correlation }),
    }));
    for (let i = 0; i < (dunnett ? 4 : 500); i++) {
      const p = [0, 0, 0].map(() => 0.06 * uniform());
      const adjusted = adjustedPValues(procedure, p, correlation);
      for (const { alpha, closed } of tests) {
        const rejected = testFamily(
          closed,
          p.map((value) => -normalQuantile(value)),
          0,
          0,
        );
        for (const [h, value] of adjusted.entries()) if (value <= alpha !== (((rejected >> h) & 1) === 1)) different++;
      }
    }
    expect(different).toBe(0);
  });

  test('of what is no p-value', () => {
    expect(() => adjustedPValues({ kind: 'holm' }, [0.1, 1.2])).toThrow('p[1] is 1.2; must be from 0 to 1');
    expect(() => adjustedPValues({ kind: 'dunnett' }, [0.1, 0.2])).toThrow('correlation has 0 rows; must have 2');
    expect(adjustedPValues({ kind: 'stepDownDunnett' }, [0, 1, 0.2], correlation)[0]).toBe(0);
  });
});
