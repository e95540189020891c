/** The watch over survival: from the file to thresholds and looks. */
import { log } from '../elementary/log.ts';
import { FLAT_PRIOR, type ThresholdRule } from '../sequential/detriment.ts';
import type { DetrimentWatch } from '../trial/detrimentWatch.ts';
import { type Context, figure, watched } from './context.ts';
import { endpointNamed, namedParts } from './countedEvents.ts';
import { hasLength } from './eachLook.ts';
import { type Path, shown } from './problems.ts';
import type { DetrimentFile, TrialFile } from './schema.ts';
import { spendingFunction } from './spendingFunction.ts';

/** The watch at `at`. Null when something is wrong; every reason found is reported. */
export function plannedDetriment(
  spec: DetrimentFile,
  trial: TrialFile,
  at: Path,
  outer: Context,
): DetrimentWatch | null {
  const { context, sound } = watched(outer);
  const endpoint = deathEndpoint(spec.endpoint, trial, [...at, 'endpoint'], context);
  if (!(spec.harmful > spec.planned)) {
    const rule = `must be > planned (${figure(spec.planned)}), the hazard ratio that should pass, e.g. ${figure(Math.max(1.3, 1.25 * spec.planned))}`;
    context.report([...at, 'harmful'], `is ${figure(spec.harmful)}; ${rule}`);
  }
  if (spec.harmful > spec.planned && spec.harmful < 1) {
    const rule = 'must be ≥ 1: below 1 the treatment prolongs survival, e.g. 1.3';
    context.report([...at, 'harmful'], `is ${figure(spec.harmful)}; ${rule}`);
  }
  const looks = looksTaken(spec.looks, (trial.sequential?.looks.length ?? 0) + 1, [...at, 'looks'], context);
  const thresholds = looks && thresholdRule(spec, looks.filter(Boolean).length, [...at, 'thresholds'], context);
  if (!sound() || endpoint === null || looks === null || thresholds === null) return null;
  const { harmful, planned, prior, binding = false } = spec;
  return {
    endpoint,
    rule: { harmful, planned, thresholds },
    looks,
    binding,
    prior: prior === undefined ? FLAT_PRIOR : { mean: log(prior.hazardRatio), sd: prior.sd },
  };
}

function deathEndpoint(name: string, trial: TrialFile, at: Path, context: Context): number | null {
  const named = namedParts(trial);
  const deaths = named.further.filter(({ event }) => event === 'death').map((each) => shown(each.name));
  if (deaths.length === 0) {
    const remedy = 'list it there, e.g. endpoints: [{name: OS, event: death}]';
    context.report(at, `is "${shown(name)}", but no endpoint of trial.endpoints is the time to death; ${remedy}`);
    return null;
  }
  const place = endpointNamed(name, named, at, context);
  if (place === null) return null;
  if (place > 0 && named.further[place - 1].event === 'death') return place;
  context.report(at, `is "${shown(name)}", whose events are not deaths alone; must be ${deaths.join(' or ')}`);
  return null;
}

/** By look of the trial, whether it is taken. */
function looksTaken(
  listed: readonly number[] | undefined,
  looks: number,
  at: Path,
  context: Context,
): readonly boolean[] | null {
  const all = Array.from({ length: looks }, () => true);
  if (listed === undefined) return all;
  let sound = true;
  listed.forEach((look, i) => {
    const rule =
      look > looks
        ? `must be ≤ ${looks}, the final analysis`
        : i > 0 && look <= listed[i - 1]
          ? `must be > ${listed[i - 1]}, the one before it: list each look once, in order`
          : null;
    if (rule === null) return;
    sound = false;
    context.report([...at, i], `is ${look}; ${rule}`);
  });
  return sound ? all.map((_, k) => listed.includes(k + 1)) : null;
}

const PASSING = 0.9;
const MISSING = 0.025;

function thresholdRule(
  { thresholds = {} }: DetrimentFile,
  looks: number,
  at: Path,
  context: Context,
): ThresholdRule | null {
  if (Array.isArray(thresholds))
    return hasLength(thresholds, looks, 'one for each look at survival', at, context)
      ? { kind: 'given', thresholds }
      : null;
  const { passing, missing, spending, of, chance } = thresholds;
  if (spending === undefined) {
    const stray = of !== undefined ? 'of' : chance !== undefined ? 'chance' : null;
    if (stray === null) return { kind: 'probability', passing: passing ?? PASSING, missing: missing ?? MISSING };
    context.report([...at, stray], 'goes with spending only; give spending, e.g. obrienFleming, or remove it');
    return null;
  }
  const stray = passing !== undefined ? 'passing' : missing !== undefined ? 'missing' : null;
  if (stray !== null) {
    context.report([...at, stray], 'is given beside spending, which takes chance for all looks; remove one of them');
    return null;
  }
  if (of === undefined || chance === undefined) {
    const [key, example] = of === undefined ? ['of', 'missedHarm or stoppedNeutral'] : ['chance', 'e.g. 0.1'];
    context.report([...at, key], `is missing; spending needs it: ${example}`);
    return null;
  }
  if (typeof spending !== 'string' && spending.cumulative !== undefined) {
    const rule = 'deaths at the looks follow from the plan, so it must be a function of their fraction';
    context.report([...at, 'spending', 'cumulative'], `is given; ${rule}, e.g. spending: obrienFleming`);
    return null;
  }
  const total = { name: 'beta', value: chance } as const;
  const found = spendingFunction(spending, total, [], [...at, 'spending'], context);
  return found && { kind: of, spending: found, error: chance };
}
