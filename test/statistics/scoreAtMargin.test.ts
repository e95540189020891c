/** Tests against a margin: R's numbers (test/reference/margin.R), their laws, and what large samples expect of them. */
import { describe, expect, it } from 'vitest';
import { twoArms } from '../../bench/designs.ts';
import { averageHazardRatio } from '../../src/expectation/averageHazardRatio.ts';
import { effectSeen } from '../../src/expectation/effectSeen.ts';
import { expectationOf } from '../../src/expectation/expectation.ts';
import { logRankDrift } from '../../src/formulas/logRankDrift.ts';
import { testDrift } from '../../src/formulas/testDrift.ts';
import { emptyOutcome, type Look, type Statistic } from '../../src/statistics/definition.ts';
import { COX_WALD, definitionOf, LOG_RANK } from '../../src/statistics/registry.ts';
import { timeToEvent } from '../../src/trial/endpoint.ts';
import type { Trial } from '../../src/trial/trial.ts';
import numbers from '../reference/margin.json' with { type: 'json' };
import { lookOf } from './looks.ts';
import { referenceSets } from './weightedReference.ts';

interface Found {
  readonly margin: number;
  readonly u: number;
  readonly v: number;
  readonly score: number;
  readonly wald: number;
}

const COX_SCORE: Statistic = { kind: 'cox', parameters: { test: 'score' } };

function zOf(look: Look, statistic: Statistic): { z: number; information: number } {
  const outcome = emptyOutcome();
  definitionOf(statistic).compute(look, statistic, outcome);
  return { z: outcome.z, information: outcome.information };
}

const found = numbers as Readonly<Record<string, readonly Found[]>>;

describe('against a margin', () => {
  const cases = referenceSets.flatMap(({ name, look }) => (found[name] ?? []).map((each) => ({ name, look, ...each })));

  it('has the sets of R', () => {
    expect(cases.length).toBe(2 * Object.keys(found).length);
  });

  it.each(cases)('$name, $margin: z and variance are those of R', ({ look, margin, u, v, score, wald }) => {
    const logRank = zOf(look, { ...LOG_RANK, margin });
    expect(logRank.z).toBeCloseTo(-u / Math.sqrt(v), 9);
    expect(logRank.information).toBeCloseTo(v, 9);
    expect(zOf(look, { ...COX_SCORE, margin }).z).toBeCloseTo(score, 9);
    expect(zOf(look, { ...COX_WALD, margin }).z).toBeCloseTo(wald, 9);
  });

  it.each(cases)('$name, $margin: exchanged arms against the inverse turn z', ({ name, margin }) => {
    const { patients, strata } = referenceSets.find((set) => set.name === name) ?? { patients: [], strata: undefined };
    const of = (turn: boolean) =>
      lookOf(
        patients.map(({ time }) => time),
        patients.map(({ event }) => event),
        patients.map(({ arm }) => (turn ? ((1 - arm) as 0 | 1) : arm)),
        strata,
      );
    for (const statistic of [LOG_RANK, COX_WALD, COX_SCORE]) {
      const there = zOf(of(false), { ...statistic, margin }).z;
      const back = zOf(of(true), { ...statistic, margin: 1 / margin }).z;
      expect(back).toBeCloseTo(-there, 9);
    }
  });

  it('a margin of 1 is the usual test', () => {
    for (const { look } of referenceSets)
      expect(zOf(look, { ...LOG_RANK, margin: 1 }).z).toBeCloseTo(zOf(look, LOG_RANK).z, 12);
  });
});

describe('by large samples', () => {
  const trial = (ratio: number, margin: number | null, sooner = false): Trial => {
    const plain = twoArms(1000, { starts: [0], ratios: [ratio] }, { kind: 'calendarTime', time: 40 });
    const statistic = margin === null ? LOG_RANK : { ...LOG_RANK, margin };
    const endpoints: Trial['endpoints'] = [timeToEvent(null, sooner ? 'sooner' : 'later')];
    return { ...plain, endpoints, test: { ...plain.test, statistic } };
  };
  const drift = (planned: Trial) => testDrift(expectationOf(planned), 40);

  it('z is 0 with deviation 1 at the margin', () => {
    for (const margin of [0.7, 1.291, 2]) {
      const { z, sd } = drift(trial(margin, margin));
      expect(z).toBeCloseTo(0, 8);
      expect(sd).toBeCloseTo(1, 8);
      expect(effectSeen(expectationOf(trial(margin, margin)), 40).direction).toBe('none');
    }
  });

  it('is the log-rank where the margin is 1, and the drift of the formula is that of the statistic', () => {
    const one = drift(trial(0.8, 1));
    const usual = drift(trial(0.8, null));
    expect(one.z).toBeCloseTo(usual.z, 12);
    expect(one.sd).toBeCloseTo(usual.sd, 12);
    expect(logRankDrift(expectationOf(trial(1, 1.291)), 40).z).toBeCloseTo(drift(trial(1, 1.291)).z, 10);
  });

  it('z turns with the side of benefit, and nothing else does', () => {
    const later = drift(trial(1.3, null));
    const sooner = drift(trial(1.3, null, true));
    expect(sooner.z).toBeCloseTo(-later.z, 12);
    expect(sooner.sd).toBe(later.sd);
    expect(sooner.information).toBe(later.information);
    expect(effectSeen(expectationOf(trial(1.3, null, true)), 40).direction).toBe('benefit');
    expect(effectSeen(expectationOf(trial(1.3, null)), 40).direction).toBe('harm');
    expect(effectSeen(expectationOf(trial(1, 0.775, true)), 40).direction).toBe('benefit');
    expect(averageHazardRatio(expectationOf(trial(1.3, null, true)), 40)).toBeCloseTo(1.3, 10);
  });
});
