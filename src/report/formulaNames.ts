/** The formulas that stand beside a simulated power, and their names where tables have little room. */
import type { Formula } from '../questions/closedForms.ts';

/** In the order of tables. */
export const FORMULAS = [
  'schoenfeld',
  'freedman',
  'rubinstein',
  'lachinFoulkes',
  'lachinFoulkesLog',
  'logRankDrift',
  'testDrift',
  'recursiveIntegration',
] as const satisfies readonly Formula[];

const SHORT: Partial<Record<string, string>> = {
  lachinFoulkes: 'Lachin–F. difference',
  lachinFoulkesLog: 'Lachin–F. log HR',
};

export function shortName({ method, name }: { readonly method: string; readonly name: string }): string {
  return SHORT[method] ?? name;
}

/** What the short names leave out. */
export const SHORT_NAMES_NOTE =
  'Lachin–F.: Lachin & Foulkes 1986, on the difference of hazards, and on the log hazard ratio as nSurv of gsDesign has it.';
