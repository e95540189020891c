/**
 * Progression as scans see it. Of patients free of the event with probability S(u), those who progress join a stock
 * that no one has seen yet; the scan at t + J, J uniform within ± jitter, sees the stock and whoever has progressed
 * since, unless it is missed (probability q), and a patient who is missed stays in the stock for the next. Deaths are
 * seen at once. The share seen to be free is exact at the ends of each scan's window, where jitter is 0 the window is a
 * sliver that ends with the scan, so that a scan at a time of interest has been seen by then; between them it is taken
 * to fall at a constant rate. Patients who leave before a scan are not seen by it: dropout and the end of follow-up act
 * on the times of detection, independently.
 */
import { exp } from '../elementary/exp.ts';
import { binaryExponent, powerOfTwo } from '../elementary/powersOfTwo.ts';
import { gaussLegendre } from '../maths/quadrature.ts';
import { cureFraction, type SurvivalLaw, survival } from '../survival/law.ts';
import type { Arm } from '../trial/arm.ts';
import { type ScanSchedule, scanTimes } from '../trial/scans.ts';
import { type Component, shareFree } from './components.ts';
import { followUpGrid, followUpPanels } from './followUpGrid.ts';
import { deathsBetween, type SeenDeaths, unseenAlive } from './seenDeaths.ts';

/** How long a scan without jitter takes, as a share of the shortest interval. */
const SLIVER = 1e-6;

/** Once this little is left to be seen, or after so many scans, follow-up without end has ended. */
const LITTLE = 1e-7;
const MOST_SCANS = 2000;

/** A stretch of time on study between scans, of a scan that jitter moves within it, or of one that takes but an instant. */
export interface SeenPiece {
  readonly kind: 'between' | 'window' | 'instant';
  readonly from: number;
  readonly to: number;
  /** Index of the scan in scanTimes: that of the window or instant, or the next. */
  readonly scan: number;
  /** At `from`: the share truly free of the event, and that with a progression no scan has seen. */
  readonly free: number;
  readonly stock: number;
  /** The share that is seen to have the event by scans, deaths apart, within the piece. */
  readonly detected: number;
  /** The share that dies within the piece before a scan has seen anything. */
  readonly died: number;
}

/** The share seen to be free of the event at `edges`, which ascend from 0. */
export interface SeenCurve {
  readonly edges: readonly number[];
  readonly free: readonly number[];
  /** pieces[i] ends at edges[i + 1]. */
  readonly pieces: readonly SeenPiece[];
  /** ∫ over detections of the time of detection, and the share detected. */
  readonly detectionTime: number;
  readonly detected: number;
}

/** Of patients whose progression was not seen before: those whom a scan sees, and those who die before it. */
interface Seen {
  readonly seen: number;
  readonly lost: number;
}

/** The time that a scan without jitter takes with these schedules. */
export function instantOf(schedules: readonly Pick<ScanSchedule, 'intervals'>[]): number {
  return SLIVER * Math.min(...schedules.flatMap(({ intervals }) => intervals));
}

const jitterRule = gaussLegendre(4);

/** The curve up to `until` on study, for a share S(u) truly free of the event; a scan without jitter takes `instant`. */
export function seenCurve(
  freeAt: (u: number) => number,
  schedule: ScanSchedule,
  deaths: SeenDeaths | null,
  until: number,
  instant: number = instantOf([schedule]),
): SeenCurve {
  const { jitter, missed } = schedule;
  const edges = [0];
  const free = [1];
  const pieces: SeenPiece[] = [];
  let stock = 0;
  let detectionTime = 0;
  let detected = 0;
  let now = 0;
  let here = 1;
  /** Goes on to `time`; of unseen progressions, `alive` if no scan were on the way, a scan on the way sees some and some die. */
  const goOn = (
    kind: SeenPiece['kind'],
    scan: number,
    time: number,
    part: (progressed: number, alive: number) => Seen,
  ): number => {
    const there = freeAt(time);
    const before = deathsBetween(deaths, now, time, here, there);
    const joining = here - there - before;
    const progressed = stock + joining;
    const { seen, lost } = part(progressed, unseenAlive(deaths, time - now, stock, joining));
    const died = before + lost;
    pieces.push({ kind, from: now, to: time, scan, free: here, stock, detected: seen, died });
    edges.push(time);
    free.push(Math.max(0, free[free.length - 1] - died - seen));
    stock = progressed - lost - seen;
    now = time;
    here = there;
    return seen;
  };
  const nothing = (progressed: number, alive: number): Seen => ({ seen: 0, lost: progressed - alive });
  const scans = scanTimes(schedule, until + jitter);
  for (let k = 0; k < scans.length; k++) {
    const scan = scans[k];
    const opens = Math.max(now, scan - (jitter > 0 ? jitter : instant));
    if (opens >= until) break;
    if (opens > now) goOn('between', k, opens, nothing);
    if (jitter > 0) {
      // Mean over the time of the scan of what it sees, and of that × its time.
      let mean = 0;
      let meanTime = 0;
      let meanLost = 0;
      for (let i = 0; i < jitterRule.nodes.length; i++) {
        const at = scan + jitter * jitterRule.nodes[i];
        const there = freeAt(at);
        const joining = here - there - deathsBetween(deaths, now, at, here, there);
        const sees = unseenAlive(deaths, at - now, stock, joining);
        mean += (jitterRule.weights[i] / 2) * sees;
        meanLost += (jitterRule.weights[i] / 2) * (stock + joining - sees);
        meanTime += (jitterRule.weights[i] / 2) * sees * at;
      }
      // Of those seen, only what comes before the scan counts; those who are missed go through the whole window.
      detected += goOn('window', k, scan + jitter, (progressed, alive) => ({
        seen: (1 - missed) * mean,
        lost: (1 - missed) * meanLost + missed * (progressed - alive),
      }));
      detectionTime += (1 - missed) * meanTime;
    } else {
      const seen = goOn('instant', k, scan, (progressed, alive) => ({
        seen: (1 - missed) * alive,
        lost: progressed - alive,
      }));
      detected += seen;
      detectionTime += seen * scan;
    }
  }
  if (now < until) goOn('between', scans.length, until, nothing);
  return { edges, free, pieces, detectionTime, detected };
}

