/** Scenario files for tests: written to a folder of their own, loaded, and the message of what is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { type Scenario, ScenarioProblems } from '../../src/scenario/scenario.ts';

const root = mkdtempSync(join(tmpdir(), 'scenario-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));

/** The folder of the test file that asks: files share this module. */
export function folder(): string {
  const { testPath = 'unknown' } = expect.getState();
  const own = join(root, basename(testPath, '.test.ts'));
  mkdirSync(own, { recursive: true });
  return own;
}

/** A sound scenario with something of everything. */
export const SOUND = `title: A trial
timeUnit: month
seed: x
reported:
  arms:
    - { name: Old, role: control, patients: 51, median: { value: 9, ci: [3, 15] } }
    - { name: New, role: experimental, patients: 20, median: 6, deaths: 5 }
  hazardRatio: { value: 1.2, ci: [0.6, 2.4] }
  conduct: { accrual: { duration: 10 }, analysis: { calendarTime: 15 } }
trial:
  arms:
    - name: Old
      role: control
      survival: { model: exponential, median: 9 }
    - name: New
      role: experimental
      survival: { model: relative, hazardRatio: 0.7 }
  allocation: "1:1"
  patients: 300
  accrual: { duration: 24 }
  dropout: { probability: 0.05, by: 1 year }
  analysis: { events: 200 }
  test: { alpha: 0.05, sides: 2 }
  targetPower: [0.8, 0.9]
precision: { replicates: 1000 }
`;

/** SOUND with pieces of text replaced. @throws when a piece is not in it. */
export function draft(...edits: [from: string, to: string][]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`not in the sound scenario: ${from}`);
    return text.replace(from, () => to);
  }, SOUND);
}

/** An edit of SOUND: one more experimental arm. */
export const LATE: [from: string, to: string] = [
  '  allocation: "1:1"\n',
  '    - { name: Late, role: experimental, survival: { model: relative, hazardRatio: 0.8 } }\n  allocation: "1:1:1"\n',
];

/** An edit of SOUND: patients that differ by two factors and a covariate. */
export const POPULATION: [from: string, to: string] = [
  '  patients: 300\n',
  '  population: { factors: [{name: stage, levels: [{name: C, prevalence: 0.7}, {name: B, prevalence: 0.3, hazardRatio: 0.5}]}, {name: sex, levels: [{name: f, prevalence: 0.5}, {name: m, prevalence: 0.5}]}], covariates: [{name: NLR, mean: 3.8, sd: 1.6, hazardRatio: 0.8}] }\n  patients: 300\n',
];

export function save(text: string | Uint8Array, name = 'x.yaml'): string {
  const file = join(folder(), name);
  writeFileSync(file, text);
  return file;
}

export function load(text: string | Uint8Array, name?: string): Promise<Scenario> {
  return loadScenario(save(text, name));
}

/** The message about a file that does not load, its folder left out. */
export async function problemsOf(file: string): Promise<string> {
  try {
    await loadScenario(file);
  } catch (error) {
    if (error instanceof ScenarioProblems) return error.message.replaceAll(`${folder()}/`, '');
    throw error;
  }
  return 'no problem';
}

export function problems(text: string | Uint8Array, name?: string): Promise<string> {
  return problemsOf(save(text, name));
}
