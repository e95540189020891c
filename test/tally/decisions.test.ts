/** Decisions on looks made by hand: where a replicate ends and why. */
import { describe, expect, it } from 'vitest';
import type { Columns } from '../../src/kernel/look/columns.ts';
import type { KernelPlan } from '../../src/kernel/plan/kernelPlan.ts';
import { beginMonitoring, boundsAt } from '../../src/sequential/monitoring.ts';
import { type FutilityRule, type SequentialPlan, solvePlan } from '../../src/sequential/plan.ts';
import type { Asked } from '../../src/tally/asked.ts';
import { sequential } from '../../src/tally/collectors/sequential.ts';
import { decideBlock } from '../../src/tally/decidedBlock.ts';
import { decide, EFFICACY, FUTILITY, HARM, NO_CLAIM, ObservedBounds } from '../../src/tally/decisions.ts';

/** Columns of a look from [z, events] by row; null where it did not take place. */
function look(rows: readonly (readonly [number, number] | null)[]): Columns {
  const count = (of: (row: readonly [number, number]) => number) =>
    Int32Array.from(rows, (row) => (row === null ? 0 : of(row)));
  const value = (of: (row: readonly [number, number]) => number) =>
    Float64Array.from(rows, (row) => (row === null ? Number.NaN : of(row)));
  const none = new Int32Array(rows.length);
  return {
    rows: rows.length,
    performed: Uint8Array.from(rows, (row) => (row === null ? 0 : 1)),
    z: value(([z]) => z),
    analysisTime: value(([, events]) => events / 10),
    reached: new Uint8Array(rows.length).fill(1),
    enrolled: [none, none],
    events: [count(([, events]) => events), none],
    dropouts: [none, none],
    completed: [none, none],
    logHazardRatio: value(([z, events]) => (-2 * z) / Math.sqrt(events)),
    standardError: null,
    medians: null,
    compensators: null,
    trueEvents: null,
    statistics: [],
    operations: null,
    further: [],
  };
}

const EVENTS = 200;
function specOf(more: Partial<SequentialPlan>, sides: 1 | 2 = 1) {
  const plan: SequentialPlan = {
    efficacy: { kind: 'spending', spending: { kind: 'obrienFleming' } },
    tested: [true],
    futility: null,
    chosen: [true],
    binding: false,
    information: 'observed',
    reestimation: null,
    ...more,
  };
  const alpha = sides === 1 ? 0.025 : 0.05;
  const looks = { fractions: [0.5, 1], alpha, sides, plannedDrift: 3.24, information: EVENTS / 4 };
  return { solved: solvePlan(plan, looks), informationEvents: EVENTS };
}

const decideOn = (looks: readonly Columns[], spec: ReturnType<typeof specOf>) =>
  decide(looks, spec, new ObservedBounds(spec));
const atZero: FutilityRule = { kind: 'z', z: [0] };

