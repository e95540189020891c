import { describe, expect, it } from 'vitest';
import { alphaText, clipped, listed, numberedTests, shortTest, testPhrase } from '../../src/report/testWords.ts';
import { LOG_RANK } from '../../src/statistics/registry.ts';
import { unstratified } from './results.ts';

describe('tests in words', () => {
  it('as a sentence has them', () => {
    const phrase = (kind: string, parameters: Record<string, number | string> = {}) =>
      testPhrase(unstratified({ kind, parameters }), 'month');
    expect(phrase('log-rank')).toBe('log-rank test');
    expect(phrase('flemingHarrington', { rho: 0, gamma: 1 })).toBe('Fleming–Harrington (0, 1) test');
    expect(phrase('cox', { test: 'wald' })).toBe('Cox Wald test');
    expect(phrase('rmst', { until: 24, contrast: 'difference' })).toBe('test of RMST difference to 24 months');
    const combined = [LOG_RANK, { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } }];
    expect(testPhrase(unstratified({ kind: 'maxCombo', parameters: {}, of: combined }), 'month')).toBe(
      'MaxCombo test of log-rank, Fleming–Harrington (0, 1)',
    );
    expect(testPhrase({ statistic: LOG_RANK, stratifiedBy: ['stage', 'site', 'sex'], adjustedFor: [] }, 'month')).toBe(
      'log-rank test stratified by stage, site and sex',
    );
  });

  it('shorter, as little as it takes', () => {
    const name = 'survival at 12 months (cloglog)';
    expect(shortTest(name, 'month', 40)).toBe(name);
    expect(shortTest(name, 'month', 25)).toBe('survival at 12 (cloglog)');
    expect(shortTest(name, 'month', 12)).toBe('survival at…');
    const adjusted = 'Cox Wald, stratified by BCLC stage, tumour number, adjusted for NLR, age';
    expect(shortTest(adjusted, 'month', 30)).toBe('Cox Wald, stratified, adjusted');
    expect(shortTest(adjusted, 'month', 25)).toBe('Cox Wald, strat., adj.');
  });

  it('numbered, with notes of what was left out', () => {
    const { labels, notes } = numberedTests(['log-rank', 'log-rank, stratified by stage of disease'], 'month', 25);
    expect(labels).toEqual(['1 log-rank', '2 log-rank, stratified']);
    expect(notes).toEqual(['2: log-rank, stratified by stage of disease.']);
    // A unit that the whole report is in needs no note.
    expect(numberedTests(['RMST difference to 24 months'], 'month', 25)).toEqual({
      labels: ['1 RMST difference to 24'],
      notes: [],
    });
  });

  it('and alpha with both numbers of sides', () => {
    expect(alphaText({ alpha: 0.025, sides: 1 })).toBe('one-sided 2.5 % (two-sided 5 %)');
    expect(alphaText({ alpha: 0.05, sides: 2 })).toBe('two-sided 5 % (one-sided 2.5 %)');
  });

  it('lists and clips', () => {
    expect([listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['a', 'a and b', 'a, b and c']);
    expect([clipped('abc', 3), clipped('ab cd', 4), clipped('abcd', 3)]).toEqual(['abc', 'ab…', 'ab…']);
  });
});
