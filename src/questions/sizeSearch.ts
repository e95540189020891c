/**
 * The search for the smallest N whose simulated power reaches one target.
 *
 * Power is close to Φ(a + b√N) near the answer.
 *  1. The integrated log-rank drift gives a first N and, from the powers that it promises at 0.8 and 1.25 × that N, the
 *     slope b, which simulation finds within 5 % of it. Where it promises too little to tell, a pilot at 0.8, 1 and 1.25 ×
 *     N does, all on the same replicates (common random numbers), with an error by a delete-one-batch jackknife.
 *  2. A few replicates at that N, a sixth of what the interval takes without control variates, say how near it is; N moves
 *     until it is near.
 *  3. Fresh replicates at the N currently believed fix the level: with b given, the intercept follows from their
 *     rejection rates, adjusted by control variates (tally/adjustedRate.ts), then N, and its 95 % interval by the delta
 *     method; repeated with more replicates until the interval is as narrow as asked. Each point is near the last, so b
 *     hardly matters and the model less.
 *  4. N, rounded up by arm, is confirmed with replicates that took no part in the search; if they
 *     contradict the fit, or put the power below the target, they join the fit and the search goes on.
 */

import type { DesignsBySize } from '../design/designsBySize.ts';
import { hypot } from '../elementary/hypot.ts';
import { log } from '../elementary/log.ts';
import { square } from '../elementary/square.ts';
import { isMixed } from '../expectation/components.ts';
import { alphaOneSided } from '../formulas/criticalValue.ts';
import { normalCdf, normalDensity, normalQuantile } from '../maths/normal.ts';
import { controls as variates } from '../tally/collectors/controlVariates.ts';
import { type Proportion, proportion } from '../tally/estimates.ts';
import { read, type Tally } from '../tally/tally.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import { fewestPatients, nextMember, type TrialSeries } from '../trial/series.ts';
import { type Asking, rejections, type Simulation, simulateReplicates, simulateTo } from './asking.ts';
import { leastPlannable } from './leastPlannable.ts';
import {
  type ControlledPoint,
  fitControlledIntercept,
  pairedSlope,
  probit,
  type Slope,
  slopeOf,
} from './powerModel.ts';
import { promisedPower, promisedSize } from './promisedSize.ts';
import { estimateTables, followsIncrements } from './sequentialSpec.ts';
import { type SimulatedSize, simulatedSize, type UnreachableSize, Z_95 } from './simulatedSize.ts';
import { explainUnreachable, LARGEST_SIMULATED, noTrialPromises } from './unreachable.ts';

const BATCHES = 16;
const PILOT_REPLICATES = 4096;
/** The error of the slope by large samples, as a share of it: found for every shipped scenario, and taken into N's interval. */
const SLOPE_ERROR = 0.05;
/** The N at which large samples are asked for the slope, as shares of the N believed. */
const ABOUT = [0.8, 1.25];
/** Powers so near 0 or 1 say little about a slope. */
const LEAST_TELLING = 1e-3;
const MOST_PILOTS = 8;
/** Replicates of the largest trial of a series, where large samples promise less than the target. */
const LIMIT_REPLICATES = 4096;
const LEAST_ROUND = 1024;
const LARGEST_ROUND = 2 ** 20;
/** The search gives up narrowing the interval here, and says how wide it is. */
const MOST_SEARCHED = 2 ** 23;
/** If a confirmation and the fit differ by more standard errors than this, one of them is wrong. */
const CONTRADICTION_Z = 3.5;
const MOST_CONFIRMATIONS = 5;
/** Replicates of confirmation k start here × k, so that none is used twice. */
const CONFIRMATION_STRIDE = 2 ** 40;

/** Add the replicates of `tally` to the point of their N. */
function addTo(points: ControlledPoint[], patients: number, tally: Tally, sides: 1 | 2): void {
  const { controls } = tally;
  const rejected = rejections(tally, sides);
  const known = points.find((point) => point.patients === patients);
  if (known) {
    known.rejected += rejected;
    known.replicates += tally.replicates;
    if (known.controls !== null && controls !== null) variates.shape.merge(known.controls, controls);
  } else points.push({ patients, rejected, replicates: tally.replicates, controls });
}

/** √N at the target, its variance, and the mean √N of the replicates it rests on. */
interface Root {
  readonly root: number;
  readonly variance: number;
  readonly middle: number;
}

/** Half width of N's 95 % interval as a share of N (N is the square of the root, hence the 2). */
function relativeHalfWidth({ root, variance }: Root): number {
  return (2 * Z_95 * Math.sqrt(variance)) / root;
}

