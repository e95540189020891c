/** What a trial is expected to see: counts, the times of its looks and the events they wait for, each found once. */
import { accrualDuration, expectedTimeOfEntry } from '../trial/accrual.ts';
import type { AnalysisRule, CountedEvents, SimpleRule } from '../trial/analysis.ts';
import { endpointOf, placeOf } from '../trial/endpoint.ts';
import { latestRecruitment } from '../trial/latestRecruitment.ts';
import { foldRule, LATER_OR_EARLIER, simpleParts } from '../trial/rule.ts';
import type { Trial } from '../trial/trial.ts';
import { type ExpectedCounts, expectedByArm } from './expectedEvents.ts';
import { type ExpectedPatients, expectedPatients, patientsFor, patientsOfSubgroup } from './expectedPatients.ts';
import { type ExpectedEvents, expectedTimeOfEvents } from './expectedTimeOfEvents.ts';
import { assessedByArm } from './responseLook.ts';

/** What may differ between trials that are expected to see the same: what they test and when they look. */
export type Analyses = Pick<Trial, 'interims' | 'test' | 'lookTests' | 'sequential' | 'family'>;

/**
 * The share of trials whose recruitment by centres may last longer, and the most that it may last in multiples of its
 * expected duration.
 */
const LATE = 1e-6;
const MOST_DURATIONS = 16;

type Changes = { readonly [Part in keyof Analyses]?: Analyses[Part] | undefined };

export interface Expectation extends ExpectedPatients, ExpectedEvents {
  /** Counts by arm, the control first, expected by calendar time t; t = Infinity is a trial that is never stopped. */
  counts(t: number): readonly ExpectedCounts[];
  /** Expected events of all arms together by calendar time t. */
  events(t: number): number;
  /** The calendar time at which the expected events reach `events`; Infinity when they never do. */
  timeOfEvents(events: number): number;
  /** Events at information fraction 1: those the final analysis waits for, or else those expected by it. */
  readonly informationEvents: number;
  /** Whole events at an information fraction, at least one. */
  eventsAtFraction(fraction: number): number;
  /**
   * The calendar times that the rules of the trial's looks imply when events come at their expected pace, the final
   * analysis last; Infinity for one that is never due. A look that is due only after the final analysis keeps its own time.
   */
  readonly lookTimes: readonly number[];
  /**
   * The calendar time of the final analysis. A simulated trial scatters about it: the mean of the time of the D-th event
   * differs from the time of D expected events by O(1/D), and `laterOf` / `earlierOf` of random times lie outside those of
   * their means.
   */
  readonly analysisTime: number;
  /**
   * Calendar time by which centres that recruit have enrolled everybody in all but one in a million of trials, to 2 %;
   * 16 times the expected duration at most. For other accruals it is the expected duration.
   */
  readonly latestRecruitment: number;
  /**
   * The same trial's expectation for another endpoint, by its place; times of looks are the same. Its counts of events are those
   * of that endpoint, responders those of a response, and its information that by the final analysis.
   */
  of(endpoint: number): Expectation;
  /** The calendar time at which the expected events of an arm or a subgroup reach `events`; Infinity when they never do. */
  timeOfEventsAmong(events: number, among: Pick<CountedEvents, 'arm' | 'subgroup'>): number;
  /** The expectation of the same trial with other looks or tests; what has been found is shared. */
  analysed(changes: Changes): Expectation;
}

/** What has been found of a trial's patients, whatever is tested and whenever. */
interface Found {
  readonly counts: Map<number, readonly ExpectedCounts[]>;
  readonly times: Map<number, number>;
  latestRecruitment: number | null;
  /** By place, what has been found of other endpoints. */
  readonly further: Map<number, Found>;
}

const nothingFound = (): Found => ({
  counts: new Map(),
  times: new Map(),
  latestRecruitment: null,
  further: new Map(),
});

function usesLookBefore(rule: AnalysisRule): boolean {
  return simpleParts(rule).some(({ kind }) => kind === 'sinceLook');
}

/** Counts by arm, of events or of responders. */
function countsByArm(expected: ExpectedPatients, t: number): readonly ExpectedCounts[] {
  const { endpoint } = expected;
  return endpoint.kind === 'response' ? assessedByArm(expected, endpoint, t) : expectedByArm(expected, t);
}

class TrialExpectation implements Expectation {
  readonly trial: Trial;
  readonly mix: ExpectedPatients['mix'];
  readonly fates: ExpectedPatients['fates'];
  readonly panels: ExpectedPatients['panels'];
  readonly curves: ExpectedPatients['curves'];
  readonly endpoint: ExpectedPatients['endpoint'];
  readonly arms: ExpectedPatients['arms'];
  private readonly found: Found;
  /** The expectation of the endpoint that analyses wait for, where this one is of another. */
  private readonly driving: TrialExpectation | null;
  private looks: readonly number[] | null = null;
  private information: number | null = null;

  constructor(
    { trial, endpoint, arms, mix, fates, panels, curves }: ExpectedPatients,
    found: Found,
    driving: TrialExpectation | null = null,
  ) {
    this.trial = trial;
    this.endpoint = endpoint;
    this.arms = arms;
    this.mix = mix;
    this.fates = fates;
    this.panels = panels;
    this.curves = curves;
    this.found = found;
    this.driving = driving;
  }

