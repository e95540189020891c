/** Bad input, folders that take no results, interruption: one clear line, the documented code, nothing half-written. */
import { execFileSync, execSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT, run, start, temporaryFolder } from './program.ts';

const folder = temporaryFolder();
const sound = readFileSync(join(ROOT, 'scenarios/prospective-confirm.yaml'), 'utf8').replace(
  'reported: studies/guo-2022.yaml',
  '',
);

function scenarioFile(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** The sound scenario with one thing changed. */
function changed(name: string, from: string | RegExp, to: string): string {
  const text = sound.replace(from, to);
  expect(text, `${name}: nothing to change`).not.toBe(sound);
  return scenarioFile(name, text);
}

/** That a command fails with these lines and leaves no trace. */
async function expectLines(words: string[], ...patterns: RegExp[]): Promise<void> {
  const { code, stdout, stderr } = await run(...words);
  expect(stdout).toBe('');
  const lines = stderr.trimEnd().split('\n');
  patterns.forEach((pattern, i) => {
    expect(lines[i]).toMatch(pattern);
  });
  expect(lines.length, stderr).toBe(patterns.length);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(code).toBe(1);
}

describe('bad input', () => {
  it('is a file that is none', async () => {
    await expectLines(['power', join(folder, 'none.yaml')], /none\.yaml: does not exist/);
    await expectLines(['power', folder], /is a folder/);
    await expectLines(['power', scenarioFile('empty.yaml', '')], /empty\.yaml: is empty/);
    await expectLines(['power', scenarioFile('binary.yaml', Buffer.from([0, 1, 2, 255, 0]))], /binary\.yaml: is /);
    await expectLines(
      ['power', scenarioFile('large.yaml', Buffer.alloc(100 * 2 ** 20, 0x61))],
      /large\.yaml: holds .*MB; the limit is/,
    );
  });

  it('is YAML that is none', async () => {
    await expectLines(['check', scenarioFile('tab.yaml', 'title: x\n\ttimeUnit: month\n')], /tab\.yaml:2: /);
    await expectLines(
      ['check', changed('twice.yaml', /^timeUnit.*$/m, 'timeUnit: month\ntimeUnit: week')],
      /twice\.yaml:\d+: /,
    );
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(',')}]`)
      .join('\n')}\n`;
    await expectLines(['check', scenarioFile('bomb.yaml', bomb)], /bomb\.yaml/);
  });

  it('is a value that breaks a rule, with file, line, value and remedy', async () => {
    await expectLines(
      ['power', changed('key.yaml', 'allocation:', 'alocation:')],
      /key\.yaml:\d+: .*did you mean allocation/,
    );
    await expectLines(
      ['power', changed('median.yaml', /median: \{ value: 9/, 'median: { value: -9')],
      /median\.yaml:\d+: .*-9; must be/,
    );
    await expectLines(
      ['power', changed('alpha.yaml', /alpha: [\d.]+/, 'alpha: 0')],
      /alpha\.yaml:\d+: .*alpha is 0; must be/,
    );
    await expectLines(
      ['power', changed('zero.yaml', /allocation: "1:1"/, 'allocation: "0:1"')],
      /zero\.yaml:\d+: .*allocation/,
    );
    await expectLines(
      ['power', changed('infinite.yaml', /median: \{ value: 9/, 'median: { value: .inf')],
      /infinite\.yaml:\d+: /,
    );
  });

  it('is a word that the command line does not know', async () => {
    const file = 'scenarios/null.yaml';
    await expectLines(['power', file, '--replicates', '0'], /--replicates.* must be a whole number/);
    await expectLines(['power', file, '--treads', '2'], /unknown option/, /--threads/);
    await expectLines(['pwer', file], /unknown command/, /power/);
    await expectLines(['power'], /missing required argument/);
  });
});

describe('a results folder', () => {
  it('that cannot be written leaves nothing behind', async () => {
    const inTheWay = scenarioFile('in-the-way', 'x');
    const words = ['power', 'scenarios/null.yaml', '--replicates', '100', '--out'];
    await expectLines([...words, inTheWay], /--out .*in-the-way.*in the way/);
    await expectLines(
      [...words, join(inTheWay, 'below')],
      /--out .*below: results cannot be written there: a (file|part)/,
    );
    await expectLines([...words, '/proc/none/x'], /--out \/proc\/none\/x: /);
    expect(readFileSync(inTheWay, 'utf8')).toBe('x');
  });

  const disk = join(folder, 'disk');
  mkdirSync(disk);
  let mounted = false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk], { stdio: 'ignore' });
    mounted = true;
  } catch {
    // Without the right to mount there is no small disk to fill.
  }
  afterAll(() => {
    if (mounted) execFileSync('umount', [disk]);
  });
  it.skipIf(!mounted)('on a full disk is not written in part', async () => {
    await expectLines(
      ['run', 'scenarios/guo-2022.yaml', '--replicates', '400', '--out', join(disk, 'r')],
      /the disk is full/,
    );
    expect(readdirSync(disk)).toEqual([]);
  });
});

describe('interruption', () => {
  it('says what was done, exits 130 and leaves no folder', async () => {
    const out = join(folder, 'interrupted');
    const { child, done } = start([
      'power',
      'scenarios/prospective-confirm.yaml',
      '--replicates',
      '1000000000',
      '--out',
      out,
    ]);
    setTimeout(() => child.kill('SIGINT'), 2500);
    const { code, stdout, stderr } = await done;
    expect(code).toBe(130);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^Interrupted in power after [\d,]+ of 1,000,000,000 replicates; .*Nothing was written.*\n$/,
    );
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('keeps the questions of a run that were answered', async () => {
    const out = join(folder, 'kept');
    const { child, done } = start([
      'run',
      'scenarios/prospective-confirm.yaml',
      '--replicates',
      '1000000000',
      '--out',
      out,
      '--quiet',
    ]);
    setTimeout(() => child.kill('SIGTERM'), 2500);
    const { code, stderr } = await done;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^Interrupted in replay under reported medians after /);
    const { manifest, result } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    expect(manifest.interrupted).toBe('replay under reported medians');
    expect(result.check.trial.patients).toBe(320);
    expect(result.power).toBeNull();
  });

  it('of the reader is no error', () => {
    const text = execSync(`"${process.execPath}" dist/src/cli/main.js check scenarios/guo-2022.yaml | head -1`, {
      cwd: ROOT,
    });
    expect(text.toString()).toContain('TACE');
  });
});
