/**
 * Whether starts of the second treatment, landmarks, scans and deaths lie within the time that patients are followed
 * for.
 */
import { patientMix } from '../expectation/components.ts';
import { expectationOf } from '../expectation/expectation.ts';
import { hazard, hazardBreaks, quantile, type SurvivalLaw } from '../survival/law.ts';
import { lawOfLag, type ObservedArm } from '../trial/arm.ts';
import { followUpOfEach } from '../trial/followUpOfEach.ts';
import { type Lag, lagNodes, lagQuantile } from '../trial/lag.ts';
import { type TreatmentNames, treatmentNames } from '../trial/treatmentNames.ts';
import { drivingArms, testsOf, type UnsizedTrial } from '../trial/trial.ts';
import { type Context, timeText } from './context.ts';
import { checkDeaths, type LowestHazard } from './plannedScans.ts';
import type { Path } from './problems.ts';
import type { TrialFile } from './schema.ts';
import { roundedDown, timedTrial } from './timesWithinFollowUp.ts';

/** Share of an arm's patients that must start the second treatment, and get the procedure, before anybody's follow-up ends. */
const SOME = 0.05;

/** Points between 0 and the end of follow-up at which hazards are looked at, beside their jumps. */
const POINTS = 64;

/** Where the end of follow-up is not known, hazards are looked at until this share of an arm has had the event. */
const MOST = 0.9;

/** Report what could only happen after the longest follow-up, as far as that is known. */
export function checkWithinFollowUp(
  unsized: UnsizedTrial,
  patients: number | null,
  spec: TrialFile,
  at: Path,
  context: Context,
): void {
  const { scans } = unsized;
  const arms = unsized.arms;
  if (scans === undefined && arms.every(({ start }) => start === undefined)) return;
  const trial = timedTrial(unsized, patients);
  const most = followUpOfEach(unsized);
  const looks = trial === null ? [] : expectationOf(trial).lookTimes.map((time) => Math.min(time, most));
  const end = looks.at(-1) ?? most;
  if (scans?.deaths && spec.scans?.deaths) {
    const lowest = arms.flatMap((_, a) => lowestHazard(unsized, a, end));
    checkDeaths(scans.deaths, lowest, spec.scans.deaths, [...at, 'scans', 'deaths'], context);
  }
  if (!Number.isFinite(end)) return;
  const armAt = (name: string): Path => [...at, 'arms', spec.arms.findIndex((arm) => arm.name.trim() === name)];
  const limit = (when: number, which: string) =>
    `must be < ${timeText(roundedDown(when), context)}, the longest follow-up when ${which} is expected`;
  const final = limit(end, 'the final analysis');
  for (const { name, start } of arms) {
    const wrong = start && startsTooLate(start.lag, end, treatmentNames(unsized), context);
    if (wrong) context.report([...armAt(name), 'treatmentStart'], `${wrong}; ${final}`);
  }
  testsOf(unsized).forEach(({ origin }, t) => {
    if (origin?.kind !== 'landmark' || origin.at < looks[0]) return;
    const path = t === 0 ? [...at, 'test', 'origin'] : [...at, 'test', 'compare', t - 1];
    const rule = looks.length > 1 ? limit(looks[0], 'look 1') : final;
    context.report(path, `has its landmark at ${timeText(origin.at, context)}; ${rule}`);
  });
  if (scans === undefined || trial === null) return;
  // Scans that are too rare would themselves keep the analysis waiting.
  const { scans: _, ...seenAtOnce } = trial;
  const soon = Math.min(most, expectationOf(seenAtOnce).analysisTime);
  const unseen = new Set<string>();
  scans.schedules.forEach(({ starts, intervals }, a) => {
    const first = Math.min(intervals[0], starts[1] ?? Number.POSITIVE_INFINITY);
    const own = armAt(arms[a].name);
    const path = [...(spec.arms[Number(own.at(-1))].scans ? own : at), 'scans', 'every'];
    if (first < soon || unseen.has(path.join())) return;
    unseen.add(path.join());
    context.report(
      path,
      `is ${timeText(first, context)}; ${limit(soon, 'the final analysis')}, and nobody would be scanned before`,
    );
  });
}

/** What is wrong with a lag beyond which hardly any patient is followed; null when nothing is. */
function startsTooLate(
  lag: Lag,
  end: number,
  { secondTreatment, procedure }: TreatmentNames,
  context: Context,
): string | null {
  const early = lagQuantile(lag, SOME);
  const late = lagQuantile(lag, 1 - SOME);
  const time = (t: number) => timeText(Number(t.toPrecision(4)), context);
  const share = lag.kind === 'fixed' ? '' : '95 % of patients ';
  if (early >= end)
    return share === ''
      ? `is ${time(early)} after randomisation`
      : `has ${share}start ${secondTreatment} ${time(early)} after randomisation or later`;
  if (-late >= end)
    return share === ''
      ? `has ${procedure} wait ${time(-late)} for ${secondTreatment}`
      : `has ${procedure} of ${share}wait ${time(-late)} or longer`;
  return null;
}

/** The lowest hazard of the event among an arm's patients before `end`: at any lag and any level of factors. */
function lowestHazard(trial: UnsizedTrial, arm: number, end: number): LowestHazard[] {
  const arms = drivingArms(trial);
  const own = arms[arm];
  const { cells } = patientMix(trial, arms[0].law);
  const multiplier = Math.min(...cells.map((cell) => (arm === 0 ? cell.multiplier : cell.experimentalMultiplier)));
  const most = quantile(own.law, MOST);
  const until = Number.isFinite(end) ? end : most;
  return lawsOf(own).flatMap((law) =>
    timesUntil(law, until).map((at) => ({
      name: own.name,
      hazard: multiplier * hazard(law, at),
      at,
      atLevels: cells.length > 1,
    })),
  );
}

function lawsOf(arm: ObservedArm): readonly SurvivalLaw[] {
  return arm.start && arm.effect.kind === 'timed'
    ? lagNodes(arm.start.lag).map(({ lag }) => lawOfLag(arm, lag))
    : [arm.law];
}

/** 0 and the times at which the hazard jumps; for a clock whose hazard changes all the time, points in between too. */
function timesUntil(law: SurvivalLaw, until: number): number[] {
  const jumps = [0, ...hazardBreaks(law)].filter((t) => t < until);
  if (law.clock.kind === 'piecewise' || !Number.isFinite(until)) return jumps;
  return [...jumps, ...Array.from({ length: POINTS }, (_, k) => ((k + 1) * until) / POINTS)];
}
