/** A figure: vector graphics, and a table of the same numbers. */
import type { Table } from '../table.ts';

export interface Figure {
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  /** One or two sentences that say what is seen. */
  readonly caption: string;
  /** A whole `<svg>` element: currentColor for text and axes, CSS variables for series (see palette.ts), no script, no outside reference. */
  readonly svg: string;
  /** The same numbers for screen readers and files. */
  readonly table: Table;
}
