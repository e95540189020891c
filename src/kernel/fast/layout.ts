/**
 * Where the driver and the WebAssembly module meet in linear memory: byte offsets, shared by both. Each region begins where
 * the one before it ends, so that a new field or a larger limit moves all that follows; regions are whole cache lines long.
 * Two compilers read this file, so it holds nothing but integer constants.
 *
 *   TRIAL ARM0 … ENTRY RULES KEY LOOKS WANTS ARRAYS LOOK ROW_… SPANS SEEDS STEP_… │ static data │ HEAP: arrays (assembly/arrays.ts)
 */

/** Bytes of a cache line. */
const LINE = 64;

export const MAX_PIECES = 32;
export const MAX_ARMS = 8;
export const MAX_CELLS = 64;

/**
 * The trial, i32: its arms; 1 where patients are encoded as they are compared, two arms of patients who are alike in every
 * way that a test asks for; cells, and the address of their limits: the least word of entry into cell 1, 2 …; and the address
 * of the comparison (statisticsLayout.ts) of everybody of the first two arms. Nothing is at address 0, which stands for nowhere.
 */
export const TRIAL = 1024;
export const TRIAL_ARMS = 0;
export const TRIAL_PLAIN = 4;
export const TRIAL_CELLS = 8;
export const TRIAL_CELL_LIMITS = 12;
export const TRIAL_EVERYBODY = 16;
/** i32 1 where its log-rank or what comes of its codes is asked for. */
export const TRIAL_FIRST = 20;
/** i32 1 where exits become known at scans. */
export const TRIAL_SCANNED = 24;
/** i32 address of the rules by which arms are dropped, 0 for none; f64 share of the allocation that is still open. */
export const TRIAL_DROPPING = 28;
export const TRIAL_OPEN_SHARE = 32;
/** i32 addresses, 0 for none: enrolment as patients come (enrolmentLayout.ts), covariates (ownLayout.ts). */
export const TRIAL_ENROLMENT = 40;
export const TRIAL_COVARIATES = 44;
/** i32 1 where a comparison is of exact times. */
export const TRIAL_EXACT = 48;
/** i32 1 where entry and exit are all that is drawn, of two arms. */
export const TRIAL_QUICK = 52;
/** i32 1 where patients of any arm start the second treatment. */
export const TRIAL_STARTS = 56;
/** i32 address of the endpoints beside the driving one (courseLayout.ts), 0 for none. */
export const TRIAL_ENDPOINTS = 60;

/**
 * Dropping: for each arm the i32 address of the results of the statistic that judges it (z first, statisticsLayout.ts); then
 * for each look f64 z at or below which an arm is dropped, i32 arms that are kept at most (0 for all).
 */
export const DROP_LOOKS = 4 * MAX_ARMS;
export const DROP_AT_MOST = 0;
export const DROP_KEEP = 8;
export const DROP_LOOK_BYTES = 16;

/**
 * Offsets within an arm: i32 patients, byte offset of its first patient in the arrays, pieces of its exit law, flag
 * bits.
 */
export const ARM_SIZE = 0;
export const ARM_OFFSET = 4;
export const ARM_PIECES = 8;
export const ARM_FLAG_BITS = 12;
/** i32 1 for a Weibull clock, and its f32 exponent, scale and mean time to dropout; see ../plan/exitLaw.ts. */
export const ARM_WEIBULL = 16;
export const ARM_EXPONENT = 20;
export const ARM_SCALE = 24;
export const ARM_DROPOUT_MEAN = 28;
/** i32 number of pieces of the event's piecewise constant hazard, and the address of an f64 for each cell that multiplies it. */
export const ARM_HAZARDS = 32;
export const ARM_MULTIPLIERS = 36;
/**
 * i32 address of the exit laws by cell, 0 where there is one cell: for each piece MAX_CELLS f32 breaks, then origins, then
 * pairs of f32 slopes and i32 eventBelow.
 */
