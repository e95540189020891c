/**
 * A trial compiled for the kernel: plain data (it crosses to worker threads), times in integer ticks.
 *
 * One tick is a power-of-two fraction of the accrual period where the horizon allows, at most 2^27 to the period and
 * 2^29 to the horizon, so that a calendar time shifted left by two still fits a signed 32-bit word.
 */
import { trialCells } from '../closed/components.ts';
import {
  cumulativeHazard,
  hazard,
  hazardBreaks,
  type InverseLaw,
  invertLaw,
  type SurvivalLaw,
} from '../survival/law.ts';
import { accrualDuration, cumulativeRate, timeAtCumulativeRate } from '../trial/accrual.ts';
import { type AnalysisRule, changeEvents } from '../trial/analysis.ts';
import type { Test } from '../trial/comparisons.ts';
import { type Cell, multiplied, NOBODY } from '../trial/population.ts';
import { type Arm, allocationBlock, armsOf, sizesOf, type Trial, testsOf } from '../trial/trial.ts';
import { blockSlots, type CohortPlan } from './cohortPlan.ts';
import { type CompensatorPlan, planCompensator } from './compensator.ts';
import { horizon } from './horizon.ts';
import { hypothesesOf, planStatistics, type StatisticsPlan } from './statisticsPlan.ts';

/** Calendar tick of what never happens: later than any analysis. */
export const NEVER = 2 ** 29 - 1;

/** Ticks in which competing exits are drawn; the ticks within are uniform. See exit.ts. */
export const QUANTUM = 64;

/**
 * From a unit exponential E to the end of a patient's time on study when every hazard is piecewise constant: the law of
 * the first of event and dropout. All numbers are exact in single precision; E of piece j (breaks[j] ≤ E) ends after
 * origins[j] + (E − breaks[j]) × slopes[j] quanta. It is the event when `flagBits` random bits are below eventBelow[j];
 * without dropout (0 bits) it always is.
 */
export interface CompetingExit {
  readonly kind: 'competing';
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  readonly flagBits: 0 | 16 | 32;
  readonly eventBelow: readonly number[];
}

/**
 * A Weibull clock with steps of hazard ratios: E of piece j ends after scale × h^exponent quanta,
 * h = origins[j] + (E − breaks[j]) × slopes[j], unless dropout, exponential with mean `dropoutMean` quanta, comes before.
 * All numbers are exact in single precision.
 */
export interface WeibullExit {
  readonly kind: 'weibull';
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
  readonly exponent: number;
  readonly scale: number;
  /** 0 for no dropout. */
  readonly dropoutMean: number;
}

/** Event and dropout times drawn one by one in double precision, for all other laws and those too steep for quanta. */
export interface SeparateExit {
  readonly kind: 'separate';
  readonly inverse: InverseLaw;
  readonly dropoutHazard: number;
}

export type ExitPlan = CompetingExit | WeibullExit | SeparateExit;

/** Entry times from uniforms: tick = origins[j] + (x − breaks[j]) × slopes[j], x on the scale of cumulative intensity. */
export interface EntryPlan {
  readonly pattern: 'uniform' | 'even' | 'poisson' | 'centres';
  /** Uniform entries over exactly 2^(32 − shift) ticks from tick 0: the tick is word >>> shift. Else null. */
  readonly shift: number | null;
  /** x of the last possible entry; for `poisson` the intensity per unit x is one patient. */
  readonly total: number;
  readonly breaks: readonly number[];
  readonly origins: readonly number[];
  readonly slopes: readonly number[];
}

/** The analysis rule in ticks. */
export type CutPlan =
  | { readonly kind: 'events'; readonly events: number }
  | { readonly kind: 'calendarTime' | 'sinceLook'; readonly ticks: number }
  /** After the entry of patient `patients` in order of entry; 0 for the last. */
  | { readonly kind: 'followUp'; readonly ticks: number; readonly patients: number }
  | { readonly kind: 'laterOf' | 'earlierOf'; readonly rules: readonly CutPlan[] };

/** One analysis of a replicate, and the z that end the replicate there (±Infinity for none). */
export interface LookPlan {
  readonly cut: CutPlan;
  readonly stopAbove: number;
  readonly stopBelow: number;
  /** Before the final analysis estimates beyond z are made where z reaches one of these; NaN elsewhere. */
  readonly estimateAbove: number;
  readonly estimateBelow: number;
  /** What the look's z makes of the events that the final analysis waits for; null where it leaves them. */
  readonly reestimation: EventSteps | null;
}

