/**
 * When an arm's patients start the second treatment, and what its timing does to the hazard: the lag of a patient compiles to steps of
 * hazard ratio of the one survival mechanism. Clock: time on study from randomisation.
 *
 *   lag ≥ 0: procedure at 0, second treatment at lag.          lag < 0: second treatment at 0, procedure at −lag.
 *
 * The procedure opens a priming window. The effect of a second treatment that meets it a time `late` after it opened is HR(late), in full from
 * `onset` after both are given, for `duration`; a repeated procedure finds the second treatment on board (late = 0) and opens it anew.
 */

import { exp } from '../elementary/exp.ts';
import { log } from '../elementary/log.ts';
import { clockCumulativeHazard, pieceAt } from '../survival/clock.ts';
import { type HazardRatioSteps, type SurvivalLaw, survival } from '../survival/law.ts';
import { type Lag, lagNodes } from './lag.ts';

/** Hazard ratio as it depends on how late the second treatment comes after the procedure. */
export type Priming =
  | { readonly kind: 'constant'; readonly hazardRatio: number }
  /**
   * log HR = residual + (synchronous − residual) × 2^(−max(0, late − plateau) / halfLife), both hazard ratios on the log
   * scale: full for `plateau`, then decaying.
   */
  | {
      readonly kind: 'halfLife';
      readonly synchronous: number;
      readonly residual: number;
      readonly halfLife: number;
      readonly plateau: number;
    }
  /** log HR linear between the lags, constant beyond them; lags ascend and may be negative. */
  | { readonly kind: 'table'; readonly lags: readonly number[]; readonly hazardRatios: readonly number[] };

export interface TimedEffect {
  readonly priming: Priming;
  /** From the day second treatment and procedure have both been given to the effect. */
  readonly onset: number;
  /** How long the effect of one procedure lasts from its onset; Infinity for good. */
  readonly duration: number;
  /** Hazard ratio once it has worn off. */
  readonly waned: number;
  /** Further procedures, times after the first, ascending. */
  readonly repeats: readonly number[];
  /** Hazard ratio while the procedure waits for a second treatment that comes first. */
  readonly waiting: number;
}

/** What one procedure primes from the second treatment on, for good. */
export function lastingEffect(priming: Priming): TimedEffect {
  return { priming, onset: 0, duration: Number.POSITIVE_INFINITY, waned: 1, repeats: [], waiting: 1 };
}

/** When an arm's patients start the second treatment, whatever it does. */
export interface TreatmentStart {
  readonly lag: Lag;
}

const logs = { of: null as Priming | null, residual: 0, primed: 0 };

/** Logarithms of the window last asked about: a patient's steps are made millions of times. */
function logsOf(priming: Extract<Priming, { kind: 'halfLife' }>): typeof logs {
  if (logs.of !== priming) {
    logs.of = priming;
    logs.residual = log(priming.residual);
    logs.primed = log(priming.synchronous) - logs.residual;
  }
  return logs;
}

/** HR of a second treatment that comes `late` after the procedure; before the procedure counts as with it unless a table says otherwise. */
export function primedHazardRatio(priming: Priming, late: number): number {
  switch (priming.kind) {
    case 'constant':
      return priming.hazardRatio;
    case 'halfLife': {
      const { residual, primed } = logsOf(priming);
      const left = exp((-Math.LN2 * Math.max(0, late - priming.plateau)) / priming.halfLife);
      return exp(residual + primed * left);
    }
    case 'table': {
      const { lags, hazardRatios } = priming;
      const last = lags.length - 1;
      if (late <= lags[0]) return hazardRatios[0];
      if (late >= lags[last]) return hazardRatios[last];
      const j = pieceAt(lags, late);
      const share = (late - lags[j]) / (lags[j + 1] - lags[j]);
      return exp(log(hazardRatios[j]) * (1 - share) + log(hazardRatios[j + 1]) * share);
    }
  }
}

/**
 * Steps of one patient's hazard ratio, reused from patient to patient; there are `count` of them, with starts ascending
 * from 0.
 */
export interface StepBuffer {
  count: number;
  readonly starts: Float64Array;
  readonly ratios: Float64Array;
}

/** Room for the steps of an effect. */
export function stepBuffer(effect: TimedEffect): StepBuffer {
  const most = 2 * (effect.repeats.length + 1) + 3;
  return { count: 0, starts: new Float64Array(most), ratios: new Float64Array(most) };
}

function put(into: StepBuffer, start: number, ratio: number): void {
  // A step that begins where one stands replaces it.
  while (into.count > 0 && into.starts[into.count - 1] >= start) into.count--;
  if (into.count > 0 && into.ratios[into.count - 1] === ratio) return;
  into.starts[into.count] = start;
  into.ratios[into.count++] = ratio;
}

