/** What is found of a trial without a control whose endpoint is a time: by large samples, and simulated. */
import { square } from '../../elementary/square.ts';
import { exponential } from '../../kernel/draw/exponential.ts';
import { nextWord, seedLane, streamKey, uniform } from '../../kernel/draw/stream.ts';
import type { SingleArmTime } from '../../scenario/plannedSingleArm.ts';
import {
  type OneSampleBounds,
  type OneSampleCharacteristics,
  type OneSampleTest,
  oneSampleBounds,
  oneSampleCharacteristics,
  timeOfInformation,
} from '../../singleArm/oneSampleDesign.ts';
import { type OneSampleDraws, type OneSampleTally, simulateOneSample } from '../../singleArm/oneSampleReplicates.ts';
import { oneSamplePatients, wuPatients } from '../../singleArm/oneSampleSize.ts';
import type { OneSampleTrial } from '../../singleArm/oneSampleTrial.ts';
import { median, type SurvivalLaw } from '../../survival/law.ts';
import { type Proportion, proportion } from '../../tally/estimates.ts';
import type { Asking } from '../asking.ts';

/** One look; the last is the final analysis. */
export interface OneSampleLook {
  readonly time: number;
  /** Of the information of the final analysis, under the historical law. */
  readonly fraction: number;
  /** The trial claims at this z or above; null where the look claims nothing. */
  readonly efficacy: number | null;
  /** It stops for futility at this z or below; null where there is no such stop. */
  readonly futility: number | null;
  /** Events observed, and expected by the historical law, under that law and as planned. */
  readonly eventsUnderNull: number;
  readonly eventsAsPlanned: number;
  readonly expectedAsPlanned: number;
}

/** What a trial does under one law, by large samples; arrays have one entry a look. */
export interface OneSampleFormula {
  readonly claimAt: readonly number[];
  readonly futilityAt: readonly number[];
  readonly power: number;
  readonly powerIgnoring: number;
  readonly patients: number;
  readonly time: number;
}

/** The same, simulated. */
export interface OneSampleSimulated {
  readonly power: Proportion;
  readonly powerIgnoring: Proportion;
  readonly claimAt: readonly Proportion[];
  readonly futilityAt: readonly Proportion[];
  /** Means when the trial ends. */
  readonly patients: number;
  readonly events: number;
  readonly time: number;
}

export interface OneSampleFound {
  readonly kind: 'time';
  /** Medians of the historical and the planned law; null where fewer than half ever have the event. */
  readonly medians: { readonly historical: number | null; readonly planned: number | null };
  /** Patients that the looks are of: those planned, or needed; null where no number of patients is enough. */
  readonly patients: number | null;
  readonly looks: readonly OneSampleLook[];
  readonly formula: { readonly underNull: OneSampleFormula; readonly asPlanned: OneSampleFormula } | null;
  /** Present in answers to power. */
  readonly simulated: { readonly underNull: OneSampleSimulated; readonly asPlanned: OneSampleSimulated } | null;
  /** Present in answers to check and size: patients for the target power, with the look and (Wu 2015) without. */
  readonly needed: { readonly patients: number | null; readonly withoutLook: number | null } | null;
}

const MOST_SEARCHED = 100_000;

/** The trial of so many patients; its look, if any, where it is due. */
function trialOf(plan: SingleArmTime, patients: number): OneSampleTrial {
  const { historical, planned, dropoutHazard, accrual, followUp, variance, look } = plan;
  const whole: OneSampleTrial = {
    reference: historical,
    planned,
    dropoutHazard,
    accrual,
    patients,
    followUp,
    interim: null,
    variance,
  };
  if (look === null) return whole;
  const { kind, at } = look.due;
  return { ...whole, interim: kind === 'time' ? at : timeOfInformation(whole, at) };
}

function testOf({ alpha, look }: SingleArmTime): OneSampleTest {
  if (look === null) return { alpha, efficacy: null, futility: null, binding: false };
  const { efficacy, futility, binding } = look;
  return {
    alpha,
    efficacy: efficacy && { kind: 'spending', spending: efficacy },
    futility: futility?.kind === 'z' ? { kind: 'z', z: [futility.z] } : futility,
    binding,
  };
}

