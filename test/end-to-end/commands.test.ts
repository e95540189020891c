/**
 * Every shipped scenario with every command: exit code, JSON, results folder, tables.
 *
 * @module-tag slow
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf, type ResultLike, scenarioFiles, temporaryFolder, trialwright } from './cli.ts';
import { rowsOf } from './csvRows.ts';

const folder = temporaryFolder();

/** The value at a path such as `alternative.power.estimate`. */
function at(from: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], from);
}

const TABLES: Record<string, string[]> = {
  check: ['arms', 'hazards', 'expected-events'],
  replay: ['replay-published', 'replay-characteristics'],
  power: ['operating-characteristics', 'power-formulas'],
  size: ['sample-size'],
  assurance: ['assurance-priors', 'assurance', 'assurance-by-size'],
};
TABLES.run = ['check', 'power', 'size'].flatMap((question) => TABLES[question]);

const isOneOf =
  (...names: string[]) =>
  (file: string) =>
    names.some((name) => file.includes(name));
const hasFamily = isOneOf(
  'three-arms',
  'subgroup',
  'timing-camrelizumab',
  'survival-endpoints',
  'switching',
  'response-gate',
);
/** Exact plans alone. */
const hasNoTrial = isOneOf('response-rate', 'single-arm');
/** Says how uncertain a planning value is. */
const isUncertain = isOneOf('assurance');
const hasNoEffect = isOneOf('null', 'timing-sorafenib');
const hasNoStudy = isOneOf('null', 'evidence-by-lag', 'timing-sorafenib', 'response-rate', 'single-arm');

/** Every command of the study, and of other scenarios what each has of its own. */
const SHORT: Record<string, string[]> = {
  'guo-2022.yaml': ['check', 'replay', 'power', 'size', 'run'],
  'bclc-stratified.yaml': ['power'],
  'assurance.yaml': ['assurance'],
  'null.yaml': ['replay', 'size'],
  'prospective-three-looks.yaml': ['check', 'power'],
  'three-arms-timing.yaml': ['check'],
};
const isLong = (file: string, question: string) => !SHORT[basename(file)]?.includes(question);

describe.concurrent.each(scenarioFiles())('%s', (file) => {
  // Sizes of three truths take long enough once, in the run.
  const questions = [
    ...['check', 'replay', 'power'],
    ...(file.includes('prospective-multicentre') ? [] : ['size']),
    ...(isUncertain(file) ? ['assurance'] : []),
    'run',
  ];
  for (const question of questions)
    it(question, isLong(file, question) ? { tags: ['long'] } : {}, async () => {
      const out = join(folder, `${basename(file, '.yaml')}-${question}`);
      const args = [question, file, '--replicates', '300', '--threads', '1', '--json', '--out', out];
      const { code, stdout, stderr } = await trialwright(args);
      if (question === 'replay' && hasNoStudy(file)) {
        expect([code, stdout, linesOf(stderr).length]).toEqual([1, '', 1]);
        expect(stderr).toContain('reported is missing');
        expect(readdirSync(folder)).not.toContain(basename(out));
        return;
      }
      expect(stderr).toBe('');
      expect(code).toBe(hasNoEffect(file) && ['size', 'run'].includes(question) ? 2 : 0);

      const document = JSON.parse(stdout) as ResultLike;
      expect(document.format).toBe('trialwright result 2');
      expect([document.question, document.scenario.file]).toEqual([question, file]);
      expect(document.manifest.interrupted).toBeNull();
      // What no N can reach is told from the plan.
      const nothingToSimulate = question === 'check' || (question === 'size' && hasNoEffect(file));
      if (!hasNoTrial(file)) expect(document.manifest.replicates > 0).toBe(!nothingToSimulate);
      expect(stdout).not.toMatch(/NaN|Infinity/);

      // The folder holds the same document, the tables and the text, and nothing else.
      const files = readdirSync(out);
      expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(stdout);
      const text = readFileSync(join(out, 'summary.txt'), 'utf8');
      expect(text).toContain(document.scenario.title.split(' ')[0]);
      for (const line of text.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/NaN|undefined|\[object [A-Z]/);
      for (const table of hasNoTrial(file) ? [] : TABLES[question]) {
        // Several hypotheses have their formulas in their own table.
        const there = hasFamily(file) && table === 'power-formulas' ? 'hypotheses' : table;
        expect(files).toContain(`${there}.csv`);
      }
      const words = question === 'run' ? ['report.docx', 'report.html', 'summary.md'] : [];
      const others = files.filter((name) => !name.endsWith('.csv') && name !== 'figures');
      expect(others.sort()).toEqual([...words, 'results.json', 'summary.txt'].sort());
      for (const name of files.filter((other) => other.endsWith('.csv'))) {
        const rows = await rowsOf(readFileSync(join(out, name), 'utf8'));
        expect(rows.length, name).toBeGreaterThan(0);
      }

      // And what the tables say is what the document says.
      const power = question === 'run' ? document.result.power : document.result;
      if (files.includes('operating-characteristics.csv')) {
        const rows = await rowsOf(readFileSync(join(out, 'operating-characteristics.csv'), 'utf8'));
        const alternative = rows.filter(({ under }) => under === 'planned effect');
        const row = (quantity: string) => alternative.find((other) => other.quantity === quantity);
        expect(Number(row('power')?.estimate)).toBe(at(power, 'alternative.power.estimate'));
        expect(Number(row('power')?.low)).toBe(at(power, 'alternative.power.low'));
        expect(Number(row('events')?.estimate)).toBe(at(power, 'alternative.events.mean'));
      }
      if (files.includes('sample-size.csv')) {
        const rows = await rowsOf(readFileSync(join(out, 'sample-size.csv'), 'utf8'));
        const size = (question === 'run' ? document.result.size : document.result) as { targets: unknown[] };
        const found = size.targets.filter((target) => at(target, 'simulated.kind') === 'size');
        const simulated = rows.filter(({ method, patients }) => method === 'simulation' && patients !== '');
        expect(simulated.map(({ patients }) => Number(patients))).toEqual(
          found.map((target) => at(target, 'simulated.patients')),
        );
      }
      if (files.includes('power-curve.csv')) {
        const rows = await rowsOf(readFileSync(join(out, 'power-curve.csv'), 'utf8'));
        const points = at(document.result, 'curve.points') as unknown[];
        expect(rows.map((row) => [Number(row.patients), Number(row.power)])).toEqual(
          points.map((point) => [at(point, 'patients'), at(point, 'power.estimate')]),
        );
      }
    });
});
