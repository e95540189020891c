/** What is believed of planning values: the priors that a scenario writes beside them, as distributions. */
import { log } from '../elementary/log.ts';
import { type NormalMixture, normal } from '../evidence/normalMixture.ts';
import { onScale, type Prior, type PriorScale, spreadOfInterval } from '../evidence/prior.ts';
import { shrunken } from '../evidence/shrinkage.ts';
import { updated } from '../evidence/updated.ts';
import { type Context, figure, given } from './context.ts';
import { inUnit } from './duration.ts';
import { type About, type FieldMeaning, isTime } from './meaning.ts';
import type { DistributionFile, PriorEstimateFile, PriorFile } from './priorSchema.ts';
import type { Path } from './problems.ts';
import type { PlanningValue, Stated } from './provenance.ts';
import type { Reported, ReportedArm, ReportedEstimate } from './reported.ts';

/** An estimate with its interval, as printed. */
export interface PrintedEstimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Coverage of the interval. */
  readonly level: number;
}

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

/** What a prior is about, as far as resolving it needs. */
interface Subject {
  readonly at: Path;
  readonly meaning: FieldMeaning;
  /** The name of the arm that the value belongs to; null for none. */
  readonly role: 'control' | 'experimental' | null;
}

interface Found {
  readonly prior: Prior;
  readonly printed: PrintedEstimate | null;
  readonly shrunken: boolean;
}

/** The scale on which a value is normal unless its prior says otherwise. */
function usualScale({ is }: FieldMeaning, value: number): PriorScale {
  if (is === 'share') return 'logit';
  return value > 0 ? 'log' : 'linear';
}

/** `value` on the scale; null, with the reason reported, where the scale has no such value. */
function placed(scale: PriorScale, value: number, at: Path, context: Context): number | null {
  if (scale === 'linear' || (value > 0 && (scale === 'log' || value < 1))) return onScale(scale, value);
  const rule = scale === 'log' ? 'must be > 0 on the log scale' : 'must be > 0 and < 1 on the logit scale';
  context.report(at, `is ${figure(value)}; ${rule}, or give scale: linear`);
  return null;
}

/** The numbers of an estimate in the file, and the scale that they are read on. */
interface Reading {
  readonly scale: PriorScale;
  /** The number that a text or a plain number of the file stands for. */
  toNumber(value: number | string): number;
}

/** Mean and standard deviation on the scale; null, with the reason reported, where they are not to be had. */
function normalOf(
  spec: PriorEstimateFile,
  { scale, toNumber }: Reading,
  at: Path,
  context: Context,
): { mean: number; sd: number; printed: PrintedEstimate | null } | null {
  const wrong = (path: Path, text: string): null => {
    context.report(path, text);
    return null;
  };
  if (spec.estimate === undefined)
    return wrong(at, 'is incomplete; give estimate with ci or sd, e.g. {estimate: 0.8, ci: [0.6, 1.07]}');
  const spreads = given(spec, ['ci', 'sd']);
  if (spreads.length !== 1)
    return wrong(
      at,
      spreads.length === 0
        ? 'has no spread; give ci or sd, e.g. ci: [0.6, 1.07] (a value without spread needs no prior)'
        : 'gives ci and sd; must give one: each says the spread',
    );
  if (spec.level !== undefined && spec.ci === undefined)
    return wrong([...at, 'level'], 'goes with ci, which is not given; leave it out');
  const estimate = toNumber(spec.estimate);
  const mean = placed(scale, estimate, [...at, 'estimate'], context);
  if (mean === null) return null;
  if (spec.ci === undefined) return { mean, sd: spec.sd as number, printed: null };
  const [low, high] = spec.ci.map(toNumber);
  const { level = 0.95 } = spec;
  if (!(low < high))
    return wrong([...at, 'ci'], `is ${figure(low)} to ${figure(high)}; must rise: a prior has a spread`);
  if (!(low < estimate && estimate < high))
    return wrong(
      [...at, 'ci'],
      `is ${figure(low)} to ${figure(high)}, which excludes the estimate ${figure(estimate)}; must be low < estimate < high`,
    );
  const from = placed(scale, low, [...at, 'ci', 0], context);
  const to = placed(scale, high, [...at, 'ci', 1], context);
  if (from === null || to === null) return null;
  const sd = spreadOfInterval(from, to, level);
  return { mean, sd, printed: { estimate, low, high, level } };
}

/** The mixture with the further estimates on its scale, in order; null with the reason reported. */
function withStudies(
  mixture: NormalMixture,
  spec: DistributionFile,
  reading: Reading,
  at: Path,
  context: Context,
): NormalMixture | null {
  let now: NormalMixture = mixture;
  for (const [i, study] of (spec.updatedBy ?? []).entries()) {
    const found = normalOf(study, reading, [...at, 'updatedBy', i], context);
    if (found === null) return null;
    now = updated(now, found.mean, found.sd);
  }
  return now;
}

const KINDS = ['estimate', 'mixture', 'draws'];

