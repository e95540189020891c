/** Files say what they hold by their names alone, wherever they are listed, and are short enough to read at once. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

const files = ['src', 'workers', 'bench'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.ts')),
);

/** Beginnings of programs, and lists of what others register. */
const SHARED = ['main.ts', 'index.ts', 'registry.ts'];

test('a file has a name of its own', () => {
  // The WebAssembly module is the twin of TypeScript files whose names it takes; the benchmark is a program of its own.
  const named = files.filter(
    (file) => !file.startsWith('bench/') && !file.includes('/assembly/') && !SHARED.includes(basename(file)),
  );
  const first = new Map<string, string>();
  const again = named.filter((file) => {
    const name = basename(file);
    if (!first.has(name)) first.set(name, file);
    return first.get(name) !== file;
  });
  expect(again).toEqual([]);
});

test('no file is above 400 lines', () => {
  const long = files.filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 401);
  expect(long).toEqual([]);
});
