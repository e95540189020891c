/** Whether what was timed also gave the right answer. */
import type { KnownPower } from './designs.ts';

/** Beyond this many standard errors chance is no excuse (one in two million a line). */
const MOST_ERRORS = 5;

export interface Check {
  readonly text: string;
  readonly failed: boolean;
}

const percent = (p: number) => (100 * p).toFixed(2);

/** A difference between two estimates with its standard error. */
export function deviates(difference: number, standardError: number): boolean {
  return Math.abs(difference) > MOST_ERRORS * standardError;
}

/** Standard error of a proportion; a pseudo-count each way keeps 0 and 1 from looking certain. */
export function proportionError(count: number, of: number): number {
  const p = (count + 1) / (of + 2);
  return Math.sqrt((p * (1 - p)) / of);
}

/** `count` rejections of `of` against the known power, null when there is none. */
export function checkPower(count: number, of: number, known: KnownPower | null): Check {
  const error = proportionError(count, of);
  const found = `power ${percent(count / of)} ± ${percent(error)} %`;
  if (known === null) return { text: `${found}, known –`, failed: false };
  const failed = deviates(count / of - known.power, Math.hypot(error, known.standardError));
  return { text: `${found}, known ${percent(known.power)} ${failed ? 'FAIL' : 'ok'}`, failed };
}
