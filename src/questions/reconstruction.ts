/** The patients behind published curves: reconstructed, described, fitted and compared. */

import { exp } from '../elementary/exp.ts';
import {
  atRiskAt,
  curveMedian,
  curveSteps,
  type EstimatedMedian,
  followUpSteps,
  survivalAt,
} from '../evidence/curveEstimate.ts';
import { fits } from '../evidence/fits.ts';
import { type PseudoPatient, type PublishedCurve, reconstruct } from '../evidence/reconstruct.ts';
import type { FittedModel, SurvivalFit } from '../evidence/survivalFit.ts';
import type { Reported, ReportedArm } from '../scenario/scenario.ts';
import { clockCumulativeHazard, type WrittenClock } from '../survival/clock.ts';
import { observedData } from './observedPatients.ts';

/** A parameter of a fit, times and hazards in the scenario's unit. */
export interface FittedParameter {
  readonly name: string;
  readonly value: number;
}

export interface ReconstructedFit {
  readonly model: FittedModel;
  readonly parameters: readonly FittedParameter[];
  readonly logLikelihood: number;
  readonly aic: number;
  /** Above the least of the arm. */
  readonly aicDifference: number;
  readonly median: EstimatedMedian | null;
  /** Survival at times k·until/(length − 1). */
  readonly survival: readonly number[];
}

/** A printed number at risk and that of the reconstructed patients. */
export interface AtRiskBeside {
  readonly time: number;
  readonly printed: number;
  readonly reconstructed: number;
}

export interface ReconstructedArm {
  readonly name: string;
  readonly role: 'control' | 'experimental';
  readonly patients: number;
  readonly events: number;
  readonly eventsPrinted: number | null;
  /** Of the reconstructed Kaplan–Meier curve. */
  readonly median: EstimatedMedian | null;
  /** Median potential follow-up by the reverse curve. */
  readonly followUp: EstimatedMedian | null;
  /** The last time on the curve. */
  readonly until: number;
  readonly atRisk: readonly AtRiskBeside[];
  /** Root mean square and largest distance of the curve from the points. */
  readonly strays: { readonly usual: number; readonly most: number };
  readonly fits: readonly ReconstructedFit[];
  readonly pseudoPatients: readonly PseudoPatient[];
}

export interface ReconstructionResult {
  /** Those with a curve, the control first. */
  readonly arms: readonly ReconstructedArm[];
  /** Of the two reconstructed arms; null where one has no curve. */
  readonly comparison: {
    /** Cox's; null where one arm has no events before the other's last time. */
    readonly hazardRatio: { readonly estimate: number; readonly low: number; readonly high: number } | null;
    readonly logRankP: number;
  } | null;
}

const PARTS = 100;

function parametersOf(clock: WrittenClock): FittedParameter[] {
  switch (clock.kind) {
    case 'weibull':
      return [
        { name: 'shape', value: clock.shape },
        { name: 'scale', value: clock.scale },
      ];
    case 'cure':
      return [{ name: 'share cured', value: clock.cureFraction }, ...parametersOf(clock.uncured)];
    case 'piecewise':
      return clock.hazards.map((value, j) => ({
        name: clock.hazards.length === 1 ? 'hazard' : `hazard from ${Number(clock.starts[j].toPrecision(4))}`,
        value,
      }));
  }
}

function fitOf(fit: SurvivalFit, least: number, until: number): ReconstructedFit {
  const { model, logLikelihood, aic, median, clock } = fit;
  return {
    model,
    parameters: parametersOf(clock),
    logLikelihood,
    aic,
    aicDifference: aic - least,
    median,
    survival: Array.from({ length: PARTS + 1 }, (_, k) => exp(-clockCumulativeHazard(clock, (k * until) / PARTS))),
  };
}

function strays({ points }: PublishedCurve, patients: readonly PseudoPatient[]): ReconstructedArm['strays'] {
  const steps = curveSteps(patients);
  // A vertical line has points at the time of its fall that are above the curve's foot.
  const before = steps.map(({ time }, i) => ({ time, survival: i === 0 ? 1 : steps[i - 1].survival }));
  const distances = points.map(({ time, survival }) => {
    const foot = survivalAt(steps, time);
    const head = before.find((step) => step.time === time)?.survival ?? foot;
    return Math.max(0, survival - head, foot - survival);
  });
  const squares = distances.reduce((sum, each) => sum + each * each, 0);
  return { usual: Math.sqrt(squares / distances.length), most: Math.max(...distances) };
}

function reconstructedArm(
  { name, patients, curve }: ReportedArm & { readonly curve: PublishedCurve },
  role: ReconstructedArm['role'],
): ReconstructedArm {
  const pseudoPatients = reconstruct(curve);
  const until = Math.max(...pseudoPatients.map(({ time }) => time));
  const fitted = fits(pseudoPatients);
  const least = Math.min(...fitted.map(({ aic }) => aic));
  return {
    name,
    role,
    patients,
    events: pseudoPatients.filter(({ event }) => event).length,
    eventsPrinted: curve.events,
    median: curveMedian(curveSteps(pseudoPatients)),
    followUp: curveMedian(followUpSteps(pseudoPatients)),
    until,
    atRisk: curve.atRisk.map(({ time, patients: printed }) => ({
      time,
      printed,
      reconstructed: atRiskAt(pseudoPatients, time),
    })),
    strays: strays(curve, pseudoPatients),
    fits: fitted.map((fit) => fitOf(fit, least, until)),
    pseudoPatients,
  };
}

const hasCurve = (arm: ReportedArm): arm is ReportedArm & { readonly curve: PublishedCurve } => arm.curve !== undefined;

/** Precondition: an arm has a curve. */
export function askReconstruction({ control, experimental }: Reported): ReconstructionResult {
  const arms = [
    ...(hasCurve(control) ? [reconstructedArm(control, 'control')] : []),
    ...(hasCurve(experimental) ? [reconstructedArm(experimental, 'experimental')] : []),
  ];
  if (arms.length < 2) return { arms, comparison: null };
  const { hazardRatio, pTwoSided } = observedData(
    arms.flatMap(({ role, pseudoPatients }) => pseudoPatients.map((patient) => ({ ...patient, arm: role }))),
  );
  return { arms, comparison: { hazardRatio, logRankP: pTwoSided } };
}
