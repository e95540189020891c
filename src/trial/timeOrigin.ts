/** Which patients an analysis compares, from when on, and what of their exits it sees. */
export type TimeOrigin =
  /** As randomised, from randomisation on. */
  | { readonly kind: 'randomisation' }
  /** The same with the true times of progression, as if it were seen at once; for trials with scans. */
  | { readonly kind: 'exactTimes' }
  /** The second treatment's patients who started it, from its start, v controls from randomisation: what a retrospective comparison does. */
  | { readonly kind: 'treatmentStart' }
  /** From randomisation, by treatment received: those who never started the second treatment count as controls. Their waiting time is immortal. */
  | { readonly kind: 'everTreated' }
  /** From time `at` on among those still at risk then, by whether they had started the second treatment (J. R. Anderson et al., J. Clin. Oncol. 1 (1983) 710–719). */
  | { readonly kind: 'landmark'; readonly at: number }
  /** From randomisation, everybody a control until the second treatment's start and treated from then on (N. Mantel & D. P. Byar, JASA 69 (1974) 81–86). */
  | { readonly kind: 'timeDependent' };

export const RANDOMISATION: TimeOrigin = { kind: 'randomisation' };
