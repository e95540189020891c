/** A test that compares two proportions: its statistic, its level and what it refutes. */

export const PROPORTION_STATISTICS = [
  'pearson',
  'pearson corrected',
  'fisher',
  'boschloo',
  'farrington-manning',
  'miettinen-nurminen',
] as const;

export type ProportionStatistic = (typeof PROPORTION_STATISTICS)[number];

export interface ProportionTest {
  readonly statistic: ProportionStatistic;
  /** Belongs to `sides`. */
  readonly alpha: number;
  /** 1 rejects for benefit only, 2 either way. */
  readonly sides: 1 | 2;
  /** The difference of the probabilities, experimental − control, that the test refutes; 0 but for score tests. */
  readonly margin: number;
}

/** The statistics that can refute a difference other than none. */
export const MARGIN_STATISTICS: readonly ProportionStatistic[] = ['farrington-manning', 'miettinen-nurminen'];

/** Level of a claim of benefit. */
export const benefitLevel = ({ alpha, sides }: ProportionTest): number => alpha / sides;

/** What was observed: events among the patients of either arm. */
export interface TwoCounts {
  readonly experimental: { readonly events: number; readonly patients: number };
  readonly control: { readonly events: number; readonly patients: number };
}

/** Probabilities of the event. */
export interface TwoRates {
  readonly experimental: number;
  readonly control: number;
}

/** The same counted by those without the event: a wanted event becomes an unwanted one. */
export const withoutEvent = ({ experimental, control }: TwoCounts): TwoCounts => ({
  experimental: { ...experimental, events: experimental.patients - experimental.events },
  control: { ...control, events: control.patients - control.events },
});
