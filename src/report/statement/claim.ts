/** What the test can show, and which arm it favours. */

import { marginOf } from '../../statistics/definition.ts';
import { CENTRE, centreCount } from '../../trial/centres.ts';
import { drivingEndpoint, drivingNameAmongOthers } from '../../trial/endpoint.ts';
import { successText } from '../familyReport.ts';
import { fixed, percent } from '../numbers.ts';
import { alphaText, decidingPhrase, testPhrase } from '../testWords.ts';
import { centresDraft, effectOf, hasCentres } from './assumed.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import { about, given } from './given.ts';
import { directionOf, type Subject } from './subject.ts';
import { powersDraft } from './tested.ts';
import { average, computed, counted, share, timeText } from './tracedEstimates.ts';

/** The deciding test as a sentence has it; strata called `centre` are spelt by us. */
export function testDraft({ unsized, unit }: Pick<Subject, 'unsized' | 'unit'>): Draft {
  const { test } = unsized;
  const ofCentres = test.stratifiedBy.includes(CENTRE);
  if (!ofCentres) return say`${decidingPhrase(unsized, unit)}`;
  const strata = enumerated(test.stratifiedBy.map((name) => (name === CENTRE ? say`centre` : say`${name}`)));
  const plain = testPhrase({ ...test, stratifiedBy: [], adjustedFor: [] }, unit);
  const adjusted =
    test.adjustedFor.length === 0
      ? NOTHING
      : say` and adjusted for ${enumerated(test.adjustedFor.map((name) => (name === CENTRE ? say`centre` : say`${name}`)))}`;
  return say`${plain} stratified by ${strata}${adjusted}`;
}

export function alphaDraft({ unsized }: Pick<Subject, 'unsized'>): Draft {
  const { test } = unsized;
  return say`${computed(alphaText(test), `trial.test: alpha = ${test.alpha}, sides = ${test.sides}`)}`;
}

/** What an outcome is told of: the arms, and the endpoint as scenario or study name it. */
export type OutcomeSubject = Pick<Subject, 'scenario' | 'unsized'>;

/** `A is not inferior to B in progression-free survival (a hazard ratio below the margin of 1.3)`. */
function outcomeAgainstMargin(subject: OutcomeSubject, direction: 'benefit' | 'harm', margin: number): Draft {
  const { scenario, unsized } = subject;
  const [a, b] = [say`${unsized.arms[1].name}`, say`${unsized.arms[0].name}`];
  const { name, favours } = drivingEndpoint(unsized);
  const endpoint = name ?? scenario.reported?.endpoint;
  const within = endpoint === undefined ? NOTHING : say` in ${endpoint}`;
  const sooner = favours === 'sooner';
  const side = sooner === (direction === 'benefit') ? 'above' : 'below';
  const ratio = say`a hazard ratio ${side} the margin of ${traced(String(margin), 'trial.test.margin')}`;
  if (direction === 'harm') return say`${a} is worse than ${b}${within} by ${ratio}`;
  return margin > 1 !== sooner
    ? say`${a} is not inferior to ${b}${within} (${ratio})`
    : say`${a} is better than ${b}${within} by ${ratio}`;
}

/** `progression-free survival is longer with A than with B`. */
export function outcome(subject: OutcomeSubject, direction: 'benefit' | 'harm'): Draft {
  const { scenario, unsized } = subject;
  const [a, b] = [say`${unsized.arms[1].name}`, say`${unsized.arms[0].name}`];
  const { margin } = unsized.test.statistic;
  if (margin !== undefined) return outcomeAgainstMargin(subject, direction, margin);
  const { name, favours } = drivingEndpoint(unsized);
  const endpoint = name ?? scenario.reported?.endpoint;
  const later = (favours !== 'sooner') === (direction === 'benefit');
  if (endpoint === undefined)
    return later ? say`events come later with ${a} than with ${b}` : say`events come sooner with ${a} than with ${b}`;
  return later
    ? say`${endpoint} is longer with ${a} than with ${b}`
    : say`${endpoint} is shorter with ${a} than with ${b}`;
}

/** Whether rejections the other way than planned are more than a trifling part of the power of a two-sided test. */
export function ambiguous({ planned }: Subject): boolean {
  const less = Math.min(planned.significantBenefit.estimate, planned.significantHarm.estimate);
  return less > 0.02 * planned.power.estimate;
}

/** `80.1 % power to show that …`. */
export function powerDraft(subject: Subject): Draft {
  const { planned, unsized, run } = subject;
  const power = share(planned.power, `${run}, power`);
  if (unsized.family)
    return say`${power} power, success being that ${successText(unsized.family)}${unsized.family.hypotheses.length > 1 ? say` (power is ${powersDraft(subject)})` : NOTHING}`;
  const direction = directionOf(subject);
  if (direction === 'none')
    return say`a probability of ${power} of rejecting the null hypothesis, as ${subject.summary.hazardRatio === marginOf(unsized.test.statistic) ? say`no effect is assumed` : say`the assumed effect sets in later than anybody is followed`}`;
  if (unsized.test.sides === 2)
    return ambiguous(subject)
      ? say`${power} power to reject equality of ${unsized.arms[1].name} and ${unsized.arms[0].name}, whichever is better`
      : say`${power} power to show that ${outcome(subject, direction)}`;
  return direction === 'benefit'
    ? say`${power} power to show that ${outcome(subject, 'benefit')}`
    : say`a probability of only ${power} of claiming that ${outcome(subject, 'benefit')}, the assumed effect being the reverse`;
}

