/** Mistakes in publications that are combined: what the user reads, in full (without the file name). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, problems } from './draft.ts';

const HEAD = 'title: a\ntimeUnit: week\nevidence:\n  studies:\n';
const A = '    - { name: A, hazardRatio: { value: 0.7, ci: [0.5, 0.98] }, lag: -2, design: randomised }\n';
const B = '    - { name: B, hazardRatio: { value: 0.8, ci: [0.6, 1.07] }, lag: 1 }\n';
const C = '    - { name: C, hazardRatio: { value: 0.9, ci: [0.7, 1.16] }, lag: 3 }\n';

const WRONG: readonly (readonly [studies: string, message: string])[] = [
  [
    `${A}    - { name: B, hazardRatio: { value: 0.8, ci: [0.9, 1.1] } }\n`,
    '6: evidence.studies[B].hazardRatio.ci is [0.9, 1.1]; must be [low, high] around the value 0.8: check the publication',
  ],
  [
    `${A}    - { name: B, hazardRatio: { value: 0.8, ci: [0.8, 0.8] } }\n`,
    '6: evidence.studies[B].hazardRatio.ci is [0.8, 0.8]; must have 0 < low < high, as its width is the precision',
  ],
  [
    `${A}    - { name: B, hazardRatio: 0.8 }\n`,
    '6: evidence.studies[B].hazardRatio is 0.8 without a whole interval, and there is no pValue; must have one of them, e.g. {value: 0.7, ci: [0.55, 0.89]}',
  ],
  [
    `${A}    - { name: B, hazardRatio: 0.8, pValue: 1 }\n`,
    '6: evidence.studies[B].pValue is 1 beside a hazard ratio of 0.8, from which no precision follows; give hazardRatio with its ci',
  ],
  [A, '4: evidence.studies is a list of 1; must have at least two studies, as what lies between them is asked'],
  [
    `${A}${A}`,
    '6: evidence.studies[1] is called A as another; must be there once: patients of both would be counted twice',
  ],
  [`${A}${B}  vague: 1.2\n`, '7: evidence.vague is 1.2; must be ≥ 0 and ≤ 1 (a weight), e.g. 0.2'],
  [`${A}${B}  betweenStudies: 0\n`, '7: evidence.betweenStudies is 0; must be > 0 (on the log hazard ratio), e.g. 0.5'],
  [
    `${A}${B}    - { name: C, hazardRatio: { value: 0.9, ci: [0.7, 1.16] } }\n  byLag: linear\n`,
    '7: evidence.studies[C] is C, which has no lag; must have one where byLag is asked, e.g. lag: 2 weeks (in a study file secondTreatment: {name: …, lag: 2 weeks})',
  ],
  [
    `${A}${B}  byLag: linear\n`,
    '7: evidence.byLag is linear, but the studies have a known lag in 2; must have it in at least 3',
  ],
  [
    `${B}${C}${B.replace('name: B', 'name: D')}  byLag: before or after\n`,
    '8: evidence.byLag is before or after, but the studies all have the second treatment from the procedure on; must have some of either',
  ],
  [`${A}    - nowhere.yaml\n`, '6: evidence.studies[1] names'],
];

const text = (studies: string) => `${HEAD}${studies}`;

describe('publications that cannot be combined', () => {
  it.each(WRONG)('%j', async (studies, message) => {
    const found = await problems(text(studies));
    expect(found).not.toContain('\n');
    if (message.endsWith('names')) expect(found).toMatch(/evidence\.studies\[1\] names .*nowhere\.yaml, which /);
    else expect(found).toBe(`x.yaml:${message}`);
  });
});

const STUDY = `timeUnit: month
citation: One A. Some journal 2020;1:1. doi:10.1000/J(20)1.
arms:
  - { name: Old, role: control, patients: 50 }
  - { name: New, role: experimental, patients: 50 }
hazardRatio: { value: 0.7, ci: [0.5, 0.98] }
`;

/** Files of these names and texts in the folder that scenarios are written to. */
function shelve(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder(), name), content);
}

describe('study files of the shelf', () => {
  it('are of different publications', async () => {
    shelve({ 'one.yaml': STUDY, 'two.yaml': STUDY.replace('J(20)1.', 'j(20)1').replace('One A', 'One B') });
    const found = await problems(text('    - one.yaml\n    - two.yaml\n'));
    expect(found).toBe(
      'x.yaml:6: evidence.studies[1] is of the publication of one; must be there once: patients of both would be counted twice',
    );
  });

  it('may be of one journal', async () => {
    shelve({ 'one.yaml': STUDY, 'two.yaml': STUDY.replace('J(20)1.', 'J(20)2.') });
    expect(await problems(text('    - one.yaml\n    - two.yaml\n'))).toBe('no problem');
  });

  it('have their own problems told with their own file and line', async () => {
    shelve({
      'one.yaml': STUDY,
      'three.yaml': STUDY.replace('0.98', '0.6').replace('J(20)1', 'J(20)3'),
      'four.yaml': STUDY.replace('timeUnit: month\n', '').replace('J(20)1', 'J(20)4'),
      'five.yaml': STUDY.replace('hazardRatio', 'hazardratio').replace('J(20)1', 'J(20)5'),
      'six.yaml': `${STUDY.replace('J(20)1', 'J(20)6')}secondTreatment: { name: the drug, inBothArms: true }\n`,
    });
    const with_ = (name: string) => problems(text(`    - one.yaml\n    - ${name}\n`));
    expect(await with_('three.yaml')).toMatch(
      /three\.yaml:6: hazardRatio\.ci is \[0\.5, 0\.6\]; must be \[low, high\] around the value 0\.7: check the publication$/,
    );
    expect(await with_('four.yaml')).toMatch(/four\.yaml: timeUnit is missing; .*, e\.g\. timeUnit: week$/);
    expect(await with_('five.yaml')).toMatch(
      /five\.yaml:6: hazardratio is not a known key; did you mean hazardRatio\?$/,
    );
    expect(await with_('six.yaml')).toMatch(
      /six\.yaml:7: secondTreatment\.inBothArms is true, so that the study does not tell the effect of the drug; must be one whose control arm had not: /,
    );
  });
});
