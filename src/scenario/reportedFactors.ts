/** What the arms of a published study differed in: from the file to factors with a distribution in either arm. */
import { log } from '../elementary/log.ts';
import type { FactorInArms, MeanAndSd } from '../evidence/prognosticFactors.ts';
import { type Context, figure, watched } from './context.ts';
import { distinct } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { InArmFile, PrognosticFactorFile } from './prognosticFactorSchema.ts';
import { type ReportedEstimate, resolvedEstimate } from './reportedEstimate.ts';

/** A factor of the prognosis: how it is spread over both arms, and its hazard ratio, with it ÷ without or for one unit more. */
export interface ReportedFactor {
  readonly name: string;
  readonly inArms: FactorInArms;
  readonly hazardRatio: ReportedEstimate;
}

/** Hazards further apart than this are no patients of one study. */
const WIDEST = 1000;
const WIDEST_SPREAD = 3;

type ArmName = 'control' | 'experimental';

const isMeanAndSd = (given: InArmFile): given is MeanAndSd => typeof given === 'object';

/** The share in an arm of `patients`; null, with the reason reported, for a count that cannot be. */
function shareOf(given: number | string, patients: number, at: Path, context: Context): number | null {
  if (typeof given === 'number') return given;
  const [having, known] = given.split('/').map(Number);
  if (having > known) {
    context.report(
      at,
      `is "${shown(given)}"; must be at most ${known} of ${known}: patients with the factor, then all known`,
    );
    return null;
  }
  if (known > patients) {
    context.report(at, `is "${shown(given)}"; must be out of ≤ ${patients}, the patients of the arm`);
    return null;
  }
  return having / known;
}

function inArmsOf(
  spec: PrognosticFactorFile,
  patients: Record<ArmName, number>,
  at: Path,
  context: Context,
): FactorInArms | null {
  const { control, experimental } = spec;
  if (isMeanAndSd(control) && isMeanAndSd(experimental)) return { kind: 'continuous', control, experimental };
  if (isMeanAndSd(control) || isMeanAndSd(experimental)) {
    const [is, other] = isMeanAndSd(control) ? ['mean and sd', 'a share'] : ['a share', 'mean and sd'];
    context.report(
      at,
      `gives ${is} of the control arm and ${other} of the experimental one; must give the same of both`,
    );
    return null;
  }
  const shares = [
    shareOf(control, patients.control, [...at, 'control'], context),
    shareOf(experimental, patients.experimental, [...at, 'experimental'], context),
  ];
  return shares[0] === null || shares[1] === null
    ? null
    : { kind: 'share', control: shares[0], experimental: shares[1] };
}

/** The factors of the list at `at`, of the arms given. Null when something is wrong; every reason found is reported. */
export function reportedFactors(
  list: readonly PrognosticFactorFile[],
  arms: Record<ArmName, { readonly patients: number }>,
  at: Path,
  outer: Context,
): readonly ReportedFactor[] | null {
  const { context, sound } = watched(outer);
  distinct(list, at, 'factor', context);
  const patients = { control: arms.control.patients, experimental: arms.experimental.patients };
  const factors = list.flatMap((spec, i): ReportedFactor[] => {
    const inArms = inArmsOf(spec, patients, [...at, i], context);
    const hazardRatio = resolvedEstimate(spec.hazardRatio, Number, [...at, i, 'hazardRatio'], context);
    return inArms === null ? [] : [{ name: spec.name.trim(), inArms, hazardRatio }];
  });
  if (sound()) checkHazards(factors, at, context);
  return sound() ? factors : null;
}

/** Report hazards that lie too far apart. */
function checkHazards(factors: readonly ReportedFactor[], at: Path, context: Context): void {
  const extreme = (of: (...ratios: number[]) => number) =>
    factors.reduce(
      (product, { inArms, hazardRatio }) => product * (inArms.kind === 'share' ? of(1, hazardRatio.value) : 1),
      1,
    );
  const apart = extreme(Math.max) / extreme(Math.min);
  if (apart > WIDEST)
    context.report(
      at,
      `give hazards that are ${figure(apart)} times apart; must be ≤ ${WIDEST}: check the hazard ratios`,
    );
  factors.forEach(({ inArms, hazardRatio }, i) => {
    if (inArms.kind === 'share') return;
    const { control, experimental } = inArms;
    const widest =
      Math.max(control.sd, experimental.sd, Math.abs(experimental.mean - control.mean)) *
      Math.abs(log(hazardRatio.value));
    if (widest <= WIDEST_SPREAD) return;
    const state = `is ${figure(hazardRatio.value)}, which moves log hazards by ${figure(widest)} over a standard deviation or the difference of means`;
    context.report([...at, i, 'hazardRatio'], `${state}; must be ≤ ${WIDEST_SPREAD}: check that it is for one unit`);
  });
}
