/**
 * Who is at risk of being seen to have the event, as data with scans have it: a patient without event is followed to
 * the last scan attended, not to dropout or the analysis. With D the time at which an event is seen, L that at which
 * follow-up ends and N(u) the first scan attended at or after u, a patient is in the risk set at u if D ≥ u and L ≥
 * min(D, N(u)), so that the share is
 *
 *   V(u) = E[1{D ≥ u} G(min(D, N(u)))],   G(u) = P(L ≥ u) = A(t − u) e^{−δu},
 *
 * while events are seen there at the rate G(u) × the density of D. D comes before N(u) only for deaths, which are seen at once.
 * Where patients differ in when they are scanned, those who leave between two scans of their own are at risk of nothing since
 * the first of the two; the hazard seen is the higher for it.
 */

import { exp } from '../elementary/exp.ts';
import { log1p } from '../elementary/log1p.ts';
import { gaussLegendre } from '../maths/quadrature.ts';
import { type ScanSchedule, scanTimes } from '../trial/scans.ts';
import type { SeenCurve, SeenPiece } from './asSeen.ts';
import { deathRate, deathsBetween, type SeenDeaths, unseenAlive, unseenHazard } from './seenDeaths.ts';

/** Patients who share a schedule: S(u) and its rate of fall, and G(u). */
export interface Followed {
  readonly schedule: ScanSchedule;
  readonly deaths: SeenDeaths | null;
  /** Whether deaths are events; where they are not they end observation. */
  readonly deathsCount: boolean;
  freeAt(u: number): number;
  failingAt(u: number): number;
  presentAt(u: number): number;
}

/** At each time: V(u), and the rate of events seen over V(u). */
export interface SeenFollowUp {
  readonly atRisk: Float64Array;
  readonly hazard: Float64Array;
}

/** At most this share of those at risk is seen to fail at one scan, so that the hazard of an instant is finite. */
const MOST_AT_ONCE = 1 - 1e-9;

const pair = gaussLegendre(2);

function mean(f: (u: number) => number, from: number, to: number): number {
  const half = (to - from) / 2;
  return (f(from + half * (1 + pair.nodes[0])) + f(from + half * (1 + pair.nodes[1]))) / 2;
}

/**
 * The shares at risk and the rates at `times`, which ascend within each piece of the curve; the curve is that of
 * freeAt.
 */
export function seenFollowUp(followed: Followed, curve: SeenCurve, times: Float64Array): SeenFollowUp {
  const { schedule, deaths, deathsCount, freeAt, failingAt, presentAt } = followed;
  const { jitter, missed } = schedule;
  const { pieces, free } = curve;
  const end = curve.edges[curve.edges.length - 1];
  const scans = scanTimes(schedule, end + jitter);
  /** E G(N) of a patient whose next scan is scan k, or a later one if that is missed. */
  const next = new Float64Array(scans.length + 1);
  /** What deaths between scan k − 1 and the one attended add to that: they are in the data until they die. */
  const byDeath = new Float64Array(scans.length + 1);
  for (let k = scans.length - 1; k >= 0; k--) {
    const here = jitter > 0 ? mean(presentAt, scans[k] - jitter, scans[k] + jitter) : presentAt(scans[k]);
    next[k] = (1 - missed) * here + missed * next[k + 1];
  }
  /** The same from u on, with scan k the next. */
  const diesFirst = (u: number, k: number): number => {
    const until = k < scans.length ? scans[k] : end;
    if (deaths === null || until <= u) return 0;
    const die = deathsBetween(deaths, u, until, freeAt(u), freeAt(until));
    return die * (mean(presentAt, u, until) - next[k]) + (k < scans.length ? missed * byDeath[k + 1] : 0);
  };
  for (let k = scans.length; k >= 1; k--) byDeath[k] = diesFirst(scans[k - 1], k);

  /** Of patients without progression and of `stock` whose progression is not seen. */
  const deathsAt = (u: number, stock: number): number => {
    if (deaths === null || !deathsCount) return 0;
    return deathRate(deaths, u, freeAt(u), failingAt(u)) + unseenHazard(deaths) * stock;
  };
  const atRisk = new Float64Array(times.length);
  const hazard = new Float64Array(times.length);
  const put = (i: number, share: number, rate: number): void => {
    atRisk[i] = Math.max(0, share);
    hazard[i] = share > 0 ? rate / share : 0;
  };
  const between = (piece: SeenPiece, i: number): void => {
    const u = times[i];
    const still = freeAt(u);
    const joining = piece.free - still - deathsBetween(deaths, piece.from, u, piece.free, still);
    const stock = unseenAlive(deaths, u - piece.from, piece.stock, joining);
    put(i, (still + stock) * next[piece.scan] + diesFirst(u, piece.scan), deathsAt(u, stock) * presentAt(u));
  };
  const window = ({ from, to, scan, free: open, stock: opening }: SeenPiece, i: number): void => {
    const u = times[i];
    const done = (u - from) / (to - from);
    const still = freeAt(u);
    const stock = unseenAlive(deaths, u - from, opening, 0);
    const progressed = unseenAlive(deaths, u - from, 0, open - still - deathsBetween(deaths, from, u, open, still));
    const waiting = (1 - done) * (still + stock + progressed);
    const unseen = still + stock * (1 - done * (1 - missed)) + progressed * (1 - ((1 - missed) * done) / 2);
    const later = next[scan + 1];
    const soon = (1 - missed) * mean(presentAt, u, to) + missed * later;
    const share =
      waiting * soon + (unseen - waiting) * later + (1 - (1 - missed) * (1 - done)) * diesFirst(u, scan + 1);
    const seen = ((1 - missed) * (stock + progressed)) / (to - from);
    put(i, share, (seen + deathsAt(u, unseen - still)) * presentAt(u));
  };
  const instant = ({ from, to, scan, free: open, stock, detected }: SeenPiece, i: number): void => {
    const before = (open + stock) * next[scan] + missed * diesFirst(to, scan + 1);
    const share = before > 0 ? Math.min(MOST_AT_ONCE, (detected * presentAt(scans[scan])) / before) : 0;
    const cumulative = -log1p(-share);
    const left = before * exp((-cumulative * (times[i] - from)) / (to - from));
    put(i, left, (left * cumulative) / (to - from));
  };
  let p = 0;
  for (let i = 0; i < times.length; i++) {
    while (p > 0 && pieces[p].from > times[i]) p--;
    while (p < pieces.length - 1 && pieces[p].to < times[i]) p++;
    const piece = pieces[p];
    if (times[i] > piece.to) put(i, free[free.length - 1] * presentAt(times[i]), 0);
    else if (piece.kind === 'between') between(piece, i);
    else if (piece.kind === 'window') window(piece, i);
    else instant(piece, i);
  }
  return { atRisk, hazard };
}
