/** How an error is spent over the looks: from the file to the spending function. */
import type { SpendingFunction } from '../sequential/spending.ts';
import { type Context, exactlyOne, figure } from './context.ts';
import { hasLength, WITH_FINAL } from './eachLook.ts';
import type { Path } from './problems.ts';
import type { SequentialFile } from './schema.ts';

export type SpendingFile = NonNullable<Exclude<SequentialFile['efficacy'], 'none'>['spending']>;

/** An error by name: alpha over all sides, or beta. */
export interface ErrorTotal {
  readonly name: 'alpha' | 'beta';
  readonly value: number;
}

/** The function at `at` of the error `total`; `fractions` are those of all looks as planned. Null with the reason reported. */
export function spendingFunction(
  spec: SpendingFile,
  total: ErrorTotal,
  fractions: readonly number[],
  at: Path,
  context: Context,
): SpendingFunction | null {
  if (typeof spec === 'string') return { kind: spec };
  const kind = exactlyOne(spec, ['hwangShihDeCani', 'kimDeMets', 'cumulative'], at, context);
  switch (kind) {
    case null:
      return null;
    case 'hwangShihDeCani':
      return { kind, gamma: spec.hwangShihDeCani as number };
    case 'kimDeMets':
      return { kind, rho: spec.kimDeMets as number };
    case 'cumulative': {
      const spent = spec.cumulative as number[];
      if (!isCumulative(spent, total, fractions.length, [...at, kind], context)) return null;
      return { kind, fractions: fractions.slice(0, -1), spent: spent.slice(0, -1) };
    }
  }
}

/** Whether an error is spent step by step up to its total; reports the first step that is not. */
function isCumulative(
  spent: readonly number[],
  { name, value: total }: ErrorTotal,
  looks: number,
  at: Path,
  context: Context,
): boolean {
  if (!hasLength(spent, looks, WITH_FINAL, at, context)) return false;
  const k = spent.findIndex((share, j) => share > total * (1 + 1e-9) || (j > 0 && share < spent[j - 1]));
  if (k >= 0) {
    const above = spent[k] > total * (1 + 1e-9);
    const rule = above
      ? `must be ≤ ${name} (${figure(total)})`
      : `must be ≥ ${figure(spent[k - 1])}, what the look before has spent: the list is cumulative`;
    context.report([...at, k], `is ${figure(spent[k])}; ${rule}`);
    return false;
  }
  const last = spent[looks - 1];
  if (last >= total * (1 - 1e-9)) return true;
  const rule = `must be ${name} (${figure(total)}): the final analysis spends what is left`;
  context.report([...at, looks - 1], `is ${figure(last)}; ${rule}`);
  return false;
}
