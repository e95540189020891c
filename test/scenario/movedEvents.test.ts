/** Counts of events that go with the number of patients. */
import { describe, expect, it } from 'vitest';
import { findField } from '../../src/scenario/field.ts';
import { readSources } from '../../src/scenario/load.ts';
import { movedEvents } from '../../src/scenario/movedEvents.ts';
import { resolveWith } from '../../src/scenario/vary.ts';
import { draft, save } from './draft.ts';

const LOOKS =
  '  sequential: { looks: [{ earlierOf: [{ events: 100 }, { calendarTime: 30 }] }], efficacy: { spending: obrienFleming }, reestimation: { conditionalPower: { from: 0.3, target: 0.9 }, maxEvents: 240 } }\n  test: {';

describe('events that move with patients', () => {
  it('are those of every analysis and of a re-estimation, kept in proportion and rounded up', async () => {
    const sources = await readSources(
      save(draft(['{ events: 200 }', '{ events: { value: 200, source: assumed } }'], ['  test: {', LOOKS])),
    );
    const patients = { field: findField(sources, 'trial.patients'), value: 150 };
    const moved = movedEvents(sources, [patients]);
    expect(moved.map(({ field, value }) => [field.text, value])).toEqual([
      ['trial.analysis.events', 100],
      ['trial.sequential.looks[0].earlierOf[0].events', 50],
      ['trial.sequential.reestimation.maxEvents', 120],
    ]);
    expect(resolveWith(sources, [patients, ...moved]).trial?.unsized.analysis).toEqual({ kind: 'events', events: 100 });
    expect(movedEvents(sources, [{ ...patients, value: 301 }]).map(({ value }) => value)).toEqual([201, 101, 241]);
  });

  it('are not those that are given themselves, and none where patients stay', async () => {
    const sources = await readSources(save(draft()));
    const events = { field: findField(sources, 'trial.analysis.events'), value: 90 };
    const patients = { field: findField(sources, 'trial.patients'), value: 150 };
    expect(movedEvents(sources, [patients, events])).toEqual([]);
    expect(movedEvents(sources, [events])).toEqual([]);
  });
});
