/** The main job: everything a scenario can be asked, in one go. */
import type { Scenario } from '../scenario/scenario.ts';
import { seriesOf } from '../trial/series.ts';
import type { Asking } from './asking.ts';
import type { AssuranceResult } from './assurance.ts';
import type { CheckResult } from './check.ts';
import { askCurve, type CurveResult } from './curve.ts';
import { exactRun } from './exact/askExactly.ts';
import type { ExactRun } from './exact/exactAnswering.ts';
import type { PowerResult } from './power.ts';
import type { Question } from './question.ts';
import type { ReplayResult } from './replay.ts';
import { askSensitivity, type SensitivityResult } from './sensitivity.ts';
import type { SizeResult } from './size.ts';
import { askWhatIf, type WhatIf } from './whatIf.ts';

/**
 * The result of every question that a run asks, under the question's name, and then what follows from several of them.
 * Null where the scenario does not hold what the question needs, or the work was interrupted before it; a question that
 * runs leave out is absent where the scenario does not hold what it needs.
 */
export interface RunResult {
  check: CheckResult;
  replay: ReplayResult | null;
  power: PowerResult | null;
  size: SizeResult | null;
  /** Absent where nothing says how uncertain a planning value is. */
  assurance?: AssuranceResult | null;
  curve: CurveResult | null;
  sensitivity: SensitivityResult | null;
  /** Variations that the scenario asks for; absent where it asks for none. */
  whatIf?: WhatIf[];
  /** What is planned exactly; absent where nothing is. */
  exact?: ExactRun;
}

/**
 * Asks `parts` one after the other, then what follows from their answers. `keep` hears of the result when its first
 * part, which simulates nothing, is answered; the rest is filled in later, so that an interruption keeps what is
 * finished.
 * @throws Interrupted
 */
export async function askRun(
  asking: Asking,
  scenario: Scenario,
  parts: readonly Question[],
  keep: (result: RunResult) => void,
): Promise<void> {
  const held = parts.filter(({ leftOut, needs }) => leftOut === undefined || needs(scenario) === null);
  const answers: Record<string, unknown> = Object.fromEntries(held.map(({ name }) => [name, null]));
  const result = Object.assign(answers, { curve: null, sensitivity: null }) as unknown as RunResult;
  for (const { name, needs, inRun } of held) {
    if (inRun === undefined || needs(scenario) !== null) continue;
    await inRun(asking, scenario, (found) => {
      answers[name] = found;
    });
    keep(result);
  }
  const exact = await exactRun(asking, scenario);
  if (exact) Object.assign(result, { exact });
  keep(result);
  const { trial } = scenario;
  if (trial === null) return;
  const { unsized, patients } = trial;
  if (scenario.whatIf.length > 0) {
    result.whatIf = [];
    await askWhatIf(asking, scenario.whatIf, result.whatIf);
  }
  const sizes = (result.size?.targets ?? []).flatMap(({ simulated }) =>
    simulated.kind === 'size' ? [simulated.patients] : [],
  );
  if (patients !== null) sizes.push(patients);
  // Power does not depend on the number of patients where those added come after the analysis.
  if (sizes.length > 0 && result.size?.varies !== 'events')
    result.curve = await askCurve(asking, seriesOf(unsized, patients), sizes);
  if (patients !== null && result.power !== null)
    result.sensitivity = await askSensitivity(
      asking,
      scenario,
      { ...unsized, patients },
      result.power.alternative.power,
    );
}
