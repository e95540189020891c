/**
 * Korobov lattices for integrals over many dimensions: point n of N has coordinates {n aᵈ / N + shift_d}, d = 0, 1, …
 * The multipliers a were found by trying all: least mean P₂ = (1/N) Σ_n ω(n/N) ω(n aˡ/N), ω(x) = 2π²(x² − x + 1/6), over
 * lags l = 1 … 36, the error of the worst smooth periodic function of two coordinates so far apart.
 * Korobov 1959; I. H. Sloan & S. Joe, Lattice Methods for Multiple Integration (1994), ch. 4.
 */

export interface Lattice {
  /** A prime. */
  readonly points: number;
  readonly multiplier: number;
}

export const COARSE: Lattice = { points: 509, multiplier: 27 };
export const MIDDLE: Lattice = { points: 8191, multiplier: 598 };
export const FINE: Lattice = { points: 16381, multiplier: 6584 };

/** aᵈ mod N for each dimension. */
export function generatorOf({ points, multiplier }: Lattice, dimensions: number): Float64Array {
  const generator = new Float64Array(dimensions);
  let power = 1;
  for (let d = 0; d < dimensions; d++) {
    generator[d] = power;
    power = (power * multiplier) % points;
  }
  return generator;
}

/**
 * A coordinate folded, 0 to 1 and back to 0, so that a function that is smooth becomes one that is periodic too (the
 * baker's transformation; Hickernell 2002). Never 0 or 1 itself.
 */
export function fold(x: number): number {
  const u = 1 - Math.abs(2 * (x - Math.floor(x)) - 1);
  return Math.min(Math.max(u, 1e-16), 1 - 1e-16);
}
