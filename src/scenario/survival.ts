/** Makes a survival law of what a paper gives (median, hazard, milestones …). */
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import {
  type CureClock,
  exponential,
  type PiecewiseClock,
  type WeibullClock,
  type WrittenClock,
} from '../survival/clock.ts';
import { type HazardRatioSteps, NO_EFFECT } from '../survival/law.ts';
import type { Effect } from '../trial/effect.ts';
import { ascending, type Context, exactlyOne, figure, given, startsAtZero, timeText } from './context.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import { curveClock } from './publishedCurves.ts';
import type { MilestoneFile, SurvivalFile } from './schema.ts';
import { clockThrough, pointText, type SurvivalPoint } from './survivalCurve.ts';

type Relative = Extract<SurvivalFile, { model: 'relative' }>;
type OwnModel = Exclude<SurvivalFile, { model: 'relative' } | { model: 'timed' } | { model: 'transitions' }>;
type Weibull = Extract<SurvivalFile, { model: 'weibull' }>;
type Piecewise = Extract<SurvivalFile, { model: 'piecewise exponential' }>;
type Cure = Extract<SurvivalFile, { model: 'cure' }>;

/** What an arm's survival is planned to be. Null, with the reason reported, when something is wrong. */
export function plannedEffect(
  spec: Exclude<SurvivalFile, { model: 'timed' } | { model: 'transitions' }>,
  at: Path,
  context: Context,
): Effect | null {
  if (spec.model === 'relative') {
    const steps = hazardRatioSteps(spec, at, context);
    return steps && { kind: 'relative', steps };
  }
  const clock = survivalClock(spec, at, context);
  return clock && { kind: 'own', law: { clock, steps: NO_EFFECT } };
}

function survivalClock(spec: OwnModel, at: Path, context: Context): WrittenClock | null {
  switch (spec.model) {
    case 'exponential': {
      const key = exactlyOne(spec, ['median', 'hazard', 'milestone'], at, context);
      if (key === null) return null;
      if (spec.hazard !== undefined) return exponential(hazardInUnit(spec.hazard, context));
      const { time, survival } = onePoint(spec, context);
      return exponential(-log(survival) / time);
    }
    case 'weibull':
      return weibullClock(spec, at, context);
    case 'piecewise exponential':
      return piecewiseClock(spec, at, context);
    case 'cure':
      return cureClock(spec, at, context);
    case 'published curve':
      return curveClock(spec, at, context);
  }
}

function weibullClock(spec: Weibull, at: Path, context: Context): WeibullClock | null {
  const keys = given(spec, ['shape', 'scale', 'median', 'milestone', 'milestones']);
  const rule = 'must give shape with scale, median or milestone; or median with milestone; or two milestones';
  if (keys.length === 2 && spec.shape !== undefined && spec.milestones === undefined) {
    if (spec.scale !== undefined) return { kind: 'weibull', shape: spec.shape, scale: time(spec.scale, context) };
    return weibullThrough(spec.shape, onePoint(spec, context), at, context);
  }
  let points: SurvivalPoint[];
  if (keys.join() === 'median,milestone') {
    points = [
      { time: time(spec.median as number, context), survival: 0.5 },
      point(spec.milestone as MilestoneFile, context),
    ];
  } else if (keys.join() === 'milestones') {
    points = (spec.milestones as MilestoneFile[]).map((milestone) => point(milestone, context));
  } else {
    context.report(at, `${keys.length === 0 ? 'is incomplete' : `gives ${keys.join(' and ')}`}; ${rule}`);
    return null;
  }
  const [early, late] = points.sort((a, b) => a.time - b.time);
  if (!(early.time < late.time && early.survival > late.survival)) {
    context.report(at, `has ${points.map(pointText).join(' and ')}; survival must be lower at the later of two times`);
    return null;
  }
  // H = (t/scale)^shape: two points on a line of ln H over ln t.
  const shape = log(log(late.survival) / log(early.survival)) / log(late.time / early.time);
  if (!(shape >= 0.05 && shape <= 20)) {
    context.report(
      at,
      `needs a Weibull shape of ${figure(shape)} to go through both points; must be 0.05 to 20: check the points`,
    );
    return null;
  }
  return weibullThrough(shape, early, at, context);
}

function weibullThrough(
  shape: number,
  { time, survival }: SurvivalPoint,
  at: Path,
  context: Context,
): WeibullClock | null {
  const scale = time / pow(-log(survival), 1 / shape);
  if (scale >= 1e-9 && scale <= 1e9) return { kind: 'weibull', shape, scale };
  context.report(
    at,
    `needs a Weibull scale of ${figure(scale)} ${context.unit}s; must be 1e-9 to 1e9: check shape and survival`,
  );
  return null;
}