/** A time by which little is left to be seen. */
export function endOfSeeing(freeAt: (u: number) => number, { starts, intervals }: ScanSchedule): number {
  const cured = freeAt(Number.POSITIVE_INFINITY);
  const longest = starts[starts.length - 1] + MOST_SCANS * intervals[intervals.length - 1];
  let end = starts[starts.length - 1] + 8 * intervals[intervals.length - 1];
  while (end < longest && freeAt(end) - cured > LITTLE) end *= 1.25;
  return Math.min(longest, end);
}

/** The curves of one arm, each found once for many times: a root of expected events asks for some ten. */
export interface SeenCurves {
  /** A curve that reaches calendar time t at least. */
  upTo(t: number): SeenCurve;
}

/** The curves of an arm whose patients are a mixture and are scanned by `schedule`. */
export function seenCurves(
  law: SurvivalLaw,
  components: readonly Component[],
  schedule: ScanSchedule,
  deaths: SeenDeaths | null,
): SeenCurves {
  const freeAt = (u: number) => shareFree(law, components, u);
  const curves = new Map<number, SeenCurve>();
  let longest: number | null = null;
  return {
    upTo(t) {
      longest ??= endOfSeeing(freeAt, schedule);
      // The ends of curves go from the end of follow-up backwards by halves, so that few curves serve all times.
      const until = t < longest ? longest / powerOfTwo(binaryExponent(longest / t)) : longest;
      const curve = curves.get(until) ?? seenCurve(freeAt, schedule, deaths, until);
      curves.set(until, curve);
      return curve;
    },
  };
}

export interface SeenCounts {
  readonly events: number;
  /** Deaths that end the observation of an endpoint that is progression alone. */
  readonly others: number;
  readonly exposure: number;
}

const within = gaussLegendre(3);

/**
 * P(event seen) and expected time at risk (until event or dropout is seen) by calendar time t for a patient of an arm
 * with these curves, when a share entered(x) has entered by calendar time x. `deathsEnd`: whether deaths are no events.
 */
export function seenCounts(
  { dropoutHazard }: Pick<Arm, 'dropoutHazard'>,
  curves: SeenCurves,
  t: number,
  entered: (time: number) => number,
  deathsEnd = false,
): SeenCounts {
  if (!(t > 0)) return { events: 0, others: 0, exposure: 0 };
  const { edges, free, pieces } = curves.upTo(t);
  let events = 0;
  let others = 0;
  let exposure = 0;
  for (let i = 1; i < edges.length && edges[i - 1] < t; i++) {
    const length = edges[i] - edges[i - 1];
    // If t lies within the piece, only the part before t counts.
    const before = Math.min(1, (t - edges[i - 1]) / length);
    let fallen = 0;
    for (let k = 0; k < within.nodes.length; k++) {
      const x = (before * (1 + within.nodes[k])) / 2;
      const u = edges[i - 1] + x * length;
      const present = ((before * within.weights[k]) / 2) * entered(t - u) * exp(-dropoutHazard * u);
      fallen += present;
      exposure += present * length * (free[i - 1] + x * (free[i] - free[i - 1]));
    }
    if (deathsEnd) {
      events += fallen * pieces[i - 1].detected;
      others += fallen * pieces[i - 1].died;
    } else events += fallen * (free[i - 1] - free[i]);
  }
  return { events, others, exposure };
}

/** Expected time from a progression of this law to the scan that sees it, for patients who are followed for ever. */
export function detectionDelay(law: SurvivalLaw, schedule: ScanSchedule): number {
  const freeAt = (u: number) => survival(law, u);
  const end = endOfSeeing(freeAt, schedule);
  const { detectionTime, detected } = seenCurve(freeAt, schedule, null, end);
  // ∫ u dF(u) up to the end.
  const { times, weights } = followUpGrid(followUpPanels([{ law, dropoutHazard: 0 }]), end);
  const cured = cureFraction(law);
  let area = 0;
  for (let i = 0; i < times.length; i++) area += weights[i] * (freeAt(times[i]) - cured);
  return (detectionTime - (area - end * (freeAt(end) - cured))) / detected;
}
