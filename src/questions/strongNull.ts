/**
 * A strong null with early harm: the experimental arm is never better, S₁(t) ≤ S₀(t) at all times, yet for a while its
 * hazard is lower. Weighted tests can call this a benefit (B. Freidlin & E. L. Korn, J. Clin. Oncol. 37 (2019) 3455–3459;
 * D. Magirr & C.-F. Burman, Stat. Med. 38 (2019) 3782–3790).
 *
 * Hazard ratio h > 1 before time c, r < 1 from c until m such that the cumulative hazards meet there,
 * h Λ₀(c) + r (Λ₀(m) − Λ₀(c)) = Λ₀(m), and 1 from then on. From a grid of such effects, the one is taken for which large
 * samples promise the weighted test the most claims of benefit.
 */
import { expectationOf } from '../expectation/expectation.ts';
import { testPower } from '../formulas/testDrift.ts';
import { cumulativeHazard, type HazardRatioSteps, quantile } from '../survival/law.ts';
import type { Test } from '../trial/test.ts';
import { drivingArms, type Trial, underNull, withEffects } from '../trial/trial.ts';

export interface StrongNull {
  readonly trial: Trial;
  /** Hazard ratio `early` before `until`, `late` from then to `meets`, where survival meets the control's; then 1. */
  readonly early: number;
  readonly late: number;
  readonly until: number;
  readonly meets: number;
}

/**
 * The values tried: of h; of the share of the control that has failed by c; of m as a share of the longest follow-up.
 */
const HARMS = [1.5, 2, 3, 5, 8];
const SHARES = [0.05, 0.1, 0.2];
const MEETINGS = [1 / 3, 1 / 2, 3 / 4, 1];
/** A later ratio below this would be no plausible treatment. */
const LEAST_LATE = 0.2;

/** The least favourable strong null for `test`; `followUp` is the longest possible. Null where none fits into it. */
export function strongNull(planned: Trial, followUp: number, test: Test): StrongNull | null {
  const trial = underNull(planned);
  const [{ law }] = drivingArms(trial);
  let worst: StrongNull | null = null;
  let most = -1;
  for (const share of SHARES)
    for (const meeting of MEETINGS)
      for (const early of HARMS) {
        const until = quantile(law, share);
        const meets = meeting * followUp;
        const before = cumulativeHazard(law, until);
        const all = cumulativeHazard(law, meets);
        const late = (all - early * before) / (all - before);
        if (!(until < meets && late >= LEAST_LATE && late < 1)) continue;
        const harmful = withSteps(trial, { starts: [0, until, meets], ratios: [early, late, 1] });
        const { alpha, sides } = planned.test;
        const claims = testPower(expectationOf(harmful), followUp, test, { alpha: alpha / sides, sides: 1 });
        if (!(claims > most)) continue;
        most = claims;
        worst = { trial: harmful, early, late, until, meets };
      }
  return worst;
}

/** The trial with these hazard ratios in every experimental arm. */
function withSteps(trial: Trial, steps: HazardRatioSteps): Trial {
  return withEffects(trial, ({ effect }, index) => (index === 0 ? effect : { kind: 'relative', steps }));
}
