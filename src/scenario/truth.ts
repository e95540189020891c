/**
 * What happens in a planned trial when values of it are others than planned: arms, patients, enrolment, centres, dropout and
 * scans follow from the values, the plan stays. A truth need not suit the plan: looks may come in another order in it, or
 * not at all, which is what a chance of success must allow for.
 */
import type { UnsizedTrial } from '../trial/trial.ts';
import { type Setting, withSettings } from './field.ts';
import { resolveScenario } from './scenario.ts';
import type { Source, Sources } from './source.ts';

/** Parts of the file that say how the trial is analysed, and none of what happens in it. */
const PLAN = ['sequential', 'comparisons', 'detriment', 'estimands', 'test', 'targetPower'];

/** So late that everything that a scenario plans to happen has happened. */
const LAST = '100 years';

function withoutPlan(main: Source): Source {
  const trial = main.value.trial as { readonly arms: readonly unknown[] } & Record<string, unknown>;
  const kept = Object.fromEntries(Object.entries(trial).filter(([key]) => !PLAN.includes(key)));
  // Several experimental arms must say how they share alpha, whatever it is.
  const comparisons = trial.arms.length > 2 ? { comparisons: { procedure: 'holm' } } : {};
  return { ...main, value: { ...main.value, trial: { ...kept, ...comparisons, analysis: { followUp: LAST } } } };
}

/**
 * The trial `planned` by `sources`, were its values those of `settings`. @throws ScenarioProblems where the values make no
 * trial
 */
export function resolveTruth(sources: Sources, settings: readonly Setting[], planned: UnsizedTrial): UnsizedTrial {
  const varied = withSettings(sources, settings);
  const { trial } = resolveScenario({ ...varied, main: withoutPlan(varied.main) });
  if (trial === null) throw new TypeError('a planned trial has gone with its values');
  const { endpoints, arms, population, drift, accrual, centres, randomisation, scans } = trial.unsized;
  return {
    ...planned,
    endpoints,
    arms,
    accrual,
    ...(population ? { population } : {}),
    ...(drift ? { drift } : {}),
    ...(centres ? { centres } : {}),
    ...(randomisation ? { randomisation } : {}),
    ...(scans ? { scans } : {}),
  };
}
