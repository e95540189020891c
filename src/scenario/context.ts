/** What resolving needs besides the values: the unit, and a place to report what is wrong. */
import type { PublishedCurve } from '../evidence/reconstruct.ts';
import type { TimeUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { Tables } from './tables.ts';

/** A reported arm, with its published curve where it has one. */
export interface ArmWithCurve {
  readonly name: string;
  readonly curve?: PublishedCurve;
}

export interface Context {
  /** The unit that times are resolved to. */
  readonly unit: TimeUnit;
  /** The unit of plain numbers in the file. */
  readonly plainUnit: TimeUnit;
  /** Note a problem; `text` reads on from the path: `is 30; must be …`. */
  report(path: Path, text: string): void;
  /** Tables in files of their own; left out where none can be read. */
  readonly tables?: Tables;
  /** The reported arms, null where the study is not sound, which has been reported; left out without a study. */
  readonly curves?: () => readonly ArmWithCurve[] | null;
}

/** A context that reports as `context` does and knows whether it has reported nothing so far. */
export function watched(context: Context): { context: Context; sound(): boolean } {
  let sound = true;
  const report = (path: Path, text: string) => {
    sound = false;
    context.report(path, text);
  };
  return { context: { ...context, report }, sound: () => sound };
}

/** The keys of `fields` that are given. */
export function given(fields: object, keys: readonly string[]): string[] {
  return keys.filter((key) => (fields as Record<string, unknown>)[key] !== undefined);
}

/** The one key of `keys` that is given; reports (with a `hint` when there are several) and returns null when it is not. */
export function exactlyOne<K extends string>(
  fields: object,
  keys: readonly K[],
  at: Path,
  context: Context,
  hint = '',
): K | null {
  const found = given(fields, keys) as K[];
  if (found.length === 1) return found[0];
  const state = found.length === 0 ? 'is incomplete' : `gives ${found.join(' and ')}`;
  context.report(at, `${state}; must give exactly one of ${keys.join(', ')}${found.length > 1 ? hint : ''}`);
  return null;
}

/** Whether `times` ascend strictly; reports the first that does not at `at[i].key`. */
export function ascending(times: readonly number[], at: Path, key: string, context: Context): boolean {
  const i = times.findIndex((time, j) => j > 0 && time <= times[j - 1]);
  if (i < 0) return true;
  context.report(
    [...at, i, key],
    `is ${figure(times[i])}, after ${figure(times[i - 1])}; must be later: list them in order of time`,
  );
  return false;
}

/** Whether the first time is 0; reports it otherwise. */
export function startsAtZero(times: readonly number[], at: Path, context: Context): boolean {
  if (times[0] === 0) return true;
  context.report(
    [...at, 0, 'from'],
    `is ${figure(times[0])}; must be 0 in the first of the list: it says what holds from the start`,
  );
  return false;
}

/** A number for a message: at most 6 significant digits. */
export function figure(x: number): string {
  return String(Number(x.toPrecision(6)));
}

/** A time for a message: `24 months`. */
export function timeText(time: number, { unit }: Context): string {
  return `${figure(time)} ${unit}${time === 1 ? '' : 's'}`;
}
