/** Designs of a family: each size solved once, and the same as one planned alone. */
import { describe, expect, it } from 'vitest';
import { designsBySize } from '../../src/design/designsBySize.ts';
import { planDesign } from '../../src/design/planDesign.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { member, seriesOf } from '../../src/trial/series.ts';
import { eventDrivenTrial } from '../expectation/plannedTrial.ts';

describe('designsBySize', () => {
  it('solves each size once, as it would be alone', () => {
    const { patients, ...unsized } = eventDrivenTrial();
    const family = seriesOf(unsized, patients);
    const designs = designsBySize(family);
    expect(designs.planned).toBe(designs.at(patients));
    for (const size of [patients, 300, 620]) {
      const alone = planDesign(member(family, size));
      expect(designs.at(size).trial).toEqual(alone.trial);
      expect(designs.at(size).expected.analysisTime).toBe(alone.expected.analysisTime);
      expect(designs.at(size).power).toBe(alone.power);
    }
  });

  it('turns information fractions into whole events, and gives sizes of one look the same closed test', async () => {
    const looks = (await loadScenario('scenarios/prospective-three-looks.yaml')).trial;
    const single = (await loadScenario('scenarios/subgroup-first.yaml')).trial;
    if (looks === null || single === null) throw new Error('no trial');
    const { trial } = designsBySize(seriesOf(looks.unsized, looks.patients)).planned;
    expect(trial.interims).toEqual([
      { kind: 'events', events: 210 },
      { kind: 'events', events: 315 },
    ]);
    const designs = designsBySize(seriesOf(single.unsized, single.patients));
    expect(designs.at(300).family?.closed).toBe(designs.planned.family?.closed);
    expect(designs.planned.looks).toBeNull();
  });
});
