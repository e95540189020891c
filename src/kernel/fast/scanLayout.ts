/**
 * How the module finds the scans of an arm, its deaths and its dropout: byte offsets from the address of the arm's table, which
 * scanParameters.ts fills. Addresses in the table are absolute. Two compilers read this file, so it holds nothing but
 * integer constants.
 */

/** i32 ticks of a fixed follow-up (NEVER without one); f32 mean time to dropout in quanta, 0 for none. */
export const SCAN_FOLLOW_UP = 0;
export const SCAN_DROPOUT_MEAN = 4;
/** A schedule's numbers, as ../draw/scan.ts has them: i32 but for the f32 slope and rounder. */
export const SCAN_REACH = 8;
export const SCAN_SHIFT = 12;
export const SCAN_SLOPE = 16;
export const SCAN_ROUNDER = 20;
export const SCAN_ATTENDED_FROM = 24;
/** i32 1 where scans are moved or missed. */
export const SCAN_MOVES = 28;
/** i32 number of pieces, and addresses of their f64 starts, intervals and first scans, of which there is one more. */
export const SCAN_PIECES = 32;
export const SCAN_STARTS = 36;
export const SCAN_INTERVALS = 40;
export const SCAN_FIRSTS = 44;
/**
 * The guides from a tick to scans near it: i32 bits by which ticks are shifted to the number of an entry (−1 without guides),
 * and addresses of both. An entry of 16 bytes: the nominal ticks of two scans, the first one's number × COUNTER, and 0. Where
 * scans move, the bits of ROUNDER × 2^shift are taken off the ticks, which leaves them to be added by the moves.
 */
export const SCAN_GUIDE_SHIFT = 48;
export const SCAN_FORWARD = 52;
export const SCAN_BACKWARD = 56;
/** Nominal tick in a guide of a scan later than the clock, or before the first. */
export const SCAN_NONE = 1 << 30;
/** The hash's i32 COUNTER and MULTIPLIERS: the module keeps what it loads in registers, but makes constants anew. */
export const SCAN_COUNTER = 60;
export const SCAN_MULTIPLIER0 = 120;
export const SCAN_MULTIPLIER1 = 124;

/** i32 kind of deaths; f32 share or hazard. */
export const SCAN_DEATHS = 64;
export const SCAN_DEATH_HAZARD = 68;
export const DEATHS_NONE = 0;
export const DEATHS_SHARE = 1;
export const DEATHS_HAZARD = 2;
/** The hazard at the event as ../draw/deathLaw.ts has it: i32 pieces, and address of i32 starts and f32 values. */
export const HAZARD_PIECES = 72;
export const HAZARD_STARTS = 76;
export const HAZARD_VALUES = 80;
/** i32 1 for a Weibull clock, its f32 ticks⁻¹, exponent and shape. */
export const HAZARD_WEIBULL = 84;
export const HAZARD_PER_TICK = 88;
export const HAZARD_EXPONENT = 92;
export const HAZARD_SHAPE = 96;
/** i32 1 for a cure, f32 shares cured and not, addresses of f32 origins and slopes. */
export const HAZARD_CURE = 100;
export const HAZARD_CURED = 104;
export const HAZARD_UNCURED = 108;
export const HAZARD_ORIGINS = 112;
export const HAZARD_SLOPES = 116;
/**
 * f32 ticks by which 1 − U, the word of dropout being U × 2³², bounds the time to dropout from below: times 2³¹ (1 − U) it is no more than
 * that time, with room for roundings, and at most 2²⁸.
 */
export const SCAN_DROPOUT_BOUND = 128;
export const SCAN_BYTES = 192;
