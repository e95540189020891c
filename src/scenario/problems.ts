/** Problems in a user's file: where, value, rule, remedy, one line each. */

/** Keys and list positions from the top of a file down to a value. */
export type Path = readonly (string | number)[];

/** What is wrong at a path. `text` reads on from the path: `is -0.6; must be > 0`. */
export interface Finding {
  readonly path: Path;
  readonly text: string;
}

/** A finding with its place. `line` counts from 1; 0 when the problem belongs to the file as a whole. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const SHOWN_PROBLEMS = 10;
const SHOWN_CHARACTERS = 60;

/**
 * A user's text made safe for one line of a terminal: without control characters, shortened to `most` characters, 60 by
 * default.
 */
export function shown(text: string, most: number = SHOWN_CHARACTERS): string {
  const clean = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}

/** Something that the user can mend: its message says all, and a stack would not help. */
export class ScenarioProblem extends Error {
  override name = 'ScenarioProblem';
}

/** Every problem found in a scenario and the study it names; the message has one line per problem, in file order. */
export class ScenarioProblems extends ScenarioProblem {
  override name = 'ScenarioProblems';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const files = [...new Set(problems.map((problem) => problem.file))];
    const sorted = problems
      .map((problem) => ({ ...problem, order: files.indexOf(problem.file) }))
      .sort((a, b) => a.order - b.order || a.line - b.line);
    const lines = [
      ...new Set(
        sorted.map(({ file, line, text }) => `${oneLine(file)}:${line > 0 ? `${line}:` : ''} ${oneLine(text)}`),
      ),
    ];
    const more = lines.length - SHOWN_PROBLEMS;
    super([...lines.slice(0, SHOWN_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
    this.problems = sorted.map(({ file, line, text }) => ({ file, line, text }));
  }
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}

/**
 * A path as the user reads it: `trial.arms[Standard].survival.median`.
 * A list element goes by its own `name` where it has one of its own, by its position from 0 otherwise.
 */
export function pathText(path: Path, root: unknown): string {
  let text = '';
  let at = root;
  for (const step of path) {
    const within = at;
    at = at !== null && typeof at === 'object' ? (at as Record<string | number, unknown>)[step] : undefined;
    if (typeof step === 'number') text += `[${elementName(within, step) ?? step}]`;
    else text += `${text === '' ? '' : '.'}${shown(step)}`;
  }
  return text;
}

function elementName(list: unknown, position: number): string | null {
  if (!Array.isArray(list)) return null;
  const names = list.map((element) => (element !== null && typeof element === 'object' ? element.name : undefined));
  const name: unknown = names[position];
  if (typeof name !== 'string' || name.trim() === '' || name.length > 40 || shown(name) !== name) return null;
  return names.indexOf(name) === names.lastIndexOf(name) ? name : null;
}
