/** Mistakes in the watch over survival: what the user reads, in full (without the file name). The watch is on line 28. */
import { describe, expect, it } from 'vitest';
import { draft, problems } from './draft.ts';

const ENDPOINTS: [from: string, to: string] = [
  'trial:\n',
  'trial:\n  endpoint: PFS\n  endpoints: [{name: OS, event: death}, {name: TTP, event: progression}]\n',
];
const COURSE: [from: string, to: string] = [
  '      survival: { model: exponential, median: 9 }\n',
  '      survival: { model: exponential, median: 9 }\n      course: {deaths: 0.1, overallSurvival: {median: 24}}\n',
];
const watch = (block: string): [from: string, to: string] => [
  '  targetPower: [0.8, 0.9]\n',
  `  targetPower: [0.8, 0.9]\n  detriment: ${block}\n`,
];

const WATCHES: [block: string, message: string][] = [
  [
    '{endpoint: OS, harmful: 0.8, planned: 0.9}',
    'trial.detriment.harmful is 0.8; must be > planned (0.9), the hazard ratio that should pass, e.g. 1.3',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 1.3}',
    'trial.detriment.harmful is 1.3; must be > planned (1.3), the hazard ratio that should pass, e.g. 1.625',
  ],
  [
    '{endpoint: TTP, harmful: 1.3, planned: 0.8}',
    'trial.detriment.endpoint is "TTP", whose events are not deaths alone; must be OS',
  ],
  [
    '{endpoint: PFS, harmful: 1.3, planned: 0.8}',
    'trial.detriment.endpoint is "PFS", whose events are not deaths alone; must be OS',
  ],
  [
    '{endpoint: OSS, harmful: 1.3, planned: 0.8}',
    'trial.detriment.endpoint is "OSS"; must be an endpoint: PFS, OS or TTP (did you mean OS?)',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, thresholds: [1.1, 1]}',
    'trial.detriment.thresholds is a list of 2; must have 1, one for each look at survival',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, looks: [2]}',
    'trial.detriment.looks[0] is 2; must be ≤ 1, the final analysis',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, looks: [1, 1]}',
    'trial.detriment.looks[1] is 1; must be > 1, the one before it: list each look once, in order',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, thresholds: {spending: pocock, chance: 0.1}}',
    'trial.detriment.thresholds.of is missing; spending needs it: missedHarm or stoppedNeutral',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, thresholds: {spending: pocock, of: missedHarm}}',
    'trial.detriment.thresholds.chance is missing; spending needs it: e.g. 0.1',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, thresholds: {of: missedHarm}}',
    'trial.detriment.thresholds.of goes with spending only; give spending, e.g. obrienFleming, or remove it',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, thresholds: {spending: pocock, of: missedHarm, chance: 0.1, passing: 0.9}}',
    'trial.detriment.thresholds.passing is given beside spending, which takes chance for all looks; remove one of them',
  ],
  [
    '{endpoint: OS, harmful: 1.3, planned: 0.8, thresholds: {spending: {cumulative: [0.1]}, of: missedHarm, chance: 0.1}}',
    'trial.detriment.thresholds.spending.cumulative is given; deaths at the looks follow from the plan, so it must be a function of their fraction, e.g. spending: obrienFleming',
  ],
];

describe('a mistake in the watch over survival is one line', () => {
  it.each(WATCHES)('%s', async (block, message) => {
    const found = await problems(draft(ENDPOINTS, COURSE, watch(block)));
    expect(found).toBe(`x.yaml:28: ${message}`);
  });

  it('without an endpoint of deaths', async () => {
    const found = await problems(draft(watch('{endpoint: OS, harmful: 1.3, planned: 0.8}')));
    expect(found).toBe(
      'x.yaml:25: trial.detriment.endpoint is "OS", but no endpoint of trial.endpoints is the time to death; list it there, e.g. endpoints: [{name: OS, event: death}]',
    );
  });
});
