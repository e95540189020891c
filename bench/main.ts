/**
 * npm run bench [-- --only d2,weibull] [--quick] [--json]: how fast, with the answers checked. Two groups take minutes and
 * are measured only when named: `--only commands`, every shipped scenario by the commands that a user waits for, and
 * `--only page`, the explorer in Chromium ($CHROMIUM, or /usr/bin/chromium).
 *
 * Cases of a group are timed in turns, round after round, so that what else the machine does hits them alike; figures are
 * medians over all calls, in processor time for what one thread does alone and in wall time for everything else.
 * To compare two versions compare ratios of one run each, not times.
 */
import { parseArgs } from 'node:util';
import type { Finding } from './benchCase.ts';
import { chooseGroups } from './groups.ts';
import { findingText, findRatios, linesText } from './lineText.ts';
import { describeMachine, machineText } from './machine.ts';
import { type Line, measure } from './measure.ts';
import { readOrExit } from './readOrExit.ts';
import { roundDisplay } from './roundDisplay.ts';

const SEED = 'bench';

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',').map((name) => name.trim()) ?? null;
  return { groups: chooseGroups(names, { seed: SEED, quick: values.quick }), json: values.json };
}

const { groups, json } = readOrExit(readOptions);
const machine = describeMachine(SEED);
const print = (text: string) => json || console.log(text);
const all: Line[] = [];
const ratios: Finding[] = [];

print(machineText(machine));
for (const group of groups) {
  const display = roundDisplay(group);
  const lines = await measure(group, display.begin);
  display.end();
  for (const { close } of group.cases) await close?.();
  print(`\n${group.title}\n${linesText(lines)}`);
  const found = [...findRatios(group.ratios ?? [], lines), ...((await group.findings?.()) ?? [])];
  for (const one of found) print(findingText(one));
  ratios.push(...found);
  all.push(...lines);
}

const failed = all.filter(({ check }) => check.failed);
if (json) console.log(JSON.stringify({ machine, lines: all, ratios, failed: failed.map(({ name }) => name) }, null, 2));
if (failed.length > 0) {
  console.error(`FAIL: ${failed.map(({ name }) => name).join(', ')} gave a wrong answer`);
  process.exitCode = 1;
}
