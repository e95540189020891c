/** When looks stop for efficacy: from the file to the rule. */
import type { EfficacyRule } from '../sequential/efficacy.ts';
import { type Context, exactlyOne } from './context.ts';
import { hasLength, looksWithValue, WITH_FINAL } from './eachLook.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';
import { spendingFunction } from './spendingFunction.ts';
import type { Surroundings } from './surroundings.ts';

type BoundsFile = NonNullable<Exclude<SequentialFile['efficacy'], 'none'>['bounds']>;

export interface EfficacyStops {
  readonly rule: EfficacyRule;
  /** The looks that test efficacy. */
  readonly tested: boolean[];
}

/** The stops of the plan at `at`. Null when something is wrong; every reason found is reported. */
export function efficacyStops(
  spec: SequentialFile,
  { fractions, test }: Surroundings,
  at: Path,
  context: Context,
): EfficacyStops | null {
  const here = [...at, 'efficacy'];
  if (spec.efficacy === 'none') {
    const wanting = spec.looks.findIndex((look) => look.efficacy === true);
    if (wanting < 0) return { rule: { kind: 'none' }, tested: spec.looks.map(() => false) };
    context.report(
      [...at, 'looks', wanting, 'efficacy'],
      'is true, but efficacy is none; remove it, or give efficacy, e.g. {spending: obrienFleming}',
    );
    return null;
  }
  const tested = spec.looks.map((look) => look.efficacy !== false);
  const key = exactlyOne(spec.efficacy, ['spending', 'bounds'], here, context);
  if (key === null) return null;
  if (spec.efficacy.spending !== undefined) {
    const total = { name: 'alpha', value: test.alpha } as const;
    const spending = spendingFunction(spec.efficacy.spending, total, fractions, [...here, 'spending'], context);
    return spending && { rule: { kind: 'spending', spending }, tested };
  }
  return fixedBounds(spec.efficacy.bounds as BoundsFile, spec, tested, [...here, 'bounds'], context);
}

function fixedBounds(
  bounds: BoundsFile,
  spec: SequentialFile,
  tested: boolean[],
  at: Path,
  context: Context,
): EfficacyStops | null {
  if (typeof bounds === 'string') return { rule: { kind: bounds }, tested };
  const kind = exactlyOne(bounds, ['wangTsiatis', 'haybittlePeto', 'z', 'p'], at, context);
  switch (kind) {
    case null:
      return null;
    case 'wangTsiatis':
      return { rule: { kind, delta: bounds.wangTsiatis as number }, tested };
    case 'haybittlePeto':
      return { rule: { kind, z: bounds.haybittlePeto as number }, tested };
    default: {
      const values = bounds[kind] as (number | null)[];
      const here = [...at, kind];
      if (!hasLength(values, spec.looks.length + 1, WITH_FINAL, here, context)) return null;
      if (values[values.length - 1] === null) {
        context.report(
          [...here, values.length - 1],
          'is empty (null); must be a number: the final analysis always tests',
        );
        return null;
      }
      const where = looksWithValue(values.slice(0, -1), spec.looks, 'efficacy', here, context);
      if (!where) return null;
      // A look without a bound gets one that no z reaches.
      const rule: EfficacyRule =
        kind === 'z'
          ? { kind, z: values.map((z) => z ?? Number.POSITIVE_INFINITY) }
          : { kind, p: values.map((p) => p ?? 0) };
      return { rule, tested: where };
    }
  }
}
