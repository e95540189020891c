/** Sizes of trials whose analysis comes before enrolment ends: events are what grows, not patients who come after it. */

import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { simulateReplicates } from '../../src/questions/asking.ts';
import { askSize } from '../../src/questions/size.ts';
import { sizeSection } from '../../src/report/sizeReport.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { seriesOf } from '../../src/trial/series.ts';
import type { UnsizedTrial } from '../../src/trial/trial.ts';
import { shown } from '../report/results.ts';
import { armsOfLaws, lawOfArm } from '../trial/armsOfLaws.ts';
import { asking } from './asked.ts';

const CASE = new URL('../cases/events-before-enrolment-ends.yaml', import.meta.url).pathname;

async function planned(): Promise<{ unsized: UnsizedTrial; patients: number }> {
  const { trial } = await loadScenario(CASE);
  if (trial === null || trial.patients === null) throw new Error('no trial');
  return { unsized: trial.unsized, patients: trial.patients };
}

const byRate = (trial: UnsizedTrial): UnsizedTrial => ({
  ...trial,
  accrual: { pattern: 'uniform', starts: [0], rates: [400 / 24], duration: null },
});

describe('a trial that is analysed before everybody is enrolled', () => {
  it('is told how many events it needs, of the patients it has', async () => {
    const { unsized, patients } = await planned();
    for (const same of [unsized, byRate(unsized)]) {
      const result = await askSize(asking('early', { replicates: 20_000 }), seriesOf(same, patients), [0.9], 0.02);
      const { simulated, closed } = result.targets[0];
      if (simulated.kind !== 'size' || simulated.eventsNeeded === null) throw new Error('events are sought');
      expect([result.varies, simulated.patients, simulated.accrualDuration]).toEqual(['events', 400, 24]);
      // Schoenfeld asks for 161.1 events and Freedman for 168.1, between which simulations of proportional hazards lie.
      const { unrounded, standardError, low, high, events } = simulated.eventsNeeded;
      expect(unrounded).toBeGreaterThan(161.07 - 5.5 * standardError);
      expect(unrounded).toBeLessThan(168.12 + 5.5 * standardError);
      expect([simulated.events, events]).toEqual([events, Math.ceil(unrounded)]);
      expect((high - low) / 2 / unrounded).toBeLessThan(0.0201);
      const { power, events: seen, enrolled, analysisTime } = simulated.characteristics;
      expect(Math.abs(power.estimate - 0.9)).toBeLessThan(5.5 * power.standardError + 0.006);
      expect(seen.p50).toBe(events);
      // Entry is even over 24 months: as many as the share of them that has passed.
      expect(enrolled.mean / ((400 * analysisTime.mean) / 24)).toBeCloseTo(1, 2);
      expect(enrolled.mean).toBeLessThan(330);
      expect(closed.map(({ result: size }) => size.kind === 'size' && [size.patients, size.events])).toEqual(
        closed.map(({ method }) => [400, { schoenfeld: 162, freedman: 169 }[method as string] ?? expect.any(Number)]),
      );
      const text = shown([sizeSection(result, same, 'month')]).replace(/\s+/g, ' ');
      expect(text).toMatch(
        /needs 16\d events: analysis about month 1[89]\.\d, when 3[12]\d of the 400 patients are enrolled/,
      );
      expect(text).not.toMatch(/1,0\d\d|needs \d+ patients/);
    }
  });

  it('has no more power with more patients', async () => {
    const { unsized } = await planned();
    const analysis = { kind: 'events', events: 163 } as const;
    const powers = await Promise.all(
      [400, 1088].map(async (patients) => {
        const trial = { ...unsized, patients, analysis };
        const simulation = { design: planDesign(trial), purpose: `${patients}`, rejectionsOnly: true };
        const tally = await simulateReplicates(asking('more', { replicates: 1 }), simulation, 20_000);
        return tally.rejections.benefit / tally.replicates;
      }),
    );
    // 5.5 standard errors of a difference of powers near 0.9, and half a per cent for follow-up that differs.
    expect(Math.abs(powers[0] - powers[1])).toBeLessThan(5.5 * Math.sqrt((2 * 0.9 * 0.1) / 20_000) + 0.005);
  });

  it('is told when its patients cannot have so many events, and how many patients could', async () => {
    const { unsized, patients } = await planned();
    const [control, experimental] = unsized.arms;
    const law = { ...lawOfArm(control), steps: { starts: [0], ratios: [0.8] } };
    const some = asking('early', { replicates: 1000 });
    const weak = seriesOf({ ...unsized, arms: armsOfLaws(unsized.arms[0], { ...experimental, law }) }, patients);
    const { simulated } = (await askSize(some, weak, [0.9], 0.02)).targets[0];
    if (simulated.kind !== 'unreachable') throw new Error('found');
    // Schoenfeld: (1.96 + 1.28)² · 4 / ln²(0.8) = 844 events.
    expect(simulated.reason).toMatch(
      /^about 8[45]\d events .* the 400 planned patients are expected to have (399|400) in all/,
    );
    expect(simulated.remedy).toMatch(/^an analysis at 8[45]\d events of more than 8[45]\d patients/);
    expect(some.account.replicates).toBe(0);
  });

  it('grows in patients where all but a few are enrolled by the analysis', async () => {
    const { unsized, patients } = await planned();
    const late = seriesOf({ ...unsized, analysis: { kind: 'events', events: 230 } }, patients);
    const { varies } = await askSize(asking('late', { replicates: 200 }), late, [], 0.1);
    expect(varies).toBe('patients');
  });
});
