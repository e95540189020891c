/**
 * The statistics that have a twin in assembly/, by their names: what the module computes, and from what. All others are
 * computed by their definitions.
 */
import type { Statistic } from '../../statistics/definition.ts';
import { tickOnStudy } from '../../statistics/tickOnStudy.ts';
import type { ComparisonTables } from '../plan/statisticsPlan.ts';
import * as at from './statisticsLayout.ts';

/** How the module weighs events, and up to two parameters. */
export type Weights = readonly [kind: number, first: number, second: number];

/** What the module makes of a statistic. */
export interface Twin {
  readonly kind: number;
  readonly reads: number;
  readonly variant?: number;
  /** A time on study. */
  readonly time?: number;
  readonly components?: readonly Weights[];
}

const number = ({ parameters }: Statistic, name: string) => parameters[name] as number;

/** The weights of the weighted log-rank statistics; `unit` is that of a tick. */
const WEIGHTS: Readonly<Record<string, (statistic: Statistic, unit: number) => Weights>> = {
  'log-rank': () => [at.WEIGHTS_ONE, 0, 0],
  flemingHarrington: (statistic) => [
    at.WEIGHTS_FLEMING_HARRINGTON,
    number(statistic, 'rho'),
    number(statistic, 'gamma'),
  ],
  modestlyWeighted: (statistic, unit) =>
    statistic.parameters.until === undefined
      ? [at.WEIGHTS_MODEST_SURVIVAL, number(statistic, 'survival'), 0]
      : [at.WEIGHTS_MODEST_UNTIL, tickOnStudy(number(statistic, 'until'), { unit }), 0],
  gehan: () => [at.WEIGHTS_AT_RISK, 0, 0],
  taroneWare: () => [at.WEIGHTS_ROOT_AT_RISK, 0, 0],
};

const OUTSIDE: Twin = { kind: at.KIND_OUTSIDE, reads: 0 };

const DIFFERENCES = at.READS_TABLE | at.READS_POOLED | at.READS_DIFFERENCES;

const other = ({ parameters }: Statistic, name: string, word: string) =>
  parameters[name] === word ? at.VARIANT_OTHER : at.VARIANT_STANDARD;

function weighted(statistic: Statistic, unit: number): Twin {
  return { kind: at.KIND_WEIGHTED, reads: DIFFERENCES, components: [WEIGHTS[statistic.kind](statistic, unit)] };
}

function combined({ of = [] }: Statistic, unit: number): Twin {
  const components = of.map((each) => WEIGHTS[each.kind](each, unit));
  return { kind: components.length === 1 ? at.KIND_WEIGHTED : at.KIND_COMBINED, reads: DIFFERENCES, components };
}

const TWINS: Readonly<Record<string, (statistic: Statistic, unit: number) => Twin>> = {
  'log-rank': ({ margin }) =>
    margin === undefined ? { kind: at.KIND_LOG_RANK, reads: 0 } : { kind: at.KIND_MARGIN, reads: at.READS_TABLE },
  flemingHarrington: weighted,
  modestlyWeighted: weighted,
  gehan: weighted,
  taroneWare: weighted,
  maxCombo: combined,
  cox: (statistic) => ({ kind: at.KIND_COX, reads: at.READS_TABLE, variant: other(statistic, 'test', 'score') }),
  rmst: (statistic) => ({
    kind: at.KIND_RMST,
    reads: at.READS_CURVES,
    variant: other(statistic, 'contrast', 'ratio'),
    time: number(statistic, 'until'),
  }),
  milestone: (statistic) => ({
    kind: at.KIND_MILESTONE,
    reads: at.READS_CURVES,
    variant: other(statistic, 'scale', 'plain'),
    time: number(statistic, 'at'),
  }),
  medianDifference: () => ({ kind: at.KIND_MEDIANS, reads: at.READS_CURVES }),
};

/** What the module makes of `statistic` of the patients of `tables`. */
export function twinOf(statistic: Statistic, { adjusts, origin }: ComparisonTables, unit: number): Twin {
  if (origin.kind === 'clones') return OUTSIDE;
  const twin = TWINS[statistic.kind]?.(statistic, unit) ?? OUTSIDE;
  if (adjusts !== null && twin.kind === at.KIND_COX)
    return { ...twin, kind: at.KIND_ADJUSTED_COX, reads: at.READS_TABLE | at.READS_COVARIATES };
  if (origin.kind !== 'timeDependent') return twin;
  // Patients who change arms are in the risk table, not in the codes: curves of arms are none of theirs.
  if ((twin.reads & at.READS_CURVES) !== 0) return OUTSIDE;
  return twin.kind === at.KIND_LOG_RANK ? weighted(statistic, unit) : twin;
}
