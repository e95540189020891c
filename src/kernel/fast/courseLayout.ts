/**
 * What follows the first event, and the endpoints beside the driving one, as the module finds them: byte offsets within each
 * table. Two compilers read this file, so it holds nothing but integer constants. Addresses in a table are those of the memory.
 */

/**
 * An arm's course (plan/coursePlan.ts): i32 pieces and their address; exits from progression on, one, or two where patients
 * switch, and the addresses of their laws, records as those of arms (layout.ts); 1 where it is asked which events are deaths;
 * 1 where 16 bits decide between death, progression and dropout after it, whose limits stand in the one piece and in the law.
 */
export const COURSE_PIECES = 0;
export const COURSE_PIECES_AT = 4;
export const COURSE_EXITS = 8;
export const COURSE_EXIT0 = 12;
export const COURSE_EXIT1 = 16;
export const COURSE_DEATHS = 20;
export const COURSE_SHARED = 24;
export const COURSE_BYTES = 32;
/** A piece: i32 tick on study that it begins at, limits of 31 bits for a death and for a switch. */
export const COURSE_DEATH_BELOW = 4;
export const COURSE_SWITCH_BELOW = 8;
export const COURSE_PIECE_BYTES = 16;

/** Endpoints: i32 their number, behind which they stand. */
export const ENDPOINTS = 16;
/** An endpoint: i32 kind; addresses of exits as they become known and as they happen, the same without scans. */
export const ENDPOINT_KIND = 0;
export const ENDPOINT_EXITS = 4;
export const ENDPOINT_TRUE_EXITS = 8;
export const ENDPOINT_DEATH = 0;
export const ENDPOINT_PROGRESSION = 1;
export const ENDPOINT_RESPONSE = 2;
/**
 * i32 addresses of the codes of all patients, and of those were progression known at once; in a plain trial the former is of the
 * sorted codes of those enrolled, and of these there are ENDPOINT_CODES.
 */
export const ENDPOINT_KNOWN = 12;
export const ENDPOINT_TRUE_KNOWN = 16;
export const ENDPOINT_CODES = 20;
/** i32 addresses of the counts: columns of MAX_ROWS i32, of the events of each arm, then of those of whom no more will be known. */
export const ENDPOINT_COUNTS = 28;
/** i32 address of the maps by which codes find their buckets, fields of a record for each look as those of layout.ts. */
export const ENDPOINT_MAPS = 32;
/** i32 1 where patients are seen at scans. */
export const ENDPOINT_SCANNED = 36;
/** Of a response: i32 tick on study of the assessment, and address of the arms' records; f32 ρ and √(1 − ρ²). */
export const ENDPOINT_TICKS = 40;
export const ENDPOINT_ARMS = 44;
export const ENDPOINT_ALONG = 48;
export const ENDPOINT_APART = 52;
export const ENDPOINT_BYTES = 64;

/**
 * An arm's responses: the limit of 31 bits below which a patient responds where nothing goes with the response; else i32 address of the
 * survival and f32 limit of the score.
 */
export const RESPONSE_BELOW = 0;
export const RESPONSE_SURVIVAL = 4;
export const RESPONSE_LIMIT = 8;
export const RESPONSE_BYTES = 16;

/** Survival at a tick (../draw/survivalAtTick.ts): i32 pieces; i32 1 for a Weibull clock, f32 ticks⁻¹ and shape; i32 1 for a cure, f32 shares. */
export const SURVIVAL_PIECES = 0;
export const SURVIVAL_WEIBULL = 4;
export const SURVIVAL_PER_TICK = 8;
export const SURVIVAL_SHAPE = 12;
export const SURVIVAL_CURE = 16;
export const SURVIVAL_CURED = 20;
export const SURVIVAL_UNCURED = 24;
export const SURVIVAL_PIECE = 32;
/** A piece: i32 start, f32 origin, slope, offset and ratio. */
export const PIECE_START = 0;
export const PIECE_ORIGIN = 4;
export const PIECE_SLOPE = 8;
export const PIECE_OFFSET = 12;
export const PIECE_RATIO = 16;
export const PIECE_BYTES = 32;
