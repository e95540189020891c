/** One side of an expected look as scans show it, and where its integrals must break. */
import { exp } from '../elementary/exp.ts';
import { cumulativeHazard, hazard } from '../survival/law.ts';
import { mixtureOf } from '../survival/mixtureLaw.ts';
import { expectedEnrolled } from '../trial/accrual.ts';
import { observedFor } from '../trial/endpoint.ts';
import { type Scans, scanTimes } from '../trial/scans.ts';
import { endOfSeeing, instantOf, seenCurve } from './asSeen.ts';
import { type Component, shareFree } from './components.ts';
import type { ExpectedPatients } from './expectedPatients.ts';
import { deathsSeenIn, firstLawOf } from './seenDeaths.ts';
import { type SeenFollowUp, seenFollowUp } from './seenFollowUp.ts';

/** Points of a panel of the quadrature (followUpGrid.ts). */
const POINTS = 32;

/** A trial whose arms are observed for an endpoint. */
type Observed = Pick<ExpectedPatients, 'trial' | 'endpoint' | 'arms'>;

/**
 * The times at which scans of one schedule until `until` begin and end: their windows, or the instants that scans
 * without jitter take.
 */
function edgesOf(scans: Scans, arm: number, until: number): number[] {
  const schedule = scans.schedules[arm];
  const { jitter } = schedule;
  const before = jitter > 0 ? jitter : instantOf(scans.schedules);
  return scanTimes(schedule, until + jitter).flatMap((time) => [time - before, time + jitter]);
}

function endOf({ arms }: Observed, scans: Scans, arm: number, t: number): number {
  const law = firstLawOf(arms[arm]);
  return Math.min(
    t,
    endOfSeeing((u) => shareFree(law, [{ share: 1, multiplier: 1, cell: 0 }], u), scans.schedules[arm]),
  );
}

/**
 * Times at which the curves of these arms have edges in an analysis at t, an edge at the same time in both schedules
 * counts once.
 */
export function scanEdges(observed: Observed, scans: Scans, arms: readonly number[], t: number): number[] {
  const all = arms.flatMap((arm) => edgesOf(scans, arm, endOf(observed, scans, arm, t))).sort((a, b) => a - b);
  const near = instantOf(scans.schedules) / 1000;
  return all.filter((edge, i) => i === 0 || edge - all[i - 1] > near);
}

/** First nodes of the panels that are one instant: those of scans without jitter. */
export function instantPanels(scans: Scans, arms: readonly number[], times: Float64Array): number[] {
  const instant = instantOf(scans.schedules);
  const ends = arms
    .filter((arm) => scans.schedules[arm].jitter === 0)
    .flatMap((arm) => scanTimes(scans.schedules[arm], times[times.length - 1] + instant))
    .sort((a, b) => a - b);
  const panels: number[] = [];
  let k = 0;
  for (let i = 0; i < times.length; i += POINTS) {
    const middle = (times[i] + times[i + POINTS - 1]) / 2;
    while (k < ends.length && ends[k] < middle) k++;
    if (k < ends.length && ends[k] - middle < instant) panels.push(i);
  }
  return panels;
}

/** A function that finds its value at a time once. */
function foundOnce(f: (u: number) => number): (u: number) => number {
  const found = new Map<number, number>();
  return (u) => {
    const known = found.get(u);
    if (known !== undefined) return known;
    const value = f(u);
    found.set(u, value);
    return value;
  };
}

/** The share of an arm's patients who are followed to u on study in an analysis at t, as a function of u. */
export function presence({ trial, arms }: Observed, arm: number, t: number): (u: number) => number {
  const { accrual, patients } = trial;
  const { dropoutHazard } = arms[arm];
  return foundOnce((u) =>
    u > t ? 0 : (expectedEnrolled(accrual, patients, t - u) / patients) * exp(-dropoutHazard * u),
  );
}

/**
 * The side of an analysis at t made of arm `arm`'s patients of `components`, whose shares sum to `prevalence`; as
 * shares of these patients. `presentAt` is the arm's presence at t, the same for all its components.
 */
export function seenSide(
  observed: Observed,
  scans: Scans,
  arm: number,
  components: readonly Component[],
  prevalence: number,
  t: number,
  times: Float64Array,
  presentAt: (u: number) => number,
): SeenFollowUp {
  const law = firstLawOf(observed.arms[arm]);
  const schedule = scans.schedules[arm];
  const deaths = deathsSeenIn(observed.arms[arm], scans, arm, components);
  const freeAt = foundOnce((u) => shareFree(law, components, u) / prevalence);
  const curve = seenCurve(freeAt, schedule, deaths, endOf(observed, scans, arm, t), instantOf(scans.schedules));
  const followed = {
    schedule,
    deaths,
    deathsCount: observedFor(observed.endpoint) !== 'progression',
    freeAt,
    failingAt: (u: number) => mixtureOf(components, cumulativeHazard(law, u), hazard(law, u)).failing / prevalence,
    presentAt,
  };
  return seenFollowUp(followed, curve, times);
}
