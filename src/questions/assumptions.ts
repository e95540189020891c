/**
 * What a planned trial takes for granted, each with a smaller and a greater value to try: survival, effect, dropout and
 * enrolment of every trial, and every other value that its scenario calls assumed.
 */

import { expm1 } from '../elementary/expm1.ts';
import { type FieldValue, findField } from '../scenario/field.ts';
import { type CommonAssumption, type FieldMeaning, isTime } from '../scenario/meaning.ts';
import { ScenarioProblem, ScenarioProblems } from '../scenario/problems.ts';
import type { PlanningValue } from '../scenario/provenance.ts';
import { type Scenario, sourcesOf, type TimeUnit } from '../scenario/scenario.ts';
import type { Sources } from '../scenario/source.ts';
import { resolveWith } from '../scenario/vary.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { strongestRatio } from '../trial/effect.ts';
import { withAccrual, withDrift, withDropout, withHazardRatios, withMedians } from '../trial/otherwise.ts';
import { synchronousHazardRatio } from '../trial/retiming.ts';
import type { Trial } from '../trial/trial.ts';
import { medianOfArm, PER_YEAR } from './check.ts';

export interface TriedValue {
  /** As the scenario has it, or would: `0.63`, `12 weeks`. */
  readonly value: string;
  readonly trial: Trial;
}

export interface Assumption {
  /** `hazard ratio`, `delay, Standard + early drug`. */
  readonly name: string;
  /** The value planned. */
  readonly planned: string;
  readonly low: TriedValue;
  readonly high: TriedValue;
}

export interface Assumptions {
  readonly varied: readonly Assumption[];
  /** Paths of values called assumed that have no smaller and greater value that the scenario could have. */
  readonly unvaried: readonly string[];
}

const figure = (x: number): string => String(Number(x.toPrecision(3)));

/** `9 months`. */
const units = (number: string, unit: string): string => `${number} ${unit}${number === '1' ? '' : 's'}`;
const timeOf = (time: number, unit: TimeUnit): string => units(figure(time), unit);

/** One of the assumptions that are common to trials, for trials that make it. */
interface Common {
  readonly name: CommonAssumption;
  readonly factors: readonly [number, number];
  readonly change: (trial: Trial, factor: number) => Trial | null;
  /** The value in a trial. */
  readonly value: (trial: Trial, unit: TimeUnit) => string;
}

const ratiosOf = (trial: Trial): string => {
  const ratios = trial.arms.slice(1).map((arm) => {
    const { effect } = arm;
    if (effect.kind === 'timed') return figure(synchronousHazardRatio(effect.timing.priming));
    if (effect.kind === 'relative') return figure(strongestRatio(effect.steps));
    const constant = constantHazardRatio(arm, trial.arms[0]);
    return constant === null ? 'changing' : figure(constant);
  });
  return [...new Set(ratios)].join(', ');
};

const lostByOneYear = (trial: Trial, unit: TimeUnit): string => {
  const hazard = Math.max(...trial.arms.map(({ dropoutHazard }) => dropoutHazard));
  return `${figure(-100 * expm1(-hazard * PER_YEAR[unit]))} % a year`;
};

const COMMON: readonly Common[] = [
  {
    name: 'median survival',
    factors: [0.8, 1.25],
    change: withMedians,
    value: (trial, unit) => {
      const half = medianOfArm(trial, 0);
      return Number.isFinite(half) ? timeOf(half, unit) : 'none';
    },
  },
  { name: 'hazard ratio', factors: [0.9, 1.1], change: withHazardRatios, value: ratiosOf },
  { name: 'dropout', factors: [0, 2], change: withDropout, value: lostByOneYear },
  {
    name: 'duration of enrolment',
    factors: [4 / 3, 0.75],
    change: withAccrual,
    value: (trial, unit) => timeOf(accrualDuration(trial.accrual, trial.patients), unit),
  },
  {
    name: 'drift of care',
    factors: [0, 2],
    change: withDrift,
    value: ({ drift }, unit) => {
      const growth = 100 * expm1((drift?.logPerUnit ?? 0) * PER_YEAR[unit]);
      return `medians ${growth < 0 ? '−' : '+'}${figure(Math.abs(growth))} % a year`;
    },
  },
];

