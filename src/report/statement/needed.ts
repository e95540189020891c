/** What each target power needs, in a sentence: patients, events and time. */

import type { SimulatedSize } from '../../questions/simulatedSize.ts';
import type { SizeForTarget } from '../../questions/size.ts';
import { centreCount } from '../../trial/centres.ts';
import { drivingNameAmongOthers } from '../../trial/endpoint.ts';
import { successText } from '../familyReport.ts';
import { count, fixed, percent, units } from '../numbers.ts';
import type { Traced } from '../prose.ts';
import { mostEventsText } from '../sequentialReport.ts';
import { centresDraft, effectOf, hasCentres } from './assumed.ts';
import { alphaDraft, ambiguous, outcome, testDraft } from './claim.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import { directionOf, type Subject } from './subject.ts';
import { average, counted } from './tracedEstimates.ts';

const targetText = (power: number): string => percent(power, Number.isInteger(Math.round(power * 1e6) / 1e4) ? 0 : 1);

/**
 * The most events of a trial with looks; otherwise those that the analysis waits for or, without such, those expected.
 */
function eventsDraft(s: SimulatedSize, what: string): Draft {
  const { sequential, characteristics: c } = s;
  if (sequential !== null) return say`${traced(mostEventsText(sequential), `${what}: maximum of the design`)}`;
  if (s.events !== null) return say`${counted(s.events, 'event', `${what}: events that the analysis waits for`)}`;
  return say`${counted(Math.round(c.events.mean), 'event', average(c.events, `${what}, events`).trace)}`;
}

/** `262 patients in 20 centres, 197 events and 29.8 months`. */
function amounts(s: SimulatedSize, unit: string, where: Draft, ofWhat: Draft): Draft {
  const what = `size for ${targetText(s.targetPower)}`;
  const time = average(s.characteristics.analysisTime, `${what}, calendar time of the analysis`);
  const months = traced(units(fixed(s.characteristics.analysisTime.mean, 1), unit), time.trace);
  const events = say`${eventsDraft(s, what)}${ofWhat}`;
  if (s.eventsNeeded !== null) return say`${events} and ${months}`;
  const interval = `${what}: N before rounding ${fixed(s.patientsUnrounded, 1)}, 95 % CI ${fixed(s.low, 1)}–${fixed(s.high, 1)}, ${count(s.searchReplicates)} replicates of the search`;
  return enumerated([say`${counted(s.patients, 'patient', interval)}${where}`, events, say`${months}`]);
}

/** `To show that … (hazard ratio 1.5)`. */
function aim(subject: Subject): Draft {
  const { unsized } = subject;
  if (unsized.family) return say`For success, which is that ${successText(unsized.family)}`;
  const effect = effectOf(subject);
  if (unsized.test.sides === 2 && ambiguous(subject))
    return say`To reject equality of ${unsized.arms[1].name} and ${unsized.arms[0].name}, whichever is better (${effect})`;
  return say`To show that ${outcome(subject, directionOf(subject) === 'harm' ? 'harm' : 'benefit')} (${effect})`;
}

const foundOf = (targets: readonly SizeForTarget[]): SimulatedSize[] =>
  targets.flatMap(({ simulated }) => (simulated.kind === 'size' ? [simulated] : []));

/** `262 patients, 197 events and 29.8 months for 80 % power; … for 90 %`. */
function each({ targets, unit, unsized }: Subject, where: Draft, until: string): Draft {
  const named = drivingNameAmongOthers(unsized);
  const ofWhat = named === null ? NOTHING : say` of ${named}`;
  const aimed = (power: number): Traced => traced(targetText(power), 'trial.targetPower');
  const reached = foundOf(targets).map((s, i) =>
    i === 0
      ? say`${amounts(s, unit, where, ofWhat)}${until} for ${aimed(s.targetPower)} power`
      : say`${amounts(s, unit, NOTHING, NOTHING)} for ${aimed(s.targetPower)}`,
  );
  const beyond = targets.flatMap(({ simulated: s }) =>
    s.kind === 'unreachable' ? [say`${aimed(s.targetPower)} is out of reach`] : [],
  );
  return joined([...reached, ...beyond], '; ');
}

/** What a trial needs; empty where no size was found. */
export function needs(subject: Subject): Draft {
  const [first] = foundOf(subject.targets);
  if (first === undefined || directionOf(subject) === 'none') return NOTHING;
  const { unsized } = subject;
  const centres =
    hasCentres(subject) && unsized.centres
      ? say` in ${centresDraft(centreCount(unsized.centres), 'trial.centres')}`
      : NOTHING;
  const early = first.sequential !== null || unsized.interims !== undefined;
  const until = early ? ' until it ends (on average)' : ' until the analysis';
  return say`${aim(subject)}, the ${testDraft(subject)} at ${alphaDraft(subject)} needs ${each(subject, centres, until)}.`;
}

/** The same in short, beside a planned N. */
export function wouldNeed(subject: Subject): Draft {
  if (subject.found !== null || foundOf(subject.targets).length === 0) return NOTHING;
  return say`A trial of this design needs ${each(subject, NOTHING, '')}.`;
}
