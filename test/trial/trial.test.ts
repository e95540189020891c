import { describe, expect, test } from 'vitest';
import { allocationBlock, armSizes, experimentalShare, underNull } from '../../src/trial/trial.ts';
import { eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';

describe('trial', () => {
  test('allocation', () => {
    const trial = publishedShape();
    expect(allocationBlock(trial)).toBe(71);
    expect(experimentalShare(trial)).toBe(20 / 71);
    expect(armSizes(trial)).toEqual({ control: 51, experimental: 20 });
    expect(armSizes(eventDrivenTrial())).toEqual({ control: 250, experimental: 250 });
  });

  test('under the null the experimental arm has the control law and keeps its dropout', () => {
    const planned = eventDrivenTrial();
    const trial = { ...planned, experimental: { ...planned.experimental, dropoutHazard: 0.03 } };
    const nothing = underNull(trial);
    expect(nothing.experimental.law).toBe(trial.control.law);
    expect(nothing.experimental.dropoutHazard).toBe(0.03);
    expect(nothing.control).toBe(trial.control);
  });
});
