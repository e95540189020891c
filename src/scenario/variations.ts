/** Variations that a scenario asks of itself: named values of its planned trial, each a scenario of its own. */
import { type FieldValue, findField, type Setting, withSettings } from './field.ts';
import type { About } from './meaning.ts';
import { type Problem, ScenarioProblems } from './problems.ts';
import type { Plain } from './provenance.ts';
import type { WhatIfFile } from './schema.ts';
import type { Sources } from './source.ts';

/** A field with the value that a variation gives it. */
export interface SetValue {
  /** `trial.arms[Standard].survival.median` */
  readonly path: string;
  /** The part of the plan that it describes; null for a field that is no planning value. */
  readonly about: About | null;
  readonly value: FieldValue;
}

/** `S` is the resolved scenario. */
export interface Varied<S> {
  /** As the file names it: `HR 1.206, as reported`. */
  readonly name: string;
  /** What it replaces, in file order. */
  readonly set: readonly SetValue[];
  /** The scenario has no variations of its own, and the seed of the one that asks for it. */
  readonly scenario: S;
}

function setValue({ field: { text, meaning }, value }: Setting): SetValue {
  return { path: text, about: meaning?.about ?? null, value };
}

/**
 * Find the fields and resolve the scenario with each set of values. Preconditions: `sources` resolve as they stand, and
 * `asked` is their `whatIf` without where values come from. @throws ScenarioProblems with every problem found
 */
export function variationsOf<S>(
  sources: Sources,
  asked: readonly Plain<WhatIfFile>[],
  resolve: (varied: Sources) => S,
): Varied<S>[] {
  const { main } = sources;
  const problems: Problem[] = [];
  const variations = asked.flatMap(({ name, set }, i): Varied<S>[] => {
    const at = ['whatIf', i];
    const fail = (path: readonly (string | number)[], text: string) =>
      problems.push({ file: main.file, line: main.lineOf(path), text: `whatIf[${name}] ${text}` });
    if (asked.findIndex((other) => other.name === name) < i) fail(at, 'is named twice; give each a name of its own');
    try {
      const settings = Object.entries(set).flatMap(([key, value]): Setting[] => {
        const field = findField(sources, key);
        if (field.path[0] === 'trial') return [{ field, value: value as FieldValue }];
        fail([...at, 'set', key], `sets ${field.text}; must be a field of the planned trial, e.g. trial.patients`);
        return [];
      });
      const scenario = resolve(withSettings(sources, settings));
      return [{ name, set: settings.map(setValue), scenario }];
    } catch (problem) {
      if (!(problem instanceof ScenarioProblems)) throw problem;
      for (const text of new Set(problem.problems.map((each) => each.text))) fail(at, `cannot be: ${text}`);
      return [];
    }
  });
  if (problems.length > 0) throw new ScenarioProblems(problems);
  return variations;
}