/** Fill the steps of a patient with this lag. */
export function fillSteps(effect: TimedEffect, lag: number, into: StepBuffer): void {
  const { priming, onset, duration, waned, repeats, waiting } = effect;
  const treatmentAt = Math.max(0, lag);
  const firstProcedure = Math.max(0, -lag);
  into.count = 0;
  put(into, 0, firstProcedure > 0 ? waiting : 1);
  if (firstProcedure > 0 && waiting !== 1) put(into, firstProcedure, 1);
  let ends = Number.POSITIVE_INFINITY;
  for (let k = -1; k < repeats.length; k++) {
    const procedure = firstProcedure + (k < 0 ? 0 : repeats[k]);
    const next = k + 1 < repeats.length ? firstProcedure + repeats[k + 1] : Number.POSITIVE_INFINITY;
    // A procedure that another follows before the second treatment starts is not the one that the second treatment meets.
    if (next <= treatmentAt) continue;
    const begins = Math.max(treatmentAt, procedure) + onset;
    if (ends < begins) put(into, ends, waned);
    const late = k < 0 ? lag : Math.max(0, treatmentAt - procedure);
    put(into, begins, primedHazardRatio(priming, late));
    ends = begins + duration;
  }
  if (Number.isFinite(ends)) put(into, ends, waned);
}

/** The same as plain steps. */
export function stepsOf(effect: TimedEffect, lag: number): HazardRatioSteps {
  const buffer = stepBuffer(effect);
  fillSteps(effect, lag, buffer);
  return {
    starts: Array.from(buffer.starts.subarray(0, buffer.count)),
    ratios: Array.from(buffer.ratios.subarray(0, buffer.count)),
  };
}

/** Steps a random lag's law is rendered in. */
const GRID = 32;

/**
 * The survival of all patients of the arm, S(t) = E[S(t | lag)], as one law on the control's clock: exact where all
 * have one lag, else hazard ratios constant between the points of a grid of about `grid`, at which S is exact (to the
 * lag's 128 nodes).
 */
export function marginalLaw(control: SurvivalLaw, effect: TimedEffect, lag: Lag, grid = GRID): SurvivalLaw {
  const laws = lagNodes(lag).map(({ lag: own, share }) => ({
    share,
    law: { clock: control.clock, steps: stepsOf(effect, own) },
  }));
  if (laws.length === 1) return laws[0].law;
  const times = gridOf(
    laws.map(({ law }) => law.steps.starts),
    grid,
  );
  const cumulative = times.map((t) => -log(laws.reduce((sum, { law, share }) => sum + share * survival(law, t), 0)));
  const starts: number[] = [];
  const ratios: number[] = [];
  times.forEach((t, j) => {
    // Beyond the last change the share of each lag among those still at risk no longer moves a hazard ratio that matters.
    const to = j + 1 < times.length ? times[j + 1] : null;
    const h = (u: number) => clockCumulativeHazard(control.clock, u);
    const ratio =
      to === null
        ? laws.reduce((sum, { law, share }) => sum + share * survival(law, t) * (law.steps.ratios.at(-1) ?? 1), 0) /
          laws.reduce((sum, { law, share }) => sum + share * survival(law, t), 0)
        : (cumulative[j + 1] - cumulative[j]) / (h(to) - h(t));
    if (!Number.isFinite(ratio)) return;
    if (starts.length > 0 && Math.abs(ratio - ratios[ratios.length - 1]) < 1e-12) return;
    starts.push(t);
    ratios.push(ratio);
  });
  return { clock: control.clock, steps: { starts, ratios } };
}

/** 0, and about `most` times that lie where the steps of many patients do. */
function gridOf(starts: readonly (readonly number[])[], most: number): number[] {
  const all = [...new Set([0, ...starts.flat()])].sort((a, b) => a - b);
  if (all.length <= most) return all;
  // Steps that many patients share: a third lies where many are at risk, a third where few are but survival still
  // falls.
  const last = all.length - 1;
  const shared = new Map<number, number>();
  for (const start of starts.flat()) shared.set(start, (shared.get(start) ?? 0) + 1);
  const common = all.filter((start) => (shared.get(start) ?? 0) > starts.length / most);
  const grid = new Set<number>([0, all[1], all[last], ...common.slice(0, most)]);
  const some = most / 3;
  for (let i = 1; i < some; i++) grid.add(all[Math.round((i * last) / some)]);
  let k = 1;
  const late = all[Math.floor(0.99 * last)];
  for (let i = 1; i <= some; i++) {
    const wanted = all[1] + ((late - all[1]) * i) / some;
    while (k < last && all[k] < wanted) k++;
    grid.add(all[k]);
  }
  return [...grid].sort((a, b) => a - b);
}

/** The latest that anything changes for a patient with this lag. */
export function lastChange(effect: TimedEffect, lag: number): number {
  return stepsOf(effect, lag).starts.at(-1) ?? 0;
}
