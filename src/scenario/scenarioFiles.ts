/** The files of a scenario as one tree: which file a path leads into, and what stands there. */
import { planningMeaning } from './fieldMeaning.ts';
import type { FieldMeaning } from './meaning.ts';
import { type Finding, type Path, type Problem, pathText } from './problems.ts';
import type { ShelvedSource, Source, Sources } from './source.ts';

export interface ScenarioFiles {
  /** The scenario file's content with the study that it names in place; files of the shelf stay names. */
  readonly root: Record<string, unknown>;
  /** The study files of `evidence.studies`, by their places there; those that were not read are left out. */
  readonly shelved: ReadonlyMap<number, Source>;
  /** The value at a path as the user wrote it (scalars only), null when there is none. */
  textOf(path: Path): string | null;
  /** A finding with its file, line and words. */
  problemOf(finding: Finding): Problem;
  /** A path in words, into a study file of the shelf as well: `evidence.studies[LEAP-012].secondTreatment.lag`. */
  wordsOf(path: Path): string;
  /** What the planning value at a path means. */
  meaningOf(path: Path): FieldMeaning;
}

export function scenarioFiles({ main, study, shelf = [] }: Sources): ScenarioFiles {
  const root = study ? { ...main.value, reported: study.value } : main.value;
  const shelved = shelvedIn(main, shelf);
  const located = (path: Path): { source: Source; local: Path } => {
    if (study && path[0] === 'reported' && path.length > 1) return { source: study, local: path.slice(1) };
    const on = path[0] === 'evidence' && path.length > 3 ? shelved.get(Number(path[2])) : undefined;
    return on ? { source: on, local: path.slice(3) } : { source: main, local: path };
  };
  const isShelved = (source: Source) => source !== main && source !== study;
  return {
    root,
    shelved,
    textOf(path) {
      const { source, local } = located(path);
      return source.textOf(local);
    },
    problemOf({ path, text }) {
      const { source, local } = located(path);
      const where = pathText(local, source === main ? root : source.value);
      return { file: source.file, line: source.lineOf(local), text: `${where === '' ? '' : `${where} `}${text}` };
    },
    wordsOf(path) {
      if (path[0] === 'whatIf') return `${pathText(path.slice(0, 2), root)}: ${path[3]}`;
      const { source, local } = located(path);
      if (!isShelved(source)) return pathText(path, root);
      const name = typeof source.value.name === 'string' ? source.value.name.trim() : path[2];
      return `evidence.studies[${name}].${pathText(local, source.value)}`;
    },
    meaningOf(path) {
      const { source, local } = located(path);
      return isShelved(source)
        ? planningMeaning(['reported', ...local], { reported: source.value })
        : planningMeaning(path, root);
    },
  };
}

function shelvedIn(main: Source, shelf: readonly ShelvedSource[]): ReadonlyMap<number, Source> {
  const { studies } = (main.value.evidence ?? {}) as { studies?: unknown };
  const places = Array.isArray(studies) ? studies : [];
  return new Map(
    places.flatMap((each, i) => {
      const found = shelf.find(({ named }) => named === each);
      return found ? [[i, found.source] as const] : [];
    }),
  );
}
