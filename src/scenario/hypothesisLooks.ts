/** When a hypothesis is tested and how its alpha is spent, where it says so itself: from the file to the plan. */
import type { EfficacyRule } from '../sequential/efficacy.ts';
import type { Hypothesis } from '../trial/hypothesisFamily.ts';
import type { Context } from './context.ts';
import type { Path } from './problems.ts';
import type { ComparisonsFile } from './schema.ts';
import { spendingFunction } from './spendingFunction.ts';

export type HypothesisFile = NonNullable<ComparisonsFile['hypotheses']>[number];

const FINAL = 'final';

/** What a hypothesis says of its looks. */
export type OwnLooks = Pick<Hypothesis, 'looks' | 'efficacy' | 'spentBy'>;

/**
 * What the hypothesis at `at` says of its looks, in a trial with `looks` of them before the final analysis. What is wrong is
 * reported.
 */
export function hypothesisLooks(spec: HypothesisFile, looks: number, at: Path, context: Context): OwnLooks {
  if (looks === 0) {
    for (const key of ['looks', 'efficacy', 'spentBy'] as const) {
      if (spec[key] === undefined) continue;
      const state = 'is given, but there is no look before the final analysis';
      context.report([...at, key], `${state}; give trial.sequential, or remove it`);
    }
    return {};
  }
  const tested = spec.looks === undefined ? null : looksTested(spec.looks, looks, [...at, 'looks'], context);
  const efficacy = spec.efficacy === undefined ? null : ownEfficacy(spec.efficacy, [...at, 'efficacy'], context);
  return {
    ...(tested ? { looks: tested } : {}),
    ...(efficacy ? { efficacy } : {}),
    ...(spec.spentBy ? { spentBy: spec.spentBy } : {}),
  };
}

/** By look, the final analysis last, whether it is listed. */
function looksTested(
  given: NonNullable<HypothesisFile['looks']>,
  looks: number,
  at: Path,
  context: Context,
): boolean[] | null {
  const tested = Array.from({ length: looks + 1 }, () => false);
  if (given === FINAL) return [...tested.slice(1), true];
  let sound = true;
  given.forEach((look, i) => {
    const k = look === FINAL ? looks : look - 1;
    const problem =
      k > looks || (k === looks && look !== FINAL)
        ? `is ${look}; must be a look of trial.sequential, ${looks === 1 ? '1' : `1 to ${looks}`}, or ${FINAL}`
        : tested[k]
          ? `is ${look} once more; list each look once`
          : null;
    if (problem === null) tested[k] = true;
    else {
      sound = false;
      context.report([...at, i], problem);
    }
  });
  return sound ? tested : null;
}

function ownEfficacy(given: NonNullable<HypothesisFile['efficacy']>, at: Path, context: Context): EfficacyRule | null {
  if (given === 'none') return { kind: 'none' };
  const like = 'e.g. {spending: obrienFleming}';
  if (given.spending === undefined || given.bounds !== undefined) {
    const rule = 'must be spending, as a share of alpha changes when others are rejected';
    context.report(at, `gives ${given.bounds === undefined ? 'nothing' : 'bounds'}; ${rule}, ${like}`);
    return null;
  }
  if (typeof given.spending === 'object' && given.spending.cumulative !== undefined) {
    const rule = 'is a list over the looks of the trial, and a hypothesis has its own';
    context.report([...at, 'spending', 'cumulative'], `${rule}; give a spending function, ${like}`);
    return null;
  }
  const total = { name: 'alpha', value: 1 } as const;
  const spending = spendingFunction(given.spending, total, [1], [...at, 'spending'], context);
  return spending && { kind: 'spending', spending };
}

/** By look, the final analysis last: whether any hypothesis is tested there that says so itself. */
export function looksThatTestOwn(hypotheses: readonly Hypothesis[], looks: number): boolean[] {
  return Array.from({ length: looks + 1 }, (_, k) => hypotheses.some(({ looks: own }) => own?.[k] === true));
}
