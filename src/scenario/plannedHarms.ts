/** Adverse events: from the file to what is planned. */
import type * as z from 'zod';
import { type Context, figure, watched } from './context.ts';
import { type harmsSchema, MOST_HARMED } from './harmsSchema.ts';
import { distinct, positionOf } from './names.ts';
import type { Path } from './problems.ts';
import type { Plain } from './provenance.ts';
import { words } from './reported.ts';

/** A bound that stops the trial for too many events. */
export interface StoppingPlan {
  /** The rate that is tolerated. */
  readonly tolerated: number;
  /** Patients seen at each look, ascending. */
  readonly looks: readonly number[];
  readonly rule:
    | { readonly kind: 'pocock'; readonly chance: number }
    | {
        readonly kind: 'bayesian';
        readonly prior: { readonly a: number; readonly b: number };
        /** The chance to stop at the tolerated rate, or the posterior probability that stops. */
        readonly by: { readonly chance: number } | { readonly certainty: number };
      };
}

/** An adverse event: what was observed, what is planned. */
export interface Harm {
  readonly name: string;
  readonly arm: string | null;
  readonly observed: { readonly events: number; readonly patients: number } | null;
  /** The rate that is planned: as given, or else as observed; null where no event was. */
  readonly rate: number | null;
  /** Null where only what was observed is described. */
  readonly patients: number | null;
  /** Half width of the 95 % interval that is wanted; null where none is. */
  readonly halfWidth: number | null;
  readonly stopping: StoppingPlan | null;
}

export interface Harms {
  readonly events: readonly Harm[];
}

/** The trial that harms stand beside; none of it where there is no trial, or a single arm as well. */
export interface DescribedArms {
  readonly arms: readonly { readonly name: string; readonly patients: number | null }[];
  /** Of all arms together. */
  readonly patients: number | null;
}

type HarmFile = Plain<z.infer<typeof harmsSchema>>[number];
type StoppingFile = NonNullable<HarmFile['stopping']>;

/**
 * Resolves the part of the file at `at`; null where something is wrong, and every reason found is reported. An event
 * without patients is about those of the trial, or of the arm that it names.
 */
export function plannedHarms(
  spec: Plain<z.infer<typeof harmsSchema>>,
  at: Path,
  outer: Context,
  described: DescribedArms,
): Harms | null {
  const { context, sound } = watched(outer);
  distinct(
    spec.map(({ name, arm }) => ({ name: arm === undefined ? words(name) : `${words(name)} (${words(arm)})` })),
    at,
    'event',
    context,
  );
  const events = spec.map((harm, i) => plannedHarm(harm, [...at, i], context, described));
  return sound() ? { events } : null;
}

/** The patients of the trial whom an event is about; null where it has none, or more than can be enumerated. */
function describedPatients(arm: string | undefined, { arms, patients }: DescribedArms, at: Path, context: Context) {
  if (arms.length === 0) return null;
  const known = arms.map(({ name }) => name);
  const position = arm === undefined ? -1 : positionOf(arm, known, 'an arm of the trial', [...at, 'arm'], context);
  const found = arm === undefined ? patients : (arms[position]?.patients ?? null);
  return found !== null && found <= MOST_HARMED ? found : null;
}

function plannedHarm(spec: HarmFile, at: Path, context: Context, described: DescribedArms): Harm {
  const { observed } = spec;
  const ofTrial = describedPatients(spec.arm, described, at, context);
  const patients = spec.patients ?? ofTrial;
  if (observed !== undefined && observed.events > observed.patients)
    context.report(
      [...at, 'observed', 'events'],
      `is ${observed.events}; must be ≤ ${observed.patients}, the patients observed: count patients who had the event, each once`,
    );
  if (observed === undefined && spec.rate === undefined && spec.stopping === undefined)
    context.report(at, 'is incomplete; give rate, or what was observed, e.g. observed: {events: 15, patients: 20}');
  const share = observed === undefined ? null : observed.events / observed.patients;
  const rate = spec.rate ?? (share === null || share === 0 || share === 1 ? null : share);
  if (spec.halfWidth !== undefined && rate === null)
    context.report(
      [...at, 'halfWidth'],
      'is given without a rate between 0 and 1 to expect it at; give rate, e.g. rate: 0.02',
    );
  return {
    name: words(spec.name),
    arm: spec.arm === undefined ? null : words(spec.arm),
    observed: observed ?? null,
    rate,
    patients,
    halfWidth: spec.halfWidth ?? null,
    stopping: spec.stopping ? plannedStopping(spec.stopping, patients, [...at, 'stopping'], context) : null,
  };
}

function plannedStopping(spec: StoppingFile, patients: number | null, at: Path, context: Context): StoppingPlan | null {
  if (patients === null) {
    context.report(at, 'is given without patients; say how many are planned, e.g. patients: 60');
    return null;
  }
  const { tolerated, rule = 'pocock' } = spec;
  const looks = spec.looks ?? Array.from({ length: patients }, (_, k) => k + 1);
  looks.forEach((n, k) => {
    if (n > patients)
      context.report([...at, 'looks', k], `is ${n}; must be ≤ ${patients}, the patients planned: look earlier`);
    else if (k > 0 && n <= looks[k - 1])
      context.report([...at, 'looks', k], `is ${n}, after ${looks[k - 1]}; must be more: list looks in order`);
  });
  if (spec.certainty !== undefined && spec.chance !== undefined)
    context.report(at, 'gives chance and certainty; must give at most one: the other follows from it');
  const only = (['certainty', 'prior'] as const).find((key) => spec[key] !== undefined);
  if (rule === 'pocock' && only !== undefined)
    context.report([...at, only], 'goes with rule: bayesian only; remove it, or take that rule');
  const chance = spec.chance ?? 0.1;
  if (rule === 'pocock') return { tolerated, looks, rule: { kind: 'pocock', chance } };
  if (spec.certainty !== undefined && spec.certainty < 0.5)
    context.report(
      [...at, 'certainty'],
      `is ${figure(spec.certainty)}; must be ≥ 0.5 (a posterior probability that the rate is too high), e.g. 0.95`,
    );
  return {
    tolerated,
    looks,
    rule: {
      kind: 'bayesian',
      prior: spec.prior ?? { a: tolerated, b: 1 - tolerated },
      by: spec.certainty === undefined ? { chance } : { certainty: spec.certainty },
    },
  };
}
