/** What the fields of a scenario mean, and which named part of the scenario each belongs to. */
import { inNames, type TreatmentNames } from '../trial/treatmentNames.ts';
import { type FieldMeaning, meaningAt, type Owner } from './meaning.ts';
import { namesIn } from './plannedNames.ts';
import type { Path } from './problems.ts';
import { scenarioSchema } from './schema.ts';

/** The innermost element with a name on the way along `path` into `root`. */
function ownerOf(path: Path, root: unknown): Owner | null {
  let owner: Owner | null = null;
  let at = root;
  path.forEach((step, i) => {
    at = at !== null && typeof at === 'object' ? (at as Record<string | number, unknown>)[step] : undefined;
    if (typeof step !== 'number' || at === null || typeof at !== 'object') return;
    const { name } = at as { name?: unknown };
    if (typeof name === 'string') owner = { list: String(path[i - 1]), name: name.trim() };
  });
  return owner;
}

/** The names that the scenario gives to the second treatment and the procedure, where they are texts; problems are reported elsewhere. */
function namesOf(root: unknown): TreatmentNames {
  const { trial } = (root ?? {}) as { trial?: { names?: Record<string, unknown> } };
  const { secondTreatment, procedure } = trial?.names ?? {};
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  return namesIn({ secondTreatment: text(secondTreatment), procedure: text(procedure) });
}

/**
 * What the value at `path` means, in the names that the scenario gives to its treatments; null for a field that is no
 * planning value. `root` is the content of the scenario file.
 */
export function fieldMeaning(path: Path, root: unknown): FieldMeaning | null {
  const meaning = meaningAt(scenarioSchema, path);
  return meaning === null
    ? null
    : { ...meaning, words: inNames(meaning.words, namesOf(root)), owner: ownerOf(path, root) };
}

/**
 * The same for a value that says where it comes from, as only planning values do. @throws Error of one that the schema
 * leaves without a meaning
 */
export function planningMeaning(path: Path, root: unknown): FieldMeaning {
  const meaning = fieldMeaning(path, root);
  if (meaning === null) throw new Error(`the schema declares no meaning at ${path.join('.')}`);
  return meaning;
}
