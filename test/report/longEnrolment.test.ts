/** The centres that a weaker effect would need to be enrolled as fast as the plan, against the accrual of such a trial. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { emptySize, type SizeForTarget } from '../../src/questions/size.ts';
import type { WhatIf } from '../../src/questions/whatIf.ts';
import { longEnrolment } from '../../src/report/longEnrolment.ts';
import type { About } from '../../src/scenario/meaning.ts';
import { resolveScenario } from '../../src/scenario/scenario.ts';
import { parseSource } from '../../src/scenario/source.ts';
import { accrualDuration } from '../../src/trial/accrual.ts';
import { seriesOf } from '../../src/trial/series.ts';

const text = readFileSync('scenarios/prospective-multicentre.yaml', 'utf8')
  .replace(/^reported: .*$/m, '')
  .replace(/^\s+prior: published$/m, '');

/** The planned design, with a number of centres. */
function designOf(centres: number) {
  const changed = text.replace('count: { value: 20', `count: { value: ${centres}`);
  const { trial } = resolveScenario({ main: parseSource('trial.yaml', changed), study: null });
  if (trial === null) throw new Error('no trial');
  return trial.unsized;
}

const unsized = designOf(20);
const summary = { patients: 348, accrualDuration: accrualDuration(unsized.accrual, 348) };

const found = (targetPower: number, patients: number) =>
  ({
    simulated: { kind: 'size', targetPower, patients, accrualDuration: accrualDuration(unsized.accrual, patients) },
  }) as SizeForTarget;

function told(about: About, ...targets: SizeForTarget[]): string[] {
  const size = emptySize(seriesOf(unsized, 348), [0.8, 0.9]);
  const weaker = {
    name: 'weaker',
    set: [{ path: 'x', about, value: 1 }],
    size: { ...size, targets },
  } as unknown as WhatIf;
  return longEnrolment(summary, unsized, size, [weaker], 'month');
}

it('names the fewest centres that enrol as fast as planned', () => {
  const [sentence] = told('effect', found(0.8, 1042), found(0.9, 1404));
  expect(sentence).toBe('weaker takes 69.6 and 92.3 months to enrol; with 60 and 81 such centres, the planned 26.3.');
  const most = summary.accrualDuration + 1e-9;
  for (const [patients, centres] of [
    [1042, 60],
    [1404, 81],
  ]) {
    expect(accrualDuration(designOf(centres).accrual, patients)).toBeLessThanOrEqual(most);
    expect(accrualDuration(designOf(centres - 1).accrual, patients)).toBeGreaterThan(most);
  }
});

it('says nothing of what enrols in twice the time, or recruits otherwise', () => {
  expect(told('effect', found(0.8, 700))).toEqual([]);
  expect(told('centres', found(0.8, 1404))).toEqual([]);
});
