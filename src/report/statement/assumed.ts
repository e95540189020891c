/** What a trial takes for granted: survival, effect, entry, dropout, scans, each with where it comes from. */

import type { PlannedEffect } from '../../questions/check.ts';
import type { About, FieldMeaning } from '../../scenario/meaning.ts';
import { centreCount } from '../../trial/centres.ts';
import { drivingNameAmongOthers } from '../../trial/endpoint.ts';
import { scaleOf } from '../../trial/hypothesisScale.ts';
import { meanLag } from '../../trial/lag.ts';
import { treatmentNames } from '../../trial/treatmentNames.ts';
import { drivingArms } from '../../trial/trial.ts';
import { driftText } from '../driftReport.ts';
import { changesOf, overTime } from '../hazardRatioWords.ts';
import { count, fixed, percent, significant } from '../numbers.ts';
import { type Draft, enumerated, joined, NOTHING, say, traced } from './draft.ts';
import { about, derivedFrom, type Given, given, sourceOf, sourceOfShare, traceOf } from './given.ts';
import { courseAssumed } from './observed.ts';
import type { Subject } from './subject.ts';
import { timeText } from './tracedEstimates.ts';

export const hasCentres = ({ unsized }: Subject): boolean => unsized.centres !== undefined;

/** The parts of a plan that make up the survival of an arm. */
const SURVIVAL: ReadonlySet<About> = new Set(['survival', 'effect', 'effect by lag', 'course of the effect']);

const isOfArm = ({ owner }: FieldMeaning, name: string): boolean => owner?.list === 'arms' && owner.name === name;

/** Where survival of an arm comes from: its median, before anything else by which it may be given. */
function survivalGiven(subject: Subject, arm: string): Given {
  const ofSurvival = (meaning: FieldMeaning) => isOfArm(meaning, arm) && SURVIVAL.has(meaning.about);
  return given(subject, (meaning) => ofSurvival(meaning) && meaning.is === 'median', ofSurvival);
}

const EFFECT = about('effect', 'effect by lag');
const CENTRES = about('centres', 'number of centres');

interface EffectSource {
  /** The trace of the numbers. */
  readonly trace: string;
  /** ` (assumed: …)`, or what the ratio was derived from. */
  readonly source: Draft;
}

/**
 * Where an effect comes from: a hazard ratio is given as such or by a timing, or follows from the survival of both
 * arms.
 */
function effectSource(subject: Subject, name: string): EffectSource {
  const { unsized } = subject;
  const arm = unsized.arms.find((each) => each.name === name) ?? unsized.arms[1];
  const ratio = given(subject, (meaning) => isOfArm(meaning, name) && EFFECT(meaning));
  const planned = 'hazard ratio of the planned laws, experimental ÷ control';
  if (arm.start !== undefined) {
    const own = ratio?.meaning.about === 'effect';
    return { trace: traceOf(ratio, planned), source: own ? sourceOf(ratio) : derivedFrom(say`the timing`, ratio) };
  }
  if (arm.effect.kind === 'relative')
    return { trace: traceOf(ratio, planned), source: ratio === null ? NOTHING : sourceOf(ratio) };
  const both = [survivalGiven(subject, unsized.arms[0].name), survivalGiven(subject, name)];
  const medians = both.every((each) => each?.meaning.is === 'median');
  const sources = both.map((each) => each?.source ?? null);
  const whose = sources.includes(null)
    ? ''
    : sources[0] === sources[1]
      ? `, both ${sources[0]}`
      : `, one ${sources[0]} and one ${sources[1]}`;
  return {
    trace: `derived, experimental ÷ control: ${both.map((each) => traceOf(each, 'survival of the arm')).join('; ')}`,
    source: say` (derived from ${medians ? 'the two medians' : 'survival in both arms'}${whose})`,
  };
}

