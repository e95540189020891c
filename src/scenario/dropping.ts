/** Arms given up at looks: from the file to the rule. */
import type { Dropping } from '../trial/hypothesisFamily.ts';
import { type Context, exactlyOne } from './context.ts';
import { hasLength } from './eachLook.ts';
import type { Path } from './problems.ts';
import type { ComparisonsFile } from './schema.ts';

type DroppingFile = NonNullable<ComparisonsFile['dropping']>;

/**
 * The rule at `at` of a trial with this many experimental arms and looks. Null when something is wrong; every reason
 * found is reported.
 */
export function plannedDropping(
  spec: DroppingFile,
  arms: number,
  looks: number,
  at: Path,
  context: Context,
): Dropping | null {
  if (looks === 0) {
    context.report(at, 'is given, but there is no look before the final analysis; give trial.sequential, or remove it');
    return null;
  }
  const kind = exactlyOne(spec, ['z', 'keepBest'], at, context);
  if (kind === null) return null;
  const here = [...at, kind];
  const given = spec[kind] as number | (number | null)[];
  const values = Array.isArray(given) ? given : Array.from({ length: looks }, () => given);
  if (!hasLength(values, looks, 'one for each look (null where no arm is dropped)', here, context)) return null;
  const drops = (value: number | null) => value !== null && (kind === 'z' || value > 0);
  if (!values.some(drops)) {
    context.report(here, 'drops no arm at any look; give a number for one, or remove dropping');
    return null;
  }
  if (kind === 'z') return { kind, atMost: values.map((value) => value ?? Number.NEGATIVE_INFINITY) };
  const kept = values.map((value) => value ?? 0);
  return keepsFewer(kept, arms, Array.isArray(given), here, context) ? { kind, arms: kept } : null;
}

/** Whether every look that drops arms keeps fewer than there are; reports the first that does not. */
function keepsFewer(kept: readonly number[], arms: number, listed: boolean, at: Path, context: Context): boolean {
  let left = arms;
  for (const [k, count] of kept.entries()) {
    const first = left === arms;
    if (count > left || (first && count === arms)) {
      const rule = first
        ? `must be < ${arms}, the number of experimental arms`
        : `must be ≤ ${left}, those kept at a look before`;
      context.report(listed ? [...at, k] : at, `is ${count}; ${rule}: null (or 0) where no arm is dropped`);
      return false;
    }
    if (count > 0) left = count;
  }
  return true;
}

/** The looks at which arms may be dropped. */
export function looksThatDrop(dropping: Dropping | null, looks: number): boolean[] {
  return Array.from({ length: looks }, (_, k) => {
    if (dropping === null) return false;
    return dropping.kind === 'z' ? dropping.atMost[k] > Number.NEGATIVE_INFINITY : dropping.arms[k] > 0;
  });
}
