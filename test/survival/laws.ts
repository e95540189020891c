/** A grid of survival laws: every clock, with and without hazard ratio steps. Times in months. */
import { type Clock, exponential } from '../../src/survival/clock.ts';
import { type HazardRatioSteps, NO_EFFECT, type SurvivalLaw } from '../../src/survival/law.ts';

const clocks: Record<string, Clock> = {
  exponential: exponential(Math.LN2 / 9),
  piecewise: { kind: 'piecewise', starts: [0, 3, 8], hazards: [0.05, 0.2, 0.08] },
  'piecewise, no hazard at first': { kind: 'piecewise', starts: [0, 2], hazards: [0, 0.1] },
  'piecewise, a gap': { kind: 'piecewise', starts: [0, 2, 5, 11], hazards: [0.1, 0, 0.25, 0.03] },
  'piecewise, no hazard at last': { kind: 'piecewise', starts: [0, 6, 12], hazards: [0.1, 0.05, 0] },
  'Weibull 0.5': { kind: 'weibull', shape: 0.5, scale: 12 },
  'Weibull 0.8': { kind: 'weibull', shape: 0.8, scale: 10 },
  'Weibull 1.5': { kind: 'weibull', shape: 1.5, scale: 14 },
  'Weibull 3': { kind: 'weibull', shape: 3, scale: 8 },
  'cure, exponential': { kind: 'cure', cureFraction: 0.35, uncured: exponential(0.12) },
  'cure, Weibull 0.8': { kind: 'cure', cureFraction: 0.2, uncured: { kind: 'weibull', shape: 0.8, scale: 9 } },
  'cure, a gap': {
    kind: 'cure',
    cureFraction: 0.1,
    uncured: { kind: 'piecewise', starts: [0, 2, 4], hazards: [0.2, 0, 0.1] },
  },
};

const steps: Record<string, HazardRatioSteps> = {
  'no effect': NO_EFFECT,
  'constant 0.7': { starts: [0], ratios: [0.7] },
  'delayed 4': { starts: [0, 4], ratios: [1, 0.55] },
  'crossing and waning': { starts: [0, 3, 10], ratios: [1.4, 0.5, 0.9] },
};

export const LAWS: readonly (readonly [string, SurvivalLaw])[] = Object.entries(clocks).flatMap(([c, clock]) =>
  Object.entries(steps).map(([s, ratios]) => [`${c}; ${s}`, { clock, steps: ratios }] as const),
);
