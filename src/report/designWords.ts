/** Starts of the second treatment, centres, randomisation and scans of a planned trial, in sentences. */
import { durationText } from '../statistics/durationText.ts';
import { accrualDuration } from '../trial/accrual.ts';
import type { Arm } from '../trial/arm.ts';
import { type Centres, centreCount } from '../trial/centres.ts';
import { type Lag, lagQuantile, meanLag } from '../trial/lag.ts';
import type { MissedAllocation } from '../trial/missedAllocation.ts';
import type { Randomisation } from '../trial/randomisation.ts';
import type { Opening, Region } from '../trial/region.ts';
import type { ScanSchedule, Scans } from '../trial/scans.ts';
import { type TreatmentNames, treatmentNames } from '../trial/treatmentNames.ts';
import { type Priming, primedHazardRatio, type TimedEffect } from '../trial/treatmentStart.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { count, fixed, percent, significant, units } from './numbers.ts';
import { listed } from './testWords.ts';

const time = (t: number, unit: string) => durationText(Number(t.toPrecision(3)), unit).replace('-', '−');

/** `0.48 months`, or `0.23 months before the procedure, which waits`. */
function lagText(lag: Lag, { secondTreatment, procedure }: TreatmentNames, unit: string): string {
  const of = (t: number) =>
    t < 0
      ? `${time(-t, unit)} before ${procedure}`
      : t === 0
        ? `with ${procedure}`
        : `${time(t, unit)} after randomisation`;
  switch (lag.kind) {
    case 'fixed':
      return lag.time < 0
        ? `${of(lag.time)}, which waits: the clock starts at randomisation, with ${secondTreatment}`
        : of(lag.time);
    case 'uniform':
      return lag.from < 0
        ? `${of(lag.from)} to ${of(lag.to)}, uniformly`
        : `${significant(lag.from, 3)} to ${time(lag.to, unit)} after randomisation, uniformly`;
    default:
      return `${of(meanLag(lag))} on average (${lag.kind}; 5 to 95 % of patients ${significant(lagQuantile(lag, 0.05), 3)} to ${time(lagQuantile(lag, 0.95), unit)})`;
  }
}

function primingText(priming: Priming, lag: Lag, { procedure }: TreatmentNames, unit: string): string {
  const ratio = significant(primedHazardRatio(priming, meanLag(lag)), 3);
  switch (priming.kind) {
    case 'constant':
      return `hazard ratio ${ratio} whenever it starts`;
    case 'halfLife': {
      const { synchronous, residual, halfLife, plateau } = priming;
      const full = plateau > 0 ? ` after ${time(plateau, unit)} in full` : '';
      return `hazard ratio ${significant(synchronous, 3)} with ${procedure}, its logarithm halving towards that of ${significant(residual, 3)} every ${time(halfLife, unit)}${full}: ${ratio} at the mean lag`;
    }
    case 'table':
      return `hazard ratio by lag ${priming.lags.map((each, k) => `${significant(priming.hazardRatios[k], 3)} at ${significant(each, 3)}`).join(', ')}: ${ratio} at the mean lag`;
  }
}

function effectText(
  { priming, onset, duration, waned, repeats, waiting }: TimedEffect,
  lag: Lag,
  names: TreatmentNames,
  unit: string,
): string {
  return [
    primingText(priming, lag, names, unit),
    ...(onset > 0 ? [`setting in ${time(onset, unit)} after both were given`] : []),
    ...(Number.isFinite(duration) ? [`for ${time(duration, unit)}, then ${significant(waned, 3)}`] : []),
    ...(repeats.length > 0
      ? [`the window opened again by ${names.procedure} at ${listed(repeats.map((t) => significant(t, 3)))} ${unit}s`]
      : []),
    ...(waiting !== 1 ? [`${significant(waiting, 3)} while ${names.procedure} waits`] : []),
  ].join(', ');
}

function startText({ name, start, effect }: Arm, names: TreatmentNames, unit: string): string[] {
  if (start === undefined) return [];
  const does = effect.kind === 'timed' ? `: ${effectText(effect.timing, start.lag, names, unit)}` : '';
  return [`${name} starts ${names.secondTreatment} ${lagText(start.lag, names, unit)}${does}.`];
}

function openAt(start: number, unit: string): string {
  return start > 0 ? `open from ${unit} ${significant(start, 3)} on` : 'open from the start';
}

function openingText(opening: Opening, { start }: Region, unit: string): string {
  const from = start > 0 ? ` from ${unit} ${significant(start, 3)} on` : '';
  switch (opening.kind) {
    case 'list': {
      const first = start + Math.min(...opening.times);
      const last = start + Math.max(...opening.times);
      return first === last
        ? openAt(first, unit)
        : `opening at times of their own, ${unit} ${significant(first, 3)} to ${significant(last, 3)}`;
    }
    case 'uniform':
      return `opening at random over ${time(opening.over, unit)}${from}`;
    case 'ramp':
      return opening.over === 0 ? openAt(start, unit) : `opening evenly over ${time(opening.over, unit)}${from}`;
  }
}

