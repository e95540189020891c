/**
 * `sweep` as a user types it.
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
const RATIO = 'trial.arms[1].survival.hazardRatio';
const DELAY = 'trial.arms[TACE + early camrelizumab].survival.delay';

describe.concurrent('sweep', () => {
  it('crosses fields and has at each point what the question alone has', async () => {
    const out = join(folder, 'power');
    const args = ['sweep', EARLY, '--vary', `${RATIO}=0.6,0.7`, '--vary', `${DELAY}=0:4:2`, '--replicates', '2000'];
    const [one, two, alone] = await Promise.all([
      trialwright([...args, '--threads', '1', '--json', '--out', out]),
      trialwright([...args, '--threads', '2', '--json']),
      trialwright(['power', EARLY, '--replicates', '2000', '--threads', '1', '--json']),
    ]);
    expect([one.code, one.stderr]).toEqual([0, '']);
    expect(timeless(one.stdout)).toEqual(timeless(two.stdout));
    const { format, question, result } = JSON.parse(one.stdout) as ResultLike;
    expect([format, question]).toEqual(['trialwright result 2', 'sweep']);
    const points = result.points as { values: unknown[]; result: { alternative: { power: { estimate: number } } } }[];
    expect(points.map(({ values }) => values)).toEqual([
      [0.6, 0],
      [0.6, 2],
      [0.6, 4],
      [0.7, 0],
      [0.7, 2],
      [0.7, 4],
    ]);
    // The scenario itself is the point (0.7, 2 months).
    const { alternative } = (JSON.parse(alone.stdout) as ResultLike).result as (typeof points)[0]['result'];
    expect(points[4].result.alternative.power).toEqual(alternative.power);

    expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(one.stdout);
    await expect(readSaved(one.stdout, PRESENTERS)).resolves.toBeDefined();
    const rows = await rowsOf(readFileSync(join(out, 'sweep-power.csv'), 'utf8'));
    expect(rows.length).toBe(6);
    const path = 'trial.arms[TACE + early camrelizumab].survival';
    rows.forEach((row, i) => {
      expect([Number(row[`${path}.hazardRatio`]), Number(row[`${path}.delay`])]).toEqual(points[i].values);
      expect(Number(row.power)).toBe(points[i].result.alternative.power.estimate);
      expect(Number(row.powerStandardError)).toBeGreaterThanOrEqual(0);
      expect(Number(row.patients)).toBe(520);
    });
    const summary = readFileSync(join(out, 'summary.txt'), 'utf8');
    for (const line of summary.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    expect(summary).toMatch(/6 points: 2 values and 3 values, crossed, 2,000 replicates at each/);
  });

  const asksAsWell = async (question: string, more: string[], rows: number): Promise<void> => {
    const out = join(folder, question);
    const { code, stdout, stderr } = await trialwright([
      'sweep',
      EARLY,
      '--question',
      question,
      ...more,
      '--threads',
      '1',
      '--out',
      out,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    for (const line of stdout.split('\n').filter((text) => !text.includes(out)))
      expect([...line].length, line).toBeLessThanOrEqual(80);
    expect((await rowsOf(readFileSync(join(out, `sweep-${question}.csv`), 'utf8'))).length).toBe(rows);
  };

  it.each([
    ['check', ['--vary', 'trial.patients=480,520', '--vary', 'trial.dropout.probability=0.05,0.1'], 4],
    ['replay', ['--vary', 'reported.hazardRatio=1,1.2', '--replicates', '300'], 8],
  ] as const)('asks %s as well', (question, more, rows) => asksAsWell(question, [...more], rows));

  it('asks size as well', { tags: ['long'] }, () =>
    asksAsWell('size', ['--vary', 'precision.sizeInterval=0.05,0.06', '--replicates', '300'], 4),
  );

  it('says with the exit code that a size cannot be reached', async () => {
    const args = ['sweep', EARLY, '--question', 'size', '--vary', `${RATIO}=1`, '--vary', 'precision.sizeInterval=0.1'];
    const { code, stdout } = await trialwright([...args, '--replicates', '200']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/Without an answer: 1, 0\.1: /);
  });

  it('has the type I error where it is asked for', async () => {
    const args = ['sweep', EARLY, '--vary', 'trial.test.alpha=0.025,0.05', '--null', '--replicates', '1000'];
    const { stdout } = await trialwright([...args, '--threads', '1']);
    expect(stdout).toMatch(/alpha\s+power, %\s+type I, %/);
  });

  it('lets events move with patients where it is told to', async () => {
    const args = ['sweep', EARLY, '--vary', 'trial.patients=200,520', '--question', 'check', '--scale-events'];
    const [text, json] = await Promise.all([trialwright(args), trialwright([...args, '--json'])]);
    expect(text.stdout.replace(/\s+/g, ' ')).toContain('Events move with patients, events ÷ patients being kept.');
    const { points } = (JSON.parse(json.stdout) as ResultLike).result as {
      points: { result: { patients: number; closedForms: { events: number } } }[];
    };
    expect(points.map(({ result }) => result.patients)).toEqual([200, 520]);
    const [few, planned] = points.map(({ result }) => result.closedForms.events / result.patients);
    expect(few / planned).toBeCloseTo(1, 1);
  });
});

describe('a sweep that is interrupted', () => {
  it('keeps the points that are finished', { tags: ['long'] }, async () => {
    const out = join(folder, 'interrupted');
    const args = [
      'sweep',
      EARLY,
      '--vary',
      'precision.replicates=500,1000000000',
      '--threads',
      '2',
      '--json',
      '--out',
      out,
    ];
    const wait = 1500 + 3 * (await startUp());
    const { code, stdout, stderr } = await trialwright(args, (child) => {
      setTimeout(() => child.kill('SIGINT'), wait);
    });
    expect(code).toBe(130);
    expect(linesOf(stderr)).toEqual([
      `Interrupted after 1 of 2 points. The points answered before it are above and in ${out}. The same command gives the same numbers again.`,
    ]);
    const { result, manifest } = JSON.parse(stdout) as ResultLike;
    expect([(result.points as unknown[]).length, result.asked]).toEqual([1, 2]);
    expect(manifest.interrupted).toMatch(/^point 2 of 2/);
    expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(stdout);
    await expect(readSaved(stdout, PRESENTERS)).resolves.toBeDefined();
  });
});

describe.concurrent('a sweep that cannot be', () => {
  const cases: [string, string[], RegExp][] = [
    ['nothing varied', [], /^--vary is missing; name a field and its values, e\.g\. --vary trial\.patients=/],
    ['no values', ['--vary', 'trial.patients'], /^--vary trial\.patients: must be path=values/],
    ['an empty value', ['--vary', 'trial.patients=300,'], /has an empty value/],
    ['no such field', ['--vary', 'trial.arm[0].name=x'], /trial has no arm, did you mean arms\?/],
    ['a block', ['--vary', 'trial.dropout=1'], /is not a single value: it has probability, by/],
    ['the unit', ['--vary', 'timeUnit=week,month'], /every time would change its meaning/],
    [
      'fewer patients than events',
      ['--vary', 'trial.patients=200'],
      /^--vary trial\.patients=200: .* must be ≤ 200, .*; or let events move with patients, .* by --scale-events: trial\.analysis\S+ is then 1\d\d$/m,
    ],
    [
      'events to move with nothing',
      ['--vary', 'trial.test.alpha=0.05', '--scale-events'],
      /goes with --vary trial\.patients/,
    ],
    ['a field twice', ['--vary', 'trial.patients=520', '--vary', 'trial.patients=522'], /names trial\.patients twice/],
    [
      'far too many',
      ['--vary', 'trial.patients=100:10000:2', '--vary', 'trial.test.alpha=0.01,0.02,0.03'],
      /makes 14,853 points; at most 10,000/,
    ],
    [
      'a question that is none',
      ['--vary', 'trial.patients=520', '--question', 'run'],
      /Allowed choices are check, replay, power, size/,
    ],
    [
      'the null of a size',
      ['--vary', 'trial.patients=520', '--question', 'size', '--null'],
      /--null goes with --question power/,
    ],
  ];
  for (const [name, args, message] of cases)
    it(name, async () => {
      const out = join(folder, name);
      const { code, stdout, stderr } = await trialwrightHere(['sweep', EARLY, ...args, '--out', out]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(message);
      expect(linesOf(stderr).length).toBe(1);
      expect(existsSync(out)).toBe(false);
    });
});
