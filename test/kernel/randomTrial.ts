/** Random designs from everything a plan can hold, extremes included; a pure function of the seed. */

import seedrandom from 'seedrandom';
import type { Clock } from '../../src/survival/clock.ts';
import type { HazardRatioSteps } from '../../src/survival/law.ts';
import type { Accrual } from '../../src/trial/accrual.ts';
import type { AnalysisRule } from '../../src/trial/analysis.ts';
import { type ArmParts, makeArms } from '../../src/trial/arm.ts';
import { logRankTest, type Trial } from '../../src/trial/trial.ts';

export function randomTrial(seed: string, largest: number): Trial {
  const random = seedrandom(seed);
  const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)];
  const between = (low: number, high: number) => low * (high / low) ** random();
  const ascending = (n: number, end: number) =>
    [0, ...Array.from({ length: n - 1 }, () => random() * end)].sort((a, b) => a - b);

  const duration = between(0.1, 100);
  const scale = duration * pick(1, 1, 1, 1e-6, 1e-3, 30, 3000);
  const piecewise = () => {
    const starts = ascending(pick(1, 1, 1, 2, 3, 5), 2 * scale);
    const hazards = starts.map(() => pick(1, 1, 1, 0, 0.1, 3) / scale);
    if (Math.max(...hazards) === 0) hazards[0] = 1 / scale;
    return { kind: 'piecewise' as const, starts, hazards };
  };
  const weibull = () => ({ kind: 'weibull' as const, shape: between(0.4, 4), scale });
  const clock = (): Clock => {
    const kind = random();
    if (kind < 0.7) return piecewise();
    return kind < 0.85
      ? weibull()
      : { kind: 'cure', cureFraction: 0.05 + 0.8 * random(), uncured: random() < 0.5 ? piecewise() : weibull() };
  };
  const steps = (): HazardRatioSteps => {
    const starts = ascending(pick(1, 1, 2, 3), scale);
    return { starts, ratios: starts.map(() => between(0.3, 3)) };
  };
  const control = clock();
  const arm = (name: string, own: Clock, effect: HazardRatioSteps, weight: number): ArmParts => ({
    name,
    weight,
    effect: { kind: 'own', law: { clock: own, steps: effect } },
    dropoutHazard: pick(0, 0, 0.05, 0.3, 1, 1e-6, 1000) / scale,
  });
  const weights = pick([1, 1], [1, 1], [2, 1], [1, 2], [3, 2], [51, 20]);
  const patients = Math.max(2, Math.floor(between(1, largest)));
  const rule = (depth: number): AnalysisRule => {
    const kind = random();
    if (kind < 0.45)
      return { kind: 'events', events: Math.max(1, Math.floor(patients * pick(0.01, 0.3, 0.5, 0.7, 0.9, 1, 1.2))) };
    if (kind < 0.65) return { kind: 'calendarTime', time: duration * pick(0.01, 0.5, 1, 1.5, 3, 50) };
    if (kind < 0.75) return { kind: 'followUp', time: duration * pick(0.01, 0.5, 2, 100) };
    if (kind < 0.8)
      return {
        kind: 'followUp',
        time: duration * pick(0, 0.1, 1),
        patients: 1 + Math.floor(patients * random() * 0.999),
      };
    if (kind < 0.85 || depth > 1) return { kind: 'sinceLook', time: duration * pick(0, 0.05, 0.3, 2) };
    return { kind: pick('laterOf' as const, 'earlierOf' as const), rules: [rule(depth + 1), rule(depth + 1)] };
  };
  const ascendingEvents = (looks: number): AnalysisRule[] =>
    Array.from({ length: looks }, (_, k) => ({
      kind: 'events',
      events: Math.max(k + 1, Math.floor((patients * (k + 1)) / 7)),
    }));
  const interims = (): AnalysisRule[] =>
    random() < 0.5 ? ascendingEvents(pick(1, 2, 4)) : Array.from({ length: pick(1, 2, 3) }, () => rule(0));
  const starts = ascending(pick(1, 1, 1, 2, 4), duration * 0.9);
  const rates: number[] = starts.map(() => pick(1, 1, 2, 0, 0.2));
  if (Math.max(...rates) === 0) rates[0] = 1;
  let accrual: Accrual = { pattern: pick('uniform', 'uniform', 'even', 'poisson'), starts, rates, duration };
  if (accrual.pattern === 'poisson' || random() < 0.3) {
    rates[rates.length - 1] = 1;
    accrual = { ...accrual, rates: rates.map((rate) => (rate * patients) / duration), duration: null };
  }
  const arms = makeArms(
    arm('control', control, { starts: [0], ratios: [1] }, weights[0]),
    arm('experimental', pick(control, clock()), steps(), weights[1]),
  );
  const trial: Trial = {
    arms,
    patients,
    accrual,
    ...(random() < 0.15 ? { followUpOfEach: duration * pick(0.1, 0.5, 1, 3) } : {}),
    interims: random() < 0.4 ? interims() : [],
    analysis: rule(0),
    test: logRankTest(0.025, 1),
  };
  if (accrual.duration === null || random() < 0.85) return trial;
  // Arms that enter apart, each within the trial's accrual.
  const own = (): Accrual => {
    const end = duration * between(0.1, 1);
    return { pattern: 'uniform', starts: [0, 0.6 * end], rates: [pick(0, 1), pick(1, 5)], duration: end };
  };
  return {
    ...trial,
    arms: makeArms(
      { ...trial.arms[0], accrual: own() },
      { ...trial.arms[1], ...(random() < 0.5 ? { accrual: own() } : {}) },
    ),
  };
}