function centresText(centres: Centres, { accrual }: UnsizedTrial, patients: number | null, unit: string): string {
  const { regions, recruit, frailty, effectSd } = centres;
  const alone = regions.length === 1;
  const each = regions.map((region) => {
    const who = alone ? units(region.centres, 'centre') : `${region.name} ${region.centres}`;
    const parts = [
      ...(recruit
        ? [openingText(region.opening, region, unit), `${units(significant(region.rate, 3), 'patient')} a ${unit} each`]
        : []),
      ...(region.variation > 0 ? [`rates varying by ${percent(region.variation, 0)} (gamma)`] : []),
      ...(Number.isFinite(region.cap) ? [`at most ${count(region.cap)} each`] : []),
    ];
    return parts.length === 0 ? who : `${who} (${parts.join(', ')})`;
  });
  const together = regions.reduce((sum, region) => sum + region.centres * region.rate, 0);
  const full = recruit ? `; ${units(significant(together, 3), 'patient')} a ${unit} once all are open` : '';
  const end =
    recruit && patients !== null
      ? `, the last of ${count(patients)} expected about ${unit} ${fixed(accrualDuration(accrual, patients), 1)}`
      : '';
  const differ = [
    ...(frailty?.kind === 'lognormal' ? [`hazards with an SD of ${significant(frailty.sd, 3)} on the log scale`] : []),
    ...(frailty?.kind === 'gamma'
      ? [`hazards with a gamma frailty of variance ${significant(frailty.variance, 3)}`]
      : []),
    ...(effectSd > 0 ? [`treatment effects with an SD of ${significant(effectSd, 3)} on the log scale`] : []),
  ];
  const total = alone ? '' : `${centreCount(centres)} centres: `;
  return `${total}${listed(each)}${full}${end}.${differ.length > 0 ? ` Centres differ: ${listed(differ)}.` : ''}`;
}

function randomisationText(rule: Randomisation): string {
  switch (rule.kind) {
    case 'complete':
      return 'Complete randomisation: each patient by itself.';
    case 'permutedBlocks': {
      const within = rule.stratifiedBy.length > 0 ? ` within ${listed(rule.stratifiedBy)}` : '';
      const size = rule.sizes.length > 1 ? `${listed(rule.sizes.map(String))} at random` : String(rule.sizes[0]);
      return `Permuted blocks of ${size}${within}.`;
    }
    case 'minimisation':
      return `Minimisation (Pocock & Simon) over ${listed(rule.factors)}, the preferred arm with probability ${significant(rule.probability, 3)}.`;
  }
}

function scheduleText({ starts, intervals, jitter, missed }: ScanSchedule, unit: string): string {
  const later = starts
    .slice(1)
    .map((from, j) => `every ${time(intervals[j + 1], unit)} from ${unit} ${significant(from, 3)}`);
  return [
    `every ${jitter > 0 ? `${significant(intervals[0], 3)} ± ${significant(jitter, 3)} ${unit}s` : units(significant(intervals[0], 3), unit)}`,
    ...later,
    ...(missed > 0 ? [`${percent(missed, 0)} missed`] : []),
  ].join(', ');
}

function scansText({ schedules, deaths }: Scans, trial: UnsizedTrial, unit: string): string {
  const texts = schedules.map((schedule) => scheduleText(schedule, unit));
  const alike = texts.every((text) => text === texts[0]);
  const arms = trial.arms;
  const when = alike ? texts[0] : texts.map((text, a) => `${arms[a].name} ${text}`).join('; ');
  const dying =
    deaths === null
      ? ''
      : deaths.kind === 'share'
        ? ` ${percent(deaths.share, 0)} of the events are deaths, known at once.`
        : ` Deaths, known at once, have hazard ${significant(deaths.hazard, 3)} within that of the event.`;
  return `Progression is seen at scans: ${when}.${dying}`;
}

/** Says what stays and what moves when N does. */
export function heldText(trial: UnsizedTrial): string {
  return trial.accrual.duration === null
    ? 'the accrual rate held fixed (enrolment lasts as long as N needs)'
    : 'the accrual duration held fixed (rates grow with N)';
}

/** `ratio 2.547 instead of 2.55`, for more than two arms `135:134:134 instead of 1:1:1`. */
export function missedText({ sizes, planned, ratio, plannedRatio }: MissedAllocation): string {
  return ratio === null || plannedRatio === null
    ? `${sizes} instead of ${planned}`
    : `ratio ${significant(ratio, 4)} instead of ${significant(plannedRatio, 4)}`;
}

/** One paragraph for each of these that a trial has. */
export function designProse(trial: UnsizedTrial, patients: number | null, unit: string): string[] {
  const { centres, randomisation, scans, followUpOfEach } = trial;
  return [
    ...trial.arms.flatMap((arm) => startText(arm, treatmentNames(trial), unit)),
    ...(centres ? [centresText(centres, trial, patients, unit)] : []),
    ...(randomisation ? [randomisationText(randomisation)] : []),
    ...(followUpOfEach === undefined ? [] : [`Each patient is followed for ${time(followUpOfEach, unit)}.`]),
    ...(scans ? [scansText(scans, trial, unit)] : []),
  ];
}
