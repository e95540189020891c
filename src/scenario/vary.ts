/** A scenario with values of its fields replaced: read once, resolved as often as there are values to try. */
import { nearest } from './nearest.ts';
import { type Path, pathText, ScenarioProblem, ScenarioProblems, shown } from './problems.ts';
import { resolveScenario, type Scenario, type Sources } from './scenario.ts';
import type { Source } from './source.ts';

/** As it would stand in the file: a number, true or false, or a text such as `8 weeks`. */
export type FieldValue = number | boolean | string;

/** A single value of a scenario, or a key that may be added. */
export interface Field {
  readonly path: Path;
  /** As the user named it. */
  readonly name: string;
  /** As messages and outputs name it: `trial.arms[TACE alone].survival.median`. */
  readonly text: string;
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

/** `3 arms: [TACE alone], [1] …` of a list, the keys of a block. */
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
 * @throws ScenarioProblem
 */
export function findField(sources: Sources, name: string): Field {
  const root = rootOf(sources);
  const { file } = sources.main;
  const fail = (rest: string): never => {
    throw new ScenarioProblem(`${file}: ${shown(name) || 'a field'} ${rest}`);
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
    return { path: where, name: name.trim(), text: pathText(shownPath, root), value };
  }
}

/** The element that `rest` begins with, `[1]` or `[TACE alone]`, and how many characters name it. */
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

/** `tree` with the value at `path` replaced; what is not on the way is shared. */
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

/** The scenario with these values. @throws ScenarioProblems of the scenario as it would be */
export function resolveWith(
  sources: Sources,
  settings: readonly Setting[],
  overrides: { seed?: string } = {},
): Scenario {
  const varied = settings.reduce<Sources>(({ main, study }, { field: { path }, value }) => {
    if (study && path[0] === 'reported' && path.length > 1)
      return { main, study: withSetting(study, path.slice(1), value) };
    return { main: withSetting(main, path, value), study };
  }, sources);
  return resolveScenario(varied, overrides);
}

/** A setting as it was asked for: `trial.patients=301`. */
export function settingText({ field, value }: Setting): string {
  return `${field.name}=${value}`;
}

/**
 * The same, with problems told by the settings that make them. Precondition: the scenario as it stands resolves.
 * `option`: how a setting was asked for, `--vary`. @throws ScenarioProblem
 */
export function resolveVaried(
  sources: Sources,
  settings: readonly Setting[],
  option: (setting: Setting) => string,
  overrides: { seed?: string } = {},
): Scenario {
  const problemsWith = (some: readonly Setting[]): ScenarioProblems | null => {
    try {
      resolveWith(sources, some, overrides);
      return null;
    } catch (problem) {
      if (problem instanceof ScenarioProblems) return problem;
      throw problem;
    }
  };
  try {
    return resolveWith(sources, settings, overrides);
  } catch (problem) {
    if (!(problem instanceof ScenarioProblems)) throw problem;
    // One of them alone may be enough to make it.
    for (const each of settings.length > 1 ? settings : []) {
      const own = problemsWith([each]);
      if (own !== null) throw told(own, [each], option);
    }
    throw told(problem, settings, option);
  }
}

function told(
  { problems }: ScenarioProblems,
  settings: readonly Setting[],
  option: (setting: Setting) => string,
): ScenarioProblem {
  const named = settings.map((setting) => `${option(setting)}${settingText(setting)}`).join(' ');
  const lines = [...new Set(problems.map(({ text }) => text))].slice(0, 3);
  return new ScenarioProblem(lines.map((text) => `${named}: ${text}`).join('\n'));
}
