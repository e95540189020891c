/** What the simulation found: size, power and events, error rates, hypotheses, looks. */

import type { FamilyResult } from '../../questions/familyResult.ts';
import type { EventsNeeded, SimulatedSize } from '../../questions/simulatedSize.ts';
import type { Proportion } from '../../tally/estimates.ts';
import { describeRule } from '../../trial/analysis.ts';
import { drivingNameAmongOthers } from '../../trial/endpoint.ts';
import type { HypothesisFamily } from '../../trial/hypothesisFamily.ts';
import { ignoringFutility, stopsOf } from '../bothPowers.ts';
import { nullWords } from '../hypothesisWords.ts';
import { levelRemark } from '../levelRemark.ts';
import { count, fixed, percent, significant } from '../numbers.ts';
import type { Traced } from '../prose.ts';
import { mostEventsText } from '../sequentialReport.ts';
import { benefitAlpha } from '../testWords.ts';
import { allWord } from '../toldTogether.ts';
import { patientsDraft } from './claim.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import { about, given, traceOf } from './given.ts';
import { spendingText } from './spendingWords.ts';
import { directionOf, type Subject } from './subject.ts';
import { powersDraft } from './tested.ts';
import { average, computed, counted, share, shareWithError } from './tracedEstimates.ts';

const target = (power: number): string => percent(power, Number.isInteger(Math.round(power * 1e6) / 1e4) ? 0 : 1);

/** Says which way a two-sided test rejects. */
function eitherWay({ planned, unsized, run }: Subject): Draft {
  if (unsized.test.sides === 1 || unsized.family) return NOTHING;
  const { significantBenefit, significantHarm } = planned;
  return say` The test rejects in favour of ${unsized.arms[1].name} in ${share(significantBenefit, `${run}, rejections for the experimental arm`)} and of ${unsized.arms[0].name} in ${share(significantHarm, `${run}, rejections for the control arm`)} of trials.`;
}

function wrongWay(subject: Subject): Draft {
  const { unsized } = subject;
  if (unsized.family || directionOf(subject) !== 'harm') return NOTHING;
  return unsized.test.sides === 1
    ? say` As the test is one-sided, it cannot confirm that ${unsized.arms[1].name} is worse.`
    : NOTHING;
}

/** `at most 420 events, 343.9 on average`; without looks `376 events on average`. */
function eventsOfSize({ sequential, characteristics: c }: SimulatedSize, what: string, ofWhat: Draft): Draft {
  if (sequential === null)
    return say`${average(c.events, `${what}, events`, 'event')}${ofWhat}${c.events.standardDeviation < 1e-6 ? NOTHING : say` on average`}`;
  const most = computed(mostEventsText(sequential), `${what}: maximum of the design`);
  return say`${most}, ${average(c.events, `${what}, events`)} on average,`;
}

/** The power at the size that was found, with futility stops acted on and ignored where there are any. */
function confirmed({ characteristics: c, family }: SimulatedSize, what: string): Draft {
  const ignored = ignoringFutility(c, family);
  const stops = stopsOf(family);
  const acted = share(c.power, `${what}: power`);
  return ignored === null
    ? say`${acted}`
    : say`${acted} with ${stops.acted} acted on and ${share(ignored, `${what}: power, ${stops.acted} ignored`)} with ${stops.them} ignored`;
}

/** `A power of 90 % needs 163 events …`, where the number of planned patients does not decide it. */
function eventsNeeded(s: SimulatedSize, needed: EventsNeeded, aim: Traced, unit: string): Draft {
  const what = `events for ${target(s.targetPower)}`;
  const interval = traced(
    `${fixed(needed.low, 1)} to ${fixed(needed.high, 1)}`,
    `${what}: before rounding ${fixed(needed.unrounded, 1)}, SE ${fixed(needed.standardError, 2)}, ${count(s.searchReplicates)} replicates of the search`,
  );
  const c = s.characteristics;
  return say`A power of ${aim} needs ${counted(needed.events, 'event', interval.trace)} (95 % confidence interval before rounding ${interval}) with the analysis at ${unit} ${average(c.analysisTime, `${what}, calendar time of the analysis`)} and ${average(c.enrolled, `${what}, enrolled by then`)} patients enrolled by then; fresh replicates gave ${confirmed(s, `${what}, confirmation`)}.`;
}

