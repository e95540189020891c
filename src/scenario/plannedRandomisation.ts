/** Allocation of patients as they come: from the file to its rule. */
import { CENTRE } from '../trial/centres.ts';
import type { Randomisation } from '../trial/randomisation.ts';
import type { AllocationBlock } from './arms.ts';
import { type Context, figure, given } from './context.ts';
import { list } from './fields.ts';
import { positionOf } from './names.ts';
import { type Path, shown } from './problems.ts';
import type { RandomisationFile } from './schema.ts';

/** Keys that go with one method only. */
const OWN = {
  'permuted blocks': ['blockSize', 'stratifiedBy'],
  minimisation: ['factors', 'probability'],
} as const;

const USUAL_PROBABILITY = 0.8;

/** The names that patients may be stratified by: the factors, and `centre` where there are centres. */
export function strataNames(factors: readonly string[], centres: boolean): readonly string[] {
  return centres ? [CENTRE, ...factors] : factors;
}

/** The rule at `at`; null when something is wrong, every reason reported. `names` are those of strataNames. */
export function plannedRandomisation(
  spec: RandomisationFile,
  { size, text, weights }: AllocationBlock,
  names: readonly string[],
  at: Path,
  context: Context,
): Randomisation | null {
  for (const [method, keys] of Object.entries(OWN)) {
    const extra = method === spec.method ? undefined : given(spec, keys)[0];
    if (extra === undefined) continue;
    context.report([...at, extra], `goes with method: ${method}, not with ${spec.method}; remove it`);
    return null;
  }
  if (spec.method === 'complete') return { kind: 'complete' };
  if (spec.method === 'permuted blocks') {
    const sizes = [spec.blockSize ?? 2 * size].flat();
    const wrong = sizes.findIndex((each) => each % size !== 0);
    if (wrong >= 0) {
      const path = Array.isArray(spec.blockSize) ? [...at, 'blockSize', wrong] : [...at, 'blockSize'];
      const near = Math.max(1, Math.round(sizes[wrong] / size)) * size;
      context.report(
        path,
        `is ${sizes[wrong]}; must be a multiple of ${size}, the allocation block of ${text}, e.g. ${near}`,
      );
      return null;
    }
    const stratifiedBy = namesAt(spec.stratifiedBy ?? [], names, [...at, 'stratifiedBy'], context);
    return stratifiedBy && { kind: 'permutedBlocks', sizes, stratifiedBy };
  }
  if (spec.factors === undefined || spec.factors.length === 0) {
    const known = names.length > 0 ? list(names) : 'centre, given trial.centres, or factors of trial.population';
    context.report([...at, 'factors'], `is missing; minimisation must name what it balances: ${known}`);
    return null;
  }
  const factors = namesAt(spec.factors, names, [...at, 'factors'], context);
  const probability = spec.probability ?? USUAL_PROBABILITY;
  const least = 1 / weights.length;
  if (probability <= least) {
    const rule = `must be > ${figure(least)}, which is no preference among ${weights.length} arms, e.g. ${USUAL_PROBABILITY}`;
    context.report([...at, 'probability'], `is ${figure(probability)}; ${rule}`);
    return null;
  }
  return factors && { kind: 'minimisation', factors, probability };
}

/** Report `centre` in a trial without centres. */
export function noCentres(at: Path, context: Context): false {
  context.report(at, `is ${CENTRE}, but there is no trial.centres; give it, e.g. centres: {count: 20}`);
  return false;
}

function namesAt(given: readonly string[], known: readonly string[], at: Path, context: Context): string[] | null {
  const found = given.map((name, i) => {
    if (name.trim() === CENTRE && !known.includes(CENTRE)) return noCentres([...at, i], context);
    const what = known.includes(CENTRE) ? 'centre or a factor of trial.population' : 'a factor of trial.population';
    if (known.length > 0) return positionOf(name, known, what, [...at, i], context) >= 0;
    context.report(
      [...at, i],
      `is "${shown(name)}", but there is neither trial.centres nor trial.population; give it there`,
    );
    return false;
  });
  const names = given.map((name) => name.trim());
  const again = names.findIndex((name, i) => names.indexOf(name) < i);
  if (again >= 0) context.report([...at, again], `is "${shown(names[again])}" once more; name each once`);
  return found.every(Boolean) && again < 0 ? names : null;
}
