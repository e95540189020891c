import type { SequentialPlan } from '../../src/sequential/plan.ts';

/** Two interim looks and a final analysis, O'Brien–Fleming-like spending and nothing else, but for `more`. */
export function sequentialPlan(more: Partial<SequentialPlan> = {}): SequentialPlan {
  return {
    efficacy: { kind: 'spending', spending: { kind: 'obrienFleming' } },
    tested: [true, true],
    futility: null,
    chosen: [true, true],
    binding: false,
    information: 'observed',
    reestimation: null,
    ...more,
  };
}
