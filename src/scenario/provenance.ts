/** Where a planning value comes from: written beside the value in the file, collected for the outputs. */
import * as z from 'zod';
import { record } from './fields.ts';
import type { FieldMeaning } from './meaning.ts';
import { type PriorFile, prior } from './priorSchema.ts';
import type { Path } from './problems.ts';
import { note, SOURCES, source } from './provenanceFields.ts';

/** A planning value: plain, or `{value, source, note, prior}`. */
export function planned<T extends z.ZodType>(schema: T) {
  return z.union([schema, record({ value: schema, source, note: note.optional(), prior: prior.optional() })]);
}

/** The type of planning values once their provenance is taken off. */
export type Plain<T> = T extends { source: string; value: unknown }
  ? never
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T;

/** Where a planning value comes from, as its file says. */
export interface Provenance {
  /** `trial.arms[Standard].survival.median` */
  readonly path: string;
  /** As written in the file. */
  readonly value: string;
  readonly source: (typeof SOURCES)[number];
  readonly note: string | null;
}

/** A planning value that says where it comes from, with its meaning. */
export interface PlanningValue extends Provenance {
  /** Keys and positions from the top of the scenario down to the value. */
  readonly steps: Path;
  readonly meaning: FieldMeaning;
}

/** What the file says about the value at these steps. */
export type Stated = Pick<PlanningValue, 'steps' | 'source' | 'note'> & {
  /** What is believed of it, as written. */
  readonly prior?: PriorFile;
};

/**
 * Take the provenance off a validated tree: `{value, source, note}` becomes the value; an estimate keeps its interval.
 * `stated` is in file order.
 */
export function takeProvenance(tree: unknown, path: Path, stated: Stated[]): unknown {
  if (Array.isArray(tree)) return tree.map((element, i) => takeProvenance(element, [...path, i], stated));
  if (tree === null || typeof tree !== 'object') return tree;
  const fields = tree as Record<string, unknown>;
  // Names of the user's own may be keys too: a share of a hypothesis called `source` or `note` is a number.
  const known = SOURCES.some((word) => word === fields.source);
  if (known) {
    const words = typeof fields.note === 'string' ? fields.note.replace(/\s+/g, ' ').trim() : null;
    const believed = fields.prior === undefined ? {} : { prior: fields.prior as PriorFile };
    stated.push({ steps: path, source: fields.source as Stated['source'], note: words, ...believed });
  }
  const kept = Object.entries(fields).filter(
    ([key, part]) => !((key === 'source' || key === 'prior') && known) && !(key === 'note' && typeof part === 'string'),
  );
  if (known && kept.length === 1) return fields.value;
  return Object.fromEntries(kept.map(([key, part]) => [key, takeProvenance(part, [...path, key], stated)]));
}
