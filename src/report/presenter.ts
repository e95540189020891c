/**
 * What the answer to a question looks like, as a value: sections, figures, key figures, words, and the kind of its
 * saved result. There is one file in presenters/ per question; presenters.ts lists them. What is heavy (drawing,
 * validation) is imported where it is needed.
 */
import type * as z from 'zod';
import type { RunResult } from '../questions/run.ts';
import type { SweepResult } from '../questions/sweep.ts';
import type { Manifest } from '../run/manifest.ts';
import type { TimeUnit } from '../scenario/scenario.ts';
import type { Figure } from './figures/figure.ts';
import type { KeyFigure } from './page/keyFigures.ts';
import type { Resolved, ScenarioRead } from './record.ts';
import type { Wrong } from './saved/kinds.ts';
import type { Section, Table } from './table.ts';

/** What a saved result is checked against: the scenario of its record, with the hashes of its variations. */
export interface ResolvedScenario extends Pick<Resolved, 'reported' | 'evidence' | 'trial' | 'exact' | 'priors'> {
  readonly timeUnit: TimeUnit;
  readonly whatIf: readonly (Resolved['whatIf'][number] & { readonly hash: string })[];
}

/** How a saved result is validated. */
export interface SavedResult<R = unknown> {
  /** A kind of every field (see saved/kinds.ts). */
  readonly kind: z.ZodType<R>;
  /**
   * Calls `wrong` with a path into the result for whatever belongs to another scenario; it gets only results of the
   * kind.
   */
  belongs?(result: R, scenario: ResolvedScenario, wrong: Wrong): void;
}

/** The points of a sweep in words and tables; `At` is what the question answers at a point. */
export interface PointPresenter<At = unknown> {
  kind(): Promise<z.ZodType<At>>;
  /** The answer in a sentence: where it is lowest and where highest. */
  answer(result: SweepResult<At>): string[];
  tables(result: SweepResult<At>, unit: string): Table[];
  /** Provisos without which the answer must not be read. */
  provisos?(result: SweepResult<At>): string[];
  /** Replicates simulated at a point, where they are its precision. */
  replicates?(at: At): number;
}

/**
 * R is the result as its record holds it; `presenters` are all presenters, for answers that hold those of other
 * questions.
 */
export interface Presenter<R = unknown> {
  /** The name of the question. */
  readonly question: string;
  /** The sections of the answer in reading order. */
  sections(result: R, scenario: ScenarioRead, presenters: readonly Presenter[]): Section[];
  /** True where the first section is the answer, drawing on all others: it alone is shown unasked, and heads the page. */
  readonly answersFirst?: true;
  /** True where its folder has the page, the Word document and the Markdown from the start, not only from `report`. */
  readonly reportsAtOnce?: true;
  figures?(result: R, scenario: ScenarioRead): Promise<Figure[]>;
  /** The few numbers that a planner asks for first. */
  keyFigures?(result: R, unit: TimeUnit): KeyFigure[];
  /** The run that words for a protocol are about; left out where there are none. */
  words?(result: R): RunResult;
  /**
   * The words of the command line after the scenario that reproduce the answer; left out where a record does not hold
   * all that was asked.
   */
  again?(manifest: Manifest, result: R): readonly string[];
  saved(presenters: readonly Presenter[]): Promise<SavedResult<R>>;
  /** Present for a question that can be swept. */
  readonly atPoint?: PointPresenter;
  /** As the question's: runs of scenarios that do not hold what it needs say nothing of it. */
  readonly leftOut?: true;
  /** Present for a question that `run` asks: its sections there. */
  inRun?(result: R, scenario: ScenarioRead): Section[];
}

/** @throws RangeError where the question has none */
export function presenterOf(question: string, presenters: readonly Presenter[]): Presenter {
  const found = presenters.find((presenter) => presenter.question === question);
  if (found === undefined) throw new RangeError(`the question ${question} has no presenter`);
  return found;
}
