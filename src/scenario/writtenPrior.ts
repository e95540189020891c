/** What is believed of a planning value, written in numbers beside it: estimates, mixtures, draws, or what publications say. */
import { evidencePrior, evidencePriorProblem } from '../evidence/evidencePrior.ts';
import { type NormalMixture, normal } from '../evidence/normalMixture.ts';
import { onScale, type Prior, type PriorScale, spreadOfInterval } from '../evidence/prior.ts';
import { shrunken } from '../evidence/shrinkage.ts';
import { updated } from '../evidence/updated.ts';
import { type Context, figure, given } from './context.ts';
import { inUnit } from './duration.ts';
import { type FieldMeaning, isTime } from './meaning.ts';
import type { PlannedEvidence } from './plannedEvidence.ts';
import type { DistributionFile, PriorEstimateFile } from './priorSchema.ts';
import type { Path } from './problems.ts';

/** An estimate with its interval, as printed. */
export interface PrintedEstimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Coverage of the interval. */
  readonly level: number;
}

/** What a prior is about, as far as resolving it needs. */
export interface PriorSubject {
  readonly at: Path;
  readonly meaning: FieldMeaning;
  /** The name of the arm that the value belongs to; null for none. */
  readonly role: 'control' | 'experimental' | null;
  /** What the trial is planned with, in the scenario's unit. */
  readonly value: number;
}

export interface FoundPrior {
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

/** What the publications of a scenario say of the hazard ratio of a new study; null with the reason reported. */
function evidencePriorOf(
  { evidence: kind, lag }: DistributionFile,
  { at, meaning }: Pick<PriorSubject, 'at' | 'meaning'>,
  evidence: PlannedEvidence | null | undefined,
  context: Context,
): NormalMixture | null {
  const wrong = (text: string): null => {
    context.report([...at, 'evidence'], text);
    return null;
  };
  if (kind === undefined) return null;
  if (meaning.is !== 'hazard ratio') return wrong(`is ${kind}, which goes with a hazard ratio; give estimate and ci`);
  // What is wrong with the publications themselves has been reported.
  if (evidence === null) return null;
  if (evidence === undefined)
    return wrong(`is ${kind}, but the scenario has no evidence; list the publications under evidence.studies`);
  const which = { kind, lag: lag === undefined ? null : inUnit(lag, context.unit, context.plainUnit) };
  const problem = evidencePriorProblem(evidence, which);
  if (problem !== null) return wrong(`is ${kind} at a lag, but evidence.studies ${problem}`);
  const prior = evidencePrior(evidence, which);
  return prior.kind === 'normal' ? prior.mixture : null;
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

const KINDS = ['estimate', 'mixture', 'evidence', 'draws'];

const OF_ESTIMATE = ['ci', 'sd', 'level', 'shrunken'];
/** Keys that do not go with each way of writing a prior. */
const APART: Readonly<Record<string, readonly string[]>> = {
  estimate: ['table', 'lag'],
  mixture: ['table', 'lag', ...OF_ESTIMATE],
  evidence: ['table', 'scale', ...OF_ESTIMATE],
  draws: ['lag', 'scale', 'updatedBy', ...OF_ESTIMATE],
};

/** The prior that is written in numbers; null, with the reason reported, where it is none. */
export function writtenPrior(
  spec: DistributionFile,
  { at, meaning, value }: PriorSubject,
  evidence: PlannedEvidence | null | undefined,
  context: Context,
): FoundPrior | null {
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
    scale: spec.evidence === undefined ? (spec.scale ?? usualScale(meaning, value)) : 'log',
    toNumber: (written) => (times ? inUnit(written, context.unit, context.plainUnit) : Number(written)),
  };
  const [kind] = kinds;
  const apart = given(spec, APART[kind]);
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
  } else if (kind === 'evidence') {
    const found = evidencePriorOf(spec, { at, meaning }, evidence, context);
    if (found === null) return null;
    mixture = found;
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
