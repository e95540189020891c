/** The formulas that stand beside a simulation of the same trial. */

import { combinesLooks } from '../design/combinationLooks.ts';
import type { Design } from '../design/planDesign.ts';
import { log } from '../elementary/log.ts';
import { averageHazardRatio } from '../expectation/averageHazardRatio.ts';
import { isMixed } from '../expectation/components.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { freedmanPower, tiltedShare } from '../formulas/freedman.ts';
import { exponentialTrial, type LachinFoulkesScale, lachinFoulkesPower } from '../formulas/lachinFoulkes.ts';
import { logRankPower } from '../formulas/logRankDrift.ts';
import { rubinsteinPower } from '../formulas/rubinstein.ts';
import { schoenfeldPower } from '../formulas/schoenfeld.ts';
import { testPower } from '../formulas/testDrift.ts';
import { definitionOf } from '../statistics/registry.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { ratioToNull, scaleOf } from '../trial/hypothesisScale.ts';
import { experimentalShare } from '../trial/trial.ts';

export type Formula =
  | 'schoenfeld'
  | 'freedman'
  | 'rubinstein'
  | 'lachinFoulkes'
  | 'lachinFoulkesLog'
  | 'logRankDrift'
  | 'testDrift'
  | 'recursiveIntegration';

export const FORMULA_NAMES: Record<Formula, string> = {
  schoenfeld: 'Schoenfeld 1981',
  freedman: 'Freedman 1982',
  rubinstein: 'Rubinstein, Gail & Santner 1981',
  lachinFoulkes: 'Lachin & Foulkes 1986 (difference of hazards)',
  lachinFoulkesLog: 'Lachin & Foulkes 1986 (log hazard ratio)',
  logRankDrift: 'Log-rank mean and variance, integrated',
  testDrift: 'Mean and variance of the test, integrated',
  recursiveIntegration: 'The same over all looks, by recursive integration',
};

export interface FormulaPower {
  readonly formula: Formula;
  readonly name: string;
  /** Null where the formula does not apply. */
  readonly power: number | null;
  readonly reason: string | null;
}

export interface ClosedForms {
  /** When the analysis is expected and what has happened by then. */
  readonly analysisTime: number;
  readonly events: number;
  readonly eventsControl: number;
  readonly eventsExperimental: number;
  /** The ratio that Schoenfeld, Freedman and Rubinstein were given; against a margin they take it relative to that. */
  readonly hazardRatio: number;
  readonly basis: 'constant' | 'average over the expected events';
  readonly powers: readonly FormulaPower[];
}

/**
 * Power of the planned trial by every formula that applies; null for a family of hypotheses, which has its own, and
 * when its analysis is never expected to come. In a group-sequential trial only recursive integration knows the looks;
 * the others are about the final analysis alone.
 */
export function closedForms(design: Design): ClosedForms | null {
  const { trial, expected } = design;
  if (trial.family !== undefined) return null;
  const { analysisTime } = expected;
  if (!Number.isFinite(analysisTime)) return null;
  const [control, experimental] = expected.counts(analysisTime);
  const events = control.events + experimental.events;
  // Where patients differ, the ratio among all of them is not the one within a stratum.
  const constant = isMixed(trial) ? null : constantHazardRatio(trial.arms[1], trial.arms[0]);
  const hazardRatio = constant ?? averageHazardRatio(expected, analysisTime);
  const alpha = alphaOneSided(trial.test);
  const share = experimentalShare(trial);
  const hypothesis = scaleOf(trial);
  const margin = hypothesis.nullRatio;
  const ratio = hazardRatio / margin;
  const oneSidedHarm = trial.test.sides === 1 && ratioToNull(hazardRatio, hypothesis) > 1;
  const noEffect = Math.abs(log(ratio)) < 1e-12;
  const inDirection = (power: () => number): Omit<FormulaPower, 'formula' | 'name'> => {
    if (noEffect) return { power: null, reason: 'no effect' };
    if (oneSidedHarm) return { power: null, reason: 'effect against the tested direction' };
    return { power: power(), reason: null };
  };
  const exponential = exponentialTrial(expected, analysisTime);
  const { statistic, adjustedFor } = trial.test;
  const { ofHazardRatio, unweightedScore } = definitionOf(statistic);
  const lachinFoulkes = (scale: LachinFoulkesScale) =>
    exponential === null
      ? { power: null, reason: 'needs exponential survival' }
      : inDirection(() => lachinFoulkesPower(exponential, scale, alpha, trial.patients, margin));
  const ofEvents: [Formula, Omit<FormulaPower, 'formula' | 'name'>][] = [
    ['schoenfeld', inDirection(() => schoenfeldPower(ratio, alpha, events, share))],
    ['freedman', inDirection(() => freedmanPower(ratio, alpha, events, tiltedShare(share, margin)))],
    ['rubinstein', inDirection(() => rubinsteinPower(ratio, alpha, control.events, experimental.events))],
    ['lachinFoulkes', lachinFoulkes('difference')],
    ['lachinFoulkesLog', lachinFoulkes('log')],
    ['logRankDrift', { power: logRankPower(expected, analysisTime), reason: null }],
  ];
  // For an adjusted test they would describe the test without its covariates.
  const rows = ofHazardRatio && adjustedFor.length === 0 ? ofEvents : [];
  if (!unweightedScore && adjustedFor.length === 0)
    rows.push(['testDrift', { power: testPower(expected, analysisTime), reason: null }]);
  if (trial.sequential && !combinesLooks(trial))
    rows.push(['recursiveIntegration', { power: design.power, reason: null }]);
  return {
    analysisTime,
    events,
    eventsControl: control.events,
    eventsExperimental: experimental.events,
    hazardRatio,
    basis: constant === null ? 'average over the expected events' : 'constant',
    powers: rows.map(([formula, row]) => ({ formula, name: FORMULA_NAMES[formula], ...row })),
  };
}
