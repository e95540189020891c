/**
 * The kinds of field that a saved result has. A kind is of exactly one type: a record must name every field of its type
 * and no other, so that a field added to a result does not compile until its kind is given too.
 */
import * as z from 'zod';

/** Checks that a value is a T. Invariant in T: a kind of `number` is none of `number | null`. */
export type Kind<T> = z.ZodType<T> & { readonly exactly?: (value: T) => T };

const kind = <T>(schema: z.ZodType): Kind<T> => schema as unknown as Kind<T>;

/** The range of a number; an end that is left out is that of `LARGEST`. */
interface Range {
  readonly from?: number;
  readonly to?: number;
  readonly whole?: boolean;
  /** Not finite values that have a meaning here. */
  readonly also?: readonly number[];
}

/** No count, time or ratio of a trial comes near this. */
const LARGEST = 1e12;

const NAMES = new Map([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, '∞'],
  [Number.NEGATIVE_INFINITY, '−∞'],
]);

const end = (x: number): string => (x < 0 ? `−${-x}` : String(x));

function numeric({ from = -LARGEST, to = LARGEST, whole = false, also = [] }: Range): Kind<number> {
  const what = whole ? 'a whole number' : 'a number';
  const rest = also.map((x) => `, or ${NAMES.get(x)}`).join('');
  const error = `must be ${what} from ${end(from)} to ${end(to)}${rest}`;
  const holds = (x: unknown): x is number =>
    typeof x === 'number' && ((x >= from && x <= to && (!whole || Number.isInteger(x))) || also.includes(x));
  return kind(z.custom<number>(holds, { error, abort: true }));
}

/** Rounding of sums and of integrals over densities that are cut off. */
export const ROUNDING = 1e-6;

export const number = numeric({});
export const nonNegative = numeric({ from: 0 });
export const count = numeric({ from: 0, whole: true });
/** A count of things of which there is at least one. */
export const positiveCount = numeric({ from: 1, whole: true });
export const probability = numeric({ from: -ROUNDING, to: 1 + ROUNDING });
/** A number that is NaN where it could not be estimated. */
export const numberOrNaN = numeric({ also: [Number.NaN] });
export const probabilityOrNaN = numeric({ from: 0, to: 1, also: [Number.NaN] });
export const nonNegativeOrNaN = numeric({ from: 0, also: [Number.NaN] });
/** A time, ∞ where it never comes. */
export const timeOrNever = numeric({ from: 0, also: [Number.POSITIVE_INFINITY] });
/** A number that may be ∞: a bound that nothing reaches, or the median of a curve that stays above a half. */
export const numberOrInfinite = numeric({ also: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] });

export const flag: Kind<boolean> = kind(z.boolean({ error: 'must be true or false' }));

/** The limit of a scenario's file, which is the longest of all. */
const LONGEST_TEXT = 1_000_000;

/** What a program writes where a text is missing by mistake. */
const NO_WORDS = /^\s*(undefined|NaN|[-−]?Infinity|\[object \w+\])\s*$/;

function textual(holds: (x: string) => boolean, error: string): Kind<string> {
  return kind(
    z.custom<string>((x) => typeof x === 'string' && x.length <= LONGEST_TEXT && holds(x), { error, abort: true }),
  );
}

/** A user's own words, whatever they are. */
export const name = textual((x) => x.trim() !== '', 'must be a text');
/** Words of the program. */
export const text = textual((x) => x.trim() !== '' && !NO_WORDS.test(x), 'must be a text in words');

/** A text of a form; `like` is an example. */
export function formed(pattern: RegExp, like: string): Kind<string> {
  return kind(
    z.custom<string>((x) => typeof x === 'string' && pattern.test(x), { error: `must be like ${like}`, abort: true }),
  );
}

export const sha256 = formed(/^[0-9a-f]{64}$/, '64 digits from 0 to f');

/** A value of a scenario's field. */
export const fieldValue: Kind<number | boolean | string> = kind(
  z.custom((x) => typeof x === 'boolean' || Number.isFinite(x) || (typeof x === 'string' && x.trim() !== ''), {
    error: 'must be a number, a text, or true or false',
    abort: true,
  }),
);

/** One of a few words or numbers. */
export function oneOf<const V extends string | number>(...values: readonly V[]): Kind<V> {
  return kind(
    z.custom<V>((x) => values.includes(x as V), { error: `must be one of ${values.join(', ')}`, abort: true }),
  );
}

