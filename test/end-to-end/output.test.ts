/**
 * Results folders: whole or not at all.
 *
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Finished, linesOf, shell, temporaryFolder, trialwright } from './cli.ts';

const folder = temporaryFolder();
const ask = (out: string) =>
  trialwright(['power', 'scenarios/guo-2022.yaml', '--replicates', '100', '--threads', '1', '--quiet', '--out', out]);

/** One line that names the folder, and nothing beside it. */
function expectRefused({ code, stdout, stderr }: Finished, out: string, reason: RegExp): void {
  expect([code, stdout]).toEqual([1, '']);
  expect(linesOf(stderr).length, stderr).toBe(1);
  expect(stderr.startsWith(`--out ${out}: `), stderr).toBe(true);
  expect(stderr).toMatch(reason);
}

/** Whatever is left of a folder that was being written. */
function remains(within = folder): string[] {
  return readdirSync(within, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.partial'));
}

describe('a results folder', () => {
  it('is made with all that leads to it', async () => {
    const out = join(folder, 'a/b/c');
    expect((await ask(out)).code).toBe(0);
    expect(readdirSync(out)).toContain('results.json');
    expect(remains()).toEqual([]);
  });

  it('is reused when it exists: new results replace the old, other files stay', async () => {
    const out = join(folder, 'reused');
    mkdirSync(out);
    writeFileSync(join(out, 'notes.txt'), 'mine');
    writeFileSync(join(out, 'results.json'), 'old');
    expect((await ask(out)).code).toBe(0);
    expect((await ask(out)).code).toBe(0);
    expect(readFileSync(join(out, 'notes.txt'), 'utf8')).toBe('mine');
    expect(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).question).toBe('power');
    expect(remains()).toEqual([]);
  });

  it('cannot be where a file is', async () => {
    const out = join(folder, 'file');
    writeFileSync(out, 'mine');
    expectRefused(await ask(out), out, /a file of that name is in the way/);
    expectRefused(await ask(join(out, 'x')), join(out, 'x'), /file/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it('cannot be where nothing can be made, however deep', async () => {
    for (const out of ['/dev/null', '/dev/null/x', '/proc/nowhere', '/proc/nowhere/deep', '/sys/x/y'].filter((path) =>
      existsSync(path.split('/').slice(0, 2).join('/')),
    ))
      expectRefused(await ask(out), out, /cannot be written/);
  }, 110_000);

  it('cannot have a name that is too long', async () => {
    const out = join(folder, 'x'.repeat(300));
    expectRefused(await ask(out), out, /too long/);
  });

  it.skipIf(process.getuid?.() === 0)('cannot be made without permission', async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    expectRefused(await ask(join(closed, 'x')), join(closed, 'x'), /permission denied/);
    expectRefused(await ask(closed), closed, /permission denied/);
  });

  it('is refused before any work is done', async () => {
    const out = join(folder, 'before');
    writeFileSync(out, '');
    const began = performance.now();
    const finished = await trialwright([
      'power',
      'scenarios/guo-2022.yaml',
      '--replicates',
      '1000000000',
      '--out',
      out,
    ]);
    expectRefused(finished, out, /in the way/);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('keeps a file that is in the way of a result, and says so', async () => {
    const out = join(folder, 'blocked');
    mkdirSync(join(out, 'results.json'), { recursive: true });
    expectRefused(await ask(out), out, /in the way/);
    expect(readdirSync(out)).toEqual(['results.json']);
    expect(remains()).toEqual([]);
  });
});

describe('a full disk', () => {
  it('leaves nothing half-written (skipped where no file system may be mounted)', async ({ skip }) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk], { stdio: 'ignore' });
    if (mounted.status !== 0) skip();
    try {
      const out = join(disk, 'results');
      expectRefused(await ask(out), out, /the disk is full/);
      expect(readdirSync(disk)).toEqual([]);
      const existing = join(disk, 'existing');
      mkdirSync(existing);
      writeFileSync(join(existing, 'summary.txt'), 'old');
      expectRefused(await ask(existing), existing, /the disk is full/);
      expect(readdirSync(existing)).toEqual(['summary.txt']);
      expect(readFileSync(join(existing, 'summary.txt'), 'utf8')).toBe('old');
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  it.skipIf(!existsSync('/dev/full'))('behind standard output is one line', async () => {
    for (const option of ['', '--json']) {
      const { code, stderr } = await shell(`trialwright check scenarios/guo-2022.yaml ${option} > /dev/full`);
      expect(code).toBe(1);
      expect(linesOf(stderr).length, stderr).toBe(1);
    }
  });
});

describe('what an earlier run left', () => {
  it('in the folder goes where it is of another result: its tables, figures and report, nobody else’s files', {
    tags: ['long'],
  }, async () => {
    const out = join(folder, 'earlier');
    const run = ['run', 'scenarios/guo-2022.yaml', '--replicates', '100', '--quiet', '--out', out];
    expect((await trialwright(run)).code).toBe(0);
    expect(readdirSync(out)).toContain('power-curve.csv');
    const listed: string[] = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).files;
    const all = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'figures');
    expect([...listed, 'results.json'].sort()).toEqual(all.sort());
    writeFileSync(join(out, 'mine.csv'), 'mine');
    writeFileSync(join(out, 'figures', 'mine.svg'), 'mine');
    expect((await trialwright(['check', 'scenarios/guo-2022.yaml', '--quiet', '--out', out])).code).toBe(0);
    const now: string[] = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).files;
    const left = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'figures');
    expect(left.sort()).toEqual([...now, 'results.json', 'mine.csv', 'figures/mine.svg'].sort());
  });

  it('is not taken at the word of a list that names files elsewhere', async () => {
    const out = join(folder, 'listed');
    mkdirSync(out);
    writeFileSync(join(folder, 'outside.csv'), 'mine');
    writeFileSync(join(out, '.hidden'), 'mine');
    const files = ['../outside.csv', join(folder, 'outside.csv'), '.hidden', 'a/../../outside.csv', 3];
    writeFileSync(join(out, 'results.json'), JSON.stringify({ format: 'trialwright result 2', files }));
    expect((await ask(out)).code).toBe(0);
    expect([readFileSync(join(folder, 'outside.csv'), 'utf8'), readFileSync(join(out, '.hidden'), 'utf8')]).toEqual([
      'mine',
      'mine',
    ]);
  });

  it('beside it when it was killed is cleared by the next run, not what another left or still writes', async () => {
    const out = join(folder, 'killed');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const beside = (pid: number | string, mark: string | null) => {
      const path = `${out}.partial-${pid}`;
      mkdirSync(join(path, 'files'), { recursive: true });
      writeFileSync(join(path, 'files', 'summary.txt'), 'half');
      if (mark !== null) writeFileSync(join(path, '.trialwright'), mark);
      return path;
    };
    const killed = beside(dead, hostname());
    const kept = [beside(process.pid, hostname()), beside('old', hostname()), beside(`${dead}0`, null)];
    kept.push(beside(`${dead}1`, 'another machine'));
    expect((await ask(out)).code).toBe(0);
    expect(existsSync(killed)).toBe(false);
    for (const path of kept) {
      expect(existsSync(path), path).toBe(true);
      rmSync(path, { recursive: true });
    }
  });

  it('is nothing where it is killed at work', async () => {
    const within = join(folder, 'at-work');
    mkdirSync(within);
    const args = ['power', 'scenarios/guo-2022.yaml', '--replicates', '1000000000', '--out', join(within, 'x')];
    const { code } = await trialwright(args, (child) => {
      setTimeout(() => child.kill('SIGKILL'), 2500);
    });
    expect([code, readdirSync(within)]).toEqual([null, []]);
  });
});
