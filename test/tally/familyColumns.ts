/** Columns of looks made by hand for families: z and information by hypothesis and replicate. */
import type { Columns } from '../../src/kernel/look/columns.ts';

/** One replicate at one look: [z, information] of every statistic; null where the look did not take place. */
export type FamilyRow = readonly (readonly [z: number, information: number])[] | null;

/** The columns of one look from its rows. */
export function familyColumns(rows: readonly FamilyRow[]): Columns {
  const statistics = rows.find((row) => row !== null)?.length ?? 0;
  const of = (h: number, which: 0 | 1) => Float64Array.from(rows, (row) => row?.[h][which] ?? Number.NaN);
  return {
    rows: rows.length,
    performed: Uint8Array.from(rows, (row) => (row === null ? 0 : 1)),
    z: of(0, 0),
    statistics: Array.from({ length: statistics }, (_, h) => ({
      z: of(h, 0),
      estimate: of(h, 0),
      information: of(h, 1),
    })),
  } as unknown as Columns;
}

/** Columns of `rows` replicates at each look, to be filled. */
export function columnsOfFamily(rows: number, looks: number, statistics: number): Columns[] {
  const numbers = () => new Float64Array(rows);
  return Array.from({ length: looks }, () => {
    const made = Array.from({ length: statistics }, () => ({
      z: numbers(),
      estimate: numbers(),
      information: numbers(),
    }));
    return { rows, performed: new Uint8Array(rows).fill(1), z: made[0].z, statistics: made } as unknown as Columns;
  });
}
