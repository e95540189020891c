/** Numbers that JSON cannot write, kept beside it by JSON pointer (RFC 6901). */

const WORDS = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY } as const;

export type NotFinite = keyof typeof WORDS;

const wordFor = (x: number): NotFinite => (Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf');

/** A key as a step of a JSON pointer. */
export const inPointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const fromPointer = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

export function notFiniteIn(value: unknown, at = '', found: Record<string, NotFinite> = {}): Record<string, NotFinite> {
  if (typeof value === 'number' && !Number.isFinite(value)) found[at] = wordFor(value);
  else if (value !== null && typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) notFiniteIn(part, `${at}/${inPointer(key)}`, found);
  }
  return found;
}

/**
 * Puts them back where `value`, read from JSON, has null. Returns the first pointer that leads to anything else, which
 * is left alone; null when all are put back.
 */
export function withNotFinite(value: unknown, found: Readonly<Record<string, NotFinite>>): string | null {
  let lost: string | null = null;
  for (const [pointer, word] of Object.entries(found)) {
    const steps = pointer.split('/').slice(1).map(fromPointer);
    const last = steps.pop() ?? '';
    const holder = steps.reduce<unknown>((at, step) => own(at, step), value);
    if (own(holder, last) === null && Object.hasOwn(WORDS, word))
      (holder as Record<string, unknown>)[last] = WORDS[word];
    else lost ??= pointer;
  }
  return lost;
}

/** The value at a key of its own; undefined where there is none. */
function own(holder: unknown, key: string): unknown {
  return holder !== null && typeof holder === 'object' && Object.hasOwn(holder, key)
    ? (holder as Record<string, unknown>)[key]
    : undefined;
}
