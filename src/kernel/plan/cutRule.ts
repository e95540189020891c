/** When looks are due, in ticks. */
import type { AnalysisRule, SimpleRule } from '../../trial/analysis.ts';
import type { Subgroup } from '../../trial/comparison.ts';
import { mapRule, type RuleOf, simpleParts } from '../../trial/rule.ts';
import { tickOf } from './ticks.ts';
/** One condition for an analysis, in ticks. */
export type SimpleCut =
  | { readonly kind: 'events'; readonly events: number }
  /** Events of an endpoint, of patients of one arm where `arm` is not null and of cells where `cells` holds true. */
  | {
      readonly kind: 'eventsOf';
      readonly events: number;
      readonly endpoint: number;
      readonly arm: number | null;
      readonly cells: readonly boolean[] | null;
    }
  | { readonly kind: 'calendarTime' | 'sinceLook'; readonly ticks: number }
  /** After the entry of patient `patients` in order of entry; 0 stands for the last. */
  | { readonly kind: 'followUp'; readonly ticks: number; readonly patients: number }
  /** After the entry of half of the patients, rounded up. */
  | { readonly kind: 'medianFollowUp'; readonly ticks: number };

/** The analysis rule in ticks. */
export type CutRule = RuleOf<SimpleCut>;

/** Events as a step function of z: events[i] where z[i − 1] ≤ z < z[i]; there is one more of `events` than of `z`. */
export interface EventSteps {
  readonly z: readonly number[];
  readonly events: readonly number[];
}

/** Events that the final analysis waits for after z at the look of `steps`. */
export function eventsAfter(steps: EventSteps, z: number): number {
  let i = 0;
  while (i < steps.z.length && steps.z[i] <= z) i++;
  return steps.events[i];
}

/** The rule with the first event count in it replaced. */
export function withEvents(rule: CutRule, events: number): CutRule {
  let found = false;
  return mapRule(rule, (part: SimpleCut): SimpleCut => {
    if (found || part.kind !== 'events') return part;
    found = true;
    return { kind: 'events', events };
  });
}

/** Which cells are in a subgroup; null for all patients. */
export type CellsOf = (subgroup: Subgroup | null) => readonly boolean[] | null;

/** The rules of all looks in ticks, the final one last. */
export function planCuts(
  rules: readonly AnalysisRule[],
  scanned: boolean,
  ticksPerUnit: number,
  cellsOf: CellsOf = () => null,
): CutRule[] {
  let before: number | null = 0;
  return rules.map((rule) => {
    const cut = planCut(rule, before, scanned, ticksPerUnit, cellsOf);
    before = timeAfterAnchor(rule, before);
    return cut;
  });
}

/**
 * How long after its anchor (the first possible entry, a patient's entry) a look is, where the look before is `before`
 * after its own anchor; null where it waits for events alone.
 */
function timeAfterAnchor(rule: AnalysisRule, before: number | null): number | null {
  const timed = simpleParts(rule).map((part) => {
    if (part.kind === 'sinceLook') return before === null ? null : before + part.time;
    return part.kind === 'calendarTime' || part.kind === 'followUp' || part.kind === 'medianFollowUp'
      ? part.time
      : null;
  });
  return timed.find((time) => time !== null) ?? null;
}

/**
 * Ticks from the look before, `before` after its anchor, to a look `time` later: to the tick nearest the sum, which is
 * not the sum of two rounded times. After a look that waited for events seen at scans it is a tick more, or what scans
 * see at this very time could be a tick late for it.
 */
function ticksSinceLook(time: number, before: number | null, scanned: boolean, ticksPerUnit: number): number {
  if (before !== null) return tickOf(before + time, ticksPerUnit) - tickOf(before, ticksPerUnit);
  return tickOf(time, ticksPerUnit) + (scanned ? 1 : 0);
}

function planCut(
  rule: AnalysisRule,
  before: number | null,
  scanned: boolean,
  ticksPerUnit: number,
  cellsOf: CellsOf,
): CutRule {
  return mapRule(rule, (part: SimpleRule): SimpleCut => {
    switch (part.kind) {
      case 'events':
        return part;
      case 'eventsOf': {
        const { endpoint, arm, subgroup } = part.of;
        return { kind: 'eventsOf', events: part.events, endpoint, arm, cells: cellsOf(subgroup) };
      }
      case 'medianFollowUp':
        return { kind: 'medianFollowUp', ticks: tickOf(part.time, ticksPerUnit) };
      case 'calendarTime':
        return { kind: 'calendarTime', ticks: tickOf(part.time, ticksPerUnit) };
      case 'sinceLook':
        return { kind: 'sinceLook', ticks: ticksSinceLook(part.time, before, scanned, ticksPerUnit) };
      case 'informationFraction':
        throw new RangeError('an information fraction must be turned into events before it is simulated');
      case 'followUp':
        return { kind: 'followUp', ticks: tickOf(part.time, ticksPerUnit), patients: part.patients ?? 0 };
    }
  });
}
