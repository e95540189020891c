/**
 * One question at many points of a scenario. The seed and the purposes of the random streams are those of the question
 * itself at every point: points differ on common random numbers, and a point has the same results that the question
 * alone would give.
 */

import type { FieldValue } from '../scenario/field.ts';
import type { Precision, Scenario } from '../scenario/scenario.ts';
import type { Asking } from './asking.ts';
import type { SweptQuestion } from './question.ts';

/** A point to be asked: values of the varied fields in their order, and the scenario with them. */
export interface PlannedPoint {
  readonly values: readonly FieldValue[];
  readonly scenario: Scenario;
}

/** `At` is what the question answers at a point. */
export interface SweepPoint<At = unknown> {
  readonly values: readonly FieldValue[];
  readonly scenarioHash: string;
  readonly question: string;
  readonly result: At;
}

export interface SweptField {
  /** `trial.arms[Standard].survival.median` */
  readonly path: string;
  /** The last step of the path: `median`. */
  readonly heading: string;
  readonly values: readonly FieldValue[];
}

export interface SweepResult<At = unknown> {
  readonly question: string;
  readonly varied: readonly SweptField[];
  /** Event counts move with the number of patients that varies, keeping events ÷ patients. */
  readonly scalesEvents: boolean;
  /** Points asked for; fewer are answered only after an interruption. */
  readonly asked: number;
  readonly points: SweepPoint<At>[];
}

/** Shows one bar over all points where their replicates are known, otherwise one per stage. */
function overAll(asking: Asking, points: number, perPoint: number | null): (point: number) => Asking['progress'] {
  const { progress } = asking;
  if (perPoint !== null) {
    progress.begin('sweep', perPoint * points);
    return () => ({ begin() {}, advance: (replicates) => progress.advance(replicates) });
  }
  return (point) => ({
    begin: (stage, replicates) => progress.begin(`point ${point} of ${points}, ${stage}`, replicates),
    advance: (replicates) => progress.advance(replicates),
  });
}

/**
 * Fills `result.points` one by one, so that an interruption keeps what is finished. `precision` is null where each
 * point has its own. `swept` says how the question of the result is asked at a point, whose scenario must meet its
 * needs.
 * @throws Interrupted
 */
export async function askSweep(
  asking: Asking,
  swept: SweptQuestion,
  points: readonly PlannedPoint[],
  precision: Precision | null,
  withNull: boolean,
  result: SweepResult,
): Promise<void> {
  const stages = swept.stages?.(withNull);
  const known = stages !== undefined && precision !== null && 'replicates' in precision;
  const progressOf = overAll(asking, points.length, known ? stages * precision.replicates : null);
  for (const { values, scenario } of points) {
    const own: Asking = {
      ...asking,
      seed: scenario.seed,
      precision: precision ?? scenario.precision,
      progress: progressOf(result.points.length + 1),
    };
    const found = await swept.ask(own, scenario, withNull);
    result.points.push({ values, scenarioHash: scenario.hash, question: result.question, result: found });
  }
}
