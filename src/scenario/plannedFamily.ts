/** The family of hypotheses of a trial: from the file to hypotheses, procedure and what ends the trial. */
import type { HypothesisFamily } from '../trial/hypothesisFamily.ts';
import { type Context, watched } from './context.ts';
import { plannedDropping } from './dropping.ts';
import { armNames, everyArm, plannedHypotheses } from './hypotheses.ts';
import { positionOf } from './names.ts';
import { plannedProcedure } from './plannedProcedure.ts';
import { type Path, shown } from './problems.ts';
import type { ComparisonsFile, TrialFile } from './schema.ts';

/**
 * The family at `at`. Null where the trial has one comparison of two arms and gives none, and when something is wrong;
 * every reason found is reported.
 */
export function plannedFamily(trial: TrialFile, at: Path, outer: Context): HypothesisFamily | null {
  const { context, sound } = watched(outer);
  const { comparisons: spec, population, sequential } = trial;
  const arms = armNames(trial);
  const several = arms.experimental.length > 1;
  if (spec === undefined) {
    if (!several) return null;
    const rule = 'must say how their hypotheses share alpha, e.g. comparisons: {procedure: holm}';
    context.report(at, `is missing, with ${arms.experimental.length} experimental arms; ${rule}`);
    return null;
  }
  if (!several && !(spec.hypotheses ?? []).some(({ subgroup }) => subgroup !== undefined)) {
    const state = 'is given, but one experimental arm in all patients is one hypothesis';
    context.report(at, `${state}; remove it, or add an arm or a hypothesis in a subgroup`);
    return null;
  }
  const listed = [...at, 'hypotheses'];
  const hypotheses = spec.hypotheses
    ? plannedHypotheses(spec.hypotheses, arms, population, listed, context)
    : everyArm(arms);
  const looks = sequential?.looks.length ?? 0;
  const dropping = spec.dropping
    ? plannedDropping(spec.dropping, arms.experimental.length, looks, [...at, 'dropping'], context)
    : null;
  if (spec.stopsAt !== undefined && looks === 0) {
    const state = `is ${spec.stopsAt}, but there is no look before the final analysis`;
    context.report([...at, 'stopsAt'], `${state}; give trial.sequential, or remove it`);
  }
  if (!hypotheses) return null;
  const untested = arms.experimental.findIndex((_, i) => hypotheses.every(({ arm }) => arm !== i + 1));
  if (spec.dropping && untested >= 0) {
    const rule = `judges arms by their hypotheses, and ${shown(arms.experimental[untested])} has none`;
    context.report([...at, 'dropping'], `${rule}; give it one, or remove dropping`);
  }
  const procedure = plannedProcedure(spec, hypotheses, looks, at, context);
  const names = hypotheses.map(({ name }) => name);
  const success = successOf(spec, names, [...at, 'success'], context);
  if (!procedure || !sound()) return null;
  return { hypotheses, procedure, dropping, success, stopsAt: spec.stopsAt ?? 'nothingLeft' };
}

function successOf(
  { success = 'any' }: ComparisonsFile,
  names: readonly string[],
  at: Path,
  context: Context,
): HypothesisFamily['success'] {
  const word = success.trim();
  return word === 'any' || word === 'all' ? word : positionOf(word, names, 'any, all or a hypothesis', at, context);
}
