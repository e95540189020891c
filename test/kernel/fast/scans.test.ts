/** Detection and observation of an arm under scans in the module, bit for bit those of the definition. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { createDetection, type Detection, detect } from '../../../src/kernel/draw/detection.ts';
import { fillWords } from '../../../src/kernel/draw/laneWords.ts';
import { SCAN_STREAM } from '../../../src/kernel/draw/streams.ts';
import { loadKernel } from '../../../src/kernel/fast/kernelModule.ts';
import { KEY, TRIAL, TRIAL_ARMS } from '../../../src/kernel/fast/layout.ts';
import { EMPTY, ModuleMemory } from '../../../src/kernel/fast/memory.ts';
import { SCAN_GUIDE_SHIFT } from '../../../src/kernel/fast/scanLayout.ts';
import { writeScans } from '../../../src/kernel/fast/scanParameters.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';
import type { DeathRule, ScheduleInTicks } from '../../../src/kernel/plan/cohortPlan.ts';
import { NEVER } from '../../../src/kernel/plan/ticks.ts';
import type { Clock, PiecewiseClock, WeibullClock } from '../../../src/survival/clock.ts';
import { observeArm } from './observedCodes.ts';

const bytes = readWasm();
if (bytes === null) throw new Error('npm run build:wasm first');
const module = loadKernel(bytes, () => {});
const memory = new ModuleMemory(module);
memory.look();

const TICKS = 2 ** 22;
const N = 61;
const PLACES = 64;

interface Design {
  readonly detection: Detection;
  readonly entry: Int32Array;
  readonly trueExit: Int32Array;
  readonly factor: Float32Array | null;
  readonly ratioAtEvent: Float32Array | null;
  readonly cuts: readonly number[];
}

function randomDesign(seed: string): Design {
  const random = seedrandom(seed);
  const between = (a: number, b: number) => a + (b - a) * random();
  const whole = (a: number, b: number) => Math.floor(between(a, b + 1));
  const chance = (p: number) => random() < p;
  /** One number between, on a logarithmic scale. */
  const scale = (a: number, b: number) => a * (b / a) ** random();
  // Scans are at the least a tick apart, at the most decades; the others are spread over all sizes that trials have.
  const base = chance(0.15) ? whole(1, 40) : chance(0.15) ? scale(1, NEVER) : scale(2 ** 18, 2 ** 27);
  const pieces = whole(1, 4);
  const intervals = Array.from({ length: pieces }, () => Math.max(1, base * (chance(0.3) ? 2 : between(1, 3))));
  const starts = [0];
  while (starts.length < pieces) {
    const interval = intervals[starts.length - 1];
    starts.push(starts[starts.length - 1] + (chance(0.7) ? whole(1, 6) * interval : between(1, 6 * interval)));
  }
  const shortest = Math.min(...intervals);
  const jitter = chance(0.3) ? 0 : chance(0.3) ? shortest / 2 : (random() * shortest) / 2;
  const schedule: ScheduleInTicks = { starts, intervals, jitter, missed: chance(0.4) ? 0 : random() / 2 };
  const clocks = (): Clock => {
    const piecewise: PiecewiseClock = {
      kind: 'piecewise',
      starts: [0, 3, 9],
      hazards: [0.1, between(0.01, 0.3), 0.05],
    };
    const weibull: WeibullClock = { kind: 'weibull', shape: between(0.5, 2.5), scale: between(3, 20) };
    const uncured = chance(0.5) ? piecewise : weibull;
    return chance(0.4) ? { kind: 'cure', cureFraction: between(0.05, 0.6), uncured } : uncured;
  };
  const steps = chance(0.5) ? { starts: [0], ratios: [1] } : { starts: [0, 2.5, 7], ratios: [1, 0.6, between(0.5, 2)] };
  const clock = clocks();
  const rule = whole(0, 2);
  const deaths: DeathRule | null =
    rule === 0
      ? null
      : rule === 1
        ? { kind: 'share', share: chance(0.2) ? whole(0, 1) : random() }
        : { kind: 'hazard', hazard: between(0, 0.2), laws: [{ clock, steps }] };
  const followUp = chance(0.3) ? whole(1, 30 * TICKS) : NEVER;
  const dropoutHazard = chance(0.4) ? 0 : scale(0.001, 2);
  const own = chance(0.3) ? clock : null;
  const detection = createDetection({ schedules: [schedule], deaths }, 0, own, dropoutHazard, TICKS, followUp);
  const mean = chance(0.2) ? base : 10 * TICKS;
  const entry = new Int32Array(N);
  const trueExit = new Int32Array(N);
  for (let i = 0; i < N; i++) {
    const began = whole(0, 24 * TICKS);
    const stays = chance(0.1) ? NEVER : chance(0.1) ? Math.round(whole(0, 12) * base) : -mean * Math.log(1 - random());
    entry[i] = (began << 2) | whole(0, 1);
    const left = stays >= followUp ? NEVER : Math.min(NEVER, began + Math.floor(stays));
    trueExit[i] = (left << 2) | (chance(0.2) ? 2 : 0);
  }
  const floats = (a: number, b: number) => Float32Array.from({ length: N }, () => between(a, b));
  return {
    detection,
    entry,
    trueExit,
    factor: chance(0.5) ? floats(0.2, 4) : null,
    ratioAtEvent: own !== null && deaths?.kind === 'hazard' ? floats(0.3, 1.5) : null,
    cuts: [whole(0, 40 * TICKS), whole(0, 100 * TICKS), whole(20, 90) * TICKS],
  };
}

