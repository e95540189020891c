/** floor.c as a peer: compiled for this run, given compiled plans, held to the same z as the kernel. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StreamKey, streamKey } from '../../src/kernel/draw/stream.ts';
import { fitBucketMap } from '../../src/kernel/fast/bucketMap.ts';
import type { KernelPlan } from '../../src/kernel/plan/kernelPlan.ts';
import type { Design } from '../designs.ts';
import { packageFile } from '../root.ts';
import { lineProcess } from './lineProcess.ts';
import { type Absent, departsNowhere, type Peer } from './peer.ts';
import { pilotCodes } from './pilotCodes.ts';
import { planOf, simulateDesign } from './trialwright.ts';

export interface FloorPeer extends Peer {
  /** Largest relative difference of Σz, at the looks that decide, from the kernel's over the same replicates of each design. */
  readonly disagreement: (designs: readonly Design[], replicates: number) => Promise<number>;
}

const NAME = 'C, 128-bit SIMD';

const FLAGS = [
  '-std=gnu17',
  '-O3',
  ...(process.arch === 'x64' ? ['-march=x86-64-v2'] : []),
  '-ffp-contract=off',
  '-fwrapv',
];

function armWords(plan: KernelPlan, arm: 0 | 1): number[] {
  const [exit] = plan.exits[arm];
  if (exit.kind !== 'competing') throw new RangeError('floor.c takes piecewise constant hazards only');
  const pieces = exit.breaks.flatMap((start, j) => [start, exit.origins[j], exit.slopes[j], exit.eventBelow[j]]);
  return [plan.sizes[arm], exit.breaks.length, exit.flagBits, ...pieces];
}

function lookWords(plan: KernelPlan, key: StreamKey, look: number): number[] {
  const { cut, stopAbove, stopBelow } = plan.looks[look];
  const single = plan.looks.length === 1;
  if (cut.kind !== 'events' && !(single && cut.kind === 'calendarTime'))
    throw new RangeError('floor.c takes looks at event counts, or one at a calendar time');
  const rule = cut.kind === 'events' ? [0, cut.events] : [1, cut.ticks];
  return [...rule, stopAbove, stopBelow, ...fitBucketMap(pilotCodes(plan, key, look).sort())];
}

const requests = new Map<Design, { head: readonly number[]; tail: readonly number[] }>();

/** What floor.c reads for a design, around the range of replicates. */
function requestFor(design: Design, seed: string): { head: readonly number[]; tail: readonly number[] } {
  let request = requests.get(design);
  if (request === undefined) {
    const plan = planOf(design);
    const key = streamKey(seed, design.name);
    const { entry } = plan;
    if (entry.shift === null) throw new RangeError('floor.c takes uniform entry only');
    const looks = plan.looks.flatMap((_, look) => lookWords(plan, key, look));
    request = {
      head: key,
      tail: [entry.shift, plan.horizonTicks, plan.looks.length, ...looks, ...armWords(plan, 0), ...armWords(plan, 1)],
    };
    requests.set(design, request);
  }
  return request;
}

function compile(folder: string): string | Absent {
  const program = join(folder, 'floor');
  const { error, status, stderr } = spawnSync(
    'cc',
    [...FLAGS, packageFile('bench/peers/floor.c'), '-o', program, '-lm'],
    { encoding: 'utf8' },
  );
  if (error) return { name: NAME, reason: 'there is no C compiler (cc)' };
  if (status !== 0) return { name: NAME, reason: `cc cannot compile it: ${stderr.split('\n')[0]}` };
  return program;
}

export function floor(seed: string): FloorPeer | Absent {
  const folder = mkdtempSync(join(tmpdir(), 'trialwright-bench-'));
  const program = compile(folder);
  if (typeof program !== 'string') {
    rmSync(folder, { recursive: true });
    return program;
  }
  const child = lineProcess(program, []);
  // It has been started: nothing is left behind however this run ends.
  rmSync(folder, { recursive: true });
  const run = async (design: Design, first: number, replicates: number): Promise<number[]> => {
    const { head, tail } = requestFor(design, seed);
    const answer = await child.ask([...head, first, replicates, ...tail].join(' '));
    return answer.split(' ').map(Number);
  };
  return {
    name: NAME,
    version: `${spawnSync('cc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0]} ${FLAGS.join(' ')}`,
    async ask(design, replicates, round) {
      const [seconds, rejected] = await run(design, round * 2 ** 32, replicates);
      return { seconds, rejected };
    },
    async disagreement(designs, replicates) {
      let worst = 0;
      for (const design of designs) {
        const [, , theirs] = await run(design, 0, replicates);
        let ours = 0;
        simulateDesign(design, seed, 0, replicates, (looks) => {
          for (let row = 0; row < looks[0].rows; row++)
            ours += looks.findLast(({ performed }) => performed[row] === 1)?.z[row] ?? 0;
        });
        worst = Math.max(worst, Math.abs(theirs - ours) / Math.abs(ours));
      }
      return worst;
    },
    departs: departsNowhere,
    patience: 1,
    close: child.close,
  };
}
