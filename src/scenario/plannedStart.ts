/** When an arm starts the second treatment and what its timing does: from the file to the lag's distribution and the effect. */
import { type Lag, lagQuantile } from '../trial/lag.ts';
import type { TreatmentNames } from '../trial/treatmentNames.ts';
import { lastingEffect, type Priming, type TimedEffect } from '../trial/treatmentStart.ts';
import { ascending, type Context, exactlyOne, figure, given, timeText } from './context.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { TimedFile, TreatmentStartFile } from './schema.ts';

type Time = number | string;

const timeIn =
  ({ unit, plainUnit }: Context) =>
  (time: Time): number =>
    inUnit(time, unit, plainUnit);

/** The lag at `at`. Null, with the reason reported, when there is none. */
export function plannedLag(spec: TreatmentStartFile, at: Path, context: Context): Lag | null {
  const time = timeIn(context);
  if (typeof spec !== 'object') return { kind: 'fixed', time: time(spec) };
  const key = exactlyOne(spec, ['uniform', 'lognormal', 'exponential', 'discrete'], at, context);
  switch (key) {
    case null:
      return null;
    case 'uniform': {
      const [from, to] = (spec.uniform as [Time, Time]).map(time);
      if (from < to) return { kind: 'uniform', from, to };
      const rule = 'the second must be later; write one time, e.g. treatmentStart: 2 weeks, for all alike';
      context.report([...at, 'uniform'], `is ${timeText(from, context)} to ${timeText(to, context)}; ${rule}`);
      return null;
    }
    case 'lognormal': {
      const { median, spread, after = 0 } = spec.lognormal as NonNullable<typeof spec.lognormal>;
      return { kind: 'lognormal', median: time(median), spread, after: time(after) };
    }
    case 'exponential': {
      const { mean, after = 0 } = spec.exponential as NonNullable<typeof spec.exponential>;
      return { kind: 'exponential', mean: time(mean), after: time(after) };
    }
    case 'discrete': {
      const lags = spec.discrete as NonNullable<typeof spec.discrete>;
      const total = lags.reduce((sum, { share }) => sum + share, 0);
      const list = [...at, 'discrete'];
      if (Math.abs(total - 1) > 1e-6) {
        context.report(list, `has shares that sum to ${figure(total)}; must sum to 1`);
        return null;
      }
      const times = lags.map(({ lag }) => time(lag));
      if (!ascending(times, list, 'lag', context)) return null;
      return { kind: 'discrete', times, shares: lags.map(({ share }) => share / total) };
    }
  }
}

/** Keys of a timed model that belong to a window that closes by half-lives. */
const WINDOW = ['residual', 'halfLife', 'plateau'] as const;

/** What the timing of a second treatment with this lag does. Null, with every reason reported, when something is wrong. */
export function timedEffect(
  spec: TimedFile,
  lag: Lag | null,
  { secondTreatment, procedure }: TreatmentNames,
  at: Path,
  context: Context,
): TimedEffect | null {
  const time = timeIn(context);
  const priming = plannedPriming(spec, at, context);
  const repeats = repeatTimes(spec, at, context);
  let sound = priming !== null && repeats !== null;
  if (spec.waned !== undefined && spec.duration === undefined) {
    context.report([...at, 'waned'], `is ${figure(spec.waned)}, but goes with duration: without, the effect stays`);
    sound = false;
  }
  if (spec.waitingForProcedure !== undefined && lag !== null && !(lagQuantile(lag, 1e-9) < 0)) {
    const rule = `but no patient starts ${secondTreatment} before ${procedure}; goes with a treatmentStart below 0, e.g. "-1 week"`;
    context.report([...at, 'waitingForProcedure'], `is ${figure(spec.waitingForProcedure)}, ${rule}`);
    sound = false;
  }
  if (!sound || priming === null || repeats === null) return null;
  const lasting = lastingEffect(priming);
  return {
    priming,
    onset: spec.onset === undefined ? lasting.onset : time(spec.onset),
    duration: spec.duration === undefined ? lasting.duration : time(spec.duration),
    waned: spec.waned ?? lasting.waned,
    repeats,
    waiting: spec.waitingForProcedure ?? lasting.waiting,
  };
}

function plannedPriming(spec: TimedFile, at: Path, context: Context): Priming | null {
  const time = timeIn(context);
  const key = exactlyOne(spec, ['hazardRatio', 'synchronous', 'byLag'], at, context);
  if (key === null) return null;
  const extra = given(spec, WINDOW)[0];
  if (key !== 'synchronous' && extra !== undefined) {
    context.report([...at, extra], `goes with synchronous, not with ${key}; remove it, or write synchronous: 0.6`);
    return null;
  }
  if (key === 'hazardRatio') return { kind: 'constant', hazardRatio: spec.hazardRatio as number };
  if (key === 'byLag') {
    const rows = spec.byLag as NonNullable<typeof spec.byLag>;
    const lags = rows.map(({ lag }) => time(lag));
    if (!ascending(lags, [...at, 'byLag'], 'lag', context)) return null;
    return { kind: 'table', lags, hazardRatios: rows.map(({ hazardRatio }) => hazardRatio) };
  }
  if (spec.halfLife === undefined) {
    const rule =
      'needs halfLife, in which half of it is lost, e.g. halfLife: 2 weeks; or write hazardRatio for a window';
    context.report([...at, 'synchronous'], `is ${figure(spec.synchronous as number)}; ${rule} that never closes`);
    return null;
  }
  return {
    kind: 'halfLife',
    synchronous: spec.synchronous as number,
    residual: spec.residual ?? 1,
    halfLife: time(spec.halfLife),
    plateau: spec.plateau === undefined ? 0 : time(spec.plateau),
  };
}

function repeatTimes({ repeatProcedure }: TimedFile, at: Path, context: Context): number[] | null {
  const time = timeIn(context);
  if (repeatProcedure === undefined) return [];
  if (!Array.isArray(repeatProcedure)) {
    const every = time(repeatProcedure.every);
    return Array.from({ length: repeatProcedure.times }, (_, k) => every * (k + 1));
  }
  const times = repeatProcedure.map(time);
  const wrong = times.findIndex((each, k) => k > 0 && each <= times[k - 1]);
  if (wrong < 0) return times;
  context.report(
    [...at, 'repeatProcedure', wrong],
    `is ${timeText(times[wrong], context)}, after ${timeText(times[wrong - 1], context)}; must be later: list them in order of time`,
  );
  return null;
}
