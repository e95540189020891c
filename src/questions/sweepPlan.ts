/** What a sweep asks: the fields that vary, and the scenario of every point. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { grouped } from '../elementary/grouped.ts';
import type { Setting } from '../scenario/field.ts';
import { movedEvents } from '../scenario/movedEvents.ts';
import { ScenarioProblem } from '../scenario/problems.ts';
import type { Precision, Scenario } from '../scenario/scenario.ts';
import type { Sources } from '../scenario/source.ts';
import { resolveVaried, resolveWith } from '../scenario/vary.ts';
import type { Inquiry, Planned, SimulationOptions, SweptQuestion } from './question.ts';
import { requireNeeds } from './requireNeeds.ts';
import type { PlannedPoint, SweepResult } from './sweep.ts';
import { UserProblem } from './userProblem.ts';
import { crossed, requireDifferent, variedField } from './varied.ts';

export interface SweepOptions extends SimulationOptions {
  readonly vary?: readonly string[];
  /** The name of the question. */
  readonly question: string;
  readonly null?: boolean;
  /** Whether event counts move with trial.patients. */
  readonly scaleEvents?: boolean;
}

export interface PlannedSweep {
  readonly swept: SweptQuestion;
  readonly points: readonly PlannedPoint[];
  /** Null where each point has its own. */
  readonly precision: Precision | null;
  readonly withNull: boolean;
  /** The result without any points yet. */
  readonly empty: SweepResult;
}

const MOST_POINTS = 10_000;

/** The scenario of one point. @throws ScenarioProblem, with the option that would make it valid where there is one */
function scenarioAt(sources: Sources, settings: readonly Setting[], options: SweepOptions): Scenario {
  const overrides = options.seed === undefined ? {} : { seed: options.seed };
  const moved = movedEvents(sources, settings);
  const all = options.scaleEvents ? [...settings, ...moved] : settings;
  try {
    return resolveVaried(sources, all, () => '--vary ', overrides);
  } catch (problem) {
    if (!(problem instanceof ScenarioProblem) || options.scaleEvents || moved.length === 0) throw problem;
    const [first] = moved;
    try {
      resolveWith(sources, [...settings, ...moved], overrides);
    } catch {
      throw problem;
    }
    throw new ScenarioProblem(
      `${problem.message}; or let events move with patients, as size does, by --scale-events: ${first.field.text} is then ${first.value}`,
    );
  }
}

/** @throws UserProblem, ScenarioProblem */
export async function planSweep({
  scenario,
  sources,
  options,
  questions,
}: Inquiry<SweepOptions>): Promise<Planned<PlannedSweep>> {
  const question = questions.find(({ name }) => name === options.question);
  if (question?.swept === undefined) throw new UserProblem(`--question ${options.question}: cannot be swept`);
  const { swept } = question;
  if (options.vary === undefined)
    throw new UserProblem('--vary is missing; name a field and its values, e.g. --vary trial.patients=300,400,500');
  if (options.scaleEvents && !options.vary.some((text) => text.trim().startsWith('trial.patients=')))
    throw new UserProblem('--scale-events goes with --vary trial.patients=…, which is not given; leave it out');
  if (options.null && swept.knowsNull !== true) {
    const able = questions.filter((each) => each.swept?.knowsNull).map(({ name }) => name);
    throw new UserProblem(`--null goes with --question ${able.join(' or ')}, not ${question.name}; leave it out`);
  }
  const fields = options.vary.map((text) => variedField(sources, '--vary', text));
  requireDifferent(fields, '--vary');
  const asked = fields.reduce((product, { values }) => product * values.length, 1);
  if (asked > MOST_POINTS)
    throw new UserProblem(`--vary makes ${grouped(asked)} points; at most 10,000: give fewer values or wider steps`);
  const points: PlannedPoint[] = [];
  for (const values of crossed(fields)) {
    const settings = fields.map(({ field }, i) => ({ field, value: values[i] }));
    const here = scenarioAt(sources, settings, options);
    requireNeeds({ needs: swept.needs ?? question.needs }, here);
    points.push({ values, scenario: here });
    // Gives signals a chance to be heard.
    if (points.length % 100 === 0) await nextTurn();
  }
  const ownPrecision = fields.some(({ field }) => field.path[0] === 'precision');
  const precision: Precision | null =
    options.replicates !== undefined ? { replicates: options.replicates } : ownPrecision ? null : scenario.precision;
  const empty: SweepResult = {
    question: question.name,
    varied: fields.map(({ field, values }) => ({ path: field.text, heading: field.heading, values })),
    scalesEvents: options.scaleEvents === true,
    asked,
    points: [],
  };
  return {
    plan: { swept, points, precision, withNull: options.null === true, empty },
    precision: precision ?? scenario.precision,
  };
}
