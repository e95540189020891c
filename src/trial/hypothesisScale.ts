/** How the z of a trial's deciding test reads as a hazard ratio: against which, and on which side of it benefit lies. */
import { type HazardRatioScale, USUAL_SCALE } from '../sequential/hazardRatioScale.ts';
import { marginOf } from '../statistics/definition.ts';
import { FIRST_COMPARED } from './comparison.ts';
import { favoursSooner } from './endpoint.ts';
import type { UnsizedTrial } from './trial.ts';

export { type HazardRatioScale, USUAL_SCALE };

type Tested = Pick<UnsizedTrial, 'endpoints'> & { readonly test: Pick<UnsizedTrial['test'], 'statistic'> };

export function scaleOf({ endpoints, test }: Tested): HazardRatioScale {
  const nullRatio = marginOf(test.statistic);
  const sooner = favoursSooner({ endpoints }, FIRST_COMPARED);
  return nullRatio === 1 && !sooner ? USUAL_SCALE : { nullRatio, benefit: sooner ? 'above' : 'below' };
}

/** A hazard ratio over that of the null, turned where benefit lies above: below 1 where it is a benefit. */
export function ratioToNull(hazardRatio: number, { nullRatio, benefit }: HazardRatioScale): number {
  const ratio = hazardRatio / nullRatio;
  return benefit === 'below' ? ratio : 1 / ratio;
}
