/**
 * The README keeps its word: its commands run, its scenario loads, its numbers are those the program prints.
 * `npm run excerpts` writes the numbers anew.
 *
 * @module-tag long
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { ROOT, temporaryFolder, trialwright } from './cli.ts';
import { excerptsOf, renewed } from './excerpts.ts';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const folder = temporaryFolder();
const RENEW = process.env.npm_lifecycle_event === 'excerpts';

/** The fenced blocks of a language ('' for none). */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map((match) => match[1]);
}

describe('the README', () => {
  it('has commands that run', async () => {
    const commands = blocks('sh').flatMap((block) =>
      block.split('\n').filter((line) => line.startsWith('npx trialwright ')),
    );
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) {
      const text = command
        .replace('npx trialwright ', '')
        .replace(/--out (\S+)/, (_, out) => `--out ${join(folder, out.endsWith('.html') ? 'explore.html' : 'out')}`)
        .replace(/^report \S+/, `report ${join(folder, 'out')}`)
        .replace(/ --precision \S+/, '');
      const words = [...text.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, quoted]) => quoted ?? word);
      const simulates = !['monitor', 'patients', 'report', 'explore', 'evidence', 'reconstruct'].includes(words[0]);
      const { code, stderr } = await trialwright([...words, ...(simulates ? ['--replicates', '400'] : [])]);
      expect(stderr, command).toBe('');
      expect(code, command).toBe(0);
    }
  });

  it('has a scenario that loads', async () => {
    const [yaml] = blocks('yaml');
    const file = join(folder, 'readme.yaml');
    writeFileSync(file, yaml.replace('studies/guo-2022.yaml', join(ROOT, 'scenarios/studies/guo-2022.yaml')));
    const scenario = await loadScenario(file);
    expect(scenario.trial?.patients).toBe(520);
    expect(scenario.provenance.some(({ path }) => path.startsWith('trial.arms'))).toBe(true);
  });

  it('has parts of a scenario about timing, centres and scans that load as they stand', async () => {
    const part = blocks('yaml').find((block) => block.includes('treatmentStart'));
    const control = '    - { name: TACE alone, role: control, survival: { model: exponential, median: 9 } }';
    const text = part?.replace('  arms:\n', `  arms:\n${control}\n`);
    const file = join(folder, 'part.yaml');
    const rest = '  patients: 480\n  analysis: { events: 330 }\n';
    writeFileSync(file, `title: a part\ntimeUnit: month\ntrial:\n${text}${rest}`);
    const { trial } = await loadScenario(file);
    expect(trial?.unsized.scans?.schedules.length).toBe(2);
    expect(trial?.unsized.test.beside[1].origin).toEqual({ kind: 'treatmentStart' });
  });

  it('names only npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1]);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  it('is renewed paragraph by paragraph, whatever numbers have become', async () => {
    const shown = (text: string) => `Before.\n<!-- excerpt: size x.yaml -->\n\`\`\`\n${text}\n\`\`\`\nAfter.\n`;
    const print = async (command: readonly string[]) => `${command.join(' ')}\n\nOne of 7\n  in 3\n\nTwo of 9\n`;
    expect(await renewed(shown('Two of 1\n\nOne of 2\n  in 2'), print)).toBe(shown('Two of 9\n\nOne of 7\n  in 3'));
  });

  it('shows what the program prints', async () => {
    const print = async (command: readonly string[]): Promise<string> =>
      (await trialwright([...command, '--out', join(folder, 'excerpt')])).stdout;
    if (RENEW) writeFileSync(join(ROOT, 'README.md'), await renewed(readme, print));
    const excerpts = excerptsOf(readFileSync(join(ROOT, 'README.md'), 'utf8'));
    expect(excerpts.length).toBeGreaterThan(1);
    for (const { command, paragraphs } of RENEW ? [] : excerpts) {
      const stdout = await print(command);
      for (const paragraph of paragraphs) expect(stdout, command.join(' ')).toContain(paragraph);
    }
  }, 600_000);
});
