/** Gauss–Legendre quadrature: nodes by Newton's method on the Legendre polynomial (Abramowitz & Stegun 25.4.30). */
import { cos } from '../elementary/circle.ts';
import { square } from '../elementary/square.ts';

interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const rules = new Map<number, Rule>();

/** The n-point rule on [−1, 1], nodes descending; exact for polynomials up to degree 2n − 1. */
export function gaussLegendre(n: number): Rule {
  const known = rules.get(n);
  if (known) return known;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let p0 = 1;
      let p1 = x;
      for (let k = 2; k <= n; k++) [p0, p1] = [p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k];
      slope = (n * (x * p1 - p0)) / (x * x - 1);
      const change = p1 / slope;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  const rule = { nodes, weights };
  rules.set(n, rule);
  return rule;
}

const hermiteRules = new Map<number, Rule>();

/**
 * The n-point rule for a standard normal variable, E f(X) ≈ Σ weights × f(nodes), weights summing to 1 (Gauss–Hermite in
 * probabilists' form). Nodes by bisection between those of the rule before, whose polynomial's roots interlace.
 */
export function gaussHermite(n: number): Rule {
  const known = hermiteRules.get(n);
  if (known) return known;
  // Orthonormal Hermite polynomials, so that nothing overflows.
  const at = (k: number, x: number): [number, number] => {
    let before = 0;
    let here = 1;
    for (let j = 0; j < k; j++) [before, here] = [here, (x * here - Math.sqrt(j) * before) / Math.sqrt(j + 1)];
    return [here, before];
  };
  let roots: number[] = [0];
  for (let k = 2; k <= n; k++) {
    const end = 2 * Math.sqrt(k) + 1;
    const edges = [-end, ...roots, end];
    roots = edges.slice(1).map((high, i) => {
      let from = edges[i];
      let to = high;
      const sign = Math.sign(at(k, from)[0]);
      for (let step = 0; step < 60; step++) {
        const middle = (from + to) / 2;
        if (Math.sign(at(k, middle)[0]) === sign) from = middle;
        else to = middle;
      }
      return (from + to) / 2;
    });
  }
  const nodes = Float64Array.from(roots);
  const weights = nodes.map((x) => 1 / (n * square(at(n, x)[1])));
  const rule = { nodes, weights };
  hermiteRules.set(n, rule);
  return rule;
}

const POINTS = 32;

/** ∫ₐᵇ f, f smooth between consecutive `breaks` (points outside (a, b) are ignored); 32 points a piece. */
export function integrate(f: (x: number) => number, a: number, b: number, breaks: readonly number[] = []): number {
  if (!(b > a)) return 0;
  const cuts = [a, ...breaks.filter((x) => x > a && x < b).sort((x, y) => x - y), b];
  const { nodes, weights } = gaussLegendre(POINTS);
  let total = 0;
  for (let piece = 1; piece < cuts.length; piece++) {
    const half = (cuts[piece] - cuts[piece - 1]) / 2;
    const middle = (cuts[piece] + cuts[piece - 1]) / 2;
    let sum = 0;
    for (let i = 0; i < POINTS; i++) sum += weights[i] * f(middle + half * nodes[i]);
    total += half * sum;
  }
  return total;
}
