/** Re-estimation of the final events at a look: from the file to the promising zone. */

import type { Reestimation } from '../sequential/plan.ts';
import type { AnalysisRule } from '../trial/analysis.ts';
import { simpleParts } from '../trial/rule.ts';
import { type Context, figure, given } from './context.ts';
import { list } from './fields.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';
import type { Surroundings } from './surroundings.ts';

type ReestimationFile = NonNullable<SequentialFile['reestimation']>;

/** The event counts that a rule waits for. */
function eventCounts(rule: AnalysisRule): number[] {
  return simpleParts(rule).flatMap((part) => (part.kind === 'events' ? [part.events] : []));
}

/**
 * Where the zone begins: the usual value for a test that holds alpha anyway; ½ where more events must not raise its
 * error.
 */
const PROMISING_FROM = { weighted: 0.3, unweighted: 0.5 };

/**
 * The re-estimation at `at` of a plan with this many looks. Null when something is wrong; every reason found is
 * reported.
 */
export function reestimationAt(
  spec: ReestimationFile,
  looks: number,
  { analysis, patients, power }: Surroundings,
  at: Path,
  context: Context,
): Reestimation | null {
  const problems: [Path, string][] = [];
  const counts = eventCounts(analysis);
  if (counts.length !== 1) {
    const state = counts.length === 0 ? 'waits for no events' : `waits for ${list(counts.map(String))} events`;
    problems.push([
      at,
      `changes the events of the final analysis, which ${state}; let it wait for one count of events`,
    ]);
  } else {
    const [planned] = counts;
    const { maxEvents } = spec;
    if (maxEvents <= planned) {
      const example = patients === null ? Math.ceil(1.5 * planned) : Math.min(Math.ceil(1.5 * planned), patients);
      const remedy = example > planned ? `, e.g. ${example}` : '';
      problems.push([
        [...at, 'maxEvents'],
        `is ${maxEvents}; must be > ${planned}, the events of the final analysis${remedy}`,
      ]);
    } else if (patients !== null && maxEvents > patients) {
      const rule = `must be ≤ ${patients}, the number of patients: each has one event at most`;
      problems.push([[...at, 'maxEvents'], `is ${maxEvents}; ${rule}`]);
    }
  }
  const look = spec.look ?? looks;
  if (look !== looks) {
    const rule = looks === 1 ? 'must be 1, the only look' : `must be ${looks}, the last look before the final analysis`;
    problems.push([[...at, 'look'], `is ${look}; ${rule}`]);
  }
  const statistic = spec.statistic ?? 'weighted';
  const { from, target = power } = spec.conditionalPower ?? {};
  const lowerLimit = from ?? PROMISING_FROM[statistic];
  if (lowerLimit >= target) {
    const zone = [...at, 'conditionalPower'];
    const named = given(spec.conditionalPower ?? {}, ['from', 'target']);
    const origin = spec.conditionalPower?.target === undefined ? 'the first targetPower' : 'the target';
    if (from !== undefined || named.length === 0) {
      const state = from === undefined ? `begins at ${figure(lowerLimit)} by default` : `is ${figure(from)}`;
      const place = from === undefined ? at : [...zone, 'from'];
      problems.push([place, `${state}; must be < ${figure(target)}, ${origin}: the promising zone lies between`]);
    } else {
      const rule = `must be > ${figure(lowerLimit)}, where the promising zone begins by default: raise it, or give from`;
      problems.push([[...zone, 'target'], `is ${figure(target)}; ${rule}`]);
    }
  }
  for (const [path, text] of problems) context.report(path, text);
  if (problems.length > 0) return null;
  return {
    look: look - 1,
    effect: spec.effect ?? 'observed',
    lowerLimit,
    target,
    maxFactor: spec.maxEvents / counts[0],
    statistic,
  };
}
