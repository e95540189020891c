/** The benchmark's own parts: what it compares with, what it checks, what it can be asked for. */
import { expect, test } from 'vitest';
import { checkPower } from '../../bench/check.ts';
import { chooseGroups } from '../../bench/groups.ts';
import { logRankZ as naiveZ, type Observation } from '../../bench/naive.ts';
import { type LogRank, logRank, logRankZ } from '../../src/kernel/logRank.ts';

const settings = { seed: 'test', quick: true };

test('the naive log-rank is the kernel’s', () => {
  const observations: Observation[] = Array.from({ length: 60 }, (_, i) => ({
    experimental: (i * 7) % 3 === 0,
    time: 1 + ((i * 37) % 61),
    event: i % 4 !== 1,
  }));
  const words = Int32Array.from(observations, ({ experimental, time, event }) => {
    return ((100 - time) << 2) | ((event ? 1 : 0) << 1) | (experimental ? 1 : 0);
  }).sort();
  const result: LogRank = { u: 0, v: 0 };
  logRank(words, words.length, result);
  expect(naiveZ(observations)).toBeCloseTo(logRankZ(result), 12);
});

test('a wrong power fails, a right one and an unknown one do not', () => {
  const known = { power: 0.9, standardError: 0.001 };
  expect(checkPower(9000, 10_000, known).failed).toBe(false);
  expect(checkPower(9200, 10_000, known)).toMatchObject({ failed: true, text: expect.stringContaining('FAIL') });
  expect(checkPower(10, 10_000, null).failed).toBe(false);
  expect(checkPower(0, 10_000, { power: 0, standardError: 0 }).failed).toBe(false);
});

test('benchmarks are chosen by name', () => {
  const names = (only: string[] | null) =>
    chooseGroups(only, settings).flatMap(({ cases }) => cases.map(({ name }) => name));
  expect(names(['d2', 'weibull'])).toEqual(['d2', 'weibull']);
  expect(names(['d3'])).toEqual(['d2', 'look1', 'look2']);
  expect(names(['sizes'])).toContain('n100000');
  expect(names(null)).toContain('search');
  expect(() => names(['d2', 'nope'])).toThrow(/no benchmark named nope; there are: designs d1 d2/);
});
