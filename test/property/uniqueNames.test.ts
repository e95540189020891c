import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../../src');

/** The files of src, the WebAssembly module apart, which is written in a language of its own. */
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !name.startsWith('kernel/fast/assembly/'));

test('an exported type has a name of its own', () => {
  const places = new Map<string, string[]>();
  for (const file of files)
    for (const [, name] of readFileSync(join(SOURCES, file), 'utf8').matchAll(
      /^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm,
    ))
      places.set(name, [...(places.get(name) ?? []), file]);
  expect([...places].filter(([, where]) => where.length > 1)).toEqual([]);
});
