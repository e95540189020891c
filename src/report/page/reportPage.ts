/** The HTML report of an answer: its words, figures and tables on one page. */

import type { RunResult } from '../../questions/run.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { type Answer, answerSections, type ResultDocument } from '../document.ts';
import type { Figure } from '../figures/figure.ts';
import { figuresOf } from '../figures/index.ts';
import { statementOf } from '../statement.ts';
import { type EmbeddedExplorer, htmlReport } from './htmlReport.ts';
import type { Statements } from './statementPart.ts';

/** The run that a statement is about: the answer itself, or the one question that was asked. */
function asRun(answer: Answer): RunResult | null {
  const none: RunResult = {
    check: { publication: null, trial: null },
    replay: null,
    power: null,
    size: null,
    curve: null,
    sensitivity: null,
  };
  switch (answer.question) {
    case 'run':
      return answer.result;
    case 'power':
      return { ...none, power: answer.result };
    case 'size':
      return { ...none, size: answer.result, ...(answer.result.whatIf ? { whatIf: answer.result.whatIf } : {}) };
    default:
      return null;
  }
}

/** The words of an answer in both spellings. */
export function statementsOf(scenario: Scenario, answer: Answer, { manifest }: ResultDocument): Statements {
  const run = asRun(answer);
  const words = (dialect: 'british' | 'american') =>
    run === null ? null : statementOf(scenario, run, dialect, manifest);
  return { british: words('british'), american: words('american') };
}

export function reportPage(
  scenario: Scenario,
  answer: Answer,
  document: ResultDocument,
  explorer: EmbeddedExplorer | null = null,
  figures: readonly Figure[] = figuresOf(scenario, answer),
): string {
  return htmlReport({
    document,
    sections: answerSections(scenario, answer),
    statements: statementsOf(scenario, answer, document),
    figures,
    explorer,
  });
}
