/**
 * Two arms that were not randomised, whose patients differ in prognostic factors: what survival they would have if treatment did
 * nothing. A patient's hazard is the baseline's × the hazard ratio of every factor that the patient has × HR^x for a continuous
 * factor x; within an arm factors are independent and continuous ones normal. Arms differ in shares, means and standard
 * deviations alone. A patient's factors being random, an arm follows the mixture of its patients' laws.
 */
import { exp } from '../elementary/exp.ts';
import { hypot } from '../elementary/hypot.ts';
import { log } from '../elementary/log.ts';
import { ALWAYS_ONE, lognormalNodes, type Node, productNodes } from '../maths/lognormalNodes.ts';
import { findRoot } from '../maths/roots.ts';
import type { Clock } from '../survival/clock.ts';
import type { SurvivalLaw } from '../survival/law.ts';
import { mixtureLaw, mixtureOf, type PartOfMixture } from '../survival/mixtureLaw.ts';

/** A continuous factor in one arm; `sd` > 0. */
export interface MeanAndSd {
  readonly mean: number;
  readonly sd: number;
}

/** How a factor is spread over the patients of both arms: the share that has it, or the distribution of its values. */
export type FactorInArms =
  | { readonly kind: 'share'; readonly control: number; readonly experimental: number }
  | { readonly kind: 'continuous'; readonly control: MeanAndSd; readonly experimental: MeanAndSd };

export interface PrognosticFactor {
  readonly inArms: FactorInArms;
  /** Hazard with the factor over that without; of a continuous factor, for one unit more. */
  readonly hazardRatio: number;
}

type WhichArm = 'control' | 'experimental';

/** Patients of an arm by what multiplies their hazard, over that of a control patient without any factor and at mean values. */
function patientsOf(factors: readonly PrognosticFactor[], arm: WhichArm): readonly PartOfMixture[] {
  let nodes: readonly Node[] = ALWAYS_ONE;
  let shift = 0;
  const spreads: number[] = [];
  for (const { inArms, hazardRatio } of factors) {
    if (inArms.kind === 'continuous') {
      shift += log(hazardRatio) * (inArms[arm].mean - inArms.control.mean);
      spreads.push(log(hazardRatio) * inArms[arm].sd);
    } else {
      const share = inArms[arm];
      const both = [
        { factor: 1, share: 1 - share },
        { factor: hazardRatio, share },
      ];
      nodes = productNodes(
        nodes,
        both.filter((node) => node.share > 0),
      );
    }
  }
  const moved = exp(shift);
  return productNodes(nodes, lognormalNodes(hypot(...spreads))).map(({ factor, share }) => ({
    share,
    multiplier: factor * moved,
  }));
}

/** Whether both arms have the same patients by every factor. */
export function areAlike(factors: readonly PrognosticFactor[]): boolean {
  return factors.every(({ inArms }) =>
    inArms.kind === 'share'
      ? inArms.control === inArms.experimental
      : inArms.control.mean === inArms.experimental.mean && inArms.control.sd === inArms.experimental.sd,
  );
}

/** Farthest that the baseline's hazard may be from that of the control arm, as a logarithm. */
const FARTHEST = 40;

/**
 * The laws of both arms under a treatment that does nothing. The baseline is `control` at a multiple of its hazard such that the
 * control arm as a whole has the median of `control`. Arms that are alike have one and the same law.
 * @throws RangeError where hazards are too far apart for such a baseline
 */
export function lawsOfUnlikeArms(
  factors: readonly PrognosticFactor[],
  control: Clock,
): { readonly control: SurvivalLaw; readonly experimental: SurvivalLaw } {
  const patients = patientsOf(factors, 'control');
  const excess = (scale: number) => mixtureOf(patients, Math.LN2 * exp(scale), 0).free - 0.5;
  const scale = exp(findRoot(excess, -FARTHEST, FARTHEST, 1e-14));
  const lawOf = (parts: readonly PartOfMixture[]) =>
    mixtureLaw(
      control,
      parts.map(({ share, multiplier }) => ({ share, multiplier: multiplier * scale })),
      Math.LN2,
    );
  const ofControl = lawOf(patients);
  return {
    control: ofControl,
    experimental: areAlike(factors) ? ofControl : lawOf(patientsOf(factors, 'experimental')),
  };
}