/** `71 patients (20 A, 51 B)`. */
export function patientsDraft({ patients, sizes, unsized, found, scenario }: Subject): Draft {
  const source =
    found === null
      ? `trial.patients = ${patients}${sourceSuffix(given({ scenario }, about('patients'))?.source)}`
      : `size for a power of ${percent(found.targetPower, 0)}: N before rounding ${found.patientsUnrounded.toFixed(1)}, 95 % CI ${found.low.toFixed(1)}–${found.high.toFixed(1)}`;
  const arms = unsized.arms.map((arm, a) => ({ name: arm.name, n: sizes[a] }));
  const each = [...arms.slice(1), arms[0]].map(
    ({ name, n }) => say`${computed(String(n), `patients of ${name}: allocation of ${patients}`)} ${name}`,
  );
  const all = counted(patients, 'patient', source);
  return patients === 1 ? say`${all}` : say`${all} (${joined(each, ', ')})`;
}

const sourceSuffix = (source: string | undefined): string => (source === undefined ? '' : ` (${source})`);

/** `event`, `event of progression-free survival` where a trial has several endpoints. */
const ofDriving = (unsized: Subject['unsized']): Draft => {
  const name = drivingNameAmongOthers(unsized);
  return name === null ? NOTHING : say` of ${name}`;
};

/** `60.1 events on average`, `420 events at most, 343.9 on average`, or `the 420 events`. */
export function eventsDraft({ planned, sequential, unsized, found, run }: Subject): Draft {
  const mean = average(planned.events, `${run}, events`, 'event');
  const ofWhat = ofDriving(unsized);
  const most = sequential?.mostEvents ?? null;
  if (most !== null && Number.isInteger(most))
    return say`at most ${counted(most, 'event', 'maximum number of events of the design')} (${average(planned.events, `${run}, events`)} on average)`;
  if (most !== null)
    return say`${computed(fixed(most, 1), 'events expected at the final analysis of the design')} events expected at the final analysis (${average(planned.events, `${run}, events`)} on average, as the trial may end earlier)`;
  const waits = found === null ? (unsized.analysis.kind === 'events' ? unsized.analysis.events : null) : found.events;
  if (waits !== null && Math.abs(planned.events.mean - waits) < 0.05)
    return say`${counted(waits, 'event', `events that the analysis waits for; ${mean.trace}`)}`;
  return planned.events.standardDeviation < 1e-6 ? say`${mean}${ofWhat}` : say`${mean}${ofWhat} on average`;
}

/** Says when enrolment ends and when the trial is analysed. */
function whenDraft(subject: Subject): Draft {
  const { planned, unit, run, accrualDuration, sequential, unsized, found } = subject;
  const enrolment =
    accrualDuration === null || !Number.isFinite(accrualDuration)
      ? NOTHING
      : say` enrolled over ${timeText(accrualDuration, unit, `enrolment, ${unsized.accrual.duration === null ? 'expected of the accrual rates' : 'as planned'}${found === null ? '' : ' for the N found'}`)}`;
  const early = sequential !== null || unsized.interims !== undefined;
  const end = average(
    planned.analysisTime,
    `${run}, calendar time of the ${early ? 'last analysis made' : 'analysis'}`,
  );
  const enrolled = planned.enrolled.mean;
  const late = !early && enrolled < 0.995 * subject.patients;
  const before = late
    ? say`, when ${average(planned.enrolled, `${run}, enrolled by the analysis`)} patients are enrolled and the others come too late to count`
    : NOTHING;
  const when = early
    ? say` and the trial ending at ${unit} ${end} on average`
    : say` and the analysis at ${unit} ${end}${planned.analysisTime.standardDeviation > 0.05 ? ' on average' : ''}${before}`;
  return say`${enrolment},${' '}${eventsDraft(subject)}${when}`;
}

/** `With 348 patients … the log-rank test … has 91.6 % power to show that …`. */
export function claim(subject: Subject): Draft {
  const { unsized } = subject;
  const centres =
    hasCentres(subject) && unsized.centres
      ? say` in ${centresDraft(centreCount(unsized.centres), 'trial.centres')}`
      : NOTHING;
  return say`With ${patientsDraft(subject)}${centres}${whenDraft(subject)}, the ${testDraft(subject)} at ${alphaDraft(subject)} has ${powerDraft(subject)}${unsized.family ? NOTHING : say` (${effectOf(subject)})`}.`;
}
