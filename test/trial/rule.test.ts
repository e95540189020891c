import { describe, expect, it } from 'vitest';
import type { AnalysisRule, SimpleRule } from '../../src/trial/analysis.ts';
import { foldRule, LATER_OR_EARLIER, mapRule, simpleParts } from '../../src/trial/rule.ts';

const nested: AnalysisRule = {
  kind: 'laterOf',
  rules: [
    { kind: 'calendarTime', time: 12 },
    {
      kind: 'earlierOf',
      rules: [
        { kind: 'calendarTime', time: 30 },
        { kind: 'calendarTime', time: 20 },
      ],
    },
    { kind: 'events', events: 7 },
  ],
};
const timeOf = (part: SimpleRule) => (part.kind === 'calendarTime' ? part.time : 0);

describe('a rule of rules', () => {
  it('is folded from the inside out', () => {
    expect(foldRule(nested, timeOf, LATER_OR_EARLIER)).toBe(20);
    expect(
      foldRule({ kind: 'earlierOf', rules: [nested, { kind: 'calendarTime', time: 15 }] }, timeOf, LATER_OR_EARLIER),
    ).toBe(15);
    expect(foldRule({ kind: 'calendarTime', time: 3 }, timeOf, LATER_OR_EARLIER)).toBe(3);
  });

  it('keeps its shape when its parts are changed', () => {
    const doubled = mapRule(nested, (part: SimpleRule) =>
      part.kind === 'calendarTime' ? { ...part, time: 2 * part.time } : part,
    );
    expect(foldRule(doubled, timeOf, LATER_OR_EARLIER)).toBe(40);
    expect(simpleParts(doubled).map(({ kind }) => kind)).toEqual([
      'calendarTime',
      'calendarTime',
      'calendarTime',
      'events',
    ]);
  });
});