/** A smaller factor and a greater one; each is the first in its list with which the scenario is sound. */
function factorsFor({ is, noneOrTwice }: FieldMeaning): readonly (readonly number[])[] {
  if (noneOrTwice) return [[0, 0.5], [2]];
  // Nearer values where the far ones would turn the looks around, as of a trial that waits for two endpoints' events.
  return is === 'hazard ratio'
    ? [
        [0.9, 0.95],
        [1.1, 1.05],
      ]
    : [
        [0.8, 0.9, 0.95],
        [1.25, 1.1, 1.05],
      ];
}

const DURATION = /^(-?[\d.]+) ?(days?|weeks?|months?|years?)$/;

/** The value × `factor`, rounded where the value is whole; null where it is not a number, or would not change. */
function scaled(value: FieldValue, factor: number): FieldValue | null {
  const [, number, unit] = typeof value === 'string' ? (DURATION.exec(value) ?? []) : [];
  const old = typeof value === 'number' ? value : Number(number ?? Number.NaN);
  const exact = old * factor;
  const whole = typeof value === 'number' && Number.isInteger(old) && Math.abs(old) >= 10;
  const changed = whole ? Math.round(exact) : Number(exact.toPrecision(3));
  if (Number.isNaN(changed) || changed === old) return null;
  return unit === undefined ? changed : `${changed} ${unit}`;
}

/** What a value is called, with the arm where several may differ, or its level or region. */
function nameOf({ words, owner }: FieldMeaning, severalArms: boolean): string {
  return owner === null || (owner.list === 'arms' && !severalArms) ? words : `${words}, ${owner.name}`;
}

/** A plain number that is a time has the scenario's unit; others have none. */
function shown(value: FieldValue, meaning: FieldMeaning, unit: TimeUnit): string {
  const [, number, own] = typeof value === 'string' ? (DURATION.exec(value) ?? []) : [];
  if (own !== undefined) return units(number, own.replace(/s$/, ''));
  return typeof value === 'number' && isTime(meaning) ? timeOf(value, unit) : String(value);
}

/** Whether a value is assumed, and not yet in one of the rows that every trial has. */
function isOneMore({ steps, source, meaning }: PlanningValue, planned: Trial): boolean {
  if (source !== 'assumed' || steps[0] !== 'trial' || meaning.decided || meaning.common !== undefined) return false;
  // The events that looks are fractions of are part of their bounds.
  return planned.sequential === undefined || meaning.about !== 'analysis';
}

/** The trial with one field changed; null where the scenario could not have that value. */
function changedTrial(
  sources: Sources,
  scenario: Scenario,
  planned: Trial,
  path: string,
  value: FieldValue,
): Trial | null {
  try {
    const { trial } = resolveWith(sources, [{ field: findField(sources, path), value }], { seed: scenario.seed });
    return trial === null ? null : { ...trial.unsized, patients: planned.patients };
  } catch (problem) {
    if (problem instanceof ScenarioProblems || problem instanceof ScenarioProblem) return null;
    throw problem;
  }
}

export function assumptionsOf(scenario: Scenario, planned: Trial): Assumptions {
  const unit = scenario.timeUnit;
  const varied: Assumption[] = COMMON.flatMap(({ name, factors, change, value }) => {
    const [low, high] = factors.map((factor) => change(planned, factor));
    if (low === null || high === null) return [];
    const tried = (trial: Trial): TriedValue => ({ value: value(trial, unit), trial });
    const ends = [tried(low), tried(high)];
    return [{ name, planned: value(planned, unit), low: ends[0], high: ends[1] }];
  });
  const unvaried: string[] = [];
  const sources = sourcesOf(scenario.written);
  for (const { path, meaning } of scenario.provenance.filter((value) => isOneMore(value, planned))) {
    const field = findField(sources, path);
    const tried = (factor: number): TriedValue[] => {
      const value = field.value === undefined ? null : scaled(field.value, factor);
      const trial = value === null ? null : changedTrial(sources, scenario, planned, path, value);
      return value === null || trial === null ? [] : [{ value: shown(value, meaning, unit), trial }];
    };
    const [low, high] = factorsFor(meaning).map((factors) => factors.flatMap(tried)[0]);
    if (low && high)
      varied.push({
        name: nameOf(meaning, planned.arms.length > 2),
        planned: shown(field.value as FieldValue, meaning, unit),
        low,
        high,
      });
    else unvaried.push(path);
  }
  return { varied, unvaried };
}
