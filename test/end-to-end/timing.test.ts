/**
 * `timing` as a user types it, along two fields of a scenario.
 *
 * @module-tag slow
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { readSaved } from '../../src/report/savedRecord.ts';
import { linesOf, type ResultLike, startUp, temporaryFolder, timeless, trialwright } from './cli.ts';
import { rowsOf } from './csvRows.ts';
import { trialwrightHere } from './inProcess.ts';

const folder = temporaryFolder();
const EARLY = 'scenarios/prospective-early-ici.yaml';
const X = 'trial.arms[1].survival.delay=0:6:2';
const Y = 'trial.arms[1].survival.hazardRatio=0.6,0.7,0.8';

interface Point {
  at: { x: number; y: number };
  replicates: number;
  tests: { power: { estimate: number; standardError: number; count: number; replicates: number } }[];
}

describe.concurrent('timing', () => {
  it('makes the surface, its tables and its lines, the same on one and two threads', async () => {
    const out = join(folder, 'surface');
    const args = ['timing', EARLY, '--x', X, '--y', Y, '--precision', '0.02'];
    const [one, two] = await Promise.all([
      trialwright([...args, '--threads', '1', '--json', '--out', out]),
      trialwright([...args, '--threads', '2', '--json']),
    ]);
    expect([one.code, one.stderr]).toEqual([0, '']);
    expect(timeless(one.stdout)).toEqual(timeless(two.stdout));
    const { question, result, manifest } = JSON.parse(one.stdout) as ResultLike;
    expect([question, manifest.interrupted]).toEqual(['timing', null]);
    const points = result.points as Point[];
    expect(points.length).toBe(12);
    expect((result.tests as { name: string }[]).map(({ name }) => name)).toEqual([
      'log-rank',
      'Fleming–Harrington (0, 1)',
      'MaxCombo of log-rank, Fleming–Harrington (0, 1)',
    ]);
    for (const { tests } of points)
      for (const { power } of tests) expect(1.96 * power.standardError).toBeLessThan(0.0201);

    const rows = await rowsOf(readFileSync(join(out, 'timing-surface.csv'), 'utf8'));
    expect(rows.length).toBe(36);
    rows.forEach((row, i) => {
      const { power } = points[Math.floor(i / 3)].tests[i % 3];
      expect([Number(row.power), Number(row.replicates)]).toEqual([power.estimate, power.replicates]);
    });
    for (const name of ['timing-crossings', 'timing-longest'])
      expect((await rowsOf(readFileSync(join(out, `${name}.csv`), 'utf8'))).length).toBeGreaterThan(0);
    const summary = readFileSync(join(out, 'summary.txt'), 'utf8');
    expect(summary).toMatch(/Log-rank: power, %\n─+\n\s+0\s+2\s+4\s+6\n\s+0\.6\s+\d/);
    expect(summary).toMatch(/Where a test overtakes the log-rank: delay/);
    expect(summary).toMatch(/Largest delay .* at which the planned N keeps 80 % power/);
    for (const line of summary.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
  });

  it('makes the tests of the scenario alone, on as many replicates as asked', { tags: ['long'] }, async () => {
    const args = ['timing', EARLY, '--x', X, '--y', Y, '--tests', 'own', '--replicates', '1000', '--target', '0.9'];
    const { code, stdout } = await trialwright([...args, '--json', '--threads', '1']);
    await expect(readSaved(stdout, PRESENTERS)).resolves.toBeDefined();
    expect(code).toBe(0);
    const { result } = JSON.parse(stdout) as ResultLike;
    expect([(result.tests as unknown[]).length, result.targetPower]).toEqual([1, 0.9]);
    for (const { replicates } of result.points as Point[]) expect(replicates).toBe(1000);
    expect(result.crossings).toEqual([]);
  });
});

describe('a surface that is interrupted', () => {
  it('keeps the points that are finished', async () => {
    // The second of the points takes longer than anybody waits.
    const args = ['timing', EARLY, '--x', 'trial.patients=520,100000', '--y', 'trial.test.alpha=0.025'];
    const wait = 1500 + 3 * (await startUp());
    const { code, stdout, stderr } = await trialwright([...args, '--replicates', '4000', '--threads', '2'], (child) => {
      setTimeout(() => child.kill('SIGINT'), wait);
    });
    expect([code, linesOf(stderr)]).toEqual([
      130,
      [
        'Interrupted after 1 of 2 points. The points answered before it are above. The same command gives the same numbers again.',
      ],
    ]);
    expect(stdout).toMatch(/Only 1 of 2 points was answered before the\s+interruption/);
  });
});

describe.concurrent('a surface that cannot be', () => {
  const cases: [string, string[], RegExp][] = [
    [
      'no start of treatment',
      [],
      /treatmentStart is missing; timing needs when the second treatment starts .* --x path=values and --y path=values\n$/,
    ],
    ['one axis only', ['--x', X], /treatmentStart is missing/],
    ['an axis twice', ['--x', X, '--y', 'trial.arms[1].survival.delay=1,2'], /--x and --y names? .*delay twice/],
    ['both lag and x', ['--lag', '0,1', '--x', X], /^--lag and --x both give the first axis; leave one of them out/],
    [
      'both precisions',
      ['--x', X, '--y', Y, '--precision', '0.01', '--replicates', '100'],
      /--precision and --replicates both/,
    ],
    ['no order', ['--x', 'trial.accrual.pattern=uniform,even', '--y', Y], /uniform is neither a number nor a time/],
    [
      'a bad point',
      ['--x', 'trial.arms[1].survival.delay=0,-1', '--y', Y],
      /^--x trial\.arms\[1\]\.survival\.delay=-1: .*must be a time ≥ 0/,
    ],
    ['a seed', ['--x', 'seed=1,2', '--y', Y], /--x seed=1,2: the points share their random numbers/],
    [
      'a precision',
      ['--x', X, '--y', 'precision.replicates=1,2'],
      /--y precision\.replicates=1,2: .*give --precision or --replicates/,
    ],
    ['no such arm', ['--arm', 'TACE', '--x', X, '--y', Y], /^--arm TACE: .* must be one of TACE \+ early camrelizumab/],
    ['no precision', ['--x', X, '--y', Y, '--precision', '0'], /must be above 0 and below 0\.2/],
    ['no target', ['--x', X, '--y', Y, '--target', '80'], /must be a share above 0 and below 1/],
  ];
  for (const [name, args, message] of cases)
    it(name, async () => {
      const out = join(folder, name);
      const { code, stdout, stderr } = await trialwrightHere(['timing', EARLY, ...args, '--out', out]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(message);
      expect(linesOf(stderr).length).toBe(1);
      expect(existsSync(out)).toBe(false);
    });
});
