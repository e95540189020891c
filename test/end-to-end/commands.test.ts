/** Every command on every shipped scenario; JSON that is one document and the same on any number of threads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseString } from 'fast-csv';
import { describe, expect, it } from 'vitest';
import { ROOT, run, SCENARIOS, temporaryFolder } from './program.ts';

const FEW = ['--replicates', '400'];
const folder = temporaryFolder();

function withoutTimings(json: string): unknown {
  const document = JSON.parse(json);
  expect(document.manifest.timings.threads).toBeGreaterThan(0);
  return { ...document, manifest: { ...document.manifest, timings: null } };
}

function parseCsv(text: string): Promise<Record<string, string>[]> {
  return new Promise((resolve, reject) => {
    const rows: Record<string, string>[] = [];
    parseString(text, { headers: true })
      .on('error', reject)
      .on('data', (row) => rows.push(row))
      .on('end', () => resolve(rows));
  });
}

describe('trialwright', () => {
  for (const scenario of SCENARIOS) {
    it(`answers every question of ${scenario}`, async () => {
      const noEffect = scenario.includes('null');
      for (const command of ['check', 'replay', 'power', 'run']) {
        if (noEffect && command === 'replay') continue; // it has no publication
        const out = join(folder, 'answers');
        const { code, stdout, stderr } = await run(command, scenario, ...FEW, '--out', out);
        expect(stderr).toBe('');
        expect(code).toBe(noEffect && command === 'run' ? 2 : 0);
        expect(stdout).not.toMatch(/NaN|undefined|\[object|Infinity/);
        const wide = stdout.split('\n').filter((line) => [...line].length > 80 && !line.startsWith('Written to '));
        expect(wide).toEqual([]);
      }
    });
  }

  it('prints one JSON document, the same on one and two threads, another under another seed', async () => {
    for (const command of ['power', 'run']) {
      const words = [
        command,
        'scenarios/guo-2022.yaml',
        '--json',
        '--replicates',
        '5000',
        '--out',
        join(folder, 'json'),
      ];
      const one = await run(...words, '--threads', '1');
      const two = await run(...words, '--threads', '2');
      expect(withoutTimings(two.stdout)).toEqual(withoutTimings(one.stdout));
      const other = await run(...words, '--seed', 'another');
      expect(JSON.parse(other.stdout).manifest.seed).toBe('another');
      expect(JSON.parse(other.stdout).result).not.toEqual(JSON.parse(one.stdout).result);
    }
  });

  it('is quiet when asked, and still prints the JSON', async () => {
    const quiet = await run('power', 'scenarios/guo-2022.yaml', ...FEW, '--quiet');
    expect(quiet).toEqual({ code: 0, stdout: '', stderr: '' });
    const json = await run('check', 'scenarios/guo-2022.yaml', '--quiet', '--json');
    expect(JSON.parse(json.stdout).question).toBe('check');
  });

  it('writes a results folder whose tables say what its JSON says', async () => {
    const out = join(folder, 'results');
    await run('run', 'scenarios/guo-2022.yaml', ...FEW, '--out', out, '--quiet');
    const files = readdirSync(out);
    expect(files).toEqual(
      expect.arrayContaining(['results.json', 'summary.txt', 'power-curve.csv', 'sample-size.csv']),
    );
    const { result } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'));
    const curve = await parseCsv(readFileSync(join(out, 'power-curve.csv'), 'utf8'));
    expect(curve.map((row) => Number(row.power))).toEqual(
      result.curve.points.map((point: { power: { estimate: number } }) => point.power.estimate),
    );
    const characteristics = await parseCsv(readFileSync(join(out, 'operating-characteristics.csv'), 'utf8'));
    const power = characteristics.find((row) => row.under === 'planned effect' && row.quantity === 'power');
    expect(Number(power?.estimate)).toBe(result.power.alternative.power.estimate);
    for (const file of files.filter((name) => name.endsWith('.csv'))) {
      const rows = await parseCsv(readFileSync(join(out, file), 'utf8'));
      expect(rows.length, file).toBeGreaterThan(0);
    }
    const again = await run('run', 'scenarios/guo-2022.yaml', ...FEW, '--out', out);
    expect(again.code).toBe(0);
    expect(readdirSync(out)).toEqual(files);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('has a worked example in every help', async () => {
    for (const command of ['check', 'replay', 'power', 'size', 'run']) {
      const { code, stdout } = await run(command, '--help');
      expect(code).toBe(0);
      expect(stdout).toMatch(new RegExp(`Example:\\n {2}trialwright ${command} scenarios/`));
    }
    expect((await run('--help')).stdout).toContain('Exit codes: 0 answered, 1 bad input');
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect((await run('--version')).stdout.trim()).toBe(version);
  });
});
