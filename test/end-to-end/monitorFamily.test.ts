/**
 * `monitor` of several hypotheses and endpoints: replicates that the kernel simulated, monitored patient by patient, and
 * mistakes in their files.
 *
 * @module-tag slow
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planDesign } from '../../src/design/planDesign.ts';
import { streamKey } from '../../src/kernel/draw/stream.ts';
import { planKernel } from '../../src/kernel/plan/kernelPlan.ts';
import { createReference } from '../../src/kernel/reference.ts';
import { familySpec } from '../../src/questions/familySpec.ts';
import { askFamilyMonitor, monitoredFamily } from '../../src/questions/monitorFamily.ts';
import type { FamilyMonitorResult } from '../../src/questions/monitorFamilyResult.ts';
import { askPatients } from '../../src/questions/patientsOfReplicates.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { decideFamily, NEVER } from '../../src/tally/familyDecisions.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { temporaryFolder, timeless } from './cli.ts';
import { trialwrightHere as trialwright } from './inProcess.ts';

const CASE = 'test/cases/three-arms-endpoints.yaml';
const TWO_ARMS = 'scenarios/survival-endpoints.yaml';
const folder = temporaryFolder();

async function trialOf(file: string): Promise<Trial> {
  const { trial } = await loadScenario(file);
  if (trial === null || trial.patients === null) throw new Error('no trial');
  return { ...trial.unsized, patients: trial.patients };
}

/** Replicates as the family's decisions have them, and as the monitor sees their patients look after look. */
async function bothWays(file: string, replicates: number) {
  const asked = await trialOf(file);
  const design = planDesign(asked);
  const plan = planKernel(design.trial, undefined, [design.trial.test], design.expected);
  const key = streamKey('monitored', 'power');
  const columns = createReference(plan).simulate(key, 0, replicates, { hazardRatio: false, medians: false });
  const decided = decideFamily(columns, familySpec(design, 1), 0);
  const monitored = monitoredFamily(asked);
  const rows = Array.from({ length: replicates }, (_, replicate) => replicate);
  const exported = askPatients(asked, 'monitored', 'planned', rows, 'month');
  const found = exported.replicates.map(({ looks }) => {
    const seen = looks.map(({ look, patients }) => ({
      look: look + 1,
      patients: patients.map((patient) => ({
        ...patient,
        centre: 0,
        known: [
          { ...patient, counts: true },
          ...patient.further.map((each, e) => ({
            ...each,
            counts: asked.endpoints[e + 1].kind === 'timeToEvent' || each.ended,
          })),
        ],
      })),
    }));
    return askFamilyMonitor(monitored, seen, 'month');
  });
  return { columns, decided, found };
}

describe('several hypotheses', () => {
  it.each([
    [CASE, 60],
    [TWO_ARMS, 40],
  ])(
    'are rejected at the looks at which the decisions of simulated trials reject them: %s',
    async (file, replicates) => {
      const { columns, decided, found } = await bothWays(file, replicates);
      let rejections = 0;
      found.forEach(({ standings, looks }, row) => {
        standings.forEach(({ rejectedAt }, h) => {
          const at = decided.rejectedAt[h][row];
          expect(rejectedAt, `replicate ${row}, hypothesis ${h}`).toBe(at === NEVER ? null : at + 1);
          if (rejectedAt !== null) rejections++;
        });
        for (const { look, rows } of looks)
          rows.forEach(({ z }, h) => {
            expect(Math.abs(z - columns[look - 1].statistics[h].z[row])).toBeLessThan(1e-9);
          });
      });
      expect(rejections).toBeGreaterThan(replicates / 2);
    },
  );
});

/** The first two looks of a replicate, with `change` made to the rows (header first). */
async function patientsFile(name: string, scenario: string, change: (rows: string[][]) => void = () => {}) {
  const { code, stdout, stderr } = await trialwright(['patients', scenario, '--which', '1']);
  expect([code, stderr]).toEqual([0, '']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .filter(([, look], i) => i === 0 || Number(look) <= 2);
  change(rows);
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, rows.map((row) => row.join(',')).join('\n'));
  return file;
}

