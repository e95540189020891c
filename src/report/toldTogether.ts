/** Whether the rejection of any or of all hypotheses says more than that of one of them does. */
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import { listed } from './testWords.ts';

export interface ToldTogether {
  readonly any: boolean;
  readonly all: boolean;
}

/**
 * In a fixed order, any is the first hypothesis and all is the last. Where one hypothesis begins with all of alpha, any is
 * that one, and of two hypotheses all is the other. Of hypotheses that are all needed, only all is a claim.
 */
export function toldTogether({ hypotheses, procedure }: HypothesisFamily): ToldTogether {
  const n = hypotheses.length;
  if (n === 1 || procedure.kind === 'fixedSequence') return { any: false, all: false };
  if (procedure.kind === 'allNeeded') return { any: false, all: true };
  const oneBegins = procedure.kind === 'graph' && procedure.weights.filter((weight) => weight > 0).length === 1;
  return oneBegins ? { any: false, all: n > 2 } : { any: true, all: true };
}

/** `both` or `all`. */
export const allWord = ({ length }: { readonly length: number }): string => (length === 2 ? 'both' : 'all');

/** `at least one 91.7 %, both 67.1 %`, of what says more than single hypotheses; empty where nothing does. */
export function togetherText(family: HypothesisFamily, shares: { readonly any: string; readonly all: string }): string {
  const told = toldTogether(family);
  return listed([
    ...(told.any ? [`at least one ${shares.any}`] : []),
    ...(told.all ? [`${allWord(family.hypotheses)} ${shares.all}`] : []),
  ]);
}
