/** Analysis rules as the module reads them: operations in postfix order. */
import { foldRule, simpleParts } from '../../trial/rule.ts';
import type { CutRule, SimpleCut } from '../plan/cutRule.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import * as at from './layout.ts';

const RULE_KINDS: Record<Exclude<CutRule['kind'], 'eventsOf' | 'medianFollowUp'>, number> = {
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
      switch (part.kind) {
        case 'events':
          return [[RULE_KINDS.events, part.events, 0]];
        case 'followUp':
          return [[RULE_KINDS.followUp, part.ticks, part.patients]];
        case 'eventsOf':
        case 'medianFollowUp':
          throw new RangeError(`the module has no rule ${part.kind}`);
        default:
          return [[RULE_KINDS[part.kind], part.ticks, 0]];
      }
    },
    { laterOf: joined('laterOf'), earlierOf: joined('earlierOf') },
  );
}

/** Whether a rule counts what the module counts: events of the driving endpoint, entries. */
export function countsInModule(rule: CutRule): boolean {
  return simpleParts(rule).every(({ kind }) => kind !== 'eventsOf' && kind !== 'medianFollowUp');
}

/** Whether every look waits for an event count and nothing else, each for more than the look before. */
export function inOrder(plan: KernelPlan): boolean {
  return plan.looks.every(({ cut }, k) => {
    const before = plan.looks[k - 1]?.cut;
    return cut.kind === 'events' && (before === undefined || (before.kind === 'events' && before.events < cut.events));
  });
}
