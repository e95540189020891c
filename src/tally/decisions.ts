/** Where each replicate of a group-sequential trial stops, and why, at the bounds its own information gives. */
import { log } from '../elementary/log.ts';
import type { Columns } from '../kernel/look/columns.ts';
import { atLeastAsHarmful, type HazardRatioScale } from '../sequential/hazardRatioScale.ts';
import {
  afterLook,
  beginMonitoring,
  boundsAt,
  interimWeight,
  type LookBounds,
  type Monitoring,
} from '../sequential/monitoring.ts';
import type { SolvedPlan } from '../sequential/plan.ts';
import { COARSE_RESOLUTION } from '../sequential/recursion.ts';
import { weightedZ } from '../sequential/reestimation.ts';

export interface SequentialSpec {
  readonly solved: SolvedPlan;
  /** Events at information fraction 1; parts of the information where a statistic has information of its own. */
  readonly informationEvents: number;
  /** The test (index among the statistics) whose information counts in place of events, and its information at fraction 1. */
  readonly ownInformation?: { readonly statistic: number; readonly full: number };
}

/** Parts in which the information of a statistic is counted. */
export const INFORMATION_PARTS = 400;

/** Why a replicate ended: at its final analysis without a claim, or by a bound. */
export const NO_CLAIM = 0;
export const EFFICACY = 1;
export const HARM = 2;
export const FUTILITY = 3;

/**
 * One entry per replicate: the look it ended at (counted from 0) and the reason, with futility stops acted on or
 * ignored.
 */
export interface Decisions {
  readonly look: Uint8Array;
  readonly reason: Uint8Array;
  readonly lookIgnoring: Uint8Array;
  readonly reasonIgnoring: Uint8Array;
  /** The z that was held against the bound where the replicate ended: weighted after a re-estimation. */
  readonly z: Float64Array;
}

type Bounds = Pick<LookBounds, 'efficacy' | 'futility'>;

/**
 * The looks that took place, as far as bounds depend on them. The history of a look's bound is rounded to 1/200 of the
 * planned events, which moves it by less than 1e-3 of a standard error; what is spent at the look itself is exact.
 */
interface History {
  readonly monitoring: Monitoring;
  readonly bounds: Map<number, Bounds>;
  readonly next: Map<number, History>;
}

const HISTORY_PARTS = 200;
/** Looks and event counts in one map key. */
const KEY_STRIDE = 2 ** 32;

/** The bounds of looks at whatever information they find, remembered. */
export class ObservedBounds {
  private readonly spec: SequentialSpec;
  private readonly root: History;
  private readonly step: number;

  constructor(spec: SequentialSpec) {
    this.spec = spec;
    this.root = { monitoring: beginMonitoring(spec.solved, COARSE_RESOLUTION), bounds: new Map(), next: new Map() };
    this.step = Math.max(1, Math.round(spec.informationEvents / HISTORY_PARTS));
  }

  /** The history before any look. */
  begin(): History {
    return this.root;
  }

  /** Bounds of `look` at `events`. */
  at(history: History, look: number, events: number): Bounds {
    const key = look * KEY_STRIDE + events;
    const known = history.bounds.get(key);
    if (known) return known;
    const { solved } = this.spec;
    const bounds = boundsAt(solved, history.monitoring, look, this.fraction(history, events));
    history.bounds.set(key, bounds);
    return bounds;
  }

  /** The history that goes on after `look` at `events`. */
  after(history: History, look: number, events: number): History {
    const rounded = Math.max(1, Math.round(events / this.step) * this.step);
    const key = look * KEY_STRIDE + rounded;
    const known = history.next.get(key);
    if (known) return known;
    const { solved } = this.spec;
    const fraction = this.fraction(history, rounded);
    const bounds = boundsAt(solved, history.monitoring, look, fraction);
    const monitoring = afterLook(solved, history.monitoring, fraction, bounds);
    const next: History = { monitoring, bounds: new Map(), next: new Map() };
    history.next.set(key, next);
    return next;
  }

  /** Information of `events`, at least that of the history and above 0. */
  private fraction(history: History, events: number): number {
    return Math.max(history.monitoring.underNull.fraction, Math.max(events, 0.5) / this.spec.informationEvents);
  }
}

/** Events at each look as planned, where those are whole: looks that find just these keep the planned bounds. */
function plannedEvents({ solved, informationEvents }: SequentialSpec): number[] {
  return solved.fractions.map((fraction) => {
    const events = fraction * informationEvents;
    return Math.abs(events - Math.round(events)) < 1e-6 ? Math.round(events) : Number.NaN;
  });
}

