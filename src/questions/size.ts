/**
 * The smallest N whose simulated power reaches a target.
 *
 * Power is close to Φ(a + b√N) near the answer. For one target:
 *  1. the closed form gives a first N;
 *  2. a pilot at 0.8, 1 and 1.25 × that N, all on the same replicates (common random numbers), gives the slope b and its
 *     error by a delete-one-batch jackknife, and moves the pilot until it brackets the target;
 *  3. fresh replicates at the N currently believed fix the level: with b given, the intercept is fitted by maximum
 *     likelihood over all of them, N follows, and its 95 % interval by the delta method; repeated with more replicates
 *     until the interval is as narrow as asked. Each point is near the last, so b hardly matters and the model less;
 *  4. N, rounded up to fill allocation blocks, is confirmed with replicates that took no part in the search; if they
 *     contradict the target they join the fit and the search goes on.
 */
import { alphaOneSided } from '../closed/criticalValue.ts';
import { expectedAnalysisTime } from '../closed/expectedAnalysisTime.ts';
import { logRankDrift, logRankPower } from '../closed/logRankDrift.ts';
import { type NoSampleSize, type SampleSize, type SampleSizeMethod, sampleSize } from '../closed/sampleSize.ts';
import { normalCdf, normalDensity, normalQuantile } from '../maths/normal.ts';
import type { Proportion } from '../tally/estimates.ts';
import { proportion } from '../tally/estimates.ts';
import { type Family, fillBlocks, member, memberDuration } from '../trial/family.ts';
import { allocationBlock, armSizes } from '../trial/trial.ts';
import { type Asking, rejections, simulateReplicates, simulateTo } from './asking.ts';
import { type OperatingCharacteristics, operatingCharacteristics } from './operatingCharacteristics.ts';
import { fitIntercept, type Point, pairedSlope, probit, type Slope } from './powerModel.ts';

export interface SimulatedSize {
  readonly kind: 'size';
  readonly targetPower: number;
  /** N before rounding, with its Monte Carlo standard error and 95 % interval. */
  readonly patientsUnrounded: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
  /** Rounded up to fill allocation blocks. */
  readonly patients: number;
  readonly patientsControl: number;
  readonly patientsExperimental: number;
  /** Events the analysis waits for, null when it waits for none; `expected` is in `characteristics`. */
  readonly events: number | null;
  readonly accrualDuration: number;
  /** Replicates the search used, and those of the confirmation. */
  readonly searchReplicates: number;
  /** The member with N patients, on fresh replicates. */
  readonly characteristics: OperatingCharacteristics;
}

export interface UnreachableSize {
  readonly kind: 'unreachable';
  readonly targetPower: number;
  readonly reason: string;
  readonly remedy: string;
  /** The largest trial that was simulated to make sure, and its power. */
  readonly patients: number | null;
  readonly power: Proportion | null;
}

export interface ClosedSize {
  readonly method: SampleSizeMethod;
  readonly result: SampleSize | NoSampleSize;
}

export interface SizeForTarget {
  readonly simulated: SimulatedSize | UnreachableSize;
  readonly closed: readonly ClosedSize[];
  /** One line on why formulas and simulation differ here. */
  readonly whyTheyDiffer: string;
}

export interface SizeResult {
  readonly holdsFixed: Family['holdsFixed'];
  readonly scalesEvents: boolean;
  /** Events per patient that the planned design waits for, kept for every N; null when it waits for none. */
  readonly maturity: number | null;
  readonly targets: readonly SizeForTarget[];
}

const BATCHES = 16;
const PILOT_REPLICATES = 4096;
const LARGEST_ROUND = 2 ** 20;
/** The search gives up narrowing the interval here, and says how wide it is. */
const MOST_SEARCHED = 2 ** 23;
const CONTRADICTION_Z = 3.5;

