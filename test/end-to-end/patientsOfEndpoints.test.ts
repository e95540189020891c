/**
 * `patients` of a trial with several endpoints: columns by name, states and times, and the analyses of R's survival. The numbers
 * of reference/patientsOfEndpoints.csv are what reference/patientsOfEndpoints.R, the script that is exported with the patients,
 * printed for the export of this test (R 4, survival 3); they are made anew when the draws of the kernel change.
 *
 * @module-tag slow
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './cli.ts';
import { rowsOf } from './csvRows.ts';
import { trialwrightHere as trialwright } from './inProcess.ts';

const CASE = 'test/cases/three-arms-endpoints.yaml';
const into = join(temporaryFolder(), 'endpoints');
const REFERENCE = fileURLToPath(new URL('../reference/patientsOfEndpoints', import.meta.url));

const read = (name: string): string => readFileSync(join(into, name), 'utf8');
const hasR = spawnSync('Rscript', ['-e', 'library(survival)']).status === 0;

const NUMBERS = ['z', 'hazardRatio'];
const COUNTS = ['patientsControl', 'patientsExperimental', 'eventsControl', 'eventsExperimental'];

/** Comments left out. */
const table = (text: string) => rowsOf(text.replace(/^#.*\n/gm, ''));

function expectAsExported(found: readonly Record<string, string>[], analyses: readonly Record<string, string>[]): void {
  expect(found.length).toBe(analyses.length);
  found.forEach((row, i) => {
    const where = `${row.replicate} ${row.look} ${row.hypothesis}`;
    for (const name of ['replicate', 'look', 'hypothesis', 'test', ...COUNTS])
      expect(row[name], where).toBe(analyses[i][name]);
    for (const name of NUMBERS) {
      expect(row[name] === '', `${where} ${name}`).toBe(analyses[i][name] === '');
      expect(Math.abs(Number(row[name]) - Number(analyses[i][name])), `${where} ${name}`).toBeLessThan(1e-9);
    }
  });
}

beforeAll(async () => {
  const { code, stdout, stderr } = await trialwright(['patients', CASE, '--which', '0-1', '--out', into]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('patients.csv, analyses.csv, data-dictionary.csv and check.R');
});

describe('patients of several endpoints', () => {
  it('have every column in the dictionary, and their script', async () => {
    expect(readdirSync(into).sort()).toEqual(['analyses.csv', 'check.R', 'data-dictionary.csv', 'patients.csv']);
    const dictionary = await rowsOf(read('data-dictionary.csv'));
    for (const name of ['patients.csv', 'analyses.csv']) {
      const [header] = read(name).split('\n');
      expect(dictionary.filter(({ file }) => file === name).map(({ column }) => column)).toEqual(header.split(','));
    }
    expect(read('check.R')).toBe(readFileSync(`${REFERENCE}.R`, 'utf8'));
  });

  it('give the z, hazard ratios and counts of R to 1e-9: PFS and OS with scans, strata, arms and a subgroup, a response', async () => {
    const analyses = await rowsOf(read('analyses.csv'));
    expect(new Set(analyses.map(({ endpoint }) => endpoint)).size).toBe(3);
    expectAsExported(await table(readFileSync(`${REFERENCE}.csv`, 'utf8')), analyses);
  });

  it.runIf(hasR)('are analysed by the exported script with the same result', async () => {
    const run = spawnSync('Rscript', [join(into, 'check.R'), into], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expectAsExported(await table(run.stdout), await rowsOf(read('analyses.csv')));
    const largest = Number(/largest difference from analyses.csv: (\S+)/.exec(run.stdout)?.[1]);
    expect(largest).toBeLessThan(1e-9);
  });

  it('pass through states in order, endpoints following from them', async () => {
    const patients = await rowsOf(read('patients.csv'));
    const counted = { switched: 0, seenLate: 0, unseen: 0, dead: 0 };
    for (const row of patients) {
      const at = (name: string) => (row[name] === '' ? null : Number(row[name]));
      const [progressed, seen, died, lost, switched] = [
        at('progressedAt'),
        at('progressionSeenAt'),
        at('diedAt'),
        at('droppedOutAt'),
        at('switchedAt'),
      ];
      const os = { time: Number(row['overall survival time']), event: row['overall survival event'] === '1' };
      const pfs = {
        time: Number(row['progression-free survival time']),
        event: row['progression-free survival event'] === '1',
      };
      expect(os.event).toBe(died !== null);
      expect(died === null || lost === null).toBe(true);
      if (died !== null) expect(os.time).toBe(died);
      if (lost !== null) expect(os.time).toBe(lost);
      if (pfs.event) expect(pfs.time).toBe(seen ?? died);
      expect(row['true progression-free survival event']).toBe(progressed !== null || died !== null ? '1' : '0');
      if (progressed !== null) {
        expect(Number(row['true progression-free survival time'])).toBe(progressed);
        if (seen === null) counted.unseen++;
        else if (seen > progressed) counted.seenLate++;
        expect(progressed).toBeLessThanOrEqual(Math.min(seen ?? Infinity, died ?? Infinity, os.time));
      } else expect(seen ?? switched).toBeNull();
      // The delay of the switch is one month, to the tick.
      if (switched !== null) {
        counted.switched++;
        expect(Math.abs(switched - (progressed as number) - 1)).toBeLessThan(1e-6);
      }
      if (row.state === 'dead') counted.dead++;
      expect(row.state === 'dead').toBe(died !== null);
      const assessed = row['objective response assessed'] === '1';
      expect(row['objective response event'] === '').toBe(!assessed);
    }
    for (const [what, count] of Object.entries(counted)) expect(count, what).toBeGreaterThan(0);
  });
});
