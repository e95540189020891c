/**
 * When each hypothesis of a trial is tested, at which information, and whether its bounds follow the information that the
 * trial finds. A hypothesis has a plan of its own where it is of another endpoint than the driving one, or gives a test,
 * looks or spending of its own; others share the trial's.
 */
import type { Expectation } from '../expectation/expectation.ts';
import { testDrift } from '../formulas/testDrift.ts';
import { type HypothesisPlan, ruleOfOneSide } from '../multiplicity/hypothesisPlan.ts';
import type { ObservedHypothesis } from '../multiplicity/observedFamily.ts';
import { usesCorrelation } from '../multiplicity/procedure.ts';
import type { SpendingRule } from '../sequential/efficacy.ts';
import type { Statistic } from '../statistics/definition.ts';
import { definitionOf } from '../statistics/registry.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import { LooksProblem } from '../trial/looksProblem.ts';
import type { Test } from '../trial/test.ts';
import type { Trial } from '../trial/trial.ts';

/** The test that decides a hypothesis. */
export function testOfHypothesis({ test }: Pick<Trial, 'test'>, hypothesis: Hypothesis): Test {
  return hypothesis.test ?? test;
}

/** By look, the final analysis last: whether a hypothesis is tested. */
export function looksOfHypothesis(
  { sequential }: Pick<Trial, 'sequential'>,
  { looks }: Hypothesis,
): readonly boolean[] {
  return looks ?? [...(sequential?.tested ?? []), true];
}

/** Whether a hypothesis's looks all wait for events of its endpoint, so that these are as planned at each. */
function waitsForItsEvents(trial: Trial, hypothesis: Hypothesis): boolean {
  const { interims = [], analysis } = trial;
  const { endpoint, test, subgroup } = hypothesis;
  if (test !== undefined) return false;
  const tested = looksOfHypothesis(trial, hypothesis);
  return [...interims, analysis].every((rule, k) => {
    if (!tested[k]) return true;
    if (rule.kind === 'events') return endpoint === 0;
    if (rule.kind !== 'eventsOf' || rule.of.endpoint !== endpoint || rule.of.arm !== null) return false;
    return rule.of.subgroup === null || JSON.stringify(rule.of.subgroup) === JSON.stringify(subgroup);
  });
}

/** Whether a hypothesis has a plan that the trial's other hypotheses need not share. */
function differs({ endpoint, test, looks, efficacy, spentBy }: Hypothesis): boolean {
  return endpoint !== 0 || [test, looks, efficacy, spentBy].some((own) => own !== undefined);
}

/** Whether hypotheses are about one endpoint by one test, so that it is known how they correlate. */
export function isOfOneKind({ family }: Trial): boolean {
  return (family?.hypotheses ?? []).every(({ endpoint, test }) => endpoint === 0 && test === undefined);
}

/**
 * Whether a hypothesis spends its alpha by information: error spending in shares of alpha, by a statistic that has
 * information, unless the plan keeps its bounds (`information: planned`).
 */
function spendsByInformation(trial: Trial, hypothesis: Hypothesis): boolean {
  const { family, sequential } = trial;
  if (family === undefined || sequential === undefined || sequential.information === 'planned') return false;
  if (usesCorrelation(family.procedure)) return false;
  const rule = hypothesis.efficacy ?? sequential.efficacy;
  const { statistic } = testOfHypothesis(trial, hypothesis);
  return rule.kind === 'spending' && definitionOf(statistic).combines !== true;
}

/** Whether its bounds follow the information observed: its looks do not all wait for events of its endpoint. */
function followsObserved(trial: Trial, hypothesis: Hypothesis): boolean {
  return spendsByInformation(trial, hypothesis) && !waitsForItsEvents(trial, hypothesis);
}

/** The events that a look of a hypothesis waits for, which must be whole. */
function eventsWaitedFor(rule: AnalysisRule): number {
  if (rule.kind !== 'events' && rule.kind !== 'eventsOf')
    throw new RangeError('eventsWaitedFor: a look that waits for no events');
  return rule.events;
}

/**
 * What the bounds of each hypothesis follow in a trial that is under way: as `planned`, and for hypotheses of all patients of two
 * arms whose looks wait for events of their endpoint these, as a look may come some events early or late.
 */
