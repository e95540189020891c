import { expect, it } from 'vitest';
import type { SeenEffect } from '../../src/questions/sideBySide.ts';
import { originsSection } from '../../src/report/originsReport.ts';
import { proportion } from '../../src/tally/estimates.ts';
import type { TimeOrigin } from '../../src/trial/timeOrigin.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { started } from '../statistical/treatmentStart.ts';

const trial = started(delayedTrial(0), { kind: 'uniform', from: 1, to: 3 });

/** A mean log hazard ratio in 1000 replicates with so many claims, and how many more or fewer than as randomised. */
const seen = (mean: number, claims: number, more: number | null): SeenEffect => ({
  benefit: proportion(claims, 1000),
  harm: proportion(0, 1000),
  rejects: proportion(claims, 1000),
  minusFirst: more === null ? null : { estimate: more / 1000, standardError: 0.005, low: 0, high: 0 },
  estimate: { mean, standardError: 0.001, standardDeviation: 0.03, replicates: 1000 },
});

const row = (origin: TimeOrigin, shift: number, more: number | null) => ({
  origin,
  planned: seen(-0.3 + shift, 400 + (more ?? 0), more),
  none: seen(shift, 25, more === null ? null : 0),
  expected: { planned: -0.3, none: Number.NaN },
});

const section = originsSection(
  {
    arm: trial.arms[1].name,
    meanLag: 2,
    replicates: 1000,
    origins: [
      row({ kind: 'randomisation' }, 0, null),
      row({ kind: 'cloneCensor', grace: 2.9 }, 0.06, -20),
      row({ kind: 'cloneCensorWeight', grace: 2.9 }, 0, 1),
    ],
  },
  trial,
  'month',
);

it('has clones in the table by a short name, and by a whole one in files', () => {
  const [{ rows, notes = [] }] = section.tables;
  const shown = rows.map(([origin]) => [origin.raw, origin.text]);
  expect(shown.filter((_, k) => k % 2 === 0).slice(1)).toEqual([
    ['by clone–censor within 2.9 months', 'clone–censor'],
    ['by clone–censor–weight within 2.9 months', 'clone–censor–weight'],
  ]);
  expect(notes.at(-1)).toBe(
    'Clone–censor: everybody is copied into starting by month 2.9 and not; a copy is censored when its patient does otherwise. Clone–censor–weight: the copies left are weighted for those censored. Both have robust standard errors, by patient.',
  );
});

it('tells of clones that find what is not there, or lose power', () => {
  const said = section.prose?.join(' ') ?? '';
  expect(said).toContain('comparing by clone–censor within 2.9 months finds hazard ratio 1.062 on average');
  expect(said).not.toContain('comparing by clone–censor–weight');
  expect(said).toContain('by clone–censor within 2.9 months loses 2.0 percentage points (SE 0.5).');
});
