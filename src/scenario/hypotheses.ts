/** The hypotheses of a trial: from the file to endpoints, arms, subgroups and tests. */
import { definitionOf, kindsThat, RESPONSE_RATES } from '../statistics/registry.ts';
import { FIRST_COMPARED } from '../trial/comparison.ts';
import { type Endpoints, endpointOf } from '../trial/endpoint.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import type { Test } from '../trial/test.ts';
import { type Context, watched } from './context.ts';
import { list } from './fields.ts';
import { type HypothesisFile, hypothesisLooks } from './hypothesisLooks.ts';
import { distinct, positionOf } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { TrialFile } from './schema.ts';
import { type ComparedFile, plannedOwnTest } from './testPlan.ts';

/** Names of the arms, the experimental ones in their order. */
export interface ArmNames {
  readonly control: string;
  readonly experimental: readonly string[];
}

export function armNames({ arms }: TrialFile): ArmNames {
  const of = (role: string) => arms.filter((arm) => arm.role === role).map(({ name }) => name.trim());
  return { control: of('control')[0] ?? '', experimental: of('experimental') };
}

/** What tests compare, and the trial's own; null where something is wrong with that. */
export interface ComparedTest {
  readonly trial: TrialFile;
  readonly endpoints: Endpoints;
  readonly usual: Test | null;
}

/** The place of the endpoint at `at.endpoint`; the driving one where it is left out, and where the name is reported. */
export function endpointAt(name: string | undefined, { endpoints }: ComparedTest, at: Path, context: Context): number {
  if (name === undefined) return 0;
  const names = endpoints.map((endpoint) => endpoint.name ?? '');
  const here = [...at, 'endpoint'];
  if (names.every((known) => known === '')) {
    context.report(here, `is "${shown(name)}", but the trial names no endpoint; name it there, or remove it`);
    return 0;
  }
  return Math.max(0, positionOf(name, names, 'an endpoint of the trial', here, context));
}

/** The test at `at.test`, of a response the chi-square by default; undefined for that of the trial, and where a reason is reported. */
export function ownTestOf(
  spec: unknown,
  endpoint: number,
  { trial, endpoints, usual }: ComparedTest,
  at: Path,
  context: Context,
): Test | undefined {
  const { kind, name } = endpointOf({ endpoints }, { endpoint });
  if (usual === null) return undefined;
  const isResponse = kind === 'response';
  if (spec === undefined) {
    const { stratifiedBy } = usual;
    return isResponse ? { statistic: RESPONSE_RATES, stratifiedBy, adjustedFor: [] } : undefined;
  }
  const test = plannedOwnTest(spec as ComparedFile, usual, trial, [...at, 'test'], context);
  if (test === null) return undefined;
  const { kind: statistic } = test.statistic;
  if ((definitionOf(test.statistic).ofResponses === true) === isResponse) return test;
  context.report(
    [...at, 'test'],
    isResponse
      ? `is ${statistic}, which compares times, and ${shown(name ?? '')} is a response; must be ${list(kindsThat(({ ofResponses }) => ofResponses === true))}`
      : `is ${statistic}, which compares responses, and the endpoint is a time; must be another, e.g. log-rank`,
  );
  return undefined;
}

/** Words that stand for more than one hypothesis. */
const RESERVED = ['any', 'all'];

/** Every experimental arm against the control, in all patients. */
export function everyArm({ control, experimental }: ArmNames): Hypothesis[] {
  return experimental.map((name, i) => ({ name: `${name} v ${control}`, ...FIRST_COMPARED, arm: i + 1 }));
}

/** The hypotheses listed at `at`. Null when something is wrong; every reason found is reported. */
export function plannedHypotheses(
  specs: readonly HypothesisFile[],
  arms: ArmNames,
  compared: ComparedTest,
  at: Path,
  outer: Context,
): Hypothesis[] | null {
  const { context, sound } = watched(outer);
  distinct(specs, at, 'hypothesis', context);
  const { population, sequential } = compared.trial;
  const looks = sequential?.looks.length ?? 0;
  const hypotheses = specs.map((spec, i): Hypothesis => {
    const here = [...at, i];
    const name = spec.name.trim();
    if (RESERVED.includes(name)) {
      context.report([...here, 'name'], `is ${name}, which success means otherwise; give another name`);
    }
    const endpoint = endpointAt(spec.endpoint, compared, here, context);
    const arm = armOf(spec, arms, here, context);
    const subgroup = spec.subgroup ? subgroupAt(spec.subgroup, population, [...here, 'subgroup'], context) : null;
    const test = ownTestOf(spec.test, endpoint, compared, here, context);
    const own = hypothesisLooks(spec, looks, here, context);
    return { name, endpoint, arm, subgroup, ...(test ? { test } : {}), ...own };
  });
  if (!sound()) return null;
  hypotheses.forEach((hypothesis, i) => {
    const what = ({ endpoint, arm, subgroup, test }: Hypothesis) =>
      JSON.stringify([endpoint, arm, subgroup, test ?? null]);
    const earlier = hypotheses.findIndex((other) => what(other) === what(hypothesis));
    if (earlier === i) return;
    context.report([...at, i], `is the comparison of ${shown(hypotheses[earlier].name)} once more; test each once`);
  });
  return sound() ? hypotheses : null;
}

/** The experimental arm of a hypothesis or a gate, from 1; 0, with the reason reported, when it names none. */
export function armOf(
  { arm }: { readonly arm?: string | undefined },
  { control, experimental }: ArmNames,
  at: Path,
  context: Context,
): number {
  if (arm === undefined) {
    if (experimental.length === 1) return 1;
    context.report([...at, 'arm'], `is missing; must name one of the ${experimental.length} experimental arms`);
    return 0;
  }
  if (arm.trim() === control) {
    const rule = 'must be an experimental arm: each is compared with the control';
    context.report([...at, 'arm'], `is "${shown(control)}", the control; ${rule}`);
    return 0;
  }
  return positionOf(arm, experimental, 'an experimental arm', [...at, 'arm'], context) + 1;
}

/** The subgroup named at `at`. Null, with the reason reported, where there is none. */
export function subgroupAt(
  { factor, level }: NonNullable<HypothesisFile['subgroup']>,
  population: TrialFile['population'],
  at: Path,
  context: Context,
): Hypothesis['subgroup'] {
  const factors = population?.factors ?? [];
  if (factors.length === 0) {
    const remedy = 'but trial.population gives no factor; give it there';
    context.report([...at, 'factor'], `is "${shown(factor)}", ${remedy}`);
    return null;
  }
  const names = factors.map(({ name }) => name.trim());
  const f = positionOf(factor, names, 'a factor of trial.population', [...at, 'factor'], context);
  if (f < 0) return null;
  const levels = factors[f].levels.map(({ name }) => name.trim());
  if (positionOf(level, levels, `a level of ${names[f]}`, [...at, 'level'], context) < 0) return null;
  return { factor: names[f], level: level.trim() };
}