export function nullable<T>(inner: Kind<T>): Kind<T | null> {
  return kind(z.nullable(inner));
}

/** A field that a record may leave out. */
export function optional<T>(inner: Kind<T>): Kind<T> {
  return kind(z.optional(inner));
}

/** A list of at least `least` and at most `most` elements. */
export function list<T>(inner: Kind<T>, least = 0, most = 100_000): Kind<readonly T[]> & Kind<T[]> {
  const error =
    most === least ? `must be a list of ${least}` : `must be a list${least > 0 ? ` of at least ${least}` : ''}`;
  return kind(z.array(inner, { error: 'must be a list' }).min(least, { error }).max(most, { error })) as Kind<
    readonly T[]
  > &
    Kind<T[]>;
}

export function pair<T>(inner: Kind<T>): Kind<readonly [T, T]> {
  return kind(list(inner, 2, 2));
}

export type FieldKinds<T> = { readonly [K in keyof T]-?: Kind<Exclude<T[K], undefined>> };

const MISSING_KEYS = 'must be a block of keys';

/** A kind for each field of T. */
export function record<T>(shape: FieldKinds<T>): Kind<T> {
  return kind(z.strictObject(shape as unknown as Record<string, z.ZodType>, { error: MISSING_KEYS }));
}

/** Keys of any name, values of one kind. */
export function keyed<T>(inner: Kind<T>): Kind<Readonly<Record<string, T>>> {
  return kind(z.record(z.string(), inner, { error: MISSING_KEYS }));
}

type Branch<U, D extends PropertyKey, V> =
  U extends Readonly<Record<D, infer W>> ? (V extends W ? Omit<U, D> : never) : never;

/** A union told apart by the word at `key`; the branches have the other fields. */
export function union<U extends object, D extends keyof U & string>(
  key: D,
  branches: { readonly [V in U[D] & string]: FieldKinds<Branch<U, D, V>> },
): Kind<U> {
  const words = Object.keys(branches);
  const options = Object.entries(branches).map(([word, shape]) =>
    z.strictObject({ [key]: z.literal(word), ...(shape as Record<string, z.ZodType>) }, { error: MISSING_KEYS }),
  );
  const error = (issue: { code?: string; input?: unknown }): string =>
    issue.input !== null && typeof issue.input === 'object' && !Array.isArray(issue.input)
      ? `must have a ${key} of ${words.join(', ')}`
      : MISSING_KEYS;
  return kind(z.discriminatedUnion(key, options as never, { error }));
}

/** Either of two records that share no key. */
export function either<A, B>(first: Kind<A>, second: Kind<B>): Kind<A | B> {
  return kind(z.union([first, second], { error: 'must have the keys of one of its two forms, and valid values' }));
}

/** Of two records the one that has the key, or the one that has not; problems are those of that one. */
export function eitherByKey<A, B>(key: string, having: Kind<A>, lacking: Kind<B>): Kind<A | B> {
  const has = (value: unknown) => value !== null && typeof value === 'object' && key in value;
  return kind(
    z.unknown().superRefine((value, context) => {
      const parsed = (has(value) ? having : lacking).safeParse(value);
      for (const issue of parsed.error?.issues ?? []) context.issues.push(issue as z.core.$ZodRawIssue);
    }),
  );
}

/** A block of keys whose fields are checked elsewhere. */
export function block<T extends object>(): Kind<T> {
  return kind(
    z.custom<T>((x) => x !== null && typeof x === 'object' && !Array.isArray(x), { error: MISSING_KEYS, abort: true }),
  );
}

/** A kind that holds itself. */
export function lazily<T>(make: () => Kind<T>): Kind<T> {
  return kind(z.lazy(make));
}

/** Says what is wrong at a path within a value; `rule` reads on from it. */
export type Wrong = (path: readonly (string | number)[], rule: string) => void;

/** A kind whose fields agree with one another. `check` gets only sound fields. */
export function agreeing<T>(inner: Kind<T>, check: (value: T, wrong: Wrong) => void): Kind<T> {
  return kind(
    inner.superRefine((value, context) =>
      check(value, (path, message) => context.addIssue({ code: 'custom', path: [...path], message })),
    ),
  );
}

/** Whether two numbers are equal up to rounding, NaN being equal to NaN. */
export function near(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}
