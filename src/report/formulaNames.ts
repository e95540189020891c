/** Formulas where tables have little room for their names. */

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
