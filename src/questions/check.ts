/** The resolved scenario: what every planning value became, what is expected of the trial, what the formulas say. */

import { designsBySize } from '../design/designsBySize.ts';
import { exp } from '../elementary/exp.ts';
import { expm1 } from '../elementary/expm1.ts';
import { type Component, componentsOf, isMixed, patientMix, scaledBy, shareFree } from '../expectation/components.ts';
import { type EffectSeen, effectSeen } from '../expectation/effectSeen.ts';
import type { Expectation } from '../expectation/expectation.ts';
import { alphaOneSided, criticalValue } from '../formulas/criticalValue.ts';
import {
  type NoSampleSize,
  SAMPLE_SIZE_METHODS,
  type SampleSize,
  type SampleSizeMethod,
  sampleSize,
} from '../formulas/sampleSize.ts';
import { findRoot } from '../maths/roots.ts';
import type { PlannedTrial, Scenario, TimeUnit } from '../scenario/scenario.ts';
import { hazardRatioAt } from '../survival/hazardRatioAt.ts';
import { cureFraction, hazard, hazardBreaks, median, type SurvivalLaw, survival } from '../survival/law.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { describeRule } from '../trial/analysis.ts';
import { type Arms, constantHazardRatio, type ObservedArm } from '../trial/arm.ts';
import { type CareDrift, hazardOfEntry } from '../trial/careDrift.ts';
import { FIRST_COMPARED } from '../trial/comparison.ts';
import { drivingEndpoint, drivingNameAmongOthers, furtherEndpoints, placeOf } from '../trial/endpoint.ts';
import { type MissedAllocation, missedAllocation } from '../trial/missedAllocation.ts';
import type { Population } from '../trial/population.ts';
import { seriesOf, type TrialSeries } from '../trial/series.ts';
import { testName } from '../trial/testName.ts';
import { drivingArms, sizesOf, type Trial } from '../trial/trial.ts';
import { type AssumedCurves, assumedCurves } from './assumedCurves.ts';
import { inflationOf, type SequentialSummary, sequentialSummary } from './boundaryTable.ts';
import { type ClosedForms, closedForms, FORMULA_NAMES } from './closedForms.ts';
import { type EndpointsSummary, endpointsSummary } from './endpointsSummary.ts';
import { type ExpectedAt, expectedAt, expectedOverTime } from './expectedOverTime.ts';
import { type PlannedFamily, plannedFamily } from './familyResult.ts';
import { type PublicationSummary, summarisePublication } from './publicationSummary.ts';
import { formulaIn, searchedSeries } from './searchedSeries.ts';

/** Time units in a year, for rates that people read by the year. */
export const PER_YEAR: Record<TimeUnit, number> = { day: 365.25, week: 365.25 / 7, month: 12, year: 1 };

export interface ArmSummary {
  readonly name: string;
  readonly role: 'control' | 'experimental';
  readonly patients: number | null;
  readonly model: string;
  /**
   * The median of all patients together, as milestones are; of those who enter first, where care improves. Infinity (written as null in JSON) when more than half
   * never fail.
   */
  readonly median: number;
  readonly cureFraction: number;
  /**
   * Hazard per unit time from each `from` on, apart from what makes patients differ; for a Weibull or cure model, the
   * hazard at that time.
   */
  readonly hazards: readonly { readonly from: number; readonly hazard: number }[];
  readonly milestones: readonly { readonly time: number; readonly survival: number }[];
  readonly dropoutHazard: number;
  /** Probability of dropping out within a year, were there no events. */
  readonly dropoutByOneYear: number;
}

/** The planned effect of an experimental arm, experimental ÷ control, among patients who are alike. */
export interface PlannedEffect {
  readonly arm: string;
  /** The direction of the effect on the whole, as the planned analysis is expected to see it. */
  readonly direction: EffectSeen['direction'];
  /** Null under non-proportional hazards. */
  readonly hazardRatio: number | null;
  /** Empty for a constant ratio. */
  readonly steps: readonly { readonly from: number; readonly hazardRatio: number }[];
  /**
   * The effect at each level of the one factor that changes a constant effect; empty where no factor does, or several
   * do.
   */
  readonly byLevel: readonly { readonly factor: string; readonly level: string; readonly hazardRatio: number }[];
}

