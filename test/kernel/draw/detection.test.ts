/**
 * Exits as scans make them known: against an enumeration of every scan, and against what chances promise (6 standard errors, 2e-9 a
 * comparison, four comparisons). Seeds are the names of the tests and were never changed.
 */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { hazardAtTick, planHazardAtTick } from '../../../src/kernel/draw/deathLaw.ts';
import { createDetection, detect } from '../../../src/kernel/draw/detection.ts';
import { exponential } from '../../../src/kernel/draw/exponential.ts';
import { scanHash, scanOffset } from '../../../src/kernel/draw/scan.ts';
import { NEVER, QUANTUM } from '../../../src/kernel/plan/ticks.ts';
import { type Clock, clockCumulativeHazard } from '../../../src/survival/clock.ts';
import { hazard } from '../../../src/survival/law.ts';
import { scanTimes } from '../../../src/trial/scans.ts';

const TICKS = 2 ** 22;

/** Detects patients who entered at tick 0 with events at these ticks, each with three random words. */
function detected(detection: ReturnType<typeof createDetection>, events: readonly number[], seed: string) {
  const n = events.length;
  const random = seedrandom(seed);
  const array = () => new Int32Array(n);
  const patients = {
    entry: array(),
    trueExit: Int32Array.from(events, (tick) => tick << 2),
    exit: array(),
    scanWord: array(),
    death: array(),
    factor: null,
    ratioAtEvent: null,
    survivalExit: null,
  };
  const words = Int32Array.from({ length: n * detection.words }, () => random.int32());
  detect(detection, patients, 0, n, words);
  return { ...patients, words };
}

function expectShare(share: number, expected: number, n: number): void {
  expect(Math.abs(share - expected)).toBeLessThan(6 * Math.sqrt((expected * (1 - expected)) / n));
}

