/**
 * The table of a plan's statistics in the module's memory: offsets within its records. Two compilers read this file, so
 * it holds nothing but integer constants.
 *
 *   head ─▶ comparisons ─▶ segments of sorted codes, one a stratum
 *        ─▶ statistics  ─▶ results: columns of z, estimate and information
 *        ─▶ columns that comparisons share, one comparison after another
 */

/** The most statistics that one combines. */
export const MOST_COMPONENTS = 8;

/** Head: i32 numbers of comparisons and of statistics, and the addresses of their records. */
export const HEAD_COMPARISONS = 0;
export const HEAD_STATISTICS = 4;
export const HEAD_COMPARISON = 8;
export const HEAD_STATISTIC = 12;
/** Columns of an f64 for each event time, HEAD_STRIDE bytes each: pooled survival before it, d₁ − dY₁/Y, variance, weights. */
export const HEAD_COLUMNS = 16;
export const HEAD_STRIDE = 20;
/** Columns of both arms' curves: f64 survival, then i32 keys and numbers at risk, for each arm. */
export const HEAD_CURVES = 24;
/** Where a combination's scores and covariances are handed over: MOST_COMPONENTS f64, and as many rows of as many. */
export const HEAD_COMBINED = 28;
/** f64, one tick in the scenario's unit of time. */
export const HEAD_UNIT = 32;
/** i32 index of the comparison that the observed hazard ratio is fitted to, −1 for none. */
export const HEAD_HAZARD_RATIO = 40;
/**
 * Where comparisons from time origins of their own put a code for each patient, and those of time-dependent treatment what
 * says when each began to be treated; and where the latter are sorted. 0 where no comparison asks.
 */
export const HEAD_ORIGIN_CODES = 44;
export const HEAD_SWITCH_CODES = 48;
export const HEAD_SWITCHES = 52;
export const HEAD_BYTES = 64;

/**
 * Comparison: i32 strata, address of their segments, 1 where its codes are those of the plain comparison, and bits that
 * say what its statistics read; its experimental arm; strata of cells, and the address of an i32 for each cell, its stratum
 * or −1 (0 for one stratum of everybody), behind 16 bytes with those of the first cells; 1 where each centre has strata of
 * its own; its time origin, and the ticks of a landmark; address of the segments of its switches, 0 for none; what the module
 * notes, from where on the codes of all patients of the control and of the arm were gathered; and the address of what an
 * adjusted comparison has of its own (adjustedLayout.ts), 0 for none.
 */
export const COMPARISON_STRATA = 0;
export const COMPARISON_SEGMENTS = 4;
export const COMPARISON_PLAIN = 8;
export const COMPARISON_READS = 12;
export const COMPARISON_ARM = 16;
export const COMPARISON_CELL_STRATA = 20;
export const COMPARISON_STRATUM_OF = 24;
export const COMPARISON_BY_CENTRE = 28;
export const COMPARISON_ORIGIN = 32;
export const COMPARISON_LANDMARK = 36;
export const COMPARISON_SWITCHES = 40;
export const COMPARISON_CONTROL_CODES = 44;
export const COMPARISON_ARM_CODES = 48;
export const COMPARISON_ADJUSTED = 52;
/** i32 address of its endpoint (courseLayout.ts), 0 for the driving one. */
export const COMPARISON_ENDPOINT = 56;
export const COMPARISON_BYTES = 64;
/** Time origins of trial/timeOrigin.ts. */
export const ORIGIN_RANDOMISATION = 0;
export const ORIGIN_EXACT_TIMES = 1;
export const ORIGIN_TREATMENT_START = 2;
export const ORIGIN_EVER_TREATED = 3;
export const ORIGIN_LANDMARK = 4;
export const ORIGIN_TIME_DEPENDENT = 5;
/** What the statistics of a comparison read. */
export const READS_TABLE = 1;
export const READS_POOLED = 2;
export const READS_DIFFERENCES = 4;
export const READS_CURVES = 8;
export const READS_COVARIATES = 16;

/**
 * Segment of a stratum: i32 address of its first code and of the end, behind which eight places may be overwritten; and
 * what the module notes, where its rows of the risk table end; and for an adjusted comparison the patients of strata before it, its least code,
 * and a table of the first of the codes that are alike in their excess over that without its last so many bits.
 */
export const SEGMENT_FROM = 0;
export const SEGMENT_END = 4;
export const SEGMENT_ROWS = 8;
export const SEGMENT_FIRST = 12;
export const SEGMENT_LEAST = 16;
export const SEGMENT_TABLE = 20;
export const SEGMENT_SHIFT = 24;
export const SEGMENT_BYTES = 32;

/**
 * Statistic: i32 kind, index of its comparison, address of its results, number of components, variant, 1 where z is
 * turned; f64 a time on study in ticks; sums over strata that the module keeps, f64; f64 the log of the hazard ratio that is
 * the null; and components.
 */
export const STATISTIC_KIND = 0;
export const STATISTIC_COMPARISON = 4;
export const STATISTIC_RESULTS = 8;
export const STATISTIC_COMPONENTS = 12;
export const STATISTIC_VARIANT = 16;
export const STATISTIC_TURNED = 20;
export const STATISTIC_TICKS = 24;
export const STATISTIC_DIFFERENCE = 32;
export const STATISTIC_VARIANCE = 40;
export const STATISTIC_PATIENTS = 48;
export const STATISTIC_LOG_MARGIN = 56;
export const STATISTIC_COMPONENT = 64;

/** Component: i32 kind of weights, and two f64 parameters of them. */
export const COMPONENT_KIND = 0;
export const COMPONENT_FIRST = 8;
export const COMPONENT_SECOND = 16;
export const COMPONENT_BYTES = 32;
export const STATISTIC_BYTES = STATISTIC_COMPONENT + MOST_COMPONENTS * COMPONENT_BYTES;

/** Results: MAX_ROWS f64 each of z, estimate and information, rows as those of layout.ts. */
export const RESULT_COLUMNS = 3;

/** What the driver computes; the log-rank of the plain comparison; and what the module computes. */
export const KIND_OUTSIDE = 0;
export const KIND_PLAIN_LOG_RANK = 1;
export const KIND_LOG_RANK = 2;
export const KIND_WEIGHTED = 3;
export const KIND_COMBINED = 4;
export const KIND_COX = 5;
export const KIND_RMST = 6;
export const KIND_MILESTONE = 7;
export const KIND_MEDIANS = 8;
export const KIND_ADJUSTED_COX = 9;
export const KIND_MARGIN = 10;

/** Cox's test: Wald's or the score's. RMST: difference or ratio. Milestone: log(−log S) or S. */
export const VARIANT_STANDARD = 0;
export const VARIANT_OTHER = 1;

/** Weights: 1; S(t−)^first (1 − S(t−))^second; 1/S until `first` ticks; 1/max(S, first); share at risk; its root. */
export const WEIGHTS_ONE = 0;
export const WEIGHTS_FLEMING_HARRINGTON = 1;
export const WEIGHTS_MODEST_UNTIL = 2;
export const WEIGHTS_MODEST_SURVIVAL = 3;
export const WEIGHTS_AT_RISK = 4;
export const WEIGHTS_ROOT_AT_RISK = 5;
