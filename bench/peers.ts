/**
 * npm run bench:peers [-- --only d2] [--quick] [--json] [--record]: trialwright beside others who simulate the same
 * trials, on the same machine in the same minutes, one thread each, in processor time. × time is a peer's time over
 * trialwright's of the same round. --record adds the ratios to history.json.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type Design, designs } from './designs.ts';
import { historyEntry, recordEntry } from './history.ts';
import { describeMachine, machineText } from './machine.ts';
import { floor } from './peers/floor.ts';
import { naivePeer } from './peers/naivePeer.ts';
import type { Absent, Peer } from './peers/peer.ts';
import { rpact, survdiff } from './peers/r.ts';
import { disagreeing, type Race, race } from './peers/race.ts';
import { raceText } from './peers/raceText.ts';
import { trialwright } from './peers/trialwright.ts';
import { readOrExit } from './readOrExit.ts';
import { roundDisplay } from './roundDisplay.ts';

const SEED = 'bench';
const ALL: readonly Design[] = [designs.d1, designs.d2, designs.d3, designs.d4, designs.d5];
const AGREEMENT_REPLICATES = 2000;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      record: { type: 'boolean', default: false },
    },
  });
  const names = values.only?.split(',').map((name) => name.trim()) ?? ALL.map(({ name }) => name);
  const unknown = names.filter((name) => !ALL.some((design) => design.name === name));
  if (unknown.length > 0)
    throw new RangeError(`no design named ${unknown.join(', ')}; there are: ${ALL.map(({ name }) => name).join(' ')}`);
  return { ...values, chosen: ALL.filter(({ name }) => names.includes(name)) };
}

const { chosen, quick, json, record } = readOrExit(readOptions);
const machine = describeMachine(SEED);
const print = (text: string) => json || console.log(text);
const isPeer = (candidate: Peer | Absent): candidate is Peer => 'ask' in candidate;

print(machineText(machine));
const c = floor(SEED);
const candidates = [trialwright(SEED), naivePeer(), await survdiff(), await rpact(), c];
const peers = candidates.filter(isPeer);
const absent = candidates.filter((candidate): candidate is Absent => !isPeer(candidate));
for (const { name, version } of peers) print(`  ${name}: ${version}`);
for (const { name, reason } of absent) print(`  ${name}: skipped, ${reason}`);

const problems: string[] = [];
const races: Race[] = [];
try {
  if (isPeer(c)) {
    const difference = await c.disagreement(chosen, AGREEMENT_REPLICATES);
    // The floor stays a floor when the kernel changes its draws; then its power is what has to agree.
    const same = difference < 1e-9 ? 'the same z as' : 'other z (and so other draws) than';
    print(`  ${c.name} has ${same} the kernel over ${AGREEMENT_REPLICATES} replicates of each design`);
  }
  for (const design of chosen) {
    const rounds = quick ? 3 : 9;
    const display = roundDisplay({ title: design.name, rounds });
    const result = await race(peers, design, rounds, quick ? 0.1 : 0.5, display.begin);
    display.end();
    races.push(result);
    print(`\n${raceText(result)}`);
    for (const { peer } of disagreeing(result)) problems.push(`${peer} finds another power on ${design.name}`);
  }
} finally {
  for (const peer of peers) peer.close();
}

const versions = Object.fromEntries(peers.slice(1).map(({ name, version }) => [name, version]));
const entry = historyEntry(machine, loadavg()[0], versions, races);
print(
  `\nload ${entry.load[0]} before, ${entry.load[1]} after; ratios' widest p25–p75: ${Math.round(100 * entry.noise)} %`,
);
if (json) console.log(JSON.stringify({ machine, versions, absent, races, problems }, null, 2));
if (record && problems.length === 0) print(`recorded in ${recordEntry(entry)}`);
for (const problem of problems) console.error(`FAIL: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
