/**
 * Sentences whose numbers say where they come from; they are made once, and written as plain text, Markdown or HTML
 * where needed.
 */

/** A number in words, and its trace: which run and estimate, with its Monte Carlo error, or which value of the scenario. */
export interface Traced {
  readonly text: string;
  readonly trace: string;
}

export type Fragment = string | Traced;

export type Paragraph = readonly Fragment[];

export interface Reference {
  /** `Schoenfeld 1981`, as cited in the text. */
  readonly key: string;
  /** `Schoenfeld DA. The asymptotic properties … Biometrika 1981;68:316–319.` */
  readonly text: string;
}

/** The text that a planner pastes, in British or American spelling throughout. */
export interface Statement {
  readonly dialect: 'british' | 'american';
  /** The answer in one sentence: what each target power needs, or the power where none was sought or found. */
  readonly headline: Paragraph;
  /** *Sample size and statistical considerations* of a protocol. */
  readonly protocol: readonly Paragraph[];
  /** The shorter one for a grant. */
  readonly grant: readonly Paragraph[];
  readonly references: readonly Reference[];
}

export function plainText(paragraph: Paragraph): string {
  return paragraph.map((fragment) => (typeof fragment === 'string' ? fragment : fragment.text)).join('');
}
