/** The HTML report of an answer: its words, figures and tables on one page. */
import type { Scenario } from '../../scenario/scenario.ts';
import { type Answer, answerSections, type ResultDocument } from '../document.ts';
import { htmlReport } from './htmlReport.ts';

export function reportPage(scenario: Scenario, answer: Answer, document: ResultDocument): string {
  return htmlReport({
    document,
    sections: answerSections(scenario, answer),
    statements: { british: null, american: null },
    figures: [],
  });
}
