/** @module-tag slow */

import { describe, expect, it } from 'vitest';
import {
  type PrintedCertainty,
  type Publication,
  scenarioOfPublication,
} from '../../src/page/scenarioOfPublication.ts';
import { believedValue } from '../../src/questions/believedValue.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';

const PUBLICATION: Publication = {
  title: 'From a paper: "TACE"',
  timeUnit: 'month',
  control: { name: 'TACE alone', patients: 51, median: { value: 9, low: 3, high: null } },
  experimental: { name: 'TACE + camrelizumab', patients: 20, median: { value: 6, low: 3.5, high: 8.6 } },
  hazardRatio: { value: 1.206, low: 0.599, high: 2.428, certainty: 'known' },
};
const RATIO = { value: 1.206, low: 0.599, high: 2.428 };

describe('a scenario from a publication', () => {
  it('holds what was reported, and a trial like it', () => {
    const { reported, trial, title } = scenarioFromText('scenario', scenarioOfPublication(PUBLICATION));
    expect(title).toBe(PUBLICATION.title);
    expect(reported?.control.median).toEqual({ value: 9, low: 3, high: null });
    expect(reported?.hazardRatio).toEqual({ value: 1.206, low: 0.599, high: 2.428 });
    expect(trial?.patients).toBe(72);
  });

  it('has the printed hazard ratio taken as known, believed as printed, or shrunk', () => {
    const believed = (certainty: PrintedCertainty) => {
      const text = scenarioOfPublication({ ...PUBLICATION, hazardRatio: { ...RATIO, certainty } });
      return scenarioFromText('scenario', text).priors?.map(believedValue);
    };
    expect(believed('known')).toBeUndefined();
    expect(believed('published')).toMatchObject([{ value: 1.206, shrunken: false, printed: { estimate: 1.206 } }]);
    const [shrunken] = believed('shrunken') ?? [];
    expect(shrunken).toMatchObject({ value: 1.206, shrunken: true, printed: { estimate: 1.206 } });
    expect(shrunken?.centre).toBeCloseTo(1.105, 3);
  });

  it('takes the medians where the paper has no hazard ratio', () => {
    const text = scenarioOfPublication({ ...PUBLICATION, hazardRatio: null });
    const { reported, trial } = scenarioFromText('scenario', text);
    expect(reported?.hazardRatio).toBeNull();
    expect(lawOfArm(trial?.unsized.arms[1])).toBeDefined();
    expect(text).toContain('95 % CI 3.5 to 8.6');
  });
});
