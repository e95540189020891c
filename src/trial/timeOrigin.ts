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
  | { readonly kind: 'timeDependent' }
  /** From randomisation, everybody twice: as starting the second treatment within `grace` of it and as not, each copy censored when the patient does otherwise (statistics/clones.ts). */
  | { readonly kind: 'cloneCensor'; readonly grace: number }
  /** The same with the copies left weighted for those censored. */
  | { readonly kind: 'cloneCensorWeight'; readonly grace: number };

/** The origins that compare everybody twice. */
export type ClonedOrigin = Extract<TimeOrigin, { readonly grace: number }>;

export function isCloned(origin: TimeOrigin): origin is ClonedOrigin {
  return origin.kind === 'cloneCensor' || origin.kind === 'cloneCensorWeight';
}

/** The time on study that an origin is given by: that of its landmark, or the end of its grace period; 0 for others. */
export function timeOfOrigin(origin: TimeOrigin): number {
  if (origin.kind === 'landmark') return origin.at;
  return isCloned(origin) ? origin.grace : 0;
}

export const RANDOMISATION: TimeOrigin = { kind: 'randomisation' };
