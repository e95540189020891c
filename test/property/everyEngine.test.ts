/**
 * What ECMAScript leaves to the engine stays out of src/: results and files are the same bytes on every Node and browser.
 * Math.exp, Math.pow and their like are "implementation-approximated" and change between releases of V8; words and digits
 * of a locale change between releases of ICU. src/elementary has what takes their place.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
// AssemblyScript's Math is compiled into the module, the same wherever it runs.
const files = ['src', 'workers'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('assembly'))
    .map((name) => join(folder, name)),
);

/** What ECMAScript specifies to the last bit, and constants. */
const EXACT = [
  ...['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'],
  ...['E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'PI', 'SQRT1_2', 'SQRT2'],
];

/** Code without comments and without what strings say; what templates insert stays. */
function codeOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*/g, '')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

/** Where `pattern` is found, as `file: what`. */
const found = (pattern: RegExp) =>
  files.flatMap((file) => [...codeOf(file).matchAll(pattern)].map(([what]) => `${file}: ${what.trim()}`));

describe('src asks no engine for', () => {
  it('approximated functions of Math', () => {
    expect(files.length).toBeGreaterThan(200);
    const used = found(/\bMath\s*\.\s*\w+/g);
    expect(used.length).toBeGreaterThan(500);
    expect(used.filter((use) => !EXACT.includes(use.split('.').at(-1)!))).toEqual([]);
    // `const { fround } = Math` names what it takes; nothing else may have Math as a whole.
    const taken = found(/\{[^{}]*\} = Math\b(?!\s*\.)/g);
    expect(
      taken.filter((use) =>
        use
          .match(/\{(.*)\}/)![1]
          .split(',')
          .some((name) => !EXACT.includes(name.trim())),
      ),
    ).toEqual([]);
    expect(found(/\bMath\b(?!\s*\.)/g).length).toBe(taken.length);
  });

  it('powers, but of two by a whole number, which the test of exponents shows to be exact', () => {
    const powers = found(/\S+ \*\*=? \S+/g);
    expect(powers.length).toBeGreaterThan(10);
    expect(powers.filter((use) => !/(?<![\w.)\]])2 \*\* -?\d+(?![.\w])/.test(use))).toEqual([]);
  });

  it('words and digits of a locale', () => {
    expect(found(/\bIntl\b|\.toLocale\w*|\.localeCompare/g)).toEqual([]);
  });

  it('random numbers of its own', () => {
    expect(found(/Math\s*\.\s*random/g)).toEqual([]);
  });
});
