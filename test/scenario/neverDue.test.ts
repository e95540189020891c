/** Analyses that wait for events which never come: told with what would make them come. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { draft, load, problems, problemsOf } from './draft.ts';

const BEYOND = fileURLToPath(new URL('../cases/events-beyond-dropout.yaml', import.meta.url));

describe('an analysis that never comes due', () => {
  it('says how many events there will be, and from how many patients there would be enough', async () => {
    // λ/(λ + δ) of each arm: 0.0288811/(0.0288811 + 0.0297229) of 200 and 0.0202168/(0.0202168 + 0.0297229) of 200, 179.5 in all.
    const message = await problemsOf(BEYOND);
    expect(message.slice(message.indexOf('trial.'))).toBe(
      'trial.analysis.events is 280; must be ≤ 179, the events that 400 patients are expected to have in all, as the others drop out first: wait for fewer, plan at least 624 patients, or analyse at a calendarTime or after a followUp',
    );
  });

  const rule = (text: string): [string, string] => ['{ events: 200 }', text];

  it('is told of the part that waits, unless another part ends the wait', async () => {
    const never = /^x.yaml:22: trial.analysis.laterOf\[1\].events is 290; must be ≤ 281, .* plan at least 310 patients/;
    expect(await problems(draft(rule('{ laterOf: [{ calendarTime: 60 }, { events: 290 }] }')))).toMatch(never);
    expect(await problems(draft(rule('{ earlierOf: [{ events: 290 }, { events: 295 }] }')))).toMatch(/earlierOf\[0\]/);
    expect(await problems(draft(rule('{ earlierOf: [{ calendarTime: 60 }, { events: 290 }] }')))).toBe('no problem');
  });

  it('is one of hazards that end and of the cured, too', async () => {
    const survival = (text: string): [string, string] => ['{ model: exponential, median: 9 }', text];
    // exp(−0.1 × 5) = 60.65 % of the control and exp(−0.07 × 5) = 70.47 % of the others never have one, after dropout of some.
    const ends = survival(
      '{ model: piecewise exponential, pieces: [{ from: 0, hazard: 0.1 }, { from: 5, hazard: 0 }] }',
    );
    const cured = survival('{ model: cure, cureFraction: 0.4, uncured: { model: exponential, median: 9 } }');
    const none: [string, string] = ['  dropout: { probability: 0.05, by: 1 year }\n', ''];
    expect(await problems(draft(ends, none))).toMatch(
      /events is 200; must be ≤ 103, .* in all, as the others never have one: wait for fewer, plan at least 582 patients/,
    );
    expect(await problems(draft(cured))).toMatch(/≤ 152, .* in all, as the others drop out first:/);
  });

  it('is one of patients who are followed for a fixed time', async () => {
    // 1 − exp(−3 × ln 2 ÷ 9) of the control at hazard ratio 0.7 and no dropout: 20.6 % and 14.9 %.
    const none: [string, string] = ['  dropout: { probability: 0.05, by: 1 year }\n', '  followUpOfEach: 3\n'];
    expect(await problems(draft(none))).toMatch(
      /events is 200; must be ≤ 53, .* in all, as the others reach the end of followUpOfEach: wait for fewer, plan at least \d+ patients, follow each for longer, or/,
    );
  });

  it('is not one that waits for the last event of patients who all have one', async () => {
    const { trial } = await load(
      draft(rule('{ events: 300 }'), ['  dropout: { probability: 0.05, by: 1 year }\n', '']),
    );
    expect(trial?.unsized.analysis).toEqual({ kind: 'events', events: 300 });
  });
});