function piecewiseClock(spec: Piecewise, at: Path, context: Context): PiecewiseClock | null {
  const key = exactlyOne(spec, ['pieces', 'milestones'], at, context);
  if (key === null) return null;
  if (spec.pieces !== undefined) {
    if (spec.median !== undefined) {
      context.report([...at, 'median'], 'goes with milestones only: pieces say all; remove one of them');
      return null;
    }
    const starts = spec.pieces.map((piece) => time(piece.from, context));
    const hazards = spec.pieces.map((piece) => hazardInUnit(piece.hazard, context));
    const list = [...at, 'pieces'];
    if (!startsAtZero(starts, list, context) || !ascending(starts, list, 'from', context)) return null;
    if (hazards.every((hazard) => hazard === 0)) {
      context.report(list, 'have no hazard above 0, so that nobody ever has the event; give at least one');
      return null;
    }
    return { kind: 'piecewise', starts, hazards };
  }
  const list = [...at, 'milestones'];
  const points = (spec.milestones ?? []).map((milestone) => point(milestone, context));
  if (
    !ascending(
      points.map((p) => p.time),
      list,
      'time',
      context,
    )
  )
    return null;
  if (spec.median !== undefined) {
    const median = time(spec.median, context);
    const other = points.find((p) => p.survival === 0.5 && p.time !== median);
    if (other) {
      context.report(
        [...at, 'median'],
        `is ${figure(median)}, but a milestone is ${pointText(other)}; give one of them`,
      );
      return null;
    }
    if (points.every((p) => p.time !== median || p.survival !== 0.5)) points.push({ time: median, survival: 0.5 });
  }
  points.sort((a, b) => a.time - b.time);
  return clockThrough(points, list, context);
}

function cureClock(spec: Cure, at: Path, context: Context): WrittenClock | null {
  const key = exactlyOne(spec, ['uncured', 'median', 'milestone'], at, context);
  if (key === null) return null;
  if (spec.uncured !== undefined) {
    const uncured = survivalClock(spec.uncured, [...at, 'uncured'], context);
    return uncured && uncured.kind !== 'cure' ? withCured(spec.cureFraction, uncured) : null;
  }
  const { time, survival } = onePoint(spec, context);
  if (spec.cureFraction >= survival) {
    const what = key === 'median' ? 'at the median' : `at ${figure(time)}`;
    context.report(
      [...at, 'cureFraction'],
      `is ${spec.cureFraction}; must be < ${survival}, the survival ${what}: the cured alone stay above it`,
    );
    return null;
  }
  // S(t) = π + (1 − π) exp(−λt)
  const hazard = -log((survival - spec.cureFraction) / (1 - spec.cureFraction)) / time;
  return withCured(spec.cureFraction, exponential(hazard));
}

/** The clock of all patients, of whom a share, which may be 0, never has the event. */
function withCured(cureFraction: number, uncured: CureClock['uncured']): WrittenClock {
  return cureFraction === 0 ? uncured : { kind: 'cure', cureFraction, uncured };
}

function hazardRatioSteps(spec: Relative, at: Path, context: Context): HazardRatioSteps | null {
  if (exactlyOne(spec, ['hazardRatio', 'steps'], at, context) === null) return null;
  if (spec.steps !== undefined) {
    const list = [...at, 'steps'];
    const extra = given(spec, ['delay', 'until'])[0];
    if (extra !== undefined) {
      context.report([...at, extra], 'goes with hazardRatio only; write it as one of the steps');
      return null;
    }
    const starts = spec.steps.map((step) => time(step.from, context));
    if (!startsAtZero(starts, list, context) || !ascending(starts, list, 'from', context)) return null;
    return { starts, ratios: spec.steps.map((step) => step.hazardRatio) };
  }
  const delay = spec.delay === undefined ? 0 : time(spec.delay, context);
  const until = spec.until === undefined ? null : time(spec.until, context);
  if (until !== null && until <= delay) {
    context.report(
      [...at, 'until'],
      `is ${timeText(until, context)}; must be later than the delay of ${timeText(delay, context)}`,
    );
    return null;
  }
  const starts = delay > 0 ? [0, delay] : [0];
  const ratios = delay > 0 ? [1, spec.hazardRatio as number] : [spec.hazardRatio as number];
  return until === null ? { starts, ratios } : { starts: [...starts, until], ratios: [...ratios, 1] };
}

function onePoint(
  spec: { median?: number | string | undefined; milestone?: MilestoneFile | undefined },
  context: Context,
): SurvivalPoint {
  return spec.milestone
    ? point(spec.milestone, context)
    : { time: time(spec.median as number | string, context), survival: 0.5 };
}

function point(milestone: MilestoneFile, context: Context): SurvivalPoint {
  return { time: time(milestone.time, context), survival: milestone.survival };
}

function time(duration: number | string, { unit, plainUnit }: Context): number {
  return inUnit(duration, unit, plainUnit);
}

/** A hazard per plain unit as one per resolved unit. */
function hazardInUnit(hazard: number, { unit, plainUnit }: Context): number {
  return hazard / inUnit(1, unit, plainUnit);
}
