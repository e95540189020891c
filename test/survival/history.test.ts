import { expect, it } from 'vitest';
import { exponential } from '../../src/survival/clock.ts';
import { EVENT, oneTransition, timeToFirst } from '../../src/survival/history.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';

const law = { clock: exponential(0.1), steps: NO_EFFECT };

it('has the law of its one transition for states that it enters', () => {
  expect(timeToFirst(oneTransition(law), [EVENT])).toBe(law);
});

it('has none for states that it never enters', () => {
  expect(() => timeToFirst(oneTransition(law), ['dead'])).toThrow(/ends with its first event, before dead/);
  expect(() => timeToFirst(oneTransition(law), ['elsewhere'])).toThrow(/no history has the states elsewhere/);
});
