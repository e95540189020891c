/**
 * `patients`: what a statistician gets, analysed again by R's survival where it is installed.
 *
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseString } from 'fast-csv';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, trialwright } from './cli.ts';

const CENTRES = 'scenarios/multicentre-scans.yaml';
const folder = temporaryFolder();

type Row = Record<string, string>;

function rowsOf(text: string): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    parseString<Row, Row>(text, { headers: true })
      .on('error', reject)
      .on('data', (row) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}

const read = (into: string, name: string) => rowsOf(readFileSync(join(into, name), 'utf8'));

const hasR = spawnSync('Rscript', ['-e', 'library(survival)']).status === 0;

describe('patients', () => {
  it('come with their analyses and a dictionary of every column', async () => {
    const into = join(folder, 'whole');
    const { code, stdout, stderr } = await trialwright(['patients', CENTRES, '--which', '0,5-6', '--out', into]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('data-dictionary.csv');
    expect(readdirSync(into).sort()).toEqual(['analyses.csv', 'data-dictionary.csv', 'patients.csv']);
    const dictionary = await read(into, 'data-dictionary.csv');
    for (const name of ['patients.csv', 'analyses.csv']) {
      const [header] = readFileSync(join(into, name), 'utf8').split('\n');
      expect(dictionary.filter(({ file }) => file === name).map(({ column }) => column)).toEqual(header.split(','));
    }
    const patients = await read(into, 'patients.csv');
    const analyses = await read(into, 'analyses.csv');
    expect([...new Set(patients.map(({ replicate }) => replicate))]).toEqual(['0', '5', '6']);
    for (const { replicate, look, patients: n, events } of analyses) {
      const those = patients.filter((row) => row.replicate === replicate && row.look === look);
      expect(those.length).toBe(Number(n));
      expect(those.filter(({ event }) => event === '1').length).toBe(Number(events));
    }
  });

  it.runIf(hasR)('give R the z and the hazard ratio of the replicate', async () => {
    const into = join(folder, 'r');
    await trialwright(['patients', CENTRES, '--which', '0-4', '--out', into]);
    const script = fileURLToPath(new URL('patients.R', import.meta.url));
    const run = spawnSync('Rscript', [script, into], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const found = await rowsOf(run.stdout);
    expect(found.length).toBe(5);
    const analyses = await read(into, 'analyses.csv');
    for (const { replicate, look, plain, stratified } of found) {
      const z = (test: string) => {
        const row = analyses.find((each) => each.replicate === replicate && each.look === look && each.test === test);
        return Number(row?.z);
      };
      expect(z('log-rank')).toBeCloseTo(Number(plain), 9);
      expect(z('log-rank, stratified by centre')).toBeCloseTo(Number(stratified), 9);
    }
  });

  it.runIf(hasR)('give R the score at the margin and Wald’s z against it', async () => {
    const into = join(folder, 'margin');
    await trialwright(['patients', 'scenarios/non-inferiority.yaml', '--which', '0-4', '--out', into]);
    const script = fileURLToPath(new URL('margin.R', import.meta.url));
    const run = spawnSync('Rscript', [script, into, '1.291'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const found = await rowsOf(run.stdout);
    expect(found.length).toBeGreaterThanOrEqual(5);
    const analyses = await read(into, 'analyses.csv');
    for (const { replicate, look, score, wald } of found) {
      const z = (test: string) => {
        const row = analyses.find((each) => each.replicate === replicate && each.look === look && each.test === test);
        return Number(row?.z);
      };
      expect(z('log-rank against HR 1.291')).toBeCloseTo(Number(score), 9);
      expect(z('Cox Wald against HR 1.291')).toBeCloseTo(Number(wald), 9);
    }
  });

  it('go to standard output without a folder, the same for the same seed', async () => {
    const [once, again] = await Promise.all(
      [1, 2].map(() => trialwright(['patients', 'scenarios/prospective-early-ici.yaml'])),
    );
    expect(once.code).toBe(0);
    expect(once.stdout).toBe(again.stdout);
    expect(once.stdout.split('\n').length).toBe(522);
  });

  it.each([
    ['--which 3-1', '--which has 3-1; must be replicates from 0 and ranges of them'],
    ['--which some', '--which is "some"; must be replicates from 0'],
    ['--which 0-99999999', 'name fewer'],
    ['--world other', '--world is "other"; must be planned or null'],
  ])('refuses %s in one line', async (args, message) => {
    const { code, stdout, stderr } = await trialwright(['patients', CENTRES, ...args.split(' ')]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n').length).toBe(1);
  });
});