describe('decisions', () => {
  it('stop for efficacy, harm and futility, at the planned bounds where the information is as planned', () => {
    const looks = [
      look([
        [3, 100],
        [2.9, 100],
        [-3, 100],
        [-0.1, 100],
        [-0.1, 100],
      ]),
      look([null, [1.97, 200], null, [2.5, 200], [1, 200]]),
    ];
    const one = decideOn(looks, specOf({ futility: atZero }));
    expect([...one.reason]).toEqual([EFFICACY, EFFICACY, FUTILITY, FUTILITY, FUTILITY]);
    expect([...one.look]).toEqual([0, 1, 0, 0, 0]);
    expect([...one.reasonIgnoring]).toEqual([EFFICACY, EFFICACY, NO_CLAIM, EFFICACY, NO_CLAIM]);
    const two = decideOn(looks, specOf({ futility: atZero }, 2));
    expect([...two.reason]).toEqual([EFFICACY, EFFICACY, HARM, FUTILITY, FUTILITY]);
  });

  it('spend alpha on the information observed, or keep the planned bounds', () => {
    const spec = specOf({});
    const monitoring = beginMonitoring(spec.solved);
    const early = boundsAt(spec.solved, monitoring, 0, 0.4).efficacy;
    expect(early).toBeGreaterThan(spec.solved.efficacy[0] + 0.3);
    const looks = [
      look([
        [early - 0.01, 80],
        [early + 0.01, 80],
      ]),
      look([[0, 200], null]),
    ];
    expect([...decideOn(looks, spec).reason]).toEqual([NO_CLAIM, EFFICACY]);
    expect([...decideOn(looks, specOf({ information: 'planned' })).reason]).toEqual([EFFICACY, EFFICACY]);
  });

  it('spend everything at the final analysis, whatever it found and whether or not the look before took place', () => {
    const spec = specOf({});
    const alone = 1.959963984540054;
    const looks = [
      look([null, null, [0, 100]]),
      look([
        [alone + 1e-4, 150],
        [alone - 1e-4, 200],
        [1.9685, 120],
      ]),
    ];
    expect([...decideOn(looks, spec).reason].slice(0, 2)).toEqual([EFFICACY, NO_CLAIM]);
    // Under-running after a look at half the information: closely correlated, so less than 1.9686 will do.
    expect(decideOn(looks, spec).reason[2]).toBe(EFFICACY);
  });

  it('judge a hazard ratio rule by the ratio observed', () => {
    const spec = specOf({ futility: { kind: 'hazardRatio', hazardRatio: [0.95] } });
    const columns = look([
      [0.3, 100],
      [0.3, 100],
    ]);
    columns.logHazardRatio?.set([Math.log(0.949), Math.log(0.951)]);
    expect([
      ...decideOn(
        [
          columns,
          look([
            [0, 200],
            [0, 200],
          ]),
        ],
        spec,
      ).reason,
    ]).toEqual([NO_CLAIM, FUTILITY]);
  });

  it('weight the stages after a re-estimation', () => {
    const reestimation = {
      look: 0,
      effect: 'observed',
      lowerLimit: 0.3,
      target: 0.9,
      maxFactor: 2,
      statistic: 'weighted',
    } as const;
    const spec = specOf({ reestimation });
    const [z1, zFinal] = [1.5, 1.99];
    const looks = [look([[z1, 100]]), look([[zFinal, 300]])];
    const later = (zFinal * Math.sqrt(300) - z1 * Math.sqrt(100)) / Math.sqrt(200);
    const weighted = Math.sqrt(0.5) * (z1 + later);
    expect(decideOn(looks, spec).z[0]).toBeCloseTo(weighted, 12);
    expect(decideOn(looks, specOf({ reestimation: { ...reestimation, statistic: 'unweighted' } })).z[0]).toBe(zFinal);
  });

  it('are tallied at the look they end at', () => {
    const looks = [look([[3, 100], [0.5, 100], null, [-1, 100]]), look([null, [2.2, 200], [2.1, 200], [2.5, 200]])];
    const spec = specOf({ futility: atZero });
    const asked: Asked = {
      plan: { looks: [{}, {}] } as unknown as KernelPlan,
      wants: { hazardRatio: false, medians: false },
      spec: { details: true, criticalValue: 1.96, trueLogHazardRatio: null, published: null, sequential: spec },
    };
    const block = decideBlock(looks, asked);
    const kept = sequential.shape.empty(asked);
    sequential.add(kept, block);
    const [first, final] = kept.looks;
    expect([first.reached, first.skipped, first.efficacy, first.futility]).toEqual([3, 1, 1, 1]);
    expect([final.reached, final.skipped, final.efficacy, final.efficacyIgnoring]).toEqual([2, 0, 2, 3]);
    const at = block.ended;
    expect([...at.events[0]]).toEqual([100, 200, 200, 100]);
    expect([...at.z]).toEqual([3, 2.2, 2.1, -1]);
  });
});
