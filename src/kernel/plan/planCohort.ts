/**
 * A trial whose patients differ by more than being in one of two arms, compiled: cells, starts, centres, randomisation,
 * scans.
 */

import { log } from '../../elementary/log.ts';
import { square } from '../../elementary/square.ts';
import type { ExpectedPatients } from '../../expectation/expectedPatients.ts';
import type { Arm, ObservedArm } from '../../trial/arm.ts';
import { CENTRE, type Centres, centreCount } from '../../trial/centres.ts';
import { type Cell, type Population, strataOf } from '../../trial/population.ts';
import type { Randomisation } from '../../trial/randomisation.ts';
import type { Region } from '../../trial/region.ts';
import type { ScanSchedule } from '../../trial/scans.ts';
import type { Test } from '../../trial/test.ts';
import { hasCohort, sizesOf, type Trial } from '../../trial/trial.ts';
import type {
  AllocationRule,
  ArmDropping,
  CentresInTicks,
  CohortPlan,
  RegionInTicks,
  ScheduleInTicks,
  StartDraw,
} from './cohortPlan.ts';
import { hypothesesOf } from './statisticsPlan.ts';
import { NEVER, tickOf } from './ticks.ts';

/** Whether patients of an arm have steps of hazard of their own, by when each starts the second treatment. */
function hasOwnSteps({ start, effect }: Arm): boolean {
  return start !== undefined && effect.kind === 'timed' && start.lag.kind !== 'fixed';
}

/** Whether patients' hazards differ within an arm and cell. */
export function hasOwnHazards({ centres, population, arms }: Trial): boolean {
  const frail = centres !== undefined && (centres.frailty !== null || centres.effectSd > 0);
  return frail || (population?.covariates.length ?? 0) > 0 || arms.some(hasOwnSteps);
}

/** Whether patients differ by more than being in one of two arms, or are compared by more than that. */
export function isCohort(trial: Trial, tests: readonly Test[]): boolean {
  return hasCohort(trial) || tests.some(({ origin }) => origin !== undefined && origin.kind !== 'randomisation');
}

/**
 * `judged` is the number of tests of a hypothesis, by the first of which its arm is dropped.
 */
export function planCohort(
  { trial, arms }: ExpectedPatients,
  ticksPerUnit: number,
  cells: readonly Cell[],
  judged: number,
): CohortPlan {
  const { centres, scans } = trial;
  const covariates = trial.population?.covariates ?? [];
  const factors = trial.population?.factors ?? [];
  const frailty = centres && (centres.frailty !== null || centres.effectSd > 0);
  let cumulative = 0;
  return {
    dropoutHazards: arms.map(({ dropoutHazard }) => dropoutHazard),
    cells: cells.map(({ prevalence }, c) => {
      cumulative += prevalence;
      return c === cells.length - 1 ? 1 : cumulative;
    }),
    covariates: covariates.map(({ sd, hazardRatio }) => ({ sd, logHazardRatio: log(hazardRatio) })),
    multipliers: arms.map((_, arm) =>
      cells.map(({ multiplier, experimentalMultiplier }) => (arm === 0 ? multiplier : experimentalMultiplier)),
    ),
    dropping: planDropping(trial, judged),
    levels: factors.map(({ levels }, f) => ({ levelOf: cells.map((cell) => cell.levels[f]), levels: levels.length })),
    randomisation: planRandomisation(trial, cells),
    centres: centres ? planCentres(centres, ticksPerUnit) : null,
    frailty: centres && frailty ? { hazard: centres.frailty, effectSd: centres.effectSd } : null,
    starts: arms.map((arm) => planStart(arm)),
    scans: scans
      ? {
          schedules: scans.schedules.map((schedule) => planSchedule(schedule, ticksPerUnit)),
          deaths:
            scans.deaths?.kind === 'hazard'
              ? { kind: 'hazard', hazard: scans.deaths.hazard, laws: arms.map(({ law }) => law) }
              : scans.deaths,
        }
      : null,
  };
}

function planStart(arm: ObservedArm): StartDraw | null {
  const { start, effect, law } = arm;
  if (start === undefined) return null;
  const own = effect.kind === 'timed' && hasOwnSteps(arm) ? { effect: effect.timing, clock: law.clock } : null;
  return { lag: start.lag, own };
}