/** Events as a step function of z: events[i] where z[i − 1] ≤ z < z[i]; one more of events than of z. */
export interface EventSteps {
  readonly z: readonly number[];
  readonly events: readonly number[];
}

/** Arm 0 is the control, the others experimental; patients of arm 0 come first in every array, then those of arm 1. */
export interface KernelPlan {
  readonly sizes: readonly number[];
  /** Patients of each arm in one allocation block. */
  readonly block: readonly number[];
  readonly ticksPerUnit: number;
  /** When the last look takes place whatever its rule says; a replicate that gets there is counted as not having reached it. */
  readonly horizonTicks: number;
  readonly entry: EntryPlan;
  /** By arm; of patients who differ those of the first cell, the rest is in `cohort`. */
  readonly exits: readonly ExitPlan[];
  /** The final analysis last. */
  readonly looks: readonly LookPlan[];
  /** Null where an arm's hazard is not piecewise constant: no compensators can be had. */
  readonly compensators: readonly [CompensatorPlan, CompensatorPlan] | null;
  /** Statistics beyond the plain log-rank of the first comparison; null for none. */
  readonly statistics: StatisticsPlan | null;
  /** Strata, covariates or more than two arms; null for two arms of patients who are all alike. */
  readonly cohort: CohortPlan | null;
}

/** The law of the first of event and dropout, both hazards added piece by piece. */
function competingLaw(law: SurvivalLaw, dropoutHazard: number): SurvivalLaw {
  const starts = [...new Set([0, ...hazardBreaks(law)])].sort((a, b) => a - b);
  const hazards = starts.map((t) => hazard(law, t) + dropoutHazard);
  return { clock: { kind: 'piecewise', starts, hazards }, steps: { starts: [0], ratios: [1] } };
}

/** Patients must not leave so fast that the uniform ticks of a quantum would show: at most one in this many a quantum. */
const STEEP = 1000;

/** What stands for an infinite slope: any E beyond the break, by a unit in the last place, is past NEVER. */
const ENDLESS = 2 ** 100;

/**
 * Sixteen random bits decide between event and dropout where rounding their probabilities to 2^-16 changes neither by
 * more than a thousandth of itself, a whole word otherwise.
 */
const ROUNDING = 1e-3;

/** `words`: whether dropout is decided by whole random words. */
function planExit(
  { law, dropoutHazard }: Pick<Arm, 'law' | 'dropoutHazard'>,
  ticksPerUnit: number,
  words = false,
): ExitPlan {
  const separate: SeparateExit = { kind: 'separate', inverse: invertLaw(law), dropoutHazard };
  const perUnit = ticksPerUnit / QUANTUM;
  if (law.clock.kind === 'weibull') {
    if (cumulativeHazard(law, 1 / perUnit) > 1 / STEEP || dropoutHazard / perUnit > 1 / STEEP) return separate;
    return {
      kind: 'weibull',
      breaks: separate.inverse.breaks.map(Math.fround),
      origins: separate.inverse.origins.map(Math.fround),
      slopes: separate.inverse.slopes.map(Math.fround),
      exponent: Math.fround(1 / law.clock.shape),
      scale: Math.fround(law.clock.scale * perUnit),
      dropoutMean: dropoutHazard === 0 ? 0 : Math.fround(perUnit / dropoutHazard),
    };
  }
  if (law.clock.kind !== 'piecewise') return separate;
  const inverse = invertLaw(competingLaw(law, dropoutHazard));
  if (inverse.slopes.some((slope) => slope * perUnit < STEEP)) return separate;
  const shares = inverse.origins.map((t, j) =>
    Number.isFinite(inverse.slopes[j]) ? hazard(law, t) / (hazard(law, t) + dropoutHazard) : 0,
  );
  const coarse =
    !words && shares.every((p) => Math.abs(Math.round(p * 65536) / 65536 - p) <= ROUNDING * Math.min(p, 1 - p));
  const flagBits = dropoutHazard === 0 ? 0 : coarse ? 16 : 32;
  return {
    kind: 'competing',
    breaks: inverse.breaks.map(Math.fround),
    origins: inverse.origins.map((t) => Math.fround(Math.min(ENDLESS, t * perUnit))),
    slopes: inverse.slopes.map((slope) => Math.fround(Math.min(ENDLESS, slope * perUnit))),
    flagBits,
    eventBelow: shares.map((p) => Math.min(2 ** 32 - 1, Math.round(p * 2 ** flagBits))),
  };
}

