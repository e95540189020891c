/**
 * Tables of patients with lags, covariates and hazards of their own: byte offsets within each, and of a line's pieces. Two
 * compilers read this file, so it holds nothing but integer constants. Addresses in a table are those of the memory.
 */

/** A line: f32 break, origin and slope, LINE_BYTES a piece, behind i32 their number at LINE_PIECES. */
export const LINE_PIECES = 0;
export const LINE_BREAK = 16;
export const LINE_ORIGIN = 20;
export const LINE_SLOPE = 24;
export const LINE_BYTES = 16;

/** A lag (plan/lagLaw.ts): i32 kind, f32 two values and the spread; or i32 number and LAG_STEP_BYTES for each lag. */
export const LAG_VALUE = 4;
export const LAG_SCALE = 8;
export const LAG_SPREAD = 12;
export const LAG_COUNT = 4;
export const LAG_FIXED = 0;
export const LAG_DISCRETE = 1;
export const LAG_UNIFORM = 2;
export const LAG_EXPONENTIAL = 3;
export const LAG_LOGNORMAL = 4;
/** i32 first word, f32 lag in quanta, i32 tick of the start; a fixed lag has one. */
export const LAG_STEPS = 16;
export const LAG_STEP_BYTES = 16;
export const LAG_STEP_QUANTA = 4;
export const LAG_STEP_TICK = 8;

/** Covariates (plan/covariateLaw.ts): i32 their number; f32 sd and log₂ hazard ratio of each. */
export const COVARIATES = 4;
export const COVARIATE_SD = 0;
export const COVARIATE_LOG_HAZARD_RATIO = 4;
export const COVARIATE_BYTES = 8;

/** An exit (plan/ownExit.ts): i32 1 where patients have steps of their own; 4 × the limit's tick; 1 where it is fine. */
export const OWN_STEPS = 0;
export const OWN_LIMIT = 4;
export const OWN_FINE = 8;
/** f32, 0 for no dropout. */
export const OWN_DROPOUT_MEAN = 12;
/** i32 1 with a share that is cured; f32 1 − π, π/(1 − π), −ln π. */
export const OWN_CURE = 16;
export const OWN_UNCURED = 20;
export const OWN_ODDS = 24;
export const OWN_MOST = 28;
/** i32 kind of clock; f32 numbers of a Weibull clock. */
export const OWN_CLOCK = 32;
export const OWN_RATE = 36;
export const OWN_SHAPE = 40;
export const OWN_SCALE = 44;
export const OWN_EXPONENT = 48;
export const CLOCK_TIME = 0;
export const CLOCK_PIECEWISE = 1;
export const CLOCK_WEIBULL = 2;
/** i32 addresses of lines: of E, and of a piecewise clock from time to hazard and back. */
export const OWN_LINE = 52;
export const OWN_HAZARD = 56;
export const OWN_TIME = 60;
/** f32 onset; i32 1 where the effect wanes, f32 after how long and to what ratio; i32 1 where patients wait, f32 ratio. */
export const OWN_ONSET = 64;
export const OWN_WANES = 68;
export const OWN_DURATION = 72;
export const OWN_WANED = 76;
export const OWN_WAITS = 80;
export const OWN_WAITING = 84;
/** i32 number and address of the repeats, f32 each. */
export const OWN_REPEATS = 88;
export const OWN_REPEATS_AT = 92;
/** i32 kind of priming; f32 values; i32 address of the table's line. */
export const OWN_PRIMING = 96;
export const OWN_HAZARD_RATIO = 100;
export const OWN_RESIDUAL = 100;
export const OWN_PRIMED = 104;
export const OWN_PLATEAU = 108;
export const OWN_PLATEAU_RATE = 112;
export const OWN_PRIMING_LINE = 116;
export const OWN_PRIMING_LAST = 120;
/** i32 address of the line from operational time, or what own steps make of it, to cumulative hazard. */
export const OWN_CUMULATIVE = 124;
export const PRIMING_CONSTANT = 0;
export const PRIMING_HALF_LIFE = 1;
export const PRIMING_TABLE = 2;
/** i32 1 where hazards drift with the time of entry; f32 log₂ per tick; i32 last tick of the drift. */
export const OWN_DRIFTS = 128;
export const OWN_DRIFT_SLOPE = 132;
export const OWN_DRIFT_UNTIL = 136;
export const OWN_BYTES = 144;
