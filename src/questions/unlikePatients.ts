/**
 * What a published study finds on average although treatment does nothing, because its arms differ in prognostic factors: the
 * limit of Cox's unadjusted hazard ratio over the follow-up of the study, and the published hazard ratio without that bias.
 * Standard errors are those of the factors' hazard ratios, by the delta method: with b the log hazard ratios of the factors,
 * independent of one another, and B(b) the logarithm of the limit, Var B ≈ Σ (∂B/∂bⱼ)² Var bⱼ. Factors without a printed
 * interval count as known, and so do the shares and means of either arm, which are those of the patients compared.
 */
import { planDesign } from '../design/planDesign.ts';
import { exp } from '../elementary/exp.ts';
import { hypot } from '../elementary/hypot.ts';
import { areAlike, lawsOfUnlikeArms, type PrognosticFactor } from '../evidence/prognosticFactors.ts';
import { type Interval, logHazardRatioSe } from '../formulas/publication.ts';
import { testDrift } from '../formulas/testDrift.ts';
import { normalQuantile } from '../maths/normal.ts';
import type { Conduct, Reported, ReportedEstimate, ReportedFactor } from '../scenario/scenario.ts';
import { COX_WALD } from '../statistics/registry.ts';
import type { Clock } from '../survival/clock.ts';
import { studyTrial } from './studyTrial.ts';

/** The hazard ratio that is found without any effect, experimental ÷ control. */
export interface BiasOfFactors {
  readonly hazardRatio: number;
  /** Of its logarithm; null where no factor has an interval, or patients are alike. */
  readonly standardError: number | null;
  /** 95 % limits that follow; null with it. */
  readonly interval: Interval | null;
}

export interface FactorAlone {
  readonly factor: ReportedFactor;
  readonly bias: BiasOfFactors;
}

/** The published hazard ratio over the bias of all factors together. */
export interface WithoutBias {
  readonly hazardRatio: number;
  /** 95 % limits by the factors' hazard ratios alone, and by these and the printed interval; null where there is none. */
  readonly ofFactors: Interval | null;
  readonly ofBoth: Interval | null;
}

export interface UnlikePatients {
  /** Each as if the arms differed in nothing else. */
  readonly factors: readonly FactorAlone[];
  readonly together: BiasOfFactors;
  /** Null where no hazard ratio was printed. */
  readonly withoutBias: WithoutBias | null;
}

const NORMAL_95 = normalQuantile(0.975);

/** Half of the step of a central difference in a log hazard ratio: the limit is known to 1e-6. */
const STEP = 0.01;

function around(ratio: number, standardError: number): Interval {
  const factor = exp(NORMAL_95 * standardError);
  return { lower: ratio / factor, upper: ratio * factor };
}

/** Standard error of the logarithm; null without an interval. */
function errorOf({ low, high }: ReportedEstimate): number | null {
  return low === null || high === null ? null : logHazardRatioSe({ lower: low, upper: high });
}

const valuesOf = (factors: readonly ReportedFactor[]): PrognosticFactor[] =>
  factors.map(({ inArms, hazardRatio }) => ({ inArms, hazardRatio: hazardRatio.value }));

/** The limit of Cox's log hazard ratio; 0 where patients are alike, NaN where the analysis is never expected to come due. */
function logLimit(reported: Reported, conduct: Conduct, control: Clock, factors: readonly PrognosticFactor[]) {
  if (areAlike(factors)) return 0;
  const laws = lawsOfUnlikeArms(factors, control);
  const { expected, trial } = planDesign(studyTrial(reported, conduct, laws.control, laws.experimental));
  const time = expected.analysisTime;
  if (!Number.isFinite(time)) return Number.NaN;
  return testDrift(expected, time, { ...trial.test, statistic: COX_WALD }).estimate;
}

function biasOf(
  factors: readonly ReportedFactor[],
  limitOf: (values: readonly PrognosticFactor[]) => number,
): BiasOfFactors {
  const values = valuesOf(factors);
  const hazardRatio = exp(limitOf(values));
  const parts = factors.flatMap(({ hazardRatio: printed }, j) => {
    const error = errorOf(printed);
    if (error === null) return [];
    const moved = (by: number) =>
      limitOf(values.map((value, i) => (i === j ? { ...value, hazardRatio: value.hazardRatio * exp(by) } : value)));
    return [((moved(STEP) - moved(-STEP)) / (2 * STEP)) * error];
  });
  const standardError = parts.length === 0 || areAlike(values) ? null : hypot(...parts);
  return { hazardRatio, standardError, interval: standardError === null ? null : around(hazardRatio, standardError) };
}

function withoutBias(
  { hazardRatio }: Reported,
  { hazardRatio: bias, standardError }: BiasOfFactors,
): WithoutBias | null {
  if (hazardRatio === null) return null;
  const ratio = hazardRatio.value / bias;
  const printed = errorOf(hazardRatio);
  return {
    hazardRatio: ratio,
    ofFactors: standardError === null ? null : around(ratio, standardError),
    ofBoth: printed === null ? null : around(ratio, hypot(printed, standardError ?? 0)),
  };
}

/**
 * The laws of both arms if treatment does nothing and their patients differ as printed, and what that does to the hazard
 * ratio. `control`: that of the control arm, at its median. Null where the study names no factors, or its analysis is never expected to
 * come due.
 */
export function unlikePatients(
  reported: Reported,
  conduct: Conduct,
  control: Clock,
): { readonly laws: ReturnType<typeof lawsOfUnlikeArms>; readonly found: UnlikePatients } | null {
  const { prognosticFactors } = reported;
  if (prognosticFactors === undefined) return null;
  const limitOf = (values: readonly PrognosticFactor[]) => logLimit(reported, conduct, control, values);
  const together = biasOf(prognosticFactors, limitOf);
  if (Number.isNaN(together.hazardRatio)) return null;
  return {
    laws: lawsOfUnlikeArms(valuesOf(prognosticFactors), control),
    found: {
      factors: prognosticFactors.map((factor) => ({ factor, bias: biasOf([factor], limitOf) })),
      together,
      withoutBias: withoutBias(reported, together),
    },
  };
}
