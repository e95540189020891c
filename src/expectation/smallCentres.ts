/**
 * What a test stratified by centre loses because centres are small. An event with Y at risk in its stratum, itself
 * among them, adds E[Y₁Y₀/Y²] = p₁p₀ (Y − 1)/Y to the log-rank's variance when arms are assigned independently: a
 * patient alone in a centre is compared with nobody. With gamma-distributed recruitment of shape k the others at risk
 * in the centre of a patient are Poisson with mean λg, g gamma of shape k + 1 (a patient who fails is in a large centre
 * more often), so that
 *
 *   E[1/Y] = ∫₀¹ E e^{−λg(1 − s)} ds = (1 − (1 + λ/k)^{−k}) / λ,   (1 − e^{−λ}) / λ where all rates are alike.
 *
 * Blocks within centres keep arms more even than that and lose a little less.
 */
import { expm1 } from '../elementary/expm1.ts';
import { log1p } from '../elementary/log1p.ts';
import { square } from '../elementary/square.ts';
import type { ExpectedStratum } from '../statistics/expectedLook.ts';
import { accrualDuration } from '../trial/accrual.ts';
import { regionMoments } from '../trial/centreRecruitment.ts';
import type { Centres } from '../trial/centres.ts';
import type { Trial } from '../trial/trial.ts';

/** 1 − E[1/Y] where `others` are expected at risk beside the patient in a centre of mean rate. */
export function keptAtEvent(others: number, variation: number): number {
  if (!(others > 1e-12)) return 0;
  const shape = 1 / square(variation);
  return 1 + expm1(variation > 0 ? -shape * log1p(others / shape) : -others) / others;
}

/**
 * The share of the patients that a region has, and that one of its centres has; for recruiting centres, as expected by
 * the end of accrual.
 */
function sharesOf({ regions, recruit }: Centres, duration: number) {
  const sizes = regions.map((region) =>
    recruit && Number.isFinite(duration) ? regionMoments(region, duration).mean : region.centres * region.rate,
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return regions.map(({ centres, variation }, r) => ({
    share: sizes[r] / total,
    each: sizes[r] / total / centres,
    variation,
  }));
}

/**
 * The share of the information that is kept, an average over the expected events. `patients` are those of the comparison,
 * `shares[s]` that of the kind of centre of stratum s among all centres.
 */
export function keptInSmallCentres(
  trial: Pick<Trial, 'centres' | 'accrual' | 'patients'>,
  strata: readonly ExpectedStratum[],
  shares: readonly number[],
  patients: number,
): number {
  if (trial.centres === undefined) return 1;
  const regions = sharesOf(trial.centres, accrualDuration(trial.accrual, trial.patients));
  let events = 0;
  let kept = 0;
  strata.forEach(({ times, weights, atRisk0, atRisk1, hazard0, hazard1 }, s) => {
    for (let i = 0; i < times.length; i++) {
      const here = weights[i] * (atRisk0[i] * hazard0[i] + atRisk1[i] * hazard1[i]);
      if (!(here > 0)) continue;
      const inStratum = ((atRisk0[i] + atRisk1[i]) / shares[s]) * patients;
      events += here;
      for (const { share, each, variation } of regions) kept += here * share * keptAtEvent(inStratum * each, variation);
    }
  });
  return events > 0 ? kept / events : 1;
}
