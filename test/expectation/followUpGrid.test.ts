import { expect, test } from 'vitest';
import { entryKinks, followUpGrid, followUpPanels } from '../../src/expectation/followUpGrid.ts';
import { LAWS } from '../survival/laws.ts';

test.each(LAWS)('%s: the weights add up to the length and the nodes ascend inside', (_, law) => {
  const { times, weights } = followUpGrid(followUpPanels([{ law, dropoutHazard: 0.01 }]), 37, [-4, 13, 13, 25, 90]);
  expect(Math.abs(weights.reduce((a, b) => a + b) - 37)).toBeLessThan(1e-11);
  for (let i = 1; i < times.length; i++) expect(times[i]).not.toBe(times[i - 1]);
  expect(Math.min(...times)).toBeGreaterThan(0);
  expect(Math.max(...times)).toBeLessThan(37);
});

test('no follow-up, no nodes', () => {
  expect(followUpGrid(followUpPanels([{ law: LAWS[0][1], dropoutHazard: 0 }]), 0).times.length).toBe(0);
});

test('entry kinks are where an entry time meets the analysis', () => {
  expect(entryKinks([0, 3, 30], 24, 36)).toEqual([36, 33, 12]);
});
