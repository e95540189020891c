/** Which streams the patients of a cohort draw from, and how many words each patient takes of them. */

/** Streams beside those of entry and exit; the first three one an arm, or that of arm 0 for arrivals. */
export const TRAIT_STREAM = 0x4000;
export const START_STREAM = 0x5000;
export const SCAN_STREAM = 0x6000;
export const ARRIVAL_STREAM = 0x7000;
export const ALLOCATION_STREAM = 0x7002;
export const FRAILTY_STREAM = 0x7004;

/** Words of a patient: entry (of an arm's own), event, dropout; of the scan stream: its name, death. */
export const EXIT_WORDS = 3;
export const SCAN_WORDS = 2;
