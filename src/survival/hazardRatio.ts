/** The hazard ratio of one law over another (experimental ÷ control). */
import { cumulativeHazard, hazard, hazardBreaks, quantile, type SurvivalLaw } from './law.ts';

/** HR(t) of `experimental` over `control` at time t on study. */
export function hazardRatioAt(experimental: SurvivalLaw, control: SurvivalLaw, t: number): number {
  return hazard(experimental, t) / hazard(control, t);
}

/** The hazard ratio when it is the same at all times (to 1e-9), null under non-proportional hazards. */
export function constantHazardRatio(experimental: SurvivalLaw, control: SurvivalLaw): number | null {
  let end = 0;
  for (const law of [experimental, control]) {
    for (const p of [0.5, 0.9, 0.999]) {
      const t = quantile(law, p);
      if (Number.isFinite(t)) end = Math.max(end, t);
    }
    for (const t of hazardBreaks(law)) end = Math.max(end, 1.5 * t);
  }
  if (end === 0) end = 1;
  const points = [...hazardBreaks(experimental), ...hazardBreaks(control)];
  for (let i = 1; i <= 64; i++) points.push((end * i) / 64);
  points.sort((a, b) => a - b);
  let ratio: number | null = null;
  let from = 0;
  for (const to of points) {
    if (to <= from) continue;
    const middle = (from + to) / 2;
    from = to;
    if (cumulativeHazard(control, to) > 700) break;
    const here = hazardRatioAt(experimental, control, middle);
    if (Number.isNaN(here)) continue;
    if (ratio === null) ratio = here;
    else if (here !== ratio && !(Math.abs(here - ratio) <= 1e-9 * Math.min(ratio, here))) return null;
  }
  return ratio;
}
