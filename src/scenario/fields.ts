/**
 * The kinds of field a scenario has. Each carries its rule as its error message (`must be …, e.g. …`),
 * so that a failed check reads on from the path and the value: `is -3; must be > 0, e.g. 9`.
 */

import * as z from 'zod';
import { grouped } from '../elementary/grouped.ts';
import { LONGEST, parseDuration, TIME_UNITS } from './duration.ts';
import { nearest } from './nearest.ts';

/** Starts the message of an unknown key; the keys known there follow. */
export const KNOWN_KEYS = 'known keys: ';

export interface Bounds {
  readonly above?: number;
  readonly from?: number;
  readonly below?: number;
  readonly to?: number;
  readonly whole?: boolean;
  /** The end of the rule: what the number means, and an example. */
  readonly hint: string;
}

/** A finite number within bounds. */
export function number(bounds: Bounds) {
  const rule = { error: (issue: { input?: unknown }) => numberRule(bounds, issue.input) };
  let field = bounds.whole ? z.int(rule) : z.number(rule);
  if (bounds.above !== undefined) field = field.gt(bounds.above, rule);
  if (bounds.from !== undefined) field = field.gte(bounds.from, rule);
  if (bounds.below !== undefined) field = field.lt(bounds.below, rule);
  if (bounds.to !== undefined) field = field.lte(bounds.to, rule);
  return field;
}

/** The rule for a message: `must be > 0 …` for a number of the wrong sign, the whole range otherwise. */
function numberRule(bounds: Bounds, input: unknown): string {
  const { above, from, below, to, whole, hint } = bounds;
  const positive = above === 0 || (from !== undefined && from > 0);
  if (positive && !whole && typeof input === 'number' && input <= 0) return `must be > 0 ${hint}`;
  const limits = [
    above === undefined ? null : `> ${grouped(above)}`,
    from === undefined ? null : `≥ ${grouped(from)}`,
    below === undefined ? null : `< ${grouped(below)}`,
    to === undefined ? null : `≤ ${grouped(to)}`,
  ].filter((part) => part !== null);
  const kind =
    typeof input === 'number' && !Number.isNaN(input) && (!whole || Number.isInteger(input))
      ? ''
      : whole
        ? 'a whole number '
        : 'a number ';
  return `must be ${kind}${limits.join(' and ')} ${hint}`;
}

const SHORTEST = 1e-6;

/** A time: a number in the scenario's unit or a text with its own. `least` is 'zero' where a time of 0 makes sense. */
export function duration(least: 'positive' | 'zero' = 'positive') {
  const from = least === 'zero' ? 0 : SHORTEST;
  const rule = { error: (issue: { input?: unknown }) => durationRule(least, issue.input) };
  return z
    .union([
      z.number(rule).gte(from, rule).lte(LONGEST, rule),
      z
        .string(rule)
        .regex(/^\d+(\.\d+)? ?(day|week|month|year)s?$/, { ...rule, abort: true })
        .refine((text) => {
          const count = parseDuration(text)?.count ?? Number.NaN;
          return count >= from && count <= LONGEST;
        }, rule),
    ])
    .meta({ examples: [9, '8 weeks'] });
}

/** A time before or after another, `-1 week`: as `duration`, of either sign. */
export function signedDuration() {
  const rule = { error: (issue: { input?: unknown }) => signedRule(issue.input) };
  return z
    .union([
      z.number(rule).gte(-LONGEST, rule).lte(LONGEST, rule),
      z
        .string(rule)
        .regex(/^-?\d+(\.\d+)? ?(day|week|month|year)s?$/, { ...rule, abort: true })
        .refine((text) => (parseDuration(text.replace(/^-/, ''))?.count ?? Number.NaN) <= LONGEST, rule),
    ])
    .meta({ examples: [0.5, '2 weeks', '-1 week'] });
}

function signedRule(input: unknown): string {
  if (typeof input === 'number' && !Number.isNaN(input)) return 'must be a time from −1,000,000 to 1,000,000, e.g. 0.5';
  return 'must be a time, negative for before: a number in timeUnit, e.g. 0.5, or a text with its own, e.g. "2 weeks" or "-1 week"';
}

function durationRule(least: 'positive' | 'zero', input: unknown): string {
  const sign = least === 'zero' ? '≥ 0' : '> 0';
  const written = typeof input === 'string' ? parseDuration(input)?.count : input;
  const count = typeof written === 'number' && !Number.isNaN(written) ? written : undefined;
  if (count !== undefined && count <= 0) return `must be a time ${sign}, e.g. 9 or "8 weeks"`;
  if (count !== undefined && count < 1) return 'must be a time ≥ 0.000001, e.g. 9 or "8 weeks"';
  if (count !== undefined) return 'must be a time ≤ 1,000,000, e.g. 9 or "8 weeks"';
  const misspelt = typeof input === 'string' ? /^(\d+(?:\.\d+)?) ?([a-z]+)$/i.exec(input) : null;
  const unit =
    misspelt &&
    nearest(
      misspelt[2],
      TIME_UNITS.flatMap((name) => [name, `${name}s`]),
    );
  const remedy = misspelt && unit ? ` (did you mean "${misspelt[1]} ${unit}"?)` : '';
  return `must be a time ${sign}: a number in timeUnit, e.g. 9, or a text with its own, e.g. "8 weeks"${remedy}`;
}

/** A line or paragraph of text. */
export function text(most: number, hint: string) {
  const rule = {
    error: ({ input }: { input?: unknown }) => {
      const remedy = typeof input === 'number' || typeof input === 'boolean' ? '; put it in quotes' : '';
      return `must be a text of 1 to ${most} characters ${hint}${remedy}`;
    },
  };
  return z
    .string(rule)
    .regex(/\S/, rule)
    .max(most, rule)
    .refine(
      (words) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(words.replace(/\s/g, '')),
      'must be text without control characters',
    );
}

/** One of a few words. */
export function oneOf<const W extends readonly string[]>(words: W) {
  return z.enum(words, `must be ${list(words)}`);
}

/** `a, b or c` */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

/** A mapping with these keys and no others; `a block of keys` to the user. */
export function record<S extends z.core.$ZodLooseShape>(shape: S) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? KNOWN_KEYS + known.join(', ')
        : known.length === 0
          ? 'must be {}: there is nothing to give here'
          : `must be a block of keys: ${known.join(', ')}`,
  });
}

/** A mapping whose keys depend on its `model`. */
export function oneModelOf<T extends readonly [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]]>(
  models: T,
  names: readonly string[],
) {
  return z.discriminatedUnion('model', models, {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? `must be ${list(names)}`
        : 'must be a block of keys that names its model, e.g. {model: exponential, median: 9}',
  });
}
