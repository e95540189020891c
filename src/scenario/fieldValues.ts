/** Values to try for a field, as a command line has them: a list, or a range with its step. */
import { grouped } from '../elementary/grouped.ts';
import type { FieldValue } from './field.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const RANGE = /^([^:\s]+):([^:\s]+):([^:\s]+)(?: ?((?:day|week|month|year)s?))?$/;

/** The most values that one range may have. */
export const MOST_VALUES = 10_000;

export class NoValues extends Error {}

/** One value: a number, true or false, or a text. */
export function fieldValue(text: string): FieldValue {
  if (NUMBER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  return text;
}

/** A number without the rounding noise that adding up steps leaves. */
function rounded(x: number): number {
  return Number(x.toPrecision(12));
}

function range(from: number, to: number, step: number, unit: string | undefined): FieldValue[] {
  if (step === 0 || (to - from) / step < 0)
    throw new NoValues(
      `goes from ${from} to ${to} in steps of ${step} and never gets there; give from:to:step, e.g. 0:12:2`,
    );
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (count > MOST_VALUES) throw new NoValues(`has ${grouped(count)} values; at most 10,000`);
  return Array.from({ length: count }, (_, i) => {
    const value = rounded(from + i * step);
    return unit === undefined ? value : `${value} ${unit}`;
  });
}

/**
 * `0.6,0.7`, `2 weeks,1 month`, `0:12:2`, `0:12:2 weeks`, or several of them; `ranges` is false where a:b:c is a value
 * of the field itself (an allocation). @throws NoValues with what is wrong, reading on from the text
 */
export function fieldValues(text: string, ranges = true): FieldValue[] {
  const values = text.split(',').flatMap((part): FieldValue[] => {
    const own = part.trim();
    if (own === '') throw new NoValues('has an empty value; give values with commas between, or from:to:step');
    const found = ranges ? RANGE.exec(own) : null;
    if (found === null) return [fieldValue(own)];
    const [from, to, step] = found.slice(1, 4);
    if (![from, to, step].every((number) => NUMBER.test(number))) return [own];
    return range(Number(from), Number(to), Number(step), found[4]);
  });
  const twice = values.find((value, i) => values.indexOf(value) < i);
  if (twice !== undefined) throw new NoValues(`has ${twice} twice; give each value once`);
  return values;
}
