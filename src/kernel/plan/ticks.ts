/** Whole numbers that times are measured in: calendar ticks (kernelPlan.ts), and what is too late or too fine for them. */

/** Calendar tick of what never happens: later than any analysis. */
export const NEVER = 2 ** 29 - 1;

/** The tick of a time in the scenario's unit. Times are rounded on their own, never summed from rounded parts. */
export function tickOf(time: number, ticksPerUnit: number): number {
  return Math.min(NEVER, Math.round(time * ticksPerUnit));
}

/** Ticks in which competing exits are drawn; the ticks within are uniform. See draw/drawArm.ts. */
export const QUANTUM = 64;
