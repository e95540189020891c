/** Numbers that JSON has no word for, kept beside it by JSON pointer (RFC 6901). */

const WORDS = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY } as const;

export type NotFinite = keyof typeof WORDS;

const wordFor = (x: number): NotFinite => (Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf');

const inPointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const fromPointer = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

export function notFiniteIn(value: unknown, at = '', found: Record<string, NotFinite> = {}): Record<string, NotFinite> {
  if (typeof value === 'number' && !Number.isFinite(value)) found[at] = wordFor(value);
  else if (value !== null && typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) notFiniteIn(part, `${at}/${inPointer(key)}`, found);
  }
  return found;
}

/** Put them back where `value`, read from JSON, has null; pointers that lead elsewhere are left alone. */
export function withNotFinite(value: unknown, found: Readonly<Record<string, NotFinite>>): void {
  for (const [pointer, word] of Object.entries(found)) {
    const steps = pointer.split('/').slice(1).map(fromPointer);
    const last = steps.pop();
    if (last === undefined) continue;
    let holder: unknown = value;
    for (const step of steps) {
      holder =
        holder !== null && typeof holder === 'object' && Object.hasOwn(holder, step)
          ? (holder as Record<string, unknown>)[step]
          : null;
    }
    if (holder !== null && typeof holder === 'object' && Object.hasOwn(holder, last)) {
      const place = holder as Record<string, unknown>;
      if (place[last] === null && Object.hasOwn(WORDS, word)) place[last] = WORDS[word];
    }
  }
}
