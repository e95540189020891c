/** Elementary functions against whole-number arithmetic of 300 bits: error, special values, order. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { asin } from '../../src/elementary/asin.ts';
import { atan } from '../../src/elementary/atan.ts';
import { cos, sin } from '../../src/elementary/circle.ts';
import { exp } from '../../src/elementary/exp.ts';
import { expm1 } from '../../src/elementary/expm1.ts';
import { hypot } from '../../src/elementary/hypot.ts';
import { log } from '../../src/elementary/log.ts';
import { log1p } from '../../src/elementary/log1p.ts';
import { pow } from '../../src/elementary/pow.ts';
import { decimalExponent, powerOfTen } from '../../src/elementary/powersOfTen.ts';
import { binaryExponent, powerOfTwo, scaled } from '../../src/elementary/powersOfTwo.ts';
import {
  exactAsin,
  exactAtan,
  exactCos,
  exactExp,
  exactLog,
  exactly,
  exactPow,
  exactSin,
  exactSqrt,
  ONE,
  ulpsAway,
} from './exact.ts';

const random = seedrandom('elementary functions');
const between = (low: number, high: number) => low + (high - low) * random();
/** Magnitudes from 2^from to 2^to, either sign. */
const spread = (from: number, to: number) =>
  scaled(between(1, 2), Math.floor(between(from, to))) * (random() < 0.5 ? -1 : 1);

const DRAWS = 1000;

/** Of `draws` arguments the largest error in ulps. */
function worst(
  argument: () => number,
  own: (x: number) => number,
  exact: (x: bigint) => bigint,
  draws = DRAWS,
): number {
  let most = 0;
  for (let i = 0; i < draws; i++) {
    const x = argument();
    most = Math.max(most, ulpsAway(own(x), exact(exactly(x))));
  }
  return most;
}

describe('error in ulps', () => {
  it('exp', () => {
    expect(worst(() => between(-120, 120), exp, exactExp)).toBeLessThan(1);
    expect(worst(() => spread(-40, 1), exp, exactExp)).toBeLessThan(1);
  });

  it('expm1', () => {
    const exact = (x: bigint) => exactExp(x) - ONE;
    expect(worst(() => between(-40, 100), expm1, exact)).toBeLessThan(1);
    expect(worst(() => between(-2, 2), expm1, exact)).toBeLessThan(1);
    expect(worst(() => spread(-40, 0), expm1, exact)).toBeLessThan(1);
  });

  it('log', () => {
    expect(worst(() => Math.abs(spread(-100, 300)), log, exactLog)).toBeLessThan(1);
    expect(worst(() => between(0.5, 2), log, exactLog)).toBeLessThan(1);
    expect(worst(() => 1 + spread(-50, -4), log, exactLog)).toBeLessThan(1);
  });

  it('log1p', () => {
    const exact = (x: bigint) => exactLog(ONE + x);
    expect(worst(() => between(-0.999, 3), log1p, exact)).toBeLessThan(1);
    expect(worst(() => spread(-40, -1), log1p, exact)).toBeLessThan(1);
    expect(worst(() => Math.abs(spread(-40, 100)), log1p, exact)).toBeLessThan(1);
  });

  it('pow', () => {
    const error = (x: number, y: number) => ulpsAway(pow(x, y), exactPow(exactly(x), exactly(y)));
    let most = 0;
    for (let i = 0; i < DRAWS; i++) {
      most = Math.max(most, error(between(0.1, 10), between(-8, 8)));
      const x = between(0.5, 2);
      // To the size of 2^±60, and far with bases near 1.
      most = Math.max(most, error(x, (between(-40, 40) / log(x)) * 0.9));
      const near = 1 + spread(-30, -3);
      most = Math.max(most, error(near, between(-100, 100) / log(near)));
    }
    expect(most).toBeLessThan(1);
  });

  it('sin and cos', () => {
    for (const [own, exact] of [
      [sin, exactSin],
      [cos, exactCos],
    ] as const) {
      expect(worst(() => between(-7, 7), own, exact)).toBeLessThan(1);
      expect(worst(() => spread(-30, 3), own, exact)).toBeLessThan(1);
      // Near multiples of π/2.
      const near = () => Math.round(between(-20, 20)) * (Math.PI / 2) * (1 + spread(-52, -10));
      expect(worst(() => near() || 1, own, exact)).toBeLessThan(1);
    }
  });

  it('asin and atan', () => {
    expect(worst(() => between(-1, 1), asin, exactAsin)).toBeLessThan(1);
    expect(worst(() => 1 - Math.abs(spread(-50, -2)), asin, exactAsin)).toBeLessThan(1);
    expect(worst(() => between(-3, 3), atan, exactAtan)).toBeLessThan(1);
    expect(worst(() => spread(-40, 40), atan, exactAtan)).toBeLessThan(1);
  });

  it('hypot', () => {
    const parts = (...values: number[]) => {
      const squares = values.map((x) => (exactly(x) * exactly(x)) >> 300n);
      return exactSqrt(squares.reduce((sum, x) => sum + x));
    };
    let most = 0;
    for (let i = 0; i < DRAWS; i++) {
      const values = [spread(-3, 3), spread(-3, 3), spread(-3, 3)];
      most = Math.max(most, ulpsAway(hypot(...values), parts(...values)));
      most = Math.max(most, ulpsAway(hypot(values[0], values[1]), parts(values[0], values[1])));
    }
    expect(most).toBeLessThan(1);
  });
});

