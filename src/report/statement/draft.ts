/** Sentences in the making: words that we spell, words that are quoted as they stand, and numbers with their trace. */
import { printable } from '../printable.ts';
import type { Fragment, Paragraph, Traced } from '../prose.ts';

export type Dialect = 'british' | 'american';

/** `own` is spelled in the dialect of the reader; a scenario's own words never are. */
type Part = { readonly own: string } | { readonly quoted: string } | Traced;

export type Draft = readonly Part[];

type Piece = string | number | Traced | Draft;

const partsOf = (piece: Piece): Draft =>
  typeof piece === 'object'
    ? 'text' in piece
      ? [piece]
      : piece
    : [{ quoted: printable(String(piece)).replace(/\s+/g, ' ') }];

/** What stands between braces is quoted: a name of the scenario, a number, a draft; the rest is ours. */
export function say(ours: TemplateStringsArray, ...pieces: readonly Piece[]): Draft {
  return ours.flatMap(
    (own, i): Draft => [...(own === '' ? [] : [{ own }]), ...(i < pieces.length ? partsOf(pieces[i]) : [])],
  );
}

export const NOTHING: Draft = [];

export function traced(text: string, trace: string): Traced {
  return { text, trace: printable(trace) };
}

/** One after the other, with `between` as our own words. */
export function joined(drafts: readonly Draft[], between: string): Draft {
  return drafts
    .filter((draft) => draft.length > 0)
    .flatMap((draft, i) => (i === 0 ? draft : [{ own: between }, ...draft]));
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(drafts: readonly Draft[]): Draft {
  return drafts.flatMap((draft, i) =>
    i === 0 ? draft : [{ own: i === drafts.length - 1 ? ' and ' : ', ' }, ...draft],
  );
}

const AMERICAN: readonly (readonly [RegExp, string])[] = [
  [/([Rr])andomis/g, '$1andomiz'],
  [/([Mm])inimis/g, '$1inimiz'],
  [/([Aa])nalys(ed|es each|ing)/g, '$1nalyz$2'],
  [/([Cc])entre/g, '$1enter'],
  [/([Pp])rogramme/g, '$1rogram'],
  [/([Mm])odell/g, '$1odel'],
  [/([Ff])avour/g, '$1avor'],
  [/([Ee])nrolment/g, '$1nrollment'],
  [/([Tt])umour/g, '$1umor'],
];

function spelled(own: string, dialect: Dialect): string {
  return dialect === 'british' ? own : AMERICAN.reduce((text, [from, to]) => text.replace(from, to), own);
}

/** The finished paragraph: plain text between numbers in one piece each. */
export function paragraphOf(draft: Draft, dialect: Dialect): Paragraph {
  const fragments: Fragment[] = [];
  for (const part of draft) {
    if ('trace' in part) {
      fragments.push(part);
      continue;
    }
    const text = 'own' in part ? spelled(part.own, dialect) : part.quoted;
    const last = fragments[fragments.length - 1];
    if (typeof last === 'string') fragments[fragments.length - 1] = last + text;
    else if (text !== '') fragments.push(text);
  }
  return fragments;
}
