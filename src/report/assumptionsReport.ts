/** Where the planning values come from, in words and as a table for files. */
import type { Provenance } from '../scenario/provenance.ts';
import { cell, left, type Section } from './table.ts';

/** Name of the table of planning values. */
export const ASSUMPTIONS = 'assumptions';

export function assumptionsSection(provenance: readonly Provenance[]): Section[] {
  if (provenance.length === 0) return [];
  return [
    {
      title: 'Where the planning values come from',
      prose: [],
      items: provenance.map(
        ({ path, value, source, note }) => `${path} = ${value} (${source}${note === null ? '' : `: ${note}`})`,
      ),
      tables: [
        {
          name: ASSUMPTIONS,
          title: 'Where the planning values come from',
          audience: 'files',
          columns: ['path', 'value', 'source', 'note'].map((key) => left(key, key)),
          rows: provenance.map(({ path, value, source, note }) =>
            [path, value, source, note].map((text) => cell(text)),
          ),
          notes: [],
        },
      ],
    },
  ];
}
