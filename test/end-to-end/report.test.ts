/**
 * `report`: every output of results that were written before, from their record alone.
 *
 * @module-tag slow
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, trialwright } from './cli.ts';

const folder = temporaryFolder();

/** Every file of a folder by name, byte by byte. */
function filesOf(of: string): Record<string, string> {
  const names = readdirSync(of, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(of, name), 'latin1')]));
}

describe('report', () => {
  it('writes what run wrote, again to the byte, into the folder or another', async () => {
    const out = join(folder, 'guo');
    // Twice into one folder: the second replaces the first.
    for (let time = 0; time < 2; time += 1) {
      const args = ['run', 'scenarios/guo-2022.yaml', '--replicates', '200', '--out', out];
      const { code, stdout } = await trialwright(args);
      expect(code).toBe(0);
      expect(stdout.replace(/\s+/g, ' ')).toContain(
        `Report: ${join(out, 'report.html')}. All tables: summary.txt beside it`,
      );
    }
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    // The explorer's own code may name them.
    expect(page.replace(/<script[\s\S]*?<\/script>/g, '')).not.toMatch(/NaN|undefined|\[object/);
    expect(page.length).toBeLessThan(3e6);
    const before = filesOf(out);
    const { files } = JSON.parse(String(before['results.json']));
    for (const name of files) rmSync(join(out, name));
    expect(await trialwright(['report', out])).toEqual({
      code: 0,
      stdout: `Written: ${join(out, 'report.html')} and ${files.length - 1} other files\n`,
      stderr: '',
    });
    expect(filesOf(out)).toEqual(before);
    const other = join(folder, 'other');
    const args = ['report', join(out, 'results.json'), '--out', other, '--quiet'];
    expect(await trialwright(args)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(filesOf(other)).toEqual(before);
    // Some outputs leave the others where they are.
    rmSync(join(out, 'summary.md'));
    expect((await trialwright(['report', out, '--only', 'markdown'])).stdout).toBe(
      `Written: ${join(out, 'summary.md')}\n`,
    );
    expect(filesOf(out)).toEqual(before);
  });

  it('replaces a folder of a trial with looks, whose bounds two sections show', { tags: ['long'] }, async () => {
    const out = join(folder, 'looks');
    for (let time = 0; time < 2; time += 1) {
      const args = ['power', 'scenarios/prospective-three-looks.yaml', '--replicates', '100', '--out', out, '--quiet'];
      expect(await trialwright(args)).toEqual({ code: 0, stdout: '', stderr: '' });
    }
    expect((await trialwright(['report', out])).code).toBe(0);
    const { files } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    expect(files).toEqual(expect.arrayContaining(['boundaries.csv', 'report.html', 'report.docx', 'summary.md']));
    expect(Object.keys(filesOf(out))).toEqual([...files, 'results.json'].sort());
  });

  it('says in one line what is wrong with what it is given', async () => {
    const none = await trialwright(['report', join(folder, 'none')]);
    expect([none.code, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toMatch(/none does not exist; name a folder .*\n$/);
    const file = join(folder, 'wrong.json');
    writeFileSync(file, '{"format": "another"}');
    const wrong = await trialwright(['report', file]);
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      `${file} has the format "another"; this version of trialwright reads "trialwright result 2": run the command that wrote it again, or report with the version that wrote it\n`,
    ]);
    const only = await trialwright(['report', folder, '--only', 'pdf']);
    expect([only.code, only.stderr]).toEqual([
      1,
      expect.stringContaining('must be of text, tables, figures, page, markdown, word, with commas between'),
    ]);
    writeFileSync(file, '{"title": "a scenario"}');
    expect((await trialwright(['report', file])).stderr).toBe(
      `${file} is not a result of trialwright (format "trialwright result 2"); name the results.json that a command wrote\n`,
    );
  });
});
