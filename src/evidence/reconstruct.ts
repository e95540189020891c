/**
 * Pseudo-patients of a published Kaplan–Meier curve: P. Guyot, A. E. Ades, M. J. N. M. Ouwens & N. J. Welton, BMC Medical
 * Research Methodology 12 (2012) 9. From each printed number at risk to the next, a number of patients censored is sought
 * with which the events that the falls of the curve tell, d = n(1 − S/Ŝ) rounded, lead to the next number. Two choices
 * are made by the points where the method takes one for granted. Within an interval patients are censored evenly, unless
 * all of them at its start, or after its last fall, come much closer to the points. After the last number at risk, where
 * no total of events is printed, the number censored is weighed between the rate before and what the falls tell of how
 * many were left.
 */
import { log } from '../elementary/log.ts';
import { pow } from '../elementary/pow.ts';
import { square } from '../elementary/square.ts';
import { type DigitisedPoint, fallingPoints } from './curvePoints.ts';

/** A printed number at risk: those with neither event nor censoring before `time`. */
export interface AtRisk {
  readonly time: number;
  readonly patients: number;
}

export interface PublishedCurve {
  readonly points: readonly DigitisedPoint[];
  /** From time 0 on, times rising and numbers falling; at least one. */
  readonly atRisk: readonly AtRisk[];
  /** Events in all, where printed. */
  readonly events: number | null;
}

/** A patient as the curve tells it. */
export interface PseudoPatient {
  readonly time: number;
  readonly event: boolean;
}

/** Error of a digitised point that is never taken to be smaller. */
const LEAST_NOISE = 0.0003;
/** Points that are met this closely are met exactly, which does not happen by chance. */
const EXACT = 1e-9;
const CERTAIN = 1e6;
/** What a patient too many at the next number at risk counts, or an event off a printed total. */
const IMPOSSIBLE = 1e9;
/**
 * How censored patients may lie in a stretch: a share xᵃ of them in its first part x. Evenly for a = 1, all at its start for
 * 0, all after its last fall for ∞; log a is expected within `USUAL_TILT` of 0.
 */
const TILTS = [0, 0.125, 0.25, 0.35, 0.5, 0.7, 0.85, 1, 1.2, 1.4, 2, 3, 4, 8, Number.POSITIVE_INFINITY];
const USUAL_TILT = 0.7;
const MOST_TILT = 3;
/**
 * The fall to a point tells a number of events by itself; it is taken unless the estimate would stray from the point by
 * more than so many events, as it would where falls are misread or rounded.
 */
const SLACK = 0.8;
/** Standard deviation of the number censored after the last number at risk, as a share of it: hardly anything is known. */
const UNKNOWN = 0.3;

/** A part of the curve: the points from a number at risk to the next. */
interface Stretch {
  readonly points: readonly DigitisedPoint[];
  readonly from: number;
  readonly to: number;
}

/** Patients at risk and the estimated curve before a stretch. */
interface Before {
  readonly patients: number;
  readonly survival: number;
}

interface Walk extends Before {
  readonly censored: readonly number[];
  readonly events: readonly { readonly time: number; readonly count: number }[];
  /** Σ (Ŝ − S)² over the points. */
  readonly error: number;
}

function placed({ from, to, points }: Stretch, count: number, tilt: number): number[] {
  const start = tilt === Number.POSITIVE_INFINITY ? (points[points.length - 1]?.time ?? from) : from;
  const power = tilt === Number.POSITIVE_INFINITY ? 1 : 1 / tilt;
  return Array.from({ length: count }, (_, j) =>
    tilt === 0 ? from : start + pow((j + 1) / (count + 1), power) * (to - start),
  );
}

