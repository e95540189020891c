import { describe, expect, test } from 'vitest';
import { allocationBlock, experimentalShare, sizesOf, type Trial, underNull } from '../../src/trial/trial.ts';
import { eventDrivenTrial, publishedShape } from '../expectation/plannedTrial.ts';
import { armsOfLaws } from './armsOfLaws.ts';

describe('trial', () => {
  test('allocation', () => {
    const trial = publishedShape();
    expect(allocationBlock(trial)).toBe(71);
    expect(experimentalShare(trial)).toBe(20 / 71);
    expect(sizesOf(trial)).toEqual([51, 20]);
    expect(sizesOf(eventDrivenTrial())).toEqual([250, 250]);
  });

  test('under the null the experimental arm has the control law and keeps its dropout', () => {
    const planned = eventDrivenTrial();
    const trial: Trial = { ...planned, arms: armsOfLaws(planned.arms[0], { ...planned.arms[1], dropoutHazard: 0.03 }) };
    const nothing = underNull(trial);
    expect(nothing.arms[1].law).toBe(trial.arms[0].law);
    expect(nothing.arms[1].dropoutHazard).toBe(0.03);
    expect(nothing.arms[0]).toBe(trial.arms[0]);
  });
});
