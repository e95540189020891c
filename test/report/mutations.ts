/** Alterations of a saved result: of a field, of its text, of what the file is. */

type Holder = Record<string | number, unknown>;
type Place = readonly [Holder, string | number];

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (value !== null && typeof value === 'object')
    for (const key of Object.keys(value)) {
      found.push([value as Holder, key]);
      placesIn((value as Holder)[key], found);
    }
  return found;
}

type Mutation = (place: Place, other: Place, random: () => number) => void;

const set =
  (value: unknown): Mutation =>
  ([holder, key]) => {
    holder[key] = value;
  };

/** Changes the value, as one of its own type is changed. */
const changed =
  (change: (x: number, random: () => number) => number): Mutation =>
  ([holder, key], _, random) => {
    const value = holder[key];
    if (typeof value === 'number') holder[key] = change(value, random);
    else if (Array.isArray(value)) value.reverse();
    else holder[key] = 'other';
  };

const STRUCTURAL: readonly Mutation[] = [
  ([holder, key]) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  ([holder, key]) => {
    if (Array.isArray(holder)) holder.push(holder[key]);
    else holder[`${key}2`] = holder[key];
  },
  ([holder, key], [there, at]) => {
    [holder[key], there[at]] = [there[at], holder[key]];
  },
  ...[null, 'NaN', 'undefined', '<b>x</b>', '__proto__', [], {}, 0, -1, 7, 1e300, true].map(set),
  changed((x) => -x),
  changed((x) => x * 1e6 + 0.5),
  changed((x, random) => x * (1 + random())),
];

/** What a file may be instead of the text. */
const FILES: readonly ((text: string, random: () => number) => string)[] = [
  (text, random) => text.slice(0, Math.floor(random() * text.length)),
  (text, random) => text.slice(Math.floor(random() * text.length)),
  (text, random) => {
    const at = Math.floor(random() * text.length);
    return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1);
  },
  () => '',
  () => '\0\u0001\ufffd',
  () => '[]',
  () => 'null',
  () => '[['.repeat(50_000),
  (text) => text.replace('"result": {', `"result": ${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}, "x": {`),
  (text) => text.replace('"result": {', '"result": {"__proto__": {"power": 1}, "constructor": 2,'),
];

/** The text altered in one place, or another in its stead. */
export function mutated(text: string, random: () => number): string {
  if (random() < 0.1) return FILES[Math.floor(random() * FILES.length)](text, random);
  const root = JSON.parse(text) as Holder;
  // The scenario's text is another test's.
  const places = placesIn(root).filter(([holder]) => holder !== root.written);
  const one = () => places[Math.floor(random() * places.length)];
  STRUCTURAL[Math.floor(random() * STRUCTURAL.length)](one(), one(), random);
  try {
    return JSON.stringify(root);
  } catch {
    // A part put into itself.
    return text;
  }
}
