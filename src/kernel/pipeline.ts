/**
 * The loop over looks: one replicate after another through the stages of a plan.
 *
 *   draw ─▶ due ─▶ observe and test ─▶ stop?
 *            ▲                          │
 *            └──────── next look ───────┘
 *
 * This is the only place that says which looks take place. reference.ts brings the stages; the twin of the loop in
 * fast/assembly/index.ts is held to it by the random designs of test/kernel/agreement.test.ts.
 */
import type { StreamKey } from './draw/stream.ts';
import { type Columns, createColumns, type Wants } from './look/columns.ts';
import { type CutRule, eventsAfter, withEvents } from './plan/cutRule.ts';
import type { KernelPlan } from './plan/kernelPlan.ts';

/** The stages of one replicate at a time, over arrays that they share. */
export interface Stages {
  /** Draws the patients of a replicate. */
  draw(key: StreamKey, replicate: number): void;
  /**
   * Calendar tick at which `rule` is met, the look before being at tick `previous` (0 for none); at or past NEVER when
   * it is not.
   */
  due(rule: CutRule, previous: number): number;
  /**
   * Tests what is known at tick `cut`, the look of index `look`: fills row `row` of all columns but performed,
   * analysisTime, reached and z, and returns z.
   */
  test(look: number, cut: number, columns: Columns, row: number): number;
  /** Whether the replicate ends with the look that was tested last; `z` as `test` returned it. */
  stops(look: number, cut: number, z: number, columns: Columns, row: number): boolean;
}

/**
 * Simulates replicates `first … first + count − 1` of the streams named by `key`; returns the columns of each look, the
 * final one last. A look before the final one takes place where it is due before that and after the one that took place
 * last. A look after which the replicate stops is its last.
 */
export function runReplicates(
  plan: KernelPlan,
  stages: Stages,
  key: StreamKey,
  first: number,
  count: number,
  wants: Wants,
): readonly Columns[] {
  const looks = createColumns(plan, count, wants);
  const { horizonTicks } = plan;
  const unit = 1 / plan.ticksPerUnit;
  const final = plan.looks.length - 1;
  for (let row = 0; row < count; row++) {
    stages.draw(key, first + row);
    let finalRule = plan.looks[final].cut;
    let previous = 0;
    for (let look = 0; look <= final; look++) {
      const met = stages.due(look === final ? finalRule : plan.looks[look].cut, previous);
      const cut = Math.min(met, horizonTicks);
      if (look < final && (cut <= previous || cut >= Math.min(stages.due(finalRule, previous), horizonTicks))) continue;
      previous = cut;
      const columns = looks[look];
      const z = stages.test(look, cut, columns, row);
      columns.performed[row] = 1;
      columns.z[row] = z;
      columns.analysisTime[row] = cut * unit;
      columns.reached[row] = met <= horizonTicks ? 1 : 0;
      if (stages.stops(look, cut, z, columns, row)) break;
      const { reestimation } = plan.looks[look];
      if (reestimation !== null) finalRule = withEvents(finalRule, eventsAfter(reestimation, z));
    }
  }
  return looks;
}
