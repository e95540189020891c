/**
 * Tests beside the log-rank as their papers write them, on D2: an independent source of their powers. Events have no ties.
 */
import { designs } from './designs.ts';
import { finalObservations, type Observation } from './naive.ts';

/** One-sided 0.025. */
const LEVEL = 0.025;
const CRITICAL = 1.959963984540054;

/** An event of the pooled sample: the share of those at risk who are experimental, and survival just before it. */
interface PooledEvent {
  readonly experimental: boolean;
  readonly share: number;
  readonly survivalBefore: number;
}

/** `sorted`: ascending times. */
function pooledEvents(sorted: readonly Observation[]): PooledEvent[] {
  const events: PooledEvent[] = [];
  let left = sorted.filter(({ experimental }) => experimental).length;
  let survival = 1;
  sorted.forEach(({ experimental, event }, i) => {
    const atRisk = sorted.length - i;
    if (event) {
      events.push({ experimental, share: left / atRisk, survivalBefore: survival });
      survival *= 1 - 1 / atRisk;
    }
    if (experimental) left--;
  });
  return events;
}

interface Weighted {
  readonly u: number;
  /** Covariance with each of the statistics asked for together. */
  readonly covariances: readonly number[];
}

/** Fleming and Harrington's statistics with these ρ and γ, in favour of experimental. */
function flemingHarrington(events: readonly PooledEvent[], of: readonly (readonly [number, number])[]): Weighted[] {
  const weight = ([rho, gamma]: readonly [number, number], s: number) => s ** rho * (1 - s) ** gamma;
  return of.map((own) => {
    let u = 0;
    const covariances = of.map(() => 0);
    for (const { experimental, share, survivalBefore } of events) {
      const w = weight(own, survivalBefore);
      u -= w * ((experimental ? 1 : 0) - share);
      of.forEach((other, j) => {
        covariances[j] += w * weight(other, survivalBefore) * share * (1 - share);
      });
    }
    return { u, covariances };
  });
}

/** Φ by M. Abramowitz & I. Stegun's 7.1.26, to 1e-7. */
function normal(x: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(x)) / Math.SQRT2);
  const tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = (tail * Math.exp((-x * x) / 2)) / 2;
  return x > 0 ? 1 - upper : upper;
}

/**
 * MaxCombo of FH(1, 0), FH(0, 1) and the log-rank, which is the sum of both: P(max ≤ c) is an integral over the first of
 * what the second may be.
 */
function maxComboRejects(events: readonly PooledEvent[]): boolean {
  const [early, late] = flemingHarrington(events, [
    [1, 0],
    [0, 1],
  ]);
  const a = Math.sqrt(early.covariances[0]);
  const b = Math.sqrt(late.covariances[1]);
  const correlation = early.covariances[1] / (a * b);
  const both = Math.sqrt(a * a + 2 * early.covariances[1] + b * b);
  const c = Math.max(early.u / a, late.u / b, (early.u + late.u) / both);
  const rest = Math.sqrt(1 - correlation ** 2);
  const steps = 200;
  const width = (c + 8) / steps;
  let below = 0;
  for (let i = 0; i < steps; i++) {
    const x = -8 + (i + 0.5) * width;
    const most = Math.min(c, (c * both - a * x) / b);
    below += width * Math.exp((-x * x) / 2) * normal((most - correlation * x) / rest);
  }
  return below / Math.sqrt(2 * Math.PI) >= 1 - LEVEL;
}

/** Cox's model of the treatment alone, Wald's z. */
function coxZ(events: readonly PooledEvent[]): number {
  let beta = 0;
  let information = 0;
  for (let step = 0; step < 8; step++) {
    let score = 0;
    information = 0;
    for (const { experimental, share } of events) {
      const p = (Math.exp(beta) * share) / (Math.exp(beta) * share + 1 - share);
      score += (experimental ? 1 : 0) - p;
      information += p * (1 - p);
    }
    beta += score / information;
  }
  return -beta * Math.sqrt(information);
}

/** Kaplan–Meier survival of one arm after each of its events. */
interface Step {
  readonly time: number;
  readonly survival: number;
  /** Greenwood's d/(Y(Y − d)) of this event; 0 for the last patient. */
  readonly greenwood: number;
}

