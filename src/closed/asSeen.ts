/**
 * Progression as scans see it. Of patients free of the event with probability S(u), those who progress join a stock that no
 * one has seen yet; the scan at t + J, J uniform within ± jitter, sees the stock and whoever has progressed since, unless it is
 * missed (probability q), and who is missed stays in the stock for the next. Deaths are seen at once. The share seen to be free
 * is exact at the ends of each scan's window, where jitter is 0 of a sliver after the scan; between them it is taken to fall at
 * a constant hazard. Patients who leave before a scan are not seen by it: dropout and the end of follow-up act on the times of
 * detection, independently.
 */
import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { binaryExponent, powerOfTwo } from '../elementary/powersOfTwo.ts';
import { gaussLegendre } from '../maths/quadrature.ts';
import { cureFraction, NO_EFFECT, type SurvivalLaw, survival } from '../survival/law.ts';
import { type Deaths, type ScanSchedule, type Scans, scanTimes } from '../trial/scans.ts';
import type { Arm, Trial } from '../trial/trial.ts';
import { type Component, mixtureAt } from './components.ts';
import { followUpGrid } from './followUpGrid.ts';

/** Of the shortest interval: how long a scan without jitter takes. */
const SLIVER = 1e-6;

/** Once this little is left to be seen, or after so many scans, follow-up without end has ended. */
const LITTLE = 1e-7;
const MOST_SCANS = 2000;

/** Laws and curves kept of one law before all are forgotten. */
const MOST_KNOWN = 64;

/** The share seen to be free of the event at `edges`, which ascend from 0. */
export interface SeenCurve {
  readonly edges: readonly number[];
  readonly free: readonly number[];
  /** ∫ over detections of the time of detection, and the share detected. */
  readonly detectionTime: number;
  readonly detected: number;
}

const jitterRule = gaussLegendre(4);

/** The curve up to `until` on study, for a share S(u) truly free of the event. */
export function seenCurve(
  freeAt: (u: number) => number,
  schedule: ScanSchedule,
  deaths: Deaths | null,
  until: number,
): SeenCurve {
  const { jitter, missed } = schedule;
  const sliver = SLIVER * Math.min(...schedule.intervals);
  /** Deaths between two times, at which S is a and b: a share of the events, or the hazard × ∫S, S falling exponentially. */
  const deathsBetween = (from: number, to: number, a: number, b: number): number => {
    if (deaths === null || a <= b) return 0;
    if (deaths.kind === 'share') return deaths.share * (a - b);
    const area = b > 0 ? ((to - from) * (a - b)) / log(a / b) : (to - from) * a;
    return Math.min(a - b, deaths.hazard * area);
  };
  const edges = [0];
  const free = [1];
  const see = (time: number, seen: number): void => {
    edges.push(time);
    free.push(Math.max(0, free[free.length - 1] - seen));
  };
  let stock = 0;
  let detectionTime = 0;
  let detected = 0;
  let now = 0;
  let here = 1;
  /** Follow from now to `time`, nothing but deaths seen. */
  const follow = (time: number): number => {
    const there = freeAt(time);
    const died = deathsBetween(now, time, here, there);
    stock += here - there - died;
    now = time;
    here = there;
    return died;
  };
  for (const scan of scanTimes(schedule, until + jitter)) {
    const opens = Math.max(now, scan - jitter);
    const closes = jitter > 0 ? scan + jitter : scan + sliver;
    if (opens >= until) break;
    if (opens > now) see(opens, follow(opens));
    // Mean over the time of the scan of what it sees, and of that × its time.
    let mean = stock;
    let meanTime = stock * scan;
    if (jitter > 0) {
      mean = 0;
      meanTime = 0;
      for (let i = 0; i < jitterRule.nodes.length; i++) {
        const at = scan + jitter * jitterRule.nodes[i];
        const there = freeAt(at);
        const sees = stock + here - there - deathsBetween(now, at, here, there);
        mean += (jitterRule.weights[i] / 2) * sees;
        meanTime += (jitterRule.weights[i] / 2) * sees * at;
      }
    }
    const sees = (1 - missed) * mean;
    detected += sees;
    detectionTime += (1 - missed) * meanTime;
    see(closes, follow(closes) + sees);
    stock -= sees;
  }
  if (now < until) see(until, follow(until));
  return { edges, free, detectionTime, detected };
}

/** A time by which little is left to be seen. */
function endOfSeeing(freeAt: (u: number) => number, { starts, intervals }: ScanSchedule): number {
  const cured = freeAt(Number.POSITIVE_INFINITY);
  const longest = starts[starts.length - 1] + MOST_SCANS * intervals[intervals.length - 1];
  let end = starts[starts.length - 1] + 8 * intervals[intervals.length - 1];
  while (end < longest && freeAt(end) - cured > LITTLE) end *= 1.25;
  return Math.min(longest, end);
}

export interface SeenCounts {
  readonly events: number;
  readonly exposure: number;
}

const within = gaussLegendre(3);

/**
 * Of a patient of the arm: P(event seen) and expected time at risk (until event or dropout is seen) by calendar time t, when
 * a share entered(x) has entered by calendar time x.
 */