/** The N at which the integrated log-rank drift promises the target, as a place to start; null when it promises none. */
function startingSize(family: Family, target: number): number | null {
  const least = allocationBlock(family.design);
  const promised = (n: number): number => {
    const trial = member(family, n);
    const time = expectedAnalysisTime(trial);
    return Number.isFinite(time) ? logRankPower(trial, time) : Number.NaN;
  };
  let low = least;
  let high = least;
  while (!(promised(high) >= target)) {
    if (high >= family.mostPatients) return null;
    low = high;
    high = Math.min(family.mostPatients, high * 2);
  }
  while (high - low > Math.max(least, high * 0.01)) {
    const middle = fillBlocks(family.design, (low + high) / 2);
    if (middle >= high) break;
    if (promised(middle) >= target) high = middle;
    else low = middle;
  }
  return high;
}

/** Why no N does it, in words, and what would. */
function explainUnreachable(family: Family, target: number): { reason: string; remedy: string } {
  const { design, mostPatients } = family;
  const closed = sampleSize(member(family, Math.min(mostPatients, fillBlocks(design, 200))), target, 'schoenfeld');
  const reason = closed.kind === 'unreachable' ? closed.reason : null;
  if (design.accrual.duration === null && mostPatients < 1e6) {
    return {
      reason: `at these accrual rates at most ${mostPatients} patients can be enrolled by the analysis`,
      remedy: 'a later analysis, faster accrual (more centres), a larger effect or a lower target',
    };
  }
  if (reason !== null) {
    const against = reason.includes('one-sided');
    return {
      reason,
      remedy: against
        ? 'a two-sided test to confirm harm, or a planning effect with a hazard ratio below 1'
        : 'a planning effect that differs from no effect',
    };
  }
  return {
    reason: 'power stays below the target however many patients are enrolled',
    remedy: 'longer follow-up, a larger effect, another test or a lower target',
  };
}

function whyTheyDiffer(target: SimulatedSize | UnreachableSize, closed: readonly ClosedSize[], family: Family): string {
  const schoenfeld = closed.find(({ method }) => method === 'schoenfeld')?.result;
  if (target.kind === 'unreachable') return 'No simulated size to compare with.';
  if (schoenfeld?.kind !== 'size') return 'The formulas do not apply here; the simulation is the answer.';
  const share = family.design.experimental.weight / allocationBlock(family.design);
  const reasons: string[] = [];
  if (schoenfeld.basis === 'average')
    reasons.push('hazards are not proportional, so the formulas use an average ratio');
  if (target.characteristics.events.mean < 100)
    reasons.push('few events, where large-sample formulas are off by several percent');
  if (Math.abs(share - 0.5) > 0.01) reasons.push('unequal allocation, where Schoenfeld and Freedman part');
  if (reasons.length === 0) reasons.push('formulas take the log-rank z as normal with variance 1 and a local effect');
  const percent = (schoenfeld.patientsUnrounded / target.patientsUnrounded - 1) * 100;
  const sign = percent < 0 ? 'fewer' : 'more';
  return `Schoenfeld asks for ${Math.abs(percent).toFixed(1)} % ${sign} patients than the simulation: ${reasons.join('; ')}. The simulated N is the one to trust.`;
}

