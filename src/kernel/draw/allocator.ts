/** What takes the patients of a replicate to their arms, one after another in order of entry. */
export interface Allocator {
  /** Random words that a patient takes. */
  readonly words: number;
  /** Called before the first patient of a replicate. */
  begin(): void;
  /** The arm of the next patient, who is at `centre`, in cell `cell` and has the words words[at …]. */
  assign(centre: number, cell: number, words: Uint32Array, at: number): number;
}
