import { expect, it } from 'vitest';
import { comparableOrigins } from '../../src/questions/origins.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { started } from '../statistical/treatmentStart.ts';

const trial = started(delayedTrial(0), { kind: 'uniform', from: 1, to: 3 });

it('clones are censored after the time by which 95 % have started, or after the grace period of the file', () => {
  const times = { rmstUntil: null, milestones: [] };
  expect(comparableOrigins(trial).slice(-3)).toEqual([
    { kind: 'timeDependent' },
    { kind: 'cloneCensor', grace: 2.9 },
    { kind: 'cloneCensorWeight', grace: 2.9 },
  ]);
  expect(comparableOrigins({ ...trial, estimands: { ...times, gracePeriod: 2 } })).toEqual([
    ...comparableOrigins(trial).slice(0, -2),
    { kind: 'cloneCensor', grace: 2 },
    { kind: 'cloneCensorWeight', grace: 2 },
  ]);
});