function planEntry(trial: Trial, ticksPerUnit: number): EntryPlan {
  const { accrual, patients } = trial;
  const duration = accrualDuration(accrual, patients);
  const area = cumulativeRate(accrual, duration);
  // With a fixed duration the rates are a shape; rescale so that the cumulative intensity counts patients.
  const scale = patients / area;
  const breaks: number[] = [];
  const origins: number[] = [];
  const slopes: number[] = [];
  accrual.starts.forEach((start, j) => {
    if (accrual.rates[j] === 0) return;
    breaks.push(cumulativeRate(accrual, start) * scale);
    origins.push(start * ticksPerUnit);
    slopes.push(ticksPerUnit / (accrual.rates[j] * scale));
  });
  const bits = Math.log2(slopes[0] * patients);
  const whole = Math.round(bits);
  const single = breaks.length === 1 && origins[0] === 0 && Math.abs(bits - whole) < 1e-9 && whole > 0;
  const shift = accrual.pattern === 'uniform' && single ? 32 - whole : null;
  return { pattern: accrual.pattern, shift, total: patients, breaks, origins, slopes };
}

function planCut(rule: AnalysisRule, ticksPerUnit: number): CutPlan {
  const ticksOf = (time: number) => Math.min(NEVER, Math.round(time * ticksPerUnit));
  switch (rule.kind) {
    case 'events':
      return rule;
    case 'calendarTime':
    case 'sinceLook':
      return { kind: rule.kind, ticks: ticksOf(rule.time) };
    case 'informationFraction':
      throw new RangeError('an information fraction must be turned into events before it is simulated');
    case 'followUp':
      return { kind: 'followUp', ticks: ticksOf(rule.time), patients: rule.patients ?? 0 };
    default:
      return { kind: rule.kind, rules: rule.rules.map((part) => planCut(part, ticksPerUnit)) };
  }
}

function planCompensators(trial: Trial, ticksPerUnit: number): KernelPlan['compensators'] {
  // Martingales of the first comparison; of arms that may be dropped they are stopped elsewhere.
  if (armsOf(trial).length > 2 || trial.family?.dropping) return null;
  const control = planCompensator(trial.control.law, ticksPerUnit, NEVER);
  const experimental = planCompensator(trial.experimental.law, ticksPerUnit, NEVER);
  return control && experimental && [control, experimental];
}

/** Whether patients differ by more than one of two arms. */
function isCohort({ population, furtherArms, family }: Trial): boolean {
  return population !== undefined || (furtherArms ?? []).length > 0 || family !== undefined;
}

function planCohort(trial: Trial, ticksPerUnit: number, cells: readonly Cell[], judged: number): CohortPlan | null {
  if (!isCohort(trial)) return null;
  const covariates = trial.population?.covariates ?? [];
  const hypotheses = hypothesesOf(trial);
  const dropping = trial.family?.dropping ?? null;
  const looks = (trial.interims ?? []).length + 1;
  const atEach = (of: (look: number) => number, none: number) =>
    Array.from({ length: looks }, (_, look) => (look === looks - 1 ? none : of(look)));
  let cumulative = 0;
  return {
    exits: armsOf(trial).map(({ law, dropoutHazard }, arm) =>
      cells.map(({ multiplier, experimentalMultiplier }): ExitPlan => {
        const own = multiplied(law, arm === 0 ? multiplier : experimentalMultiplier);
        return planExit({ law: own, dropoutHazard: covariates.length > 0 ? 0 : dropoutHazard }, ticksPerUnit, true);
      }),
    ),
    dropoutMeans: armsOf(trial).map(({ dropoutHazard }) =>
      covariates.length > 0 && dropoutHazard > 0 ? ticksPerUnit / QUANTUM / dropoutHazard : 0,
    ),
    cells: cells.map(({ prevalence }, c) => {
      cumulative += prevalence;
      return c === cells.length - 1 ? 1 : cumulative;
    }),
    covariates: covariates.map(({ sd, hazardRatio }) => ({ sd, logHazardRatio: Math.log(hazardRatio) })),
    slots: blockSlots(armsOf(trial).map(({ weight }) => weight)),
    multipliers: armsOf(trial).map((_, arm) =>
      cells.map(({ multiplier, experimentalMultiplier }) => (arm === 0 ? multiplier : experimentalMultiplier)),
    ),
    dropping: dropping && {
      atMost: atEach((look) => (dropping.kind === 'z' ? dropping.atMost[look] : NONE), NONE),
      keep: atEach((look) => (dropping.kind === 'keepBest' ? dropping.arms[look] : 0), 0),
      judgedBy: armsOf(trial)
        .slice(1)
        .map(
          (_, k) =>
            Math.max(
              0,
              hypotheses.findIndex(({ arm }) => arm === k + 1),
            ) * judged,
        ),
    },
  };
}

