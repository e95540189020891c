/** Starts and exits of patients with hazards of their own, patient by patient against double precision. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { d2 } from '../../../bench/designs.ts';
import { drawArm } from '../../../src/kernel/draw/drawArm.ts';
import { drawLags } from '../../../src/kernel/draw/drawLags.ts';
import { drawOwnArm, type OwnHazards } from '../../../src/kernel/draw/drawOwnArm.ts';
import { exponential } from '../../../src/kernel/draw/exponential.ts';
import { LANES, nextWord, type StreamKey, seedLane, uniform } from '../../../src/kernel/draw/stream.ts';
import { START_STREAM } from '../../../src/kernel/draw/streams.ts';
import { planKernel } from '../../../src/kernel/plan/kernelPlan.ts';
import { planLag } from '../../../src/kernel/plan/lagLaw.ts';
import { planOwnExit } from '../../../src/kernel/plan/ownExit.ts';
import { NEVER, tickOf } from '../../../src/kernel/plan/ticks.ts';
import { clockHazard } from '../../../src/survival/clock.ts';
import { median, quantile } from '../../../src/survival/law.ts';
import { steppedTime } from '../../../src/survival/steppedTime.ts';
import { type Lag, lagQuantile } from '../../../src/trial/lag.ts';
import { fillSteps, stepBuffer, stepsOf } from '../../../src/trial/treatmentStart.ts';
import { armsOfLaws, lawOfArm } from '../../trial/armsOfLaws.ts';
import { randomEffect, randomLag } from '../randomStarts.ts';
import { randomTrial } from '../randomTrial.ts';

const N = 100;
const TICKS_PER_UNIT = 2 ** 21;

/** `per` words of each patient of a stream. */
function wordsOf(key: StreamKey, replicate: number, stream: number, per: number): number[][] {
  const words: number[][] = [];
  const state = new Int32Array(4);
  for (let lane = 0; lane < LANES; lane++) {
    seedLane(key, replicate, stream, lane, state);
    for (let j = lane; j < N; j += LANES) words[j] = Array.from({ length: per }, () => nextWord(state));
  }
  return words;
}

/** Where the lag of the second treatment is not a number of quanta, the error of its single-precision quantile, relative to what scatters. */
function lagError(lag: Lag, word: number, actual: number): number {
  const exact = lagQuantile(lag, uniform(word));
  switch (lag.kind) {
    case 'uniform':
      return (actual - exact) / Math.max(Math.abs(lag.from), Math.abs(lag.to));
    case 'exponential':
      // A single-precision exponential takes 30 of the word's bits.
      return word > 2 ** 32 - 2 ** 16
        ? 0
        : (actual - exact) / (Math.abs(lag.after) + Math.max(lag.mean, exact - lag.after));
    case 'lognormal':
      return (actual - exact) / ((Math.abs(lag.after) + exact - lag.after) * (1 + lag.spread));
    default:
      return actual - exact;
  }
}

describe('lags', () => {
  it('are the quantiles of their words, and start at their ticks', () => {
    for (let seed = 0; seed < 200; seed++) {
      const lag = randomLag(seedrandom(`lag ${seed}`), 10);
      const law = planLag(lag, TICKS_PER_UNIT);
      const lags = new Float32Array(N);
      const starts = new Int32Array(N);
      drawLags(law, 1, 0, N, [seed, 3], 5, lags, starts);
      wordsOf([seed, 3], 5, START_STREAM + 1, 1).forEach(([word], i) => {
        const time = (lags[i] * 64) / TICKS_PER_UNIT;
        const late = lagQuantile(lag, uniform(word));
        if (lag.kind === 'fixed' || lag.kind === 'discrete') {
          expect(starts[i]).toBe(Math.max(0, tickOf(late, TICKS_PER_UNIT)));
          expect(lags[i]).toBe(Math.fround((late * TICKS_PER_UNIT) / 64));
        } else if (starts[i] < NEVER) {
          expect(Math.abs(lagError(lag, word, time)), `${JSON.stringify(lag)} ${word}`).toBeLessThan(1e-6);
          expect(Math.abs(starts[i] - Math.max(0, lags[i]) * 64)).toBeLessThanOrEqual(0.5 + Math.abs(lags[i]) * 1e-5);
        } else expect(late * TICKS_PER_UNIT).toBeGreaterThan(NEVER * (1 - 1e-5));
      });
    }
  });
});

