/**
 * The real trials of realDesigns.ts in plain JavaScript: typed arrays, Math.random, Math.log, the native sort of a
 * Float64Array. It shares nothing with the kernel: an independent source of power, and what a careful programmer would
 * write first.
 */
import { designs } from './designs.ts';
import { firstBound, type RealDesign, type RecruitingCentres, type ScanPlan } from './realDesigns.ts';

const { accrual, controlMedian, dropoutHazard } = designs.d2;
const HAZARD = Math.LN2 / controlMedian;

/** Patients of a block. */
const BLOCK = 4;

/** −ln U, U in (0, 1]. */
function exponential(): number {
  return -Math.log(1 - Math.random());
}

/** Gamma with mean 1 and a coefficient of variation below 1 (Marsaglia & Tsang 2000). */
function gamma(variation: number): number {
  const shape = 1 / (variation * variation);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * Math.random());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && -exponential() < (normal * normal) / 2 + d * (1 - v + Math.log(v))) return (d * v) / shape;
  }
}

/** Arrays of a trial's patients, filled anew for every replicate. */
class NaiveTrial {
  private readonly design: RealDesign;
  private readonly n: number;
  private readonly arms: number;
  private readonly strata: number;
  private readonly arm: Uint8Array;
  private readonly level: Uint8Array;
  private readonly centre: Uint16Array;
  /** Calendar time. */
  private readonly entry: Float64Array;
  /** On study: the event as it happens and as it is seen, and dropout. */
  private readonly event: Float64Array;
  private readonly seen: Float64Array;
  private readonly dropout: Float64Array;
  /** Number of the first scan that was asked whether it sees the event, and the time of that scan where it came too early. */
  private readonly askedFirst: Int32Array;
  private readonly tooEarly: Float64Array;
  private readonly calendar: Float64Array;
  /** Observed time × 2⁴⁰, then one bit for an event and one for the experimental arm. */
  private readonly codes: Float64Array;

  constructor(design: RealDesign) {
    const n = design.patients;
    this.design = design;
    this.n = n;
    this.arms = design.hazardRatios.length + 1;
    this.strata = design.levels ? 2 : 1;
    this.arm = new Uint8Array(n);
    this.level = new Uint8Array(n);
    this.centre = new Uint16Array(n);
    this.entry = new Float64Array(n);
    this.event = new Float64Array(n);
    this.seen = new Float64Array(n);
    this.dropout = new Float64Array(n);
    this.askedFirst = new Int32Array(n);
    this.tooEarly = new Float64Array(n);
    this.calendar = new Float64Array(n);
    this.codes = new Float64Array(n);
  }

  /** Whether a replicate rejects for any of the comparisons. */
  rejects(): boolean {
    const { levels, centres, scans } = this.design;
    if (levels) for (let i = 0; i < this.n; i++) this.level[i] = Math.random() < levels.share ? 1 : 0;
    if (centres) this.recruit(centres);
    else this.enterAtRandom();
    this.drawExits();
    if (scans) this.scan(scans);
    const cut = this.dueAt();
    for (let arm = 1; arm < this.arms; arm++) if (this.logRankZ(arm, cut) >= firstBound(this.design)) return true;
    return false;
  }

  private enterAtRandom(): void {
    const size = this.n / this.arms;
    for (let i = 0; i < this.n; i++) {
      this.arm[i] = Math.floor(i / size);
      this.entry[i] = Math.random() * accrual;
    }
  }

  /** Every centre a Poisson process from its opening on; blocks within centre and level. */
  private recruit({ count, opening, rate, variation }: RecruitingCentres): void {
    const { arm, level, centre, entry, strata, arms } = this;
    const rates = Float64Array.from({ length: count }, () => (rate / count) * gamma(variation));
    const next = Float64Array.from(rates, (own) => opening * Math.random() + exponential() / own);
    // Places left in the open block, by stratum and arm.
    const left = new Uint8Array(count * strata * arms);
    for (let i = 0; i < this.n; i++) {
      let c = 0;
      for (let other = 1; other < count; other++) if (next[other] < next[c]) c = other;
      entry[i] = next[c];
      next[c] += exponential() / rates[c];
      centre[i] = c;
      const block = left.subarray((c * strata + level[i]) * arms, (c * strata + level[i] + 1) * arms);
      let places = 0;
      for (const own of block) places += own;
      if (places === 0) {
        block.fill(BLOCK / arms);
        places = BLOCK;
      }
      let place = Math.floor(Math.random() * places);
      let a = 0;
      while (place >= block[a]) place -= block[a++];
      block[a]--;
      arm[i] = a;
    }
  }

