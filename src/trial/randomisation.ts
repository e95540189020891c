/** How patients are allocated to arms as they come. */
export type Randomisation =
  /** Each patient by an independent draw. */
  | { readonly kind: 'complete' }
  /**
   * Blocks hold every arm in proportion, in random order; their sizes are multiples of the allocation block, drawn at
   * random where there are several.
   */
  | { readonly kind: 'permutedBlocks'; readonly sizes: readonly number[]; readonly stratifiedBy: readonly string[] }
  /**
   * S. J. Pocock & R. Simon, Biometrics 31 (1975) 103–115: the patient goes to the arm that leaves the least total
   * range of allocation over the patient's levels of `factors`, with probability `probability` (at 1:1; other ratios
   * after B. Han, N. H. Enas & D. McEntegart, Statist. Med. 28 (2009) 3329–3346), ties are broken by the allocation.
   */
  | { readonly kind: 'minimisation'; readonly factors: readonly string[]; readonly probability: number };