const NONE = Number.NEGATIVE_INFINITY;

/** The z at or beyond which a look ends a replicate: what need not be simulated any further. */
export interface Stop {
  readonly above: number;
  readonly below: number;
  /** The z of this look for which estimates beyond it are wanted, ≥ and ≤; left out: every z. */
  readonly estimates?: { readonly above: number; readonly below: number };
  readonly reestimation?: EventSteps;
}

/** The rule with the first event count in it replaced. */
export function withEvents(rule: CutPlan, events: number): CutPlan {
  if (rule.kind === 'events') return { kind: 'events', events };
  if (rule.kind !== 'laterOf' && rule.kind !== 'earlierOf') return rule;
  const at = rule.rules.findIndex((part) => countsEvents(part));
  return { kind: rule.kind, rules: rule.rules.map((part, i) => (i === at ? withEvents(part, events) : part)) };
}

function countsEvents(rule: CutPlan): boolean {
  return rule.kind === 'events' || ('rules' in rule && rule.rules.some(countsEvents));
}

/**
 * Compile a trial. Preconditions: a validated trial (N a multiple of the allocation block, accrual that reaches N).
 * `stops`: one a look, none for replicates that run to the end. `tests`: what is computed, the deciding test first.
 */
export function planKernel(trial: Trial, stops?: readonly Stop[], tests: readonly Test[] = testsOf(trial)): KernelPlan {
  if (trial.patients % allocationBlock(trial) !== 0)
    throw new RangeError(
      `planKernel: ${trial.patients} patients do not fill allocation blocks of ${allocationBlock(trial)}`,
    );
  const duration = accrualDuration(trial.accrual, trial.patients);
  // Re-estimated event counts take longer than those planned.
  const most = Math.max(0, ...(stops ?? []).flatMap(({ reestimation }) => reestimation?.events ?? []));
  const end = horizon({ ...trial, analysis: changeEvents(trial.analysis, (count) => Math.max(count, most)) });
  const shift = Math.max(0, Math.ceil(Math.log2(end / duration)) - 2);
  const ticksPerUnit = 2 ** (27 - shift) / duration;
  const arms = armsOf(trial);
  const population = trial.population ?? NOBODY;
  const cells = trialCells(trial);
  return {
    sizes: sizesOf(trial),
    block: arms.map(({ weight }) => weight),
    ticksPerUnit,
    horizonTicks: Math.min(NEVER - QUANTUM, Math.ceil(end * ticksPerUnit)),
    entry: planEntry(trial, ticksPerUnit),
    exits: arms.map((arm) => planExit(arm, ticksPerUnit)),
    looks: [...(trial.interims ?? []), trial.analysis].map((rule, k) => ({
      cut: planCut(rule, ticksPerUnit),
      stopAbove: stops?.[k]?.above ?? Number.POSITIVE_INFINITY,
      stopBelow: stops?.[k]?.below ?? Number.NEGATIVE_INFINITY,
      estimateAbove: stops?.[k]?.estimates?.above ?? Number.NEGATIVE_INFINITY,
      estimateBelow: stops?.[k]?.estimates?.below ?? Number.NEGATIVE_INFINITY,
      reestimation: stops?.[k]?.reestimation ?? null,
    })),
    compensators: planCompensators(trial, ticksPerUnit),
    statistics: planStatistics(trial, tests, population, cells),
    cohort: planCohort(trial, ticksPerUnit, cells, tests.length),
  };
}

/** The calendar time of an entry at cumulative intensity `x`, for tests and reports. */
export function entryTimeAt(trial: Trial, x: number): number {
  const area = cumulativeRate(trial.accrual, accrualDuration(trial.accrual, trial.patients));
  return timeAtCumulativeRate(trial.accrual, (x * area) / trial.patients);
}