describe('special values', () => {
  const ODD = [0, -0, 1, -1, 0.5, -0.5, 2, 3, -3, 2.5, 1e300, -1e300, 1e-300, 5e-324, 1e-310, 709, -744, 2 ** 53 + 2];
  const ALL = [...ODD, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  /** The same value, or the same to a few ulps: the platform's may be off by one. */
  const agree = (own: number, platform: number, what: string) => {
    if (platform === 0 || !Number.isFinite(platform)) expect(own, what).toBe(platform);
    else expect(Math.abs(own / platform - 1), what).toBeLessThan(Math.abs(platform) < 1e-300 ? 1e-8 : 1e-15);
  };

  it('are those of Math', () => {
    const pairs: Record<string, readonly [(x: number) => number, (x: number) => number]> = {
      exp: [exp, Math.exp],
      expm1: [expm1, Math.expm1],
      log: [log, Math.log],
      log1p: [log1p, Math.log1p],
      asin: [asin, Math.asin],
      atan: [atan, Math.atan],
    };
    for (const [name, [own, platform]] of Object.entries(pairs))
      for (const x of ALL) agree(own(x), platform(x), `${name}(${x})`);
    for (const x of ALL.filter((value) => !(Math.abs(value) > 1e6 && Number.isFinite(value)))) {
      agree(sin(x), Math.sin(x), `sin(${x})`);
      agree(cos(x), Math.cos(x), `cos(${x})`);
    }
    for (const x of ALL) for (const y of ALL) agree(hypot(x, y), Math.hypot(x, y), `hypot(${x}, ${y})`);
    expect(hypot()).toBe(0);
  });

  it('of pow are those of **', () => {
    for (const x of ALL) for (const y of ALL) agree(pow(x, y), x ** y, `pow(${x}, ${y})`);
  });

  it('turn over where results leave the range of a double', () => {
    expect(exp(709.782712893384)).toBeGreaterThan(1.79e308);
    expect(exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019413)).toBe(0);
    expect(pow(2, 1023)).toBe(8.98846567431158e307);
    expect(pow(2, 1024)).toBe(Number.POSITIVE_INFINITY);
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(2, -1076)).toBe(0);
    expect(() => sin(1e7)).toThrow('within ±1000000');
  });

  it('are exact where the result is', () => {
    for (let k = -1074; k <= 1023; k++) expect(pow(2, k), `2^${k}`).toBe(powerOfTwo(k));
    for (let k = 0; k <= 22; k++) expect(pow(10, k), `10^${k}`).toBe(powerOfTen(k));
    for (let x = 1; x < 2000; x++) {
      expect(pow(x, 2)).toBe(x * x);
      expect(pow(x * x, 0.5)).toBe(x);
      expect(pow(x, 1)).toBe(x);
      expect(pow(-x, 3)).toBe(-x * x * x);
    }
  });
});

describe('order', () => {
  /** Neighbouring doubles, at places that the argument reductions join. */
  const neighbours = (x: number) => Array.from({ length: 200 }, (_, i) => x * (1 + (i - 100) * 2 ** -52));
  const increasing = (own: (x: number) => number, places: readonly number[]) => {
    for (const place of places) {
      const values = neighbours(place)
        .sort((a, b) => a - b)
        .map(own);
      expect(
        values.findIndex((value, i) => value < values[i - 1]),
        `at ${place}`,
      ).toBe(-1);
    }
  };
  const places = Array.from({ length: 300 }, () => Math.abs(spread(-20, 6)));

  it('is kept by exp, log, expm1, log1p, atan and a power', () => {
    const joints = Array.from({ length: 40 }, (_, k) => (k + 0.5) * Math.LN2);
    increasing(exp, [...places, ...joints, ...joints.map((x) => -x)]);
    increasing(expm1, [...places, ...joints, 0.34, -0.34]);
    increasing(log, [...places, 0.5, 1, 2, Math.SQRT1_2, Math.SQRT2, 1024 * Math.SQRT2]);
    increasing(log1p, [...places, 0.41, -0.29, 1]);
    increasing(atan, [...places, 1, 1 / 16, 3 / 16, 15 / 16, 2]);
    increasing((x) => pow(x, 0.7), [...places, Math.SQRT2, 1]);
  });
});

describe('exponents', () => {
  it('are exact, binary and decimal', () => {
    for (let k = -1022; k <= 1023; k++) {
      expect(powerOfTwo(k)).toBe(2 ** k);
      expect(binaryExponent(powerOfTwo(k))).toBe(k);
      expect(binaryExponent(powerOfTwo(k) * (2 - Number.EPSILON))).toBe(k);
    }
    expect([powerOfTwo(-1074), powerOfTwo(-1075), powerOfTwo(1024)]).toEqual([5e-324, 0, Number.POSITIVE_INFINITY]);
    expect(scaled(1.5, -1073)).toBe(1.5e-323);
    for (let k = -300; k <= 300; k++) {
      expect(decimalExponent(powerOfTen(k))).toBe(k);
      expect(decimalExponent(9.999999999999 * powerOfTen(k))).toBe(k);
    }
  });
});