class SizeSearch {
  private readonly asking: Asking;
  private readonly designs: DesignsBySize;
  private readonly series: TrialSeries;
  private readonly target: number;
  private readonly interval: number;
  /** Patients between neighbouring N: one per arm, which keeps equal arms equal. */
  private readonly step: number;
  private least: number;
  private readonly stage: string;
  /** z of the target power plus the critical z of a claim of benefit: b√N at the answer, by large samples. */
  private readonly drift: number;
  /** The log hazard ratio, the same for every member; null under non-proportional hazards. */
  private readonly logHazardRatio: number | null;
  private readonly points: ControlledPoint[] = [];
  private slope: Slope = { slope: 0, variance: 0 };
  private searched = 0;
  private nextReplicate = 0;

  constructor(asking: Asking, designs: DesignsBySize, target: number, interval: number) {
    const { series } = designs;
    this.asking = asking;
    this.designs = designs;
    this.series = series;
    this.target = target;
    this.interval = interval;
    this.step = fewestPatients(series.unsized);
    this.least = this.step;
    const [control, experimental] = series.unsized.arms;
    const ratio = isMixed(series.unsized) ? null : constantHazardRatio(experimental, control);
    this.logHazardRatio = ratio === null ? null : log(ratio);
    this.drift = normalQuantile(target) + normalQuantile(1 - alphaOneSided(series.unsized.test));
    this.stage = `size for ${Math.round(target * 1000) / 10} % power`;
  }

  async run(): Promise<SimulatedSize | UnreachableSize> {
    const { designs, series, target } = this;
    this.asking.progress.begin(this.stage, 0);
    if (series.mostPatients < this.step) return this.unreachable(null);
    let start = promisedSize(designs, target, 0.01);
    if ((start ?? 0) > LARGEST_SIMULATED || (start === null && noTrialPromises(designs)))
      return this.unreachable(null, start);
    if (start === null) {
      // By large samples no trial in the series reaches the target; as they may be wrong about few events, the largest
      // trial decides.
      const largest = this.clamp(PRACTICAL_LARGEST);
      const power = proportion(await this.rejectedAt(largest, 'limit', LIMIT_REPLICATES), LIMIT_REPLICATES);
      if (power.estimate < target) return this.unreachable({ patients: largest, power });
      start = largest;
    }
    this.least = leastPlannable(designs, start);
    const centre = await this.approach(start);
    for (let confirmations = 0; ; confirmations++) {
      const root = await this.narrow(centre);
      if (square(root.root) > series.mostPatients * (1 + this.interval)) {
        const largest = this.points.find((point) => point.patients === series.mostPatients);
        const power = largest ? proportion(largest.rejected, largest.replicates) : null;
        return this.unreachable(power && { patients: series.mostPatients, power });
      }
      const patients = this.clamp(square(root.root));
      const confirmed = await this.confirm(patients, confirmations);
      const check = proportion(rejections(confirmed, series.unsized.test.sides), confirmed.replicates);
      if (confirmations === MOST_CONFIRMATIONS || this.accepts(check, patients, root))
        return this.answer(root, patients, confirmed);
      this.searched += check.replicates;
      addTo(this.points, patients, confirmed, series.unsized.test.sides);
    }
  }

  /** N rounded up by arm and kept to members of the series whose looks can be planned. */
  private clamp(patients: number): number {
    return Math.min(this.series.mostPatients, Math.max(this.least, nextMember(this.series, patients)));
  }

  /** A tally of rejections at `patients`, which keeps what `more` says. */
  private async tallyAt(patients: number, from: string, n: number, more: Partial<Simulation> = {}): Promise<Tally> {
    const design = this.designs.at(patients);
    const purpose = `size ${this.target} ${from}`;
    this.searched += n;
    return simulateReplicates(this.asking, { design, purpose, rejectionsOnly: true, ...more }, n);
  }

  private async rejectedAt(patients: number, from: string, replicates: number): Promise<number> {
    return rejections(await this.tallyAt(patients, from, replicates), this.series.unsized.test.sides);
  }

  /** Rejections at `patients` in each batch of the pilot. */
  private async rejectedByBatch(patients: number): Promise<readonly number[]> {
    const { sides } = this.series.unsized.test;
    const claims = read(await this.tallyAt(patients, 'pilot', PILOT_REPLICATES, { everyClaim: true }), 'claims');
    const rejected = new Array<number>(BATCHES).fill(0);
    claims.forEach((claim, r) => {
      if (claim === 1 || (sides === 2 && claim === -1)) rejected[Math.floor((r * BATCHES) / PILOT_REPLICATES)]++;
    });
    return rejected;
  }

