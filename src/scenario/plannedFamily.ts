/** The family of hypotheses of a trial: from the file to hypotheses, procedure and what ends the trial. */
import type { Hypothesis, HypothesisFamily } from '../trial/hypothesisFamily.ts';
import { type Context, watched } from './context.ts';
import { looksThatDrop, plannedDropping } from './dropping.ts';
import { armNames, type ComparedTest, everyArm, plannedHypotheses } from './hypotheses.ts';
import { type HypothesisFile, looksThatTestOwn } from './hypothesisLooks.ts';
import { positionOf } from './names.ts';
import { plannedGate } from './plannedGate.ts';
import { plannedProcedure } from './plannedProcedure.ts';
import { type Path, shown } from './problems.ts';
import type { ComparisonsFile, TrialFile } from './schema.ts';

/**
 * The family at `at`. Null where the trial has one comparison of two arms and gives none, and when something is wrong;
 * every reason found is reported.
 */
export function plannedFamily(compared: ComparedTest, at: Path, outer: Context): HypothesisFamily | null {
  const { context, sound } = watched(outer);
  const { trial } = compared;
  const { comparisons: spec, sequential } = trial;
  const arms = armNames(trial);
  const several = arms.experimental.length > 1;
  if (spec === undefined) {
    if (!several) return null;
    const rule = 'must say how their hypotheses share alpha, e.g. comparisons: {procedure: holm}';
    context.report(at, `is missing, with ${arms.experimental.length} experimental arms; ${rule}`);
    return null;
  }
  const differs = ({ subgroup, endpoint, test }: HypothesisFile) =>
    [subgroup, endpoint, test].some((part) => part !== undefined);
  if (!several && spec.gate === undefined && !(spec.hypotheses ?? []).some(differs)) {
    const state = 'is given, but one experimental arm in all patients is one hypothesis';
    context.report(at, `${state}; remove it, or add an arm or a hypothesis in a subgroup or in another endpoint`);
    return null;
  }
  const listed = [...at, 'hypotheses'];
  const hypotheses = spec.hypotheses
    ? plannedHypotheses(spec.hypotheses, arms, compared, listed, context)
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
  everyLookTests(hypotheses, trial, listed, context);
  const gate = spec.gate ? plannedGate(spec.gate, hypotheses, arms, compared, looks, [...at, 'gate'], context) : null;
  const procedure = plannedProcedure(spec, hypotheses, looks, at, context);
  const names = hypotheses.map(({ name }) => name);
  const success = successOf(spec, names, [...at, 'success'], context);
  if (!procedure || !sound()) return null;
  const stopsAt = spec.stopsAt ?? 'nothingLeft';
  return { hypotheses, procedure, dropping, ...(gate ? { gate } : {}), success, stopsAt };
}

/** Reports looks at which no hypothesis is tested, where all say when they are, and nothing else is asked. */
function everyLookTests(
  hypotheses: readonly Hypothesis[],
  { sequential, comparisons }: TrialFile,
  at: Path,
  context: Context,
): void {
  if (sequential === undefined || hypotheses.some(({ looks }) => looks === undefined)) return;
  const looks = sequential.looks.length;
  const tested = looksThatTestOwn(hypotheses, looks);
  if (!tested[looks]) {
    const rule =
      'test nothing at the final analysis; let one of them have final among its looks, or end the trial sooner';
    context.report(at, rule);
  }
  const idle = tested.findIndex((any, k) => !any && k < looks && comparisons?.gate?.at !== k + 1);
  if (idle >= 0 && comparisons?.dropping === undefined) {
    const rule = `test nothing at look ${idle + 1}, which no gate is at either; let one of them have it, or remove the look`;
    context.report(at, rule);
  }
}

/** The looks at which a family tests or asks something of its own, the final analysis not among them. */
export function looksOfFamily(family: HypothesisFamily | null, looks: number): boolean[] {
  const drops = looksThatDrop(family?.dropping ?? null, looks);
  const tests = looksThatTestOwn(family?.hypotheses ?? [], looks);
  return drops.map((drop, k) => drop || tests[k] || family?.gate?.look === k);
}

function successOf(
  { procedure, success = procedure === 'allNeeded' ? 'all' : 'any' }: ComparisonsFile,
  names: readonly string[],
  at: Path,
  context: Context,
): HypothesisFamily['success'] {
  const word = success.trim();
  if (procedure === 'allNeeded' && word !== 'all') {
    const rule = 'of allNeeded it is all: only the rejection of every hypothesis is a claim';
    context.report(at, `is ${shown(word)}, but ${rule}; remove it, or choose another procedure`);
  }
  return word === 'any' || word === 'all' ? word : positionOf(word, names, 'any, all or a hypothesis', at, context);
}
