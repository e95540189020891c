import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { detectionDelay, type SeenCurves, seenCounts, seenCurve } from '../../src/expectation/asSeen.ts';
import { averageHazardRatio } from '../../src/expectation/averageHazardRatio.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { expectedLook } from '../../src/expectation/expectedAtLook.ts';
import { logRankDrift } from '../../src/formulas/logRankDrift.ts';
import { horizon } from '../../src/kernel/plan/horizon.ts';
import { type SurvivalLaw, survival } from '../../src/survival/law.ts';
import { type Deaths, type ScanSchedule, scanTimes } from '../../src/trial/scans.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { expectMean } from '../statistical/monteCarlo.ts';
import { armsOfLaws, lawOfArm } from '../trial/armsOfLaws.ts';
import { centresWith } from './mixedCentres.ts';
import { delayedTrial, eventDrivenTrial, exponentialLaw } from './plannedTrial.ts';

const every = (interval: number, own: Partial<ScanSchedule> = {}): ScanSchedule => ({
  starts: [0],
  intervals: [interval],
  jitter: 0,
  missed: 0,
  ...own,
});
const changing: ScanSchedule = { starts: [0, 6], intervals: [1.5, 3], jitter: 0.3, missed: 0.15 };
const weibull: SurvivalLaw = { clock: { kind: 'weibull', shape: 1.4, scale: 9 }, steps: { starts: [0], ratios: [1] } };
const withScans = (trial: Trial, schedule: ScanSchedule, deaths: Deaths | null = null): Trial => ({
  ...trial,
  scans: { schedules: [schedule, schedule], deaths },
});

describe('detectionDelay', () => {
  const hazard = Math.LN2 / 9;
  it('has a closed form for constant hazards', () => {
    // E of the next multiple of Δ: Δ / (1 − e^−λΔ).
    for (const interval of [0.5, 2, 6])
      expect(detectionDelay(exponentialLaw(9), every(interval))).toBeCloseTo(
        interval / (1 - Math.exp(-hazard * interval)) - 1 / hazard,
        6,
      );
  });

  it('is longer by a geometric number of intervals when scans are missed', () => {
    const delay = detectionDelay(exponentialLaw(9), every(2));
    expect(detectionDelay(exponentialLaw(9), every(2, { missed: 0.2 }))).toBeCloseTo(delay + 2 * (0.2 / 0.8), 6);
  });

  it('is that of simulated progressions with jitter, missed scans and a schedule that changes', () => {
    const random = seedrandom('detection delay');
    const delays = Array.from({ length: 100000 }, () => {
      const progresses = 9 * (-Math.log(1 - random())) ** (1 / 1.4);
      for (const time of scanTimes(changing, 400)) {
        const at = time + changing.jitter * (2 * random() - 1);
        if (random() >= changing.missed && at >= progresses) return at - progresses;
      }
      return 0;
    });
    expectMean(delays, detectionDelay(weibull, changing));
  });

  it('vanishes with the interval', () => {
    expect(detectionDelay(weibull, every(0.05))).toBeCloseTo(0.025, 3);
  });
});

