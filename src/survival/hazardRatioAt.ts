/** The hazard ratio of one law over another (experimental ÷ control). */
import { hazard, type SurvivalLaw } from './law.ts';

/** HR(t) of `experimental` over `control` at time t on study. */
export function hazardRatioAt(experimental: SurvivalLaw, control: SurvivalLaw, t: number): number {
  return hazard(experimental, t) / hazard(control, t);
}
