/** The surface over a lag in weeks: headings, the share never treated, lines in the unit of the axis, 80 columns. */

import { describe, expect, it } from 'vitest';
import { askTiming, emptyTiming, type PlannedSurface } from '../../src/questions/timing.ts';
import { tableText } from '../../src/report/terminal.ts';
import { timingSection } from '../../src/report/timingReport.ts';
import { withMeanLag, withSynchronousHazardRatio } from '../../src/trial/retiming.ts';
import { UNNAMED } from '../../src/trial/treatmentNames.ts';
import { lastingEffect } from '../../src/trial/treatmentStart.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { delayedTrial } from '../expectation/plannedTrial.ts';
import { asking } from '../questions/asked.ts';
import { withTimedArm } from '../trial/timedArm.ts';

const WEEK = 7 / (365.25 / 12);

async function sectionOf(weeks: readonly number[], ratios: readonly number[]) {
  const effect = lastingEffect({ kind: 'constant', hazardRatio: 0.6 });
  const plain = delayedTrial(0);
  const trial: Trial = {
    ...withTimedArm(plain, { kind: 'fixed', time: 0 }, effect),
    test: {
      ...plain.test,
      beside: [{ ...plain.test, statistic: { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } } }],
    },
  };
  const lags = weeks.map((week) => week * WEEK);
  const surface: PlannedSurface = {
    x: {
      key: 'lag',
      words: 'lag',
      label: 'lag of experimental',
      planned: 8 * WEEK,
      isTime: true,
      values: weeks.map((w) => `${w} weeks`),
      numbers: lags,
    },
    y: {
      key: 'hazardRatio',
      words: 'hazard ratio',
      label: 'hazard ratio',
      planned: 0.6,
      isTime: false,
      values: ratios,
      numbers: ratios,
    },
    trials: ratios.map((ratio) => lags.map((lag) => withSynchronousHazardRatio(withMeanLag(trial, 1, lag), 1, ratio))),
    arm: 1,
    targetPower: 0.8,
    precision: { replicates: 4000 },
    timeUnit: 'month',
  };
  const result = emptyTiming(surface);
  await askTiming(asking('report', { replicates: 1 }), surface, result);
  return timingSection(result, UNNAMED, 'month');
}

describe('the report of a surface', () => {
  it('shows lags in the unit they were given in', async () => {
    const { tables, prose } = await sectionOf([0, 8, 26], [0.5, 0.6]);
    const table = (name: string, audience: 'readers' | 'files' = 'readers') => {
      const found = tables.find((each) => each.name === name && each.audience === audience);
      if (found === undefined) throw new Error(`no table ${name}`);
      return found;
    };
    expect(prose.join(' ')).toMatch(
      /^6 points: 3 values of lag of experimental by 2 of hazard ratio; 4,000 replicates/,
    );
    const power = tableText(table('timing-power-0'));
    expect(power).toMatch(/Log-rank: power, %\n─+\n\s+0\s+8\s+26\n\s+0\.5\s+\d+/);
    expect(power).toMatch(/Across: lag \(weeks\)\. Down: hazard ratio\./);
    // Nobody fails to start at once; the share does not depend on the hazard ratio, so that there is one row.
    const never = table('timing-never');
    expect(never.rows.length).toBe(1);
    const hazard = Math.LN2 / 9 - Math.log(0.9) / 12;
    const shares = [0, 8, 26].map((week) => (100 * (1 - Math.exp(-hazard * week * WEEK))).toFixed(1));
    expect(never.rows[0].slice(1).map(({ text }) => text)).toEqual(shares);
    // The longest lag is in weeks for readers and in the scenario's unit in files.
    const [, shown] = table('timing-longest').rows[1];
    const raw = table('timing-longest', 'files').rows.find(([y, test]) => y.raw === 0.6 && test.raw === 'log-rank');
    expect(Number.parseFloat(shown.text) * WEEK).toBeCloseTo(Number(raw?.[4].raw), 1);
    expect(Number(raw?.[4].raw)).toBeGreaterThan(1);
    expect(Number(raw?.[4].raw)).toBeLessThan(4);
    expect(table('timing-surface', 'files').rows.length).toBe(12);
  });

  it('leaves out columns that do not fit, and says so', async () => {
    const { tables } = await sectionOf(
      Array.from({ length: 24 }, (_, i) => i / 2),
      [0.6],
    );
    for (const table of tables.filter(({ audience }) => audience === 'readers')) {
      const text = tableText(table);
      for (const line of text.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    }
    const power = tables.find(({ name }) => name === 'timing-power-0');
    expect(power && tableText(power).replace(/\s+/g, ' ')).toMatch(/12 more columns in timing-surface\.csv/);
  });
});
