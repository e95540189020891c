/** What the answer to `run` looks like: each of its parts is shown by the presenter of its question. */

import type { RunResult } from '../../questions/run.ts';
import { ASKED_EXACTLY } from '../../scenario/exactParts.ts';
import { assumptionsSection } from '../assumptionsReport.ts';
import { curveSection } from '../curveReport.ts';
import { withPowerCurve } from '../drawings.ts';
import { answersIn, exactAnswer, exactFigures, exactKeyFigures, exactSections } from '../exact/showExactly.ts';
import { seededOptions } from '../page/commandLine.ts';
import { chanceFigures, plannedFigures, sizeFigures } from '../page/keyFigures.ts';
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
    const first = runAnswer(result, trial?.unsized ?? null, timeUnit, exactAnswer(result.exact, scenario));
    const parts = presenters.flatMap(({ question, inRun }) => {
      const part = (result as unknown as Record<string, unknown>)[question] ?? null;
      return part === null || inRun === undefined ? [] : inRun(part, scenario);
    });
    return [
      ...(first ? [first] : []),
      ...parts,
      ...(curve ? [withPowerCurve(curveSection(curve, timeUnit, power, size), curve, trial?.targetPower ?? [])] : []),
      ...(sensitivity && sensitivity.rows.length > 0 ? [sensitivitySection(sensitivity, trial?.unsized ?? null)] : []),
      ...ASKED_EXACTLY.flatMap((asked) => exactSections(answersIn(result.exact, asked), asked, scenario)),
      ...assumptionsSection(provenance),
    ];
  },
  async figures(result, scenario) {
    const { planFigures } = await import('../figures/planFigures.ts');
    const figures = await planFigures(result, scenario);
    for (const asked of ASKED_EXACTLY)
      figures.push(...(await exactFigures(answersIn(result.exact, asked), asked, scenario)));
    return figures;
  },
  keyFigures: ({ size, power, assurance, exact }, unit) => [
    ...(size ? sizeFigures(size) : []),
    ...(power ? plannedFigures(power, unit) : []),
    ...(assurance ? chanceFigures(assurance) : []),
    ...ASKED_EXACTLY.flatMap((asked) => exactKeyFigures(answersIn(exact, asked), asked)),
  ],
  words: (result) => result,
  again: seededOptions,
  async saved(presenters) {
    const { savedRun } = await import('../saved/savedRun.ts');
    return savedRun(presenters);
  },
};