  counts(t: number): readonly ExpectedCounts[] {
    const { counts } = this.found;
    const known = counts.get(t);
    if (known !== undefined) return known;
    const byArm = countsByArm(this, t);
    counts.set(t, byArm);
    return byArm;
  }

  events(t: number): number {
    return this.counts(t).reduce((sum, { events }) => sum + events, 0);
  }

  timeOfEvents(events: number): number {
    const { times } = this.found;
    const known = times.get(events);
    if (known !== undefined) return known;
    const time = expectedTimeOfEvents(this, events);
    times.set(events, time);
    return time;
  }

  of(endpoint: number): Expectation {
    return this.ofPlace(endpoint);
  }

  private ofPlace(place: number): TrialExpectation {
    const { trial } = this;
    const endpoint = endpointOf(trial, { endpoint: place });
    if (endpoint === this.endpoint) return this;
    const driving = this.driving ?? this;
    if (endpoint === driving.endpoint) return driving;
    const { further } = driving.found;
    const known = further.get(place) ?? nothingFound();
    further.set(place, known);
    return new TrialExpectation({ ...patientsFor(driving, endpoint), trial }, known, driving);
  }

  timeOfEventsAmong(events: number, { arm, subgroup }: Pick<CountedEvents, 'arm' | 'subgroup'>): number {
    if (arm === null && subgroup === null) return this.timeOfEvents(events);
    const { patients, share } = subgroup === null ? { patients: this, share: 1 } : patientsOfSubgroup(this, subgroup);
    const counted = (t: number) =>
      countsByArm(patients, t).reduce((sum, counts, a) => sum + (arm === null || a === arm ? counts.events : 0), 0);
    return expectedTimeOfEvents({ trial: this.trial, events: (t) => share * counted(t) }, events);
  }

  get informationEvents(): number {
    this.information ??= this.eventsOfFinalAnalysis();
    return this.information;
  }

  eventsAtFraction(fraction: number): number {
    return Math.max(1, Math.ceil(fraction * this.informationEvents - 1e-9));
  }

  get lookTimes(): readonly number[] {
    this.looks ??= this.driving?.lookTimes ?? this.timesOfLooks();
    return this.looks;
  }

  get analysisTime(): number {
    if (this.driving !== null) return this.driving.analysisTime;
    const { analysis } = this.trial;
    return usesLookBefore(analysis) ? (this.lookTimes.at(-1) as number) : this.timeOfRule(analysis, 0);
  }

  get latestRecruitment(): number {
    this.found.latestRecruitment ??= this.findLatestRecruitment();
    return this.found.latestRecruitment;
  }

  analysed(changes: Changes): Expectation {
    if (this.driving !== null) return this.driving.analysed(changes).of(placeOf(this.trial, this.endpoint));
    const trial = { ...this.trial, ...changes } as Trial;
    return new TrialExpectation(expectedPatients(trial, this), this.found);
  }

  private findLatestRecruitment(): number {
    const { accrual, centres, patients } = this.trial;
    const duration = accrualDuration(accrual, patients);
    if (accrual.pattern !== 'centres' || centres === undefined) return duration;
    return latestRecruitment(centres, patients, duration, LATE, MOST_DURATIONS);
  }

  private eventsOfFinalAnalysis(): number {
    const { analysis } = this.trial;
    if (analysis.kind === 'events' && this.driving === null) return analysis.events;
    // A final analysis timed from the look before has no look that waits for a fraction of its events.
    return this.events(this.analysisTime);
  }

  private timesOfLooks(): number[] {
    const times: number[] = [];
    for (const rule of [...(this.trial.interims ?? []), this.trial.analysis])
      times.push(this.timeOfRule(rule, times.at(-1) ?? 0));
    return times;
  }

  /** When `rule` is met if everything comes at its expected pace and the look before was at `previous`. */
  private timeOfRule(rule: AnalysisRule, previous: number): number {
    return foldRule(rule, (part: SimpleRule) => this.timeOfPart(part, previous), LATER_OR_EARLIER);
  }

  private timeOfPart(rule: SimpleRule, previous: number): number {
    const { accrual, patients } = this.trial;
    switch (rule.kind) {
      case 'events':
        return this.timeOfEvents(rule.events);
      case 'eventsOf':
        return this.of(rule.of.endpoint).timeOfEventsAmong(rule.events, rule.of);
      case 'calendarTime':
        return rule.time;
      case 'medianFollowUp':
        return expectedTimeOfEntry(accrual, patients, Math.ceil(patients / 2)) + rule.time;
      case 'followUp':
        return expectedTimeOfEntry(accrual, patients, rule.patients) + rule.time;
      case 'sinceLook':
        return previous + rule.time;
      case 'informationFraction':
        return this.timeOfEvents(this.eventsAtFraction(rule.fraction));
    }
  }
}

/**
 * What `trial` is expected to see. `like`: the patients of a trial with the same arms, population, centres and scans, whose
 * endpoint, mix and curves are taken over.
 */
export function expectationOf(trial: Trial, like?: ExpectedPatients): Expectation {
  return new TrialExpectation(expectedPatients(trial, like), nothingFound());
}
