/** Estimands, which are estimated whatever is tested: from the file to times in the scenario's unit. */
import type { Estimands } from '../trial/trial.ts';
import { type Context, timeText } from './context.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { EstimandsFile } from './schema.ts';

/** The estimands at `at`. Null when something is wrong; every reason found is reported. */
export function plannedEstimands(spec: EstimandsFile, at: Path, context: Context): Estimands | null {
  const { rmstUntil, milestones = [] } = spec;
  if (rmstUntil === undefined && milestones.length === 0) {
    context.report(at, 'is incomplete; must give rmstUntil, milestones or both, e.g. {rmstUntil: 24}');
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
  return { rmstUntil: rmstUntil === undefined ? null : time(rmstUntil), milestones: times };
}
