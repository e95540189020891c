/** What a report says of E-values, by which of them is meant and where the interval lies. */
import { expect, it } from 'vitest';
import { eValuesOf } from '../../src/questions/eValues.ts';
import { eValueText } from '../../src/report/eValueWords.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Reported, ReportedEstimate } from '../../src/scenario/scenario.ts';

const { reported } = await loadScenario(new URL('../../scenarios/guo-2022.yaml', import.meta.url).pathname);
if (reported === null) throw new Error('reports nothing');
const seed: Reported = reported;

function textOf(hazardRatio: ReportedEstimate, medians: boolean): string {
  const { control, experimental } = seed;
  const none = { median: null };
  const arms = medians ? {} : { control: { ...control, ...none }, experimental: { ...experimental, ...none } };
  const values = eValuesOf({ ...seed, ...arms, hazardRatio });
  if (values === null) throw new Error('has a hazard ratio');
  return eValueText(values);
}

it('takes the event for common where half of the patients had it', () => {
  expect(textOf({ value: 1.206, low: 0.599, high: 2.428 }, true)).toBe(
    'To explain the published HR 1.206 by itself, an unmeasured factor would need a risk ratio of at least 1.54 both with treatment and with the event (E-value, the event being common; 1.70 were the event rare, had by fewer than 15 % of patients). Its confidence interval holds 1: the limit nearer 1 needs no such factor (E-value 1).',
  );
});

it('says what the limit nearer 1 needs where the interval does not hold 1', () => {
  // The intervals have the precision of 12.8 and of 5.2 events of 71 patients: 18 % and 7 %.
  expect(textOf({ value: 0.5, low: 0.07, high: 0.8 }, false)).toContain('E-value, the event being common');
  expect(textOf({ value: 0.3, low: 0.02, high: 0.9 }, false)).toMatch(
    /at least 6\.12 both .* the event being rare; .* For its confidence limit nearer 1 the E-value is 1\.46\./,
  );
});

it('leaves open what the publication does not say', () => {
  expect(textOf({ value: 1.206, low: null, high: null }, false)).toMatch(/\(E-value of a common event; 1\.70 were/);
  expect(textOf({ value: 1, low: 0.5, high: 2 }, true)).toMatch(/is 1: there is nothing/);
  expect(eValuesOf({ ...seed, hazardRatio: null })).toBeNull();
});
