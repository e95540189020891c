/** No file but the endpoint's own and the history's knows how many endpoints and transitions there are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');
const OWN = ['survival/history.ts', 'trial/endpoint.ts'];

const lines = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !OWN.includes(name))
  .flatMap((name) =>
    readFileSync(join(SRC, name), 'utf8')
      .split('\n')
      .map((line) => ({ name, line })),
  );

it('takes endpoints and laws through the functions of the two files', () => {
  const picks = /\bendpoints(\.at\(|\[)|\[\w+[^\]]*\]\s*=\s*[\w.]*endpoints\b|history\.transitions/;
  expect(lines.filter(({ line }) => picks.test(line))).toEqual([]);
});

it('does not name the endpoint of the first study', () => {
  const named = lines.filter(({ line }) => /\bPFS\b|overall survival/i.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line));
  // The title of a work cited; the default of what a publication reports, examples, and the key of the median from which a course
  // follows.
  expect([...new Set(named.map(({ name }) => name))].sort()).toEqual([
    'report/statement/references.ts',
    'scenario/courseSchema.ts',
    'scenario/schema.ts',
  ]);
});