/** `1.5`, `1 for the first 2 months and 0.7 from then on`; null where it changes too often to be spelt out. */
function spelt(
  { hazardRatio, steps, byLevel }: PlannedEffect,
  { unit, unsized }: Subject,
  trace: string,
): Draft | null {
  const ratio = (value: number) => say`${traced(significant(value), trace)}`;
  if (byLevel.length > 0)
    return enumerated(
      byLevel.map(({ factor, level, hazardRatio: each }) => say`${ratio(each)} where ${factor} is ${level}`),
    );
  if (hazardRatio !== null) return ratio(hazardRatio);
  const few =
    changesOf(steps).length <= 4 &&
    drivingArms(unsized).every(({ law, start }) => law.clock.kind === 'piecewise' && start === undefined);
  if (!few) return null;
  return overTime(steps, unit, {
    ratio,
    length: (time) => say`${timeText(time, unit, `${trace}; the change`)}`,
    time: (time) => say`${traced(significant(time, 3), `${trace}; the change`)}`,
  }).flatMap((part): Draft => (typeof part === 'string' ? say`${part}` : part));
}

/** The average of a ratio that changes: `0.68`; for the first comparison only, as it is not known for others. */
function onAverage(subject: Subject, arm: string): Draft {
  const { closedForms, planned, unsized } = subject;
  if (arm !== unsized.arms[1].name) return NOTHING;
  if (closedForms !== null)
    return say`${traced(significant(closedForms.hazardRatio, 3), 'hazard ratio, averaged over the expected events by numerical integration')} on average`;
  if (planned.hazardRatio === null) return NOTHING;
  const { geometricMean, logHazardRatio: log, stratifiedBy } = planned.hazardRatio;
  const model = stratifiedBy.length > 0 ? ' (stratified Cox)' : '';
  return say`observed at ${traced(significant(geometricMean, 3), `${subject.run}, observed hazard ratio${model}: geometric mean, SE of its log ${log.standardError.toFixed(4)}, ${count(log.replicates)} replicates`)} on average`;
}

/** The effect of the first experimental arm: `hazard ratio 1.5`, `hazard ratio 1 for the first 2 months and 0.7 from then on`. */
export function effectOf(subject: Subject): Draft {
  const [effect] = subject.summary.effects;
  const words = spelt(effect, subject, effectSource(subject, effect.arm).trace);
  if (words !== null) return say`hazard ratio ${words}`;
  return joined([say`a hazard ratio that changes over time`, onAverage(subject, effect.arm)], ', ');
}

function modelDraft(model: string): Draft {
  const shape = /^Weibull, shape ([\d.]+)/.exec(model)?.[1];
  if (shape !== undefined) return say`to follow a Weibull distribution of shape ${shape}`;
  return model.startsWith('cure') ? say`to follow a cure model` : say`to be ${model}`;
}

/** What is left of a published hazard ratio that the trial is planned with once the winner's curse is taken off. */
function shrinkageDraft({ publishedEffect }: Subject): Draft {
  if (publishedEffect === null) return NOTHING;
  const { hazardRatio, low, high, afterShrinkage } = publishedEffect;
  const shrunken = traced(
    fixed(afterShrinkage, 2),
    `from ${significant(hazardRatio)}, 95 % CI ${significant(low)} to ${significant(high)}: posterior mean of the log hazard ratio`,
  );
  return say` The hazard ratio of ${traced(significant(hazardRatio), 'reported.hazardRatio')} is as published; after shrinkage for the winner’s curse it is ${shrunken} (van Zwet, Schwab & Senn 2021).`;
}

