/** The axes of a surface: their names, their values, and the trial at a value. */
import { decimalExponent, powerOfTen } from '../elementary/powersOfTen.ts';
import { inUnit, parseDuration, type TimeUnit } from '../scenario/duration.ts';
import type { Field, FieldValue } from '../scenario/field.ts';
import { fieldValues, NoValues } from '../scenario/fieldValues.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Sources } from '../scenario/source.ts';
import type { Arm } from '../trial/arm.ts';
import { meanLag } from '../trial/lag.ts';
import { synchronousHazardRatio, withMeanLag, withSynchronousHazardRatio } from '../trial/retiming.ts';
import { type TreatmentNames, treatmentNames } from '../trial/treatmentNames.ts';
import type { TimedEffect } from '../trial/treatmentStart.ts';
import type { Trial } from '../trial/trial.ts';
import type { Axis } from './timing.ts';
import { UserProblem } from './userProblem.ts';
import { variedField } from './varied.ts';

/** An axis of the surface: a field of the file, or a change of the resolved trial. */
export interface ChosenAxis {
  readonly axis: Axis;
  /** As it was asked for: `--lag`. */
  readonly option: string;
  readonly field: Field | null;
  readonly change: ((trial: Trial, value: number) => Trial) | null;
}

const MOST = 200;
const USUAL = 12;

/** A time with its sign, in `unit`; null for a value that is no time. */
function timeOf(value: FieldValue, unit: TimeUnit): number | null {
  if (typeof value === 'number') return value;
  const text = String(value);
  const sign = /^[-−]/.test(text) ? -1 : 1;
  const plain = text.replace(/^[-−+]\s*/, '');
  return parseDuration(plain) === null ? null : sign * inUnit(plain, unit);
}

/** Values with their numbers, ascending. @throws UserProblem */
function ordered(
  option: string,
  text: string,
  values: readonly FieldValue[],
  numberOf: (value: FieldValue) => number | null,
  rule: string,
): { values: readonly FieldValue[]; numbers: readonly number[] } {
  const pairs = values.map((value) => {
    const number = numberOf(value);
    if (number === null) throw new UserProblem(`${option} ${text}: ${value} ${rule}`);
    return { value, number };
  });
  pairs.sort((a, b) => a.number - b.number);
  const same = pairs.find(({ number }, i) => i > 0 && number === pairs[i - 1].number);
  if (same !== undefined) throw new UserProblem(`${option} ${text}: has ${same.value} twice; give each value once`);
  if (pairs.length > MOST) throw new UserProblem(`${option} ${text}: has ${pairs.length} values; at most ${MOST}`);
  return { values: pairs.map(({ value }) => value), numbers: pairs.map(({ number }) => number) };
}

function listOf(option: string, text: string): FieldValue[] {
  try {
    return fieldValues(text);
  } catch (problem) {
    if (problem instanceof NoValues) throw new UserProblem(`${option} ${text}: ${problem.message}`);
    throw problem;
  }
}

/** An axis along a field of the scenario. @throws UserProblem */
export function fieldAxis(sources: Sources, option: '--x' | '--y', text: string, unit: TimeUnit): ChosenAxis {
  const { field, values } = variedField(sources, option, text);
  const [part] = field.path;
  if (part === 'seed')
    throw new UserProblem(`${option} ${text}: the points share their random numbers; give one seed with --seed`);
  if (part === 'precision')
    throw new UserProblem(`${option} ${text}: the points are equally precise; give --precision or --replicates`);
  const rule = 'is neither a number nor a time; an axis must be in order, e.g. 0,2 weeks,1 month';
  const found = ordered(option, text, values, (value) => timeOf(value, unit), rule);
  const isTime = [...values, field.value].some((value) => typeof value === 'string');
  const words = field.meaning?.words ?? field.heading;
  const owner = field.meaning?.owner ?? null;
  const label = owner === null ? words : `${words} of ${owner.name}`;
  const planned = field.value === undefined ? null : timeOf(field.value, unit);
  return { axis: { key: field.text, words, label, planned, isTime, ...found }, option, field, change: null };
}

/** A round step, 1, 2, 2.5 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  const power = powerOfTen(decimalExponent(least));
  const factor = [1, 2, 2.5, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** The grid with the value nearest to `planned` replaced by `planned`, where this lies within the grid. */
function withPlanned(grid: readonly number[], planned: number): number[] {
  if (planned < grid[0] || planned > grid[grid.length - 1]) return [...grid];
  const distance = grid.map((value) => Math.abs(value - planned));
  const nearest = distance.indexOf(Math.min(...distance));
  return grid.map((value, i) => (i === nearest ? planned : value));
}