export const ARM_CELL_LAWS = 40;
/** i32 tick of the look that closed the arm; NEVER while it is open. */
export const ARM_CLOSED = 44;
/** i32 patients of the arm in an allocation block. */
export const ARM_WEIGHT = 48;
/**
 * i32 addresses, 0 for none: the arm's exit where patients' hazards are their own, its lag (ownLayout.ts); f32 hazards by
 * cell and by centre over that of its law; its scans (scanLayout.ts).
 */
export const ARM_OWN = 52;
export const ARM_LAG = 56;
export const ARM_BY_CELL = 60;
export const ARM_BY_CENTRE = 64;
export const ARM_SCANS = 68;
/** i32 1 where multipliers of the patients' hazards are read; address of the entry law, that of all by default. */
export const ARM_MULTIPLIED = 72;
export const ARM_ENTRY = 76;
/**
 * i32 address of the exit (ownLayout.ts) whose hazard compensates the arm's events, 0 where that is piecewise constant; and
 * of f32 that multiply it, by cell, 0 where those of the patients do or nothing does.
 */
export const ARM_SINGLE = 80;
export const ARM_SINGLE_MULTIPLIERS = 84;

/** i32 address of what follows the first event (courseLayout.ts), 0 where nothing does. */
export const ARM_COURSE = 88;

/** f32 breaks, origins, slopes and i32 eventBelow (less 1 where flags have 16 bits), MAX_PIECES each. */
export const ARM_BREAKS = 2 * LINE;
export const ARM_ORIGINS = ARM_BREAKS + 4 * MAX_PIECES;
export const ARM_SLOPES = ARM_ORIGINS + 4 * MAX_PIECES;
export const ARM_BELOW = ARM_SLOPES + 4 * MAX_PIECES;
/** The event's hazard: i32 starts in ticks and f64 increments per tick, MAX_PIECES each. */
export const ARM_HAZARD_STARTS = ARM_BELOW + 4 * MAX_PIECES;
export const ARM_HAZARD_INCREMENTS = ARM_HAZARD_STARTS + 4 * MAX_PIECES;
export const ARM_BYTES = ARM_HAZARD_INCREMENTS + 8 * MAX_PIECES;

/** Parameters of the arms, the control first. */
export const ARM0 = TRIAL + LINE;

/**
 * Entry: i32 mode, shift, pieces, latest tick possible, ticks of a fixed follow-up (NEVER without one); f64 breaks,
 * origins, slopes, MAX_PIECES each.
 */
export const ENTRY = ARM0 + MAX_ARMS * ARM_BYTES;
export const ENTRY_SHIFT = 4;
export const ENTRY_PIECES = 8;
export const ENTRY_LATEST = 12;
export const ENTRY_FOLLOW_UP = 16;
/** f64 x of the last possible entry. */
export const ENTRY_TOTAL = 24;
export const ENTRY_BREAKS = LINE;
export const ENTRY_ORIGINS = ENTRY_BREAKS + 8 * MAX_PIECES;
export const ENTRY_SLOPES = ENTRY_ORIGINS + 8 * MAX_PIECES;
export const ENTRY_BYTES = ENTRY_SLOPES + 8 * MAX_PIECES;

/** How entry ticks come about: upper bits of a word, Λ⁻¹ of a uniform, or as they already stand in the array. */
export const ENTRY_WORD = 0;
export const ENTRY_INVERSE = 1;
export const ENTRY_FIXED = 2;

/** Analysis rules of all looks: the operations of each in postfix order, RULE_BYTES each. */
export const RULES = ENTRY + ENTRY_BYTES;
export const RULE_BYTES = 48;
export const MAX_RULES = 28;
/**
 * Operation: i32 kind, value (events, ticks or operands), patients; whose events of an endpoint it counts, address of the
 * endpoint (0 for the driving one), arm (−1 for all), address of an i32 for each cell that is 1 for those counted (0 for all);
 * and what earlier replicates taught, f64: tick, events per tick and ticks per event since the look before.
 */
