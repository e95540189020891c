/** The streams beside those of entry and exit, and how many words each patient takes of them. */

/** Of those of patients each arm has its own; a randomised trial's arrivals take their cells from the first. */
export const TRAIT_STREAM = 0x4000;
export const COVARIATE_STREAM = 0x4800;
export const START_STREAM = 0x5000;
export const COURSE_STREAM = 0x5800;
export const SCAN_STREAM = 0x6000;
export const RESPONSE_STREAM = 0x6800;
/** Of all arrivals: gap and share of the rates, two words each; allocation. */
export const ARRIVAL_STREAM = 0x7000;
export const ALLOCATION_STREAM = 0x7001;
/** Of centres: opening and rate; frailty. */
export const RATE_STREAM = 0x7002;
export const FRAILTY_STREAM = 0x7003;

/** Words of a patient of the scan stream: that which names the patient's scans, a death, dropout after progression. */
export function scanWordsOf(dropout: boolean, deaths: boolean): number {
  return 1 + (deaths ? 1 : 0) + (dropout ? 1 : 0);
}