const formulaOf = ({
  claimAt,
  futilityAt,
  power,
  powerIgnoring,
  ends,
}: OneSampleCharacteristics): OneSampleFormula => ({
  claimAt,
  futilityAt,
  power,
  powerIgnoring,
  ...ends,
});

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** A sized trial by large samples. */
function described(trial: OneSampleTrial, bounds: OneSampleBounds): Pick<OneSampleFound, 'looks' | 'formula'> {
  const underNull = oneSampleCharacteristics(trial, bounds, trial.reference);
  const asPlanned = oneSampleCharacteristics(trial, bounds, trial.planned);
  return {
    looks: bounds.times.map((time, k) => ({
      time,
      fraction: bounds.fractions[k],
      efficacy: finite(bounds.efficacy[k]),
      futility: finite(bounds.futility[k]),
      eventsUnderNull: underNull.events[k],
      eventsAsPlanned: asPlanned.events[k],
      expectedAsPlanned: asPlanned.expected[k],
    })),
    formula: { underNull: formulaOf(underNull), asPlanned: formulaOf(asPlanned) },
  };
}

/** Patients for the target power; without a look by Wu's formula, rounded up. */
function neededBy(plan: SingleArmTime): NonNullable<OneSampleFound['needed']> {
  const { alpha, targetPower } = plan;
  const patients = oneSamplePatients((n) => trialOf(plan, n), testOf(plan), targetPower, MOST_SEARCHED);
  const without = { ...plan, look: null };
  const withoutLook =
    plan.look === null
      ? patients
      : oneSamplePatients((n) => trialOf(without, n), testOf(without), targetPower, MOST_SEARCHED);
  // Where enrolment has a duration of its own, the search and the formula are the same.
  const fixed = plan.accrual.duration !== null && patients !== null;
  return {
    patients,
    withoutLook: fixed ? Math.ceil(wuPatients(trialOf(without, 2), alpha, targetPower)) : withoutLook,
  };
}

export function describeOneSample(plan: SingleArmTime): OneSampleFound {
  const needed = neededBy(plan);
  const patients = plan.patients ?? needed.patients;
  return { ...ofPatients(plan, patients), simulated: null, needed };
}

function ofPatients(plan: SingleArmTime, patients: number | null): Omit<OneSampleFound, 'simulated' | 'needed'> {
  const medians = { historical: finite(median(plan.historical)), planned: finite(median(plan.planned)) };
  if (patients === null) return { kind: 'time', medians, patients, looks: [], formula: null };
  const trial = trialOf(plan, patients);
  return { kind: 'time', medians, patients, ...described(trial, oneSampleBounds(trial, testOf(plan))) };
}

export function sizeOfOneSample(plan: SingleArmTime): OneSampleFound {
  const needed = neededBy(plan);
  return { ...ofPatients(plan, needed.patients), simulated: null, needed };
}

function drawsOf(seed: string, purpose: string): OneSampleDraws {
  const key = streamKey(seed, purpose);
  const state = new Int32Array(4);
  return {
    begin: (replicate) => seedLane(key, replicate, 0, 0, state),
    uniform: () => uniform(nextWord(state)),
    exponential: () => exponential(nextWord(state)),
  };
}

function estimated(tally: OneSampleTally): OneSampleSimulated {
  const { replicates, claims, futile, claimsIgnoring, ended } = tally;
  const share = (count: number) => proportion(count, replicates);
  return {
    power: share(claims.reduce((sum, count) => sum + count, 0)),
    powerIgnoring: share(claimsIgnoring),
    claimAt: claims.map(share),
    futilityAt: futile.map(share),
    patients: ended.patients / replicates,
    events: ended.events / replicates,
    time: ended.time / replicates,
  };
}

/** Trials are simulated on the calling thread, in a second or a few; no more of them are, whatever precision is asked for. */
const MOST_REPLICATES = 1_000_000;

/** Precondition: the plan has its patients. */
export function powerOfOneSample(asking: Asking, plan: SingleArmTime): OneSampleFound {
  const { patients } = plan;
  if (patients === null) throw new TypeError('power needs the patients of a single-arm trial');
  const { precision, progress, account, seed } = asking;
  const wanted = 'replicates' in precision ? precision.replicates : Math.ceil(0.25 / square(precision.standardError));
  const replicates = Math.min(wanted, MOST_REPLICATES);
  const trial = trialOf(plan, patients);
  const bounds = oneSampleBounds(trial, testOf(plan));
  const simulate = (what: string, law: SurvivalLaw): OneSampleSimulated => {
    progress.begin(`single arm, ${what}`, replicates);
    const tally = simulateOneSample(trial, bounds, law, replicates, drawsOf(seed, `single arm, ${what}`));
    progress.advance(replicates);
    account.replicates += replicates;
    return estimated(tally);
  };
  const underNull = simulate('historical law', plan.historical);
  const asPlanned = simulate('planned law', plan.planned);
  return { ...ofPatients(plan, patients), simulated: { underNull, asPlanned }, needed: null };
}