/** Down the points of a stretch with so many censored. Events at a time come before patients censored at it. */
function walk(stretch: Stretch, before: Before, count: number, tilt: number): Walk {
  const times = placed(stretch, count, tilt);
  const censored: number[] = [];
  const events: { time: number; count: number }[] = [];
  let { patients, survival } = before;
  let error = 0;
  let above = before.survival;
  const censorBefore = (time: number) => {
    for (; patients > 0 && censored.length < count && times[censored.length] < time; patients--)
      censored.push(times[censored.length]);
  };
  for (const point of stretch.points) {
    censorBefore(point.time);
    // d = n(1 − S/Ŝ) brings the estimate to the point; d = n(1 − S/S₋) follows the fall from the point before.
    const owed = patients * (1 - point.survival / survival);
    const own = Math.round(patients * (1 - point.survival / above));
    above = point.survival;
    const d = Math.min(patients, Math.max(0, Math.abs(owed - own) <= SLACK ? own : Math.round(owed)));
    if (d > 0) {
      events.push({ time: point.time, count: d });
      survival *= 1 - d / patients;
      patients -= d;
    }
    error += square(survival - point.survival);
    // Nobody is left, so nothing can follow.
    if (survival === 0) break;
  }
  censorBefore(Number.POSITIVE_INFINITY);
  return { patients, survival, censored, events, error };
}

/** The walks that leave `next` at risk, or else the one that comes closest to it. */
function walksTo(stretch: Stretch, before: Before, next: number, tilt: number): Walk[] {
  const most = Math.max(0, before.patients - next);
  const fallen = (stretch.points[stretch.points.length - 1]?.survival ?? before.survival) / before.survival;
  let count = Math.min(most, Math.max(0, Math.round(before.patients * fallen - next)));
  let best = walk(stretch, before, count, tilt);
  const tried = new Set([count]);
  while (best.patients !== next) {
    count = Math.min(most, Math.max(0, count + best.patients - next));
    if (tried.has(count)) return [best];
    tried.add(count);
    const found = walk(stretch, before, count, tilt);
    if (Math.abs(found.patients - next) > Math.abs(best.patients - next)) return [best];
    best = found;
  }
  const walks = [best];
  for (const step of [-1, 1])
    for (let other = count + step; other >= 0 && other <= most; other += step) {
      const found = walk(stretch, before, other, tilt);
      if (found.patients !== next) break;
      walks.push(found);
    }
  return walks;
}

/**
 * How badly a walk explains the points of its stretch, as −log of a likelihood: their error, of unknown size, the tilt, and
 * falls of several events, of which there is a share `several` on the curve. More patients would follow any curve more
 * closely with more events a fall.
 */
function misfit({ points }: Stretch, walked: Walk, tilt: number, several: number): number {
  const count = points.length;
  const falls = walked.events.reduce((sum, each) => sum - log(each.count === 1 ? 1 - several : several), 0);
  const unusual = square(Math.min(MOST_TILT, Math.max(-MOST_TILT, log(tilt))) / USUAL_TILT) / 2;
  if (count > 0 && walked.error <= count * square(EXACT)) return unusual + falls - CERTAIN;
  return (count / 2) * log(walked.error / Math.max(1, count) + square(LEAST_NOISE)) + unusual + falls;
}

function bestPlaced(stretch: Stretch, before: Before, next: number, several: number): Walk {
  const choices = TILTS.flatMap((tilt) => walksTo(stretch, before, next, tilt).map((found) => ({ found, tilt })));
  return least(choices, ({ found, tilt }) => ({
    found,
    badness: IMPOSSIBLE * Math.abs(found.patients - next) + misfit(stretch, found, tilt, several),
  }));
}

/** The walk of the choice that is least bad, the first of equals. */
function least<C>(choices: readonly C[], tried: (choice: C) => { found: Walk; badness: number }): Walk {
  return choices.map(tried).reduce((best, each) => (each.badness < best.badness ? each : best)).found;
}