function kaplanMeier(sorted: readonly Observation[], experimental: boolean): Step[] {
  const own = sorted.filter((one) => one.experimental === experimental);
  let survival = 1;
  return own.flatMap(({ time, event }, i) => {
    if (!event) return [];
    const atRisk = own.length - i;
    survival *= 1 - 1 / atRisk;
    return [{ time, survival, greenwood: atRisk > 1 ? 1 / (atRisk * (atRisk - 1)) : 0 }];
  });
}

interface Estimate {
  readonly value: number;
  readonly variance: number;
}

const greenwoodOf = (steps: readonly Step[]) => steps.reduce((sum, { greenwood }) => sum + greenwood, 0);

/** The mean survival time up to `until`, its variance with the factor m/(m − 1) for m events. */
function restrictedMean(curve: readonly Step[], until: number): Estimate {
  const steps = curve.filter(({ time }) => time <= until);
  let value = 0;
  let variance = 0;
  let right = until;
  for (const { time, survival, greenwood } of [...steps].reverse()) {
    value += survival * (right - time);
    variance += value ** 2 * greenwood;
    right = time;
  }
  return { value: value + right, variance: (variance * steps.length) / (steps.length - 1) };
}

/** log(−log S) at a time. */
function milestone(curve: readonly Step[], at: number): Estimate {
  const steps = curve.filter(({ time }) => time <= at);
  const h = -Math.log(steps.at(-1)?.survival ?? 1);
  return { value: Math.log(h), variance: greenwoodOf(steps) / h ** 2 };
}

/** The median with the variance of Brookmeyer and Crowley's interval on the scale of log(−log S). */
function medianOf(curve: readonly Step[]): Estimate {
  const flat = curve.findIndex(({ survival }) => Math.abs(survival - 0.5) < 1e-8);
  const below = curve.find(({ survival }) => survival <= 0.5)?.time ?? Number.NaN;
  const value = flat < 0 ? below : (curve[flat].time + (curve[flat + 1]?.time ?? Number.NaN)) / 2;
  const distance = curve.map(({ survival }, k) => {
    const h = -Math.log(survival);
    return (Math.log(Math.LN2 / h) * h) / Math.sqrt(greenwoodOf(curve.slice(0, k + 1)));
  });
  const lower = curve[distance.findIndex((d) => d <= CRITICAL)]?.time ?? Number.NaN;
  const upper = curve[distance.findIndex((d) => d < -CRITICAL)]?.time;
  const error = upper === undefined ? (value - lower) / CRITICAL : (upper - lower) / (2 * CRITICAL);
  return { value, variance: error ** 2 };
}

const zOf = (control: Estimate, experimental: Estimate) =>
  (experimental.value - control.value) / Math.sqrt(control.variance + experimental.variance);

/** Rejections of D2 by each test, by the name of its case, in `replicates` replicates. */
export function naiveTestRejections(replicates: number): Record<string, number> {
  const counts: Record<string, number> = {};
  const count = (name: string, rejects: boolean) => {
    counts[name] = (counts[name] ?? 0) + (rejects ? 1 : 0);
  };
  for (let i = 0; i < replicates; i++) {
    const sorted = finalObservations(designs.d2).sort((a, b) => a.time - b.time);
    const events = pooledEvents(sorted);
    const [control, experimental] = [kaplanMeier(sorted, false), kaplanMeier(sorted, true)];
    const [late] = flemingHarrington(events, [[0, 1]]);
    count('test-fh', late.u / Math.sqrt(late.covariances[0]) >= CRITICAL);
    count('test-combo3', maxComboRejects(events));
    count('test-cox', coxZ(events) >= CRITICAL);
    count('test-rmst', zOf(restrictedMean(control, 12), restrictedMean(experimental, 12)) >= CRITICAL);
    count('test-milestone', zOf(milestone(experimental, 12), milestone(control, 12)) >= CRITICAL);
    count('test-medians', zOf(medianOf(control), medianOf(experimental)) >= CRITICAL);
  }
  return counts;
}