  /** The slope about `centre` by large samples; null where they promise too little to tell. */
  private promisedSlope(centre: number): Slope | null {
    const sizes = ABOUT.map((factor) => this.clamp(centre * factor));
    if (sizes[0] === sizes[1]) return null;
    const powers = sizes.map((patients) => promisedPower(this.designs.at(patients)));
    if (!powers.every((power) => power > LEAST_TELLING && power < 1 - LEAST_TELLING)) return null;
    const slope = slopeOf(sizes, powers.map(normalQuantile));
    return slope > (0.1 * this.drift) / Math.sqrt(centre) ? { slope, variance: square(SLOPE_ERROR * slope) } : null;
  }

  /** Steps 1 and 2: sets the slope, and returns the N believed after a few replicates. */
  private async approach(start: number): Promise<number> {
    let centre = this.clamp(start);
    for (let attempt = 0; attempt < MOST_PILOTS; attempt++) {
      const slope = this.promisedSlope(centre);
      if (slope === null) return this.pilot(centre);
      this.slope = slope;
      await this.fixLevel(centre, this.firstRound());
      const root = Math.max(0.3 * Math.sqrt(centre), this.solve(centre).root);
      const next = this.clamp(Math.min(square(root), 4 * centre));
      const near = next > ABOUT[0] * 0.9 * centre && next < ABOUT[1] * 1.1 * centre;
      if (near || next === centre) return next;
      this.points.length = 0;
      centre = next;
    }
    return centre;
  }

  /** Simulates at `patients` with control variates, and adds the replicates to the points. */
  private async fixLevel(patients: number, replicates: number): Promise<void> {
    this.asking.progress.begin(this.stage, replicates);
    const more = { first: this.nextReplicate, controls: true };
    const tally = await this.tallyAt(patients, 'search', replicates, more);
    this.nextReplicate += replicates;
    addTo(this.points, patients, tally, this.series.unsized.test.sides);
  }

  /** Sets the slope by simulation, and returns the N believed after it. */
  private async pilot(start: number): Promise<number> {
    const { step, target } = this;
    let centre = this.clamp(start);
    for (let attempt = 0; attempt < MOST_PILOTS; attempt++) {
      const spaced = [ABOUT[0], 1, ABOUT[1]].map((factor) => this.clamp(centre * factor));
      const wide = spaced[2] > spaced[0] ? spaced : [centre - step, centre, centre + step].map((n) => this.clamp(n));
      const sizes = [...new Set(wide)];
      const theory = this.drift / Math.sqrt(centre);
      this.slope = { slope: theory, variance: square(theory / 2) };
      if (sizes.length < 2) return centre;
      const perBatch = PILOT_REPLICATES / BATCHES;
      const bySize = await Promise.all(sizes.map((patients) => this.rejectedByBatch(patients)));
      const rejected = bySize[0].map((_, batch) => bySize.map((counts) => counts[batch]));
      const simulated = pairedSlope(sizes, rejected, perBatch);
      if (simulated.slope > 0.1 * theory) this.slope = simulated;
      const at = Math.floor(sizes.length / 2);
      const total = bySize[at].reduce((sum, count) => sum + count, 0);
      const gap = normalQuantile(target) - probit(total, PILOT_REPLICATES);
      const root = Math.max(0.3 * Math.sqrt(centre), Math.sqrt(sizes[at]) + gap / this.slope.slope);
      const next = this.clamp(Math.min(square(root), 4 * centre));
      const bracketed = next > sizes[0] * 0.9 && next < sizes[sizes.length - 1] * 1.1;
      if (bracketed || next === centre) return next;
      centre = next;
    }
    return centre;
  }

  /** The answer that the points so far give; without points it is `centre`, with infinite variance. */
  private solve(centre: number): Root {
    const { points, slope, target } = this;
    if (points.length === 0) return { root: Math.sqrt(centre), variance: Number.POSITIVE_INFINITY, middle: 0 };
    const { intercept, variance } = fitControlledIntercept(points, slope.slope);
    const replicates = points.reduce((sum, point) => sum + point.replicates, 0);
    const middle = points.reduce((sum, point) => sum + point.replicates * Math.sqrt(point.patients), 0) / replicates;
    const root = Math.max(Math.sqrt(this.step) / 2, (normalQuantile(target) - intercept) / slope.slope);
    return { root, middle, variance: (variance + square(root - middle) * slope.variance) / square(slope.slope) };
  }

