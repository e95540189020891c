/**
 * The parts of a scenario that stand beside `trial`, or in its place, and are planned exactly: by summing over what may be
 * observed, without simulating times. A new one is its schema with a line in exactSchema.ts, what resolves it with a line
 * here, what is asked of it (questions/exact/registry.ts) and what the answers look like (report/exact/registry.ts).
 */
import type { Context } from './context.ts';
import { EXACT_KEYS, type ExactKey } from './exactSchema.ts';
import { plannedHarms } from './plannedHarms.ts';
import { plannedResponseTrial } from './plannedResponseTrial.ts';
import { plannedSingleArm } from './plannedSingleArm.ts';
import type { Path } from './problems.ts';

/** What makes a plan of each part; null where something is wrong, which is reported. */
const RESOLVERS = {
  responseTrial: plannedResponseTrial,
  singleArm: plannedSingleArm,
  harms: plannedHarms,
} satisfies { readonly [K in ExactKey]: (spec: never, at: Path, context: Context) => object | null };

/** What is planned exactly, by the key in the file; a part that the file leaves out is left out. */
export type ExactPlans = { readonly [K in ExactKey]?: NonNullable<ReturnType<(typeof RESOLVERS)[K]>> };

/** The questions that may be asked of such a part; `run` asks all of them. */
export const ASKED_EXACTLY = ['check', 'power', 'size'] as const;

export type AskedExactly = (typeof ASKED_EXACTLY)[number];

/** The plans of all parts that `plain` has, validated and without provenance; undefined where it has none. */
export function plannedExactly(plain: Readonly<Record<string, unknown>>, context: Context): ExactPlans | undefined {
  const found = EXACT_KEYS.flatMap((key) => {
    const spec = plain[key];
    if (spec === undefined) return [];
    const plan = (RESOLVERS[key] as (spec: unknown, at: Path, context: Context) => object | null)(spec, [key], context);
    return plan === null ? [] : [[key, plan]];
  });
  return found.length === 0 ? undefined : (Object.fromEntries(found) as ExactPlans);
}

/** The plan of a part; undefined where the scenario does not have it. */
export function exactPlanOf({ exact }: { readonly exact?: ExactPlans }, key: ExactKey): unknown {
  return exact?.[key];
}
