/** A trial of a proportion as it is computed: events are counted so that more of them are better. */

import { type BlockOfTwo, sharedPatients } from '../../proportions/exactSize.ts';
import { normalPower } from '../../proportions/normalSize.ts';
import type { ProportionTest, TwoRates } from '../../proportions/proportionTest.ts';
import type { ResponseTrial } from '../../scenario/plannedResponseTrial.ts';

export interface OrientedPlan {
  readonly test: ProportionTest;
  readonly rates: TwoRates;
  readonly block: BlockOfTwo;
  /** The share of the experimental arm. */
  readonly share: number;
}

/** Where fewer events are better, those without the event are counted. */
export function orientedPlan({ wanted, control, experimental, test }: ResponseTrial): OrientedPlan {
  const block = { experimental: experimental.weight, control: control.weight };
  const share = experimental.weight / (experimental.weight + control.weight);
  if (wanted) return { test, rates: { experimental: experimental.rate, control: control.rate }, block, share };
  return {
    test: { ...test, margin: test.margin === 0 ? 0 : -test.margin },
    rates: { experimental: 1 - experimental.rate, control: 1 - control.rate },
    block,
    share,
  };
}

/** A probability of the event as the oriented plan has it, and back. */
export const orientedRate = ({ wanted }: Pick<ResponseTrial, 'wanted'>, rate: number): number =>
  wanted ? rate : 1 - rate;

/** Patients of either arm. */
export interface PatientsByArm {
  readonly experimental: number;
  readonly control: number;
}

export function patientsByArm(patients: number, { block }: OrientedPlan): PatientsByArm {
  return sharedPatients(patients, block);
}

/** Power by the normal formula. */
export function formulaPower({ test, rates, share }: OrientedPlan, patients: number): number {
  return normalPower(test, rates, patients, share);
}
