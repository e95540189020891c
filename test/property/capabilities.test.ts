/** What a statistic can do is asked of its definition: no file outside src/statistics knows one by its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STATISTICS } from '../../src/statistics/registry.ts';

const SRC = join(import.meta.dirname, '../../src');

it('asks statistics for capabilities in place of names', () => {
  const named = new RegExp(`(kind|statistic) (===|!==|in) '(${[...STATISTICS.keys()].join('|')})'`);
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.startsWith('statistics/'),
  );
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((name) => named.test(readFileSync(join(SRC, name), 'utf8')))).toEqual([]);
});
