/** The looks before the final analysis: from the file to their rules, and whether they come one after another. */

import { type Design, planDesign } from '../design/planDesign.ts';
import type { LooksPlanned, SequentialPlan } from '../sequential/plan.ts';
import type { AnalysisRule, SimpleRule } from '../trial/analysis.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import { simpleParts } from '../trial/rule.ts';
import type { Trial } from '../trial/trial.ts';
import { analysisRule, checkAnalysis } from './analysisRule.ts';
import { type Context, figure, timeText, watched } from './context.ts';
import type { NamedParts } from './countedEvents.ts';
import { checkComesDue } from './neverDue.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';

/** The rules of the looks at `at`. Null when something is wrong; every reason found is reported. */
export function interimRules(
  specs: SequentialFile['looks'],
  final: AnalysisRule | null,
  patients: number | null,
  at: Path,
  context: Context,
  named: NamedParts | null = null,
): AnalysisRule[] | null {
  const found = specs.map((spec, k) =>
    analysisRule(spec, [...at, k], context, k === 0 ? 'first look' : 'later look', named),
  );
  const rules = found.filter((rule) => rule !== null);
  if (rules.length < found.length) return null;
  const { context: own, sound } = watched(context);
  for (const [k, rule] of rules.entries()) checkAnalysis(rule, patients, null, [...at, k], own);
  if (sound()) checkOrder(rules, final, at, own);
  const share = rules.findIndex((rule) => hasPart(rule, 'informationFraction'));
  if (sound() && share >= 0 && final !== null && hasPart(final, 'sinceLook')) {
    const circle = 'is a share of the events of a final analysis that itself waits for the look before (sinceLook)';
    own.report([...at, share], `${circle}; plan the look by events or time, or the final analysis without sinceLook`);
  }
  return sound() ? rules : null;
}

/** Whether a rule has a part of this kind. */
function hasPart(rule: AnalysisRule, kind: SimpleRule['kind']): boolean {
  return simpleParts(rule).some((part) => part.kind === kind);
}

/** Report looks out of order among those of their own kind, the final analysis included. */
function checkOrder(rules: readonly AnalysisRule[], final: AnalysisRule | null, at: Path, context: Context): void {
  for (const kind of ['events', 'informationFraction', 'calendarTime'] as const) {
    const text = (amount: number) => (kind === 'calendarTime' ? timeText(amount, context) : figure(amount));
    const more = kind === 'calendarTime' ? 'later' : 'more';
    let before: { amount: number; look: number } | null = null;
    for (const [look, rule] of rules.entries()) {
      const amount = amountOf(rule, kind);
      if (amount === null) continue;
      if (before !== null && amount <= before.amount) {
        const rest = `after ${text(before.amount)} at look ${before.look + 1}; must be ${more}: list the looks in order`;
        context.report([...at, look, kind], `is ${text(amount)}, ${rest}`);
        return;
      }
      before = { amount, look };
    }
    const last = final === null ? null : amountOf(final, kind);
    if (before === null || last === null || before.amount < last) continue;
    const limit = kind === 'calendarTime' ? 'the time of the final analysis' : 'those of the final analysis';
    context.report([...at, before.look, kind], `is ${text(before.amount)}; must be < ${text(last)}, ${limit}`);
  }
}

function amountOf(rule: AnalysisRule, kind: 'events' | 'informationFraction' | 'calendarTime'): number | null {
  if (rule.kind !== kind) return null;
  switch (rule.kind) {
    case 'events':
      return rule.events;
    case 'informationFraction':
      return rule.fraction;
    default:
      return rule.time;
  }
}

/** Looks that stop for nothing. */
const LOOKS_ALONE: SequentialPlan = {
  efficacy: { kind: 'none' },
  tested: [],
  futility: null,
  chosen: [],
  binding: false,
  information: 'observed',
  reestimation: null,
};

/** The planned looks of a design. @throws LooksProblem */
function looksOf({ looks }: Design): LooksPlanned {
  if (looks === null) throw new RangeError('looksOf: the trial has no looks of its own');
  const { fractions, alpha, sides, plannedDrift, information } = looks.solved;
  return { fractions, alpha, sides, plannedDrift, information };
}

/** The looks of a trial at their expected pace. Null, with the reason reported, when they do not come one after another. */
export function expectedLooks(trial: Trial, at: Path, context: Context): LooksPlanned | null {
  const { family: _, ...single } = trial;
  const design = planDesign({ ...single, sequential: LOOKS_ALONE });
  const { expected } = design;
  const times = expected.lookTimes;
  const last = times.length - 1;
  const everyEvent = expected.events(Number.POSITIVE_INFINITY);
  const inAll = `${trial.patients} patients are expected to have ${Math.floor(everyEvent)} events in all`;
  if (!Number.isFinite(times[last])) {
    const analysis = [...at.slice(0, -2), 'analysis'];
    if (checkComesDue(expected, analysis, context))
      context.report(analysis, `is never expected to come: ${inAll}; wait for fewer, or plan more patients`);
    return null;
  }
  let planned: LooksPlanned | null = null;
  let look: number;
  try {
    planned = looksOf(design);
    look = planned.fractions.findIndex((fraction, k, all) => k < last && fraction > all[k + 1] * (1 - 1e-9));
  } catch (problem) {
    if (!(problem instanceof LooksProblem)) throw problem;
    look = problem.look;
  }
  if (planned !== null && look < 0) return planned;
  const next = look + 1 === last ? 'the final analysis' : `look ${look + 2}`;
  const remedy = look + 1 === last ? 'plan it before' : 'list the looks in the order they come';
  const [time, following] = [times[look], times[look + 1]];
  const when = (t: number) => `${context.unit} ${roundTime(t)}`;
  const events = Number.isFinite(time) ? expected.events(time) : everyEvent;
  const moment = `is expected at ${when(time)} (event ${Math.round(events)})`;
  const text = !Number.isFinite(time)
    ? `is never expected to come: ${inAll}; wait for fewer`
    : events < 1e-9
      ? `is expected at ${when(time)}, before any event; plan it later`
      : Math.abs(time - following) < 1e-6 * following
        ? `${moment}, together with ${next}; plan them further apart`
        : time > following
          ? `${moment}, after ${next} at ${when(following)}; ${remedy}`
          : `${moment}, with no event from then to ${next} at ${when(following)}; plan them further apart`;
  context.report([...at, look], text);
  return null;
}

/** Three digits, and all digits before the decimal point. */
function roundTime(time: number): string {
  return time >= 100 ? time.toFixed(0) : figure(Number(time.toPrecision(3)));
}
