/** The first of two events whose times are independent, or whose hazards are given one beside the other. */
import { pieceAt } from './clock.ts';
import type { DeathShare } from './diseaseCourse.ts';
import { constantRatioOfClocks } from './hazardRatioAt.ts';
import { hazard, hazardBreaks, type SurvivalLaw } from './law.ts';

/** The first event's law and which of them are deaths, or why these two laws give no law with steps of hazard ratio. */
export type Competing =
  | { readonly kind: 'first'; readonly first: SurvivalLaw; readonly deaths: DeathShare }
  | { readonly kind: 'impossible'; readonly reason: 'clocks differ' };

const ascending = (times: readonly number[]) => [...new Set(times)].sort((a, b) => a - b);

/**
 * The first of progression and death without it, whose cause-specific hazards are those of the two laws. Exact; possible
 * where both are piecewise constant, or have the same clock but for a factor, as two Weibull laws of one shape.
 */
export function competing(progression: SurvivalLaw, death: SurvivalLaw): Competing {
  if (progression.clock.kind === 'piecewise' && death.clock.kind === 'piecewise') {
    const starts = ascending([0, ...hazardBreaks(progression), ...hazardBreaks(death)]);
    const dying = starts.map((t) => hazard(death, t));
    const hazards = starts.map((t, j) => hazard(progression, t) + dying[j]);
    const shares = hazards.map((all, j) => (all > 0 ? dying[j] / all : 0));
    return {
      kind: 'first',
      first: { clock: { kind: 'piecewise', starts, hazards }, steps: { starts: [0], ratios: [1] } },
      deaths: { starts, shares },
    };
  }
  const ratio = constantRatioOfClocks(death.clock, progression.clock);
  if (ratio === null) return { kind: 'impossible', reason: 'clocks differ' };
  const starts = ascending([...progression.steps.starts, ...death.steps.starts]);
  const at = ({ steps }: SurvivalLaw, t: number) => steps.ratios[pieceAt(steps.starts, t)];
  const dying = starts.map((t) => ratio * at(death, t));
  const ratios = starts.map((t, j) => at(progression, t) + dying[j]);
  return {
    kind: 'first',
    first: { clock: progression.clock, steps: { starts, ratios } },
    deaths: { starts, shares: ratios.map((all, j) => (all > 0 ? dying[j] / all : 0)) },
  };
}
