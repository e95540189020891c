import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/scenario/nearest.ts';

describe('nearest', () => {
  it('counts edits', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('abc', 'abc')).toBe(0);
  });

  it.each([
    ['hazardratio', 'hazardRatio'],
    ['hazard_ratio', 'hazardRatio'],
    ['hazzardRatio', 'hazardRatio'],
    ['medain', 'median'],
    ['xyz', null],
    ['y'.repeat(1e6), null],
  ])('%.20s → %s', (word, expected) => {
    expect(nearest(word, ['hazardRatio', 'median', 'until'])).toBe(expected);
  });
});
