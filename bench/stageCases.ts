/**
 * Single stages of a trial with centres and scans, alone: what `cohortCases.ts` measures within a whole trial. A patient is
 * one who is recruited, allocated, or looked for once among the scans.
 */

import { fillWords } from '../src/kernel/draw/laneWords.ts';
import { createAllocator } from '../src/kernel/draw/randomise.ts';
import { createRecruitment } from '../src/kernel/draw/recruitment.ts';
import { createSchedule, firstScanFrom } from '../src/kernel/draw/scan.ts';
import { nextWord, type StreamKey, seedLane, streamKey } from '../src/kernel/draw/stream.ts';
import type { AllocationRule, CentresInTicks, ScheduleInTicks } from '../src/kernel/plan/cohortPlan.ts';
import type { BenchCase } from './benchCase.ts';
import { type Check, deviates } from './check.ts';

const PATIENTS = 500;
const CENTRES = 20;
const MONTH = 1_000_000;
/** Trials of a call. */
const TRIALS = 200;

/** Mean of what each trial gives, against what it should be. */
class Mean {
  private n = 0;
  private sum = 0;
  private squares = 0;
  private readonly what: string;
  private readonly known: number;

  constructor(what: string, known: number) {
    this.what = what;
    this.known = known;
  }

  add(value: number): void {
    const x = value - this.known;
    this.n++;
    this.sum += x;
    this.squares += x * x;
  }

  check(): Check {
    const mean = this.sum / this.n;
    const error = Math.sqrt((this.squares / this.n - mean * mean) / this.n);
    const failed = deviates(mean, error) || this.n === 0;
    const found = `${(this.known + mean).toFixed(3)} ± ${error.toFixed(3)}`;
    return { text: `${this.what} ${found}, known ${this.known.toFixed(3)} ${failed ? 'FAIL' : 'ok'}`, failed };
  }
}

/** `run` takes a replicate's state to the value that is checked. */
function stageCase(
  name: string,
  what: string,
  seed: string,
  mean: Mean,
  run: (state: Int32Array, key: StreamKey, replicate: number) => number,
): BenchCase {
  const key = streamKey(seed, name);
  const state = new Int32Array(4);
  let replicate = 0;
  return {
    name,
    what,
    trials: TRIALS,
    patients: PATIENTS,
    kernel: '–',
    alone: true,
    call() {
      for (let r = 0; r < TRIALS; r++) {
        seedLane(key, replicate, 0, 0, state);
        mean.add(run(state, key, replicate++));
      }
    },
    check: () => mean.check(),
  };
}

function recruitmentCase(name: string, what: string, seed: string, centres: number, over: number): BenchCase {
  const opening: CentresInTicks['regions'][number]['opening'] = { kind: 'uniform', start: 0, over };
  const rate = PATIENTS / 24 / centres / MONTH;
  const region = { centres, opening, rate, shape: 2, cap: Number.POSITIVE_INFINITY };
  const { tick, draw } = createRecruitment({ regions: [region], recruit: true }, PATIENTS);
  // By `until` a centre has been open for until − over/2 in the mean; the N-th patient is far from having come.
  const until = Math.max(MONTH, over);
  const mean = new Mean('patients early on', centres * rate * (until - over / 2));
  return stageCase(name, what, seed, mean, (_state, key, replicate) => {
    draw(key, replicate);
    let i = 0;
    while (i < PATIENTS && tick[i] < until) i++;
    return i;
  });
}

function allocationCase(name: string, what: string, seed: string, plan: AllocationRule): BenchCase {
  const allocator = createAllocator(plan, CENTRES);
  const words = new Uint32Array(PATIENTS * allocator.words);
  return stageCase(name, what, seed, new Mean('experimental', PATIENTS / 2), (_state, key, replicate) => {
    fillWords(key, replicate, 0, 0, PATIENTS, allocator.words, words);
    allocator.begin();
    let experimental = 0;
    for (let i = 0; i < PATIENTS; i++)
      experimental += allocator.assign((i * 7) % CENTRES, (i * 5) % 6, words, i * allocator.words);
    return experimental;
  });
}

function scanCase(name: string, what: string, seed: string, rest: Partial<ScheduleInTicks>, known: number): BenchCase {
  const schedule = createSchedule({ starts: [0], intervals: [2 * MONTH], jitter: 0, missed: 0, ...rest });
  return stageCase(name, what, seed, new Mean('months to the scan', known), (state) => {
    let waited = 0;
    for (let i = 0; i < PATIENTS; i++) {
      // Uniform over whole intervals, far from randomisation: 4 to 20 months.
      const tick = 4 * MONTH + Math.floor(nextWord(state) * (16 * MONTH * 2 ** -32));
      waited += firstScanFrom(schedule, nextWord(state), tick) - tick;
    }
    return waited / PATIENTS / MONTH;
  });
}

/** Mean wait from any time to the next scan attended: E(gap²)/2E(gap), gaps of a geometric number of intervals and two jitters. */
function meanWait(interval: number, jitter: number, missed: number): number {
  const mean = interval / (1 - missed);
  const variance = (interval ** 2 * missed) / (1 - missed) ** 2 + (2 * jitter ** 2) / 3;
  return (mean ** 2 + variance) / (2 * mean);
}

export function stageCases(seed: string): BenchCase[] {
  const strata = { byCentre: true, ofCell: [0, 0, 0, 0, 0, 0], ofCells: 1, count: CENTRES };
  const factors = [
    { levelOf: [0, 0, 0, 1, 1, 1], levels: 2 },
    { levelOf: [0, 1, 2, 0, 1, 2], levels: 3 },
    { levelOf: null, levels: CENTRES },
  ];
  const weights = [1, 1];
  return [
    recruitmentCase('stage-recruit', '500 patients of 20 centres that open over 6 months', seed, CENTRES, 6 * MONTH),
    recruitmentCase('stage-recruit200', 'the same of 200 centres', seed, 200, 6 * MONTH),
    allocationCase('stage-complete', 'complete randomisation', seed, { kind: 'complete', weights }),
    allocationCase('stage-blocks', 'permuted blocks of 4 by 20 centres', seed, {
      kind: 'permutedBlocks',
      weights,
      sizes: [4],
      strata,
    }),
    allocationCase('stage-minimised', 'minimisation over 2 factors and 20 centres', seed, {
      kind: 'minimisation',
      weights,
      factors,
      probability: 0.8,
    }),
    scanCase('stage-scans', 'the next scan, every 2 months', seed, {}, meanWait(2, 0, 0)),
    scanCase(
      'stage-scans-moved',
      'the next scan, every 2 ± 0.25 months, 5 % missed',
      seed,
      { jitter: MONTH / 4, missed: 0.05 },
      meanWait(2, 0.25, 0.05),
    ),
  ];
}
