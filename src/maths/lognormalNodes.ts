/** Positive variables as nodes of an integral: values and their shares, the shares summing to 1. */
import { exp } from '../elementary/exp.ts';
import { gaussHermite } from './quadrature.ts';

export interface Node {
  readonly factor: number;
  readonly share: number;
}

/** A variable that is always 1. */
export const ALWAYS_ONE: readonly Node[] = [{ factor: 1, share: 1 }];

/** Points of the quadrature: enough for nine digits of a survival probability at this spread. */
const pointsFor = (spread: number): number => (spread < 0.7 ? 12 : spread < 1.5 ? 24 : 48);

/** exp(N(0, spread²)) by Gauss–Hermite quadrature. */
export function lognormalNodes(spread: number, points: number = pointsFor(spread)): readonly Node[] {
  if (spread === 0) return ALWAYS_ONE;
  const { nodes, weights } = gaussHermite(points);
  return Array.from(nodes, (x, i) => ({ factor: exp(spread * x), share: weights[i] }));
}

/** All products of two independent variables. */
export function productNodes(a: readonly Node[], b: readonly Node[]): readonly Node[] {
  if (a.length === 1 && a[0].factor === 1) return b;
  if (b.length === 1 && b[0].factor === 1) return a;
  return a.flatMap((one) => b.map((other) => ({ factor: one.factor * other.factor, share: one.share * other.share })));
}
