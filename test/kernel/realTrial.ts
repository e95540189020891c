/** Random designs with what makes a trial real: a random plain design and, of each feature, one that the seed picks. */
import seedrandom from 'seedrandom';
import type { Statistic } from '../../src/statistics/definition.ts';
import { LOG_RANK, RESPONSE_RATES } from '../../src/statistics/registry.ts';
import { median } from '../../src/survival/law.ts';
import { makeArms } from '../../src/trial/arm.ts';
import type { Endpoints } from '../../src/trial/endpoint.ts';
import type { Dropping, HypothesisFamily } from '../../src/trial/hypothesisFamily.ts';
import type { Factor } from '../../src/trial/population.ts';
import type { Test } from '../../src/trial/test.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { lawOfArm } from '../trial/armsOfLaws.ts';
import { randomComparisons } from './randomComparisons.ts';
import { randomCourse, randomEndpoints, randomResponse } from './randomCourse.ts';
import { randomEnrolment, randomScans, randomStart } from './randomFeatures.ts';
import { randomTrial } from './randomTrial.ts';

const CORRECTED: Statistic = { ...RESPONSE_RATES, parameters: { correction: 'continuity' } };

export function realTrial(seed: string, largest: number): Trial {
  const plain = randomTrial(seed, largest);
  const random = seedrandom(`${seed} in earnest`);
  const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];
  const between = (low: number, high: number) => low * (high / low) ** random();

  const factor = (name: string): Factor => {
    const levels = pick(1, 2, 2, 3, 4);
    const weights = Array.from({ length: levels }, () => between(0.05, 1));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return {
      name,
      levels: weights.map((weight, l) => ({
        name: `${name} ${l}`,
        prevalence: weight / total,
        hazardRatio: l === 0 ? 1 : between(0.3, 3),
        effectRatio: pick(1, 1, between(0.5, 2)),
      })),
    };
  };
  const names = ['stage', 'size', 'sex'].slice(0, pick(0, 1, 1, 2, 3));
  const covariates = Array.from({ length: pick(0, 0, 0, 1, 2) }, (_, k) => ({
    name: `covariate ${k}`,
    mean: 1,
    sd: between(0.2, 3),
    hazardRatio: pick(1, between(0.4, 2.5)),
  }));
  const population =
    names.length + covariates.length === 0
      ? {}
      : { population: { factors: names.map(factor), covariates, survivalOf: pick('everyone', 'reference') } as const };

  const [control, plainFirst] = plain.arms.map(({ accrual: _, ...arm }) => arm);
  const half = median(lawOfArm(plain.arms[0]));
  const scale = Number.isFinite(half) ? half : (plain.accrual.duration ?? 1);
  const first = random() < 0.35 ? { ...plainFirst, ...randomStart(random, scale) } : plainFirst;
  const further = Array.from({ length: pick(0, 0, 0, 1, 1, 2, 3) }, (_, k) => ({
    ...(random() < 0.5 ? first : plainFirst),
    name: `further ${k}`,
    weight: pick(1, 2, 3),
  }));
  const patients = Math.max(plain.patients, 2 + further.length);
  const block = [control, first, ...further].reduce((sum, { weight }) => sum + weight, 0);
  const enrolment = random() < 0.45 ? randomEnrolment(random, plain, block, patients, names) : {};
  const scans = random() < 0.4 ? { scans: randomScans(random, scale, 2 + further.length) } : {};
  const strata = names.filter(() => random() < 0.5);
  const statistics: readonly Statistic[] = [
    LOG_RANK,
    { kind: 'flemingHarrington', parameters: { rho: 0, gamma: 1 } },
    { kind: 'cox', parameters: { test: 'wald' } },
    { kind: 'gehan', parameters: {} },
  ];
  const test = (statistic: Statistic, stratifiedBy: readonly string[]): Test => ({
    statistic,
    stratifiedBy,
    adjustedFor: [],
  });
  const deciding = test(random() < 0.6 ? LOG_RANK : pick(...statistics), strata);
  const beside = random() < 0.4 ? [test(pick(...statistics), pick(strata, [])), test(LOG_RANK, [])] : [];
  const comparable = { factors: names, covariates: covariates.map(({ name }) => name), strata, scale };
  const others = random() < 0.5 ? randomComparisons(random, comparable) : [];
  const hypotheses = [
    { name: 'first', endpoint: 0, arm: 1, subgroup: null },
    ...(names.length > 0 && random() < 0.3
      ? [{ name: 'subgroup', endpoint: 0, arm: 1, subgroup: { factor: names[0], level: `${names[0]} 0` } }]
      : []),
    ...further.map(({ name }, k) => ({ name, endpoint: 0, arm: k + 2, subgroup: null })),
  ];
  const looks = plain.interims?.length ?? 0;
  const atEach = <T>(of: () => T): T[] => Array.from({ length: looks }, of);
  const dropping: Dropping | null =
    looks === 0 || further.length === 0
      ? null
      : pick<Dropping | null>(
          null,
          { kind: 'z', atMost: atEach(() => pick(Number.NEGATIVE_INFINITY, -0.5013, 0.3017, 1.0019)) },
          { kind: 'keepBest', arms: atEach(() => pick(0, 1, 2)) },
        );
  const family =
    hypotheses.length > 1 && random() < 0.7
      ? { family: { hypotheses, procedure: { kind: 'bonferroni' }, dropping } as unknown as HypothesisFamily }
      : {};
  const trial: Trial = {
    ...plain,
    ...population,
    ...family,
    ...enrolment,
    ...scans,
    test: { ...plain.test, ...deciding, beside: [...beside, ...others] },
    patients,
    arms: makeArms(control, first, ...further),
  };
  return random() < 0.5 ? trial : withCourse(trial, random, scale, dropping);
}

