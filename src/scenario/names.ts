/** Names that a file gives to its arms, factors, levels and hypotheses, and refers to elsewhere. */
import type { Context } from './context.ts';
import { list } from './fields.ts';
import { nearest } from './nearest.ts';
import { type Path, shown } from './problems.ts';

/** Whether all names at `at[i].name` differ; reports every one that another `what` has already. */
export function distinct(named: readonly { name: string }[], at: Path, what: string, context: Context): boolean {
  const names = named.map(({ name }) => name.trim());
  const repeated = names.flatMap((name, i) => (names.indexOf(name) < i ? [i] : []));
  for (const i of repeated) context.report([...at, i, 'name'], `is the name of another ${what} too; give each its own`);
  return repeated.length === 0;
}

/** Position of a name among those known; -1, which is reported with the known names (each a `what`), for any other. */
export function positionOf(name: string, known: readonly string[], what: string, at: Path, context: Context): number {
  const position = known.indexOf(name.trim());
  if (position < 0)
    context.report(at, `is "${shown(name)}"; must be ${what}: ${list(known)}${suggestion(name, known)}`);
  return position;
}

/** ` (did you mean …?)`, or nothing where no known name is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = name.trim().length > 1 ? nearest(name.trim(), known) : null;
  return near === null ? '' : ` (did you mean ${near}?)`;
}