describe('seenCurve', () => {
  const freeAt = (u: number) => survival(weibull, u);
  /** The share seen to be free at the edge nearest u. */
  const seenFree = (curve: ReturnType<typeof seenCurve>, u: number) => {
    const at = curve.edges.reduce(
      (best, edge, i) => (Math.abs(edge - u) < Math.abs(curve.edges[best] - u) ? i : best),
      0,
    );
    expect(curve.edges[at]).toBeCloseTo(u, 5);
    return curve.free[at];
  };

  it('falls to the truth with each scan, which has been seen at its time, and is flat until the next', () => {
    const curve = seenCurve(freeAt, every(2), null, 30);
    expect(curve.edges.at(-1)).toBe(30);
    for (let scan = 2; scan <= 30; scan += 2) {
      const i = curve.edges.indexOf(scan);
      expect(curve.free[i]).toBeCloseTo(freeAt(scan), 10);
      expect(curve.free[i - 1]).toBeCloseTo(freeAt(scan - 2), 10);
    }
  });

  it('sees a share of events at once that are deaths', () => {
    const curve = seenCurve(freeAt, every(2), { kind: 'share', share: 0.3 }, 30);
    expect(curve.free[1]).toBeCloseTo(1 - 0.3 * (1 - freeAt(2)), 5);
    expect(seenFree(curve, 2)).toBeCloseTo(freeAt(2), 8);
  });

  it('is the truth where all events are deaths', () => {
    const curve = seenCurve(freeAt, every(2), { kind: 'share', share: 1 }, 30);
    curve.edges.forEach((edge, i) => {
      expect(curve.free[i]).toBeCloseTo(freeAt(edge), 10);
    });
  });
});

/** P(seen event) and time at risk of simulated patients of the control's law: entry over 24, seen at month t. */
function simulated(
  schedule: ScanSchedule,
  deaths: Deaths | null,
  dropoutHazard: number,
  t: number,
  patients: number,
  name: string,
): { events: number[]; dropouts: number[] } {
  const random = seedrandom(name);
  const exponential = () => -Math.log(1 - random());
  const times = scanTimes(schedule, 400);
  const events: number[] = [];
  const dropouts: number[] = [];
  for (let i = 0; i < patients; i++) {
    const happens = 9 * exponential() ** (1 / 1.4);
    let seen = Number.POSITIVE_INFINITY;
    const hazard = (1.4 / 9) * (happens / 9) ** 0.4;
    const p = deaths === null ? 0 : deaths.kind === 'share' ? deaths.share : Math.min(1, deaths.hazard / hazard);
    if (random() < p) seen = happens;
    else
      for (const time of times) {
        const at = time + schedule.jitter * (2 * random() - 1);
        if (random() >= schedule.missed && at >= happens) {
          seen = at;
          break;
        }
      }
    const followed = t - 24 * random();
    const drops = dropoutHazard > 0 ? exponential() / dropoutHazard : Number.POSITIVE_INFINITY;
    events.push(seen <= Math.min(followed, drops) ? 1 : 0);
    dropouts.push(drops < Math.min(followed, seen) ? 1 : 0);
  }
  return { events, dropouts };
}