export function hypothesesUnderWay(
  trial: Trial,
  planned: readonly (ObservedHypothesis | null)[],
): (ObservedHypothesis | null)[] {
  const { family, sequential, interims = [], analysis, arms } = trial;
  return (family?.hypotheses ?? []).map((hypothesis, h) => {
    const follows = planned[h] ?? null;
    const everybody = arms.length === 2 && hypothesis.subgroup === null;
    if (follows !== null || !everybody || !spendsByInformation(trial, hypothesis)) return follows;
    const looks = looksOfHypothesis(trial, hypothesis).flatMap((tested, k) => (tested ? [k] : []));
    const efficacy = hypothesis.efficacy ?? sequential?.efficacy;
    if (efficacy?.kind !== 'spending' || hypothesis.spentBy === 'calendarTime') return null;
    const events = looks.map((k) => eventsWaitedFor([...interims, analysis][k]));
    const information = events[events.length - 1];
    return {
      looks,
      fractions: events.map((count) => count / information),
      efficacy: ruleOfOneSide(efficacy, trial.test.sides) as SpendingRule,
      information,
      countsEvents: true,
      eventsOf: { endpoint: hypothesis.endpoint, arm: hypothesis.arm },
    };
  });
}

/** The expectation that a hypothesis is to be read from. */
export function expectationOfHypothesis(expected: Expectation, { endpoint }: Hypothesis): Expectation {
  return expected.of(endpoint);
}

/** Whether a statistic tells events as its information at a look; a score tells its variance. */
function tellsEvents(statistic: Statistic): boolean {
  const { countsEvents, unweightedScore } = definitionOf(statistic);
  return countsEvents === true && unweightedScore !== true;
}

/**
 * Whom a hypothesis counts events of: the log-rank test's information is the events of all patients of its two arms. Null where it
 * is another test, or of a subgroup.
 */
function eventsCounted(
  { statistic, origin }: Test,
  { endpoint, arm, subgroup }: Hypothesis,
): ObservedHypothesis['eventsOf'] {
  const counts = definitionOf(statistic).unweightedScore === true && subgroup === null && origin === undefined;
  return counts ? { endpoint, arm } : null;
}

/** Events expected of two arms by a calendar time. */
function eventsOf(expected: Expectation, arm: number, time: number): number {
  const counts = expected.counts(time);
  return counts[0].events + counts[arm].events;
}

/** The plan of one hypothesis, and what its bounds follow where they follow the information observed. */
export interface PlannedHypothesisLooks {
  readonly plan: Partial<HypothesisPlan>;
  readonly observed: ObservedHypothesis | null;
}

/**
 * By hypothesis; null where all share the trial's looks and information `fractions`, and keep bounds as planned.
 *
 * @throws LooksProblem for a hypothesis that is tested where none, or no more, of its information is expected.
 */
export function hypothesisPlans(expected: Expectation, fractions: readonly number[]): PlannedHypothesisLooks[] | null {
  const { trial, lookTimes: times } = expected;
  const hypotheses = trial.family?.hypotheses ?? [];
  const { sequential } = trial;
  if (sequential === undefined) return null;
  const own = hypotheses.map((hypothesis) => differs(hypothesis) || followsObserved(trial, hypothesis));
  if (!own.some(Boolean)) return null;
  return hypotheses.map((hypothesis, h) => {
    if (!own[h]) return { plan: {}, observed: null };
    const tested = looksOfHypothesis(trial, hypothesis);
    const last = tested.lastIndexOf(true);
    const test = testOfHypothesis(trial, hypothesis);
    const follows = followsObserved(trial, hypothesis);
    const seen = expectationOfHypothesis(expected, hypothesis);
    const counted = eventsCounted(test, hypothesis);
    const information = times.map((time) =>
      counted === null ? testDrift(seen, time, test, hypothesis).information : eventsOf(seen, counted.arm, time),
    );
    const shared = hypothesis.endpoint === 0 && hypothesis.test === undefined && !follows;
    const grown = shared ? fractions : information;
    const ownFractions = grown.map((amount) => amount / grown[last]);
    const spendingTime =
      hypothesis.spentBy === 'calendarTime' ? times.map((time) => Math.min(1, time / times[last])) : null;
    const efficacy = hypothesis.efficacy ?? sequential.efficacy;
    const places = tested.flatMap((is, k) => (is ? [k] : []));
    const here = (list: readonly number[]) => places.map((k) => list[k]);
    places.forEach((k, place) => {
      if (ownFractions[k] > (place === 0 ? 0 : ownFractions[places[place - 1]] * (1 + 1e-9))) return;
      const before = place === 0 ? 'before any' : 'with no more';
      throw new LooksProblem(k, `tests ${hypothesis.name} ${before} of its information than is expected by then`);
    });
    return {
      plan: {
        fractions: ownFractions,
        tested,
        ...(spendingTime ? { spendingTime } : {}),
        ...(hypothesis.efficacy ? { efficacy: hypothesis.efficacy } : {}),
      },
      observed:
        follows && efficacy.kind === 'spending'
          ? {
              looks: places,
              fractions: here(ownFractions),
              ...(spendingTime ? { spendingTime: here(spendingTime) } : {}),
              efficacy: ruleOfOneSide(efficacy, trial.test.sides) as SpendingRule,
              information: information[last],
              countsEvents: counted !== null || tellsEvents(test.statistic),
              eventsOf: counted,
            }
          : null,
    };
  });
}
