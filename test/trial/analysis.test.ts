import { describe, expect, test } from 'vitest';
import { type AnalysisRule, describeRule, scaleCounts, waitsForEvents } from '../../src/trial/analysis.ts';

const events: AnalysisRule = { kind: 'events', events: 350 };
const calendar: AnalysisRule = { kind: 'calendarTime', time: 36 };
const nested: AnalysisRule = {
  kind: 'earlierOf',
  rules: [{ kind: 'laterOf', rules: [events, { kind: 'followUp', time: 1 }] }, calendar],
};

describe('analysis rule', () => {
  test('waits for events when any part does', () => {
    expect(waitsForEvents(nested)).toBe(true);
    expect(waitsForEvents({ kind: 'laterOf', rules: [calendar] })).toBe(false);
  });

  test('scaling keeps maturity, rounds events up and leaves times', () => {
    expect(scaleCounts(events, 500, 600)).toEqual({ kind: 'events', events: 420 });
    expect(scaleCounts(events, 500, 501)).toEqual({ kind: 'events', events: 351 });
    expect(scaleCounts(nested, 500, 250)).toEqual({
      kind: 'earlierOf',
      rules: [
        {
          kind: 'laterOf',
          rules: [
            { kind: 'events', events: 175 },
            { kind: 'followUp', time: 1 },
          ],
        },
        calendar,
      ],
    });
  });

  test('in words', () => {
    expect(describeRule(nested, 'month')).toBe(
      'at the earlier of the later of event 350 and 1 month after the last patient and month 36',
    );
  });
});
