/**
 * npm run bench:peers [-- --only d2,real-scans] [--quick] [--json] [--record]: trialwright beside others who simulate the
 * same trials, on the same machine in the same minutes, one thread each, in processor time. × time is a peer's time over
 * trialwright's of the same round. Real trials, stratified or seen at scans, are raced by plain JavaScript and R alone.
 * --record adds the ratios to history.json.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { Finding } from './benchCase.ts';
import { type Design, designs } from './designs.ts';
import { historyEntry, recordEntry } from './history.ts';
import { findingText } from './lineText.ts';
import { describeMachine, machineText } from './machine.ts';
import { floor } from './peers/floor.ts';
import { naivePeer, naiveRealPeer } from './peers/naivePeer.ts';
import type { Absent, Peer } from './peers/peer.ts';
import { realSurvdiff, rpact, survdiff } from './peers/r.ts';
import { disagreeing, type Race, race } from './peers/race.ts';
import { raceText } from './peers/raceText.ts';
import { realTrialwright, trialwright } from './peers/trialwright.ts';
import { readOrExit } from './readOrExit.ts';
import { type RealDesign, realDesigns } from './realDesigns.ts';
import { roundDisplay } from './roundDisplay.ts';

const SEED = 'bench';
const PLAIN: readonly Design[] = [designs.d1, designs.d2, designs.d3, designs.d4, designs.d5];
const REAL: readonly RealDesign[] = [realDesigns.strata, realDesigns.scans];
const NAMES = [...PLAIN, ...REAL].map(({ name }) => name);
/** How many times trialwright's time rpact should take on D1 at least. */
const RPACT_ON_D1 = 60;
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
  const names = values.only?.split(',').map((name) => name.trim()) ?? NAMES;
  const unknown = names.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new RangeError(`no design named ${unknown.join(', ')}; there are: ${NAMES.join(' ')}`);
  const isChosen = ({ name }: { readonly name: string }) => names.includes(name);
  return { ...values, plain: PLAIN.filter(isChosen), real: REAL.filter(isChosen) };
}

const { plain, real, quick, json, record } = readOrExit(readOptions);
const machine = describeMachine(SEED);
const print = (text: string) => json || console.log(text);
const isPeer = <D>(candidate: Peer<D> | Absent): candidate is Peer<D> => 'ask' in candidate;

print(machineText(machine));
const candidates = [trialwright(SEED), naivePeer(), await survdiff(), await rpact()];
const c = floor(SEED);
const realCandidates = real.length > 0 ? [realTrialwright(SEED), naiveRealPeer(), await realSurvdiff()] : [];
const peers = [...candidates, c].filter((candidate) => isPeer(candidate));
const realPeers = realCandidates.filter((candidate) => isPeer(candidate));
const absent = [...candidates, c].filter((candidate): candidate is Absent => !isPeer(candidate));
const own = peers[0].name;
const versions = Object.fromEntries(
  [...peers, ...realPeers].filter(({ name }) => name !== own).map(({ name, version }) => [name, version]),
);
for (const [name, version] of Object.entries(versions)) print(`  ${name}: ${version}`);
for (const { name, reason } of absent) print(`  ${name}: skipped, ${reason}`);

const problems: string[] = [];
const races: Race[] = [];

async function raceOn<D extends { readonly name: string }>(entrants: readonly Peer<D>[], design: D): Promise<void> {
  const rounds = quick ? 3 : 9;
  const display = roundDisplay({ title: design.name, rounds });
  const result = await race(entrants, design, rounds, quick ? 0.1 : 0.5, display.begin);
  display.end();
  races.push(result);
  print(`\n${raceText(result)}`);
  for (const { peer } of disagreeing(result)) problems.push(`${peer} finds another power on ${design.name}`);
}

try {
  if (isPeer(c) && plain.length > 0) {
    const difference = await c.disagreement(plain, AGREEMENT_REPLICATES);
    // The floor stays a floor when the kernel changes its draws; then its power is what has to agree.
    const same = difference < 1e-9 ? 'the same z as' : 'other z (and so other draws) than';
    print(`  ${c.name} has ${same} the kernel over ${AGREEMENT_REPLICATES} replicates of each design`);
  }
  for (const design of plain) await raceOn(peers, design);
  for (const design of real) await raceOn(realPeers, design);
} finally {
  for (const peer of [...peers, ...realPeers]) peer.close();
}

const onD1 = races.find(({ design }) => design === designs.d1.name)?.entrants.find(({ peer }) => peer === 'rpact');
const findings: Finding[] = onD1
  ? [{ what: 'rpact over trialwright on D1, time', ratio: onD1.ratio.median, floor: RPACT_ON_D1 }]
  : [];
for (const finding of findings) print(`\n${findingText(finding)}`);

const entry = historyEntry(machine, loadavg()[0], versions, races);
print(
  `\nload ${entry.load[0]} before, ${entry.load[1]} after; ratios' widest p25–p75: ${Math.round(100 * entry.noise)} %`,
);
if (json) console.log(JSON.stringify({ machine, versions, absent, races, findings, problems }, null, 2));
if (record && problems.length === 0) print(`recorded in ${recordEntry(entry)}`);
for (const problem of problems) console.error(`FAIL: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
