import { describe, expect, it } from 'vitest';
import type { TimingResult } from '../../../src/questions/timing.ts';
import { timingFigure } from '../../../src/report/figures/timingFigure.ts';
import { proportion } from '../../../src/tally/estimates.ts';

const WEEK = 7 / (365.25 / 12);
const mean = { mean: 1, standardError: 0, standardDeviation: 0, replicates: 1000 };

/** Power falls with the lag and with the hazard ratio. */
function surface(weeks: readonly number[], ratios: readonly number[]): TimingResult {
  return {
    arm: 'ICI',
    hypotheses: 1,
    x: {
      key: 'trial.arms[ICI].treatmentStart',
      words: 'start of the ICI',
      label: 'start of the ICI of ICI',
      planned: 2 * WEEK,
      isTime: true,
      values: weeks.map((week) => `${week} weeks`),
      numbers: weeks.map((week) => week * WEEK),
    },
    y: {
      key: 'hazardRatio',
      words: 'hazard ratio',
      label: 'hazard ratio of ICI',
      planned: 0.6,
      isTime: false,
      values: ratios,
      numbers: ratios,
    },
    targetPower: 0.8,
    precision: { replicates: 1000 },
    tests: [{ name: 'log-rank', deciding: true }],
    reference: 0,
    asked: weeks.length * ratios.length,
    points: ratios.flatMap((ratio, y) =>
      weeks.map((week, x) => ({
        at: { x, y },
        x: week * WEEK,
        y: ratio,
        patients: 300,
        replicates: 1000,
        tests: [
          {
            power: proportion(Math.round(1000 * Math.max(0, 1.6 - ratio - week / 20)), 1000),
            minusReference: null,
            required: null,
            formula: null,
            formulaRequired: null,
          },
        ],
        events: mean,
        analysisTime: mean,
        averageHazardRatio: ratio,
        neverStarted: 0,
      })),
    ),
    crossings: [],
    longest: [],
  };
}

describe('timingFigure', () => {
  it('names axes in words and in the unit asked for, with the contour of the target, the plan and a heading', () => {
    const figure = timingFigure(surface([0, 2, 4, 6], [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]), 'month');
    expect(figure?.svg).toContain('Start of the ICI of ICI (weeks)');
    expect(figure?.svg).toContain('Power (%) of the log-rank by start of the ICI and hazard ratio');
    expect(figure?.svg).not.toContain('trial.arms');
    expect(figure?.svg).toContain('power 80 %');
    expect(figure?.svg).toContain('>plan<');
    expect(figure?.caption).toContain('along the line the power is the target, 80 %. The ring is the plan.');
    expect(figure?.table.rows[1].map(({ text }) => text)[0]).toBe('2');
    expect(figure?.table.columns[0].heading).toBe('Start of the ICI of ICI (weeks)');
  });

  it('draws a line for each of a few ratios, and the plan where it lies within', () => {
    const few = surface([0, 2, 4, 6], [0.6, 0.8]);
    expect(timingFigure(few, 'month')?.caption).toContain('The dotted vertical line is the plan.');
    const beyond = { ...few, x: { ...few.x, planned: 9 * WEEK } };
    expect(timingFigure(beyond, 'month')?.caption).not.toContain('plan');
    expect(timingFigure(beyond, 'month')?.svg).not.toContain('>plan<');
  });
});
