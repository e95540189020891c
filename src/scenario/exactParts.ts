/**
 * The parts of a scenario that stand beside `trial`, or in its place, and are planned exactly: by summing over what may be
 * observed, without simulating times. A new one is its schema with a line in exactSchema.ts, what resolves it with a line
 * here, what is asked of it (questions/exact/registry.ts) and what the answers look like (report/exact/registry.ts).
 */
import { expectedSizes } from '../trial/trial.ts';
import type { Context } from './context.ts';
import { EXACT_KEYS, type ExactKey } from './exactSchema.ts';
import { type DescribedArms, plannedHarms } from './plannedHarms.ts';
import { plannedResponseTrial } from './plannedResponseTrial.ts';
import { plannedSingleArm } from './plannedSingleArm.ts';
import type { PlannedTrial } from './plannedTrial.ts';
import type { Path } from './problems.ts';

/** What makes a plan of each part; null where something is wrong, which is reported. */
const RESOLVERS = {
  responseTrial: plannedResponseTrial,
  singleArm: plannedSingleArm,
  harms: plannedHarms,
} satisfies {
  readonly [K in ExactKey]: (spec: never, at: Path, context: Context, described: DescribedArms) => object | null;
};

/** What is planned exactly, by the key in the file; a part that the file leaves out is left out. */
export type ExactPlans = { readonly [K in ExactKey]?: NonNullable<ReturnType<(typeof RESOLVERS)[K]>> };

/** The questions that may be asked of such a part; `run` asks all of them. */
export const ASKED_EXACTLY = ['check', 'power', 'size'] as const;

export type AskedExactly = (typeof ASKED_EXACTLY)[number];

type Resolver = (spec: unknown, at: Path, context: Context, described: DescribedArms) => object | null;

/** The arms of the trial with their patients, as far as these are known. */
function armsOf(trial: PlannedTrial | null): DescribedArms {
  if (trial === null) return { arms: [], patients: null };
  const { unsized, patients } = trial;
  const sizes = patients === null ? null : expectedSizes({ ...unsized, patients });
  return {
    arms: unsized.arms.map(({ name }, i) => ({ name, patients: sizes && Math.round(sizes[i]) })),
    patients,
  };
}

/**
 * The plans of all parts that `plain` has, validated and without provenance; undefined where it has none. `trial` stands
 * beside them, null where there is none.
 */
export function plannedExactly(
  plain: Readonly<Record<string, unknown>>,
  trial: PlannedTrial | null,
  context: Context,
): ExactPlans | undefined {
  // A single arm beside the trial has patients of its own, whom harms may describe as well.
  const described = plain.singleArm === undefined ? armsOf(trial) : { arms: [], patients: null };
  const found = EXACT_KEYS.flatMap((key) => {
    const spec = plain[key];
    if (spec === undefined) return [];
    const plan = (RESOLVERS[key] as Resolver)(spec, [key], context, described);
    return plan === null ? [] : [[key, plan]];
  });
  return found.length === 0 ? undefined : (Object.fromEntries(found) as ExactPlans);
}

/** The plan of a part; undefined where the scenario does not have it. */
export function exactPlanOf({ exact }: { readonly exact?: ExactPlans }, key: ExactKey): unknown {
  return exact?.[key];
}
