/**
 * An adjusted comparison in the module's memory: byte offsets within its record. Two compilers read this file, so it holds
 * nothing but integer constants. Addresses are those of the memory; the arrays are shared by all comparisons of a plan.
 */

/** i32 columns beside that of the arm; of them, first, dummies of factors. */
export const ADJUSTED_COVARIATES = 0;
export const ADJUSTED_DUMMIES = 4;
/** i32 addresses: for each cell an f64 for each dummy; the i32 index of each continuous covariate. */
export const ADJUSTED_BY_CELL = 8;
export const ADJUSTED_TRAITS = 12;
/**
 * i32 address of the columns, an f64 for each patient in the order of the sorted codes, that of the arm last; and bytes from one
 * to the next.
 */
export const ADJUSTED_COLUMNS = 16;
export const ADJUSTED_STRIDE = 20;
/** i32 addresses: for each patient two f64, and an i32. */
export const ADJUSTED_WEIGHTS = 24;
export const ADJUSTED_STEPS = 28;
/** i32 address of a row of sums for each event of a stratum, and of one more. */
export const ADJUSTED_ROWS = 32;
/** i32 address of TIE_BYTES for each time at which events are tied: their first row, patients [from, end), events, and address of codes. */
export const ADJUSTED_TIES = 36;
export const TIE_ROW = 0;
export const TIE_FROM = 4;
export const TIE_END = 8;
export const TIE_EVENTS = 12;
export const TIE_CODES = 16;
export const TIE_BYTES = 20;
/** i32 address of vectors and matrices: VECTORS of q f64, one of q × q, and two rows of sums. */
export const ADJUSTED_VECTORS = 40;
export const VECTORS = 6;
/** i32 address of the tables by which places of codes are found: less than four i32 for each patient. */
export const ADJUSTED_PLACES = 44;
export const ADJUSTED_BYTES = 64;