/** Twelve lags from 0, in weeks: to four half-lives of the priming, or to 11 weeks. */
function usualLags({ priming }: TimedEffect, unit: TimeUnit): string[] {
  const week = inUnit('1 week', unit);
  const to = priming.kind === 'halfLife' ? (priming.plateau + 4 * priming.halfLife) / week : USUAL - 1;
  const step = roundStep(to / (USUAL - 1));
  return Array.from({ length: USUAL }, (_, i) => `${Number((i * step).toPrecision(6))} weeks`);
}

/** The arm that starts the second treatment, and its position in the trial. */
export interface TimedArm {
  readonly arm: Arm;
  readonly index: number;
  readonly effect: TimedEffect;
  readonly names: TreatmentNames;
}

/** Index of the arm looked at, from 1. @throws UserProblem for a name that no experimental arm has */
export function armIndex({ file }: Scenario, trial: Trial, name: string | undefined): number {
  const arms = trial.arms;
  if (name === undefined)
    return Math.max(
      1,
      arms.findIndex(({ start }, i) => i > 0 && start !== undefined),
    );
  const index = arms.findIndex((arm, i) => i > 0 && arm.name === name.trim());
  if (index > 0) return index;
  const names = arms.slice(1).map((arm) => arm.name);
  throw new UserProblem(`--arm ${name}: ${file} has no such experimental arm; must be one of ${names.join(', ')}`);
}

/** The arm with what its timing does. @throws UserProblem where the scenario has none */
export function timedArm({ file }: Scenario, trial: Trial, index: number): TimedArm {
  const arm = trial.arms[index];
  const names = treatmentNames(trial);
  if (arm.start === undefined)
    throw new UserProblem(
      `${file}: trial.arms[${arm.name}].treatmentStart is missing; timing needs when ${names.secondTreatment} starts and a survival of model timed, e.g. treatmentStart: 3 weeks; or two fields of any kind, --x path=values and --y path=values`,
    );
  if (arm.effect.kind !== 'timed')
    throw new UserProblem(
      `${file}: trial.arms[${arm.name}].survival does not depend on treatmentStart; timing needs model: timed, or two fields of any kind, --x path=values and --y path=values`,
    );
  return { arm, index, effect: arm.effect.timing, names };
}

/** Lags of an arm; a start that scatters is shifted to have the lag as its mean. @throws UserProblem */
export function lagAxis({ arm, index, effect }: TimedArm, text: string | undefined, unit: TimeUnit): ChosenAxis {
  const values = text === undefined ? usualLags(effect, unit) : listOf('--lag', text);
  const rule = 'is no time; must be a number in timeUnit or a text with its own, e.g. 3 weeks';
  const found = ordered('--lag', text ?? '', values, (value) => timeOf(value, unit), rule);
  const what = arm.start?.lag.kind === 'fixed' ? 'lag' : 'mean lag';
  const planned = arm.start === undefined ? null : meanLag(arm.start.lag);
  const change = (trial: Trial, lag: number) => withMeanLag(trial, index, lag);
  return {
    axis: { key: 'lag', words: what, label: `${what} of ${arm.name}`, planned, isTime: true, ...found },
    option: '--lag',
    field: null,
    change,
  };
}

const MOST_RATIO = 100;

/** Hazard ratios of a second treatment that starts with the procedure. @throws UserProblem */
export function hazardRatioAxis({ arm, index, effect, names }: TimedArm, text: string | undefined): ChosenAxis {
  const planned = synchronousHazardRatio(effect.priming);
  const usual = Array.from({ length: USUAL }, (_, i) => Math.round(100 * (0.5 + 0.04 * i)) / 100);
  const values = text === undefined ? withPlanned(usual, planned) : listOf('--hazard-ratio', text);
  const ratioOf = (value: FieldValue) => (typeof value === 'number' && value > 0 && value <= MOST_RATIO ? value : null);
  const rule = 'is no hazard ratio (experimental ÷ control); must be > 0 and ≤ 100, e.g. 0.7';
  const found = ordered('--hazard-ratio', text ?? '', values, ratioOf, rule);
  if (effect.priming.kind === 'table' && planned === 1)
    throw new UserProblem(
      `--hazard-ratio: the table of ${arm.name} has hazard ratio 1 at lag 0, from which no other can be scaled; name a field with --y path=values`,
    );
  const change = (trial: Trial, ratio: number) => withSynchronousHazardRatio(trial, index, ratio);
  const label = `hazard ratio of ${arm.name} started with ${names.procedure}`;
  const axis = {
    key: 'hazardRatio',
    words: `hazard ratio with ${names.procedure}`,
    label,
    planned,
    isTime: false,
    ...found,
  };
  return { axis, option: '--hazard-ratio', field: null, change };
}
