/** Fields of a scenario by the names that messages give them, and what a scenario says with values of them replaced. */
import { fieldMeaning } from './fieldMeaning.ts';
import type { FieldMeaning } from './meaning.ts';
import { nearest } from './nearest.ts';
import { type Path, pathText, ScenarioProblems, shown } from './problems.ts';
import type { Source, Sources } from './source.ts';

/** As it would stand in the file: a number, true or false, or a text such as `8 weeks`. */
export type FieldValue = number | boolean | string;

/** A single value of a scenario, or a key that may be added. */
export interface Field {
  readonly path: Path;
  /** As the user named it. */
  readonly name: string;
  /** As messages and outputs name it: `trial.arms[Standard].survival.median`. */
  readonly text: string;
  /** The last step of the path: `median`, `[1]`. */
  readonly heading: string;
  /** Null for a field that is no planning value. */
  readonly meaning: FieldMeaning | null;
  /** What the file gives; undefined for a key that it leaves out. */
  readonly value: FieldValue | undefined;
}

/** A field with the value it is to have. */
export interface Setting {
  readonly field: Field;
  readonly value: FieldValue;
}

function rootOf({ main, study }: Sources): Record<string, unknown> {
  return study ? { ...main.value, reported: study.value } : main.value;
}

function isBlock(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What a value holds, for messages: `3 arms: [Standard], [1] …` for a list, its keys for a block. */
function within(value: unknown, path: Path, root: unknown): string {
  if (Array.isArray(value)) {
    const last = (text: string) => text.slice(text.lastIndexOf('['));
    const names = value.slice(0, 8).map((_, i) => last(pathText([...path, i], root)));
    return `has ${names.join(', ')}${value.length > 8 ? ` … [${value.length - 1}]` : ''}`;
  }
  return `has ${Object.keys(value as object)
    .slice(0, 12)
    .map((key) => shown(key))
    .join(', ')}`;
}

/**
 * The field of this name: keys with dots between, elements of lists in brackets by position from 0 or by name. The last
 * key may be one that the file leaves out; whether there is such a key is for the schema to say.
 * @throws ScenarioProblems
 */
export function findField(sources: Sources, name: string): Field {
  const root = rootOf(sources);
  const { file } = sources.main;
  const fail = (rest: string): never => {
    throw new ScenarioProblems([{ file, line: 0, text: `${shown(name) || 'a field'} ${rest}` }]);
  };
  const path: (string | number)[] = [];
  let at: unknown = root;
  let rest = name.trim();
  while (rest !== '') {
    const here = path.length === 0 ? 'the scenario' : pathText(path, root);
    if (Array.isArray(at)) {
      const end = endOfElement(at, rest);
      if (end === null) return fail(`is not in the file: ${here} ${within(at, path, root)}`);
      path.push(end.position);
      at = at[end.position];
      rest = rest.slice(end.length);
      continue;
    }
    if (!isBlock(at)) return fail(`goes on after ${here}, which is a single value; end there`);
    const step = path.length === 0 ? rest : rest.replace(/^\./, '');
    const key = keyAt(at, step);
    if (key === null) {
      const word = /^[^.[]*/.exec(step)?.[0] ?? step;
      // The last key may be an optional one.
      if (word === step && /^[A-Za-z]\w*$/.test(word)) return found([...path, word], undefined);
      const near = nearest(word, Object.keys(at));
      return fail(
        `is not in the file: ${near === null ? `${here} ${within(at, path, root)}` : `${here} has no ${shown(word)}, did you mean ${shown(near)}?`}`,
      );
    }
    path.push(key);
    at = at[key];
    rest = step.slice(key.length);
  }
  // {value, source, note}: the value alone is varied.
  if (isBlock(at) && Object.hasOwn(at, 'value')) {
    path.push('value');
    at = at.value;
  }
  if (path.length === 0 || (at !== null && typeof at === 'object'))
    return fail(
      `is not a single value: it ${within(at, path, root)}; name one of ${Array.isArray(at) ? 'its elements' : 'its keys'}`,
    );
  return found(path, at as FieldValue);

  function found(where: Path, value: FieldValue | undefined): Field {
    const shownPath = where.at(-1) === 'value' ? where.slice(0, -1) : where;
    const last = shownPath[shownPath.length - 1];
    return {
      path: where,
      name: name.trim(),
      text: pathText(shownPath, root),
      heading: typeof last === 'number' ? `[${last}]` : last,
      meaning: fieldMeaning(shownPath, root),
      value,
    };
  }
}

/** The element that `rest` begins with, `[1]` or `[Standard]`, and how many characters name it. */
function endOfElement(list: readonly unknown[], rest: string): { position: number; length: number } | null {
  const number = /^\[(\d+)\]/.exec(rest);
  if (number && Number(number[1]) < list.length) return { position: Number(number[1]), length: number[0].length };
  for (const [position, element] of list.entries()) {
    if (!isBlock(element) || typeof element.name !== 'string') continue;
    const named = `[${element.name.trim()}]`;
    if (rest.startsWith(named)) return { position, length: named.length };
  }
  return null;
}

/** The longest key of `block` that `rest` begins with and that ends there. */
function keyAt(block: Record<string, unknown>, rest: string): string | null {
  const keys = Object.keys(block).filter((key) => rest.startsWith(key) && /^($|[.[])/.test(rest.slice(key.length)));
  return keys.reduce<string | null>((best, key) => (best === null || key.length > best.length ? key : best), null);
}

/** `tree` with the value at `path` replaced; whatever is not on the way is shared. */
function replaced(tree: unknown, path: Path, value: FieldValue): unknown {
  if (path.length === 0) return value;
  const [step, ...rest] = path;
  if (Array.isArray(tree)) return tree.map((part, i) => (i === step ? replaced(part, rest, value) : part));
  const block = (tree ?? {}) as Record<string, unknown>;
  return { ...block, [step]: replaced(block[step], rest, value) };
}

function withSetting(source: Source, path: Path, value: FieldValue): Source {
  const same = (other: Path) => other.length === path.length && other.every((step, i) => step === path[i]);
  return {
    ...source,
    value: replaced(source.value, path, value) as Record<string, unknown>,
    textOf: (at) => (same(at) ? String(value) : source.textOf(at)),
  };
}

/**
 * What the file would say with these values in place of its own. The variations it asks for are dropped, as they were
 * variations of the old values.
 */
export function withSettings({ main, study, ...others }: Sources, settings: readonly Setting[]): Sources {
  const { whatIf: _, ...value } = main.value;
  const set = settings.reduce<Pick<Sources, 'main' | 'study'>>(
    (varied, { field: { path }, value: to }) =>
      varied.study && path[0] === 'reported' && path.length > 1
        ? { main: varied.main, study: withSetting(varied.study, path.slice(1), to) }
        : { main: withSetting(varied.main, path, to), study: varied.study },
    { main: { ...main, value }, study },
  );
  return { ...set, ...others };
}
