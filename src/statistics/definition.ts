/**
 * What a test statistic is to the rest of the program: one file per statistic gives all of this, and definitions.ts
 * lists it. The scenario file takes its parameters, the kernel computes it, the formulas integrate it, reports name it.
 *
 * Signs, for all: z > 0 favours the experimental arm where a later event is the benefit (orientation.ts turns what
 * belongs to an endpoint of sooner events); estimates are experimental minus control, or the log of
 * experimental ÷ control, as the definition says.
 */
import type { Clones } from './clones.ts';
import type { ExpectedLook } from './expectedLook.ts';
import type { PooledFollowUp } from './pooledFollowUp.ts';
import type { RiskTable } from './riskTable.ts';

/** A statistic as chosen in a trial: plain data. Times among the parameters are in the scenario's unit. */
export interface Statistic {
  readonly kind: string;
  readonly parameters: Readonly<Record<string, number | string>>;
  /** The statistics that this one combines, where it combines any. */
  readonly of?: readonly Statistic[];
  /** The hazard ratio (experimental ÷ control) of its null, > 0, where that is not 1; given only for one `ofHazardRatio`. */
  readonly margin?: number;
}

/** The hazard ratio of the null that a statistic tests: its margin, or 1. */
export function marginOf({ margin = 1 }: Pick<Statistic, 'margin'>): number {
  return margin;
}

/** One parameter of a statistic: a number within limits, a time on study (above 0), or one of several words. */
export interface Parameter {
  readonly name: string;
  readonly describe: string;
  readonly is: 'number' | 'time' | 'word';
  readonly from?: number;
  readonly to?: number;
  readonly above?: number;
  readonly below?: number;
  readonly words?: readonly string[];
  /** An example of what to write, for messages. */
  readonly example: string;
  /** Its value where the file says nothing; a parameter without a standard must be given (or is one of `oneOf`). */
  readonly standard?: number | string;
}

/**
 * What is known of patients beyond their arm, for adjusted models. Rows are in the order of the table's codes
 * (descending time).
 */
export interface Covariates {
  readonly count: number;
  /** The value of covariate c of the patient in place i is values[i × count + c]. */
  readonly values: Float64Array;
  /** Sorted codes of the patients, as for fillRiskTable. */
  readonly codes: Int32Array;
  readonly patients: number;
}

/** What a statistic sees at an analysis: one table per stratum (one table for an unstratified test). */
export interface Look {
  readonly tables: readonly RiskTable[];
  /** The cut in ticks; time on study of row k is (cut − keys[k]) × unit. */
  cut: number;
  /** One tick in the scenario's unit of time. */
  unit: number;
  /** Sides of the test: 1 for benefit only; 2 where this is left out. */
  readonly sides?: 1 | 2;
  /** True where a sooner event is the benefit. Whoever asks turns z, but for a definition that `turnsItself`. */
  readonly turned?: boolean;
  /** One per stratum; given only for a definition that `uses` covariates and a test that adjusts. */
  readonly covariates?: readonly Covariates[];
  /** Given only for a definition that `uses` clones and a test of everybody copied; there are no tables then. */
  readonly clones?: Clones;
}

/** What a statistic finds. */
export interface Outcome {
  /** Standard normal under no effect; > 0 favours experimental; 0 where nothing can be compared. */
  z: number;
  /** The effect it estimates, NaN where it estimates none or cannot. */
  estimate: number;
  standardError: number;
  /**
   * What grows as data come in, in the statistic's own unit; bounds take z of two looks to correlate as √(ratio).
   */
  information: number;
}

export function emptyOutcome(): Outcome {
  return { z: 0, estimate: Number.NaN, standardError: Number.NaN, information: 0 };
}

/** Large-sample distribution of a statistic at an analysis under the effect that the expectation holds. */
export interface Drift {
  /** Mean and standard deviation of z. */
  readonly z: number;
  readonly sd: number;
  /** The effect estimated, as in Outcome, and the standard error expected of it; NaN where there is none. */
  readonly estimate: number;
  readonly standardError: number;
  /** Expected information, in the unit of Outcome. */
  readonly information: number;
}

export interface Definition {
  /** The word for it in the scenario file. */
  readonly kind: string;
  readonly parameters: readonly Parameter[];
  /** Names of parameters of which exactly one must be given. */
  readonly oneOf?: readonly string[];
  /** True for a statistic that combines others, listed in the file. */
  readonly combines?: boolean;
  /** `Fleming–Harrington (0, 1)`; `unit` names the unit of time in the singular. */
  label(statistic: Statistic, unit: string): string;
  /** What it compares, its sign and its variance, in a line. */
  readonly describe: string;
  readonly source: string;
  /** The citation in a protocol, `Mantel 1966`; left out where a protocol cites nothing. */
  readonly citation?: string;
  /**
   * The name of the test in a sentence; by default `<label> test`, or `test of <label>` where it estimates something.
   */
  phrase?(statistic: Statistic, unit: string): string;
  /** What it estimates, for a heading (`RMST difference`), null for a mere test. */
  estimates(statistic: Statistic): string | null;
  /** True where the estimate is a log of a ratio. */
  logScale?(statistic: Statistic): boolean;
  /** Columns of the risk tables it reads, and whether it can adjust for covariates and compare clones. */
  readonly uses: {
    readonly pooledSurvival?: true;
    readonly armSurvival?: true;
    readonly covariates?: true;
    readonly clones?: true;
  };
  /** True where information is the number of events; else it is the statistic's own (a variance, or the inverse of one). */
  readonly countsEvents?: true;
  /**
   * True where z tests the hazard ratio itself: a ratio can be read off z, events planned from a ratio, and a margin be
   * the null.
   */
  readonly ofHazardRatio?: true;
  /**
   * True where z is the score of the log hazard ratio at no effect, every event weighing 1: stagewise estimates and
   * monitoring read a hazard ratio off its increments from look to look.
   */
  readonly unweightedScore?: true;
  /** True where z is a sum over the events; others rest on curves at few times. */
  readonly sumsOverEvents?: true;
  /**
   * True where z of arms exchanged is not −z, as of the largest of several: it reads `turned` of the look, and z > 0 favours
   * the experimental arm as it leaves it.
   */
  readonly turnsItself?: true;
  /** True where it averages over strata, each of which must then be large. */
  readonly averagesStrata?: true;
  /** True where it compares responses, false or left out where it compares times to an event. */
  readonly ofResponses?: true;
  /** True where it weighs early or late differences; its rejection rate under a strong null is then reported, too. */
  readonly weighted: boolean;
  /** Times on study that matter to it; they must lie within follow-up, and panels of quadratures end there. */
  times(statistic: Statistic): readonly number[];
  /** Computes it at a look. Hot: allocates nothing. */
  compute(look: Look, statistic: Statistic, outcome: Outcome): void;
  drift(expected: ExpectedLook, statistic: Statistic): Drift;
  /**
   * k at the nodes of an expected stratum, where by large samples and under no effect the numerator of z is, on any scale,
   * −Σ ∫ k (dM₁/y₁ − dM₀/y₀) over the strata, M_a the martingale and y_a the share at risk of arm a. It correlates the
   * statistic with others and with itself at other looks. A statistic that combines others has no score.
   */
  score?(pooled: PooledFollowUp, statistic: Statistic): Float64Array;
  /**
   * P(benefit), and for two sides P(benefit or harm), by large samples, where that is not Φ of the drift alone;
   * `alpha` belongs to `sides`.
   */
  power?(expected: ExpectedLook, statistic: Statistic, alpha: number, sides: 1 | 2): number;
}
