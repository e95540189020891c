import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../../src');

/** Where a drug or a procedure of one trial may stand: examples in the help of commands, and what keys were called. */
const EXAMPLES = new Set([
  'cli/exploreCommand.ts',
  'cli/main.ts',
  'cli/patientsCommand.ts',
  'questions/monitorQuestion.ts',
  'questions/powerQuestion.ts',
  'questions/sweepQuestion.ts',
  'questions/timingQuestion.ts',
  'scenario/formerKeys.ts',
]);

/** TACE, ICI, camrelizumab and sorafenib, in identifiers (`firstTace`, `iciAt`) too. */
const OF_ONE_TRIAL =
  /[cC]amrelizumab|[sS]orafenib|checkpoint inhibitor|\bTACE|\btace(?![a-z])|Tace(?![a-z])|\bICI\b|\bici(?![a-z])|Ici(?![a-z])/g;

test('the engine knows no drug and no procedure', () => {
  const found = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.ts') && !EXAMPLES.has(name))
    .flatMap((name) =>
      (readFileSync(join(SOURCES, name), 'utf8').match(OF_ONE_TRIAL) ?? []).map((word) => `${name}: ${word}`),
    );
  expect(found).toEqual([]);
});
