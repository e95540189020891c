/** Scans: from the file to each arm's schedule and the events that are deaths. */
import { decimalExponent, powerOfTen } from '../elementary/powersOfTen.ts';
import { type Deaths, type ScanSchedule, type Scans, scanTimes } from '../trial/scans.ts';
import { ascending, type Context, exactlyOne, figure, timeText } from './context.ts';
import { inUnit } from './duration.ts';
import { type Path, shown } from './problems.ts';
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
  const common = plannedSchedule(scans, scans, [...at, 'scans'], context);
  const deaths = scans.deaths === undefined ? null : plannedDeaths(scans.deaths, [...at, 'scans', 'deaths'], context);
  const schedules = positions.map((position) => {
    const own = arms[position].scans;
    return own === undefined ? common : plannedSchedule(own, scans, [...at, 'arms', position, 'scans'], context);
  });
  const whole = schedules.filter((schedule) => schedule !== null);
  if (whole.length < schedules.length || (scans.deaths !== undefined && deaths === null)) return null;
  return { schedules: whole, deaths };
}

/** The schedule at `at`; jitter and missed scans are those of `usual` where it says nothing of them. */
function plannedSchedule(spec: ArmScansFile, usual: ScansFile, at: Path, context: Context): ScanSchedule | null {
  const time = (duration: number | string) => inUnit(duration, context.unit, context.plainUnit);
  const later = spec.later ?? [];
  const starts = [0, ...later.map(({ from }) => time(from))];
  const intervals = [time(spec.every), ...later.map(({ every }) => time(every))];
  if (!ascending(starts.slice(1), [...at, 'later'], 'from', context)) return null;
  const jitter = time(spec.jitter ?? usual.jitter ?? 0);
  const { shortest, which } = shortestWait(starts, intervals, context);
  if (jitter > (shortest / 2) * (1 + 1e-9)) {
    const whose = spec.jitter === undefined ? ', that of trial.scans' : '';
    const rule = `must be ≤ ${timeText(shortest / 2, context)}, half the ${which}, or scans would change places`;
    context.report([...at, 'jitter'], `is ${timeText(jitter, context)}${whose}; ${rule}`);
    return null;
  }
  return { starts, intervals, jitter, missed: spec.missed ?? usual.missed ?? 0 };
}

/** The shortest time from one scan to the next: an interval, or what is left of one when the next interval begins. */
function shortestWait(
  starts: readonly number[],
  intervals: readonly number[],
  context: Context,
): { readonly shortest: number; readonly which: string } {
  let shortest = Math.min(...intervals);
  let which = `interval of ${timeText(shortest, context)}`;
  starts.slice(1).forEach((start, j) => {
    const last = scanTimes({ starts: [0], intervals: [intervals[j]] }, start - starts[j]).at(-1) ?? 0;
    const left = start - starts[j] - last;
    // A scan due at the start of the next interval is that interval's first.
    if (left <= 1e-9 * intervals[j] || left >= shortest) return;
    shortest = left;
    which = `${timeText(left, context)} between the scans at ${timeText(starts[j] + last, context)} and ${timeText(start, context)}`;
  });
  return { shortest, which };
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

/** The lowest hazard of the event that patients of an arm have, and when. */
export interface LowestHazard {
  readonly name: string;
  readonly hazard: number;
  readonly at: number;
  /** Whether these patients are at levels of factors that make it lower than that of the arm's law. */
  readonly atLevels: boolean;
}

/** Report a hazard of death above the hazard of the event that some patients have. */
export function checkDeaths(
  deaths: Deaths,
  lowest: readonly LowestHazard[],
  spec: NonNullable<ScansFile['deaths']>,
  at: Path,
  context: Context,
): void {
  if (deaths.kind !== 'hazard') return;
  const [arm] = [...lowest].sort((a, b) => a.hazard - b.hazard);
  if (arm === undefined || deaths.hazard <= arm.hazard * (1 + 1e-9)) return;
  const who = `${shown(arm.name)}${arm.atLevels ? ' at the levels with the lowest' : ''}`;
  const when = `the hazard of the event in ${who} at ${context.unit} ${figure(arm.at)}, of which deaths are a part`;
  const path = [...at, spec.median === undefined ? 'hazard' : 'median'];
  if (!(arm.hazard > 1e-9)) {
    context.report(path, `gives deaths at a time without events: 0 is ${when}; give a share, e.g. {share: 0.1}`);
    return;
  }
  const most = roundedTo(arm.hazard, Math.floor);
  const state = spec.median === undefined ? 'is' : 'makes a hazard of death of';
  const longer = roundedTo(Math.LN2 / arm.hazard, Math.ceil);
  const remedy = spec.median === undefined ? '' : `: a median of ${timeText(longer, context)} or longer`;
  context.report(
    path,
    `${state} ${figure(deaths.hazard)} a ${context.unit}; must be ≤ ${figure(most)}, ${when}${remedy}`,
  );
}

/** Four digits, rounded the way that keeps a limit a limit. */
function roundedTo(x: number, round: (x: number) => number): number {
  const digit = powerOfTen(decimalExponent(x) - 3);
  return Number((round(Number((x / digit).toPrecision(12))) * digit).toPrecision(4));
}