/** Times beyond any analysis, even when moved by half of themselves. */
const BEYOND = 2 * NEVER;

function planSchedule({ starts, intervals, jitter, missed }: ScanSchedule, ticksPerUnit: number): ScheduleInTicks {
  const pieces = starts.map((start, j) => ({ start: start * ticksPerUnit, interval: intervals[j] * ticksPerUnit }));
  const within = pieces.filter(({ start }) => start <= BEYOND);
  // Scans more often than once per tick become one per tick.
  const inTicks = within.map(({ interval }) => Math.min(BEYOND, Math.max(1, interval)));
  return {
    starts: within.map(({ start }) => start),
    intervals: inTicks,
    jitter: Math.min(jitter * ticksPerUnit, Math.min(...inTicks) / 2),
    missed,
  };
}

function planCentres({ regions, recruit }: Centres, ticksPerUnit: number): CentresInTicks {
  const ticks = (time: number) => tickOf(time, ticksPerUnit);
  return {
    recruit,
    regions: regions.map((region: Region): RegionInTicks => {
      const { centres, start, opening, rate, variation, cap } = region;
      return {
        centres,
        opening:
          opening.kind === 'list'
            ? { kind: 'list', ticks: opening.times.map((time) => ticks(start + time)) }
            : { kind: opening.kind, start: ticks(start), over: ticks(opening.over) },
        rate: rate / ticksPerUnit,
        shape: variation > 0 ? 1 / square(variation) : 0,
        cap,
      };
    }),
  };
}

/** Without a rule of its own, a trial with centres fills its arms exactly, in random order. */
function planRandomisation(trial: Trial, cells: readonly Cell[]): AllocationRule | null {
  const { centres, patients, population } = trial;
  if (trial.randomisation === undefined && centres === undefined) return null;
  const rule: Randomisation = trial.randomisation ?? { kind: 'permutedBlocks', sizes: [patients], stratifiedBy: [] };
  // One block of everybody has the arms' sizes.
  const weights = trial.randomisation === undefined ? sizesOf(trial) : trial.arms.map(({ weight }) => weight);
  const people: Pick<Population, 'factors'> = population ?? { factors: [] };
  switch (rule.kind) {
    case 'complete':
      return { kind: 'complete', weights };
    case 'permutedBlocks': {
      const { of: ofCell, count: ofCells } = strataOf(people, cells, rule.stratifiedBy, null);
      const byCentre = rule.stratifiedBy.includes(CENTRE) && centres !== undefined;
      const count = ofCells * (byCentre && centres ? centreCount(centres) : 1);
      return { kind: 'permutedBlocks', weights, sizes: rule.sizes, strata: { byCentre, ofCell, ofCells, count } };
    }
    case 'minimisation':
      return {
        kind: 'minimisation',
        weights,
        probability: rule.probability,
        factors: rule.factors.map((name) => {
          const f = people.factors.findIndex((factor) => factor.name === name);
          if (f < 0) return { levelOf: null, levels: centres ? centreCount(centres) : 1 };
          return { levelOf: cells.map(({ levels }) => levels[f]), levels: people.factors[f].levels.length };
        }),
      };
  }
}

const NONE = Number.NEGATIVE_INFINITY;

function planDropping(trial: Trial, judged: number): ArmDropping | null {
  const dropping = trial.family?.dropping ?? null;
  const hypotheses = hypothesesOf(trial);
  const looks = (trial.interims ?? []).length + 1;
  const atEach = (of: (look: number) => number, none: number) =>
    Array.from({ length: looks }, (_, look) => (look === looks - 1 ? none : of(look)));
  return (
    dropping && {
      atMost: atEach((look) => (dropping.kind === 'z' ? dropping.atMost[look] : NONE), NONE),
      keep: atEach((look) => (dropping.kind === 'keepBest' ? dropping.arms[look] : 0), 0),
      judgedBy: trial.arms.slice(1).map((_, k) => {
        const first = hypotheses.findIndex(({ arm }) => arm === k + 1);
        return Math.max(0, first) * judged;
      }),
    }
  );
}
