/** When an analysis is due: from the file to its rule, and whether the rule goes with patients and enrolment. */
import type { AnalysisRule, SimpleRule } from '../trial/analysis.ts';
import { foldRule } from '../trial/rule.ts';
import { type Context, exactlyOne, timeText } from './context.ts';
import { countedEvents, isEverything, type NamedParts } from './countedEvents.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { AnalysisFile } from './schema.ts';

/** Where a rule stands: it decides what the rule may refer to. */
export type RulePlace = 'only analysis' | 'first look' | 'later look' | 'final analysis';

const NO_LOOK_BEFORE = 'but there is no look before it; use events, calendarTime or followUp';
const NO_FRACTION =
  'but only looks before the final analysis are at a share of its events; use events, calendarTime or followUp';

/** The keys that have no meaning at a place, with the reason. */
const OUT_OF_PLACE: Record<RulePlace, { readonly sinceLook?: string; readonly informationFraction?: string }> = {
  'only analysis': { sinceLook: NO_LOOK_BEFORE, informationFraction: NO_FRACTION },
  'first look': { sinceLook: NO_LOOK_BEFORE },
  'later look': {},
  'final analysis': { informationFraction: NO_FRACTION },
};

/** When the analysis happens. Null, with the reason reported, when a part of the rule is not exactly one thing. */
export function analysisRule(
  spec: AnalysisFile,
  at: Path,
  context: Context,
  place: RulePlace = 'only analysis',
  named: NamedParts | null = null,
): AnalysisRule | null {
  const refused = OUT_OF_PLACE[place];
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  if (refused.sinceLook !== undefined && spec.sinceLook !== undefined) {
    context.report([...at, 'sinceLook'], `is ${timeText(time(spec.sinceLook), context)}, ${refused.sinceLook}`);
    return null;
  }
  if (refused.informationFraction !== undefined && spec.informationFraction !== undefined) {
    context.report([...at, 'informationFraction'], `is ${spec.informationFraction}, ${refused.informationFraction}`);
    return null;
  }
  if (spec.patients !== undefined && spec.followUp === undefined) {
    context.report(
      [...at, 'patients'],
      `is ${spec.patients}, but goes with followUp only, e.g. {followUp: 6, patients: 200}`,
    );
    return null;
  }
  const counting = (['of', 'arm', 'subgroup'] as const).find((key) => spec[key] !== undefined);
  if (counting !== undefined && spec.events === undefined) {
    context.report(
      [...at, counting],
      `is given without events; it says which events are counted, e.g. {events: 150, ${counting}: …}`,
    );
    return null;
  }
  const kinds = [
    'events',
    'calendarTime',
    'followUp',
    'medianFollowUp',
    'sinceLook',
    'informationFraction',
    'laterOf',
    'earlierOf',
  ] as const;
  const allowed = kinds.filter((kind) => !(kind in refused));
  const kind = exactlyOne(spec, allowed, at, context, '; combine rules by laterOf or earlierOf');
  switch (kind) {
    case null:
      return null;
    case 'events': {
      const events = spec.events as number;
      if (counting === undefined) return { kind, events };
      const of = countedEvents(spec, named, at, context);
      return of && (isEverything(of) ? { kind, events } : { kind: 'eventsOf', events, of });
    }
    case 'calendarTime':
    case 'medianFollowUp':
    case 'sinceLook':
      return { kind, time: time(spec[kind] as number | string) };
    case 'followUp': {
      const after = spec.patients === undefined ? {} : { patients: spec.patients };
      return { kind, time: time(spec.followUp as number | string), ...after };
    }
    case 'informationFraction':
      return { kind, fraction: spec.informationFraction as number };
    default: {
      const parts = (spec[kind] as AnalysisFile[]).map((part, i) =>
        analysisRule(part, [...at, kind, i], context, place, named),
      );
      const rules = parts.filter((part) => part !== null);
      return rules.length === parts.length ? { kind, rules } : null;
    }
  }
}

/** Times that differ by less than this share count as the same, such as an end of enrolment that follows from rates. */
const AT_ONCE = 1e-9;

/** Report event counts above `patients`, and calendar times that would cut enrolment short (`end`; null when not known). */
export function checkAnalysis(
  rule: AnalysisRule,
  patients: number | null,
  end: number | null,
  at: Path,
  context: Context,
): void {
  switch (rule.kind) {
    case 'events':
      if (patients !== null && rule.events > patients) {
        context.report(
          [...at, 'events'],
          `is ${rule.events}; must be ≤ ${patients}, the number of patients: each has one event at most`,
        );
      }
      return;
    case 'calendarTime':
      if (end !== null && rule.time < end * (1 - AT_ONCE)) {
        context.report(
          [...at, 'calendarTime'],
          `is ${timeText(rule.time, context)}; must be ≥ ${timeText(end, context)}, when enrolment ends: analyse later, enrol faster, or use followUp`,
        );
      }
      return;
    case 'followUp':
      if (patients !== null && rule.patients !== undefined && rule.patients > patients) {
        context.report([...at, 'patients'], `is ${rule.patients}; must be ≤ ${patients}, the number of patients`);
      }
      return;
    case 'sinceLook':
    case 'informationFraction':
    case 'medianFollowUp':
      return;
    case 'eventsOf':
      if (patients !== null && rule.events > patients) {
        context.report(
          [...at, 'events'],
          `is ${rule.events}; must be ≤ ${patients}, the number of patients: each has one event at most`,
        );
      }
      return;
    default: {
      const covered = rule.kind === 'laterOf' && end !== null && rule.rules.some((part) => neverBefore(part, end));
      rule.rules.forEach((part, i) => {
        checkAnalysis(part, patients, covered ? null : end, [...at, rule.kind, i], context);
      });
    }
  }
}

/** Whether a rule can be met only after enrolment has ended. */
function neverBefore(rule: AnalysisRule, end: number): boolean {
  return foldRule(
    rule,
    (part: SimpleRule) =>
      part.kind === 'calendarTime'
        ? part.time >= end * (1 - AT_ONCE)
        : part.kind === 'followUp' && part.patients === undefined,
    { laterOf: (parts) => parts.some(Boolean), earlierOf: (parts) => parts.every(Boolean) },
  );
}
