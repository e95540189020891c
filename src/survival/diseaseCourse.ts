/** What follows the first event of a patient: which first events are deaths, and how long patients live after progression. */
import { pieceAt } from './clock.ts';
import type { SurvivalLaw } from './law.ts';

/** The share of first events at a time on study that are deaths: shares[j] from starts[j], the first of which is 0, on. */
export interface DeathShare {
  readonly starts: readonly number[];
  readonly shares: readonly number[];
}

/** How the time to death depends on progression. */
export type AfterProgression =
  /** The time from progression to death follows a law whose clock begins at progression. */
  | { readonly kind: 'law'; readonly law: SurvivalLaw }
  /**
   * Times to progression and to death are exponential with these hazards, joined by a Gumbel copula with Kendall's
   * τ = 1 − 1/theta. E. J. Gumbel, JASA 55 (1960) 698–707.
   */
  | { readonly kind: 'gumbel'; readonly theta: number; readonly progression: number; readonly death: number }
  /**
   * The time to death follows `law` and has the rank of the time to the first event: whoever progresses late dies late. No
   * first event is a death. It gives an arm any survival that is nowhere below the first event's, as a null needs it.
   */
  | { readonly kind: 'ranks'; readonly law: SurvivalLaw };

/** Patients who start another treatment at progression. */
export interface Switching {
  /** Of those who progress. */
  readonly share: number;
  /** From progression to the switch. */
  readonly delay: number;
  /** Hazard of death from the switch on, over that of patients who do not switch. */
  readonly hazardRatio: number;
}

export interface DiseaseCourse {
  readonly deaths: DeathShare;
  readonly after: AfterProgression;
  /** Null where nobody switches. */
  readonly switching: Switching | null;
}

/** The law after progression of patients who switch: hazards are multiplied from the switch on. */
export function switchedLaw({ clock, steps }: SurvivalLaw, { delay, hazardRatio }: Switching): SurvivalLaw {
  const starts = [...new Set([...steps.starts, delay])].sort((a, b) => a - b);
  const ratios = starts.map((t) => steps.ratios[pieceAt(steps.starts, t)] * (t >= delay ? hazardRatio : 1));
  return { clock, steps: { starts, ratios } };
}