interface Known {
  readonly exit: Int32Array;
  readonly scanWord: Int32Array;
  readonly death: Int32Array;
  readonly looks: { codes: Int32Array; onStudy: Int32Array; counts: Int32Array }[];
}

const KEYS = [77, -5] as const;

/** Designs whose scans have guides, and others. */
const guided = { yes: 0, no: 0 };

function byDefinition({ detection, entry, trueExit, factor, ratioAtEvent, cuts }: Design, replicate: number): Known {
  const [exit, scanWord, death] = [0, 1, 2].map(() => new Int32Array(N));
  const words = new Int32Array(N * detection.words);
  fillWords(KEYS, replicate, SCAN_STREAM, 0, N, detection.words, words);
  detect(detection, { entry, trueExit, exit, scanWord, death, factor, ratioAtEvent, survivalExit: null }, 0, N, words);
  const looks = cuts.flatMap((cut, l) =>
    [exit, trueExit].map((exits, exact) => {
      const into = { codes: new Int32Array(N), onStudy: new Int32Array(N), counts: new Int32Array(4) };
      const scans = exact === 1 ? null : { schedule: detection.schedule, word: scanWord };
      const by = l === 0 ? Math.floor(cut / 2) : cut;
      observeArm({ entry, exit: exits, scans }, N, cut, by, detection.followUp, l & 1, into);
      return into;
    }),
  );
  return { exit, scanWord, death, looks };
}

function inModule({ detection, entry, trueExit, factor, ratioAtEvent, cuts }: Design, replicate: number): Known {
  memory.setInt(TRIAL + TRIAL_ARMS, 1);
  module.reserve(N, 1);
  const table = writeScans(memory, detection);
  guided[memory.int(table + SCAN_GUIDE_SHIFT) < 0 ? 'no' : 'yes']++;
  const seeds = module.allocate(128);
  const [entries, trueExits, exits, scanWords, deaths, factors, ratios, codes, onStudy] = Array.from(
    { length: 9 },
    () => module.allocate(4 * PLACES),
  );
  const counts = module.allocate(16);
  memory.look();
  const view = (address: number, n = N) => memory.ints.subarray(address >> 2, (address >> 2) + n);
  view(entries, PLACES).fill(EMPTY).set(entry);
  view(trueExits, PLACES).fill(EMPTY).set(trueExit);
  const floats = (address: number) => new Float32Array(module.memory.buffer, address, PLACES);
  if (factor !== null) floats(factors).set(factor);
  if (ratioAtEvent !== null) floats(ratios).set(ratioAtEvent);
  memory.setInt(KEY, KEYS[0]);
  memory.setInt(KEY + 4, KEYS[1]);
  module.seedStreams(seeds, replicate, SCAN_STREAM >> 1);
  const [ownFactors, ownRatios] = [factor === null ? 0 : factors, ratioAtEvent === null ? 0 : ratios];
  module.detect(table, N, seeds, entries, trueExits, exits, scanWords, deaths, ownFactors, ownRatios, 0);
  for (let k = N; k < PLACES; k++) expect(view(exits, PLACES)[k]).toBe(EMPTY);
  const known = { exit: view(exits).slice(), scanWord: view(scanWords).slice(), death: view(deaths).slice() };
  const looks = cuts.flatMap((cut, l) =>
    [0, 1].map((exact) => {
      const by = l === 0 ? Math.floor(cut / 2) : cut;
      if (exact === 0) module.observeScans(table, N, cut, by, l & 1, entries, exits, scanWords, codes, onStudy, counts);
      else module.observeExits(N, cut, by, detection.followUp, l & 1, entries, trueExits, codes, onStudy, counts);
      for (let k = N; k < PLACES; k++) expect(view(codes, PLACES)[k]).toBe(EMPTY);
      return { codes: view(codes).slice(), onStudy: view(onStudy).slice(), counts: view(counts, 4).slice() };
    }),
  );
  return { ...known, looks };
}

function agree(first: number, count: number): void {
  for (let d = first; d < first + count; d++) {
    const design = randomDesign(`scans ${d}`);
    const replicate = d % 3 === 0 ? 2 ** 33 + d : d;
    const module = inModule(design, replicate);
    const defined = byDefinition(design, replicate);
    expect(module, `design ${d}`).toEqual(defined);
  }
}

describe('an arm under scans', () => {
  it('is known and observed alike in the module and by the definition', () => {
    agree(0, 150);
    for (const count of Object.values(guided)) expect(count).toBeGreaterThan(25);
  });

  it('is so in many designs', { tags: ['long'] }, () => {
    agree(150, 4000);
  });
});
