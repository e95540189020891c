/** The trial in which some hypotheses of its family are true: their arms do nothing. */
import { LIKE_CONTROL } from './effect.ts';
import type { HypothesisFamily } from './hypothesisFamily.ts';
import { type Trial, withArms } from './trial.ts';

/**
 * The sets of hypotheses (bit masks) that arms without effect make true together: all but the empty set and the whole. An arm
 * has all its hypotheses with it, of every endpoint and subgroup.
 */
export function partialNulls({ hypotheses }: HypothesisFamily): number[] {
  const arms = [...new Set(hypotheses.map(({ arm }) => arm))];
  const maskOf = (idle: readonly number[]) =>
    hypotheses.reduce((mask, { arm }, h) => (idle.includes(arm) ? mask | (1 << h) : mask), 0);
  return Array.from({ length: (1 << arms.length) - 2 }, (_, set) =>
    maskOf(arms.filter((_arm, place) => ((set + 1) >> place) & 1)),
  );
}

/**
 * The trial in which just the hypotheses of the mask `nulls` are true, all else as planned. Null where no arms without
 * effect make just these true, or where an effect of factors or centres would be left to them.
 */
export function truthWith(trial: Trial, nulls: number): Trial | null {
  const { arms, centres, family, population } = trial;
  const hypotheses = family?.hypotheses ?? [];
  const isNull = (h: number) => ((nulls >> h) & 1) === 1;
  const idle = new Set(hypotheses.flatMap(({ arm }, h) => (isNull(h) ? [arm] : [])));
  if (hypotheses.some(({ arm }, h) => idle.has(arm) !== isNull(h))) return null;
  const modified = (population?.factors ?? []).some(({ levels }) =>
    levels.some(({ effectRatio }) => effectRatio !== 1),
  );
  if (modified || (centres?.effectSd ?? 0) > 0) return null;
  if (trial.endpoints.some(({ kind }) => kind === 'response')) return null;
  const { course } = arms[0];
  return withArms(trial, (arm, index) =>
    idle.has(index) ? { ...arm, effect: LIKE_CONTROL, ...(course ? { course } : {}) } : arm,
  );
}