/** Events of an endpoint expected at the looks, the final analysis last. */
export interface EndpointAtLooks {
  readonly endpoint: string | null;
  readonly looks: readonly { readonly time: number; readonly events: number }[];
}

/** Care that improves from entry to entry. */
export interface DriftSummary {
  /** Factor by which medians grow a year. */
  readonly medianPerYear: number;
  /** Factor by which they have grown since the publication, 1 for none; the arms' medians hold it. */
  readonly sincePublication: number;
  /** Calendar time from which care stands still; null for never. */
  readonly until: number | null;
  /**
   * Medians of the control's patients who enter first, and last of all; null where more than half never fail, or it is not
   * known when the last enters.
   */
  readonly firstMedian: number | null;
  readonly lastMedian: number | null;
}

export interface TrialSummary {
  readonly arms: readonly ArmSummary[];
  /** The hazard ratio of the first comparison; null under non-proportional hazards. */
  readonly hazardRatio: number | null;
  readonly hazardRatioSteps: PlannedEffect['steps'];
  /** The effect of every experimental arm, in the order of the arms. */
  readonly effects: readonly PlannedEffect[];
  /** Weights of the experimental arms in their order, then of the control: `1:1`, `2:2:1`. */
  readonly allocation: string;
  /** How near the arms come to the allocation; null where they have it exactly, and without N. */
  readonly missedAllocation: MissedAllocation | null;
  readonly patients: number | null;
  readonly accrualPattern: string;
  readonly accrualDuration: number | null;
  readonly analysis: string;
  readonly test: {
    readonly statistic: string;
    readonly alphaOneSided: number;
    readonly alphaTwoSided: number;
    readonly sides: 1 | 2;
    readonly criticalValue: number;
    /** The other tests on the same replicates. */
    readonly beside: readonly string[];
  };
  /** Factors and covariates; null where all patients are alike. */
  readonly population: Population | null;
  /** Left out where care stands still. */
  readonly drift?: DriftSummary;
  /** Several hypotheses with the bounds they are tested at; null for one. */
  readonly family: PlannedFamily | null;
  /** What is expected at the looks of several hypotheses, the final analysis last; empty without looks before it. */
  readonly familyLooks: readonly ExpectedAt[];
  /** Events of each time to an event expected at the looks, the first endpoint first; empty for one endpoint. */
  readonly endpointLooks: readonly EndpointAtLooks[];
  readonly targetPower: readonly number[];
  /** When the analysis is expected, null when the expected events never come. */
  readonly expectedAnalysisTime: number | null;
  readonly expected: readonly ExpectedAt[];
  readonly curves: AssumedCurves | null;
  /** All endpoints together; null where there is one and nothing follows its event. */
  readonly endpoints: EndpointsSummary | null;
  readonly closedForms: ClosedForms | null;
  /** Boundary table and numerical answers of a group-sequential trial of known size. */
  readonly sequential: SequentialSummary | null;
  /** What differs between the sizes by formula: patients, or events at the planned patients (see searchedSeries). */
  readonly sizesVary: TrialSeries['varies'];
  readonly closedSizes: readonly {
    readonly targetPower: number;
    readonly method: SampleSizeMethod;
    readonly name: string;
    readonly result: SampleSize | NoSampleSize;
  }[];
}

export interface CheckResult {
  readonly publication: PublicationSummary | null;
  readonly trial: TrialSummary | null;
}

function modelOf(law: SurvivalLaw): string {
  const { clock, steps } = law;
  const base =
    clock.kind === 'weibull'
      ? `Weibull, shape ${clock.shape}, scale ${Number(clock.scale.toPrecision(6))}`
      : clock.kind === 'cure'
        ? 'cure'
        : clock.kind === 'tabulated'
          ? 'follows from the history'
          : clock.starts.length === 1
            ? 'exponential'
            : 'piecewise exponential';
  return steps.ratios.length === 1 && steps.ratios[0] === 1 ? base : `${base} × hazard ratio`;
}