function distribution(spec: DistributionFile, value: number, { at, meaning }: Subject, context: Context): Found | null {
  const wrong = (path: Path, text: string): null => {
    context.report(path, text);
    return null;
  };
  const kinds = given(spec, KINDS);
  if (kinds.length !== 1)
    return wrong(
      at,
      `${kinds.length === 0 ? 'is incomplete' : `gives ${kinds.join(' and ')}`}; must give exactly one of ${KINDS.join(', ')}`,
    );
  const times = isTime(meaning);
  const reading: Reading = {
    scale: spec.scale ?? usualScale(meaning, value),
    toNumber: (written) => (times ? inUnit(written, context.unit, context.plainUnit) : Number(written)),
  };
  const [kind] = kinds;
  const apart = given(
    spec,
    kind === 'estimate'
      ? ['table']
      : kind === 'mixture'
        ? ['table', 'ci', 'sd', 'level', 'shrunken']
        : ['ci', 'sd', 'level', 'shrunken', 'scale', 'updatedBy'],
  );
  if (apart.length > 0) return wrong([...at, apart[0]], `does not go with ${kind}; leave it out`);
  if (kind === 'draws') {
    const values = (spec.draws as readonly (number | string)[]).map(reading.toNumber);
    const odd = values.findIndex((drawn) => !Number.isFinite(drawn));
    if (odd >= 0) return wrong([...at, 'draws', odd], 'is not a number; must be values like the planned one');
    if (values.every((drawn) => drawn === values[0]))
      return wrong([...at, 'draws'], `are all ${figure(values[0])}; must differ: a prior has a spread`);
    return { prior: { kind: 'draws', table: spec.table ?? null, values }, printed: null, shrunken: false };
  }
  let mixture: NormalMixture;
  let printed: PrintedEstimate | null = null;
  if (kind === 'mixture') {
    const parts = (spec.mixture ?? []).map((part, i) => {
      const found = normalOf(part, reading, [...at, 'mixture', i], context);
      return found && { weight: part.weight, mean: found.mean, sd: found.sd };
    });
    const known = parts.filter((part) => part !== null);
    if (known.length < parts.length) return null;
    const sum = known.reduce((all, { weight }) => all + weight, 0);
    if (Math.abs(sum - 1) > 1e-6)
      return wrong([...at, 'mixture'], `has weights that add up to ${figure(sum)}; must add up to 1`);
    mixture = known.map((part) => ({ ...part, weight: part.weight / sum }));
  } else {
    const found = normalOf(spec, reading, at, context);
    if (found === null) return null;
    if (spec.shrunken === true && (meaning.is !== 'hazard ratio' || reading.scale !== 'log'))
      return wrong(
        [...at, 'shrunken'],
        'is true; must be about a hazard ratio on the log scale, as published effects were studied',
      );
    printed = found.printed;
    mixture = spec.shrunken === true ? shrunken(found.mean, found.sd).posterior : normal(found.mean, found.sd);
  }
  const now = withStudies(mixture, spec, reading, at, context);
  if (now === null) return null;
  const alone = spec.updatedBy === undefined ? printed : null;
  return {
    prior: { kind: 'normal', scale: reading.scale, mixture: now },
    printed: alone,
    shrunken: spec.shrunken === true,
  };
}

/** A reported estimate with both limits; null without. */
function withInterval(found: ReportedEstimate | null): PrintedEstimate | null {
  if (found === null || found.low === null || found.high === null) return null;
  return { estimate: found.value, low: found.low, high: found.high, level: 0.95 };
}

/** The scale on which the interval of a median is the more symmetric about it. */
function medianScale({ estimate, low, high }: PrintedEstimate): PriorScale {
  const asymmetry = (a: number, b: number, c: number) => Math.abs(2 * b - a - c) / (c - a);
  if (low <= 0) return 'linear';
  return asymmetry(low, estimate, high) <= asymmetry(log(low), log(estimate), log(high)) ? 'linear' : 'log';
}

function published(
  word: 'published' | 'shrunken',
  subject: Subject,
  reported: Reported | null,
  context: Context,
): Found | null {
  const { at, meaning, role } = subject;
  const wrong = (text: string): null => {
    context.report(at, text);
    return null;
  };
  if (reported === null) return wrong(`is ${word}, but the scenario has nothing under reported; give estimate and ci`);
  if (meaning.is === 'hazard ratio') {
    const printed = withInterval(reported.hazardRatio);
    if (printed === null)
      return wrong(`is ${word}, but reported has no hazardRatio with its interval; give estimate and ci`);
    const mean = log(printed.estimate);
    const sd = spreadOfInterval(log(printed.low), log(printed.high), printed.level);
    const mixture = word === 'shrunken' ? shrunken(mean, sd).posterior : normal(mean, sd);
    return { prior: { kind: 'normal', scale: 'log', mixture }, printed, shrunken: word === 'shrunken' };
  }
  if (word === 'shrunken')
    return wrong('is shrunken, which goes with a hazard ratio; write published, or give estimate and ci');
  const arm: ReportedArm | null = meaning.is === 'median' && role !== null ? reported[role] : null;
  const printed = arm && withInterval(arm.median);
  if (printed === null)
    return wrong(
      'is published, but reported has no such value with its interval: it knows the hazard ratio and the medians of the arms; give estimate and ci',
    );
  const scale = medianScale(printed);
  const [from, to] = [printed.low, printed.high].map((x) => onScale(scale, x));
  const sd = spreadOfInterval(from, to, printed.level);
  return {
    prior: { kind: 'normal', scale, mixture: normal(onScale(scale, printed.estimate), sd) },
    printed,
    shrunken: false,
  };
}

function priorOf(
  spec: PriorFile,
  value: number,
  subject: Subject,
  reported: Reported | null,
  context: Context,
): Found | null {
  return typeof spec === 'string'
    ? published(spec, subject, reported, context)
    : distribution(spec, value, subject, context);
}

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
}

/** The priors of a scenario, in file order; what is wrong with one is reported, and it is left out. */
export function plannedPriors({ stated, plain, reported }: PriorsOf, context: Context): PlannedPrior[] {
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
    const arm = steps[1] === 'arms' ? (valueAt(plain, steps.slice(0, 3)) as { role?: Subject['role'] }) : null;
    const found = priorOf(spec, value, { at, meaning, role: arm?.role ?? null }, reported, context);
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
