import { describe, expect, it } from 'vitest';
import { askSensitivity } from '../../src/questions/sensitivity.ts';
import { NO_EFFECT } from '../../src/survival/law.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';
import { asking } from './asked.ts';

const clock = { kind: 'piecewise', starts: [0], hazards: [Math.LN2 / 9] } as const;

const trial: Trial = {
  control: { name: 'control', weight: 1, law: { clock, steps: NO_EFFECT }, dropoutHazard: 0.01 },
  experimental: {
    name: 'experimental',
    weight: 1,
    law: { clock, steps: { starts: [0], ratios: [0.7] } },
    dropoutHazard: 0.01,
  },
  patients: 300,
  accrual: { pattern: 'uniform', starts: [0], rates: [1], duration: 24 },
  analysis: { kind: 'calendarTime', time: 36 },
  test: logRankTest(0.025, 1),
};

describe('askSensitivity', () => {
  it('changes power the way each assumption should, the hazard ratio most', async () => {
    const { planned, rows, replicates } = await askSensitivity(asking('sensitivity', { replicates: 2000 }), trial);
    expect(replicates).toBe(2000);
    expect(rows.map(({ assumption }) => assumption)).toHaveLength(4);
    expect(rows[0].assumption).toBe('hazard ratio');
    const of = (assumption: string) => {
      const row = rows.find((each) => each.assumption === assumption);
      if (!row) throw new Error(`no ${assumption}`);
      return [row.low.power.estimate - planned.estimate, row.high.power.estimate - planned.estimate];
    };
    // A stronger effect, sooner events, nobody lost and earlier enrolment all raise the power at a fixed time.
    expect(of('hazard ratio')[0]).toBeGreaterThan(0.05);
    expect(of('hazard ratio')[1]).toBeLessThan(-0.05);
    expect(of('median survival')[0]).toBeGreaterThan(0);
    expect(of('median survival')[1]).toBeLessThan(0);
    expect(of('dropout')[0]).toBeGreaterThan(0);
    expect(of('dropout')[1]).toBeLessThan(0);
    expect(of('accrual rate')[0]).toBeLessThan(0);
    expect(of('accrual rate')[1]).toBeGreaterThan(0);
  });

  it('gives the same numbers again', async () => {
    const once = await askSensitivity(asking('sensitivity', { replicates: 300 }), trial);
    expect(await askSensitivity(asking('sensitivity', { replicates: 300 }), trial)).toEqual(once);
  });
});