/** Median of a mixture of patients; Infinity when more than half never fail. */
function medianOf(law: SurvivalLaw, components: readonly Component[]): number {
  const alive = (time: number) => shareFree(law, components, time) - 0.5;
  let late = 1;
  while (alive(late) > 0) {
    if (late > LATEST) return Number.POSITIVE_INFINITY;
    late *= 2;
  }
  return findRoot(alive, 0, late, 1e-12);
}

/** The median of all patients of an arm together; arm 0 is the control. */
export function medianOfArm(trial: Trial, arm: number): number {
  const arms = drivingArms(trial);
  const { law } = arms[arm];
  return isMixed(trial) ? medianOf(law, componentsOf(patientMix(trial, arms[0].law), arm)) : median(law);
}

/** Nobody is followed beyond this, in any unit. */
const LATEST = 1e9;

function summariseArm(
  arm: ObservedArm,
  components: readonly Component[] | null,
  role: ArmSummary['role'],
  patients: number | null,
  unit: TimeUnit,
): ArmSummary {
  const half = components === null ? median(arm.law) : medianOf(arm.law, components);
  const starts = [...new Set([0, ...hazardBreaks(arm.law)])].sort((a, b) => a - b);
  const year = PER_YEAR[unit];
  const scale = Number.isFinite(half) ? half : year;
  return {
    name: arm.name,
    role,
    patients,
    model: modelOf(arm.law),
    median: half,
    cureFraction: cureFraction(arm.law),
    hazards: starts.map((from) => ({
      from,
      hazard: hazard(arm.law, arm.law.clock.kind === 'piecewise' ? from : Math.max(from, scale / 2)),
    })),
    milestones: [year / 2, year, 2 * year].map((time) => ({
      time,
      survival: components === null ? survival(arm.law, time) : shareFree(arm.law, components, time),
    })),
    dropoutHazard: arm.dropoutHazard,
    dropoutByOneYear: -expm1(-arm.dropoutHazard * year),
  };
}

/** The planned effect of the a-th experimental arm of `trial`. */
function plannedEffect(expected: Expectation, a: number): PlannedEffect {
  const { trial, analysisTime } = expected;
  const { population } = trial;
  const [control, arm] = [expected.arms[0], expected.arms[a]];
  const hazardRatio = constantHazardRatio(arm, control);
  const starts = [...new Set([0, ...hazardBreaks(control.law), ...hazardBreaks(arm.law)])].sort((a, b) => a - b);
  const at = (from: number) => hazardRatioAt(arm.law, control.law, from || 1e-9);
  const modifying = (population?.factors ?? []).filter(({ levels }) =>
    levels.some(({ effectRatio }) => effectRatio !== 1),
  );
  const [factor] = modifying;
  return {
    arm: arm.name,
    direction: effectSeen(expected, analysisTime, { ...FIRST_COMPARED, arm: a }).direction,
    hazardRatio,
    steps: hazardRatio === null ? starts.map((from) => ({ from, hazardRatio: at(from) })) : [],
    byLevel:
      hazardRatio === null || modifying.length !== 1
        ? []
        : factor.levels.map(({ name, effectRatio }) => ({
            factor: factor.name,
            level: name,
            hazardRatio: hazardRatio * effectRatio,
          })),
  };
}

const FIXED: NoSampleSize = {
  kind: 'unreachable',
  reason: 'rates and duration fix N; leave out duration, or write relativeRates, which are scaled to it',
};

/** The events of each endpoint but responses by the times of the looks. */
function endpointLooks(expected: Expectation): EndpointAtLooks[] {
  const { trial, lookTimes } = expected;
  const further = furtherEndpoints(trial).filter(({ kind }) => kind !== 'response');
  if (further.length === 0 || !lookTimes.every(Number.isFinite)) return [];
  return [drivingEndpoint(trial), ...further].map((endpoint) => ({
    endpoint: endpoint.name,
    looks: lookTimes.map((time) => ({ time, events: expected.of(placeOf(trial, endpoint)).events(time) })),
  }));
}

