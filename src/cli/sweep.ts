/** `trialwright sweep`: one question at many points of a scenario. */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { grouped } from '../elementary/grouped.ts';
import type { PlannedPoint, SweepResult, SweptQuestion } from '../questions/sweep.ts';
import type { Answer } from '../report/document.ts';
import type { Setting } from '../scenario/field.ts';
import { readSources } from '../scenario/load.ts';
import { movedEvents } from '../scenario/movedEvents.ts';
import { ScenarioProblem } from '../scenario/problems.ts';
import { type Precision, resolveScenario, type Scenario } from '../scenario/scenario.ts';
import type { Sources } from '../scenario/source.ts';
import { resolveVaried, resolveWith } from '../scenario/vary.ts';
import { requireParts } from './answer.ts';
import { carryOut, type Options, startNow } from './answering.ts';
import { EXIT, UserProblem } from './exit.ts';
import { crossed, requireDifferent, variedField } from './varied.ts';

export interface SweepOptions extends Options {
  readonly vary?: readonly string[];
  readonly question: SweptQuestion;
  readonly null?: boolean;
  /** Event counts move with trial.patients. */
  readonly scaleEvents?: boolean;
}

const MOST_POINTS = 10_000;

function exitCode({ question, result }: Answer): number {
  if (question !== 'sweep') return EXIT.answered;
  const unreachable = result.points.some(
    (point) =>
      point.question === 'size' && point.result.targets.some(({ simulated }) => simulated.kind === 'unreachable'),
  );
  return unreachable ? EXIT.targetUnreachable : EXIT.answered;
}

/** What the question needs at a point. @throws UserProblem */
async function requireAt(question: SweptQuestion, scenario: Scenario): Promise<void> {
  await requireParts(question, scenario);
  if (question === 'check' && scenario.trial === null)
    throw new UserProblem(`${scenario.file}: trial is missing; a sweep of check needs a planned trial`);
}

/** The scenario of one point. @throws ScenarioProblem, with the option that would make it one where there is one */
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

/** Answer for the scenario in `file`; returns the exit code. @throws UserProblem, ScenarioProblem */
export async function sweep(file: string, options: SweepOptions): Promise<number> {
  const started = startNow();
  const { question } = options;
  if (options.vary === undefined)
    throw new UserProblem('--vary is missing; name a field and its values, e.g. --vary trial.patients=300,400,500');
  if (options.scaleEvents && !options.vary.some((text) => text.trim().startsWith('trial.patients=')))
    throw new UserProblem('--scale-events goes with --vary trial.patients=…, which is not given; leave it out');
  if (options.null && question !== 'power')
    throw new UserProblem(`--null goes with --question power, not ${question}; leave it out`);
  const sources = await readSources(file);
  const overrides = options.seed === undefined ? {} : { seed: options.seed };
  const scenario = resolveScenario(sources, overrides);
  const fields = options.vary.map((text) => variedField(sources, '--vary', text));
  requireDifferent(fields, '--vary');
  const asked = fields.reduce((product, { values }) => product * values.length, 1);
  if (asked > MOST_POINTS)
    throw new UserProblem(`--vary makes ${grouped(asked)} points; at most 10,000: give fewer values or wider steps`);
  const points: PlannedPoint[] = [];
  for (const values of crossed(fields)) {
    const settings = fields.map(({ field }, i) => ({ field, value: values[i] }));
    const here = scenarioAt(sources, settings, options);
    await requireAt(question, here);
    points.push({ values, scenario: here });
    // Let signals be heard.
    if (points.length % 100 === 0) await nextTurn();
  }
  const ownPrecision = fields.some(({ field }) => field.path[0] === 'precision');
  const given: Precision | null =
    options.replicates !== undefined ? { replicates: options.replicates } : ownPrecision ? null : scenario.precision;
  const result: SweepResult = {
    question,
    varied: fields.map(({ field, values }) => ({ path: field.text, heading: field.heading, values })),
    scalesEvents: options.scaleEvents === true,
    asked,
    points: [],
  };
  return carryOut(
    {
      scenario,
      precision: given ?? scenario.precision,
      short: question === 'check',
      ask: async (asking, answer) => {
        const { askSweep } = await import('../questions/sweep.ts');
        try {
          await askSweep(asking, points, given, options.null === true, result);
        } finally {
          if (result.points.length > 0) answer.current = { question: 'sweep', result };
        }
      },
      exitCode,
      interruption: () => `Interrupted after ${result.points.length} of ${asked} points.`,
      kept: 'The points answered before it',
    },
    options,
    started,
  );
}
