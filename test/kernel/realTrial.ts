/** Random designs with what makes a trial real: a random plain design and, of each feature, one that the seed picks. */
import seedrandom from 'seedrandom';
import { makeArms } from '../../src/trial/arm.ts';
import type { Factor } from '../../src/trial/population.ts';
import type { Trial } from '../../src/trial/trial.ts';
import { randomTrial } from './randomTrial.ts';

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
  const population =
    names.length === 0
      ? {}
      : {
          population: {
            factors: names.map(factor),
            covariates: [],
            survivalOf: pick('everyone', 'reference'),
          } as const,
        };

  const [control, first] = plain.arms.map(({ accrual: _, ...arm }) => arm);
  const further = Array.from({ length: pick(0, 0, 0, 1, 1, 2, 3) }, (_, k) => ({
    ...first,
    name: `further ${k}`,
    weight: pick(1, 2, 3),
  }));
  return {
    ...plain,
    ...population,
    patients: Math.max(plain.patients, 2 + further.length),
    arms: makeArms(control, first, ...further),
  };
}
