/**
 * Patients who have progressed and live, in a history whose time after progression has a law of its own:
 *
 *   alive(t) = ∫₀ᵗ (1 − p(s)) f₁(s) S(t − s) ds,   dying(t) = ∫₀ᵗ (1 − p(s)) f₁(s) f(t − s) ds,
 *
 * f₁ the density of the first event, p the share of deaths among first events, S and f survival and density after
 * progression. Where all hazards are piecewise constant both are sums in closed form; else they are integrated by
 * Gauss–Legendre rules whose panels end where a hazard jumps and where a cumulative hazard has risen by much.
 */
import { exp } from '../elementary/exp.ts';
import { expm1 } from '../elementary/expm1.ts';
import { pow } from '../elementary/pow.ts';
import { gaussLegendre } from '../maths/quadrature.ts';
import { type Clock, clockTime, pieceAt } from './clock.ts';
import type { DeathShare } from './diseaseCourse.ts';
import { cumulativeHazard, hazard, hazardBreaks, invertLaw, type SurvivalLaw, timeAtCumulativeHazard } from './law.ts';

/** Share of all patients who have progressed and live at a time, and the rate at which they die. */
export interface Sojourn {
  readonly alive: number;
  readonly dying: number;
}

/** Patients at a time from randomisation. */
export type SojournAt = (t: number) => Sojourn;

/** A law of constant hazards; cumulative hazards at the starts. */
interface Pieces {
  readonly starts: readonly number[];
  readonly hazards: readonly number[];
  readonly cumulative: readonly number[];
}

const ascending = (times: readonly number[]) => [...new Set(times)].sort((a, b) => a - b);

/** The law as constant hazards between its breaks and `further` times. */
function piecesOf(law: SurvivalLaw, multiplier: number, further: readonly number[]): Pieces {
  const starts = ascending([0, ...hazardBreaks(law), ...further]);
  return {
    starts,
    hazards: starts.map((t) => multiplier * hazard(law, t)),
    cumulative: starts.map((t) => multiplier * cumulativeHazard(law, t)),
  };
}

/** (1 − e^{−z}) / z for z ≥ 0. */
const shareLeft = (z: number) => (z === 0 ? 1 : -expm1(-z) / z);

/** Both sums for constant hazards, panel by panel. */
function sojournOfPieces(first: Pieces, progressing: readonly number[], after: Pieces): SojournAt {
  return (t) => {
    let alive = 0;
    let dying = 0;
    let i = 0;
    let j = pieceAt(after.starts, t);
    // From a on, the time left is in piece j; where it begins that piece, it goes on in the one before.
    for (let a = 0; a < t; ) {
      while (j > 0 && t - after.starts[j] <= a) j--;
      while (i + 1 < first.starts.length && first.starts[i + 1] <= a) i++;
      const b = Math.min(t, first.starts[i + 1] ?? t, j > 0 ? t - after.starts[j] : t);
      const leaving = first.hazards[i];
      const dies = after.hazards[j];
      const width = b - a;
      // S₁(a) S(t − b) (1 − p) λ ∫ e^{−λx − μ(w − x)} dx, the slower exponential taken out.
      const left = first.cumulative[i] + leaving * (a - first.starts[i]);
      const lived = after.cumulative[j] + dies * Math.max(0, t - b - after.starts[j]);
      const slower = Math.min(leaving, dies) * width;
      const panel =
        progressing[i] * leaving * width * exp(-left - lived - slower) * shareLeft(Math.abs(leaving - dies) * width);
      alive += panel;
      dying += dies * panel;
      a = b;
    }
    return { alive, dying };
  };
}

const POINTS = 24;
const LEVELS = [0.25, 1, 4, 16, 40];

/** Times at which a panel should end on account of the law. */
function panelEnds(law: SurvivalLaw, multiplier: number): readonly number[] {
  const inverse = invertLaw(law);
  const { clock } = law;
  const levels = LEVELS.flatMap((level) => [
    timeAtCumulativeHazard(inverse, level / multiplier),
    ...(clock.kind === 'cure' ? [clockTime(clock.uncured, level)] : []),
  ]);
  return [...hazardBreaks(law), ...levels].filter(Number.isFinite);
}

/** q of u = x^q that smooths a cumulative hazard of such a clock at 0. */
function substitution(clock: Clock): number {
  const single = clock.kind === 'cure' ? clock.uncured : clock;
  const exponent = single.kind === 'weibull' ? single.shape : single.kind === 'tabulated' ? single.exponent : 1;
  return Number.isInteger(exponent) ? 1 : Math.min(32, Math.ceil(8 / Math.min(1, exponent)));
}

/** Calls `add` with nodes and weights of ∫₀ᵉⁿᵈ, the panels ending at `cuts`, in the variable x of u = x^q. */
function eachNode(end: number, cuts: readonly number[], q: number, add: (u: number, weight: number) => void): void {
  const { nodes, weights } = gaussLegendre(POINTS);
  let from = 0;
  for (const edge of ascending([...cuts.filter((u) => u > 0 && u < end), end])) {
    const to = q === 1 ? edge : pow(edge, 1 / q);
    const half = (to - from) / 2;
    const middle = (to + from) / 2;
    for (let k = 0; k < POINTS; k++) {
      const x = middle + half * nodes[k];
      const slope = q === 1 ? 1 : pow(x, q - 1);
      add(slope * x, half * weights[k] * q * slope);
    }
    from = to;
  }
}

/** Both integrals by quadrature. */
function sojournByQuadrature(
  first: SurvivalLaw,
  deaths: DeathShare,
  after: SurvivalLaw,
  multiplier: number,
): SojournAt {
  const firstEnds = [...panelEnds(first, multiplier), ...deaths.starts];
  const afterEnds = panelEnds(after, multiplier);
  const early = substitution(first.clock);
  const late = substitution(after.clock);
  return (t) => {
    let alive = 0;
    let dying = 0;
    /** Progression at s, u before t. */
    const add = (s: number, u: number, weight: number) => {
      const leaving =
        (1 - deaths.shares[pieceAt(deaths.starts, s)]) *
        multiplier *
        hazard(first, s) *
        exp(-multiplier * (cumulativeHazard(first, s) + cumulativeHazard(after, u)));
      if (!(leaving > 0)) return;
      alive += weight * leaving;
      dying += weight * leaving * multiplier * hazard(after, u);
    };
    // Each law may be singular where it begins: the halves are integrated from there.
    const half = t / 2;
    eachNode(half, [...firstEnds, ...afterEnds.map((u) => t - u)], early, (s, weight) => add(s, t - s, weight));
    eachNode(half, [...afterEnds, ...firstEnds.map((s) => t - s)], late, (u, weight) => add(t - u, u, weight));
    return { alive, dying };
  };
}

/** Patients who have progressed and live, every hazard multiplied by `multiplier`. */
export function sojournAfter(
  first: SurvivalLaw,
  deaths: DeathShare,
  after: SurvivalLaw,
  multiplier: number,
): SojournAt {
  if (first.clock.kind !== 'piecewise' || after.clock.kind !== 'piecewise')
    return sojournByQuadrature(first, deaths, after, multiplier);
  const pieces = piecesOf(first, multiplier, deaths.starts);
  const progressing = pieces.starts.map((t) => 1 - deaths.shares[pieceAt(deaths.starts, t)]);
  return sojournOfPieces(pieces, progressing, piecesOf(after, multiplier, []));
}
