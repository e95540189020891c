/** What a response surface is asked over: its two axes, and the trial at every point. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { grouped } from '../elementary/grouped.ts';
import { square } from '../elementary/square.ts';
import type { Setting } from '../scenario/field.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Sources } from '../scenario/source.ts';
import { resolveVaried } from '../scenario/vary.ts';
import type { Trial } from '../trial/trial.ts';
import { powerQuestion } from './powerQuestion.ts';
import type { Inquiry, Planned, SimulationOptions } from './question.ts';
import { requireNeeds } from './requireNeeds.ts';
import { type PlannedSurface, type SurfacePrecision, startsAfterAnalysis } from './timing.ts';
import { armIndex, type ChosenAxis, fieldAxis, hazardRatioAxis, lagAxis, timedArm } from './timingAxes.ts';
import { UserProblem } from './userProblem.ts';
import { withUsualTests } from './usualTests.ts';
import { requireDifferent } from './varied.ts';

export interface TimingOptions extends SimulationOptions {
  readonly lag?: string;
  readonly hazardRatio?: string;
  readonly arm?: string;
  readonly x?: string;
  readonly y?: string;
  readonly tests: 'usual' | 'own';
  readonly target?: number;
  readonly precision?: number;
}

const MOST_POINTS = 10_000;
const HALF_WIDTH = 0.005;
const MOST_REPLICATES = 40_000;
/** What a 95 % interval is in standard errors. */
const Z_95 = 1.959963984540054;

function plannedTrial({ file, trial }: Scenario): Trial {
  if (trial === null || trial.patients === null) throw new UserProblem(`${file}: trial.patients is missing`);
  return { ...trial.unsized, patients: trial.patients };
}

/** @throws UserProblem */
function chosenAxes(
  scenario: Scenario,
  sources: Sources,
  options: TimingOptions,
): { x: ChosenAxis; y: ChosenAxis; arm: number } {
  const conflict = (one: string, other: string, what: string) => {
    throw new UserProblem(`${one} and ${other} both give the ${what}; leave one of them out`);
  };
  if (options.lag !== undefined && options.x !== undefined) conflict('--lag', '--x', 'first axis');
  if (options.hazardRatio !== undefined && options.y !== undefined) conflict('--hazard-ratio', '--y', 'second axis');
  const { timeUnit } = scenario;
  const trial = plannedTrial(scenario);
  const arm = armIndex(scenario, trial, options.arm);
  const x =
    options.x === undefined
      ? lagAxis(timedArm(scenario, trial, arm), options.lag, timeUnit)
      : fieldAxis(sources, '--x', options.x, timeUnit);
  const y =
    options.y === undefined
      ? hazardRatioAxis(timedArm(scenario, trial, arm), options.hazardRatio)
      : fieldAxis(sources, '--y', options.y, timeUnit);
  requireDifferent(
    [x, y].flatMap(({ field }) => (field === null ? [] : [{ field, values: [] }])),
    '--x and --y',
  );
  return { x, y, arm };
}

/** The trial at each point, [y][x]. @throws UserProblem, ScenarioProblem, before anything is simulated */
async function trialsOf(
  scenario: Scenario,
  sources: Sources,
  x: ChosenAxis,
  y: ChosenAxis,
  arm: number,
  options: TimingOptions,
): Promise<Trial[][]> {
  const overrides = options.seed === undefined ? {} : { seed: options.seed };
  const rows: Trial[][] = [];
  const { name } = plannedTrial(scenario).arms[arm];
  for (let row = 0; row < y.axis.values.length; row++) {
    const trials: Trial[] = [];
    for (let column = 0; column < x.axis.values.length; column++) {
      const at = [
        { chosen: x, i: column },
        { chosen: y, i: row },
      ];
      const settings = at.flatMap(({ chosen: { field, axis, option }, i }): (Setting & { option: string })[] =>
        field === null ? [] : [{ field, value: axis.values[i], option }],
      );
      const optionOf = ({ field }: Setting) => `${field === x.field ? '--x' : '--y'} `;
      const here = settings.length === 0 ? scenario : resolveVaried(sources, settings, optionOf, overrides);
      requireNeeds(powerQuestion, here);
      const planned = plannedTrial(here);
      if (planned.arms[arm]?.name !== name)
        throw new UserProblem(`${options.x ?? ''} ${options.y ?? ''}: must leave the arms in their order`);
      const trial = at.reduce(
        (changed, { chosen: { change, axis }, i }) => (change === null ? changed : change(changed, axis.numbers[i])),
        planned,
      );
      const analysis = x.axis.key === 'lag' ? startsAfterAnalysis(trial, arm) : null;
      if (analysis !== null)
        throw new UserProblem(
          `--lag ${x.axis.values[column]}: is not before the analysis, expected at ${here.timeUnit} ${Number(analysis.toPrecision(4))}; must be earlier, as nobody would have started`,
        );
      trials.push(options.tests === 'usual' ? withUsualTests(trial) : trial);
    }
    rows.push(trials);
    await nextTurn();
  }
  return rows;
}

/** @throws UserProblem, ScenarioProblem */
export async function planTiming({
  scenario,
  sources,
  options,
}: Inquiry<TimingOptions>): Promise<Planned<PlannedSurface>> {
  if (options.precision !== undefined && options.replicates !== undefined)
    throw new UserProblem('--precision and --replicates both say how much is simulated; leave one of them out');
  const { x, y, arm } = chosenAxes(scenario, sources, options);
  const asked = x.axis.values.length * y.axis.values.length;
  if (asked > MOST_POINTS)
    throw new UserProblem(`the surface has ${grouped(asked)} points; at most 10,000: take wider steps`);
  const halfWidth = options.precision ?? HALF_WIDTH;
  const precision: SurfacePrecision =
    options.replicates === undefined
      ? { halfWidth, most: Math.round(MOST_REPLICATES * Math.max(1, square(HALF_WIDTH / halfWidth))) }
      : { replicates: options.replicates };
  const plan: PlannedSurface = {
    x: x.axis,
    y: y.axis,
    trials: await trialsOf(scenario, sources, x, y, arm, options),
    arm,
    targetPower: options.target ?? scenario.trial?.targetPower[0] ?? 0.8,
    precision,
    timeUnit: scenario.timeUnit,
  };
  return {
    plan,
    precision:
      options.replicates === undefined ? { standardError: halfWidth / Z_95 } : { replicates: options.replicates },
  };
}
