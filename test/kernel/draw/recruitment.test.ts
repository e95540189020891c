/**
 * Recruitment by centres, alone. Comparisons are means at 5.5 standard errors (3.8e-8) or chi-squares with a p-value above
 * 1e-8; there are fewer than twenty of them: 7e-7 in all. Seeds are the names of the tests and were never changed.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { fillWords } from '../../../src/kernel/draw/laneWords.ts';
import { createRecruitment } from '../../../src/kernel/draw/recruitment.ts';
import { nextWord, seedLane, streamKey, uniform } from '../../../src/kernel/draw/stream.ts';
import type { CentresInTicks, RegionInTicks } from '../../../src/kernel/plan/cohortPlan.ts';
import { NEVER } from '../../../src/kernel/plan/ticks.ts';
import { chiSquareTail } from '../../statistical/battery.ts';
import { expectMean } from '../../statistical/monteCarlo.ts';

const AT_ONCE: RegionInTicks['opening'] = { kind: 'ramp', start: 0, over: 0 };
const MONTH = 1_000_000;

const region = (rest: Partial<RegionInTicks> = {}): RegionInTicks => ({
  centres: 1,
  opening: AT_ONCE,
  rate: 1 / MONTH,
  shape: 0,
  cap: Number.POSITIVE_INFINITY,
  ...rest,
});

const plan = (...regions: RegionInTicks[]): CentresInTicks => ({ regions, recruit: true });

const keyOf = (seed: string) => streamKey(seed, 'recruitment');

/** The words of `n` patients' shares. */
function shares(seed: string, replicate: number, n: number): Uint32Array {
  const words = new Uint32Array(n);
  fillWords(keyOf(seed), replicate, 0, 0, n, 1, words);
  return words;
}

function expectCounts(counts: ArrayLike<number>, probability: (cell: number) => number): void {
  const n = Array.from(counts).reduce((sum, count) => sum + count, 0);
  let x = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const expected = n * probability(cell);
    expect(expected).toBeGreaterThan(20);
    x += (counts[cell] - expected) ** 2 / expected;
  }
  expect(chiSquareTail(x, counts.length - 1)).toBeGreaterThan(1e-8);
}

/** Patients of each centre by `tick`. */
function countsBy(entry: Int32Array, centre: Int32Array, centres: number, tick: number): Int32Array {
  const counts = new Int32Array(centres);
  for (let i = 0; i < entry.length && entry[i] <= tick; i++) counts[centre[i]]++;
  return counts;
}

describe('Poisson–gamma recruitment', () => {
  for (const shape of [0.6, 2])
    it(`has the mean, the variance and the negative binomial counts of shape ${shape}`, () => {
      const centres = 10;
      const [time, mean] = [6, 6];
      const recruitment = createRecruitment(plan(region({ centres, shape })), 1000);
      const replicates = 8000;
      const totals = new Float64Array(replicates);
      const CELLS = 25;
      const cells = new Int32Array(CELLS);
      for (let r = 0; r < replicates; r++) {
        recruitment.draw(keyOf(`shape ${shape}`), r);
        const counts = countsBy(recruitment.tick, recruitment.centre, centres, time * MONTH);
        for (const count of counts) {
          totals[r] += count;
          cells[Math.min(CELLS - 1, count)]++;
        }
      }
      // Anisimov & Fedorov 2007.
      const variance = centres * (mean + mean ** 2 / shape);
      expectMean(totals, centres * mean);
      expectMean(
        totals.map((n) => (n - centres * mean) ** 2),
        variance,
      );
      const q = mean / (shape + mean);
      const probabilities = [(1 - q) ** shape];
      for (let k = 1; k < CELLS - 1; k++) probabilities.push((probabilities[k - 1] * (k - 1 + shape) * q) / k);
      probabilities.push(1 - probabilities.reduce((sum, p) => sum + p, 0));
      expectCounts(cells, (cell) => probabilities[cell]);
    });

  it('of one centre that does not vary has exponential gaps', () => {
    const n = 100_000;
    const { tick: entry, draw } = createRecruitment(plan(region({ rate: 200 / MONTH })), n);
    draw(keyOf('gaps'), 0);
    const cells = new Int32Array(20);
    for (let i = 1; i < n; i++) cells[Math.floor(-Math.expm1(-(entry[i] - entry[i - 1] + 0.5) / 5000) * 20)]++;
    // A tick is 1/5000 of the mean gap, a cell at least 250 ticks: what falls on its edge is below the noise.
    expectCounts(cells, () => 1 / 20);
  });

  it('of several centres competes for the total, each in proportion to its rate', () => {
    const regions = plan(region({ centres: 3 }), region({ centres: 2, rate: 4 / MONTH }));
    const { tick: entry, centre, draw } = createRecruitment(regions, 110);
    const replicates = 4000;
    const last = new Float64Array(replicates);
    const counts = new Int32Array(5);
    for (let r = 0; r < replicates; r++) {
      draw(keyOf('competing'), r);
      last[r] = entry[109] / MONTH;
      for (let i = 0; i < 110; i++) {
        counts[centre[i]]++;
        if (i > 0 && entry[i] < entry[i - 1]) expect.fail(`patient ${i} comes before the one in front`);
      }
    }
    // Arrival 110 of a Poisson process of 11 a month.
    expectMean(last, 10);
    expectMean(
      last.map((t) => (t - 10) ** 2),
      110 / 121,
    );
    expectCounts(counts, (c) => (c < 3 ? 1 : 4) / 11);
  });
});

