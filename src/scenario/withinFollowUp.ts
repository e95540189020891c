/** Whether starts of the ICI, landmarks, scans and deaths lie within what patients are followed for. */
import { expectedLookTimes } from '../closed/expectedAnalysisTime.ts';
import { hazard, hazardBreaks } from '../survival/law.ts';
import type { Design } from '../trial/family.ts';
import { lagQuantile } from '../trial/lag.ts';
import { armsOf, testsOf } from '../trial/trial.ts';
import { type Context, timeText } from './check.ts';
import { roundedDown, timedTrial } from './followUp.ts';
import type { Path } from './problems.ts';
import { checkDeaths } from './scans.ts';
import type { TrialFile } from './schema.ts';

/** Share of an arm's patients that must start the ICI before anybody's follow-up ends. */
const SOME = 0.05;

/** Points between 0 and the end of follow-up at which hazards are looked at, beside their jumps. */
const POINTS = 64;

/** Report what could only happen after the longest follow-up, as far as that is known. */
export function checkWithinFollowUp(
  design: Design,
  patients: number | null,
  spec: TrialFile,
  at: Path,
  context: Context,
): void {
  const { scans } = design;
  const tests = testsOf(design);
  const arms = armsOf(design);
  if (scans === undefined && arms.every(({ start }) => start === undefined)) return;
  const trial = timedTrial(design, patients);
  const end = trial === null ? Number.NaN : (expectedLookTimes(trial).at(-1) ?? Number.NaN);
  if (!Number.isFinite(end)) return;
  const longest = `${timeText(roundedDown(end), context)}, the longest follow-up: the analysis is expected then`;
  const armAt = (name: string): Path => [...at, 'arms', spec.arms.findIndex((arm) => arm.name.trim() === name)];
  for (const { name, start } of arms) {
    if (start === undefined || lagQuantile(start.lag, SOME) < end) continue;
    context.report(
      [...armAt(name), 'treatmentStart'],
      `has 95 % of patients start the ICI ${timeText(Number(lagQuantile(start.lag, SOME).toPrecision(4)), context)} after randomisation or later; must be < ${longest}`,
    );
  }
  tests.forEach(({ origin }, t) => {
    if (origin?.kind !== 'landmark' || origin.at < end) return;
    const path = t === 0 ? [...at, 'test', 'origin'] : [...at, 'test', 'compare', t - 1];
    context.report(path, `has its landmark at ${timeText(origin.at, context)}; must be < ${longest}`);
  });
  if (scans === undefined) return;
  scans.schedules.forEach(({ intervals }, a) => {
    if (intervals[0] < end) return;
    const own = spec.arms.find((arm) => arm.name.trim() === arms[a].name)?.scans !== undefined;
    if (!own && a > 0) return;
    const path = own ? [...armAt(arms[a].name), 'scans', 'every'] : [...at, 'scans', 'every'];
    context.report(
      path,
      `is ${timeText(intervals[0], context)}; must be < ${longest}, and nobody would be scanned before`,
    );
  });
  if (scans.deaths === null || spec.scans?.deaths === undefined) return;
  const lowest = arms.map(({ name, law }) => {
    const times = [...hazardBreaks(law), ...Array.from({ length: POINTS }, (_, k) => ((k + 0.5) * end) / POINTS)];
    return times
      .filter((t) => t < end)
      .map((t) => ({ name, hazard: hazard(law, t), at: t }))
      .reduce((least, each) => (each.hazard < least.hazard ? each : least), {
        name,
        hazard: Number.POSITIVE_INFINITY,
        at: 0,
      });
  });
  checkDeaths(scans.deaths, lowest, spec.scans.deaths, [...at, 'scans', 'deaths'], context);
}