export const RULE_VALUE = 4;
export const RULE_PATIENTS = 8;
export const RULE_ENDPOINT = 12;
export const RULE_ARM = 40;
export const RULE_CELLS = 44;
export const RULE_GUESS = 16;
export const RULE_DENSITY = 24;
export const RULE_GAP = 32;
export const RULE_EVENTS = 0;
export const RULE_CALENDAR = 1;
export const RULE_FOLLOW_UP = 2;
export const RULE_LATER = 3;
export const RULE_EARLIER = 4;
export const RULE_SINCE_LOOK = 5;
export const RULE_EVENTS_OF = 6;
export const RULE_MEDIAN = 7;

/** The two words of the stream key, i32. */
export const KEY = RULES + MAX_RULES * RULE_BYTES;

/**
 * Looks: i32 their number, horizon tick, 1 where the looks are event counts in ascending order, results rows per look.
 */
export const LOOKS = KEY + LINE;
export const LOOKS_HORIZON = 4;
export const LOOKS_IN_ORDER = 8;
export const LOOKS_STRIDE = 12;
/**
 * The final analysis' event count where looks change it: byte address of its operation (0 for none), and planned
 * events.
 */
export const LOOKS_REESTIMATED = 16;
export const LOOKS_PLANNED_EVENTS = 20;
/** i32 whose bits say what is wanted beyond z, counts and times. */
export const WANTS = LOOKS + LINE;
export const WANTS_HAZARD_RATIO = 1;
export const WANTS_MEDIANS = 2;
export const WANTS_COMPENSATORS = 4;
/** The hazard ratio is stratified. */
export const WANTS_STRATIFIED = 8;
/** i32 address of the table of statistics that are computed at every look (statisticsLayout.ts), 0 for none. */
export const WANTS_TABLE = 4;
/** i32 address of the table of operations (operationsLayout.ts), 0 where they are not wanted. */
export const WANTS_OPERATIONS = 8;

/** Byte addresses of the arrays, i32: set by reserve. */
export const ARRAYS = WANTS + LINE;
export const ARRAY_ENTRY = 0;
export const ARRAY_EXIT = 4;
export const ARRAY_SORTED = 8;
/** Per patient: 4 × the cell, the centre, the code at the last look where patients are not alike; and the number of places. */
export const ARRAY_CELL = 12;
export const ARRAY_CENTRE = 16;
export const ARRAY_KNOWN = 20;
export const ARRAY_PLACES = 24;
/** Entries that are the same in every replicate. */
export const ARRAY_FIXED = 28;
/** Covariates: the first column, bytes from one to the next, and their number. */
export const ARRAY_TRAITS = 32;
export const ARRAY_TRAIT_STRIDE = 36;
export const ARRAY_TRAIT_COLUMNS = 40;

/**
 * One look: byte offset of its first operation and their number; which kind of bucket map it has, if any; f32 coefficients
 * of a polynomial map; f64 z at or above and at or below which the replicate ends there.
 */
export const LOOK = ARRAYS + LINE;
export const LOOK_BYTES = 80;
export const MAX_LOOKS = 20;
export const LOOK_RULE = 0;
export const LOOK_RULES = 4;
export const LOOK_MAP_KIND = 8;
export const MAP_NONE = 0;
export const MAP_POLYNOMIAL = 1;
export const MAP_CELLS = 2;
export const LOOK_MAP = 16;
/**
 * Of a map by cells: i32 address of pairs of f32, and i32 bits by which what a code is less than the largest one is shifted to
 * the number of its cell. The last cell, which takes everything beyond, is the last pair of MAX_MAP_CELLS.
 */
export const LOOK_MAP_AT = 72;
export const LOOK_MAP_SHIFT = 76;
export const MAX_MAP_CELLS = 2048;
export const LOOK_ABOVE = 32;
export const LOOK_BELOW = 40;
/** f64 z at or above and at or below which a look before the final one makes estimates beyond z. */
export const LOOK_ESTIMATE_ABOVE = 56;
export const LOOK_ESTIMATE_BELOW = 64;
/** i32, steps of the final event count that the look's z decides, 0 for none. */
export const LOOK_STEPS = 48;

