/**
 * A collector, a question, its presenter, a statistic and an executor that the program has never heard of are each one value in a
 * registry: they go through command line, record, report, a sweep and a run.
 *
 * @module-tag slow
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import type { Question } from '../../src/questions/question.ts';
import { QUESTIONS } from '../../src/questions/registry.ts';
import type { PointPresenter, Presenter } from '../../src/report/presenter.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import type { ResultRecord } from '../../src/report/record.ts';
import {
  count as kindOfCount,
  name as kindOfName,
  probability,
  record as recordOf,
} from '../../src/report/saved/kinds.ts';
import { cell, left, right, type Table } from '../../src/report/table.ts';
import { EXECUTORS } from '../../src/run/executors.ts';
import { executorOf } from '../../src/run/lanes.ts';
import { runBlock } from '../../src/run/runBlock.ts';
import type { Definition } from '../../src/statistics/definition.ts';
import type { Collector } from '../../src/tally/collector.ts';
import { decodeTally, encodeTally } from '../../src/tally/encoded.ts';
import type { Kept } from '../../src/tally/shape.ts';
import type { Tally } from '../../src/tally/tally.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { draft, save } from '../scenario/draft.ts';

vi.mock('../../src/statistics/definitions.ts', async (original) => {
  const { DEFINITIONS } = await original<typeof import('../../src/statistics/definitions.ts')>();
  const gehan = DEFINITIONS.find(({ kind }) => kind === 'gehan') as Definition;
  return { DEFINITIONS: [...DEFINITIONS, { ...gehan, kind: 'toyWeights', label: () => 'toy weights' }] };
});

/** How often the control has more events than the experimental arm. */
const toy = await vi.hoisted(async () => {
  const { count, record } = await import('../../src/tally/shape.ts');
  const shape = record({ control: count });
  return {
    version: 1,
    shape,
    add(kept, { ended }) {
      for (let row = 0; row < ended.rows; row++) if (ended.events[0][row] > ended.events[1][row]) kept.control++;
    },
  } satisfies Collector<Kept<typeof shape>>;
});
vi.mock('../../src/tally/registry.ts', async (original) => {
  const { COLLECTORS } = await original<typeof import('../../src/tally/registry.ts')>();
  return { COLLECTORS: { ...COLLECTORS, leads: toy } };
});

const { createProgram } = await import('../../src/cli/program.ts');
const { simulateReplicates } = await import('../../src/questions/asking.ts');

interface Tossed {
  readonly test: string;
  readonly replicates: number;
  readonly claims: number;
  /** By the toy collector: replicates in which the control has more events. */
  readonly more: number;
}

/** Claims in so many replicates, by the deciding test. */
const toss: Question<Tossed, { trial: Trial; tosses: number }, { tosses?: number }> = {
  name: 'toss',
  summary: 'claims in a few replicates',
  text: 'Counts claims.',
  examples: '',
  replicates: 'not used',
  options: () => [{ flags: '--tosses <n>', says: 'replicates', read: (text) => Number(text) }],
  needs: ({ trial }) => (trial?.patients ? null : 'trial.patients is missing; toss needs N'),
  plan: async ({ scenario, options }) => ({
    plan: {
      trial: { ...scenario.trial?.unsized, patients: scenario.trial?.patients } as Trial,
      tosses: options.tosses ?? 10,
    },
  }),
  isShort: () => true,
  async ask(asking, { trial, tosses }, keep) {
    asking.progress.begin('toss', tosses);
    const tally = await simulateReplicates(asking, { design: planDesign(trial), purpose: 'power' }, tosses);
    const { rejections, leads } = tally as Tally & { leads: Kept<typeof toy.shape> };
    const claims = rejections.benefit + rejections.harm;
    keep({ test: trial.test.statistic.kind, replicates: tosses, claims, more: leads.control });
  },
  swept: { short: true, ask: async (_asking, { trial }) => trial?.patients ?? 0 },
  async inRun(_asking, { trial }, keep) {
    keep({ test: trial?.unsized.test.statistic.kind ?? '', replicates: 0, claims: 0, more: 0 });
  },
};

const table = (shown: Tossed): Table => ({
  name: 'toss',
  title: 'Tosses',
  audience: 'both',
  columns: [left('test', 'test'), right('claims', 'claims'), right('more', 'more events')],
  rows: [[cell(shown.test), cell(shown.claims), cell(shown.more)]],
  notes: [],
});

const points: PointPresenter<number> = {
  kind: async () => kindOfCount,
  answer: ({ points: [first] }) => [`The first point has ${first.result} patients.`],
  tables: () => [],
};

const presenter: Presenter<Tossed> = {
  question: 'toss',
  sections: (result) => [{ title: 'Tosses', answer: [`${result.claims} claims.`], prose: [], tables: [table(result)] }],
  keyFigures: ({ claims, replicates }) => [
    { label: 'Claims tossed', value: { text: String(claims), trace: `${replicates} tosses` }, detail: 'of all' },
  ],
  again: ({ replicates }) => ['--tosses', String(replicates)],
  saved: async () => ({
    kind: recordOf<Tossed>({ test: kindOfName, replicates: kindOfCount, claims: kindOfCount, more: kindOfCount }),
    belongs: ({ claims, replicates }, _, wrong) => {
      if (claims > replicates) wrong(['claims'], 'must be at most the replicates');
    },
  }),
  atPoint: points,
  inRun: (result) => [{ title: 'Tosses', prose: ['Tossed in the run.'], tables: [table(result)] }],
};

