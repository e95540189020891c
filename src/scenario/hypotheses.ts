/** The hypotheses of a trial: from the file to arms and subgroups. */
import { FIRST_COMPARED } from '../trial/comparison.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import { type Context, watched } from './context.ts';
import { distinct, positionOf } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { ComparisonsFile, PopulationFile, TrialFile } from './schema.ts';

export type HypothesisFile = NonNullable<ComparisonsFile['hypotheses']>[number];

/** Names of the arms, the experimental ones in their order. */
export interface ArmNames {
  readonly control: string;
  readonly experimental: readonly string[];
}

export function armNames({ arms }: TrialFile): ArmNames {
  const of = (role: string) => arms.filter((arm) => arm.role === role).map(({ name }) => name.trim());
  return { control: of('control')[0] ?? '', experimental: of('experimental') };
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
  population: PopulationFile | undefined,
  at: Path,
  outer: Context,
): Hypothesis[] | null {
  const { context, sound } = watched(outer);
  distinct(specs, at, 'hypothesis', context);
  const hypotheses = specs.map((spec, i): Hypothesis => {
    const name = spec.name.trim();
    if (RESERVED.includes(name)) {
      context.report([...at, i, 'name'], `is ${name}, which success means otherwise; give another name`);
    }
    const arm = armOf(spec, arms, [...at, i], context);
    const subgroup = spec.subgroup ? subgroupAt(spec.subgroup, population, [...at, i, 'subgroup'], context) : null;
    return { ...FIRST_COMPARED, name, arm, subgroup };
  });
  if (!sound()) return null;
  hypotheses.forEach((hypothesis, i) => {
    const what = ({ endpoint, arm, subgroup }: Hypothesis) => JSON.stringify([endpoint, arm, subgroup]);
    const earlier = hypotheses.findIndex((other) => what(other) === what(hypothesis));
    if (earlier === i) return;
    context.report([...at, i], `is the comparison of ${shown(hypotheses[earlier].name)} once more; test each once`);
  });
  return sound() ? hypotheses : null;
}

/** The experimental arm of a hypothesis, from 1; 0, with the reason reported, when it names none. */
function armOf({ arm }: HypothesisFile, { control, experimental }: ArmNames, at: Path, context: Context): number {
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
  population: PopulationFile | undefined,
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
