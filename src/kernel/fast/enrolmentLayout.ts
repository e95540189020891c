/**
 * The table of a plan's enrolment in the module's memory: byte offsets within it, shared by the driver and the module.
 * Two compilers read this file, so it holds nothing but integer constants.
 *
 *   header │ what the plan holds: by arm, block size, piece, cell, centre, factor │ room for a replicate
 */

/** Header, i32 each except where said: arrivals, arms. */
export const ENROL_PATIENTS = 0;
export const ENROL_ARMS = 4;

/** Where arrivals come from, and the pieces of an accrual: f64 breaks, origins, slopes, one array behind the other. */
export const ENROL_PATTERN = 8;
export const PATTERN_UNIFORM = 0;
export const PATTERN_POISSON = 1;
export const PATTERN_EVEN = 2;
export const PATTERN_CENTRES = 3;
export const ENROL_PIECES = 12;
export const ENROL_PIECES_AT = 16;
/** f64 x of the last possible entry. */
export const ENROL_TOTAL = 24;

/** The number of thresholds between cells, and the address of these, i32 each. */
export const ENROL_THRESHOLDS = 32;
export const ENROL_THRESHOLDS_AT = 36;

/** The number of centres, 0 without any; 1 where a cap may bind; the address of what the plan holds of them. */
export const ENROL_CENTRES = 40;
export const ENROL_CAPPED = 44;
export const ENROL_CENTRES_AT = 48;
/**
 * Arrays by centre, one behind the other, each of as many places as ENROL_CENTRES rounded up to fours; their offsets in bytes
 * over the number of places: f64 start, length of the period of opening, rate; f32 the gamma law's d, c, power; i32 cap.
 */
export const CENTRE_START = 0;
export const CENTRE_OVER = 8;
export const CENTRE_RATE = 16;
export const CENTRE_GAMMA_D = 24;
export const CENTRE_GAMMA_C = 28;
export const CENTRE_GAMMA_POWER = 32;
export const CENTRE_CAP = 36;
export const CENTRE_BYTES = 40;

/** How arms are allocated. */
export const ENROL_RULE = 52;
export const ALLOCATION_COMPLETE = 0;
export const ALLOCATION_BLOCKS = 1;
export const ALLOCATION_MINIMISATION = 2;
/** Blocks whose orders are drawn whole. */
export const ALLOCATION_ORDERS = 3;
/** Words of a patient's allocation. */
export const ENROL_WORDS = 56;
/**
 * Block sizes, and for each the running sums of its places by arm, i32, ENROL_ARMS of them; the sums of weights if complete;
 * by orders the number of orders of each and the address of the first, i32.
 */
export const ENROL_SIZES = 60;
export const ENROL_SIZES_AT = 64;
/**
 * Strata: their number, strata of one centre (0 where centres do not count), and the address of the stratum of every
 * cell, i32.
 */
export const ENROL_STRATA = 68;
export const ENROL_STRATA_OF_CENTRE = 72;
export const ENROL_STRATUM_OF_CELL_AT = 76;
/**
 * Minimisation: f64 weights, units and probabilities by arm, one array behind the other, and room for one more; factors; for each i32 first level,
 * 1 where the level is the centre, and the address of the level of every cell.
 */
export const ENROL_WEIGHTS_AT = 80;
export const ENROL_FACTORS = 84;
export const ENROL_FACTORS_AT = 88;
export const FACTOR_FIRST = 0;
export const FACTOR_BY_CENTRE = 4;
export const FACTOR_LEVELS_AT = 8;
/** Address of the shares of the level of the patient at hand, i32. */
export const FACTOR_ROW = 12;
export const FACTOR_BYTES = 16;
/** Levels of all factors. */
export const ENROL_LEVELS = 92;

/**
 * Frailty: how hazards are distributed; f32 standard deviation of their binary logarithm, or their variance; f32 d, c, power
 * of their gamma law; f32 standard deviation of the effects' binary logarithm.
 */
export const ENROL_FRAILTY = 96;
export const FRAILTY_NONE = 0;
export const FRAILTY_ALIKE = 1;
export const FRAILTY_LOGNORMAL = 2;
export const FRAILTY_GAMMA = 3;
export const ENROL_FRAILTY_SCALE = 100;
export const ENROL_FRAILTY_LAW = 104;
export const ENROL_EFFECT_SCALE = 116;

/** What a replicate gives: by arm i32 arrivals and byte offset of the first, ARM_PLACE_BYTES; by centre i32 opening, f64 hazard and effect. */
export const ENROL_ARM_PLACES_AT = 120;
export const ARM_PLACE_COUNT = 0;
export const ARM_PLACE_OFFSET = 4;
export const ARM_PLACE_BYTES = 8;
export const ENROL_OPENINGS_AT = 124;
export const ENROL_HAZARDS_AT = 128;
export const ENROL_EFFECTS_AT = 132;

/** Room for a replicate, by arrival: f64 operational times; i32 4 × ticks, centres, cells, words; places for one more. */
export const ENROL_SUMS_AT = 136;
export const ENROL_TICKS_AT = 144;
export const ENROL_CENTRE_AT = 148;
export const ENROL_CELL_AT = 152;
export const ENROL_SHARES_AT = 156;
export const ENROL_ALLOCATION_AT = 160;
/** Bytes of one array of i32; 4 × ticks, centres, cells of each arm. */
export const ENROL_STRIDE = 164;
export const ENROL_ARM_ROOM_AT = 168;
/**
 * For each of 16 masks of four numbers, byte shuffles that close up those whose bit is not set, and those whose bit is set.
 */
export const ENROL_SHUFFLES_AT = 216;
/** By centre: f64 rates, running sums, totals; i32 the sums in units; i64 keys of the order; i32 order, room; and the guide, u16. */
export const ENROL_RATES_AT = 172;
export const ENROL_CUMULATIVE_AT = 176;
export const ENROL_UNITS_AT = 140;
export const ENROL_KEYS_AT = 212;
export const ENROL_ORDER_AT = 180;
export const ENROL_ROOM_AT = 184;
export const ENROL_TOTALS_AT = 188;
export const ENROL_GUIDE_AT = 192;
/** 1 where centres are still units among the rates, in the shares' room. */
export const ENROL_GUIDED = 196;
/** The guide has 2^11 places, one for units alike in their upper 11 bits. */
export const GUIDE_PLACES = 2048;
export const GUIDE_SHIFT = 21;
/** By stratum and arm, i32 places left; by stratum, i32 what is left of the order; by level and arm, f64 shares. */
export const ENROL_LEFT_AT = 200;
export const ENROL_SHARES_OF_ARMS_AT = 204;
/** Lane states of two streams, and of two more. */
export const ENROL_SEEDS_AT = 208;

export const ENROL_HEADER_BYTES = 256;
