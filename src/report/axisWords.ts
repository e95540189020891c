/** An axis of a response surface in words: its values as they were asked for, in the unit that they share. */
import type { Axis } from '../questions/timing.ts';

export interface Headings {
  readonly headings: readonly string[];
  /** The unit of the headings in brackets; empty where values are no times, or each heading has its own unit. */
  readonly unit: string;
  /** From the axis's numbers to what the headings count. */
  readonly factor: number;
}

/** Values of an axis as headings, and the unit that they share. */
export function headingsOf({ values, numbers, isTime }: Axis, unit: string): Headings {
  const minus = (text: string) => text.replace(/^-/, '−');
  const texts = values.map((value) =>
    typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value),
  );
  const own = /^[^ ]+ ?([a-z]+?)s?$/.exec(texts[0])?.[1];
  if (own !== undefined && texts.every((text) => new RegExp(`^[^ ]+ ?${own}s?$`).test(text))) {
    const counts = texts.map((text) => text.replace(/ ?[a-z]+$/, ''));
    const some = numbers.findIndex((number) => number !== 0);
    const factor = some < 0 ? 1 : Number(counts[some]) / numbers[some];
    return { headings: counts.map(minus), unit: ` (${own}s)`, factor };
  }
  return { headings: texts.map(minus), unit: isTime ? ` (${unit}s)` : '', factor: 1 };
}
