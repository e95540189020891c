/** Survival and hazards that a trial assumes, as curves of all patients of an arm together. */

import { componentsOf, isMixed, mixtureAt } from '../expectation/components.ts';
import type { ExpectedPatients } from '../expectation/expectedPatients.ts';
import { hazardBreaks } from '../survival/law.ts';
import { constantHazardRatio } from '../trial/arm.ts';
import type { UnsizedTrial } from '../trial/trial.ts';

export interface AssumedCurves {
  /** Time on study up to which the curves go: the expected analysis, or sooner where hardly anybody is left. */
  readonly until: number;
  /** Whether every experimental arm has one hazard ratio at all times. */
  readonly proportional: boolean;
  /** The control first. */
  readonly arms: readonly {
    readonly name: string;
    /** At 0 and at the end of each of equal parts of [0, until]. */
    readonly survival: readonly number[];
    /** In the middle of each part, of those still free of the event; null where nobody is. */
    readonly hazard: readonly (number | null)[];
  }[];
}

const PARTS = 240;
/** Survival below which a curve is hardly worth showing. */
const LOWEST = 0.03;
const GROWTH = 1.25;
const MOST_GROWTH = 80;

/** The curves of `trial`; `analysisTime` is Infinity where the analysis is never expected. */
export function assumedCurves(
  trial: UnsizedTrial,
  { arms: observed, mix }: Pick<ExpectedPatients, 'arms' | 'mix'>,
  analysisTime: number,
): AssumedCurves | null {
  const arms = observed.map(({ name, law }, arm) => {
    const components = componentsOf(mix, arm);
    return { name, law, at: (t: number) => mixtureAt(law, components, t) };
  });
  const breaks = arms.flatMap(({ law }) => hazardBreaks(law)).filter(Number.isFinite);
  let until = Math.min(analysisTime, 1.5 * Math.max(2 / 3, ...breaks));
  for (let i = 0; i < MOST_GROWTH && until < analysisTime && arms.some(({ at }) => at(until).free > LOWEST); i++)
    until *= GROWTH;
  until = Math.min(until, analysisTime);
  if (!(until > 0) || !Number.isFinite(until)) return null;
  const [control, ...experimental] = trial.arms;
  const ratios = experimental.map((arm) => constantHazardRatio(arm, control));
  return {
    until,
    proportional: ratios.every((ratio) => ratio !== null) && !isMixed(trial),
    arms: arms.map(({ name, at }) => ({
      name,
      survival: Array.from({ length: PARTS + 1 }, (_, i) => at((until * i) / PARTS).free),
      hazard: Array.from({ length: PARTS }, (_, i) => {
        const { free, failing } = at((until * (i + 0.5)) / PARTS);
        const rate = failing / free;
        return free > 1e-9 && Number.isFinite(rate) ? rate : null;
      }),
    })),
  };
}