function survivalDraft(subject: Subject): Draft {
  const { summary, unit } = subject;
  const [control] = summary.arms;
  const named = drivingNameAmongOthers(subject.unsized);
  const event =
    subject.summary.endpoints === null
      ? say`the event`
      : say`the first event${named === null ? NOTHING : say` (${named})`}`;
  const where = survivalGiven(subject, control.name);
  const { drift } = summary;
  const drifted = drift !== undefined && drift.sincePublication !== 1;
  const own = !drifted && (where === null || where.meaning.is === 'median');
  const from = drifted ? say`its survival and the drift of care` : say`its survival`;
  const entering = drift === undefined ? NOTHING : say` for those who enter first`;
  const half = Number.isFinite(control.median)
    ? say`with a median of ${timeText(control.median, unit, traceOf(where, `median of ${control.name}, from its law`))} with ${control.name}${entering}${own ? sourceOf(where) : derivedFrom(from, where)}`
    : say`more than half of the patients on ${control.name} never having one${sourceOf(where)}`;
  const effects = summary.effects.map((effect, i) => {
    const { trace, source } = effectSource(subject, effect.arm);
    const words = spelt(effect, subject, trace);
    const what =
      words === null ? joined([say`changes over time`, onAverage(subject, effect.arm)], ', ') : say`is ${words}`;
    return i === 0
      ? say`The hazard ratio of ${effect.arm} against ${control.name} ${what}${source}`
      : say`that of ${effect.arm} ${what}${source}`;
  });
  return say`Times to ${event} are assumed ${modelDraft(control.model)}, ${half}. ${enumerated(effects)}; ${scaleOf(subject.unsized).benefit} 1 it favours the experimental arm.${shrinkageDraft(subject)}`;
}

function startsDraft({ unsized, unit }: Subject): Draft {
  const { secondTreatment, procedure } = treatmentNames(unsized);
  return joined(
    unsized.arms.flatMap(({ name, start }) => {
      if (start === undefined) return [];
      const mean = meanLag(start.lag);
      const when = timeText(
        Math.abs(mean),
        unit,
        `trial.arms[${name}].treatmentStart: mean lag ${significant(mean)} ${unit}s (${start.lag.kind})`,
      );
      const spread = start.lag.kind === 'fixed' ? NOTHING : say` on average`;
      return [
        mean === 0
          ? say`Patients of ${name} start ${secondTreatment} at randomisation.`
          : mean < 0
            ? say`Patients of ${name} start ${secondTreatment} ${when} before ${procedure}${spread}.`
            : say`Patients of ${name} start ${secondTreatment} ${when} after randomisation${spread}.`,
      ];
    }),
    ' ',
  );
}

/** `20 centres`. */
export function centresDraft(n: number, trace: string): Draft {
  const number = traced(count(n), trace);
  return n === 1 ? say`${number} centre` : say`${number} centres`;
}

function enrolmentDraft(subject: Subject): Draft {
  const { unsized, unit, accrualDuration, found } = subject;
  const { accrual, centres } = unsized;
  const rated = given(subject, about('enrolment'), (meaning) => CENTRES(meaning) && meaning.is === 'rate', CENTRES);
  const timed = rated?.meaning.is === 'duration';
  const over =
    accrualDuration === null || !Number.isFinite(accrualDuration)
      ? NOTHING
      : say` over ${timeText(accrualDuration, unit, `${traceOf(rated, 'trial.accrual')}${found === null ? '' : '; for the N found'}`)}`;
  const where = centres
    ? say` in ${centresDraft(
        centreCount(centres),
        traceOf(given(subject, about('number of centres'), CENTRES), 'trial.centres'),
      )}`
    : NOTHING;
  if (centres?.recruit)
    return say`Patients are expected to enter${over}${where} that recruit at random, as a Poisson–gamma process (Anisimov & Fedorov 2007)${sourceOf(rated)}.`;
  const changes = accrual.rates.filter((rate, i) => i === 0 || rate !== accrual.rates[i - 1]).length > 1;
  const rate = changes ? 'rates that change over time' : 'a constant rate';
  return say`Patients enter${over}${timed ? sourceOf(rated) : NOTHING}${where} at ${rate}${timed ? NOTHING : sourceOf(rated)}.`;
}

function randomisationDraft({ unsized, summary }: Subject): Draft {
  const rule = unsized.randomisation;
  const ratio = traced(summary.allocation, 'trial.allocation, experimental:control');
  const factors = (names: readonly string[]) =>
    enumerated(names.map((name) => (name === 'centre' ? say`centre` : say`${name}`)));
  switch (rule?.kind) {
    case undefined:
      return say`They are allocated ${ratio}.`;
    case 'complete':
      return say`They are randomised ${ratio}, each independently.`;
    case 'permutedBlocks':
      return say`They are randomised ${ratio} in permuted blocks${rule.stratifiedBy.length > 0 ? say` within ${factors(rule.stratifiedBy)}` : NOTHING}.`;
    case 'minimisation':
      return say`They are allocated ${ratio} by minimisation over ${factors(rule.factors)} (Pocock & Simon 1975).`;
  }
}