/** Draws the second arm of a random design and holds each patient's times to those in double precision. */
function check(seed: number): void {
  const random = seedrandom(`own times ${seed}`);
  const trial = randomTrial(`own times ${seed}`, 300);
  const law = lawOfArm(trial.arms[random() < 0.5 ? 0 : 1]);
  const middle = Number.isFinite(median(law)) ? median(law) : quantile(law, 0.01);
  const scale = middle > 0 ? middle : 1;
  const ticksPerUnit = 2 ** 24 / scale;
  const inTicks = (time: number) => Math.min(NEVER, time * ticksPerUnit);
  const effect = random() < 0.7 ? randomEffect(random, scale) : null;
  const followUp = random() < 0.3 ? Math.round(NEVER * random()) : NEVER;
  const { dropoutHazard } = trial.arms[1];
  const exitLaw = planOwnExit({ law, dropoutHazard }, effect, ticksPerUnit, followUp);
  const key = [seed, 12] as const;
  const lags = new Float32Array(N);
  const multipliers = random() < 0.5 ? Float32Array.from({ length: N }, () => 10 ** (random() * 2 - 1)) : null;
  drawLags(planLag(randomLag(random, scale), ticksPerUnit), 1, 0, N, key, 0, lags, new Int32Array(N));
  const ratioAtEvent = new Float32Array(N);
  const own: OwnHazards = { multipliers, lags, ratioAtEvent };
  const entry = new Int32Array(N);
  const exit = new Int32Array(N);
  const entries = {
    law: { pattern: 'uniform', shift: 8, total: N, breaks: [0], origins: [0], slopes: [1], slots: null },
    reach: N,
    last: -1,
  } as const;
  drawOwnArm(exitLaw, { arm: 1, offset: 0, count: N, cell: [], entries, words: null }, own, key, 0, entry, exit);

  const buffer = effect && stepBuffer(effect);
  wordsOf(key, 0, 1, dropoutHazard > 0 ? 3 : 2).forEach(([first, second, third], i) => {
    expect(entry[i]).toBe(((first >>> 8) << 2) | 1);
    const lag = (lags[i] * 64) / ticksPerUnit;
    const e = exponential(second) / (multipliers?.[i] ?? 1);
    const steps = effect ? stepsOf(effect, lag) : law.steps;
    const timeAt = (hazard: number) => {
      if (effect === null || buffer === null)
        return inTicks(steppedTime(law.clock, steps.starts.length, steps.starts, steps.ratios, hazard));
      fillSteps(effect, lag, buffer);
      return inTicks(steppedTime(law.clock, buffer.count, buffer.starts, buffer.ratios, hazard));
    };
    const dropout = dropoutHazard > 0 ? inTicks(exponential(third) / dropoutHazard) : NEVER;
    // Half a quantum for rounding, and the ticks within.
    const slack = (time: number) => 4e-6 * time + (exitLaw.fine ? 1 : 96);
    // Hazards are summed to a few units in the last place of single precision.
    const early = timeAt(e * (1 - 2e-6));
    const late = timeAt(e * (1 + 2e-6));
    const name = `design ${seed}, patient ${i}: ${JSON.stringify({ law, effect, lag, e })}`;
    const ticks = (exit[i] >> 2) - (first >>> 8);
    if (exit[i] === NEVER << 2) {
      expect(Math.min(late, dropout) + slack(NEVER), name).toBeGreaterThanOrEqual(
        Math.min(followUp, NEVER - (first >>> 8)),
      );
    } else {
      const low = Math.min(early, dropout);
      const high = Math.min(late, dropout);
      expect(ticks, name).toBeGreaterThanOrEqual(Math.min(low, NEVER - (first >>> 8)) - slack(low));
      expect(ticks, name).toBeLessThanOrEqual(high + slack(high));
      if ((exit[i] & 2) !== 0) expect(dropout, name).toBeLessThan(late + slack(late));
      else expect(dropout + slack(dropout), name).toBeGreaterThan(early);
    }
    if (effect && late < NEVER) {
      const at = (time: number) => {
        let j = steps.starts.length - 1;
        while (j > 0 && steps.starts[j] * ticksPerUnit > time) j--;
        return steps.ratios[j];
      };
      const ratios = [at(early - slack(early)), at(early), at(late), at(late + slack(late))];
      const nearest = Math.min(...ratios.map((ratio) => Math.abs(ratioAtEvent[i] / ratio - 1)));
      // A flat stretch of the clock may lie between a step and the event.
      if (clockHazard(law.clock, early / ticksPerUnit) > 0) expect(nearest, name).toBeLessThan(1e-5);
    }
  });
}

describe('exits of patients with hazards of their own', () => {
  it('are those of their steps and laws in double precision', () => {
    for (let seed = 0; seed < 250; seed++) check(seed);
  });

  it('have the event times of a plain arm without dropout where nobody differs', () => {
    const [control, experimental] = d2.arms;
    const arms = armsOfLaws({ ...control, dropoutHazard: 0 }, { ...experimental, dropoutHazard: 0 });
    const plan = planKernel({ ...d2, arms });
    const arrays = () => [new Int32Array(N), new Int32Array(N)] as const;
    const [entry, exit] = arrays();
    const [ownEntry, ownExit] = arrays();
    const entries = { law: plan.entry, reach: plan.entry.total, last: -1 };
    const span = { arm: 1, offset: 0, count: N, cell: new Uint8Array(N), entries, words: null };
    const plain = plan.exits[1];
    if (plain.kind !== 'byCell') throw new Error('a plain arm exits by its cells');
    drawArm(plain.laws, span, [1, 2], 3, entry, exit);
    const law = planOwnExit({ law: lawOfArm(arms[1]), dropoutHazard: 0 }, null, plan.ticksPerUnit, NEVER);
    const nothing = { multipliers: null, lags: null, ratioAtEvent: null };
    drawOwnArm(law, span, nothing, [1, 2], 3, ownEntry, ownExit);
    expect(ownEntry).toEqual(entry);
    expect(ownExit).toEqual(exit);
  });
});