/** Sets the value of a column in a line, counted from 1. */
const set = (column: string, line: number, value: string) => (rows: string[][]) => {
  rows[line - 1][rows[0].indexOf(column)] = value;
};

describe('a file of patients and looks', () => {
  it('is answered by endpoint, with what a rejection hands on', async () => {
    const file = await patientsFile('sound', CASE);
    const { code, stdout, stderr } = await trialwright(['monitor', CASE, '--patients', file]);
    expect([code, stderr]).toEqual([0, '']);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(
      /PFS early \(progression-free survival\): z = [\d.]+ with \d+ events, HR [\d.]+, does not reach/,
    );
    expect(text).toContain('OS late (overall survival)');
    expect(text).toMatch(/it has no alpha yet and may not be tested/);
    expect(text).toMatch(/A rejection of OS early would give PFS early in C 0\.00\d+ and OS late 0\.00\d+\./);
    const saved = await trialwright(['monitor', CASE, '--patients', file, '--json']);
    const result = timeless(saved.stdout).result as unknown as FamilyMonitorResult;
    // A response that is rejected at its only look has given its 0.1 of alpha to OS early, which had 0.2.
    const [response] = result.standings;
    expect(result.standings[4].share).toBeCloseTo(response.rejectedAt === 1 ? 0.3 : 0.2, 12);
    expect(result.standings.slice(1).every(({ rejectedAt }) => rejectedAt === null || rejectedAt <= 2)).toBe(true);
  });

  it('says how survival stands where it is watched, and is validated when it is reported again', async () => {
    const file = await patientsFile('two', TWO_ARMS);
    const out = join(folder, 'answer');
    const { code, stdout, stderr } = await trialwright(['monitor', TWO_ARMS, '--patients', file, '--out', out]);
    expect([code, stderr]).toEqual([0, '']);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(/OS \(overall survival\): z = [\d.]+ with 250 events, HR [\d.]+/);
    expect(text).toMatch(
      /Survival: with 250 deaths the hazard ratio of death is [\d.]+, below the threshold [\d.]+: no/,
    );
    const again = await trialwright(['report', out]);
    expect([again.code, again.stderr]).toEqual([0, '']);
  });

  const OS = 'overall survival time';
  it.each<[string, (rows: string[][]) => void, RegExp]>([
    [
      'a death before progression',
      (rows) => {
        set(OS, 2, '1')(rows);
        set('overall survival event', 2, '1')(rows);
      },
      /:2: progression-free survival time is \S+, after overall survival time 1, a death; nothing is seen of a patient after it: correct one of them$/,
    ],
    [
      'a response without its assessment',
      (rows) => {
        set('objective response assessed', 3, '0')(rows);
        set('objective response event', 3, '1')(rows);
      },
      /:3: objective response event is 1 while objective response assessed is 0; a response is counted at its assessment, 4 after randomisation: correct one of them$/,
    ],
    [
      'an endpoint without its columns',
      (rows) => set(OS, 1, 'survival of all')(rows),
      /:1: has no column overall survival time; must have arm, stage, .*$/,
    ],
    ['an arm that is none', (rows) => set('arm', 2, 'Other')(rows), /:2: arm is Other; must be Old or Early or Late$/],
    ['a look that is none', (rows) => set('look', 2, '7')(rows), /:2: look is 7; must be a planned look, 1 to 3 /],
    [
      'two replicates',
      (rows) => set('replicate', 2, '5')(rows),
      /has the patients of 2 replicates; must have those of one trial$/,
    ],
  ])('with %s is refused in one line', async (name, change, message) => {
    const file = await patientsFile(name.replaceAll(' ', '-'), CASE, change);
    const { code, stdout, stderr } = await trialwright(['monitor', CASE, '--patients', file]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n').length).toBe(1);
  });

  it.each([
    [
      '--events 100 --z 2',
      /--events 100: is about one comparison, while trial\.comparisons has several; give --patients/,
    ],
    ['', /monitor: what was seen is missing; give --patients with a line a patient and look/],
  ])('is what several hypotheses need: %s', async (args, message) => {
    const { code, stderr } = await trialwright(['monitor', CASE, ...args.split(' ').filter((arg) => arg !== '')]);
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n').length).toBe(1);
  });
});