/** Decides every row of the looks' columns. `observed` remembers the bounds of one spec. */
export function decide(looks: readonly Columns[], spec: SequentialSpec, observed: ObservedBounds): Decisions {
  const { solved } = spec;
  const { sides, plan } = solved;
  const rows = looks[0].rows;
  const last = looks.length - 1;
  const planned = plannedEvents(spec);
  const asPlanned: Bounds[] = solved.efficacy.map((efficacy, k) => ({ efficacy, futility: solved.futility[k] }));
  const keeps = plan.information === 'planned';
  const { reestimation } = plan;
  const { ownInformation } = spec;
  const informationAt = ({ events, statistics }: Columns, row: number): number =>
    ownInformation === undefined
      ? events[0][row] + events[1][row]
      : Math.round((INFORMATION_PARTS * statistics[ownInformation.statistic].information[row]) / ownInformation.full);
  const limit = (k: number): number =>
    plan.futility?.kind === 'hazardRatio' && k < last ? log(plan.futility.hazardRatio[k]) : Number.NaN;
  const scale = solved.scale;
  const decisions: Decisions = {
    look: new Uint8Array(rows),
    reason: new Uint8Array(rows),
    lookIgnoring: new Uint8Array(rows),
    reasonIgnoring: new Uint8Array(rows),
    z: new Float64Array(rows),
  };

  for (let row = 0; row < rows; row++) {
    // Null as long as every look has found the information planned.
    let history: History | null = null;
    let futileAt = -1;
    let interimZ = Number.NaN;
    let interimEvents = 0;
    let reason = NO_CLAIM;
    let end = last;
    let z = 0;
    for (let k = 0; k <= last; k++) {
      const columns = looks[k];
      if (columns.performed[row] === 0) {
        if (k < last && !keeps) history ??= replay(observed, planned, k);
        continue;
      }
      const events = informationAt(columns, row);
      const reestimated = reestimation !== null && k === last && !Number.isNaN(interimZ);
      if (!keeps && history === null && events !== planned[k] && !reestimated) history = replay(observed, planned, k);
      const bounds =
        history === null ? asPlanned[k] : observed.at(history, k, reestimated ? spec.informationEvents : events);
      z = columns.z[row];
      if (reestimated && reestimation.statistic === 'weighted') {
        const share = interimWeight(solved, reestimation.look, interimEvents / spec.informationEvents);
        if (events > interimEvents) z = weightedZ(share, { z: interimZ, events: interimEvents }, { z, events });
      }
      end = k;
      if (z >= bounds.efficacy) reason = EFFICACY;
      else if (sides === 2 && z <= -bounds.efficacy) reason = HARM;
      if (reason !== NO_CLAIM) break;
      if (k === last) break;
      if (futileAt < 0 && events > 0 && stopsForFutility(columns, row, z, bounds, limit(k), scale)) {
        futileAt = k;
        decisions.z[row] = z;
      }
      if (reestimation?.look === k) {
        interimZ = z;
        interimEvents = events;
      }
      if (history !== null) history = observed.after(history, k, events);
    }
    decisions.lookIgnoring[row] = end;
    decisions.reasonIgnoring[row] = reason;
    decisions.look[row] = futileAt < 0 ? end : futileAt;
    decisions.reason[row] = futileAt < 0 ? reason : FUTILITY;
    if (futileAt < 0) decisions.z[row] = z;
  }
  return decisions;
}

/** The history of looks before `look` that found the information planned. */
function replay(observed: ObservedBounds, planned: readonly number[], look: number): History {
  let history = observed.begin();
  for (let k = 0; k < look; k++) history = observed.after(history, k, planned[k]);
  return history;
}

/**
 * Whether a futility rule stops: a rule on the hazard ratio looks at the observed one (Cox), where there is one, all
 * others at z.
 */
function stopsForFutility(
  columns: Columns,
  row: number,
  z: number,
  bounds: Bounds,
  logLimit: number,
  scale?: HazardRatioScale,
): boolean {
  const observed = columns.logHazardRatio?.[row] ?? Number.NaN;
  if (Number.isNaN(logLimit) || Number.isNaN(observed)) return z <= bounds.futility;
  return atLeastAsHarmful(observed, logLimit, scale) && bounds.futility > Number.NEGATIVE_INFINITY;
}
