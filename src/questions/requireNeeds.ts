/** Refuses a scenario that a question cannot be asked of. */
import type { Scenario } from '../scenario/scenario.ts';
import type { Question } from './question.ts';
import { UserProblem } from './userProblem.ts';

/** @throws UserProblem with the file, what it lacks and the remedy */
export function requireNeeds({ needs }: Pick<Question, 'needs'>, scenario: Scenario): void {
  const problem = needs(scenario);
  if (problem !== null) throw new UserProblem(`${scenario.file}: ${problem}`);
}
