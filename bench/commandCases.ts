/**
 * Whole commands on the shipped scenarios at their own precision, as new processes of the built program, in wall time.
 * Their outputs go to a temporary folder that is removed afterwards.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { BenchCase } from './benchCase.ts';
import type { Check } from './check.ts';
import { COMMAND_LINE, packageFile } from './root.ts';

/** Seconds that a command may take on two cores at rest. */
const BARS = { power: 5, size: 10, run: 20, timing: 30 } as const;

type Command = keyof typeof BARS;

/** Scenarios without an effect: no size reaches their target power, which size and run say by exit code 2. */
const WITHOUT_EFFECT: readonly string[] = ['null', 'timing-sorafenib'];

const TIMED = 'timing-camrelizumab';

const QUICK: readonly string[] = ['power-multicentre-scans', 'power-guo-2022', 'size-guo-2022', 'run-guo-2022'];

/** The most that a command may print as JSON. */
const MOST_BYTES = 2 ** 28;

interface SavedPower {
  readonly power: { readonly estimate: number; readonly replicates: number };
}

/** Parts of the JSON that the commands print. */
interface CommandResult {
  readonly alternative?: SavedPower;
  readonly power?: { readonly alternative: SavedPower };
  readonly targets?: readonly { readonly simulated: { readonly kind: string; readonly patients?: number } }[];
  readonly points?: readonly { readonly tests: readonly SavedPower[] }[];
}

/** The figures that a command is asked for: a power, sizes, or the powers of a surface. */
function figuresOf(command: Command, result: CommandResult): (number | undefined)[] {
  switch (command) {
    case 'power':
      return [result.alternative?.power.estimate];
    case 'run':
      return [result.power?.alternative.power.estimate];
    case 'size':
      return result.targets?.map(({ simulated }) => simulated.patients) ?? [];
    case 'timing':
      return result.points?.flatMap(({ tests }) => tests.map(({ power }) => power.estimate)) ?? [];
  }
}

function described(command: Command, figures: readonly number[]): string {
  if (command === 'size') return `N ${figures.join(', ')}`;
  if (command === 'timing') return `${figures.length} powers`;
  return `power ${(100 * figures[0]).toFixed(2)} %`;
}

/** Whether a command succeeded and gave numbers; without an effect there is no size to give. */
function checkAnswer(command: Command, scenario: string, status: number | null, output: string): Check {
  const unreachable = WITHOUT_EFFECT.includes(scenario) && command !== 'power';
  if (status !== (unreachable ? 2 : 0)) return { text: `exit code ${status} FAIL`, failed: true };
  const { result } = JSON.parse(output) as { readonly result: CommandResult };
  if (unreachable && command === 'size') return { text: 'unreachable ok', failed: false };
  const figures = figuresOf(command, result);
  const numbers = figures.filter((figure): figure is number => typeof figure === 'number' && Number.isFinite(figure));
  const failed = figures.length === 0 || numbers.length < figures.length;
  return { text: failed ? 'no answer FAIL' : `${described(command, numbers)} ok`, failed };
}

function commandCase(command: Command, scenario: string): BenchCase {
  let check: Check = { text: 'not asked FAIL', failed: true };
  return {
    name: `${command}-${scenario}`,
    what: `trialwright ${command} scenarios/${scenario}.yaml`,
    trials: null,
    patients: null,
    kernel: '–',
    alone: false,
    bar: 1000 * BARS[command],
    async call() {
      const folder = mkdtempSync(join(tmpdir(), 'trialwright-bench-'));
      try {
        const began = performance.now();
        const { status, stdout } = spawnSync(
          process.execPath,
          [COMMAND_LINE, command, packageFile(`scenarios/${scenario}.yaml`), '--json', '--quiet', '--out', folder],
          { encoding: 'utf8', maxBuffer: MOST_BYTES },
        );
        const milliseconds = performance.now() - began;
        check = checkAnswer(command, scenario, status, stdout);
        return milliseconds;
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    check: () => check,
  };
}

/** `quick`: a few of them. */
export function commandCases(quick: boolean): BenchCase[] {
  const scenarios = readdirSync(packageFile('scenarios'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'));
  const commands: readonly Command[] = ['power', 'size', 'run'];
  const cases = commands.flatMap((command) => scenarios.map((scenario) => commandCase(command, scenario)));
  const all = [...cases, commandCase('timing', TIMED)];
  return quick ? all.filter(({ name }) => QUICK.includes(name)) : all;
}
