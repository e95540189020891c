/**
 * Where the driver and the WebAssembly module meet in linear memory: byte offsets, shared by both.
 * Read by two compilers, so nothing but integer constants.
 */

/** Parameters of arm 0 and of arm 1. */
export const ARM0 = 1024;
export const ARM1 = 2048;
/** Within an arm: i32 patients, byte offset of its first patient in the arrays, pieces of its exit law, flag bits. */
export const ARM_SIZE = 0;
export const ARM_OFFSET = 4;
export const ARM_PIECES = 8;
export const ARM_FLAG_BITS = 12;
/** i32 1 for a Weibull clock, and its f32 exponent, scale and mean time to dropout; see ../plan.ts. */
export const ARM_WEIBULL = 16;
export const ARM_EXPONENT = 20;
export const ARM_SCALE = 24;
export const ARM_DROPOUT_MEAN = 28;
/** f32 breaks, origins, slopes and i32 eventBelow (less 1 where flags have 16 bits), MAX_PIECES each. */
export const ARM_BREAKS = 64;
export const ARM_ORIGINS = 192;
export const ARM_SLOPES = 320;
export const ARM_BELOW = 448;
/** Pieces of the event's hazard, their i32 starts in ticks and f64 increments per tick, MAX_PIECES each. */
export const ARM_HAZARDS = 32;
export const ARM_HAZARD_STARTS = 576;
export const ARM_HAZARD_INCREMENTS = 704;
export const MAX_PIECES = 32;

/** Entry: i32 mode, shift, pieces, latest tick possible; f64 breaks, origins, slopes, MAX_PIECES each. */
export const ENTRY = 3072;
export const ENTRY_SHIFT = 4;
export const ENTRY_PIECES = 8;
export const ENTRY_LATEST = 12;
export const ENTRY_BREAKS = 64;
export const ENTRY_ORIGINS = 320;
export const ENTRY_SLOPES = 576;

/** How entry ticks come about: upper bits of a word, Λ⁻¹ of a uniform, or as they already stand in the array. */
export const ENTRY_WORD = 0;
export const ENTRY_INVERSE = 1;
export const ENTRY_FIXED = 2;

/** Analysis rule: i32 operations, horizon tick; then the operations in postfix order, RULE_BYTES each. */
export const CUT = 4096;
export const CUT_HORIZON = 4;
export const RULES = 4128;
export const RULE_BYTES = 32;
export const MAX_RULES = 32;
/** Operation: i32 kind, value (events, ticks or operands); what replicates before this one taught: f64 tick, events per tick. */
export const RULE_VALUE = 4;
export const RULE_GUESS = 8;
export const RULE_DENSITY = 16;
export const RULE_EVENTS = 0;
export const RULE_CALENDAR = 1;
export const RULE_FOLLOW_UP = 2;
export const RULE_LATER = 3;
export const RULE_EARLIER = 4;

/** i32 key words, then the bucket map of the sort: f32 coefficients, and i32 1 where the map is fitted. */
export const KEY = 5632;
export const BUCKET_MAP = 5664;
export const BUCKET_MAP_READY = 5696;

/** i32, bits of what beyond z, counts and times is wanted. */
export const WANTS = 5704;
export const WANTS_HAZARD_RATIO = 1;
export const WANTS_MEDIANS = 2;
export const WANTS_COMPENSATORS = 4;

/** Byte addresses of the arrays, i32: set by reserve. */
export const ARRAYS = 5760;
export const ARRAY_ENTRY = 0;
export const ARRAY_EXIT = 4;
export const ARRAY_SORTED = 8;

/**
 * A results row: f64 z, U, V; i32 cut, rule met, enrolled, events and dropouts of arms 0 and 1; f64 log hazard ratio, its
 * standard error, keys of the medians and compensators of arms 0 and 1.
 */
export const ROWS = 8192;
export const ROW_BYTES = 112;
export const MAX_ROWS = 512;
export const ROW_U = 8;
export const ROW_V = 16;
export const ROW_CUT = 24;
export const ROW_MET = 28;
export const ROW_ENROLLED = 32;
export const ROW_EVENTS = 40;
export const ROW_DROPOUTS = 48;
export const ROW_LOG_HR = 56;
export const ROW_SE = 64;
export const ROW_MEDIANS = 72;
export const ROW_COMPENSATORS = 88;

/** Per row, of a Poisson enrolment: f64 span; i32 arm and index of the patient who closes it (−1 for none), tick of closing. */
export const SPANS = 73728;
export const SPAN_BYTES = 32;
export const SPAN_ARM = 8;
export const SPAN_INDEX = 12;
export const SPAN_TICK = 16;

export const HEAP = 131072;
