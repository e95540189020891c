/**
 * --threads, --seed, --quiet, --json, help and mistakes on the command line.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { linesOf, shell, timeless, trialwright } from './cli.ts';
import { trialwrightHere } from './inProcess.ts';

const CONFIRM = 'scenarios/prospective-confirm.yaml';

describe.concurrent('the same question', () => {
  // More replicates than a block holds, so that two threads share the work.
  for (const question of ['replay', 'power', 'size'])
    it(
      `has the same answer on one, two and three threads: ${question}`,
      question === 'power' ? {} : { tags: ['long'] },
      async () => {
        const ask = async (threads: number) => {
          const { stdout } = await trialwright([
            question,
            CONFIRM,
            '--replicates',
            '9000',
            '--json',
            '--threads',
            String(threads),
          ]);
          return timeless(stdout);
        };
        const one = await ask(1);
        expect(await ask(2)).toEqual(one);
        if (question === 'power') expect(await ask(3)).toEqual(one);
      },
    );

  it('has the same bytes again, timings aside', async () => {
    const ask = async () => {
      const { stdout } = await trialwright(['power', CONFIRM, '--replicates', '3000', '--json', '--threads', '2']);
      return stdout.replace(/"timings": \{[^}]*\}/, '');
    };
    expect(await ask()).toBe(await ask());
  });

  it('has another answer under another seed, whatever the seed is', { tags: ['long'] }, async () => {
    const ask = async (seed: string) => {
      const args = ['power', CONFIRM, '--replicates', '2000', '--json', '--threads', '1', '--seed', seed];
      const { stdout } = await trialwright(args);
      return timeless(stdout);
    };
    const answers = await Promise.all(['prospective-confirm', '42', 'Zürich 🎲'].map(ask));
    const own = timeless(
      (await trialwright(['power', CONFIRM, '--replicates', '2000', '--json', '--threads', '1'])).stdout,
    );
    expect(answers[0]).toEqual(own);
    expect(answers.map(({ manifest }) => manifest.seed)).toEqual(['prospective-confirm', '42', 'Zürich 🎲']);
    const results = answers.map(({ result }) => JSON.stringify(result));
    expect(new Set(results).size).toBe(3);
  });
});

describe.concurrent('output', () => {
  it('is nothing at all with --quiet', async () => {
    const finished = await trialwright(['power', CONFIRM, '--replicates', '200', '--threads', '1', '--quiet']);
    expect(finished).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('is the JSON alone with --quiet --json', async () => {
    const { stdout, stderr } = await trialwright(['check', CONFIRM, '--quiet', '--json']);
    expect(timeless(stdout).question).toBe('check');
    expect(stderr).toBe('');
  });

  it('is text of 80 columns otherwise, without progress where nobody watches', async () => {
    for (const [option, characters] of [[], ['--verbose']].map(
      (more) => [more, more.length > 0 ? 2000 : 200] as const,
    )) {
      const args = ['power', CONFIRM, '--replicates', '200', '--threads', '1', ...option];
      const { stdout, stderr, code } = await trialwright(args);
      expect([code, stderr]).toEqual([0, '']);
      if (option.length === 0) expect(linesOf(stdout).length).toBeLessThanOrEqual(15);
      expect(stdout.length).toBeGreaterThan(characters);
      for (const line of stdout.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    }
  });

  for (const command of [
    'check scenarios/guo-2022.yaml | head -1',
    'power scenarios/guo-2022.yaml --replicates 100 --json | head -c 1',
  ])
    it(`may be cut short by its reader: ${command}`, async () => {
      const { code, stdout, stderr } = await shell(`trialwright ${command}`);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.length).toBeGreaterThan(0);
    });

  it('may lose its reader before it starts to write', async () => {
    const { code, stderr } = await trialwright(['check', 'scenarios/guo-2022.yaml', '--json'], (child) => {
      child.stdout?.destroy();
    });
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe.concurrent('help', () => {
  for (const question of ['check', 'replay', 'power', 'size', 'assurance', 'run'])
    it(`has an example of ${question} that parses`, async () => {
      const { code, stdout } = await trialwrightHere([question, '--help']);
      expect(code).toBe(0);
      const example = /Examples?:\n\s+trialwright (.*)\n/.exec(stdout)?.[1] ?? '';
      expect(example).toMatch(new RegExp(`^${question} scenarios/`));
      const [, file] = example.split(' ');
      const { code: checked } = await trialwrightHere(['check', file, '--quiet']);
      expect(checked).toBe(0);
      for (const option of ['--seed', '--replicates', '--threads', '--out', '--json', '--quiet'])
        expect(stdout).toContain(option);
      for (const line of stdout.split('\n').slice(0, -3)) expect(line.length, line).toBeLessThanOrEqual(80);
    });

  it('lists commands and exit codes', async () => {
    for (const args of [['--help'], ['help']]) {
      const { code, stdout, stderr } = await trialwrightHere(args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /check[\s\S]*replay[\s\S]*power[\s\S]*size[\s\S]*run[\s\S]*Exit codes: 0 answered, 1 bad input, 2/,
      );
    }
  });

  it('has a version', async () => {
    expect((await trialwrightHere(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe.concurrent('a mistake on the command line', () => {
  const guo = 'scenarios/guo-2022.yaml';
  const mistakes: [string, string[], RegExp][] = [
    ['unknown command', ['powr', guo], /unknown command 'powr'[\s\S]*power/],
    ['unknown option', ['power', guo, '--replicate', '5'], /unknown option '--replicate'[\s\S]*--replicates/],
    ['no scenario', ['power'], /missing required argument 'scenario'/],
    ['two scenarios', ['power', guo, guo], /too many arguments/],
    ['no replicates', ['power', guo, '--replicates', '0'], /whole number from 1/],
    ['negative replicates', ['power', guo, '--replicates', '-5'], /replicates/],
    ['half a replicate', ['power', guo, '--replicates', '1.5'], /whole number from 1/],
    ['replicates in words', ['power', guo, '--replicates', 'many'], /whole number from 1/],
    ['more replicates than a life holds', ['power', guo, '--replicates', '1e99'], /whole number from 1/],
    ['no threads', ['power', guo, '--threads', '0'], /whole number from 1 to 1,024/],
    ['ten thousand threads', ['power', guo, '--threads', '10000'], /whole number from 1 to 1,024/],
    ['an executor that does not exist', ['power', guo, '--executor', 'moon'], /Allowed choices are inline, threads/],
    [
      'threads for one that has none',
      ['power', guo, '--executor', 'inline', '--threads', '4'],
      /--threads is 4, but --executor inline simulates on 1 at a time; leave one of the two out/,
    ],
    ['an empty seed', ['power', guo, '--seed', ''], /must not be empty/],
    ['an empty folder name', ['power', guo, '--out', ''], /must not be empty/],
    ['an option without its value', ['power', guo, '--seed'], /argument missing/],
  ];
  for (const [name, args, message] of mistakes)
    it(name, async () => {
      const { code, stdout, stderr } = await trialwrightHere(args);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(message);
      // A suggestion may follow on a line of its own.
      expect(linesOf(stderr).length).toBeLessThanOrEqual(2);
      expect(stderr).not.toMatch(/^\s+at /m);
    });
});
