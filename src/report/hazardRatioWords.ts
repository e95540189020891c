/** A hazard ratio that changes at few times, in words. */

export interface Step {
  readonly from: number;
  readonly hazardRatio: number;
}

/** Steps that change the ratio. */
export function changesOf(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ hazardRatio }, i) => i === 0 || Math.abs(hazardRatio / steps[i - 1].hazardRatio - 1) > 1e-9);
}

/**
 * `1 for the first 3 months and 0.7 from then on`; `1 for the first 3 months, 0.7 until month 12 and 1 from then on`:
 * words between what `ratio`, `length` (a duration) and `time` (a number) make of the numbers.
 */
export function overTime<T>(
  steps: readonly Step[],
  unit: string,
  { ratio, length, time }: Record<'ratio' | 'length' | 'time', (x: number) => T>,
): (string | T)[] {
  const changes = changesOf(steps);
  return changes.flatMap(({ hazardRatio }, i): (string | T)[] => {
    const next = changes[i + 1]?.from;
    const before = i === 0 ? [] : [next === undefined ? ' and ' : ', '];
    if (changes.length === 1) return [ratio(hazardRatio)];
    if (next === undefined) return [...before, ratio(hazardRatio), ' from then on'];
    return i === 0
      ? [ratio(hazardRatio), ' for the first ', length(next)]
      : [...before, ratio(hazardRatio), ` until ${unit} `, time(next)];
  });
}
