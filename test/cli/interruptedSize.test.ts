/**
 * Ctrl-C between two targets of a size: the finished one is printed, written and marked as interrupted.
 *
 * @module-tag slow
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it, vi } from 'vitest';
import { runQuestion } from '../../src/questions/runQuestion.ts';
import type { SizeResult } from '../../src/questions/size.ts';
import { sizeQuestion } from '../../src/questions/sizeQuestion.ts';
import type { ResultRecord } from '../../src/report/record.ts';

/** Sends the signal as the second target begins. */
vi.mock('../../src/cli/progress.ts', () => ({
  progressDisplay: async () => {
    let current = '';
    return {
      begin(stage: string) {
        if (stage === 'size for 90 % power' && current !== stage) process.emit('SIGINT');
        current = stage;
      },
      advance() {},
      stage: () => current,
      stop() {},
    };
  },
}));

const { answerQuestion } = await import('../../src/cli/answer.ts');
const { REGISTRIES } = await import('../../src/cli/registries.ts');

const folder = mkdtempSync(join(tmpdir(), 'trialwright-size-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASE = fileURLToPath(new URL('../cases/events-before-enrolment-ends.yaml', import.meta.url));
const file = join(folder, 'two-targets.yaml');
writeFileSync(
  file,
  readFileSync(CASE, 'utf8')
    .replace('targetPower: 0.9', 'targetPower: [0.8, 0.9]')
    .replace('replicates: 20000', 'replicates: 500, sizeInterval: 0.1'),
);

it.each(['size', 'run'] as const)('an interrupted %s keeps the targets that are finished', async (question) => {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  const out = join(folder, question);
  const code = await answerQuestion(
    question === 'size' ? sizeQuestion : runQuestion,
    file,
    { out, json: true, threads: 1 },
    REGISTRIES,
  );
  vi.restoreAllMocks();
  expect([code, said.stderr]).toEqual([130, expect.stringContaining(`answered before it are above and in ${out}.`)]);
  const document = JSON.parse(said.stdout) as ResultRecord;
  expect(document.manifest.interrupted).toBe('size for 90 % power');
  const size = (question === 'size' ? document.result : (document.result as { size: unknown }).size) as SizeResult;
  expect([size.asked, size.targets.map(({ simulated }) => simulated.targetPower)]).toEqual([[0.8, 0.9], [0.8]]);
  expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(said.stdout);
  expect(readFileSync(join(out, 'summary.txt'), 'utf8')).toContain('Interrupted: power of 90 % was not answered.');
});
