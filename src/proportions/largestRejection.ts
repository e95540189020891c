/** The least favourable rate: where a probability to reject is largest. */

export interface LargestRejection {
  readonly rate: number;
  readonly probability: number;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The largest of f over rates from `low` to `high`, sought on a grid of `points` and then about its best points by golden
 * sections.
 */
export function largestOver(
  f: (rate: number) => number,
  low: number,
  high: number,
  points: number,
  refined = 2,
): LargestRejection {
  const step = (high - low) / (points + 1);
  const grid = Array.from({ length: points }, (_, i) => low + (i + 1) * step);
  const tried = grid.map((rate) => ({ rate, probability: f(rate) }));
  const peaks = tried
    .filter(
      ({ probability }, i) =>
        probability >= (tried[i - 1]?.probability ?? 0) && probability >= (tried[i + 1]?.probability ?? 0),
    )
    .sort((a, b) => b.probability - a.probability)
    .slice(0, refined);
  let best = peaks[0];
  for (const peak of peaks) {
    let [a, b] = [Math.max(low, peak.rate - step), Math.min(high, peak.rate + step)];
    let [c, d] = [b - GOLDEN * (b - a), a + GOLDEN * (b - a)];
    let [fc, fd] = [f(c), f(d)];
    while (b - a > 1e-7) {
      if (fc > fd) {
        [b, d, fd] = [d, c, fc];
        c = b - GOLDEN * (b - a);
        fc = f(c);
      } else {
        [a, c, fc] = [c, d, fd];
        d = a + GOLDEN * (b - a);
        fd = f(d);
      }
      if (b - a < step / 4 && Math.max(fc, fd) < best.probability - 1e-4) break;
    }
    if (Math.max(fc, fd) > best.probability)
      best = fc > fd ? { rate: c, probability: fc } : { rate: d, probability: fd };
  }
  return best;
}
