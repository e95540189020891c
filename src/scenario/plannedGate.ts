/** A gate: from the file to the look, what is compared and the threshold. */
import { definitionOf } from '../statistics/registry.ts';
import { FIRST_COMPARED } from '../trial/comparison.ts';
import type { Gate, Hypothesis } from '../trial/hypothesisFamily.ts';
import type { Test } from '../trial/test.ts';
import { type Context, exactlyOne, watched } from './context.ts';
import { type ArmNames, armOf, type ComparedTest, endpointAt, ownTestOf } from './hypotheses.ts';
import { positionOf } from './names.ts';
import type { Path } from './problems.ts';
import type { ComparisonsFile } from './schema.ts';

type GateFile = NonNullable<ComparisonsFile['gate']>;

/** The gate at `at` of a trial with `looks` before the final analysis. Null with every reason reported. */
export function plannedGate(
  spec: GateFile,
  hypotheses: readonly Hypothesis[],
  arms: ArmNames,
  compared: ComparedTest,
  looks: number,
  at: Path,
  outer: Context,
): Gate | null {
  const { context, sound } = watched(outer);
  if (looks === 0) {
    context.report(at, 'is given, but there is no look before the final analysis; give trial.sequential, or remove it');
    return null;
  }
  if (spec.at > looks) {
    const which = looks === 1 ? 'look 1, the only one' : `a look from 1 to ${looks}`;
    context.report(
      [...at, 'at'],
      `is ${spec.at}; must be ${which} before the final analysis, which ends the trial anyway`,
    );
  }
  const kind = exactlyOne(spec, ['hypothesis', 'endpoint'], at, context);
  const on = exactlyOne(spec, ['z', 'difference'], at, context);
  if (kind === null || on === null) return null;
  const read =
    kind === 'hypothesis'
      ? hypothesisRead(spec, hypotheses, at, context)
      : endpointRead(spec, arms, compared, at, context);
  if (read === null) return null;
  const test = typeof read === 'number' ? (hypotheses[read].test ?? compared.usual) : read.test;
  if (on === 'difference' && test !== null && !estimatesDifference(test)) {
    const rule = 'goes with a statistic that estimates a difference, such as rmst, or milestone with scale: plain';
    context.report([...at, on], `${rule}, not with ${test.statistic.kind}; give z, or the gate such a test`);
  }
  const ofResponses = test !== null && definitionOf(test.statistic).ofResponses === true;
  if (on === 'difference' && ofResponses && Math.abs(spec.difference as number) >= 1) {
    context.report([...at, on], `is ${spec.difference}; must be > -1 and < 1, a difference of two shares, e.g. 0.05`);
  }
  if (!sound()) return null;
  return {
    look: spec.at - 1,
    of: read,
    on: on === 'z' ? 'z' : 'estimate',
    least: spec[on] as number,
    binding: spec.binding ?? false,
  };
}

function estimatesDifference({ statistic }: Test): boolean {
  const { estimates, logScale } = definitionOf(statistic);
  return estimates(statistic) !== null && logScale?.(statistic) !== true;
}

function hypothesisRead(spec: GateFile, hypotheses: readonly Hypothesis[], at: Path, context: Context): number | null {
  for (const key of ['arm', 'test'] as const)
    if (spec[key] !== undefined) {
      context.report([...at, key], 'goes with endpoint only: a hypothesis has its own; remove it');
      return null;
    }
  const names = hypotheses.map(({ name }) => name);
  const h = positionOf(spec.hypothesis as string, names, 'a hypothesis', [...at, 'hypothesis'], context);
  return h < 0 ? null : h;
}

function endpointRead(
  spec: GateFile,
  arms: ArmNames,
  compared: ComparedTest,
  at: Path,
  outer: Context,
): Exclude<Gate['of'], number> | null {
  const { context, sound } = watched(outer);
  const endpoint = endpointAt(spec.endpoint, compared, at, context);
  const arm = armOf(spec, arms, at, context);
  const test = ownTestOf(spec.test, endpoint, compared, at, context) ?? compared.usual;
  return test !== null && sound() ? { compared: { ...FIRST_COMPARED, endpoint, arm }, test } : null;
}