/** `A power of 80 % needs 284 patients …`. */
function sizes(subject: Subject): Draft {
  const { targets, unit, found } = subject;
  return joined(
    targets.map(({ simulated: s }) => {
      const aim = traced(target(s.targetPower), 'trial.targetPower');
      if (s.kind === 'unreachable') return say`A power of ${aim} is out of reach: ${s.reason}.`;
      const c = s.characteristics;
      const what = `size for ${target(s.targetPower)}`;
      if (s.eventsNeeded !== null) return eventsNeeded(s, s.eventsNeeded, aim, unit);
      const interval = traced(
        `${fixed(s.low, 1)} to ${fixed(s.high, 1)}`,
        `${what}: N before rounding ${fixed(s.patientsUnrounded, 1)}, SE ${fixed(s.standardError, 2)}, ${count(s.searchReplicates)} replicates of the search`,
      );
      return say`A power of ${aim} ${found === null ? 'would need' : 'needs'} ${counted(s.patients, 'patient', interval.trace)} (${traced(fixed(s.patientsUnrounded, 1), interval.trace)} before rounding, 95 % confidence interval ${interval}), ${eventsOfSize(s, what, ofDriving(subject))} and the analysis at ${unit} ${average(c.analysisTime, `${what}, calendar time of the analysis`)}; fresh replicates gave ${confirmed(s, `${what}, confirmation at N`)}.`;
    }),
    ' ',
  );
}

/**
 * `The analysis is made at the later of event 261 and 6 months after the last patient.`; for a planned N, as counts
 * move with N.
 */
function analysed(subject: Subject): Draft {
  const { unsized, unit, found, sequential } = subject;
  if (found !== null || unsized.endpoints.length > 1) return NOTHING;
  const which = sequential !== null || unsized.interims !== undefined ? 'final analysis' : 'analysis';
  const rule = describeRule(unsized.analysis, unit, drivingNameAmongOthers(unsized));
  return say` The ${which} is made ${traced(rule, traceOf(given(subject, about('analysis')), 'trial.analysis'))}.`;
}

/** ` of progression-free survival`, of events where a trial has several endpoints. */
function ofDriving({ unsized }: Subject): Draft {
  const name = drivingNameAmongOthers(unsized);
  return name === null ? NOTHING : say` of ${name}`;
}

function planned(subject: Subject): Draft {
  const { planned: p, run, unsized, family } = subject;
  const mean = average(p.events, `${run}, events`);
  const always = p.events.standardDeviation < 1e-6;
  const spread = traced(
    `${fixed(p.events.p5, 0)} to ${fixed(p.events.p95, 0)}`,
    `${run}, events: 5th and 95th percentile of ${count(p.replicates)} replicates`,
  );
  const range = p.events.p5 === p.events.p95 ? NOTHING : say`, ${spread} in nine trials of ten`;
  const ignored = ignoringFutility(p, family);
  const stops = stopsOf(family);
  const acted = shareWithError(p.power, `${run}, power`);
  const power =
    ignored === null
      ? acted
      : say`${acted} with ${stops.acted} acted on and ${shareWithError(ignored, `${run}, power, ${stops.acted} ignored`)} with ${stops.them} ignored`;
  const success = family
    ? 'the trial succeeds in'
    : directionOf(subject) === 'none'
      ? 'the null hypothesis is rejected in'
      : directionOf(subject) === 'benefit' || unsized.test.sides === 2
        ? 'the simulated power is'
        : 'a benefit is claimed in';
  return say`With ${patientsDraft(subject)}, ${success} ${power}. The number of events${ofDriving(subject)} is ${mean}${always ? ' in every trial' : say` on average${range}`}.${analysed(subject)}`;
}

/** Size and events with their Monte Carlo error. */
export function sizeAndEvents(subject: Subject): Draft {
  return joined([say`${planned(subject)}${eitherWay(subject)}${wrongWay(subject)}`, sizes(subject)], ' ');
}

const one = (p: Proportion, what: string) => share(p, what);

export function hypotheses(subject: Subject): Draft {
  if (subject.family === null) return NOTHING;
  return say`Under the assumed effects the power is ${powersDraft(subject)}.`;
}

/** What a false claim is: any rejection, but that of all where all are needed. */
function claimedOf({ any, all, hypotheses: each }: FamilyResult, family: HypothesisFamily | undefined): Draft {
  return family?.procedure.kind === 'allNeeded'
    ? say`${allWord(each)} hypotheses are rejected in ${shareWithError(all, 'power, no effect: all hypotheses rejected')}`
    : say`at least one hypothesis is rejected in ${shareWithError(any, 'power, no effect: any hypothesis rejected')}`;
}

