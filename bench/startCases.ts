/** What a user waits for from the shell: a new process, timed from outside. */
import { spawnSync } from 'node:child_process';
import type { BenchCase } from './benchCase.ts';
import { type Check, checkPower } from './check.ts';
import { designs } from './designs.ts';
import { COMMAND_LINE, packageFile } from './root.ts';

function run(words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${words.join(' ')}: exit code ${status}\n${stderr}`);
  return stdout;
}

/** Part of the JSON that `power --json` prints. */
interface PowerDocument {
  readonly result: {
    readonly alternative: { readonly power: { readonly count: number; readonly replicates: number } };
  };
}

function startCase(name: string, what: string, words: readonly string[], check: (output: string) => Check): BenchCase {
  let output = '';
  return {
    name,
    what,
    trials: null,
    patients: null,
    kernel: '–',
    alone: false,
    call() {
      output = run(words);
    },
    check: () => check(output),
  };
}

export function startCases(): BenchCase[] {
  return [
    startCase('node', 'Node itself, nothing to do', ['--eval', '0'], () => ({ text: '–', failed: false })),
    startCase('help', 'trialwright --help', [COMMAND_LINE, '--help'], (output) => {
      const failed = !output.includes('power');
      return { text: failed ? 'no help FAIL' : 'help ok', failed };
    }),
    startCase(
      'answer',
      'trialwright power: D2 and its null to ± 0.5 %',
      [COMMAND_LINE, 'power', packageFile('bench/d2.yaml'), '--json'],
      (output) => {
        const { count, replicates } = (JSON.parse(output) as PowerDocument).result.alternative.power;
        return checkPower(count, replicates, designs.d2.known);
      },
    ),
  ];
}
