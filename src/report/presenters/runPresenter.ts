/** What the answer to `run` looks like: each of its parts is shown by the presenter of its question. */
import type { RunResult } from '../../questions/run.ts';
import { assumptionsSection } from '../assumptionsReport.ts';
import { curveSection } from '../curveReport.ts';
import { withPowerCurve } from '../drawings.ts';
import { seededOptions } from '../page/commandLine.ts';
import { plannedFigures, sizeFigures } from '../page/keyFigures.ts';
import type { Presenter } from '../presenter.ts';
import { runAnswer } from '../runAnswer.ts';
import { sensitivitySection } from '../sensitivityReport.ts';

export const runPresenter: Presenter<RunResult> = {
  question: 'run',
  answersFirst: true,
  reportsAtOnce: true,
  sections(result, scenario, presenters) {
    const { timeUnit, trial, provenance } = scenario;
    const { power, size, curve, sensitivity } = result;
    const first = runAnswer(result, trial?.unsized ?? null, timeUnit);
    const parts = presenters.flatMap(({ question, inRun }) => {
      const part = (result as unknown as Record<string, unknown>)[question] ?? null;
      return part === null || inRun === undefined ? [] : inRun(part, scenario);
    });
    return [
      ...(first ? [first] : []),
      ...parts,
      ...(curve ? [withPowerCurve(curveSection(curve, timeUnit, power, size), curve, trial?.targetPower ?? [])] : []),
      ...(sensitivity && sensitivity.rows.length > 0 ? [sensitivitySection(sensitivity)] : []),
      ...assumptionsSection(provenance),
    ];
  },
  async figures(result, scenario) {
    const { planFigures } = await import('../figures/planFigures.ts');
    return planFigures(result, scenario);
  },
  keyFigures: ({ size, power }, unit) => [
    ...(size ? sizeFigures(size) : []),
    ...(power ? plannedFigures(power, unit) : []),
  ],
  words: (result) => result,
  again: seededOptions,
  async saved(presenters) {
    const { savedRun } = await import('../saved/savedRun.ts');
    return savedRun(presenters);
  },
};