/** The trial with what follows the first event, and hypotheses about the endpoints that are observed of it. */
function withCourse(trial: Trial, random: () => number, scale: number, dropping: Dropping | null): Trial {
  const follows = random() < 0.8;
  const arms = trial.arms.length;
  const responses = ['response', 'response later']
    .slice(0, Math.floor(random() * 3))
    .map((name) => randomResponse(random, scale, arms, name));
  const endpoints: Endpoints = follows
    ? [...randomEndpoints(random), ...responses]
    : [trial.endpoints[0], ...responses];
  const [control, first, ...further] = trial.arms.map((arm) =>
    follows ? { ...arm, course: randomCourse(random, scale) } : arm,
  );
  const ofResponses = (statistic: Statistic) => ({
    test: { statistic, stratifiedBy: random() < 0.5 ? trial.test.stratifiedBy : [], adjustedFor: [] },
  });
  const own = trial.family?.hypotheses ?? [{ name: 'first', endpoint: 0, arm: 1, subgroup: null }];
  const others = endpoints.slice(1).flatMap(({ kind, name }, e) =>
    own
      .filter(() => random() < 0.8)
      .map((hypothesis) => ({
        ...hypothesis,
        name: `${hypothesis.name}, ${name}`,
        endpoint: e + 1,
        ...(kind === 'response' ? ofResponses(random() < 0.7 ? RESPONSE_RATES : CORRECTED) : {}),
      })),
  );
  const hypotheses = random() < 0.2 && others.length > 0 ? [...others, ...own] : [...own, ...others];
  const family = { hypotheses, procedure: { kind: 'bonferroni' }, dropping } as unknown as HypothesisFamily;
  const { scans } = trial;
  return {
    ...trial,
    endpoints,
    arms: makeArms(control, first, ...further),
    ...(hypotheses.length > 1 ? { family } : {}),
    ...(scans && follows ? { scans: { ...scans, deaths: null } } : {}),
  };
}
