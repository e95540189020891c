/** Where a planning value comes from: written beside the value in the file, collected for the outputs. */
import * as z from 'zod';
import { oneOf, record, text } from './fields.ts';
import type { Path } from './problems.ts';

export const SOURCES = ['reported', 'derived', 'assumed'] as const;

export const source = oneOf(SOURCES).describe(
  'Where the value comes from: reported by the publication, derived from what it reports, or assumed',
);
export const note = text(1000, 'saying where the value comes from').describe(
  'Why this value: page, table, calculation or reason',
);

/** A planning value: plain, or `{value, source, note}`. */
export function planned<T extends z.ZodType>(schema: T) {
  return z.union([schema, record({ value: schema, source, note: note.optional() })]);
}

/** The type of planning values once their provenance is taken off. */
export type Plain<T> = T extends { source: string; value: unknown }
  ? never
  : T extends object
    ? { [K in keyof T]: Plain<T[K]> }
    : T;

/** What a file says about one of its values. */
export interface Origin {
  readonly path: Path;
  readonly source: (typeof SOURCES)[number];
  readonly note: string | null;
}

/**
 * Take the provenance off a validated tree: `{value, source, note}` becomes the value; an estimate keeps its interval.
 * Origins come in file order.
 */
export function takeProvenance(tree: unknown, path: Path, origins: Origin[]): unknown {
  if (Array.isArray(tree)) return tree.map((element, i) => takeProvenance(element, [...path, i], origins));
  if (tree === null || typeof tree !== 'object') return tree;
  const fields = tree as Record<string, unknown>;
  // Names of the user's own may be keys too: a share of a hypothesis called `source` or `note` is a number.
  const known = SOURCES.some((word) => word === fields.source);
  if (known) {
    const words = typeof fields.note === 'string' ? fields.note.replace(/\s+/g, ' ').trim() : null;
    origins.push({ path, source: fields.source as Origin['source'], note: words });
  }
  const kept = Object.entries(fields).filter(
    ([key, part]) => !(key === 'source' && known) && !(key === 'note' && typeof part === 'string'),
  );
  if (known && kept.length === 1) return fields.value;
  return Object.fromEntries(kept.map(([key, part]) => [key, takeProvenance(part, [...path, key], origins)]));
}
