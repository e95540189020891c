/**
 * What each part of a trial costs that only some trials have: D2 with one of them after the other, and with all. Their cost
 * is the difference to the case before which nothing differs (`cohort`).
 */

import { type Centres, expectedRecruitment } from '../src/trial/centres.ts';
import type { Effect } from '../src/trial/effect.ts';
import type { Lag } from '../src/trial/lag.ts';
import type { Randomisation } from '../src/trial/randomisation.ts';
import type { ScanSchedule } from '../src/trial/scans.ts';
import { lastingEffect } from '../src/trial/treatmentStart.ts';
import { type Trial, withArms } from '../src/trial/trial.ts';
import type { BenchCase } from './benchCase.ts';
import { d2Case } from './d2Case.ts';
import { designs, trialOf } from './designs.ts';

const EFFECT = lastingEffect({ kind: 'constant', hazardRatio: 0.7 });

const CENTRES: Centres = {
  regions: [
    {
      name: 'all',
      centres: 20,
      start: 0,
      opening: { kind: 'uniform', over: 6 },
      rate: 500 / 24 / 20,
      variation: 0.7,
      cap: Number.POSITIVE_INFINITY,
    },
  ],
  recruit: true,
  frailty: null,
  effectSd: 0,
};

const BLOCKS: Randomisation = { kind: 'permutedBlocks', sizes: [4], stratifiedBy: ['centre'] };
const SCHEDULE: ScanSchedule = { starts: [0], intervals: [2], jitter: 0.25, missed: 0.05 };

function withStart(trial: Trial, lag: Lag): Trial {
  const effect: Effect = { kind: 'timed', timing: EFFECT };
  return withArms(trial, (arm, index) => (index === 0 ? arm : { ...arm, effect, start: { lag } }));
}

export function cohortCases(seed: string): BenchCase[] {
  const d2 = trialOf(designs.d2);
  const { known } = designs.d2;
  const fixed: Lag = { kind: 'fixed', time: 0 };
  const scattered: Lag = { kind: 'uniform', from: 0, to: 1 };
  const recruited: Trial = { ...d2, centres: CENTRES, accrual: expectedRecruitment(CENTRES) };
  const spread: Trial = { ...d2, centres: { ...CENTRES, recruit: false } };
  const frail: Trial = {
    ...spread,
    centres: { ...CENTRES, recruit: false, frailty: { kind: 'lognormal', sd: 0.3 }, effectSd: 0.1 },
  };
  const scans = { schedules: [SCHEDULE, SCHEDULE], deaths: { kind: 'share', share: 0.1 } } as const;
  const stratified: Trial = { ...spread, test: { ...d2.test, stratifiedBy: ['centre'] } };
  const minimised: Randomisation = { kind: 'minimisation', factors: ['centre'], probability: 0.8 };
  const all: Trial = {
    ...withStart(recruited, scattered),
    centres: { ...CENTRES, frailty: { kind: 'lognormal', sd: 0.3 }, effectSd: 0.1 },
    randomisation: BLOCKS,
    scans,
    test: { ...d2.test, stratifiedBy: ['centre'] },
  };
  return [
    d2Case('cohort', 'D2, the second treatment from randomisation on', withStart(d2, fixed), seed, known),
    d2Case('lag', 'with a start drawn for each patient', withStart(d2, scattered), seed, null),
    d2Case('complete', 'with complete randomisation', { ...d2, randomisation: { kind: 'complete' } }, seed, known),
    d2Case('centres', 'with 20 centres that only take patients in', spread, seed, known),
    d2Case('blocks', 'the same, in blocks of 4 within them', { ...spread, randomisation: BLOCKS }, seed, known),
    d2Case('minimised', 'the same, minimised over them', { ...spread, randomisation: minimised }, seed, known),
    d2Case('by-centre', 'the same, the log-rank stratified by them', stratified, seed, null),
    d2Case('frailty', 'the same, with frailty and effects of their own', frail, seed, null),
    d2Case('recruited', 'with 20 centres that recruit', recruited, seed, null),
    d2Case('scans', 'with scans every 2 ± 0.25 months, a few missed', { ...d2, scans }, seed, null),
    d2Case('all', 'with all of it', all, seed, null),
  ];
}
