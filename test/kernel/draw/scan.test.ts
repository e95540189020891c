/**
 * Scans of single patients: the two searches against an enumeration of all scans, and the quality of the hash that moves and
 * misses them. Each comparison of the hash is a p-value below 1e-8 or 5.5 standard errors (3.8e-8); there are fewer than
 * twenty of them. Seeds are the names of the tests and were never changed.
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { createSchedule, firstScanFrom, lastScanBy, scanHash, scanOffset } from '../../../src/kernel/draw/scan.ts';
import type { ScheduleInTicks } from '../../../src/kernel/plan/cohortPlan.ts';
import { NEVER } from '../../../src/kernel/plan/ticks.ts';
import { scanTimes } from '../../../src/trial/scans.ts';
import { chiSquareTail } from '../../statistical/battery.ts';
import { expectNear } from '../../statistical/monteCarlo.ts';

const every = (interval: number, rest: Partial<ScheduleInTicks> = {}): ScheduleInTicks => ({
  starts: [0],
  intervals: [interval],
  jitter: 0,
  missed: 0,
  ...rest,
});

/** All scans attended whose nominal tick is at most `until`, from an enumeration of nominal times. */
function attendedScans(plan: ScheduleInTicks, word: number, until: number): number[] {
  const schedule = createSchedule(plan);
  return scanTimes(plan, until)
    .map((nominal, i) => ({
      at: Math.max(1, Math.round(nominal) + scanOffset(schedule, scanHash(word, i + 1))),
      there: scanHash(word, i + 1) + 2 ** 31 >= plan.missed * 2 ** 32,
    }))
    .filter(({ there }) => there)
    .map(({ at }) => at);
}

function expectLaw(plan: ScheduleInTicks, word: number, until: number): void {
  const schedule = createSchedule(plan);
  const scans = attendedScans(plan, word, 3 * until);
  for (let tick = 0; tick <= until; tick++) {
    const from = Math.min(...scans.filter((at) => at >= tick));
    const by = Math.max(0, ...scans.filter((at) => at <= tick));
    // Where none attended is left in the enumeration, it says nothing of the next.
    if (from <= 2 * until && firstScanFrom(schedule, word, tick) !== from)
      expect.fail(
        `from ${tick}: ${firstScanFrom(schedule, word, tick)}, not ${from}, of ${JSON.stringify({ plan, word })}`,
      );
    if (lastScanBy(schedule, word, tick) !== by)
      expect.fail(`by ${tick}: ${lastScanBy(schedule, word, tick)}, not ${by}, of ${JSON.stringify({ plan, word })}`);
  }
}

