/** A scenario's text: parsed as YAML 1.2 (JSON is a part of it), every value traceable to its line. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { type Path, type Problem, ScenarioProblems, shown } from './problems.ts';
import type { TableSource } from './tables.ts';

export interface Source {
  /** As the user typed it. */
  readonly file: string;
  /** All of it, as written. */
  readonly text: string;
  /** The top-level mapping as plain JavaScript values. */
  readonly value: Record<string, unknown>;
  /** Line of a key or list element, from 1; of the nearest enclosing one when the path leads nowhere. */
  lineOf(path: Path): number;
  /** The value at a path as the user wrote it (scalars only), null when there is none. */
  textOf(path: Path): string | null;
}

const MOST_NESTING = 200;
const MOST_INDENT = 500;

/** Parse a file's text. @throws ScenarioProblems when it is not one plain YAML mapping. */
export function parseSource(file: string, text: string): Source {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const fail = (offset: number, rest: string) => problems.push({ file, line: lines.linePos(offset).line, text: rest });
  const stop = () => {
    if (problems.length > 0) throw new ScenarioProblems(problems);
  };

  const deep = firstTooDeep(text);
  if (deep > 0)
    throw new ScenarioProblems([{ file, line: deep, text: 'is nested too deeply; a scenario needs 10 levels' }]);

  // Duplicate keys are looked for below: the parser's own search is quadratic.
  const document = parseDocument(text, {
    lineCounter: lines,
    merge: true,
    stringKeys: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  // Only the first error is reported: later ones mostly follow from it.
  for (const error of document.errors.slice(0, 1)) fail(error.pos[0], explainSyntax(error.code, error.message));
  stop();
  for (const warning of document.warnings) {
    const tag = /^Unresolved tag: (.*)$/.exec(warning.message)?.[1];
    fail(
      warning.pos[0],
      tag
        ? `the tag ${shown(tag.replace('tag:yaml.org,2002:', '!!'))} has no meaning here; remove it`
        : shown(warning.message),
    );
  }
  stop();
  findDuplicateKeys(document.contents, lines, fail);
  stop();

  const top = document.contents;
  if (top === null || (isScalar(top) && top.value === null)) {
    const rest = 'holds nothing but comments; copy one of the shipped scenarios, such as guo-2022.yaml, to start';
    throw new ScenarioProblems([{ file, line: 0, text: rest }]);
  }
  if (!isMap(top)) {
    fail(
      top.range?.[0] ?? 0,
      `the top level is ${isSeq(top) ? 'a list' : 'a single value'}; must be keys with values, such as title: …`,
    );
    stop();
  }

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    fail(firstAlias(top) ?? 0, explainAlias((error as Error).message));
    stop();
  }
  if (containsItself(value, new Set())) {
    fail(firstAlias(top) ?? 0, 'an alias contains itself; write the values out');
    stop();
  }

  const nodeAt = (path: Path) => trace(document, path);
  return {
    file,
    text,
    value: value as Record<string, unknown>,
    lineOf: (path) => lines.linePos(nodeAt(path).offset).line,
    textOf: (path) => {
      const { node } = nodeAt(path);
      return isScalar(node) ? (node.source ?? String(node.value)) : null;
    },
  };
}

/** The first line that opens more levels than any scenario has, 0 for none; deep recursion could crash the parser. */
function firstTooDeep(text: string): number {
  let open = 0;
  let line = 1;
  let indent = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\n') {
      line++;
      indent = 0;
      continue;
    }
    if (indent >= 0 && (c === ' ' || c === '-' || c === '?' || c === ':' || c === '\t')) indent++;
    else indent = -1;
    if (c === '[' || c === '{') open++;
    else if ((c === ']' || c === '}') && open > 0) open--;
    if (open > MOST_NESTING || indent > MOST_INDENT) return line;
  }
  return 0;
}

function explainSyntax(code: string, message: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab is used to indent; YAML allows spaces only';
    case 'MULTIPLE_DOCS':
      return 'a second YAML document starts here; keep one scenario in a file and remove the --- or ... line';
    case 'NON_STRING_KEY':
      return 'a key is a list or a block of keys; must be a word';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'is not valid YAML: a key inside a value; indent it on a line of its own, or quote a text that contains ": "';
    default:
      return `is not valid YAML: ${shown(message.split('\n')[0])}`;
  }
}

