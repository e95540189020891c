/** What a kernel plan holds of trials whose patients differ by more than being in one of two arms. */
import type { Clock } from '../../survival/clock.ts';
import type { InverseLaw, SurvivalLaw } from '../../survival/law.ts';
import type { Frailty } from '../../trial/centres.ts';
import type { Lag } from '../../trial/lag.ts';
import type { TimedEffect } from '../../trial/treatmentStart.ts';

/** What a plan holds of patients who differ. */
export interface CohortPlan {
  /** laws[arm][cell], of the event alone, per unit of time. */
  readonly laws: readonly (readonly InverseLaw[])[];
  /** By arm, per unit of time; 0 for none. */
  readonly dropoutHazards: readonly number[];
  /** Cumulative prevalence of the cells, the last 1. */
  readonly cells: readonly number[];
  /** Standard deviation, and log hazard ratio of one unit more, of each covariate about its mean. */
  readonly covariates: readonly { readonly sd: number; readonly logHazardRatio: number }[];
  /** Hazard of each cell over that of the arm's law, by arm. */
  readonly multipliers: readonly (readonly number[])[];
  readonly dropping: ArmDropping | null;
  /** Level of every cell, and the number of levels, of each factor. */
  readonly levels: readonly { readonly levelOf: readonly number[]; readonly levels: number }[];
  /**
   * How arms are filled as patients come, patients then standing in order of entry; null where every arm has its own
   * entries and exactly its size, patients of arm 0 first.
   */
  readonly randomisation: AllocationRule | null;
  readonly centres: CentresInTicks | null;
  /** What differs between centres; null for nothing. */
  readonly frailty: CentreFrailty | null;
  /** By arm; null for an arm without second treatment. */
  readonly starts: readonly (StartDraw | null)[];
  readonly scans: ScansInTicks | null;
}

/** How centres' hazards are distributed, null for alike, and the standard deviation of their log hazard ratios. */
export interface CentreFrailty {
  readonly hazard: Frailty | null;
  readonly effectSd: number;
}

/** When patients start the second treatment. Times are in the scenario's unit. */
export interface StartDraw {
  readonly lag: Lag;
  /** Steps of each patient's own on the control's clock; null where the arm's law holds for all. */
  readonly own: { readonly effect: TimedEffect; readonly clock: Clock } | null;
}

export interface ScansInTicks {
  /** By arm. */
  readonly schedules: readonly ScheduleInTicks[];
  readonly deaths: DeathRule | null;
}

/** Which events are deaths: a share of them, or those of a constant hazard (per unit) within that of each arm's law. */
export type DeathRule =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'hazard'; readonly hazard: number; readonly laws: readonly SurvivalLaw[] };

export interface ArmDropping {
  /** By look: arms whose z is at or below this are dropped; −Infinity for none. */
  readonly atMost: readonly number[];
  /** By look: only so many experimental arms are kept; 0 for all. */
  readonly keep: readonly number[];
  /** The statistic (index) by which an arm is judged, arm 1 first. */
  readonly judgedBy: readonly number[];
}

/** Centres that recruit, or over which patients are spread; centres are numbered through all regions. */
export interface CentresInTicks {
  readonly regions: readonly RegionInTicks[];
  /** Whether recruitment makes the entries; else `rate` gives only each centre's share of the patients. */
  readonly recruit: boolean;
}

export interface RegionInTicks {
  readonly centres: number;
  /**
   * In ticks: a list of one calendar tick per centre, or uniform on [start, start + over], or evenly spaced over it.
   */
  readonly opening:
    | { readonly kind: 'list'; readonly ticks: readonly number[] }
    | { readonly kind: 'uniform' | 'ramp'; readonly start: number; readonly over: number };
  /** Mean number of patients per centre and tick. */
  readonly rate: number;
  /** Shape of the gamma distribution of the centres' rates; 0 for all alike. */
  readonly shape: number;
  /** Patients a centre may enrol; Infinity for no cap. */
  readonly cap: number;
}

/** How arms are assigned in order of entry; `weights` by arm, the control first, as in an allocation block. */
export type AllocationRule =
  | { readonly kind: 'complete'; readonly weights: readonly number[] }
  | {
      readonly kind: 'permutedBlocks';
      readonly weights: readonly number[];
      /** Block sizes, multiples of the sum of the weights, each block's drawn with equal probability. */
      readonly sizes: readonly number[];
      readonly strata: AllocationStrata;
    }
  | {
      readonly kind: 'minimisation';
      readonly weights: readonly number[];
      /** For each factor the level of every cell, null for the centre; and the number of levels. */
      readonly factors: readonly { readonly levelOf: readonly number[] | null; readonly levels: number }[];
      readonly probability: number;
    };

/** Stratum of a patient: centre × ofCells + ofCell[cell], the centre counting as 0 unless `byCentre`. */
export interface AllocationStrata {
  readonly byCentre: boolean;
  readonly ofCell: readonly number[];
  readonly ofCells: number;
  /** The number of strata in all. */
  readonly count: number;
}

/** A scan schedule in ticks on study, not rounded: draw/scan.ts rounds the time of each scan. */
export interface ScheduleInTicks {
  readonly starts: readonly number[];
  readonly intervals: readonly number[];
  readonly jitter: number;
  readonly missed: number;
}
