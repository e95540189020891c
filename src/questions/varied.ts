/** Fields and their values from the command line, and the points they make. */

import { type Field, type FieldValue, findField } from '../scenario/field.ts';
import { fieldValues, NoValues } from '../scenario/fieldValues.ts';
import { ScenarioProblem } from '../scenario/problems.ts';
import type { Sources } from '../scenario/source.ts';
import { UserProblem } from './userProblem.ts';

/** A field with the values it takes in turn. */
export interface VariedField {
  readonly field: Field;
  readonly values: readonly FieldValue[];
}

/** `trial.patients=300,400` or with a range. `option`: where it was given, `--vary`. @throws UserProblem */
export function variedField(sources: Sources, option: string, text: string): VariedField {
  // A name in brackets may hold an equals sign; values do not.
  const at = text.lastIndexOf('=');
  if (at <= 0 || at === text.length - 1)
    throw new UserProblem(`${option} ${text}: must be path=values, e.g. ${option} trial.patients=300,400,500`);
  const name = text.slice(0, at);
  try {
    const field = findField(sources, name);
    if (field.path[0] === 'timeUnit')
      throw new UserProblem(
        `${option} ${text}: every time would change its meaning; give the times that should change`,
      );
    return { field, values: fieldValues(text.slice(at + 1), field.path.at(-1) !== 'allocation') };
  } catch (problem) {
    if (problem instanceof NoValues) throw new UserProblem(`${option} ${text}: ${problem.message}`);
    if (problem instanceof ScenarioProblem) throw new UserProblem(`${option} ${text}: ${problem.message}`);
    throw problem;
  }
}

/** @throws UserProblem where two of them are the same field */
export function requireDifferent(fields: readonly VariedField[], option: string): void {
  const texts = fields.map(({ field }) => field.text);
  const twice = texts.find((text, i) => texts.indexOf(text) < i);
  if (twice !== undefined)
    throw new UserProblem(`${option} names ${twice} twice; give its values in one ${option}, with commas between`);
}

/** All combinations, the last field running fastest. */
export function crossed(fields: readonly VariedField[]): FieldValue[][] {
  return fields.reduce<FieldValue[][]>(
    (points, { values }) => points.flatMap((point) => values.map((value) => [...point, value])),
    [[]],
  );
}