function explainAlias(message: string): string {
  if (message.includes('Excessive alias count'))
    return 'aliases (*name) expand to too many values; write the values out';
  if (message.includes('Merge sources')) return 'a merge key (<<) takes an alias of a block of keys; write <<: *name';
  const unknown = /^Unresolved alias.*: (.*)$/.exec(message)?.[1];
  if (unknown !== undefined)
    return `the alias *${shown(unknown)} names nothing above it; mark its value with &${shown(unknown)} first`;
  return `is not valid YAML: ${shown(message)}`;
}

function findDuplicateKeys(node: unknown, lines: LineCounter, fail: (offset: number, rest: string) => void): void {
  if (isSeq(node)) for (const item of node.items) findDuplicateKeys(item, lines, fail);
  if (!isMap(node)) return;
  const seen = new Map<string, number>();
  for (const { key, value } of node.items) {
    const name = keyName(key);
    const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    const before = seen.get(name);
    if (before === undefined) seen.set(name, offset);
    else if (name !== '<<')
      fail(offset, `the key ${shown(name)} is on line ${lines.linePos(before).line} already; keep one of them`);
    findDuplicateKeys(value, lines, fail);
  }
}

function firstAlias(node: unknown): number | null {
  if (isAlias(node)) return node.range?.[0] ?? 0;
  const parts = isMap(node) ? node.items.flatMap((pair) => [pair.key, pair.value]) : isSeq(node) ? node.items : [];
  for (const part of parts) {
    const found = firstAlias(part);
    if (found !== null) return found;
  }
  return null;
}

function containsItself(value: unknown, within: Set<unknown>): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (within.has(value)) return true;
  within.add(value);
  const found = Object.values(value).some((part) => containsItself(part, within));
  within.delete(value);
  return found;
}

function keyName(key: unknown): string {
  return isScalar(key) ? String(key.value) : '';
}

/** Follow a path through aliases and merge keys as far as it leads; `node` is null when it ends early. */
function trace(document: Document.Parsed, path: Path): { node: Node | null; offset: number } {
  const real = (node: unknown): Node | null => {
    const target = isAlias(node) ? node.resolve(document) : node;
    return isNode(target) ? target : null;
  };
  let node = real(document.contents);
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    let next: Node | null = null;
    if (isSeq(node) && typeof step === 'number') {
      const item = node.items[step];
      if (isNode(item)) offset = item.range?.[0] ?? offset;
      next = real(item);
    } else if (isMap(node)) {
      const pair = pairOf(node, String(step), real);
      if (pair && isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      next = real(pair?.value);
    }
    if (next === null) return { node: null, offset };
    node = next;
  }
  return { node, offset };
}

function pairOf(map: Node | null, key: string, real: (node: unknown) => Node | null): Pair | null {
  if (!isMap(map)) return null;
  const own = pairsByKey(map).get(key);
  if (own) return own;
  const target = real(pairsByKey(map).get('<<')?.value);
  for (const source of isSeq(target) ? target.items.map(real) : [target]) {
    const found = pairOf(source, key, real);
    if (found) return found;
  }
  return null;
}

const indexes = new WeakMap<Node, Map<string, Pair>>();

/** A map, because it is asked once for every problem and a large mapping may have as many problems as keys. */
function pairsByKey(map: YAMLMap): Map<string, Pair> {
  const index = indexes.get(map) ?? new Map(map.items.map((pair) => [keyName(pair.key), pair]));
  indexes.set(map, index);
  return index;
}

/** A study file of the shelf, and as what the scenario names it. */
export interface ShelvedSource {
  readonly named: string;
  readonly source: Source;
}

/**
 * What a scenario is resolved from: its file, the study file it names if any, those that its evidence names, and the
 * tables that these name.
 */
export interface Sources {
  readonly main: Source;
  readonly study: Source | null;
  readonly shelf?: readonly ShelvedSource[];
  /** Left out where no tables are named. */
  readonly tables?: readonly TableSource[];
}

/** The study files that the evidence of a scenario names, each once, as they are written there. */
export function shelfNamed({ value: { evidence } }: Pick<Source, 'value'>): string[] {
  const { studies } = (evidence ?? {}) as { studies?: unknown };
  const named = Array.isArray(studies)
    ? studies.filter((study) => typeof study === 'string' && study.trim() !== '')
    : [];
  return [...new Set(named as string[])];
}