describe('the first scan from and the last scan by a tick', () => {
  it('are those of the enumeration, whatever the schedule', () => {
    const random = seedrandom('schedules');
    const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
    for (let i = 0; i < 600; i++) {
      const pieces = whole(1, 4);
      const intervals = Array.from({ length: pieces }, () => whole(1, 20));
      // Starts at any distance, less than an interval or than the jitter too.
      const starts = [0];
      while (starts.length < pieces) starts.push(starts[starts.length - 1] + whole(1, 40));
      const jitter = whole(0, Math.floor(Math.min(...intervals) / 2));
      const missed = random() < 0.5 ? 0 : 0.6 * random();
      expectLaw({ starts, intervals, jitter, missed }, random.int32(), 150);
      // The same of times that are no whole ticks.
      const stretch = 1 + random();
      const stretched = (times: readonly number[]) => times.map((time) => time * stretch);
      expectLaw(
        { starts: stretched(starts), intervals: stretched(intervals), jitter: jitter * stretch, missed },
        random.int32(),
        150,
      );
    }
  });

  it('keep to it where scans cross at a change of the interval', () => {
    const random = seedrandom('crossing');
    for (let i = 0; i < 200; i++)
      expectLaw({ starts: [0, 25], intervals: [8, 8], jitter: 4, missed: 0.2 }, random.int32(), 60);
  });

  it('without jitter and missed scans are multiples of the interval', () => {
    const schedule = createSchedule(every(56));
    expect([0, 1, 55, 56, 57].map((tick) => firstScanFrom(schedule, 7, tick))).toEqual([56, 56, 56, 56, 112]);
    expect([0, 1, 55, 56, 57].map((tick) => lastScanBy(schedule, 7, tick))).toEqual([0, 0, 0, 56, 56]);
  });

  it('are the tick itself where the interval is one tick', () => {
    const schedule = createSchedule(every(1));
    for (const tick of [1, 2, 77, 123_456_789, NEVER - 1]) {
      expect(firstScanFrom(schedule, 3, tick)).toBe(tick);
      expect(lastScanBy(schedule, 3, tick)).toBe(tick);
    }
  });

  it('never come once the clock has ended', () => {
    expect(firstScanFrom(createSchedule(every(NEVER)), 1, 5)).toBe(NEVER);
    expect(firstScanFrom(createSchedule(every(2 ** 28 + 1)), 1, 2 ** 28 + 2)).toBe(NEVER);
    const late = createSchedule(every(2 ** 20, { jitter: 2 ** 19, missed: 0.5 }));
    for (let word = 0; word < 200; word++) {
      expect(firstScanFrom(late, word, NEVER - 2)).toBeLessThanOrEqual(NEVER);
      expect(firstScanFrom(late, word, NEVER)).toBe(NEVER);
    }
  });

  it('count a scan once where the next interval begins with it', () => {
    const interval = 987_653.4;
    const start = 6 * interval;
    const changing = { starts: [0, start], intervals: [interval, 1_481_480.3], jitter: 0, missed: 0 };
    for (const same of [start, start * (1 + 1e-15), start * (1 - 1e-15)]) {
      const schedule = createSchedule({ ...changing, starts: [0, same] });
      expect(firstScanFrom(schedule, 1, 5 * interval + 1)).toBe(Math.round(start));
      expect(lastScanBy(schedule, 1, Math.round(start) - 1)).toBe(Math.round(5 * interval));
      expect(firstScanFrom(schedule, 1, Math.round(start) + 1)).toBe(Math.round(start + 1_481_480.3));
    }
    // A start that is truly another day stays one.
    const apart = createSchedule({ ...changing, starts: [0, start + 20_000] });
    expect(firstScanFrom(apart, 1, 5 * interval + 1)).toBe(Math.round(6 * interval));
    expect(firstScanFrom(apart, 1, 6 * interval + 1)).toBe(Math.round(start + 20_000));
  });
});

describe('a scan', () => {
  it('moves by any whole number of steps up to the jitter, to both sides alike, if it is attended', () => {
    const random = seedrandom('moves');
    for (let i = 0; i < 2000; i++) {
      const jitter = random() < 0.2 ? Math.floor(5 * random()) : (2 ** 28) ** random();
      const missed = random() < 0.3 ? 0 : 0.6 * random();
      const schedule = createSchedule(every(2 * jitter + 1, { jitter, missed }));
      const { reach, shift, attendedFrom } = schedule;
      const step = 2 ** shift;
      expect(reach).toBeLessThanOrEqual(jitter);
      expect(reach).toBeGreaterThan(jitter - step);
      expect(jitter / step).toBeLessThan(2 ** 21);
      const ends = [attendedFrom, 2 ** 31 - 1].map((g) => scanOffset(schedule, g));
      // One step may be lacking at an end where the middle of the moves is rounded.
      expect(Math.abs(ends[0] + reach)).toBeLessThanOrEqual(2 * step);
      expect(Math.abs(ends[1] - reach)).toBeLessThanOrEqual(2 * step);
      for (const end of ends) expect(Math.abs(end)).toBeLessThanOrEqual(reach);
      const middle = Math.round((attendedFrom + 2 ** 31 - 1) / 2);
      expect(Math.abs(scanOffset(schedule, middle))).toBeLessThanOrEqual(2 * step);
    }
  });
});

