/** Which streams the patients of a cohort draw from, and how many words each patient takes of them. */

/** Streams beside those of entry and exit; of the first three each arm has its own, or arrivals take that of arm 0. */
export const TRAIT_STREAM = 0x4000;
export const START_STREAM = 0x5000;
export const SCAN_STREAM = 0x6000;
export const ARRIVAL_STREAM = 0x7000;
export const ALLOCATION_STREAM = 0x7002;
export const FRAILTY_STREAM = 0x7004;

/**
 * Words of a patient: entry (where arms have their own), event, dropout; from the scan stream as many as detection.ts says at
 * most.
 */
export const EXIT_WORDS = 3;
export const SCAN_WORDS = 3;
