/** The one formula that a sentence quotes where several answer. */
import type { ClosedForms, Formula } from '../questions/closedForms.ts';

export function formulaPower(closed: ClosedForms | null, formula: Formula): number | null {
  return closed?.powers.find((row) => row.formula === formula)?.power ?? null;
}

/** Large-sample powers, from the one that allows for most of the trial, as a sentence names them. */
const LARGE_SAMPLE: readonly (readonly [Formula, string])[] = [
  ['recursiveIntegration', 'over all looks, by recursive integration'],
  ['testDrift', 'mean and variance of the test, integrated'],
  ['logRankDrift', 'log-rank mean and variance, integrated'],
];

/** The large-sample power that allows for most of the trial, and its name; null where none applies. */
export function bestFormula(closed: ClosedForms | null): { readonly power: number; readonly words: string } | null {
  for (const [formula, words] of LARGE_SAMPLE) {
    const power = formulaPower(closed, formula);
    if (power !== null) return { power, words };
  }
  return null;
}
