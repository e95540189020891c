/** Estimands, which are estimated whatever is tested: from the file to times in the scenario's unit. */
import type { Arm } from '../trial/arm.ts';
import { lagQuantile } from '../trial/lag.ts';
import type { Estimands } from '../trial/trial.ts';
import { type Context, timeText } from './context.ts';
import { inUnit } from './duration.ts';
import { type Path, shown } from './problems.ts';
import type { EstimandsFile } from './schema.ts';

/** The share of patients that must start within a grace period. */
const SOME = 0.05;
/** Where as many start at randomisation, everybody's treatment is known then. */
const ALL = 0.95;

/** Whether patients of the first experimental arm can be said to start within `grace` or not; of an arm that is wrong nothing is said. */
function mayStartWithin(grace: number, first: Arm | undefined, at: Path, context: Context): boolean {
  if (first === undefined) return true;
  const { name, start } = first;
  const state = `is ${timeText(grace, context)}`;
  if (start === undefined || lagQuantile(start.lag, ALL) <= 0) {
    const rule = `patients of ${shown(name)} start nothing after randomisation`;
    context.report(at, `${state}, but ${rule}; remove it, or give the arm a later treatmentStart, e.g. 2 weeks`);
    return false;
  }
  const timeOf = (share: number) => Number(lagQuantile(start.lag, share).toPrecision(3));
  const some = timeOf(SOME);
  if (grace >= some) return true;
  context.report(
    at,
    `${state}; must be ≥ ${timeText(some, context)}, by which 5 % of ${shown(name)} start, e.g. ${timeText(timeOf(ALL), context)} for 95 %`,
  );
  return false;
}

/** The estimands at `at`; `first` is the first experimental arm. Null when something is wrong; every reason found is reported. */
export function plannedEstimands(
  spec: EstimandsFile,
  first: Arm | undefined,
  at: Path,
  context: Context,
): Estimands | null {
  const { rmstUntil, milestones = [], gracePeriod } = spec;
  if (rmstUntil === undefined && milestones.length === 0 && gracePeriod === undefined) {
    context.report(at, 'is incomplete; must give rmstUntil, milestones or gracePeriod, e.g. {rmstUntil: 24}');
    return null;
  }
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  const times = milestones.map(time);
  const late = times.findIndex((t, i) => i > 0 && t <= times[i - 1]);
  if (late >= 0) {
    const state = `is ${timeText(times[late], context)}, after ${timeText(times[late - 1], context)}`;
    context.report([...at, 'milestones', late], `${state}; must be later: list them in order of time`);
    return null;
  }
  const grace = gracePeriod === undefined ? null : time(gracePeriod);
  if (grace !== null && !mayStartWithin(grace, first, [...at, 'gracePeriod'], context)) return null;
  return {
    rmstUntil: rmstUntil === undefined ? null : time(rmstUntil),
    milestones: times,
    ...(grace === null ? {} : { gracePeriod: grace }),
  };
}