describe('detection', () => {
  it('is at the first scan attended of all, unless dropout comes before it or follow-up ends', () => {
    const random = seedrandom('every scan');
    const seen = { scan: 0, dropout: 0, never: 0 };
    for (let i = 0; i < 1500; i++) {
      const interval = (0.5 + 2 * random()) * TICKS;
      const schedule = {
        starts: [0, Math.floor(1 + 4 * random()) * interval],
        intervals: [interval, interval * (random() < 0.5 ? 2 : 1.5)],
        jitter: random() < 0.3 ? 0 : 0.5 * random() * interval,
        missed: 0.5 * random(),
      };
      const followUp = random() < 0.5 ? NEVER : Math.floor(random() * 30 * TICKS);
      const detection = createDetection({ schedules: [schedule], deaths: null }, 0, null, 0.3, TICKS, followUp);
      const events = Array.from({ length: 8 }, () => Math.floor(random() * Math.min(followUp, 20 * TICKS)));
      const { exit, scanWord, words } = detected(detection, events, `every scan ${i}`);
      const scans = scanTimes(schedule, 120 * TICKS);
      events.forEach((event, p) => {
        const attended = scans.flatMap((time, k) => {
          const g = scanHash(scanWord[p], k + 1);
          const missed = g + 2 ** 31 < schedule.missed * 2 ** 32;
          return missed ? [] : [Math.round(time) + scanOffset(detection.schedule, g)];
        });
        const scan = Math.min(...attended.filter((tick) => tick >= event));
        const word = words[2 * p + 1];
        const quanta = Math.round(exponential(word) * (TICKS / QUANTUM / 0.3));
        const dropout = event + quanta * QUANTUM + ((word >>> 2) & 63);
        const known = exit[p] >> 2;
        const end = followUp < NEVER ? followUp + 1 : NEVER;
        if (Math.min(scan, dropout) >= end) {
          expect(exit[p]).toBe(NEVER << 2);
          seen.never++;
        } else if (scan <= dropout - 2 * QUANTUM) {
          expect(exit[p]).toBe(scan << 2);
          seen.scan++;
        } else {
          // In single precision the number of quanta may be another one.
          if (dropout < scan - 2 * QUANTUM) expect(exit[p] & 2).toBe(2);
          expect(Math.abs(known - Math.min(scan, dropout))).toBeLessThanOrEqual(2 * QUANTUM);
          seen.dropout++;
        }
      });
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(300);
  });

  it('comes at once with death, and after dropout for as many as a memoryless time promises', () => {
    const n = 200_000;
    const schedule = { starts: [0], intervals: [4 * TICKS], jitter: 0, missed: 0 };
    const events = Array.from({ length: n }, () => 5 * TICKS);
    const deaths = { kind: 'share', share: 0.3 } as const;
    const detection = createDetection({ schedules: [schedule], deaths }, 0, null, 0.1, TICKS, NEVER);
    const { exit, death } = detected(detection, events, 'three months');
    const dead = death.reduce((sum, each) => sum + each, 0);
    expectShare(dead / n, 0.3, n);
    const lost = exit.filter((each) => (each & 2) !== 0).length;
    expectShare(lost / (n - dead), 1 - Math.exp(-0.3), n - dead);
    const right = exit.filter((each, i) => (each & 2) !== 0 || each === ((death[i] === 1 ? 5 : 8) * TICKS) << 2);
    expect(right.length).toBe(n);
  });

  it('takes events for deaths in the ratio of the hazards', () => {
    const n = 200_000;
    const schedule = { starts: [0], intervals: [4 * TICKS], jitter: 0, missed: 0 };
    const clock: Clock = { kind: 'weibull', shape: 1.6, scale: 9 };
    const law = { clock, steps: { starts: [0, 4], ratios: [1, 0.7] } };
    const deaths = { kind: 'hazard', hazard: 0.04, laws: [law] } as const;
    const detection = createDetection({ schedules: [schedule], deaths }, 0, null, 0, TICKS, NEVER);
    for (const t of [2, 6]) {
      const { death } = detected(detection, new Array(n).fill(t * TICKS), `at ${t}`);
      expectShare(death.reduce((sum, each) => sum + each, 0) / n, 0.04 / hazard(law, t), n);
    }
  });
});

describe('the hazard at a tick', () => {
  it('is that of the law, whatever its clock, to single precision', () => {
    const random = seedrandom('clocks');
    const between = (a: number, b: number) => a + (b - a) * random();
    let worst = 0;
    for (let i = 0; i < 3000; i++) {
      const uncured: Exclude<Clock, { kind: 'cure' }> =
        random() < 0.5
          ? { kind: 'piecewise', starts: [0, 3.1, 8], hazards: [0.1, between(0.01, 0.3), 0.02] }
          : { kind: 'weibull', shape: between(0.4, 3), scale: between(2, 30) };
      const clock: Clock = random() < 0.5 ? uncured : { kind: 'cure', cureFraction: between(0.02, 0.7), uncured };
      const law = { clock, steps: { starts: [0, 2.4, 11], ratios: [1, between(0.3, 1), 1.2] } };
      const inTicks = planHazardAtTick(law, TICKS);
      for (let k = 0; k < 20; k++) {
        const tick = Math.floor(scaleOf(random(), 100, 60 * TICKS));
        // Within half a tick of a jump either side is right.
        if ([2.4, 11, 3.1, 8].some((jump) => Math.abs(jump * TICKS - tick) < 1)) continue;
        // No one has the event of whom the uncured are all dead.
        if (clockCumulativeHazard(uncured, tick / TICKS) > 20) continue;
        worst = Math.max(worst, Math.abs(hazardAtTick(inTicks, tick) / hazard(law, tick / TICKS) - 1));
      }
    }
    // The exponent of a cure's power loses most: it is up to 20 log₂e.
    expect(worst).toBeLessThan(1e-5);
  });
});

function scaleOf(u: number, from: number, to: number): number {
  return from * (to / from) ** u;
}
