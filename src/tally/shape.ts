/**
 * What a collector keeps, described once: how it begins, how two of them add up, how it travels as JSON and is read
 * again.
 *
 *   record({ rejected: list(hypotheses, count), any: count, z: moments })
 *
 * Numbers survive the way through JSON to the last bit: JSON writes the shortest text that reads as the same double, and
 * what JSON cannot write (NaN, the infinities, −0) travels as text.
 */
import type { Asked } from './asked.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Methods rather than function fields, so that a shape of anything is a `Shape<unknown>`. */
export interface Shape<T> {
  empty(asked: Asked): T;
  /** The sum of both; objects and arrays are added into `into`. */
  merge(into: T, from: T): T;
  encode(kept: T): Json;
  /** @throws TallyProblem where it is not what `encode` writes for a job that asks this. */
  decode(encoded: unknown, at: Place): T;
}

/** What a shape keeps. */
export type Kept<S> = S extends Shape<infer T> ? T : never;

/** An encoded tally that cannot be read: where, what stands there, the rule, the remedy. */
export class TallyProblem extends Error {
  override name = 'TallyProblem';
}

/** Where in an encoded tally a value stands, and what it must agree with. */
export class Place {
  readonly path: string;
  readonly asked: Asked;
  /** Replicates of the whole tally; nothing is counted more often. */
  readonly replicates: number;

  constructor(path: string, asked: Asked, replicates: number) {
    this.path = path;
    this.asked = asked;
    this.replicates = replicates;
  }

  at(key: string | number): Place {
    const path = typeof key === 'number' ? `${this.path}[${key}]` : `${this.path}.${key}`;
    return new Place(path, this.asked, this.replicates);
  }

  refuse(value: unknown, rule: string): never {
    throw new TallyProblem(`${this.path} is ${shown(value)}; ${rule}; make the tally again from its job`);
  }
}

/** A value in few words. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The fields of an object that has these `names` and no others. */
export function fieldsOf(value: unknown, names: readonly string[], at: Place): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) at.refuse(value, 'must be an object');
  const strange = Object.keys(value).find((key) => !names.includes(key));
  if (strange !== undefined) at.at(strange).refuse((value as Record<string, unknown>)[strange], 'is not known here');
  const absent = names.find((name) => !Object.hasOwn(value, name));
  if (absent !== undefined) at.at(absent).refuse(undefined, 'must be there');
  return value as Record<string, unknown>;
}

export function itemsOf(value: unknown, at: Place): readonly unknown[] {
  return Array.isArray(value) ? value : at.refuse(value, 'must be a list');
}

/** A whole number from 0 (or `from`) to `most`. */
export function wholeOf(value: unknown, most: number, at: Place, from = 0): number {
  const whole = typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0);
  return whole && value >= from && value <= most
    ? value
    : at.refuse(value, `must be a whole number from ${from} to ${most}`);
}

const UNWRITABLE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

/** Any double, exactly. */
export const double = {
  encode: (x: number): number | string => (Object.is(x, -0) ? '-0' : Number.isFinite(x) ? x : String(x)),
  decode(encoded: unknown, at: Place): number {
    if (typeof encoded === 'number' && Number.isFinite(encoded) && !Object.is(encoded, -0)) return encoded;
    if (typeof encoded === 'string' && Object.hasOwn(UNWRITABLE, encoded)) return UNWRITABLE[encoded];
    return at.refuse(encoded, 'must be a number, or "NaN", "Infinity", "-Infinity" or "-0"');
  },
};

/** How many of the replicates. */
export const count: Shape<number> = {
  empty: () => 0,
  merge: (into, from) => into + from,
  encode: (n) => n,
  decode: (encoded, at) => wholeOf(encoded, at.replicates, at),
};

/** A sum of doubles. */
export const sum: Shape<number> = { empty: () => 0, merge: (into, from) => into + from, ...double };

/** One entry for each of `length`. */
export function list<T>(length: (asked: Asked) => number, of: Shape<T>): Shape<T[]> {
  return {
    empty: (asked) => Array.from({ length: length(asked) }, () => of.empty(asked)),
    merge(into, from) {
      if (into.length !== from.length) throw new RangeError(`a list of ${from.length} added to one of ${into.length}`);
      from.forEach((each, i) => {
        into[i] = of.merge(into[i], each);
      });
      return into;
    },
    encode: (kept) => kept.map((each) => of.encode(each)),
    decode(encoded, at) {
      const items = itemsOf(encoded, at);
      const expected = length(at.asked);
      if (items.length !== expected) at.refuse(encoded, `must be a list of ${expected}, as the job asks`);
      return items.map((item, i) => of.decode(item, at.at(i)));
    },
  };
}

/** One entry per replicate, in order, each one of `values`. */
export function series<T extends number>(values: readonly T[]): Shape<T[]> {
  return {
    empty: () => [],
    merge(into, from) {
      for (const each of from) into.push(each);
      return into;
    },
    encode: (kept) => [...kept],
    decode(encoded, at) {
      const items = itemsOf(encoded, at);
      if (items.length !== at.replicates) at.refuse(encoded, `must be a list of ${at.replicates}, one a replicate`);
      return items.map(
        (item, i) =>
          values.find((value) => Object.is(value, item)) ?? at.at(i).refuse(item, `must be ${values.join(', ')}`),
      );
    },
  };
}

/** Named fields, each with a shape of its own. */
export function record<F extends Record<string, Shape<unknown>>>(fields: F): Shape<{ [K in keyof F]: Kept<F[K]> }> {
  type Fields = { [K in keyof F]: Kept<F[K]> };
  const names = Object.keys(fields);
  const shapes = Object.values(fields);
  // The record is filled field by field: Object.fromEntries took eight times as long.
  const made = (value: (of: Shape<unknown>, name: string) => unknown): Fields => {
    const object: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) object[names[i]] = value(shapes[i], names[i]);
    return object as Fields;
  };
  return {
    empty: (asked) => made((of) => of.empty(asked)),
    merge(into, from) {
      const target: Record<string, unknown> = into;
      for (let i = 0; i < names.length; i++) target[names[i]] = shapes[i].merge(target[names[i]], from[names[i]]);
      return into;
    },
    encode: (kept) => Object.fromEntries(names.map((name, i) => [name, shapes[i].encode(kept[name])])),
    decode(encoded, at) {
      const given = fieldsOf(encoded, names, at);
      return made((of, name) => of.decode(given[name], at.at(name)));
    },
  };
}
