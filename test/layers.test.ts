/** Imports go one way: maths ← survival, trial, closed ← kernel ← tally ← run ← questions ← command line; reports take results. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SOURCE = new URL('../src', import.meta.url).pathname;

/** What each folder may import besides itself. `types` only: records whose values it is handed. */
const ALLOWED: Record<string, { values: string[]; types: string[] }> = {
  maths: { values: [], types: [] },
  survival: { values: ['maths'], types: [] },
  trial: { values: ['survival', 'maths'], types: [] },
  closed: { values: ['trial', 'survival', 'maths'], types: [] },
  kernel: { values: ['trial', 'survival', 'maths'], types: [] },
  tally: { values: ['maths'], types: ['kernel'] },
  run: { values: ['tally', 'kernel'], types: [] },
  scenario: { values: ['trial', 'survival', 'maths', 'closed'], types: [] },
  questions: { values: ['run', 'tally', 'kernel', 'closed', 'trial', 'survival', 'maths'], types: ['scenario'] },
  report: { values: ['trial', 'questions'], types: ['questions', 'run', 'scenario', 'tally', 'closed'] },
  cli: { values: ['report', 'questions', 'run', 'scenario', 'trial', 'tally'], types: [] },
};

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'assembly') return [];
    return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
  });
}

it('imports go one way', () => {
  const wrong: string[] = [];
  for (const file of files(SOURCE)) {
    const [own] = relative(SOURCE, file).split('/');
    const text = readFileSync(file, 'utf8');
    for (const match of text.matchAll(/(import|export)( type)? ([^;]*?)from '(\.[^']+)'|import\('(\.[^']+)'\)/g)) {
      const target = relative(SOURCE, resolve(file, '..', match[4] ?? match[5])).split('/')[0];
      if (target === own) continue;
      const names = (match[3] ?? '')
        .replace(/[{}\s]/g, ' ')
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      const typesOnly = match[2] !== undefined || (names.length > 0 && names.every((name) => name.startsWith('type ')));
      const { values, types } = ALLOWED[own];
      if (!values.includes(target) && !(typesOnly && types.includes(target)))
        wrong.push(`${relative(SOURCE, file)} imports ${typesOnly ? 'types of ' : ''}${target}`);
    }
  }
  expect(wrong).toEqual([]);
});