/**
 * Results: one column per field, MAX_ROWS each, rows of a look one behind the other. A row's address is 8 × its index
 * plus the field for f64, half of that plus the field for i32. The kernel's columns, and U, V and the keys of the
 * medians. Columns are a cache line longer than their rows, so that a row's fields do not share cache sets.
 */
export const MAX_ROWS = 512;
/** Bytes from an f64 column to the next. */
export const DOUBLES = 8 * MAX_ROWS + LINE;
export const ROW_Z = LOOK + MAX_LOOKS * LOOK_BYTES;
export const ROW_U = ROW_Z + DOUBLES;
export const ROW_V = ROW_U + DOUBLES;
export const ROW_LOG_HR = ROW_V + DOUBLES;
export const ROW_SE = ROW_LOG_HR + DOUBLES;
export const ROW_MEDIAN0 = ROW_SE + DOUBLES;
export const ROW_MEDIAN1 = ROW_MEDIAN0 + DOUBLES;
/** A column for each arm. */
export const ROW_COMPENSATOR = ROW_MEDIAN1 + DOUBLES;
export const ROW_CUT = ROW_COMPENSATOR + MAX_ARMS * DOUBLES;
/** Bytes from an i32 column to the next. */
export const INTEGERS = 4 * MAX_ROWS + LINE;
/** 1 where the look's rule was met before the horizon. */
export const ROW_MET = ROW_CUT + INTEGERS;
/** 1 where the look took place. */
export const ROW_PERFORMED = ROW_MET + INTEGERS;
/** Counts, a column for each arm, INTEGERS apart. */
export const ROW_ENROLLED = ROW_PERFORMED + INTEGERS;
export const ROW_ENROLLED0 = ROW_ENROLLED;
export const ROW_ENROLLED1 = ROW_ENROLLED + INTEGERS;
export const ROW_EVENTS = ROW_ENROLLED + MAX_ARMS * INTEGERS;
export const ROW_EVENTS0 = ROW_EVENTS;
export const ROW_EVENTS1 = ROW_EVENTS + INTEGERS;
export const ROW_DROPOUTS = ROW_EVENTS + MAX_ARMS * INTEGERS;
export const ROW_COMPLETED = ROW_DROPOUTS + MAX_ARMS * INTEGERS;
/** Events that have happened; filled under scans. */
export const ROW_TRUE_EVENTS = ROW_COMPLETED + MAX_ARMS * INTEGERS;

/**
 * Per replicate, for a Poisson enrolment: f64 span; i32 arm and index of the patient who closes it (−1 for none), tick
 * of closing.
 */
export const SPANS = ROW_TRUE_EVENTS + MAX_ARMS * INTEGERS;
export const SPAN_BYTES = 32;
export const SPAN_ARM = 8;
export const SPAN_INDEX = 12;
export const SPAN_TICK = 16;

/** Lane states of the two replicates that are seeded together: four vectors per replicate and arm, an even number of arms. */
export const SEEDS = SPANS + MAX_ROWS * SPAN_BYTES;
export const SEED_ARM_BYTES = 64;
export const SEED_BYTES = MAX_ARMS * SEED_ARM_BYTES;

/** Lane states of pairs of streams beside those of the arms: of cells, covariates, starts, courses and scans; and four i32 counts. */
export const STREAM_BYTES = 2 * SEED_ARM_BYTES;
export const STREAM_KINDS = 6;
export const STREAMS = SEEDS + 2 * SEED_BYTES;

/** Steps of the final event count at the look that re-estimates: f64 z, and i32 events, of which there is one more. */
export const MAX_STEPS = 1024;
export const STEP_Z = STREAMS + STREAM_KINDS * STREAM_BYTES;
export const STEP_EVENTS = STEP_Z + 8 * MAX_STEPS;

/** Where the compiler may put the module's constants (memoryBase in asconfig.json), and room for them. */
export const STATIC_DATA = STEP_EVENTS + 4 * MAX_STEPS + LINE;
export const STATIC_BYTES = 16384;

/** The arrays of a replicate, to the end of memory. */
export const HEAP = STATIC_DATA + STATIC_BYTES;