describe('openings', () => {
  it('are as listed, evenly spaced or uniform, a region’s after its start; nobody enters before', () => {
    const regions = plan(
      region({ centres: 3, opening: { kind: 'list', ticks: [2 * MONTH, 0, MONTH] } }),
      region({ centres: 5, opening: { kind: 'ramp', start: MONTH, over: 4 * MONTH } }),
      region({ centres: 8, opening: { kind: 'uniform', start: 3 * MONTH, over: 2 * MONTH }, shape: 1.2 }),
    );
    const { tick: entry, centre, openings, draw } = createRecruitment(regions, 120);
    const cells = new Int32Array(20);
    const first = new Float64Array(4000);
    for (let r = 0; r < 4000; r++) {
      draw(keyOf('openings'), r);
      expect(Array.from(openings.subarray(0, 8), (tick) => tick / MONTH)).toEqual([2, 0, 1, 1, 2, 3, 4, 5]);
      for (let c = 8; c < 16; c++) cells[Math.floor(10 * (openings[c] / MONTH - 3)) % 20]++;
      for (let i = 0; i < 120; i++)
        if (entry[i] < openings[centre[i]]) expect.fail(`patient ${i} enters before centre ${centre[i]} opens`);
      first[r] = entry[0] / MONTH;
    }
    expectCounts(cells, () => 1 / 20);
    // One centre in the first month, then three (the list's last, the ramp's first): S(t) = e^−t, then e^−1 e^−3(t − 1), …
    const rates = [1, 3, 5];
    let [expected, alive] = [0, 1];
    rates.forEach((rate) => {
      expected += (alive * -Math.expm1(-rate)) / rate;
      alive *= Math.exp(-rate);
    });
    expectMean(first, expected, alive);
  });

  it('that lie far ahead are waited for, with as many gaps as nobody recruits', () => {
    const { tick: entry, draw } = createRecruitment(
      plan(region({ cap: 2 }), region({ opening: { kind: 'list', ticks: [50 * MONTH] }, cap: 1 })),
      4,
    );
    const waits = new Float64Array(2000);
    for (let r = 0; r < 2000; r++) {
      draw(keyOf('waiting'), r);
      expect(entry[1]).toBeLessThan(50 * MONTH);
      expect(entry[2]).toBeGreaterThanOrEqual(50 * MONTH);
      expect(entry[3]).toBe(NEVER);
      waits[r] = entry[2] / MONTH - 50;
    }
    expectMean(waits, 1, 1e-6);
  });
});

describe('caps', () => {
  const capped = plan(
    region({ centres: 4, rate: 3 / MONTH, shape: 1.5, cap: 12 }),
    region({ centres: 2, cap: 9, opening: { kind: 'uniform', start: 0, over: 5 * MONTH } }),
  );

  it('bind, and whoever has no room left to go to never comes', () => {
    const { tick: entry, centre, draw } = createRecruitment(capped, 80);
    for (let r = 0; r < 500; r++) {
      draw(keyOf('caps'), r);
      const counts = countsBy(entry, centre, 6, NEVER - 1);
      counts.forEach((count, c) => {
        expect(count).toBeLessThanOrEqual(c < 4 ? 12 : 9);
      });
      const came = counts.reduce((sum, count) => sum + count, 0);
      expect(entry.indexOf(NEVER)).toBe(came);
      // A rate of gamma near 0 may outlast the clock.
      expect(came).toBeLessThanOrEqual(66);
    }
    const alike = createRecruitment(plan(region({ centres: 4, cap: 12 }), region({ centres: 2, cap: 9 })), 80);
    alike.draw(keyOf('caps'), 0);
    expect(Array.from(countsBy(alike.tick, alike.centre, 6, NEVER - 1))).toEqual([12, 12, 12, 12, 9, 9]);
  });

  it('leave the centres’ processes as they are: the same as processes drawn one by one, cut and merged', () => {
    const n = 45;
    const { tick: entry, centre, openings, rates, draw } = createRecruitment(capped, n);
    const replicates = 6000;
    const [last, early, ofFirst, lastApart, earlyApart, ofFirstApart] = Array.from(
      { length: 6 },
      () => new Float64Array(replicates),
    );
    const apart: { at: number; c: number }[] = [];
    for (let r = 0; r < replicates; r++) {
      draw(keyOf('merged'), r);
      last[r] = entry[n - 1] / MONTH;
      early[r] = entry[9] / MONTH;
      ofFirst[r] = countsBy(entry, centre, 6, NEVER - 1)[0];
      // Openings and rates of the same replicate, arrivals of others.
      const state = new Int32Array(4);
      seedLane(keyOf('apart'), r, 0, 0, state);
      apart.length = 0;
      for (let c = 0; c < 6; c++) {
        let at = openings[c];
        for (let k = 0; k < (c < 4 ? 12 : 9); k++) {
          at -= Math.log(uniform(nextWord(state))) / rates[c];
          apart.push({ at: Math.min(NEVER, at), c });
        }
      }
      apart.sort((a, b) => a.at - b.at);
      lastApart[r] = apart[n - 1].at / MONTH;
      earlyApart[r] = apart[9].at / MONTH;
      for (let i = 0; i < n; i++) if (apart[i].c === 0 && apart[i].at < NEVER) ofFirstApart[r]++;
    }
    for (const [one, other] of [
      [last, lastApart],
      [early, earlyApart],
      [ofFirst, ofFirstApart],
    ])
      expectMean(
        one.map((x, r) => x - other[r]),
        0,
        1e-6,
      );
  });
});

