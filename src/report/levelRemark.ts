/**
 * Why a simulated type I error differs from alpha: a remark where its interval excludes alpha and the numbers show why.
 */
import type { OperatingCharacteristics } from '../questions/operatingCharacteristics.ts';
import { definitionOf } from '../statistics/registry.ts';
import type { UnsizedTrial } from '../trial/trial.ts';
import { ignoringFutility } from './bothPowers.ts';
import { fixed, significant } from './numbers.ts';
import { listed } from './testWords.ts';

/** With fewer events than this, a test differs from its normal distribution by enough for the replicates to show it. */
const FEW_EVENTS = 200;
/** Shares of the arms further from one half than this make z skew. */
const UNEQUAL = 0.05;

function reasonsOf(none: OperatingCharacteristics, trial: UnsizedTrial): string[] {
  const { test } = trial;
  const events = none.events.mean;
  const [control, experimental] = trial.arms;
  const share = experimental.weight / (experimental.weight + control.weight);
  const reasons: string[] = [];
  if (events < FEW_EVENTS) reasons.push(`${fixed(events, 1).replace(/\.0$/, '')} events`);
  if (Math.abs(share - 0.5) > UNEQUAL) reasons.push(`arms as unequal as ${experimental.weight}:${control.weight}`);
  const { sumsOverEvents, label } = definitionOf(test.statistic);
  if (!sumsOverEvents) reasons.push(`the large-sample distribution of ${label(test.statistic, '')}`);
  return reasons;
}

/** A sentence where the interval of the type I error excludes alpha and the design shows why; otherwise none. */
export function levelRemark(none: OperatingCharacteristics, trial: UnsizedTrial): string[] {
  const { alpha, sides } = trial.test;
  const { low, high } = ignoringFutility(none) ?? none.power;
  if (trial.family !== undefined || (low <= alpha && alpha <= high)) return [];
  const reasons = reasonsOf(none, trial);
  if (reasons.length === 0) return [];
  const level = `the ${sides === 1 ? 'one-sided' : 'two-sided'} ${significant(100 * alpha)} %`;
  const where = low > alpha ? 'above' : 'below';
  return [
    `That is ${where} ${level} that was asked for: the normal distribution that the test is held against is off with ${listed(reasons)}.`,
  ];
}
