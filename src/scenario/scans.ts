/** Scans: from the file to each arm's schedule and the events that are deaths. */
import type { Deaths, ScanSchedule, Scans } from '../trial/scans.ts';
import { ascending, type Context, exactlyOne, figure, timeText } from './check.ts';
import { inUnit } from './duration.ts';
import type { Path } from './problems.ts';
import type { ArmScansFile, ScansFile, TrialFile } from './schema.ts';

/** Schedules of the trial at `at`, its arms in the order of `positions` (the control first). Null when something is wrong. */
export function plannedScans(
  { scans, arms }: TrialFile,
  positions: readonly number[],
  at: Path,
  context: Context,
): Scans | null {
  if (scans === undefined) {
    arms.forEach((arm, i) => {
      if (arm.scans !== undefined)
        context.report(
          [...at, 'arms', i, 'scans'],
          'is given without trial.scans, which the other arms go by; give it',
        );
    });
    return null;
  }
  const common = plannedSchedule(scans, [...at, 'scans'], context);
  const deaths = scans.deaths === undefined ? null : plannedDeaths(scans.deaths, [...at, 'scans', 'deaths'], context);
  const schedules = positions.map((position) => {
    const own = arms[position].scans;
    return own === undefined ? common : plannedSchedule(own, [...at, 'arms', position, 'scans'], context);
  });
  const whole = schedules.filter((schedule) => schedule !== null);
  if (whole.length < schedules.length || (scans.deaths !== undefined && deaths === null)) return null;
  return { schedules: whole, deaths };
}

function plannedSchedule(spec: ArmScansFile, at: Path, context: Context): ScanSchedule | null {
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  const later = spec.later ?? [];
  const starts = [0, ...later.map(({ from }) => time(from))];
  const intervals = [time(spec.every), ...later.map(({ every }) => time(every))];
  if (!ascending(starts.slice(1), [...at, 'later'], 'from', context)) return null;
  const jitter = spec.jitter === undefined ? 0 : time(spec.jitter);
  const shortest = Math.min(...intervals);
  if (jitter > shortest / 2) {
    const rule = `must be ≤ ${timeText(shortest / 2, context)}, half the interval of ${timeText(shortest, context)}, or scans would change places`;
    context.report([...at, 'jitter'], `is ${timeText(jitter, context)}; ${rule}`);
    return null;
  }
  return { starts, intervals, jitter, missed: spec.missed ?? 0 };
}

function plannedDeaths(spec: NonNullable<ScansFile['deaths']>, at: Path, context: Context): Deaths | null {
  const key = exactlyOne(spec, ['share', 'hazard', 'median'], at, context);
  const { unit, plainUnit } = context;
  switch (key) {
    case null:
      return null;
    case 'share':
      return { kind: 'share', share: spec.share as number };
    case 'hazard':
      return { kind: 'hazard', hazard: (spec.hazard as number) / inUnit(1, unit, plainUnit) };
    case 'median':
      return { kind: 'hazard', hazard: Math.LN2 / inUnit(spec.median as number | string, unit, plainUnit) };
  }
}

/** Report a hazard of death above the lowest hazard of the event that an arm has before `until`. */
export function checkDeaths(
  deaths: Deaths,
  lowest: readonly { readonly name: string; readonly hazard: number; readonly at: number }[],
  spec: NonNullable<ScansFile['deaths']>,
  at: Path,
  context: Context,
): void {
  if (deaths.kind !== 'hazard') return;
  const [arm] = [...lowest].sort((a, b) => a.hazard - b.hazard);
  if (arm === undefined || deaths.hazard <= arm.hazard * (1 + 1e-9)) return;
  const when = `the hazard of the event in ${arm.name}${arm.at > 0 ? ` at ${timeText(Number(figure(arm.at)), context)}` : ''}, of which deaths are a part`;
  if (spec.median !== undefined) {
    const least = Math.LN2 / arm.hazard;
    context.report(
      [...at, 'median'],
      `makes a hazard of death of ${figure(deaths.hazard)}; must be ≤ ${figure(arm.hazard)}, ${when}: a median of ${timeText(Number(figure(least)), context)} or longer`,
    );
  } else context.report([...at, 'hazard'], `is ${figure(deaths.hazard)}; must be ≤ ${figure(arm.hazard)}, ${when}`);
}
