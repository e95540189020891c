/**
 * The table of a trial's operations in the module's memory. Two compilers read this file, so it holds nothing but integer
 * constants.
 *
 * Head, i32: address of the results, MAX_ROWS f64 a column; address and bytes of the counts: patients by arm, of all, of
 * each cell, of each level of a factor, of each centre; factors; levels of all factors; address of the level of each cell,
 * factor after factor, levels numbered through all factors; centres, 0 without; address of their opening ticks; f64 a tick
 * in the scenario's unit.
 */
export const OPERATIONS_RESULTS = 0;
export const OPERATIONS_COUNTS = 4;
export const OPERATIONS_COUNT_BYTES = 8;
export const OPERATIONS_FACTORS = 12;
export const OPERATIONS_LEVELS = 16;
export const OPERATIONS_LEVEL_OF = 20;
export const OPERATIONS_CENTRES = 24;
export const OPERATIONS_OPENINGS = 28;
export const OPERATIONS_UNIT = 32;
export const OPERATIONS_BYTES = 64;

/** Columns of the results; from the last on, by arm, patients who have started the second treatment and who never will. */
export const COLUMN_LAST_ENTRY = 0;
export const COLUMN_DEATHS = 1;
export const COLUMN_TIED = 2;
export const COLUMN_DELAY = 3;
export const COLUMN_IMBALANCE = 4;
export const COLUMN_IMBALANCE_IN_CENTRES = 5;
export const COLUMN_IMBALANCE_IN_LEVELS = 6;
export const COLUMN_CENTRES_OPEN = 7;
export const COLUMN_CENTRES_RECRUITING = 8;
export const COLUMN_LARGEST_CENTRE = 9;
export const COLUMN_ARMS = 10;
