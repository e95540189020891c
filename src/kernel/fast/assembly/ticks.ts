/** Whole numbers that times are measured in; twin of ../../plan/ticks.ts. */

/** Calendar tick of what never happens: later than any analysis. */
export const NEVER: i32 = (1 << 29) - 1;
