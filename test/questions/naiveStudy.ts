/** A two-arm study simulated without the kernel, in plain double precision: a second program of the same words. */
import seedrandom from 'seedrandom';

export interface NaiveStudy {
  readonly z: number;
  readonly events: number;
  readonly logHazardRatio: number;
  readonly medians: readonly [number, number];
}

export interface NaiveDesign {
  readonly sizes: readonly [number, number];
  readonly medians: readonly [number, number];
  /** A patient's hazard over that of the arm's median, drawn; 1 for all where it is left out. */
  readonly multiplier?: (arm: 0 | 1, random: () => number) => number;
  /** Shortest, median and longest follow-up of an arm, uniform on either side of the median. */
  readonly followUp: readonly [readonly [number, number, number], readonly [number, number, number]];
}

interface Seen {
  readonly time: number;
  readonly event: boolean;
  readonly arm: 0 | 1;
}

function enrolAndFollow({ sizes, medians, followUp, multiplier }: NaiveDesign, random: () => number): Seen[] {
  const seen: Seen[] = [];
  for (const arm of [0, 1] as const)
    for (let i = 0; i < sizes[arm]; i++) {
      const [shortest, median, longest] = followUp[arm];
      const [from, to] = random() < 0.5 ? [shortest, median] : [median, longest];
      const followed = from + (to - from) * random();
      const hazard = (Math.LN2 / medians[arm]) * (multiplier?.(arm, random) ?? 1);
      const survived = -Math.log(1 - random()) / hazard;
      seen.push({ time: Math.min(survived, followed), event: survived <= followed, arm });
    }
  return seen.sort((a, b) => a.time - b.time);
}

function analyse(seen: readonly Seen[]): NaiveStudy {
  const events: { atRisk: number; atRisk1: number; arm: 0 | 1 }[] = [];
  let atRisk = seen.length;
  let atRisk1 = seen.filter(({ arm }) => arm === 1).length;
  const alive = [1, 1];
  const medians: [number, number] = [Number.NaN, Number.NaN];
  const half: [number, number] = [Number.NaN, Number.NaN];
  for (const { time, event, arm } of seen) {
    if (event) {
      events.push({ atRisk, atRisk1, arm });
      alive[arm] *= 1 - 1 / (arm === 1 ? atRisk1 : atRisk - atRisk1);
      if (Number.isNaN(medians[arm])) {
        if (!Number.isNaN(half[arm])) medians[arm] = (half[arm] + time) / 2;
        else if (Math.abs(alive[arm] - 0.5) < 1e-9) half[arm] = time;
        else if (alive[arm] < 0.5) medians[arm] = time;
      }
    }
    atRisk--;
    atRisk1 -= arm;
  }
  for (const arm of [0, 1]) if (Number.isNaN(medians[arm])) medians[arm] = half[arm];

  // Without ties the score test of Cox's model at β = 0 is the log-rank test.
  const scoreAt = (beta: number) => {
    let score = 0;
    let information = 0;
    for (const { atRisk: y, atRisk1: y1, arm } of events) {
      const p = (y1 * Math.exp(beta)) / (y - y1 + y1 * Math.exp(beta));
      score += arm - p;
      information += p * (1 - p);
    }
    return { score, information };
  };
  const { score, information } = scoreAt(0);
  // The score falls with β: bisection.
  let low = -15;
  let high = 15;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (scoreAt(middle).score > 0) low = middle;
    else high = middle;
  }
  return { z: -score / Math.sqrt(information), events: events.length, logHazardRatio: low, medians };
}

export function naiveStudies(design: NaiveDesign, seed: string, replicates: number): NaiveStudy[] {
  const random = seedrandom(seed);
  return Array.from({ length: replicates }, () => analyse(enrolAndFollow(design, random)));
}
