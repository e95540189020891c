/** The main job: everything a scenario can be asked, in one go. */
import type { Scenario } from '../scenario/scenario.ts';
import { familyOf } from '../trial/family.ts';
import type { Asking } from './asking.ts';
import { askCheck, type CheckResult } from './check.ts';
import { askCurve, type CurveResult } from './curve.ts';
import { askPower, type PowerResult } from './power.ts';
import { askReplay, type ReplayResult, replayProblem } from './replay.ts';
import { askSensitivity, type SensitivityResult } from './sensitivity.ts';
import { askSize, emptySize, type SizeResult } from './size.ts';
import { askWhatIf, type WhatIf } from './whatIf.ts';

/** Null where the scenario does not hold what the question needs, or the work was interrupted before it. */
export interface RunResult {
  check: CheckResult;
  replay: ReplayResult | null;
  power: PowerResult | null;
  size: SizeResult | null;
  curve: CurveResult | null;
  sensitivity: SensitivityResult | null;
  /** Variations that the scenario asks for; absent where it asks for none. */
  whatIf?: WhatIf[];
}

/** Fills `result` question by question, so that an interruption keeps what is finished. @throws Interrupted */
export async function askRun(asking: Asking, scenario: Scenario, result: RunResult): Promise<void> {
  const { reported, trial } = scenario;
  if (reported !== null && replayProblem(reported) === null) result.replay = await askReplay(asking, reported);
  if (trial === null) return;
  const { design, patients, targetPower } = trial;
  if (patients !== null) result.power = await askPower(asking, { ...design, patients }, scenario.timeUnit);
  const family = familyOf(design, patients);
  if (!trial.patientsFollow) {
    const size = emptySize(family, targetPower);
    try {
      await askSize(asking, family, targetPower, scenario.sizeInterval, size);
    } finally {
      if (size.targets.length > 0) result.size = size;
    }
  }
  if (scenario.whatIf.length > 0) {
    result.whatIf = [];
    await askWhatIf(asking, scenario.whatIf, result.whatIf);
  }
  const sizes = (result.size?.targets ?? []).flatMap(({ simulated }) =>
    simulated.kind === 'size' ? [simulated.patients] : [],
  );
  if (patients !== null) sizes.push(patients);
  // Where patients come after the analysis, power does not depend on their number.
  if (sizes.length > 0 && result.size?.varies !== 'events') result.curve = await askCurve(asking, family, sizes);
  if (patients !== null && result.power !== null)
    result.sensitivity = await askSensitivity(
      asking,
      scenario,
      { ...design, patients },
      result.power.alternative.power,
    );
}

export function emptyRun(scenario: Scenario): RunResult {
  return { check: askCheck(scenario), replay: null, power: null, size: null, curve: null, sensitivity: null };
}
