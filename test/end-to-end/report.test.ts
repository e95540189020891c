/**
 * `report`: the page of results that were written before.
 *
 * @module-tag slow
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, trialwright } from './cli.ts';

const folder = temporaryFolder();

describe('report', () => {
  it('writes the page that run wrote, again, into the folder or another', async () => {
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
    rmSync(join(out, 'report.html'));
    expect(await trialwright(['report', out])).toEqual({
      code: 0,
      stdout: `Written: ${join(out, 'report.html')}\n`,
      stderr: '',
    });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe(page);
    const other = join(folder, 'other');
    expect(await trialwright(['report', join(out, 'results.json'), '--out', other, '--quiet'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(readdirSync(other)).toEqual(['report.html']);
    expect(readFileSync(join(other, 'report.html'), 'utf8')).toBe(page);
  });

  it('replaces a folder of a trial with looks, whose bounds two sections show', async () => {
    const out = join(folder, 'looks');
    for (let time = 0; time < 2; time += 1) {
      const args = ['power', 'scenarios/prospective-three-looks.yaml', '--replicates', '100', '--out', out, '--quiet'];
      expect(await trialwright(args)).toEqual({ code: 0, stdout: '', stderr: '' });
    }
    expect((await trialwright(['report', out])).code).toBe(0);
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
      `${file} has the format "another"; this version of trialwright reads "trialwright result 1": run the command that wrote it again, or report with the version that wrote it\n`,
    ]);
    writeFileSync(file, '{"title": "a scenario"}');
    expect((await trialwright(['report', file])).stderr).toBe(
      `${file} is not a result of trialwright (format "trialwright result 1"); name the results.json that a command wrote\n`,
    );
  });
});
