/** Lists with one value per look. */
import { type Context, figure } from './context.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';

export const WITH_FINAL = 'one for each look and one for the final analysis';

/** Whether a list is as long as it must be; reports it otherwise. */
export function hasLength(
  values: readonly unknown[],
  length: number,
  which: string,
  at: Path,
  context: Context,
): boolean {
  if (values.length === length) return true;
  const state = values.length === 0 ? 'is an empty list' : `is a list of ${values.length}`;
  context.report(at, `${state}; must have ${length}, ${which}`);
  return false;
}

/**
 * The looks at which a list has a value; reports a value at a look that leaves `what` out, and a null at a look that
 * asks for it.
 */
export function looksWithValue(
  values: readonly (number | null)[],
  looks: SequentialFile['looks'],
  what: 'efficacy' | 'futility',
  at: Path,
  context: Context,
): boolean[] | null {
  let sound = true;
  values.forEach((value, k) => {
    const wanted = looks[k][what];
    if (wanted === undefined || wanted === (value !== null)) return;
    sound = false;
    const remedy = value === null ? 'give a number' : 'write null';
    const state = value === null ? 'is empty (null)' : `is ${figure(value)}`;
    context.report([...at, k], `${state}, but look ${k + 1} has ${what}: ${wanted}; ${remedy}, or change the look`);
  });
  return sound ? values.map((value) => value !== null) : null;
}
