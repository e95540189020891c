/** What the answer to `replay` looks like. */
import type { ReplayResult } from '../../questions/replay.ts';
import { seededOptions } from '../page/commandLine.ts';
import { replayAtPoints } from '../points/replayAtPoints.ts';
import type { Presenter } from '../presenter.ts';
import type { ScenarioRead } from '../record.ts';
import { replaySection } from '../replayReport.ts';
import { responsesSection } from '../responsesReplayed.ts';
import type { Section } from '../table.ts';
import { unlikeSection } from '../unlikeReport.ts';

function sections(result: ReplayResult, { reported, timeUnit }: ScenarioRead): Section[] {
  if (reported === null) return [];
  const responses = responsesSection(result.responses, reported);
  const unlike = unlikeSection(result, reported, timeUnit);
  return [replaySection(result, reported, timeUnit), ...(unlike ? [unlike] : []), ...(responses ? [responses] : [])];
}

export const replayPresenter: Presenter<ReplayResult> = {
  question: 'replay',
  sections,
  async figures(result, scenario) {
    const { planFigures } = await import('../figures/planFigures.ts');
    return planFigures({ replay: result }, scenario);
  },
  again: seededOptions,
  async saved() {
    const { replay } = await import('../saved/savedReplay.ts');
    const { replayBelongs } = await import('../saved/belongs.ts');
    return { kind: replay, belongs: replayBelongs };
  },
  atPoint: replayAtPoints,
  inRun: sections,
};
