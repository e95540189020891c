/** The words of a report: what a planner pastes into a protocol or a grant, every number with its trace. */
import type { RunResult } from '../questions/run.ts';
import { printable } from './printable.ts';
import { type Paragraph, plainText, type Statement } from './prose.ts';
import type { ScenarioRead } from './record.ts';
import { assumptions } from './statement/assumed.ts';
import { byFormula, leftOpen, type Made, software } from './statement/beside.ts';
import { claim } from './statement/claim.ts';
import { designAndHypothesis } from './statement/design.ts';
import { type Draft, paragraphOf } from './statement/draft.ts';
import { errorRate, hypotheses, looks, sizeAndEvents } from './statement/found.ts';
import { grant } from './statement/grant.ts';
import { needs } from './statement/needed.ts';
import { referencesOf } from './statement/references.ts';
import { subjectOf } from './statement/subject.ts';

/**
 * The statement of a result; null where the scenario plans no trial, or neither its power nor a size was found. `made`
 * is program and seed of the result, as its manifest has them; without it the seed is the scenario's and no version is
 * named.
 */
export function statementOf(
  scenario: ScenarioRead,
  result: RunResult,
  dialect: Statement['dialect'],
  made: Made | null = null,
): Statement | null {
  const subject = subjectOf(scenario, result);
  if (subject === null) return null;
  const finished = (drafts: readonly Draft[]): Paragraph[] =>
    drafts.filter((draft) => draft.length > 0).map((draft) => paragraphOf(draft, dialect));
  const protocol = finished([
    designAndHypothesis(subject),
    assumptions(subject),
    sizeAndEvents(subject),
    looks(subject),
    hypotheses(subject),
    errorRate(subject),
    byFormula(subject),
    leftOpen(result),
    software(subject, made),
  ]);
  const short = finished(grant(subject, made));
  const [needed] = finished([needs(subject)]);
  const text = [...protocol, ...short].map(plainText).join('\n');
  const study = /published study/.test(text) && scenario.citation !== null ? printable(scenario.citation) : null;
  return {
    dialect,
    headline: needed ?? paragraphOf(claim(subject), dialect),
    protocol,
    grant: short,
    references: referencesOf(text, study),
  };
}
