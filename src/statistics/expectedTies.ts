/**
 * The events of an expected stratum as a log-rank test adds them up. Events at one instant are tied: with d among Y at risk
 * just before it, d₁ and Y₁ of them experimental, the test adds d₁ − d Y₁/Y and d (Y₁/Y)(1 − Y₁/Y)(1 − d/Y), where a hazard that
 * thins the risk set while it acts would add more.
 */

import { exp } from '../elementary/exp.ts';
import { expm1 } from '../elementary/expm1.ts';
import type { ExpectedStratum } from './expectedLook.ts';

const POINTS = 32;

/**
 * Columns over `rows` terms, an instant being one term: shares at risk just before it, and shares that have the event.
 */
export interface ExpectedTerms {
  /** The node whose weights a weighted test uses. */
  readonly node: Int32Array;
  readonly atRisk0: Float64Array;
  readonly atRisk1: Float64Array;
  readonly events0: Float64Array;
  readonly events1: Float64Array;
  /** 1 − d/Y, 1 where events are not tied. */
  readonly untied: Float64Array;
}

/** The terms of a stratum, against a hazard ratio of `margin`: patients of the experimental arm then count so many times at risk. */
export function expectedTerms(stratum: ExpectedStratum, margin = 1): ExpectedTerms {
  const { times, weights, atRisk0, atRisk1, hazard0, hazard1, instants = [] } = stratum;
  const n = times.length - instants.length * (POINTS - 1);
  const node = new Int32Array(n);
  const columns = () => new Float64Array(n);
  const terms = { node, atRisk0: columns(), atRisk1: columns(), events0: columns(), events1: columns() };
  const untied = columns().fill(1);
  let row = 0;
  let next = 0;
  for (let i = 0; i < times.length; row++) {
    node[row] = i;
    if (instants[next] !== i) {
      terms.atRisk0[row] = atRisk0[i];
      terms.atRisk1[row] = atRisk1[i];
      terms.events0[row] = weights[i] * hazard0[i] * atRisk0[i];
      terms.events1[row] = weights[i] * hazard1[i] * atRisk1[i];
      i++;
      continue;
    }
    next++;
    let cumulative0 = 0;
    let cumulative1 = 0;
    for (let j = i; j < i + POINTS; j++) {
      cumulative0 += weights[j] * hazard0[j];
      cumulative1 += weights[j] * hazard1[j];
    }
    // Within an instant the hazard is constant, so half of it has acted at the middle.
    const middle = i + POINTS / 2;
    terms.atRisk0[row] = atRisk0[middle] * exp(cumulative0 * before(stratum, i));
    terms.atRisk1[row] = atRisk1[middle] * exp(cumulative1 * before(stratum, i));
    terms.events0[row] = terms.atRisk0[row] * -expm1(-cumulative0);
    terms.events1[row] = terms.atRisk1[row] * -expm1(-cumulative1);
    const y = terms.atRisk0[row] + terms.atRisk1[row];
    if (y > 0) untied[row] = 1 - (terms.events0[row] + terms.events1[row]) / y;
    i += POINTS;
  }
  return { ...terms, atRisk1: terms.atRisk1.map((y1) => margin * y1), untied };
}

/** Share of the panel that begins at node i which lies before its node in the middle. */
function before({ times, weights }: ExpectedStratum, i: number): number {
  let length = 0;
  for (let j = i; j < i + POINTS; j++) length += weights[j];
  const first = (times[i] + times[i + POINTS - 1] - length) / 2;
  return (times[i + POINTS / 2] - first) / length;
}

/** Σ w₁ (d₁ − d Y₁/Y) and Σ w₁ w₂ d (Y₁/Y)(1 − Y₁/Y)(1 − d/Y) of weights at the nodes. */
export function scoreOf(terms: ExpectedTerms, w: Float64Array): number {
  const { node, atRisk0, atRisk1, events0, events1 } = terms;
  let score = 0;
  for (let k = 0; k < node.length; k++) {
    const y = atRisk0[k] + atRisk1[k];
    if (y > 0) score += (w[node[k]] * (events1[k] * atRisk0[k] - events0[k] * atRisk1[k])) / y;
  }
  return score;
}

export function varianceOf(terms: ExpectedTerms, w1: Float64Array, w2: Float64Array): number {
  const { node, atRisk0, atRisk1, events0, events1, untied } = terms;
  let variance = 0;
  for (let k = 0; k < node.length; k++) {
    const y = atRisk0[k] + atRisk1[k];
    if (!(y > 0)) continue;
    const p = atRisk1[k] / y;
    variance += w1[node[k]] * w2[node[k]] * p * (1 - p) * (events0[k] + events1[k]) * untied[k];
  }
  return variance;
}
