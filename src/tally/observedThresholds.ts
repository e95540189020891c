/** Thresholds for a detriment in survival at whatever deaths a replicate has. */
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

/** The deaths of the looks so far; its thresholds are remembered by the deaths of the next. */
interface DeathHistory {
  readonly taken: LooksTaken;
  readonly thresholds: Map<number, number>;
  readonly next: Map<number, DeathHistory>;
}

const PARTS = 200;

const historyOf = (taken: LooksTaken): DeathHistory => ({ taken, thresholds: new Map(), next: new Map() });

/**
 * Thresholds of looks one after another. Deaths of looks before are rounded to 1/200 of those planned, which moves a threshold
 * by less than a thousandth of a standard error; what is spent at the look itself is exact.
 */
export class ObservedThresholds {
  private readonly spec: DetrimentSpec;
  private readonly root = historyOf(noLooksTaken(COARSE_RESOLUTION));
  private readonly step: number;
  private readonly lastLook: number;

  constructor(spec: DetrimentSpec) {
    this.spec = spec;
    this.step = Math.max(1, Math.round(spec.finalDeaths / PARTS));
    this.lastLook = spec.looks.lastIndexOf(true);
  }

  begin(): DeathHistory {
    return this.root;
  }

  /** The threshold of `look` at `deaths`. */
  at(history: DeathHistory, look: number, deaths: number): number {
    const key = 2 * deaths + (look === this.lastLook ? 1 : 0);
    const known = history.thresholds.get(key);
    if (known !== undefined) return known;
    const { threshold } = nextThreshold(
      this.spec.rule,
      this.spec,
      history.taken,
      deaths > 0 ? this.fromHistory(history, deaths) : 0,
      look === this.lastLook,
    );
    history.thresholds.set(key, threshold);
    return threshold;
  }

  /** What goes on after a look at `deaths`; 0 also for a look that did not take place. */
  after(history: DeathHistory, deaths: number): DeathHistory {
    const counts = deaths > 0 && remembers(this.spec.rule);
    const rounded = counts ? Math.max(1, Math.round(deaths / this.step) * this.step) : 0;
    const known = history.next.get(rounded);
    if (known !== undefined) return known;
    const counted = counts ? this.fromHistory(history, rounded) : 0;
    const next = historyOf(nextThreshold(this.spec.rule, this.spec, history.taken, counted, false).taken);
    history.next.set(rounded, next);
    return next;
  }

  /** Rounding does not take a history beyond the deaths that follow it. */
  private fromHistory({ taken }: DeathHistory, deaths: number): number {
    return Math.max(deaths, Math.ceil(taken.state.fraction * this.spec.finalDeaths - 1e-6));
  }
}
