import { expect, it } from 'vitest';
import { assuranceOf, LOOKS, written } from '../report/assuranceAnswers.ts';

const MEDIAN = '{ value: 9, source: assumed, prior: { estimate: 9, sd: 0.1 } }';

// Futility takes power from a truth without effect, so that its power is below alpha, and so is that of a small benefit.
it('the ceiling is how sure the priors are of a benefit, whatever looks and other priors there are', {
  tags: ['slow'],
}, async () => {
  const prior = '{ estimate: 0.8, sd: 0.25 }';
  const { result } = await assuranceOf(written({ prior, median: MEDIAN, sides: 2, more: LOOKS }), { replicates: 192 });
  // P(log HR < 0) = Φ(.2231/.25) = .8139; 128 draws tell it within two or three of them.
  expect(result.ceiling?.benefit).toBeGreaterThan(0.8139 - 0.03);
  expect(result.ceiling?.benefit).toBeLessThan(0.8139 + 0.03);
  expect((result.ceiling?.benefit ?? 0) + (result.ceiling?.harm ?? 0)).toBeCloseTo(1, 12);
});
