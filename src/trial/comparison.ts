/** What a hypothesis, or a test beside it, is about. */
import type { TimeOrigin } from './timeOrigin.ts';
import { RANDOMISATION } from './timeOrigin.ts';

/** Patients of one level of a factor. */
export interface Subgroup {
  readonly factor: string;
  readonly level: string;
}

/** One experimental arm against the control in one endpoint: which patients, in which strata, from when on. */
export interface Comparison {
  /** Its place among the trial's endpoints. */
  readonly endpoint: number;
  /** Experimental arm, from 1 in the order of the trial. */
  readonly arm: number;
  /** All patients where null. */
  readonly subgroup: Subgroup | null;
  /** Names of factors, or `centre`. */
  readonly stratifiedBy: readonly string[];
  readonly timeOrigin: TimeOrigin;
}

/** What a hypothesis says of its comparison. */
export type Compared = Pick<Comparison, 'endpoint' | 'arm' | 'subgroup'>;

/** The first experimental arm against the control, in all patients and the endpoint that analyses wait for. */
export const FIRST_COMPARED: Compared = { endpoint: 0, arm: 1, subgroup: null };

/** What a test of a hypothesis compares. */
export function comparisonOf(
  { endpoint, arm, subgroup }: Compared,
  test: { readonly stratifiedBy: readonly string[]; readonly origin?: TimeOrigin },
): Comparison {
  return { endpoint, arm, subgroup, stratifiedBy: test.stratifiedBy, timeOrigin: test.origin ?? RANDOMISATION };
}

/** Whether everybody of the first experimental arm is compared with the control, as randomised and in the driving endpoint. */
export function isFirstAsRandomised({ endpoint, arm, subgroup, timeOrigin }: Comparison): boolean {
  return endpoint === 0 && arm === 1 && subgroup === null && timeOrigin.kind === 'randomisation';
}
