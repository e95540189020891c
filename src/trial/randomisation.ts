/** How patients are allocated to arms as they come. */
export type Randomisation =
  /** Each by an independent draw. */
  | { readonly kind: 'complete' }
  /** Blocks with every arm in proportion, in random order; sizes are multiples of the allocation block, drawn where there are several. */
  | { readonly kind: 'permutedBlocks'; readonly sizes: readonly number[]; readonly stratifiedBy: readonly string[] }
  /**
   * S. J. Pocock & R. Simon, Biometrics 31 (1975) 103–115: to the arm that leaves the least total range of allocation over the
   * patient's levels of `factors`, with probability `probability` (at 1:1; other ratios after B. Han, N. H. Enas &
   * D. McEntegart, Statist. Med. 28 (2009) 3329–3346), among ties by the allocation.
   */
  | { readonly kind: 'minimisation'; readonly factors: readonly string[]; readonly probability: number };