describe('the hash of word and scan', () => {
  const CELLS = 256;

  function chiSquare(counts: ArrayLike<number>): number {
    const n = Array.from(counts).reduce((sum, count) => sum + count, 0);
    const expected = n / counts.length;
    return Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  }

  /** Counts of pairs of the upper four bits. */
  function pairs(n: number, pair: (i: number) => readonly [number, number]): Int32Array {
    const counts = new Int32Array(CELLS);
    for (let i = 0; i < n; i++) {
      const [a, b] = pair(i);
      counts[((a >>> 28) << 4) | (b >>> 28)]++;
    }
    return counts;
  }

  const N = 2 ** 20;
  const PAIRS: Record<string, (i: number) => readonly [number, number]> = {
    'neighbouring scans of neighbouring words': (i) => [scanHash(i >> 4, i & 15), scanHash(i >> 4, (i & 15) + 1)],
    'the same scan of neighbouring words': (i) => [scanHash(i >> 4, i & 15), scanHash((i >> 4) + 1, i & 15)],
    'words that differ in the upper bit': (i) => [scanHash(i >> 4, i & 15), scanHash((i >> 4) ^ 0x80000000, i & 15)],
    'words as far apart as scans are in the counter': (i) => [
      scanHash(i >> 4, (i & 15) + 1),
      scanHash((i >> 4) + 0x9e3779b9, i & 15),
    ],
    'scans two apart': (i) => [scanHash(i >> 4, i & 15), scanHash(i >> 4, (i & 15) + 2)],
    'first and last of the upper sixteen bits': (i) => [scanHash(i >> 4, i & 15), scanHash(i >> 4, i & 15) << 12],
  };
  for (const [name, pair] of Object.entries(PAIRS))
    it(`is uniform and independent: ${name}`, () => {
      const p = chiSquareTail(chiSquare(pairs(N, pair)), CELLS - 1);
      expect(p).toBeGreaterThan(1e-8);
      expect(p).toBeLessThan(1 - 1e-8);
    });

  it('turns half of the upper bits over with any bit of the word or of the scan', () => {
    const random = seedrandom('avalanche');
    const n = 20_000;
    let worst = 0;
    for (let bit = 0; bit < 38; bit++) {
      const turned = new Int32Array(32);
      for (let i = 0; i < n; i++) {
        const word = random.int32();
        const k = 1 + Math.floor(random() * 64);
        const before = scanHash(word, k);
        const after = bit < 32 ? scanHash(word ^ (1 << bit), k) : scanHash(word, k ^ (1 << (bit - 32)));
        for (let b = 0; b < 32; b++) turned[b] += ((before ^ after) >>> b) & 1;
      }
      for (const count of turned.subarray(17)) worst = Math.max(worst, Math.abs(count - n / 2) / Math.sqrt(n / 4));
    }
    // 570 counts at 6.5 standard errors: 5e-8 in all.
    expect(worst).toBeLessThan(6.5);
  });

  it('moves scans uniformly and misses each with its probability, on its own', () => {
    const random = seedrandom('jitter');
    const schedule = createSchedule(every(1000, { jitter: 400 }));
    const n = 200_000;
    const counts = new Int32Array(16);
    let furthest = 0;
    for (let i = 0; i < n; i++) {
      const at = firstScanFrom(schedule, random.int32(), 1500) - 2000;
      furthest = Math.max(furthest, Math.abs(at));
      // 800 ticks in sixteen cells, the half ticks at both ends together with the first.
      counts[Math.floor((((at + 400) % 800) / 800) * 16)]++;
    }
    expect(furthest).toBeLessThanOrEqual(400);
    expect(chiSquareTail(chiSquare(counts), 15)).toBeGreaterThan(1e-8);
    const missing = createSchedule(every(1000, { missed: 0.3 }));
    const waits = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const skipped = firstScanFrom(missing, random.int32(), 4001) / 1000 - 5;
      if (skipped < 3) waits[skipped]++;
    }
    // A geometric number of scans is missed in front of the first attended.
    waits.forEach((count, k) => {
      const p = 0.7 * 0.3 ** k;
      expectNear(count / n, p, Math.sqrt((p * (1 - p)) / n));
    });
  });
});