  private drawExits(): void {
    const { hazardRatios, levels, start } = this.design;
    const { arm, level, event, seen, dropout } = this;
    for (let i = 0; i < this.n; i++) {
      const hazard = level[i] === 1 && levels ? HAZARD * levels.hazardRatio : HAZARD;
      const ratio = arm[i] === 0 ? 1 : hazardRatios[arm[i] - 1];
      const h = exponential();
      if (start === null || arm[i] === 0) event[i] = h / (hazard * ratio);
      else {
        const lag = Math.random() * start.until;
        const own = start.window ? decayed(ratio, start.window, lag) : ratio;
        event[i] = h < hazard * lag ? h / hazard : lag + (h - hazard * lag) / (hazard * own);
      }
      seen[i] = event[i];
      dropout[i] = exponential() / dropoutHazard;
    }
  }

  /**
   * Events as the next scan attended sees them. Scans keep their order, as the jitter is less than half the interval, so
   * that the search begins at the first scan that may come at the event or later.
   */
  private scan({ interval, jitter, missed, deaths }: ScanPlan): void {
    const { event, seen, askedFirst, tooEarly } = this;
    for (let i = 0; i < this.n; i++) {
      let k = Math.max(1, Math.ceil((event[i] - jitter) / interval));
      askedFirst[i] = k;
      tooEarly[i] = -1;
      if (Math.random() < deaths) continue;
      for (; ; k++) {
        if (Math.random() < missed) continue;
        const at = k * interval + jitter * (2 * Math.random() - 1);
        if (at >= event[i]) {
          seen[i] = at;
          break;
        }
        tooEarly[i] = at;
      }
    }
  }

  /** The last scan attended by `until` of a patient whose event is not seen by then; 0 where there is none. */
  private lastScan(i: number, until: number, { interval, jitter, missed }: ScanPlan): number {
    let k = Math.floor((until + jitter) / interval);
    // What was found as the event was looked for is not drawn again.
    if (this.event[i] <= until && k >= this.askedFirst[i]) {
      if (this.tooEarly[i] >= 0) return this.tooEarly[i];
      k = this.askedFirst[i] - 1;
    }
    for (; k >= 1; k--) {
      if (Math.random() < missed) continue;
      const at = k * interval + jitter * (2 * Math.random() - 1);
      if (at <= until) return at;
    }
    return 0;
  }

  /** A patient who drops out between an event and the scan that would see it leaves without an event. */
  private hasEvent(i: number): boolean {
    return this.seen[i] <= this.dropout[i];
  }

  private dueAt(): number {
    const { calendar, entry, seen } = this;
    let count = 0;
    for (let i = 0; i < this.n; i++) if (this.hasEvent(i)) calendar[count++] = entry[i] + seen[i];
    const { events } = this.design;
    return count < events ? Number.POSITIVE_INFINITY : calendar.subarray(0, count).sort()[events - 1];
  }

  /** Stratified log-rank z of an arm against the control, > 0 in favour of the arm. Ties have probability zero. */
  private logRankZ(arm: number, cut: number): number {
    const { codes, entry, seen, dropout } = this;
    const { scans } = this.design;
    let u = 0;
    let v = 0;
    for (let stratum = 0; stratum < this.strata; stratum++) {
      let atRisk = 0;
      let experimental = 0;
      for (let i = 0; i < this.n; i++) {
        const own = this.arm[i];
        if ((own !== 0 && own !== arm) || (this.strata > 1 && this.level[i] !== stratum) || entry[i] > cut) continue;
        // Not seen <= cut − entry: rounded, that loses the very event the analysis waited for every other time.
        const event = this.hasEvent(i) && entry[i] + seen[i] <= cut;
        const until = Math.min(dropout[i], cut - entry[i]);
        const time = event ? seen[i] : scans ? this.lastScan(i, until, scans) : until;
        const group = own === 0 ? 0 : 1;
        codes[atRisk++] = 4 * Math.floor(time * 2 ** 40) + (event ? 2 : 0) + group;
        experimental += group;
      }
      const sorted = codes.subarray(0, atRisk).sort();
      for (const code of sorted) {
        const flags = code % 4;
        if (flags >= 2) {
          const share = experimental / atRisk;
          u += flags - 2 - share;
          v += share * (1 - share);
        }
        atRisk--;
        experimental -= flags % 2;
      }
    }
    return v > 0 ? -u / Math.sqrt(v) : 0;
  }
}

/** The hazard ratio of a treatment that starts `lag` months late. */
function decayed(ratio: number, { residual, halfLife }: { residual: number; halfLife: number }, lag: number): number {
  return Math.exp(Math.log(residual) + Math.log(ratio / residual) * 2 ** (-lag / halfLife));
}

/** Rejections in `replicates` replicates. */
export function naiveRealRejections(design: RealDesign, replicates: number): number {
  const trial = new NaiveTrial(design);
  let count = 0;
  for (let i = 0; i < replicates; i++) if (trial.rejects()) count++;
  return count;
}