/** The last stretch, after which nobody is followed. `events` are still to come where the total is printed. */
function walkOut(stretch: Stretch, before: Before, expected: number, events: number | null, several: number): Walk {
  const counts = Array.from({ length: before.patients + 1 }, (_, count) => count);
  const choices = counts.flatMap((count) => TILTS.map((tilt) => ({ count, tilt })));
  return least(choices, ({ count, tilt }) => {
    const found = walk(stretch, before, count, tilt);
    const total = found.events.reduce((sum, each) => sum + each.count, 0);
    // A printed total outweighs everything else.
    const off = events === null ? 0 : IMPOSSIBLE * Math.abs(total - events);
    const unusual = square((count - expected) / (UNKNOWN * Math.max(1, before.patients))) / 2;
    return { found, badness: off + unusual + misfit(stretch, found, tilt, several) };
  });
}

/** The rows until nobody is left: how many were censored before is for the curve to tell. */
function rowsWithPatients(atRisk: readonly AtRisk[]): AtRisk[] {
  return atRisk.filter(({ patients }, i) => i === 0 || patients > 0);
}

/** Walks down the whole curve; a share `several` of its falls is of several events, null where that is not known yet. */
function walksDown(
  curve: readonly DigitisedPoint[],
  { atRisk, events }: PublishedCurve,
  several: number | null,
): Walk[] {
  const last = atRisk.length - 1;
  const end = endOf(curve, atRisk);
  let before: Before = { patients: atRisk[0].patients, survival: 1 };
  const walks: Walk[] = [];
  for (let i = 0; i < last; i++) {
    const [from, next] = [atRisk[i].time, atRisk[i + 1]];
    const points = curve.filter(({ time }) => time >= from && time < next.time);
    const stretch = { points, from, to: next.time };
    before =
      several === null
        ? walksTo(stretch, before, next.patients, 1)[0]
        : bestPlaced(stretch, before, next.patients, several);
    walks.push(before as Walk);
  }
  const from = atRisk[last].time;
  const stretch = { points: curve.filter(({ time }) => time >= from), from, to: Math.max(from, end) };
  const expected = expectedOut(walks, stretch);
  const out =
    several === null
      ? walk(stretch, before, Math.min(before.patients, Math.round(expected)), 1)
      : walkOut(stretch, before, expected, toCome(walks, events), several);
  return [...walks, out];
}

/** The last time that anything is known of. */
function endOf(curve: readonly DigitisedPoint[], atRisk: readonly AtRisk[]): number {
  return Math.max(curve[curve.length - 1].time, atRisk[atRisk.length - 1].time);
}

/**
 * The pseudo-patients of a curve, in order of time: as many as are at risk at first. Precondition: times and numbers as
 * `PublishedCurve` says, survival within 0 and 1 but for noise.
 */
export function reconstruct({ points, atRisk, events }: PublishedCurve): PseudoPatient[] {
  const curve = fallingPoints(points);
  const published = { points, atRisk: rowsWithPatients(atRisk), events };
  const falls = walksDown(curve, published, null).flatMap((each) => each.events);
  const several = (falls.filter(({ count }) => count > 1).length + 1) / (falls.length + 2);
  const walks = walksDown(curve, published, several);
  const left = walks[walks.length - 1].patients;
  const end = endOf(curve, published.atRisk);
  const patients = walks.flatMap((each) => [
    ...each.censored.map((time) => ({ time, event: false })),
    ...each.events.flatMap(({ time, count }) => Array<PseudoPatient>(count).fill({ time, event: true })),
  ]);
  patients.push(...Array<PseudoPatient>(left).fill({ time: end, event: false }));
  return patients.sort((a, b) => a.time - b.time || Number(b.event) - Number(a.event));
}

function toCome(walks: readonly Walk[], events: number | null): number | null {
  if (events === null) return null;
  const seen = walks.reduce((sum, each) => sum + each.events.reduce((some, { count }) => some + count, 0), 0);
  return Math.max(0, events - seen);
}

/** How many are expected to be censored in the last stretch before its end: as before it, by Guyot et al.'s rule. */
function expectedOut(walks: readonly Walk[], { from, to }: Stretch): number {
  const rate = from === 0 ? 0 : walks.reduce((sum, { censored }) => sum + censored.length, 0) / from;
  return rate * (to - from);
}