export function seenCounts(
  arm: Pick<Arm, 'law' | 'dropoutHazard'>,
  components: readonly Component[],
  { schedules, deaths }: Scans,
  a: number,
  t: number,
  entered: (time: number) => number,
): SeenCounts {
  if (!(t > 0)) return { events: 0, exposure: 0 };
  const { edges, free } = curveOf(arm.law, components, schedules[a], deaths, t);
  let events = 0;
  let exposure = 0;
  for (let i = 1; i < edges.length && edges[i - 1] < t; i++) {
    const length = edges[i] - edges[i - 1];
    // Of a piece that t is in, what is before t.
    const before = Math.min(1, (t - edges[i - 1]) / length);
    let fallen = 0;
    for (let k = 0; k < within.nodes.length; k++) {
      const x = (before * (1 + within.nodes[k])) / 2;
      const u = edges[i - 1] + x * length;
      const present = ((before * within.weights[k]) / 2) * entered(t - u) * exp(-arm.dropoutHazard * u);
      fallen += present;
      exposure += present * length * (free[i - 1] + x * (free[i] - free[i - 1]));
    }
    events += fallen * (free[i - 1] - free[i]);
  }
  return { events, exposure };
}

const curves = new WeakMap<readonly Component[], WeakMap<SurvivalLaw, Map<string, SeenCurve>>>();

/** The curve of a mixture at least up to t, found once for many times: a root of expected events asks for some ten. */
function curveOf(
  law: SurvivalLaw,
  components: readonly Component[],
  schedule: ScanSchedule,
  deaths: Deaths | null,
  t: number,
): SeenCurve {
  const freeAt = (u: number) => mixtureAt(law, components, u).free;
  const longest = endOfSeeing(freeAt, schedule);
  // From the end of follow-up backwards by halves, so that few curves serve all times.
  const until = t < longest ? longest / powerOfTwo(binaryExponent(longest / t)) : longest;
  const ofComponents = curves.get(components) ?? new WeakMap<SurvivalLaw, Map<string, SeenCurve>>();
  curves.set(components, ofComponents);
  const ofLaw = ofComponents.get(law) ?? new Map<string, SeenCurve>();
  ofComponents.set(law, ofLaw);
  const key = JSON.stringify([schedule, deaths, until]);
  const curve = ofLaw.get(key) ?? seenCurve(freeAt, schedule, deaths, until);
  if (ofLaw.size >= MOST_KNOWN) ofLaw.clear();
  ofLaw.set(key, curve);
  return curve;
}

/**
 * The law of the first event seen, up to `until` on study: piecewise exponential, its survival exact at the edges of scans'
 * windows; beyond, its mean hazard until then.
 */
export function lawAsSeen(law: SurvivalLaw, schedule: ScanSchedule, deaths: Deaths | null, until: number): SurvivalLaw {
  const freeAt = (u: number) => survival(law, u);
  const end = Number.isFinite(until) ? until : endOfSeeing(freeAt, schedule);
  if (!(end > 0)) return law;
  const { edges, free } = seenCurve(freeAt, schedule, deaths, end);
  // All gone before anything is seen.
  if (!(free[1] > 1e-14)) return law;
  const starts: number[] = [];
  const hazards: number[] = [];
  let i = 1;
  for (; i < edges.length && free[i] > 1e-14; i++) {
    starts.push(edges[i - 1]);
    hazards.push(log(free[i - 1] / free[i]) / (edges[i] - edges[i - 1]));
  }
  starts.push(edges[i - 1]);
  hazards.push(-log(free[i - 1]) / edges[i - 1]);
  return { clock: { kind: 'piecewise', starts, hazards }, steps: NO_EFFECT };
}

const known = new WeakMap<SurvivalLaw, Map<string, SurvivalLaw>>();

/**
 * The trial with its arms' laws replaced by those of events as scans see them by `until` on study; itself where there are no
 * scans. Multipliers of patients who differ then act on the hazard of detection, which is exact at the scans where none is
 * missed and nobody dies: S(u)^x is what a patient of multiplier x has there.
 */
export function asSeen(trial: Trial, until: number): Trial {
  const { scans } = trial;
  if (scans === undefined) return trial;
  const seen = (arm: Arm, a: number): Arm => {
    const schedule = scans.schedules[a];
    const key = JSON.stringify([schedule, scans.deaths, until]);
    const ofLaw = known.get(arm.law) ?? new Map<string, SurvivalLaw>();
    known.set(arm.law, ofLaw);
    const law = ofLaw.get(key) ?? lawAsSeen(arm.law, schedule, scans.deaths, until);
    if (ofLaw.size >= MOST_KNOWN) ofLaw.clear();
    ofLaw.set(key, law);
    return { ...arm, law };
  };
  return {
    ...trial,
    control: seen(trial.control, 0),
    experimental: seen(trial.experimental, 1),
    ...(trial.furtherArms ? { furtherArms: trial.furtherArms.map((arm, k) => seen(arm, k + 2)) } : {}),
  };
}

/** Expected time from a progression of this law to the scan that sees it, of those who are followed for ever. */
export function detectionDelay(law: SurvivalLaw, schedule: ScanSchedule): number {
  const freeAt = (u: number) => survival(law, u);
  const end = endOfSeeing(freeAt, schedule);
  const { detectionTime, detected } = seenCurve(freeAt, schedule, null, end);
  // ∫ u dF(u) up to the end.
  const { times, weights } = followUpGrid([{ law, dropoutHazard: 0 }], end);
  const cured = cureFraction(law);
  let area = 0;
  for (let i = 0; i < times.length; i++) area += weights[i] * (freeAt(times[i]) - cured);
  return (detectionTime - (area - end * (freeAt(end) - cured))) / detected;
}
