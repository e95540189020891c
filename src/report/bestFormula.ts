/** The one formula that a sentence quotes where several answer. */
import type { ClosedForms, Formula } from '../questions/closedForms.ts';

export function formulaPower(closed: ClosedForms | null, formula: Formula): number | null {
  return closed?.powers.find((row) => row.formula === formula)?.power ?? null;
}

/** The large-sample power that knows most of the trial; null where none applies. */
export function bestFormula(closed: ClosedForms | null): number | null {
  for (const formula of ['recursiveIntegration', 'testDrift', 'logRankDrift'] as const) {
    const power = formulaPower(closed, formula);
    if (power !== null) return power;
  }
  return null;
}
