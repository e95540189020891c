/** The two fields by which a file says where a value comes from. */
import { oneOf, text } from './fields.ts';

export const SOURCES = ['reported', 'derived', 'assumed'] as const;

export const source = oneOf(SOURCES).describe(
  'Where the value comes from: reported by the publication, derived from what it reports, or assumed',
);
export const note = text(1000, 'saying where the value comes from').describe(
  'Why this value: page, table, calculation or reason',
);
