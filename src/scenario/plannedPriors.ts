/** What is believed of planning values: the priors that a scenario writes beside them, as distributions. */
import type { Prior } from '../evidence/prior.ts';
import type { Context } from './context.ts';
import { inUnit } from './duration.ts';
import { type About, type FieldMeaning, isTime } from './meaning.ts';
import type { PlannedEvidence } from './plannedEvidence.ts';
import type { Path } from './problems.ts';
import type { PlanningValue, Stated } from './provenance.ts';
import { publishedPrior } from './publishedPrior.ts';
import type { Reported } from './reported.ts';
import { type PrintedEstimate, type PriorSubject, writtenPrior } from './writtenPrior.ts';

/** A planning value with what is believed of it. */
export interface PlannedPrior {
  /** Keys and positions from the top of the scenario down to the value. */
  readonly steps: Path;
  /** `trial.arms[Standard].survival.median` */
  readonly path: string;
  readonly meaning: FieldMeaning;
  /** What the trial is planned with, in the scenario's unit. */
  readonly value: number;
  readonly prior: Prior;
  /** The interval that the prior was made of; null where it was not made of one alone. */
  readonly printed: PrintedEstimate | null;
  /** Whether the printed estimate was shrunk. */
  readonly shrunken: boolean;
  /** That of the prior: reported where it is published, derived where that was shrunk; else as written, or as of the value. */
  readonly source: PlanningValue['source'];
  readonly note: string | null;
}

const WITH_PRIOR = 'a prior goes with an effect, a median, a lag, a rate or a share of the planned trial';
/** How the trial is analysed is planned, not uncertain. */
const ANALYSED = new Set<About>([
  'analysis',
  'follow-up of each',
  'looks',
  'test',
  'hypotheses',
  'estimands',
  'target power',
]);
const UNCERTAIN = new Set([
  'hazard ratio',
  'median',
  'time',
  'duration',
  'interval',
  'hazard',
  'rate',
  'share',
  'number',
]);

/** The value at `steps`; undefined where there is none. */
function valueAt(root: unknown, steps: Path): unknown {
  return steps.reduce<unknown>(
    (at, step) => (at !== null && typeof at === 'object' ? (at as Record<string | number, unknown>)[step] : undefined),
    root,
  );
}

/** What the resolver of priors is told of a scenario. */
export interface PriorsOf {
  readonly stated: readonly (Stated & Pick<PlanningValue, 'path' | 'meaning'>)[];
  /** The scenario without where its values come from. */
  readonly plain: unknown;
  readonly reported: Reported | null;
  /** Null where what the scenario gives is faulty, undefined where it gives none. */
  readonly evidence: PlannedEvidence | null | undefined;
}

/** The priors of a scenario, in file order; what is wrong with one is reported, and it is left out. */
export function plannedPriors({ stated, plain, reported, evidence }: PriorsOf, context: Context): PlannedPrior[] {
  const priors = stated.flatMap(({ steps, path, meaning, prior: spec, source, note }): PlannedPrior[] => {
    if (spec === undefined) return [];
    const at = [...steps, 'prior'];
    if (steps[0] !== 'trial') {
      context.report(at, `is not about the planned trial; ${WITH_PRIOR}`);
      return [];
    }
    if (meaning.decided === true || ANALYSED.has(meaning.about) || !UNCERTAIN.has(meaning.is)) {
      context.report(at, `is about what the planner decides (${meaning.words}); ${WITH_PRIOR}`);
      return [];
    }
    const written = valueAt(plain, steps);
    const value = isTime(meaning) ? inUnit(written as number | string, context.unit, context.plainUnit) : written;
    if (typeof value !== 'number') {
      context.report(at, `is about a value that is no number; ${WITH_PRIOR}`);
      return [];
    }
    const arm = steps[1] === 'arms' ? (valueAt(plain, steps.slice(0, 3)) as { role?: PriorSubject['role'] }) : null;
    const subject: PriorSubject = { at, meaning, role: arm?.role ?? null, value };
    const found =
      typeof spec === 'string'
        ? publishedPrior(spec, subject, reported, context)
        : writtenPrior(spec, subject, evidence, context);
    if (found === null) return [];
    const own =
      typeof spec === 'string'
        ? { source: spec === 'published' ? ('reported' as const) : ('derived' as const), note: null }
        : { source: spec.source ?? source, note: spec.note ?? note };
    return [{ steps, path, meaning, value, ...found, ...own }];
  });
  for (const [i, { steps, prior }] of priors.entries()) {
    if (prior.kind !== 'draws' || prior.table === null) continue;
    const { table, values } = prior;
    const first = priors.slice(0, i).find((other) => other.prior.kind === 'draws' && other.prior.table === table);
    if (first?.prior.kind === 'draws' && first.prior.values.length !== values.length)
      context.report(
        [...steps, 'prior', 'draws'],
        `has ${values.length} values, but ${first.path} has ${first.prior.values.length} in the table ${table}; must be as many: a row of the table has one of each`,
      );
  }
  return priors;
}
