/** How a family of hypotheses is kept at one alpha: from the file to the procedure with its weights and transitions. */

import type { Procedure } from '../multiplicity/procedure.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import { type Context, figure, watched } from './context.ts';
import { list } from './fields.ts';
import { positionOf } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { ComparisonsFile } from './schema.ts';

const ROUNDING = 1e-9;
const WEIGHTED = ['bonferroni', 'holm', 'graph'] as const;

function isWeighted(kind: ComparisonsFile['procedure']): kind is (typeof WEIGHTED)[number] {
  return (WEIGHTED as readonly string[]).includes(kind);
}

/** The procedure of the comparisons at `at`. Null when something is wrong; every reason found is reported. */
export function plannedProcedure(
  spec: ComparisonsFile,
  hypotheses: readonly Hypothesis[],
  looks: number,
  at: Path,
  outer: Context,
): Procedure | null {
  const { context, sound } = watched(outer);
  const { procedure: kind, transitions } = spec;
  if (transitions !== undefined && kind !== 'graph') {
    context.report([...at, 'transitions'], `goes with graph only, not with ${kind}; remove it`);
  }
  if (!isWeighted(kind)) {
    refuseWeights(spec, at, context);
    if (kind === 'hochberg' && looks > 0) {
      const rule = 'which a trial with looks before the final analysis cannot use: it starts from the largest p-value';
      context.report([...at, 'procedure'], `is hochberg, ${rule}; use holm, or leave sequential out`);
    }
    if (kind === 'allNeeded' && spec.stopsAt === 'firstRejection') {
      const rule = 'but of allNeeded one rejection claims nothing';
      context.report([...at, 'stopsAt'], `is firstRejection, ${rule}; remove it, or choose another procedure`);
    }
    if (kind === 'dunnett' || kind === 'stepDownDunnett') {
      refuseSubgroups(kind, hypotheses, at, context);
      refuseOwnPlans(kind, hypotheses, at, context);
    }
    return sound() ? { kind } : null;
  }
  const weights = weightsOf(spec, hypotheses.length, at, context);
  if (kind !== 'graph') return weights && sound() ? { kind, weights } : null;
  if (transitions === undefined) {
    const example = hypotheses.length > 1 ? `{${hypotheses[0].name}: {${hypotheses[1].name}: 1}}` : '{}';
    context.report([...at, 'transitions'], `is missing; a graph says where weights go, e.g. ${shown(example)}`);
    return null;
  }
  const shares = transitionsOf(transitions, hypotheses, [...at, 'transitions'], context);
  if (!weights || !shares) return null;
  const stranded = hypotheses.findIndex((_, j) => weights[j] === 0 && shares.every((row) => row[j] === 0));
  if (stranded >= 0) {
    const rule = 'but no transition leads to it, so that it could never be tested';
    const place = [...at, 'hypotheses', stranded, 'weight'];
    context.report(place, `is 0, ${rule}; give it a weight, or let one lead to it`);
  }
  return sound() ? { kind, weights, transitions: shares } : null;
}

function refuseWeights({ procedure, hypotheses = [] }: ComparisonsFile, at: Path, context: Context): void {
  const first = hypotheses.findIndex(({ weight }) => weight !== undefined);
  if (first < 0) return;
  context.report(
    [...at, 'hypotheses', first, 'weight'],
    `goes with ${list(WEIGHTED)} only, not with ${procedure}; remove it`,
  );
}

/** Dunnett's tests compare several arms with one control, all in the same patients. */
function refuseSubgroups(kind: string, hypotheses: readonly Hypothesis[], at: Path, context: Context): void {
  const first = hypotheses.findIndex(({ subgroup }) => subgroup !== null);
  if (first < 0) return;
  const rule = `is given, but ${kind} compares arms with the control in all patients`;
  context.report([...at, 'hypotheses', first, 'subgroup'], `${rule}; use holm or graph, or leave the subgroup out`);
}

function weightsOf(
  { procedure, hypotheses }: ComparisonsFile,
  count: number,
  at: Path,
  context: Context,
): number[] | null {
  const given = (hypotheses ?? []).map(({ weight }) => weight);
  if (given.every((weight) => weight === undefined)) return Array.from({ length: count }, () => 1 / count);
  const list = [...at, 'hypotheses'];
  const missing = given.indexOf(undefined);
  if (missing >= 0) {
    const rule = 'give every hypothesis a weight, or none for equal ones';
    context.report([...list, missing, 'weight'], `is missing, while others have one; ${rule}`);
    return null;
  }
  const weights = given as number[];
  const zero = procedure === 'graph' ? -1 : weights.indexOf(0);
  if (zero >= 0) {
    const rule = `must be > 0 with ${procedure}, which would not test it otherwise; use graph to begin without alpha`;
    context.report([...list, zero, 'weight'], `is 0; ${rule}`);
    return null;
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) {
    context.report(list, 'have no weight above 0, so that nothing could be tested; give one of them a weight');
    return null;
  }
  if (total <= 1 + ROUNDING) return weights;
  context.report(list, `have weights that sum to ${figure(total)} (${weights.map(figure).join(' + ')}); must be ≤ 1`);
  return null;
}

/** Reports hypotheses that differ in more than their arm, so that one bound is not for all. */
function refuseOwnPlans(kind: string, hypotheses: readonly Hypothesis[], at: Path, context: Context): void {
  hypotheses.forEach(({ endpoint, test, looks, efficacy, spentBy }, i) => {
    const own = Object.entries({ endpoint: endpoint === 0 ? undefined : endpoint, test, looks, efficacy, spentBy });
    const given = own.find(([, value]) => value !== undefined);
    if (given === undefined) return;
    const rule = `is of this hypothesis alone, and ${kind} has one bound for all at looks and information that they share`;
    context.report([...at, 'hypotheses', i, given[0]], `${rule}; use holm or graph`);
  });
}

/** Row i: shares of hypothesis i's weight that go to the others. */
function transitionsOf(
  spec: NonNullable<ComparisonsFile['transitions']>,
  hypotheses: readonly Hypothesis[],
  at: Path,
  outer: Context,
): number[][] | null {
  const { context, sound } = watched(outer);
  const names = hypotheses.map(({ name }) => name);
  const shares = names.map(() => names.map(() => 0));
  for (const [from, row] of Object.entries(spec)) {
    const i = positionOf(from, names, 'a hypothesis', [...at, from], context);
    if (i < 0) continue;
    let total = 0;
    for (const [to, share] of Object.entries(row)) {
      const j = positionOf(to, names, 'a hypothesis', [...at, from, to], context);
      if (j < 0) continue;
      total += share;
      shares[i][j] = share;
      if (i === j && share > 0) {
        const state = `is ${figure(share)}, from ${shown(from)} to itself`;
        context.report([...at, from, to], `${state}; must go to other hypotheses: it is rejected by then`);
      }
    }
    if (total > 1 + ROUNDING) {
      context.report([...at, from], `has shares that sum to ${figure(total)}; must be ≤ 1: they divide one weight`);
    }
  }
  return sound() ? shares : null;
}
