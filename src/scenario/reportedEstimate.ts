/** An estimate that a publication printed, with its interval. */
import { type Context, figure } from './context.ts';
import type { EstimateFile } from './estimateSchema.ts';
import type { Path } from './problems.ts';

/** A value with its 95 % confidence interval; `high` is null when the limit was not reached. */
export interface ReportedEstimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** The estimate at `at`; an interval that does not hold it is reported. */
export function resolvedEstimate(
  spec: number | string | EstimateFile,
  toUnit: (value: number | string) => number,
  at: Path,
  context: Context,
): ReportedEstimate {
  if (typeof spec !== 'object') return { value: toUnit(spec), low: null, high: null };
  const value = toUnit(spec.value);
  if (!spec.ci) return { value, low: null, high: null };
  const low = toUnit(spec.ci[0]);
  const high = spec.ci[1] === null ? null : toUnit(spec.ci[1]);
  if (low > value || (high !== null && high < value)) {
    const interval = `[${figure(low)}, ${high === null ? 'null' : figure(high)}]`;
    context.report(
      [...at, 'ci'],
      `is ${interval}; must be [low, high] around the value ${figure(value)}: check the publication`,
    );
  }
  return { value, low, high };
}

/** The same of an estimate that may be left out. */
export function resolvedIfGiven(
  spec: number | string | EstimateFile | undefined,
  toUnit: (value: number | string) => number,
  at: Path,
  context: Context,
): ReportedEstimate | null {
  return spec === undefined ? null : resolvedEstimate(spec, toUnit, at, context);
}
