/** The words of a report: what a planner pastes into a protocol or a grant, every number with its trace. */
import type { RunResult } from '../questions/run.ts';
import type { ExactWords } from './exact/exactPresenter.ts';
import { exactWords } from './exact/showExactly.ts';
import { printable } from './printable.ts';
import { type Paragraph, plainText, type Statement } from './prose.ts';
import type { ScenarioRead } from './record.ts';
import { assumptions } from './statement/assumed.ts';
import { assuranceWords } from './statement/assured.ts';
import { byFormula, leftOpen, type Made, software } from './statement/beside.ts';
import { claim } from './statement/claim.ts';
import { designAndHypothesis } from './statement/design.ts';
import { type Draft, paragraphOf } from './statement/draft.ts';
import { errorRate, hypotheses, looks, sizeAndEvents } from './statement/found.ts';
import { grant } from './statement/grant.ts';
import { needs } from './statement/needed.ts';
import { referencesOf } from './statement/references.ts';
import { type Subject, subjectOf } from './statement/subject.ts';
import { survivalWatch } from './statement/survivalWatch.ts';
import { familyLooks } from './statement/tested.ts';

/**
 * The statement of a result, about the trial, its chance of success and what is planned exactly; null where none of them
 * was found. `made`
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
  const chance = assuranceWords(result.assurance ?? null, scenario, made);
  const further = [...(chance === null ? [] : [chance]), ...exactWords(result.exact, scenario, made)];
  if (subject === null && further.length === 0) return null;
  const finished = (drafts: readonly Draft[]): Paragraph[] =>
    drafts.filter((draft) => draft.length > 0).map((draft) => paragraphOf(draft, dialect));
  const ofTrial = subject === null ? null : aboutTrial(subject, result, made);
  const protocol = finished([...(ofTrial?.protocol ?? []), ...further.flatMap((words) => words.protocol)]);
  const short = finished([...(ofTrial?.grant ?? []), ...further.flatMap((words) => words.grant)]);
  const text = [...protocol, ...short].map(plainText).join('\n');
  const study = /published study/.test(text) && scenario.citation !== null ? printable(scenario.citation) : null;
  const [headline] = finished([...(ofTrial ? [ofTrial.headline] : []), ...further.map((words) => words.headline)]);
  return { dialect, headline, protocol, grant: short, references: referencesOf(text, study) };
}

/** The words about the trial. */
function aboutTrial(subject: Subject, result: RunResult, made: Made | null): ExactWords {
  const needed = needs(subject);
  const protocol = [
    designAndHypothesis(subject),
    assumptions(subject),
    sizeAndEvents(subject),
    looks(subject),
    familyLooks(subject, result),
    hypotheses(subject),
    errorRate(subject),
    survivalWatch(subject, result),
    byFormula(subject),
    leftOpen(result),
    software(subject, made),
  ];
  return { headline: needed.length > 0 ? needed : claim(subject), protocol, grant: grant(subject, made) };
}
