/**
 * The benchmark's own parts: what it compares with, what it checks, what it can be asked for.
 *
 * @module-tag slow
 */
import { expect, test } from 'vitest';
import { checkPower } from '../../bench/check.ts';
import { controlGain } from '../../bench/controlGain.ts';
import { chooseGroups } from '../../bench/groups.ts';
import { historyEntry } from '../../bench/history.ts';
import { findingText, findRatios, linesText } from '../../bench/lineText.ts';
import { describeMachine } from '../../bench/machine.ts';
import type { Line } from '../../bench/measure.ts';
import { logRankZ as naiveZ, type Observation } from '../../bench/naive.ts';
import { type LogRank, logRank, logRankZ } from '../../src/kernel/look/logRankOfCodes.ts';

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
  expect(names(['d3'])).toEqual(['d2', 'd3', 'd3-all']);
  expect(names(['sizes'])).toContain('n100000');
  expect(names(null)).toContain('search');
  expect(names(null)).not.toContain('power-guo-2022');
  expect(names(['power-guo-2022'])).toEqual(['power-guo-2022']);
  expect(() => names(['d2', 'nope'])).toThrow(/no benchmark named nope; there are: designs d1 d2/);
});

test('ratios are of cases that were measured, beside their bar', () => {
  const line = (name: string, nanosecondsPerPatient: number) => ({ name, nanosecondsPerPatient }) as Line;
  const ratios = [
    { of: 'd3', over: 'd2', what: 'three looks over one', bar: 1.6 },
    { of: 'd5', over: 'd2', what: 'not measured' },
    { of: 'd2', over: 'd3', what: 'the other way' },
  ];
  const found = findRatios(ratios, [line('d2', 8), line('d3', 12)]);
  expect(found.map(findingText)).toEqual(['three looks over one: 1.50 (bar: at most 1.6)', 'the other way: 0.67']);
  expect(findingText({ what: 'three looks', ratio: 1.7, bar: 1.6 })).toBe(
    'three looks: 1.70 (bar: at most 1.6) MISSED',
  );
  expect(findingText({ what: 'a peer', ratio: 50, floor: 60 })).toBe('a peer: 50.00 (bar: at least 60) MISSED');
});

test('a call that took longer than its bar is marked', () => {
  const line = (name: string, median: number, bar: number | null) =>
    ({
      name,
      bar,
      milliseconds: { median, p25: median, p75: median },
      trialsPerSecond: null,
      calls: 1,
      kernel: '–',
      check: { text: 'ok', failed: false },
      what: '',
    }) as unknown as Line;
  const text = linesText([line('a', 900, 1000), line('b', 1100, 1000), line('c', 5, null)]);
  expect(text.split('\n').map((row) => row.includes('MISSED'))).toEqual([false, false, true, false]);
});

test('control variates save the search more than half of its replicates', async () => {
  const { ratio } = await controlGain('test');
  expect(ratio).toBeGreaterThan(2);
  expect(ratio).toBeLessThan(4);
});

test('history takes whatever designs were raced', () => {
  const spread = (median: number) => ({ median, p25: median * 0.95, p75: median * 1.05 });
  const entrant = (peer: string, time: number) => ({
    peer,
    departs: null,
    replicates: 1000,
    power: 0.9,
    standardError: 0.01,
    microsecondsPerTrial: spread(time),
    ratio: spread(time / 6),
  });
  const races = [{ design: 'd3', entrants: [entrant('trialwright', 6), entrant('naive JS', 300)] }];
  expect(historyEntry(describeMachine('test'), 0, {}, races)).toMatchObject({
    microsecondsPerTrial: { d3: 6 },
    ratios: { d3: { 'naive JS': 50 } },
    noise: 0.1,
  });
});
