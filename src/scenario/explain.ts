/** What the schema found wrong, said in the words of the file. */
import type * as z from 'zod';
import { KNOWN_KEYS } from './fields.ts';
import { presentKey } from './formerKeys.ts';
import { nearest } from './nearest.ts';
import { type Finding, type Path, shown } from './problems.ts';

/** Findings for the issues of one failed parse of `root`; `textOf` gives a scalar as the user wrote it. */
export function explain(
  issues: readonly z.core.$ZodIssue[],
  root: unknown,
  textOf: (path: Path) => string | null,
): Finding[] {
  return meant(issues, [], root).flatMap(({ issue, path }) => {
    if (issue.code === 'unrecognized_keys') {
      const known = issue.message.slice(KNOWN_KEYS.length);
      return issue.keys.map((key) => {
        const keys = known.split(', ');
        const now = presentKey(key, keys);
        if (now !== null) return { path: [...path, key], text: `is called ${now} now; rename it` };
        const near = nearest(key, keys);
        // {note: first, second} reads as a note and a key without a value.
        const comma = valueAt(root, [...path, key]) === null && valueAt(root, [...path, 'note']) !== undefined;
        const remedy = comma
          ? 'put a text with a comma in it in quotes'
          : near
            ? `did you mean ${near}?`
            : known === ''
              ? 'there is nothing to give here: remove it'
              : `known here: ${known}`;
        return { path: [...path, key], text: `is not a known key; ${remedy}` };
      });
    }
    const value = valueAt(root, path);
    const near = typeof value === 'string' ? nearest(value, options(issue)) : null;
    // Where there is only one word, the rule names it.
    const hint = near === null || issue.message === `must be ${near}` ? '' : ` (did you mean ${near}?)`;
    return [{ path, text: `${state(value, path, textOf)}; ${issue.message}${hint}` }];
  });
}

/** The words that would have been right, where these are few. */
function options(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)
    ? issue.options.map(String)
    : [];
}

interface Located {
  readonly issue: z.core.$ZodIssue;
  readonly path: Path;
}

/** Issues with full paths; of a union's branches only the one that the user seems to have meant. */
function meant(issues: readonly z.core.$ZodIssue[], base: Path, root: unknown): Located[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }];
    const branches = issue.errors.map((branch) => meant(branch, path, root));
    const ofRightKind = branches.filter((branch) => !isOfOtherKind(branch, path, root));
    const candidates = ofRightKind.length > 0 ? ofRightKind : branches.slice(0, 1);
    return candidates.reduce((best, branch) => (branch.length < best.length ? branch : best));
  });
}

/**
 * Whether a branch takes another kind of value than is there, such as a word in place of a block of keys, or is the
 * `{value, source}` branch for a block without those keys.
 */
function isOfOtherKind(branch: readonly Located[], at: Path, root: unknown): boolean {
  const lacks = (key: string) =>
    valueAt(root, [...at, key]) === undefined &&
    branch.some(({ path }) => path.length === at.length + 1 && path[at.length] === key);
  const value = valueAt(root, at);
  const otherType = branch.some(
    ({ issue, path }) =>
      path.length === at.length &&
      (issue.code === 'invalid_type' ||
        (issue.code === 'invalid_value' && typeof value === 'object' && value !== null)),
  );
  return otherType || (lacks('value') && lacks('source'));
}

function valueAt(root: unknown, path: Path): unknown {
  let at = root;
  for (const step of path) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

function state(value: unknown, path: Path, textOf: (path: Path) => string | null): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is empty (null)';
  if (Array.isArray(value)) return value.length === 0 ? 'is an empty list' : `is a list of ${value.length}`;
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'is an empty block' : 'is a block of keys';
  if (typeof value === 'string') return value.trim() === '' ? 'is an empty text' : `is "${shown(value)}"`;
  return `is ${shown(textOf(path) ?? String(value))}`;
}