export function errorRate({ none, nullFamily, unsized }: Subject): Draft {
  if (none === null) return NOTHING;
  const noEffect =
    unsized.arms.length > 2 ? 'no experimental arm has any effect' : 'the experimental arm has no effect';
  const nothing = unsized.test.statistic.margin === undefined ? noEffect : nullWords(unsized).happens;
  if (nullFamily !== null)
    return say`If ${nothing}, ${claimedOf(nullFamily, unsized.family)} of trials, which is the family-wise error rate, the nominal level being ${traced(`${significant(100 * benefitAlpha(unsized.test))} %`, 'trial.test: alpha, one-sided')}${unsized.family?.procedure.kind === 'none' ? say` for each alone` : NOTHING}.`;
  const sided = unsized.test.sides === 1 ? 'one-sided' : 'two-sided';
  const without = ignoringFutility(none);
  const ignoring =
    without === null
      ? NOTHING
      : say` with futility stops acted on and in ${shareWithError(without, 'power, no effect, futility stops ignored')} with them ignored`;
  const why = levelRemark(none, unsized).map((text) => say` ${text}`);
  return say`If ${nothing}, the test rejects in ${shareWithError(none.power, 'power, no effect: type I error')} of trials${ignoring}, the nominal ${sided} level being ${traced(`${significant(100 * unsized.test.alpha)} %`, 'trial.test.alpha')}.${joined(why, '')}`;
}

/** Looks with their bounds, and how often the trial stops at each. */
export function looks(subject: Subject): Draft {
  const { sequential, planned: p, none, run, unit, unsized } = subject;
  const ended = p.sequential;
  if (ended === null) return NOTHING;
  const interims = ended.looks.length - 1;
  if (unsized.family !== undefined) return NOTHING;
  if (sequential === null) {
    const last = average(p.analysisTime, `${run}, calendar time of the last analysis`);
    return say`There ${interims === 1 ? 'is' : 'are'} ${counted(interims, 'look', 'trial.looks')} before the final analysis; the trial ends at ${unit} ${last} on average.`;
  }
  const { rows, binding } = sequential;
  const looked = rows.slice(0, -1).map((row, k) => {
    const { efficacyZ, futilityZ, informationFraction, efficacyHazardRatio } = row;
    const look = `look ${row.look}, as planned`;
    const hr =
      efficacyHazardRatio === null ? '' : `, observed hazard ratio at the bound ${fixed(efficacyHazardRatio, 3)}`;
    const stop = ended.looks[k];
    const bounds = [
      ...(efficacyZ === null
        ? []
        : [
            say`z ≥ ${computed(fixed(efficacyZ, 3), `${look}: efficacy bound, nominal p ${fixed(row.efficacyP, 5)}${hr}`)} for efficacy (reached in ${one(stop.efficacy, `${run}, stops for efficacy at look ${row.look}`)})`,
          ]),
      ...(futilityZ === null
        ? []
        : [
            say`z ≤ ${computed(fixed(futilityZ, 3), `${look}: futility bound`)} for futility (${one(stop.futility, `${run}, stops for futility at look ${row.look}`)})`,
          ]),
    ];
    return say`at ${computed(percent(informationFraction, 0), `${look}: information fraction, ${fixed(row.events, 1)} events at ${unit} ${fixed(row.time, 1)}`)} of the information, stopping at ${bounds.length === 0 ? 'no bound' : enumerated(bounds)}`;
  });
  const final = rows[rows.length - 1];
  const last =
    final.efficacyZ === null
      ? NOTHING
      : say` The final bound is z ≥ ${computed(fixed(final.efficacyZ, 3), `final analysis, as planned: efficacy bound, nominal p ${fixed(final.efficacyP, 5)}`)}.`;
  const futile = rows.some(({ futilityZ }) => futilityZ !== null);
  const kind = futile ? say` Futility bounds are ${binding ? 'binding' : 'not binding'}.` : NOTHING;
  const idle =
    none === null
      ? NOTHING
      : say`, ${nullWords(unsized).without} after ${average(none.events, 'power, no effect, events', 'event')}`;
  const again = sequential.reestimates
    ? say` The number of events may be raised at an interim look, to at most ${counted(Math.round(sequential.mostEvents), 'event', 'trial.sequential.reestimation')}.`
    : NOTHING;
  const twoSided =
    unsized.test.sides === 2
      ? say` Efficacy bounds hold for |z|, in either direction; the shares are those of stops for benefit.`
      : NOTHING;
  return say`There ${interims === 1 ? 'is' : 'are'} ${counted(interims, 'look', 'trial.sequential.looks')} before the final analysis, ${spendingText(unsized.sequential?.efficacy)}: ${joined(looked, '; ')}.${last}${twoSided}${kind}${again} On average the trial ends after ${average(p.events, `${run}, events`, 'event')} at ${unit} ${average(p.analysisTime, `${run}, calendar time of the last analysis`)}${idle}.`;
}
