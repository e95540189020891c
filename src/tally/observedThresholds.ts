/** Thresholds for a detriment in survival at whatever deaths a replicate has. */
import { log } from '../elementary/log.ts';
import {
  type DeathsPlanned,
  type DetrimentRule,
  type LooksTaken,
  nextThreshold,
  noLooksTaken,
  remembers,
} from '../sequential/detriment.ts';
import { COARSE_RESOLUTION } from '../sequential/recursion.ts';

export interface DetrimentSpec extends DeathsPlanned {
  readonly rule: DetrimentRule;
  /** By look, the final analysis last: whether it is held against a threshold. */
  readonly looks: readonly boolean[];
  /** Index of the statistic that estimates the hazard ratio of death, and of its endpoint among the further ones. */
  readonly statistic: number;
  readonly further: number;
}

/** The deaths of the looks so far; its bounds are remembered by the deaths of the next. */
interface DeathHistory {
  readonly taken: LooksTaken;
  /** z = ln(threshold) √(information). */
  readonly bounds: Map<number, number>;
  readonly next: Map<number, DeathHistory>;
}

const PARTS = 60;

const historyOf = (taken: LooksTaken): DeathHistory => ({ taken, bounds: new Map(), next: new Map() });

/**
 * Thresholds of looks one after another. A rule that spends is solved at multiples of 1/60 of the deaths planned, between which z
 * is linear; deaths of looks before are rounded to them, which moves a threshold by less than 1/200 of a standard error.
 */
export class ObservedThresholds {
  private readonly spec: DetrimentSpec;
  private readonly root = historyOf(noLooksTaken(COARSE_RESOLUTION));
  private readonly step: number;
  private readonly lastLook: number;
  private readonly spends: boolean;

  constructor(spec: DetrimentSpec) {
    this.spec = spec;
    this.step = Math.max(1, Math.round(spec.finalDeaths / PARTS));
    this.lastLook = spec.looks.lastIndexOf(true);
    this.spends = remembers(spec.rule);
  }

  begin(): DeathHistory {
    return this.root;
  }

  /** Log of the threshold of `look` at `deaths`. */
  at(history: DeathHistory, look: number, deaths: number): number {
    if (deaths === 0) return Number.POSITIVE_INFINITY;
    const information = deaths * this.spec.perDeath;
    const counted = this.fromHistory(history, deaths);
    const below = this.spends ? this.fromHistory(history, Math.floor(counted / this.step) * this.step) : counted;
    const above = this.spends ? Math.max(below, Math.ceil(counted / this.step) * this.step) : counted;
    const lower = this.boundAt(history, look, below);
    if (above === below || !Number.isFinite(lower)) return lower / Math.sqrt(information);
    const upper = this.boundAt(history, look, above);
    return (lower + ((counted - below) / (above - below)) * (upper - lower)) / Math.sqrt(information);
  }

  /** What goes on after `look` at `deaths`; 0 also for a look that did not take place. */
  after(history: DeathHistory, look: number, deaths: number): DeathHistory {
    if (look === this.lastLook) return history;
    const counts = deaths > 0 && this.spends;
    const rounded = counts ? this.fromHistory(history, Math.max(1, Math.round(deaths / this.step) * this.step)) : 0;
    const known = history.next.get(rounded);
    if (known !== undefined) return known;
    const next = historyOf(nextThreshold(this.spec.rule, this.spec, history.taken, rounded, false).taken);
    history.next.set(rounded, next);
    return next;
  }

  private boundAt({ taken, bounds }: DeathHistory, look: number, deaths: number): number {
    const last = look === this.lastLook;
    const key = 2 * deaths + (last ? 1 : 0);
    const known = bounds.get(key);
    if (known !== undefined) return known;
    const { threshold } = nextThreshold(this.spec.rule, this.spec, taken, Math.max(1, deaths), last);
    const bound = log(threshold) * Math.sqrt(Math.max(1, deaths) * this.spec.perDeath);
    bounds.set(key, bound);
    return bound;
  }

  /** Deaths that do not fall behind those of the history, which rounding may have taken beyond them. */
  private fromHistory({ taken }: DeathHistory, deaths: number): number {
    return Math.max(deaths, Math.ceil(taken.state.fraction * this.spec.finalDeaths - 1e-6));
  }
}
