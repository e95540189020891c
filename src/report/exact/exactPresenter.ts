/**
 * What the answers about a part that is planned exactly look like, as a value. There is one file per part beside this;
 * registry.ts lists them. What is heavy (drawing, validation) is imported where it is needed.
 */
import type { AskedExactly } from '../../scenario/exactParts.ts';
import type { ExactKey } from '../../scenario/exactSchema.ts';
import type { Figure } from '../figures/figure.ts';
import type { KeyFigure } from '../page/keyFigures.ts';
import type { Kind, Wrong } from '../saved/kinds.ts';
import type { Made } from '../statement/beside.ts';
import type { Draft } from '../statement/draft.ts';
import type { Section } from '../table.ts';

/** The answer to one question about the part: R is the answer, P the plan. */
export interface ExactPresented<P = unknown, R = unknown> {
  sections(result: R, plan: P): Section[];
  figures?(result: R, plan: P): Promise<Figure[]>;
  keyFigures?(result: R): KeyFigure[];
  kind(): Promise<Kind<R>>;
  /** Calls `wrong` with a path into the answer for whatever belongs to another plan. */
  belongs?(result: R, plan: P, wrong: Wrong): void;
}

/** The answers to those questions that were asked. */
export interface ExactFound<C = unknown, W = unknown, S = unknown> {
  readonly check?: C;
  readonly power?: W;
  readonly size?: S;
}

/** Words for a protocol: a sentence that heads the page, paragraphs of the protocol and of a grant. */
export interface ExactWords {
  readonly headline: Draft;
  readonly protocol: readonly Draft[];
  readonly grant: readonly Draft[];
}

export interface ExactPresenter<P = unknown, C = unknown, W = unknown, S = unknown> {
  readonly key: ExactKey;
  readonly check?: ExactPresented<P, C>;
  readonly power?: ExactPresented<P, W>;
  readonly size?: ExactPresented<P, S>;
  /** The answer of a run, in sentences. */
  answer(found: ExactFound<C, W, S>, plan: P): string[];
  /** Null where neither power nor size was asked. */
  words?(found: ExactFound<C, W, S>, plan: P, made: Made | null): ExactWords | null;
}

/** What a presenter has for a question, its types laid aside. */
export function presentedBy(presenter: ExactPresenter, asked: AskedExactly): ExactPresented | undefined {
  return presenter[asked] as ExactPresented | undefined;
}