let blocks = 0;
const registries = {
  questions: [...QUESTIONS, toss],
  presenters: async () => [...PRESENTERS, presenter],
  executors: {
    ...EXECUTORS,
    /** Tallies travel as text, and come back out of order. */
    counted: async () =>
      executorOf({
        threads: 2,
        lanes: 2,
        async carry(block, lane) {
          blocks += 1;
          await new Promise((resolve) => setTimeout(resolve, 5 * (1 - lane)));
          return decodeTally(encodeTally(runBlock(block)), block);
        },
        async close() {},
      }),
  },
};

const folder = mkdtempSync(join(tmpdir(), 'trialwright-toy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a command prints, and its exit code. */
async function command(...args: string[]): Promise<{ code: unknown; printed: string }> {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await createProgram(registries).parseAsync(args, { from: 'user' });
  } finally {
    write.mockRestore();
  }
  const code = process.exitCode;
  process.exitCode = undefined;
  return { code, printed };
}

/** Every file of a folder by name; the Word document and the page as they are. */
function filesOf(of: string): Record<string, string> {
  const names = readdirSync(of, { recursive: true, encoding: 'utf8' }).filter((each) => /\.\w+$/.test(each));
  return Object.fromEntries(names.sort().map((each) => [each, readFileSync(join(of, each), 'latin1')]));
}

const file = save(
  draft(
    ['test: { alpha', 'test: { statistic: toyWeights, alpha'],
    ['targetPower: [0.8, 0.9]', 'targetPower: 0.8'],
    ['{ replicates: 1000 }', '{ replicates: 1000, sizeInterval: 0.3 }'],
  ),
);

it('a question with its presenter goes through command line, record and report', async () => {
  const out = join(folder, 'toss');
  const { code, printed } = await command(
    'toss',
    file,
    '--tosses',
    '5000',
    '--executor',
    'counted',
    '--json',
    '--out',
    out,
  );
  expect(code).toBe(0);
  const { question, result, scenario, files } = JSON.parse(printed) as ResultRecord<Tossed>;
  expect([question, result.test, result.replicates]).toEqual(['toss', 'toyWeights', 5000]);
  expect(result.claims).toBeGreaterThan(1000);
  expect(result.more).toBeGreaterThan(1000);
  expect(scenario.test).toContain('toy weights');
  expect(files).toEqual(['summary.txt', 'toss.csv']);
  expect(blocks).toBeGreaterThan(1);
  // By the usual executor the same.
  expect((await command('toss', file, '--tosses', '5000')).printed).toContain(`${result.claims} claims.`);

  const again = join(folder, 'again');
  expect(await command('report', out, '--out', again)).toMatchObject({ code: 0 });
  const [first, second] = [filesOf(out), filesOf(again)];
  expect(Object.keys(second)).toEqual([
    'report.docx',
    'report.html',
    'results.json',
    'summary.md',
    'summary.txt',
    'toss.csv',
  ]);
  expect(second['toss.csv']).toBe(first['toss.csv']);
  expect(second['summary.txt']).toBe(first['summary.txt']);
  expect(second['report.html']).toMatch(/Claims tossed[\s\S]*trialwright toss [^<]* --tosses 5000/);

  const wrong = join(out, 'results.json');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(wrong, readFileSync(wrong, 'utf8').replace(/"claims": \d+/, '"claims": 5001'));
  await expect(command('report', out)).rejects.toThrow('at /result/claims is 5001; must be at most the replicates');
});

it('is swept and asked by run', async () => {
  const swept = await command('sweep', file, '--question', 'toss', '--vary', 'trial.patients=240,260', '--json');
  const { result } = JSON.parse(swept.printed) as ResultRecord<{ points: { result: number }[] }>;
  expect(result.points.map((point) => point.result)).toEqual([240, 260]);

  const out = join(folder, 'run');
  expect((await command('run', file, '--replicates', '100', '--threads', '1', '--out', out, '--json')).code).toBe(0);
  const before = filesOf(out);
  const record = JSON.parse(before['results.json']) as ResultRecord<{ toss: Tossed }>;
  expect(record.result.toss).toEqual({ test: 'toyWeights', replicates: 0, claims: 0, more: 0 });
  expect(before['summary.txt']).toContain('Tossed in the run.');
  // Every output again, from the record alone.
  for (const name of record.files) rmSync(join(out, name));
  expect((await command('report', out, '--quiet')).code).toBe(0);
  expect(filesOf(out)).toEqual(before);
});

it('has a statistic with power by formula and by simulation', async () => {
  const { printed } = await command('power', file, '--replicates', '400', '--threads', '1', '--json');
  const { alternative, tests } = (JSON.parse(printed) as ResultRecord<Record<string, never>>).result as unknown as {
    alternative: { power: { estimate: number } };
    tests: { tests: { name: string; formula: { power: number } | null }[] };
  };
  expect(tests.tests[0].name).toContain('toy weights');
  expect(alternative.power.estimate).toBeGreaterThan(0.5);
  expect(probability.safeParse(alternative.power.estimate).success).toBe(true);
});
