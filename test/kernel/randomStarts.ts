/** Random lags and timed effects, extremes included; a pure function of the random numbers. */
import type { Lag } from '../../src/trial/lag.ts';
import type { Priming, TimedEffect } from '../../src/trial/treatmentStart.ts';

type Random = () => number;

const between = (random: Random, low: number, high: number) => low * (high / low) ** random();
const pick = <T>(random: Random, ...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];

/** A lag whose times are of the order of `scale`, some of them negative. */
export function randomLag(random: Random, scale: number): Lag {
  const signed = () => scale * (random() * 3 - 1);
  switch (Math.floor(random() * 5)) {
    case 0:
      return { kind: 'fixed', time: pick(random, 0, signed(), 1000 * scale) };
    case 1: {
      const from = signed();
      return { kind: 'uniform', from, to: from + scale * random() };
    }
    case 2:
      return {
        kind: 'lognormal',
        median: scale * between(random, 0.01, 1),
        spread: pick(random, 0.1, 1, 5),
        after: pick(random, 0, signed()),
      };
    case 3:
      return { kind: 'exponential', mean: scale * between(random, 0.01, 10), after: pick(random, 0, signed()) };
    default: {
      const times = Array.from({ length: pick(random, 1, 2, 3, 7) }, signed);
      const weights = times.map(() => pick(random, 0.001, 1, random()));
      const sum = weights.reduce((a, b) => a + b, 0);
      return { kind: 'discrete', times, shares: weights.map((weight) => weight / sum) };
    }
  }
}

function randomPriming(random: Random, scale: number): Priming {
  switch (Math.floor(random() * 3)) {
    case 0:
      return { kind: 'constant', hazardRatio: between(random, 0.2, 2) };
    case 1:
      return {
        kind: 'halfLife',
        synchronous: between(random, 0.2, 1),
        residual: between(random, 0.5, 1.5),
        halfLife: scale * between(random, 0.01, 10),
        plateau: pick(random, 0, 0.3 * scale),
      };
    default: {
      const lags = Array.from({ length: pick(random, 2, 3, 6) }, () => scale * (random() * 3 - 1)).sort(
        (a, b) => a - b,
      );
      return { kind: 'table', lags, hazardRatios: lags.map(() => between(random, 0.2, 2)) };
    }
  }
}

export function randomEffect(random: Random, scale: number): TimedEffect {
  const repeats = pick(random, [], [], [0.5 * scale], [0.1 * scale, 0.2 * scale, 3 * scale]);
  return {
    priming: randomPriming(random, scale),
    onset: pick(random, 0, 0.2 * scale),
    duration: pick(random, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0.1 * scale, 2 * scale),
    waned: between(random, 0.5, 2),
    repeats: repeats.map((repeat) => repeat * between(random, 0.5, 2)).sort((a, b) => a - b),
    waiting: pick(random, 1, between(random, 0.3, 3)),
  };
}
