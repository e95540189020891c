/** The cell of a patient, one combination of levels of the factors, from a word. */

/** Least words of the cells after the first: a patient is in as many cells further as the word has reached of these. */
export function cellLimits(cumulative: readonly number[]): Uint32Array {
  // (word + ½) × 2⁻³² is above a share where the word is above 2³² × share − ½.
  return Uint32Array.from(cumulative.slice(0, -1), (share) =>
    Math.min(2 ** 32 - 1, Math.floor(share * 2 ** 32 - 0.5) + 1),
  );
}

/** The cell of the patient with this word, an unsigned integer. */
export function cellOf(limits: Uint32Array, word: number): number {
  let cell = 0;
  while (cell < limits.length && word >= limits[cell]) cell++;
  return cell;
}
