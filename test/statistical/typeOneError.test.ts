/**
 * What the test does when nothing works.
 *
 * @module-tag long
 */
import { describe, it } from 'vitest';
import { meanEstimate } from '../../src/tally/estimates.ts';
import { read } from '../../src/tally/tally.ts';
import { underNull } from '../../src/trial/trial.ts';
import { eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { expectNear, proportionError, tallyOf } from './monteCarlo.ts';

describe('type I error', () => {
  it('is 2.5 % one-sided within 4 standard errors over a million replicates', () => {
    // 4 standard errors are what was asked for: 0.00062, false at 6e-5 for a seed drawn at random. The seed stands.
    const n = 1_000_000;
    const tally = tallyOf(underNull(eventDrivenTrial()), 'type I error', n);
    expectNear(tally.rejections.benefit / n, 0.025, proportionError(0.025, n), 0, 4);
    expectNear(tally.rejections.harm / n, 0.025, proportionError(0.025, n), 0, 4);
    // With equal arms z and −z have one distribution: its mean is 0 exactly.
    const z = meanEstimate(read(tally, 'z'));
    expectNear(z.mean, 0, z.standardError);
    // Its variance is 1 up to terms of order 1/D; Var(s²) ≈ 2/n.
    expectNear(z.standardDeviation ** 2, 1, Math.sqrt(2 / n), 2 / 350);
  });

  it('is 2.5 % a side in a trial that an events-or-calendar rule stops', () => {
    const n = 200_000;
    const trial = underNull(eventDrivenTrial());
    const analysis = {
      kind: 'earlierOf' as const,
      rules: [
        { kind: 'events' as const, events: 300 },
        { kind: 'calendarTime' as const, time: 24 },
      ],
    };
    const tally = tallyOf({ ...trial, analysis }, 'stopped early', n);
    // The normal approximation itself is off by less than 1/D here.
    for (const rejected of [tally.rejections.benefit, tally.rejections.harm])
      expectNear(rejected / n, 0.025, proportionError(0.025, n), 0.0003);
  });

  it('stays near 5 % two-sided at the published study’s 51 and 20 patients', () => {
    const n = 400_000;
    const tally = tallyOf(underNull(publishedShape()), 'published shape', n);
    // 60 events, 51:20: the log-rank test is known to be a little off its level with arms so unequal; 5 ± 0.5 %.
    expectNear((tally.rejections.benefit + tally.rejections.harm) / n, 0.05, proportionError(0.05, n), 0.005);
  });
});