function summariseDrift(
  drift: CareDrift,
  { arms, mix }: Pick<Expectation, 'arms' | 'mix'>,
  trialArms: Arms,
  duration: number | null,
  unit: TimeUnit,
): DriftSummary {
  const components = componentsOf(mix, 0);
  const medianAt = (entry: number): number | null => {
    const half = medianOf(arms[0].law, scaledBy(components, hazardOfEntry(drift, trialArms, entry)));
    return Number.isFinite(half) ? half : null;
  };
  const { logPerUnit, sincePublication, until } = drift;
  const last = duration ?? (Number.isFinite(until) ? until : null);
  return {
    medianPerYear: exp(logPerUnit * PER_YEAR[unit]),
    sincePublication: exp(logPerUnit * sincePublication),
    until: Number.isFinite(until) ? until : null,
    firstMedian: medianAt(0),
    lastMedian: last === null ? null : medianAt(last),
  };
}

function summariseTrial(planned: PlannedTrial, unit: TimeUnit): TrialSummary {
  const { unsized, patients, patientsFollow } = planned;
  const {
    test,
    arms: [control],
  } = unsized;
  const designs = designsBySize(seriesOf(unsized, patients));
  const { planned: base } = designs;
  // Without N there is no trial, and `base` is the smallest of its design.
  const sized = patients === null ? null : base;
  const trial = sized && base.trial;
  const sizes = trial && sizesOf(trial);
  const alpha = alphaOneSided(test);
  const arms = unsized.arms;
  const duration = patients === null ? unsized.accrual.duration : accrualDuration(unsized.accrual, patients);
  const time = sized === null ? Number.POSITIVE_INFINITY : base.expected.analysisTime;
  const { arms: observed, mix } = base.expected;
  const searched = searchedSeries(designs);
  const curves = assumedCurves(unsized, base.expected, time);
  const effects = arms.slice(1).map((_, a) => plannedEffect(base.expected, a + 1));
  return {
    arms: observed.map((arm, a) =>
      summariseArm(
        arm,
        isMixed(unsized) ? componentsOf(mix, a) : null,
        a === 0 ? 'control' : 'experimental',
        sizes?.[a] ?? null,
        unit,
      ),
    ),
    hazardRatio: effects[0].hazardRatio,
    hazardRatioSteps: effects[0].steps,
    effects,
    allocation: [...arms.slice(1), control].map(({ weight }) => weight).join(':'),
    missedAllocation: trial && missedAllocation(trial),
    patients,
    accrualPattern: unsized.accrual.pattern,
    accrualDuration: duration,
    analysis: describeRule(unsized.analysis, unit, drivingNameAmongOthers(unsized)),
    test: {
      statistic: testName(test, unit),
      beside: test.beside.map((each) => testName(each, unit)),
      alphaOneSided: alpha,
      alphaTwoSided: 2 * alpha,
      sides: test.sides,
      criticalValue: criticalValue(test),
    },
    population: unsized.population ?? null,
    ...(unsized.drift ? { drift: summariseDrift(unsized.drift, base.expected, arms, duration, unit) } : {}),
    family: sized && plannedFamily(sized),
    familyLooks:
      trial?.family && trial.interims ? base.expected.lookTimes.map((t) => expectedAt(base.expected, t)) : [],
    endpointLooks: sized === null ? [] : endpointLooks(base.expected),
    targetPower: planned.targetPower,
    expectedAnalysisTime: Number.isFinite(time) ? time : null,
    expected: sized === null ? [] : expectedOverTime(base.expected),
    curves,
    endpoints: endpointsSummary(unsized, Number.isFinite(time) ? time : (curves?.until ?? Number.NaN)),
    closedForms: sized && closedForms(sized),
    sequential: sized && sequentialSummary(sized),
    sizesVary: searched.series.varies,
    closedSizes: planned.targetPower.flatMap((targetPower) =>
      SAMPLE_SIZE_METHODS.map((method) => ({
        targetPower,
        method,
        name: FORMULA_NAMES[method],
        result: patientsFollow
          ? FIXED
          : formulaIn(
              searched,
              sampleSize(base.expected, targetPower, method, inflationOf(designs.representative, targetPower)),
            ),
      })),
    ),
  };
}

export function askCheck(scenario: Pick<Scenario, 'reported' | 'trial' | 'timeUnit'>): CheckResult {
  return {
    publication: scenario.reported === null ? null : summarisePublication(scenario.reported),
    trial: scenario.trial === null ? null : summariseTrial(scenario.trial, scenario.timeUnit),
  };
}