/** Search for one target. `interval`: half width of N's 95 % interval, as a share of N, at which the search stops. */
async function searchTarget(
  asking: Asking,
  family: Family,
  target: number,
  interval: number,
): Promise<SimulatedSize | UnreachableSize> {
  const { design } = family;
  const block = allocationBlock(design);
  const sides = design.test.sides;
  const stage = `size for ${Math.round(target * 1000) / 10} % power`;
  const purpose = `size ${target}`;
  const clamp = (n: number) => Math.min(family.mostPatients, fillBlocks(design, n));
  let used = 0;
  const rejectedAt = async (patients: number, from: string, first: number, replicates: number): Promise<number> => {
    const trial = member(family, patients);
    const tally = await simulateReplicates(asking, { trial, purpose: `${purpose} ${from}`, first }, replicates);
    used += replicates;
    return rejections(tally, sides);
  };
  const unreachable = async (): Promise<UnreachableSize> => {
    const patients = Math.min(family.mostPatients, fillBlocks(design, 10_000));
    const replicates = PILOT_REPLICATES;
    const rejected = await rejectedAt(patients, 'limit', 0, replicates);
    return {
      kind: 'unreachable',
      targetPower: target,
      ...explainUnreachable(family, target),
      patients,
      power: proportion(rejected, replicates),
    };
  };

  asking.progress.begin(stage, 0);
  if (family.mostPatients < block) return unreachable();
  const start = startingSize(family, target);
  // Without a promise from theory the largest member decides whether looking is worth it.
  if (start === null) return unreachable();
  const direction = logRankDrift(member(family, start), expectedAnalysisTime(member(family, start))).z;
  if (Math.abs(direction) < 1e-9 && target > alphaOneSided(design.test) * sides) return unreachable();

  let centre = clamp(start);
  let slope: Slope = { slope: 0, variance: 0 };
  for (let attempt = 0; attempt < 8; attempt++) {
    const spaced = [0.8, 1, 1.25].map((factor) => clamp(centre * factor));
    const sizes = [
      ...new Set(spaced[2] > spaced[0] ? spaced : [clamp(centre - block), clamp(centre), clamp(centre + block)]),
    ];
    if (sizes.length < 2) break;
    const most = Math.min(PILOT_REPLICATES, Math.ceil(2e7 / sizes[sizes.length - 1]));
    const perBatch = Math.max(16, Math.floor(most / BATCHES));
    const rejected = await Promise.all(
      Array.from({ length: BATCHES }, (_, batch) =>
        Promise.all(sizes.map((patients) => rejectedAt(patients, 'pilot', batch * perBatch, perBatch))),
      ),
    );
    slope = pairedSlope(sizes, rejected, perBatch);
    const points = sizes.map((patients, i) => ({
      patients,
      rejected: rejected.reduce((sum, row) => sum + row[i], 0),
      replicates: perBatch * BATCHES,
    }));
    const middle = points[Math.floor(points.length / 2)];
    const expectedSlope = (normalQuantile(target) + normalQuantile(1 - alphaOneSided(design.test))) / Math.sqrt(centre);
    if (!(slope.slope > 0.1 * expectedSlope)) slope = { slope: expectedSlope, variance: (expectedSlope / 2) ** 2 };
    const gap = normalQuantile(target) - probit(middle.rejected, middle.replicates);
    const next = Math.max(0.3 * Math.sqrt(centre), Math.sqrt(middle.patients) + gap / slope.slope) ** 2;
    const inside = next > sizes[0] * 0.9 && next < sizes[sizes.length - 1] * 1.1;
    const moved = clamp(Math.min(next, centre * 4));
    if (moved === centre || inside) {
      centre = moved;
      break;
    }
    centre = moved;
  }

  const points: Point[] = [];
  const nothing = { root: Math.sqrt(centre), middle: 0, variance: Number.POSITIVE_INFINITY };
  /** √N at the target, its variance, and the mean √N of the replicates it rests on. */
  const solve = (): { root: number; middle: number; variance: number } => {
    if (points.length === 0) return nothing;
    const { intercept, variance } = fitIntercept(points, slope.slope);
    const weight = points.reduce((sum, point) => sum + point.replicates, 0);
    const middle = points.reduce((sum, point) => sum + point.replicates * Math.sqrt(point.patients), 0) / weight;
    const root = Math.max(Math.sqrt(block) / 2, (normalQuantile(target) - intercept) / slope.slope);
    return { root, middle, variance: (variance + (root - middle) ** 2 * slope.variance) / slope.slope ** 2 };
  };
  let round = Math.min(8192, Math.max(256, Math.ceil(4e7 / centre)));
  let first = 0;
  let capped = 0;
  for (let confirmations = 0; ; ) {
    const { root, middle, variance } = solve();
    const half = (normalQuantile(0.975) * 2 * Math.sqrt(variance)) / root;
    if (half > interval && used < MOST_SEARCHED) {
      // Where blocks are large, points on both sides of the root keep it between them.
      const patients = middle > root ? clamp(Math.max(block, root ** 2 - block)) : clamp(root ** 2);
      const needed = Number.isFinite(half)
        ? points.reduce((sum, point) => sum + point.replicates, 0) * ((half / interval) ** 2 - 1) * 1.05
        : round;
      const replicates = Math.max(512, Math.min(round, LARGEST_ROUND, Math.ceil(needed)));
      asking.progress.begin(stage, replicates);
      const rejected = await rejectedAt(patients, 'search', first, replicates);
      first += replicates;
      const known = points.find((point) => point.patients === patients);
      if (known) {
        known.rejected += rejected;
        known.replicates += replicates;
      } else points.push({ patients, rejected, replicates });
      if (patients === family.mostPatients && ++capped > 3 && solve().root ** 2 > family.mostPatients * 1.01)
        return unreachable();
      round *= 4;
      continue;
    }
    if (root ** 2 > family.mostPatients * (1 + interval)) return unreachable();
    const patients = clamp(root ** 2);
    const trial = member(family, patients);
    const confirmed = await simulateTo(
      asking,
      {
        trial,
        purpose: `${purpose} confirm`,
        first: confirmations * 2 ** 40,
        wants: { hazardRatio: true, medians: true },
      },
      `${stage}: confirmation`,
    );
    const check = proportion(rejections(confirmed, sides), confirmed.replicates);
    const promised = normalCdf(normalQuantile(target) + slope.slope * (Math.sqrt(patients) - root));
    const doubt = Math.hypot(
      check.standardError,
      normalDensity(normalQuantile(promised)) * slope.slope * Math.sqrt(variance),
    );
    if (Math.abs(check.estimate - promised) > CONTRADICTION_Z * doubt && confirmations < 4) {
      confirmations++;
      points.push({ patients, rejected: check.count, replicates: check.replicates });
      continue;
    }
    const sizes = armSizes(trial);
    const error = 2 * root * Math.sqrt(variance);
    return {
      kind: 'size',
      targetPower: target,
      patientsUnrounded: root ** 2,
      standardError: error,
      low: (root - normalQuantile(0.975) * Math.sqrt(variance)) ** 2,
      high: (root + normalQuantile(0.975) * Math.sqrt(variance)) ** 2,
      patients,
      patientsControl: sizes.control,
      patientsExperimental: sizes.experimental,
      events: trial.analysis.kind === 'events' ? trial.analysis.events : null,
      accrualDuration: memberDuration(family, patients),
      searchReplicates: used,
      characteristics: operatingCharacteristics(confirmed, sides, false),
    };
  }
}

/** Every target power, each with the formulas' answers. @throws Interrupted */
export async function askSize(
  asking: Asking,
  family: Family,
  targetPowers: readonly number[],
  interval: number,
): Promise<SizeResult> {
  const targets: SizeForTarget[] = [];
  for (const target of targetPowers) {
    const simulated = await searchTarget(asking, family, target, interval);
    const base = member(family, fillBlocks(family.design, family.plannedPatients));
    const closed = (['schoenfeld', 'freedman', 'lachinFoulkes'] as const).map((method) => ({
      method,
      result: sampleSize(base, target, method),
    }));
    targets.push({ simulated, closed, whyTheyDiffer: whyTheyDiffer(simulated, closed, family) });
  }
  const { analysis } = family.design;
  return {
    holdsFixed: family.holdsFixed,
    scalesEvents: family.scalesEvents,
    maturity: analysis.kind === 'events' ? analysis.events / family.plannedPatients : null,
    targets,
  };
}