describe('centres of patients who come by themselves', () => {
  it('are taken in proportion to the centres’ rates', () => {
    const { centre, spread } = createRecruitment(
      { recruit: false, regions: [region({ centres: 3 }), region({ centres: 2, rate: 4 / MONTH })] },
      110_000,
    );
    spread(keyOf('spread'), 0, shares('spread', 0, 110_000));
    const counts = new Int32Array(5);
    for (const c of centre) counts[c]++;
    expectCounts(counts, (c) => (c < 3 ? 1 : 4) / 11);
  });

  it('vary as gamma rates do', () => {
    // Share of one of two centres whose rates are Gamma(2): Beta(2, 2), variance 1/20; and the binomial on it.
    const { centre, spread } = createRecruitment({ recruit: false, regions: [region({ centres: 2, shape: 2 })] }, 50);
    const squares = new Float64Array(10_000);
    for (let r = 0; r < squares.length; r++) {
      spread(keyOf('beta'), r, shares('beta', r, 50));
      squares[r] = (centre.reduce((sum, c) => sum + c, 0) / 50 - 0.5) ** 2;
    }
    expectMean(squares, 1 / 20 + (1 / 4 - 1 / 20) / 50);
  });

  it('fill up to their caps, and beyond them evenly when all are full', () => {
    const regions = [region({ centres: 3, cap: 10, rate: 9 / MONTH }), region({ centres: 2, cap: 20 })];
    const { centre, spread } = createRecruitment({ recruit: false, regions }, 83);
    for (let r = 0; r < 200; r++) {
      spread(keyOf('full'), r, shares('full', r, 83));
      const counts = new Int32Array(5);
      for (let i = 0; i < 70; i++) counts[centre[i]]++;
      expect(Array.from(counts)).toEqual([10, 10, 10, 20, 20]);
      for (let i = 70; i < 83; i++) counts[centre[i]]++;
      const beyond = Array.from(counts, (count, c) => count - (c < 3 ? 10 : 20));
      expect(beyond.every((over) => over === 2 || over === 3)).toBe(true);
    }
  });
});

describe('a replicate', () => {
  it('is a function of key and number alone, whatever was drawn before', () => {
    const regions = plan(
      region({ centres: 7, shape: 0.8, cap: 9, opening: { kind: 'uniform', start: 0, over: 9 * MONTH } }),
    );
    const fresh = createRecruitment(regions, 40);
    const used = createRecruitment(regions, 40);
    used.draw(keyOf('another'), 0);
    used.spread(keyOf('a third'), 0, shares('a third', 0, 40));
    fresh.draw(keyOf('pure'), 5);
    used.draw(keyOf('pure'), 5);
    expect(used).toMatchObject({ tick: fresh.tick, centre: fresh.centre, openings: fresh.openings });
  });

  it('of centres that hardly recruit has no patients rather than impossible ones', () => {
    // Rates of shape 0.001 are mostly below any positive double.
    const { tick: entry, openings, centre, draw } = createRecruitment(plan(region({ centres: 2, shape: 0.001 })), 5);
    let never = 0;
    for (let r = 0; r < 500; r++) {
      draw(keyOf('underflow'), r);
      if (entry[0] === NEVER) never++;
      else expect(entry[0]).toBeGreaterThanOrEqual(openings[centre[0]]);
      expect(entry).toEqual(Int32Array.from(entry).sort());
    }
    expect(never).toBeGreaterThan(400);
  });
});