function dropoutDraft(subject: Subject): Draft {
  const where = given(subject, (meaning) => meaning.about === 'dropout' && meaning.owner === null, about('dropout'));
  const shares = subject.summary.arms.map(({ name, dropoutByOneYear }) => ({ name, lost: dropoutByOneYear }));
  const text = ({ name, lost }: (typeof shares)[number]) =>
    traced(percent(lost, 1), `${traceOf(where, 'trial.dropout')}; within a year, of ${name}`);
  if (shares.every(({ lost }) => lost === 0)) return say`There is no dropout${sourceOf(where)}.`;
  if (shares.every(({ lost }) => Math.abs(lost - shares[0].lost) < 1e-9))
    return say`Dropout is independent of the event, ${text(shares[0])} within a year${sourceOfShare(shares[0].lost, where, say`dropout as given`)}.`;
  return say`Dropout is independent of the event, within a year ${enumerated(shares.map((each) => say`${text(each)} of ${each.name}`))}${sourceOf(where)}.`;
}

function scansDraft(subject: Subject): Draft {
  const { unsized, unit } = subject;
  if (unsized.scans === undefined) return NOTHING;
  const { schedules, deaths } = unsized.scans;
  const ofAll = ({ about: part, owner }: FieldMeaning) => part === 'scans' && owner === null;
  const where = given(subject, (meaning) => ofAll(meaning) && meaning.is === 'interval', ofAll);
  const alike = schedules.every((each) => JSON.stringify(each) === JSON.stringify(schedules[0]));
  const [{ intervals, missed }] = schedules;
  const every = timeText(intervals[0], unit, traceOf(where, 'trial.scans'));
  const later = intervals.length > 1 ? say` at first` : NOTHING;
  const dying = deaths === null ? NOTHING : say`, deaths at once`;
  const lost =
    alike && missed > 0 ? say`, ${traced(percent(missed, 0), 'trial.scans.missed')} of scans being missed` : NOTHING;
  return alike
    ? say`Progression is seen at scans only, every ${every}${later}${sourceOf(where)}${lost}${dying}.`
    : say`Progression is seen at scans only, by schedules that differ between arms${sourceOf(where)}${dying}.`;
}

function populationDraft({ unsized }: Subject): Draft {
  const names = [...(unsized.population?.factors ?? []), ...(unsized.population?.covariates ?? [])].map(
    ({ name }) => say`${name}`,
  );
  const frail = unsized.centres && (unsized.centres.frailty !== null || unsized.centres.effectSd > 0);
  if (names.length === 0 && !frail) return NOTHING;
  return say`Patients differ in their hazards by ${enumerated([...names, ...(frail ? [say`centre`] : [])])}.`;
}

function driftDraft(subject: Subject): Draft {
  const { drift } = subject.summary;
  if (drift === undefined) return NOTHING;
  const where = given(subject, about('drift of care'));
  const rate = traced(driftText(drift), traceOf(where, 'trial.drift.medianPerYear'));
  const since =
    drift.sincePublication === 1
      ? NOTHING
      : say`, ${traced(significant(drift.sincePublication, 3), `trial.drift.sincePublication; ${traceOf(where, 'trial.drift')}`)}-fold since the publication`;
  const still = drift.until === 0 ? say`, but not during the trial` : NOTHING;
  return say`Care is assumed to change with the date of entry in every arm alike: ${rate}${since}${still}${sourceOf(where)}.`;
}

export function assumptions(subject: Subject): Draft {
  return joined(
    [
      survivalDraft,
      courseAssumed,
      startsDraft,
      populationDraft,
      driftDraft,
      enrolmentDraft,
      randomisationDraft,
      dropoutDraft,
      scansDraft,
    ].map((part) => part(subject)),
    ' ',
  );
}
