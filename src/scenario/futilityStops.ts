/** When looks stop for futility: from the file to the rule. */
import type { FutilityRule } from '../sequential/plan.ts';
import { type Context, exactlyOne, figure } from './context.ts';
import { hasLength, looksWithValue } from './eachLook.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';
import { type SpendingFile, spendingFunction } from './spendingFunction.ts';
import type { Surroundings } from './surroundings.ts';

type FutilityFile = NonNullable<SequentialFile['futility']>;

export interface FutilityStops {
  readonly rule: FutilityRule | null;
  /** The looks that may stop for futility. */
  readonly chosen: boolean[];
}

/** A plan without futility; null, with the reason reported, where a look asks for futility. */
export function noFutility({ looks }: SequentialFile, at: Path, context: Context): FutilityStops | null {
  const wanting = looks.findIndex((look) => look.futility === true);
  if (wanting < 0) return { rule: null, chosen: looks.map(() => false) };
  const remedy = 'remove it, or give futility, e.g. {spending: obrienFleming}';
  context.report([...at, 'looks', wanting, 'futility'], `is true, but sequential gives no futility; ${remedy}`);
  return null;
}

const FUTILITY_RULES = ['spending', 'z', 'hazardRatio', 'conditionalPower', 'predictivePower'] as const;

/** The stops of the plan at `at`. Null when something is wrong; every reason found is reported. */
export function futilityStops(
  spec: SequentialFile,
  futility: FutilityFile,
  around: Surroundings,
  at: Path,
  context: Context,
): FutilityStops | null {
  const here = [...at, 'futility'];
  const kind = exactlyOne(futility, FUTILITY_RULES, here, context);
  if (kind === null) return null;
  const strays = [
    ['beta', 'spending'],
    ['under', 'conditionalPower'],
  ] as const;
  for (const [stray, owner] of strays) {
    if (futility[stray] === undefined || kind === owner) continue;
    context.report([...here, stray], `goes with ${owner} only, not with ${kind}; remove it`);
    return null;
  }
  if (spec.looks.every((look) => look.futility === false)) {
    context.report(here, 'is given, but every look has futility: false; remove futility, or let one look have it');
    return null;
  }
  if (kind === 'spending') {
    const rule = betaSpending(futility, around, here, context);
    return rule && { rule, chosen: spec.looks.map((look) => look.futility !== false) };
  }
  const value = futility[kind] as number | (number | null)[];
  const found = Array.isArray(value)
    ? valuesOfList(value, spec, [...here, kind], context)
    : { values: spec.looks.map(() => value), chosen: spec.looks.map((look) => look.futility !== false) };
  if (!found) return null;
  const { values, chosen } = found;
  switch (kind) {
    case 'z':
      return { rule: { kind, z: values }, chosen };
    case 'hazardRatio':
      return { rule: { kind, hazardRatio: values }, chosen };
    case 'conditionalPower':
      return { rule: { kind, atMost: values, under: futility.under ?? 'planned' }, chosen };
    case 'predictivePower':
      return { rule: { kind, atMost: values }, chosen };
  }
}

/** One value per look, NaN where there is none. */
function valuesOfList(
  listed: readonly (number | null)[],
  { looks }: SequentialFile,
  at: Path,
  context: Context,
): { values: number[]; chosen: boolean[] } | null {
  if (!hasLength(listed, looks.length, 'one for each look (null for no futility stop there)', at, context)) return null;
  const chosen = looksWithValue(listed, looks, 'futility', at, context);
  if (!chosen) return null;
  if (!chosen.includes(true)) {
    context.report(at, 'is null at every look; give a number for one, or remove futility');
    return null;
  }
  return { values: listed.map((value) => value ?? Number.NaN), chosen };
}

function betaSpending(
  futility: FutilityFile,
  { fractions, test, power }: Surroundings,
  at: Path,
  context: Context,
): FutilityRule | null {
  const spec = futility.spending as SpendingFile;
  const spent = typeof spec === 'string' ? undefined : spec.cumulative;
  const byDefault = spent?.at(-1) ?? Number((1 - power).toPrecision(12));
  const beta = futility.beta ?? byDefault;
  if (!(beta > 0 && beta < 1 - test.alpha)) {
    const place = futility.beta === undefined ? [...at, 'spending'] : [...at, 'beta'];
    const state = futility.beta === undefined ? `spends ${figure(beta)}` : `is ${figure(beta)}`;
    const limit = `must be > 0 and < ${figure(1 - test.alpha)} (1 − alpha), for a power above alpha; e.g. 0.1`;
    context.report(place, `${state}; ${futility.beta === undefined ? 'beta ' : ''}${limit}`);
    return null;
  }
  const spending = spendingFunction(spec, { name: 'beta', value: beta }, fractions, [...at, 'spending'], context);
  return spending && { kind: 'spending', spending, beta };
}
