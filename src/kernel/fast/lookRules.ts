/** Analysis rules as the module reads them: operations in postfix order. */
import { foldRule } from '../../trial/rule.ts';
import type { CutRule, SimpleCut } from '../plan/cutRule.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import * as at from './layout.ts';

const RULE_KINDS: Record<CutRule['kind'], number> = {
  events: at.RULE_EVENTS,
  calendarTime: at.RULE_CALENDAR,
  followUp: at.RULE_FOLLOW_UP,
  sinceLook: at.RULE_SINCE_LOOK,
  laterOf: at.RULE_LATER,
  earlierOf: at.RULE_EARLIER,
};

/** The rule in postfix order: kind, value and patients of each operation. */
export function postfix(rule: CutRule): [number, number, number][] {
  const joined = (kind: 'laterOf' | 'earlierOf') => (parts: readonly [number, number, number][][]) => [
    ...parts.flat(),
    [RULE_KINDS[kind], parts.length, 0] as [number, number, number],
  ];
  return foldRule<SimpleCut, [number, number, number][]>(
    rule,
    (part) => {
      const kind = RULE_KINDS[part.kind];
      switch (part.kind) {
        case 'events':
          return [[kind, part.events, 0]];
        case 'followUp':
          return [[kind, part.ticks, part.patients]];
        default:
          return [[kind, part.ticks, 0]];
      }
    },
    { laterOf: joined('laterOf'), earlierOf: joined('earlierOf') },
  );
}

/** Whether every look waits for an event count and nothing else, each for more than the look before. */
export function inOrder(plan: KernelPlan): boolean {
  return plan.looks.every(({ cut }, k) => {
    const before = plan.looks[k - 1]?.cut;
    return cut.kind === 'events' && (before === undefined || (before.kind === 'events' && before.events < cut.events));
  });
}
