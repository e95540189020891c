/** A planning value with what is believed of it, in the numbers that outputs show. */
import { square } from '../elementary/square.ts';
import { mixtureMean, mixtureSd } from '../evidence/normalMixture.ts';
import { fromScale, type PriorScale, priorCdf, priorQuantile } from '../evidence/prior.ts';
import { shrunkenRatio } from '../evidence/shrinkage.ts';
import type { PlannedPrior } from '../scenario/scenario.ts';

export interface BelievedValue extends Omit<PlannedPrior, 'prior' | 'steps'> {
  readonly kind: 'normal' | 'mixture' | 'draws';
  /** The printed hazard ratio after shrinkage; null where none was published. */
  readonly afterShrinkage: number | null;
  /** Null for draws. */
  readonly scale: PriorScale | null;
  /** The mean on the scale, as a value; of draws their mean. */
  readonly centre: number;
  /** On the scale. */
  readonly standardDeviation: number;
  /** The 2.5th, 25th, 50th, 75th and 97.5th percentiles. */
  readonly percentiles: readonly [number, number, number, number, number];
  /** The share of the prior at or below values across it, ascending. */
  readonly distribution: readonly { readonly value: number; readonly share: number }[];
}

const PERCENTILES = [0.025, 0.25, 0.5, 0.75, 0.975];
const POINTS = 81;

function afterShrinkage({ printed, meaning, source, shrunken }: PlannedPrior): number | null {
  if (printed === null || meaning.is !== 'hazard ratio' || (source === 'assumed' && !shrunken)) return null;
  const { estimate, low, high, level } = printed;
  return low > 0 ? shrunkenRatio(estimate, low, high, level) : null;
}

export function believedValue(believed: PlannedPrior): BelievedValue {
  const { prior, steps: _, ...stated } = believed;
  const planned = { ...stated, afterShrinkage: afterShrinkage(believed) };
  const at = (p: number) => priorQuantile(prior, p);
  const percentiles = PERCENTILES.map(at) as unknown as BelievedValue['percentiles'];
  const [low, high] = [at(0.001), at(0.999)];
  const distribution = Array.from({ length: POINTS }, (_, i) => low + ((high - low) * i) / (POINTS - 1)).map(
    (value) => ({
      value,
      share: priorCdf(prior, value),
    }),
  );
  if (prior.kind === 'normal') {
    const { scale, mixture } = prior;
    const kind = mixture.length === 1 ? ('normal' as const) : ('mixture' as const);
    const centre = fromScale(scale, mixtureMean(mixture));
    return { ...planned, kind, scale, centre, standardDeviation: mixtureSd(mixture), percentiles, distribution };
  }
  const n = prior.values.length;
  const mean = prior.values.reduce((sum, x) => sum + x, 0) / n;
  const variance = prior.values.reduce((sum, x) => sum + square(x - mean), 0) / (n - 1);
  const standardDeviation = Math.sqrt(variance);
  return { ...planned, kind: 'draws', scale: null, centre: mean, standardDeviation, percentiles, distribution };
}
