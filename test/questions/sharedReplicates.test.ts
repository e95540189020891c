/** One pass of replicates for power and for what is reported beside it: counted once, and with nothing changed by company. */
import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { rejections, simulateReplicates, simulateTo } from '../../src/questions/asking.ts';
import { originTests } from '../../src/questions/origins.ts';
import { askPower } from '../../src/questions/power.ts';
import { scanTests } from '../../src/questions/scansResult.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { read } from '../../src/tally/tally.ts';
import { type Trial, underNull } from '../../src/trial/trial.ts';
import { asking } from './asked.ts';

async function shipped(name: string): Promise<{ trial: Trial; unit: string }> {
  const { trial, timeUnit } = await loadScenario(new URL(`../../scenarios/${name}.yaml`, import.meta.url).pathname);
  if (trial === null || trial.patients === null) throw new Error('a trial of known size');
  return { trial: { ...trial.unsized, patients: trial.patients }, unit: timeUnit };
}

describe('the replicates of power', () => {
  it('serve what is reported beside it, at the same numbers as alone', async () => {
    const { trial, unit } = await shipped('multicentre-scans');
    const some = asking('shared', { replicates: 200 });
    const result = await askPower(some, trial, unit);
    expect(some.account.replicates).toBe(400);
    const design = planDesign(trial);
    const alone = await simulateTo(some, { design, purpose: 'power' }, 'power');
    expect(result.alternative.power.count).toBe(rejections(alone, 1));
    expect(result.tests?.tests.map(({ power }) => power.count)).toEqual(
      read(alone, 'tests').map(({ both }, t) => both[t]),
    );
    const worlds = [
      { truth: design, purpose: 'power', world: 'planned' },
      { truth: planDesign(underNull(trial)), purpose: 'null', world: 'none' },
    ] as const;
    for (const { truth, purpose, world } of worlds) {
      const origins = originTests(design);
      const byOrigin = await simulateReplicates(some, { design, truth, purpose, tests: origins }, 200);
      expect(origins).toHaveLength(7);
      expect(result.origins?.origins.map((each) => each[world].benefit.count)).toEqual(
        read(byOrigin, 'tests').map(({ benefit }) => benefit),
      );
      const scans = scanTests(trial);
      const seen = read(await simulateReplicates(some, { design, truth, purpose, tests: scans }, 200), 'tests');
      const { exact, seen: bySeen } = result.scans?.cox[world] ?? { exact: null, seen: null };
      expect([exact?.rejects.count, bySeen?.rejects.count]).toEqual([seen[2].both[2], seen[3].both[3]]);
      expect(exact?.estimate?.mean).toBeCloseTo(seen[2].estimate.sum / seen[2].estimate.count, 12);
    }
  });

  it('are more than those of what is beside, which are the first of them', async () => {
    const { trial, unit } = await shipped('delayed-effect-tests');
    const some = asking('first', { replicates: 20_500 });
    const result = await askPower(some, trial, unit);
    // With the strong null, of which there is nothing to report beside power.
    expect(some.account.replicates).toBe(3 * 20_500);
    expect(result.estimands?.replicates).toBe(20_000);
    const alone = await simulateTo(some, { design: planDesign(trial), purpose: 'power' }, 'power');
    expect(result.alternative.replicates).toBe(20_500);
    expect(result.alternative.power.count).toBe(rejections(alone, trial.test.sides));
    expect(result.tests?.agreement[0].both.count).toBe(read(alone, 'tests')[0].both[1]);
    expect(result.alternative.events.mean).toBeCloseTo(
      read(alone, 'events').all.sum / read(alone, 'events').all.count,
      9,
    );
  });

  it('are others for what nothing may stop, where looks or several hypotheses decide', async () => {
    const { trial, unit } = await shipped('timing-camrelizumab');
    const some = asking('apart', { replicates: 50 });
    const result = await askPower(some, trial, unit);
    // Power and type I error, and once more each for origins and estimands together; the strong null of the late test; partial nulls.
    expect(some.account.replicates).toBe(((result.strongNull === null ? 4 : 5) + result.partialNulls.length) * 50);
    expect(result.origins?.replicates).toBe(50);
    expect(result.estimands?.replicates).toBe(50);
  });
});