describe('expected counts with scans', () => {
  const cases: Record<string, readonly [ScanSchedule, Deaths | null]> = {
    'regular scans': [every(2), null],
    'jitter, missed scans and a change': [changing, null],
    'deaths by share': [changing, { kind: 'share', share: 0.3 }],
    'deaths by hazard': [every(2, { jitter: 0.5 }), { kind: 'hazard', hazard: 0.02 }],
  };
  for (const [name, [schedule, deaths]] of Object.entries(cases))
    it(`are those of simulated patients: ${name}`, () => {
      const trial = delayedTrial(0);
      const control = { ...trial.arms[0], law: weibull, dropoutHazard: 0.03 };
      const [counts] = expectationOf({
        ...withScans(trial, schedule, deaths),
        arms: armsOfLaws(control, trial.arms[1]),
      }).counts(30);
      const { events, dropouts } = simulated(schedule, deaths, 0.03, 30, 150000, `as seen ${name}`);
      // Allowance: deaths and dropouts between scans are integrated at three points a piece.
      expectMean(events, counts.events / 150, 2e-4);
      expectMean(dropouts, counts.dropouts / 150, 2e-4);
      expect(counts.enrolled).toBeCloseTo(counts.events + counts.dropouts + counts.atRisk, 8);
    });

  it('are the plain ones as scans become frequent', () => {
    const trial = delayedTrial(3);
    const plain = expectationOf(trial).counts(30);
    expectationOf(withScans(trial, every(0.02)))
      .counts(30)
      .forEach((seen, a) => {
        // Half an interval late: a hundredth of a month of events.
        expect(seen.events).toBeLessThan(plain[a].events);
        expect(seen.events).toBeGreaterThan(plain[a].events - 0.01 * 6 - 0.05);
      });
  });

  it('lose those who leave before the scan, for ever', () => {
    const trial = eventDrivenTrial();
    const seen = expectationOf(withScans(trial, every(3))).events(Number.POSITIVE_INFINITY);
    const plain = expectationOf(trial).events(Number.POSITIVE_INFINITY);
    expect(seen).toBeLessThan(plain);
    // Hazard λ, dropout δ, interval Δ: Σ (e^−λ(k−1)Δ − e^−λkΔ) e^−δkΔ.
    const delta = trial.arms[0].dropoutHazard;
    const of = (hazard: number) =>
      ((1 - Math.exp(-3 * hazard)) * Math.exp(-3 * delta)) / (1 - Math.exp(-3 * (hazard + delta)));
    const hazard = Math.LN2 / 6;
    expect(seen).toBeCloseTo(250 * (of(hazard) + of(0.7 * hazard)), 3);
  });

  it('come later: the analysis waits for events to be seen, and the horizon allows for it', () => {
    const trial = eventDrivenTrial();
    const scanned = withScans(trial, every(2, { missed: 0.1 }));
    const late = expectationOf(scanned).analysisTime - expectationOf(trial).analysisTime;
    expect(late).toBeGreaterThan(0.5);
    expect(late).toBeLessThan(3);
    expect(expectationOf(scanned).events(expectationOf(scanned).analysisTime)).toBeCloseTo(350, 5);
    expect(horizon(expectationOf(scanned))).toBeGreaterThan(horizon(expectationOf(trial)) + 2);
  });
});

describe('expectedLook with scans', () => {
  it('has the expected events of the counts, frailty of centres and missed scans included', () => {
    const trial = { ...withScans(delayedTrial(3), changing), centres: centresWith({ kind: 'lognormal', sd: 0.4 }) };
    const expected = expectationOf(trial);
    const entered = (x: number) => Math.min(1, Math.max(0, x / 24));
    const counts = seenCounts(trial.arms[0], expected.curves?.[0] as SeenCurves, 36, entered);
    const { strata } = expectedLook(expected, 36, trial.test);
    const events = strata.reduce(
      (sum, { weights, hazard0, atRisk0 }) => sum + weights.reduce((all, w, i) => all + w * hazard0[i] * atRisk0[i], 0),
      0,
    );
    // The counts take detections to be even over a scan's window.
    expect(2 * events).toBeCloseTo(counts.events, 3);
  });

  it('takes events of the log-rank from those seen, and leaves average hazard ratios alone', () => {
    const trial = delayedTrial(3);
    const scanned = withScans(trial, every(3));
    const plain = logRankDrift(expectationOf(trial), 36);
    const seen = logRankDrift(expectationOf(scanned), 36);
    expect(seen.z).toBeLessThan(plain.z);
    expect(seen.z).toBeGreaterThan(0.85 * plain.z);
    expect(seen.variance * 4).toBeLessThan(expectationOf(scanned).events(36));
    expect(averageHazardRatio(expectationOf(scanned), 36)).toBe(averageHazardRatio(expectationOf(trial), 36));
  });

  it('shows the bias of schedules that differ: arms alike, the one scanned more often fares worse', () => {
    const trial = delayedTrial(0);
    const alike: Trial = {
      ...trial,
      arms: armsOfLaws(trial.arms[0], { ...trial.arms[1], law: lawOfArm(trial.arms[0]) }),
      scans: { schedules: [every(3), every(1)], deaths: null },
    };
    expect(logRankDrift(expectationOf(alike), 36).z).toBeLessThan(-0.3);
    const same: Trial = { ...alike, scans: { schedules: [every(3), every(3)], deaths: null } };
    expect(logRankDrift(expectationOf(same), 36).z).toBeCloseTo(0, 8);
  });
});
