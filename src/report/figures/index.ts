/** The figures of an answer, in reading order. */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Answer } from '../document.ts';
import type { Figure } from './figure.ts';
import { survivalFigure } from './survivalFigure.ts';

export function figuresOf(scenario: Scenario, answer: Answer): Figure[] {
  const { trial, reported, timeUnit: unit } = scenario;
  const check = answer.question === 'run' ? answer.result.check : answer.question === 'check' ? answer.result : null;
  const figures: (Figure | null)[] = [];
  if (check && trial) figures.push(survivalFigure(trial.design, reported, check.trial?.expectedAnalysisTime ?? null, unit));
  return figures.filter((figure) => figure !== null);
}
