/** @module-tag slow */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { explore } from '../../src/cli/explore.ts';

const folder = mkdtempSync(join(tmpdir(), 'explore-'));
const scenario = (name: string) => new URL(`../../scenarios/${name}`, import.meta.url).pathname;
const out = join(folder, 'page.html');

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

describe('explore', () => {
  it('writes a page that holds everything, and says where', async () => {
    const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect(await explore(scenario('guo-2022.yaml'), { out, seed: '</script>' })).toBe(0);
    expect(print).toHaveBeenCalledWith(`${out}\n`);
    const page = readFileSync(out, 'utf8');
    expect(page).toContain('<title>TACE + camrelizumab v TACE alone in recurrent HCC, as reported (20 v 51)</title>');
    expect(page).not.toMatch(/<(script|link|img)[^>]*(src|href)="(?!data:)/);
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    const data = JSON.parse(/id="explorer-data">([^<]*)</.exec(page)?.[1] ?? '');
    expect(data.scenario).toContain('seed: </script>');
    expect(data.scenario).toContain('citation: >-');
    expect(data.scenario).not.toMatch(/^reported: studies/m);
  });

  it('says what is wrong', async () => {
    const study = join(folder, 'study.yaml');
    writeFileSync(study, `title: A study\ntimeUnit: month\nreported: ${scenario('studies/guo-2022.yaml')}\n`);
    await expect(explore(study, { out })).rejects.toThrow(/has no trial; the explorer plans one/);
    const nowhere = join(folder, 'no/page.html');
    await expect(explore(undefined, { out: nowhere })).rejects.toThrow(/cannot be written: there is no such folder/);
  });
});
