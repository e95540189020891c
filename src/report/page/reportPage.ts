/** The HTML report of an answer: its words, figures and tables on one page. */
import type { Presenter } from '../presenter.ts';
import type { ResultRecord, ScenarioRead } from '../record.ts';
import { statementOf } from '../statement.ts';
import type { Statements } from './statementPart.ts';

/** The words of an answer in both spellings. */
export function statementsOf(
  { words }: Presenter,
  scenario: ScenarioRead,
  { result, manifest }: ResultRecord,
): Statements {
  const run = words?.(result) ?? null;
  const spelled = (dialect: 'british' | 'american') =>
    run === null ? null : statementOf(scenario, run, dialect, manifest);
  return { british: spelled('british'), american: spelled('american') };
}
