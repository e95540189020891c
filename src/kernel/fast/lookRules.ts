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
  eventsOf: at.RULE_EVENTS_OF,
  medianFollowUp: at.RULE_MEDIAN,
  laterOf: at.RULE_LATER,
  earlierOf: at.RULE_EARLIER,
};

/** One operation of a rule; what it does not name is as if it had not been asked for. */
export interface RuleOperation {
  readonly kind: number;
  /** Events, ticks or operands. */
  readonly value: number;
  readonly patients?: number;
  readonly endpoint?: number;
  readonly arm?: number | null;
  readonly cells?: readonly boolean[] | null;
}

/** The rule's operations in postfix order. */
export function postfix(rule: CutRule): RuleOperation[] {
  const joined = (kind: 'laterOf' | 'earlierOf') => (parts: readonly RuleOperation[][]) => [
    ...parts.flat(),
    { kind: RULE_KINDS[kind], value: parts.length },
  ];
  return foldRule<SimpleCut, RuleOperation[]>(
    rule,
    (part) => {
      const { kind: name, ...rest } = part;
      const value = 'events' in part ? part.events : part.ticks;
      return [{ ...rest, kind: RULE_KINDS[name], value }];
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
