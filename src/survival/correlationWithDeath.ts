/**
 * The correlation of the times to the first event T and to death D. After progression B = 1 patients live for W, which does
 * not depend on T:  D = T + B W,
 *
 *   E D = E T + q E W,   E T D = E T² + E W E[T B],   E D² = E T² + 2 E W E[T B] + q E W²,   q = E B.
 *
 * For constant hazards λ, λ₁₂ it is λ⁻¹ / √(λ⁻² + (2 q − q²) / λ₁₂²).
 * M. Meller, J. Beyersmann and K. Rufibach, Stat. Med. 38 (2019) 4270–4289.
 */
import { exp } from '../elementary/exp.ts';
import { pow } from '../elementary/pow.ts';
import { square } from '../elementary/square.ts';
import { integrate } from '../maths/quadrature.ts';
import { pieceAt } from './clock.ts';
import { firstHazard, type Gumbel } from './gumbel.ts';
import { type IllnessDeath, lawsAfterProgression } from './illnessDeath.ts';
import { hazardBreaks, invertLaw, type SurvivalLaw, survival, timeAtCumulativeHazard } from './law.ts';

/** Cumulative hazards between which integrals take one panel; beyond the last nothing is left. */
const LEVELS = [1e-9, 1e-7, 1e-5, 1e-3, 0.03, 0.25, 1, 2.5, 5, 10, 20, 40];

const nearlyNobody = LEVELS[LEVELS.length - 1];

/** Panels of integrals over the time of a law that everybody leaves. */
function panels(law: SurvivalLaw): { readonly end: number; readonly cuts: readonly number[] } {
  const inverse = invertLaw(law);
  const cuts = [...hazardBreaks(law), ...LEVELS.map((level) => timeAtCumulativeHazard(inverse, level))];
  return { end: timeAtCumulativeHazard(inverse, nearlyNobody), cuts };
}

/** First and second moment of a time; infinite where some never have the event. */
function momentsOf(law: SurvivalLaw): readonly [number, number] {
  const { end, cuts } = panels(law);
  if (!Number.isFinite(end)) return [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [integrate((t) => survival(law, t), 0, end, cuts), integrate((t) => 2 * t * survival(law, t), 0, end, cuts)];
}

/** ∫ over the first events that are no deaths of their count and of their time. */
function progressionMoments({ first, course: { deaths } }: IllnessDeath): readonly [number, number] {
  let share = 0;
  let mean = 0;
  const { end, cuts } = panels(first);
  deaths.starts.forEach((from, j) => {
    const to = Math.min(end, deaths.starts[j + 1] ?? end);
    if (!(to > from)) return;
    const progressing = 1 - deaths.shares[pieceAt(deaths.starts, from)];
    const [before, after] = [survival(first, from), survival(first, to)];
    // ∫ s f(s) ds by parts.
    share += progressing * (before - after);
    mean += progressing * (from * before - to * after + integrate((t) => survival(first, t), from, to, cuts));
  });
  return [share, mean];
}

/** E T D of the copula is an integral over the ratio of both times: ∫ ((a w)^θ + b^θ)^{−2/θ} dw over (0, 1), and that of T². */
function correlationOfGumbel(gumbel: Gumbel): number {
  const { theta, progression, death } = gumbel;
  const leaving = firstHazard(gumbel);
  const ratio = progression / death;
  // w = x⁸ smooths w^θ at 0.
  const beyond = integrate(
    (x) => 8 * pow(x, 7) * pow(1 + pow(ratio * pow(x, 8), theta), -2 / theta),
    0,
    1,
    [0.25, 0.5, 0.75, 0.9],
  );
  const product = 1 / square(leaving) + beyond / square(death);
  return (product - 1 / (leaving * death)) * leaving * death;
}

/** Of times of which one rank gives the other. */
function correlationOfRanks(first: SurvivalLaw, death: SurvivalLaw): number {
  const [early, late] = [invertLaw(first), invertLaw(death)];
  const product = integrate(
    (e) => exp(-e) * timeAtCumulativeHazard(early, e) * timeAtCumulativeHazard(late, e),
    0,
    nearlyNobody,
    LEVELS,
  );
  const [t1, t2] = momentsOf(first);
  const [d1, d2] = momentsOf(death);
  return (product - t1 * d1) / Math.sqrt((t2 - square(t1)) * (d2 - square(d1)));
}

/** Cor(T, D); NaN where some patients never have the first event or never die, so that moments are infinite. */
export function correlationOfFirstAndDeath(history: IllnessDeath): number {
  const { first, course } = history;
  if (course.after.kind === 'gumbel') return correlationOfGumbel(course.after);
  if (course.after.kind === 'ranks') return correlationOfRanks(first, course.after.law);
  const [t1, t2] = momentsOf(first);
  const [share, progressed] = Number.isFinite(t1) ? progressionMoments(history) : [Number.NaN, Number.NaN];
  let w1 = 0;
  let w2 = 0;
  for (const { share: of, law } of lawsAfterProgression(course)) {
    const [mean, second] = momentsOf(law);
    w1 += of * mean;
    w2 += of * second;
  }
  const d1 = t1 + share * w1;
  const d2 = t2 + 2 * w1 * progressed + share * w2;
  return (t2 + w1 * progressed - t1 * d1) / Math.sqrt((t2 - square(t1)) * (d2 - square(d1)));
}