  /** A sixth of the replicates that bring N's interval to the width asked for, were there no control variates. */
  private firstRound(): number {
    const { target, interval, drift } = this;
    const half = (2 * Z_95 * Math.sqrt(target * (1 - target))) / (normalDensity(normalQuantile(target)) * drift);
    return Math.max(LEAST_ROUND, Math.min(LARGEST_ROUND, Math.ceil(square(half / interval) / 6)));
  }

  /** Step 3: simulate at the N believed until its interval is as narrow as asked, or the series has no larger trial. */
  private async narrow(centre: number): Promise<Root> {
    const { mostPatients } = this.series;
    let round = this.points.length === 0 ? this.firstRound() : 4 * this.firstRound();
    for (;;) {
      const found = this.solve(centre);
      const half = relativeHalfWidth(found);
      if (half <= this.interval || this.searched >= MOST_SEARCHED) return found;
      const { root, middle } = found;
      const beyond = square(root) * (1 - half) > mostPatients && Number.isFinite(half);
      if (beyond) return found;
      // Rounded up, N would always lie above the root; one step less, where the root is on the other side, keeps the
      // root between the points.
      const patients = this.clamp(middle > root ? Math.max(this.step, square(root) - this.step) : square(root));
      const have = this.points.reduce((sum, point) => sum + point.replicates, 0);
      const needed = Number.isFinite(half) ? 1.05 * have * (square(half / this.interval) - 1) : round;
      // On the other side of the root: as many replicates as bring the mean of the points to the root, which keeps the
      // slope's error out of the answer.
      const across = (middle - root) * (root - Math.sqrt(patients)) > 0;
      const balance = across ? (have * (middle - root)) / (root - Math.sqrt(patients)) : round;
      const replicates = Math.max(512, Math.min(round, LARGEST_ROUND, Math.ceil(needed), Math.ceil(balance)));
      await this.fixLevel(patients, replicates);
      round *= 4;
    }
  }

  /** Step 4: confirms N with fresh replicates. */
  private confirm(patients: number, confirmations: number): Promise<Tally> {
    const design = this.designs.at(patients);
    const { trial, looks } = design;
    const estimates = looks && followsIncrements(trial) ? estimateTables(looks) : null;
    return simulateTo(
      this.asking,
      {
        design,
        purpose: `size ${this.target} confirm`,
        first: confirmations * CONFIRMATION_STRIDE,
        wants: { hazardRatio: true, medians: true },
        controls: true,
        tests: [trial.test],
        trueLogHazardRatio: this.logHazardRatio,
        ...(estimates ? { estimates } : {}),
      },
      `${this.stage}: confirmation`,
    );
  }

  /** Whether a confirmation agrees with the fit and leaves the target possible. */
  private accepts(check: Proportion, patients: number, { root, variance }: Root): boolean {
    const { slope } = this.slope;
    const promised = normalCdf(normalQuantile(this.target) + slope * (Math.sqrt(patients) - root));
    const fitError = normalDensity(normalQuantile(promised)) * slope * Math.sqrt(variance);
    if (Math.abs(check.estimate - promised) > CONTRADICTION_Z * hypot(check.standardError, fitError)) return false;
    return check.high >= this.target || patients === this.series.mostPatients;
  }

  private answer({ root, variance }: Root, patients: number, confirmed: Tally): SimulatedSize {
    return simulatedSize(patients, this.designs.at(patients), this.series, confirmed, {
      targetPower: this.target,
      root,
      variance,
      slope: this.slope.slope,
      searchReplicates: this.searched,
      proportional: this.logHazardRatio !== null,
    });
  }

  private unreachable(
    seen: { patients: number; power: Proportion } | null,
    promised: number | null = null,
  ): UnreachableSize {
    return {
      kind: 'unreachable',
      targetPower: this.target,
      ...explainUnreachable(this.designs, this.target, promised),
      patients: seen && this.designs.at(seen.patients).trial.patients,
      power: seen?.power ?? null,
    };
  }
}

/** The size at which a search that is hopeless by large samples looks once before it gives up. */
const PRACTICAL_LARGEST = 10_000;

/**
 * Search for one target power. `interval` is the half width of N's 95 % interval, as a share of N, at which the search
 * stops.
 * @throws Interrupted
 */
export function searchSize(
  asking: Asking,
  designs: DesignsBySize,
  target: number,
  interval: number,
): Promise<SimulatedSize | UnreachableSize> {
  return new SizeSearch(asking, designs, target, interval).run();
}
