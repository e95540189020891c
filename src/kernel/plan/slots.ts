/**
 * Order of entry of an evenly spaced enrolment: allocation blocks one after another, each arm spread over its block, and
 * what is left of N in a last block of its own.
 */

/** Entry slots of each arm's patients within a block, and within the last one that N does not fill. */
export interface EntrySlots {
  /** The number of patients in a block, and of blocks that are filled. */
  readonly size: number;
  readonly filled: number;
  readonly block: readonly (readonly number[])[];
  readonly rest: readonly (readonly number[])[];
}

/** Entry slot of each arm's patients within an allocation block: every arm spread evenly, the control first among equals. */
export function blockSlots(block: readonly number[]): number[][] {
  const places = block.flatMap((own, arm) =>
    Array.from({ length: own }, (_, k) => ({ arm, k, position: (k + 0.5) / own })),
  );
  places.sort((a, b) => a.position - b.position || a.arm - b.arm);
  const slots = block.map((own) => new Array<number>(own).fill(0));
  places.forEach(({ arm, k }, slot) => {
    slots[arm][k] = slot;
  });
  return slots;
}

/** `weights` and `sizes` by arm; every arm has at least its weight in each block that all patients together fill. */
export function planSlots(weights: readonly number[], sizes: readonly number[]): EntrySlots {
  const sumOf = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0);
  const size = sumOf(weights);
  const filled = Math.floor(sumOf(sizes) / size);
  const rest = sizes.map((own, arm) => own - filled * weights[arm]);
  return { size, filled, block: blockSlots(weights), rest: blockSlots(rest) };
}

/** Entry slot, 0 … N − 1, of patient j of an arm. */
export function slotOf({ size, filled, block, rest }: EntrySlots, arm: number, j: number): number {
  const own = block[arm];
  const before = Math.floor(j / own.length);
  if (before < filled) return before * size + own[j % own.length];
  return filled * size + rest[arm][j - filled * own.length];
}
