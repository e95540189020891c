/** Analysis rules as the module reads them: operations in postfix order. */
import type { CutPlan, KernelPlan } from '../plan.ts';
import * as at from './layout.ts';

const RULE_KINDS: Record<CutPlan['kind'], number> = {
  events: at.RULE_EVENTS,
  calendarTime: at.RULE_CALENDAR,
  followUp: at.RULE_FOLLOW_UP,
  sinceLook: at.RULE_SINCE_LOOK,
  laterOf: at.RULE_LATER,
  earlierOf: at.RULE_EARLIER,
};

/** The rule in postfix order: kind, value and patients of each operation. */
export function postfix(rule: CutPlan): [number, number, number][] {
  const kind = RULE_KINDS[rule.kind];
  switch (rule.kind) {
    case 'events':
      return [[kind, rule.events, 0]];
    case 'calendarTime':
    case 'sinceLook':
      return [[kind, rule.ticks, 0]];
    case 'followUp':
      return [[kind, rule.ticks, rule.patients]];
    default:
      return [...rule.rules.flatMap(postfix), [kind, rule.rules.length, 0]];
  }
}

/** Whether every look waits for an event count and nothing else, each for more than the one before. */
export function inOrder(plan: KernelPlan): boolean {
  return plan.looks.every(({ cut }, k) => {
    const before = plan.looks[k - 1]?.cut;
    return cut.kind === 'events' && (before === undefined || (before.kind === 'events' && before.events < cut.events));
  });
}
