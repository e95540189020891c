/** What the answers about adverse events look like. */
import type { HarmsFound } from '../../questions/exact/harmsFound.ts';
import type { Harms } from '../../scenario/plannedHarms.ts';
import type { Figure } from '../figures/figure.ts';
import { percent } from '../numbers.ts';
import { harmsBelong } from '../saved/exactBelongs.ts';
import { type Draft, say, traced } from '../statement/draft.ts';
import type { ExactPresented, ExactPresenter } from './exactPresenter.ts';
import { boundText, describedSections, harmName, neededSections, planOf, stoppingSections } from './harmsReport.ts';

type Presented = ExactPresented<Harms, HarmsFound>;

const saved: Pick<Presented, 'kind' | 'belongs'> = {
  async kind() {
    const { harmsFound } = await import('../saved/savedHarms.ts');
    return harmsFound;
  },
  belongs: harmsBelong,
};

async function figures(found: HarmsFound, plan: Harms): Promise<Figure[]> {
  const { toxicityFigure } = await import('../figures/toxicityFigure.ts');
  return found.events.flatMap((event, i) => {
    const harm = planOf(event, plan);
    const figure = harm && toxicityFigure(event, harm, i + 1);
    return figure === null ? [] : [figure];
  });
}

/** The bounds in the words of a protocol. */
function stoppingDrafts({ events }: HarmsFound, plan: Harms): Draft[] {
  return events.flatMap((found) => {
    const harm = planOf(found, plan)?.stopping;
    if (found.stopping === null || !harm || found.stopping.bound.length === 0) return [];
    const chance = traced(percent(found.stopping.atTolerated.stop), 'chance to stop, exact by recursion over patients');
    return [
      say`The trial stops as soon as ${boundText(found.stopping.bound)} patients have had this: ${harmName(found)}. That happens with a probability of ${chance} if the true rate is the tolerated ${percent(harm.tolerated, 0)}.`,
    ];
  });
}

export const harmsPresenter: ExactPresenter<Harms, HarmsFound, HarmsFound, HarmsFound> = {
  key: 'harms',
  check: { sections: describedSections, ...saved },
  power: { sections: stoppingSections, figures, ...saved },
  size: { sections: neededSections, ...saved },
  answer: ({ check, power }, plan) => [
    ...(check ? describedSections(check).flatMap(({ answer = [] }) => answer) : []),
    ...(power ? stoppingSections(power, plan).flatMap(({ answer = [] }) => answer) : []),
  ],
  words({ power }, plan) {
    const drafts = power ? stoppingDrafts(power, plan) : [];
    return drafts.length === 0 ? null : { headline: drafts[0], protocol: drafts, grant: [] };
  },
};
