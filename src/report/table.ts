/** A table of results: raw values for files, text for people, made once and printed by whoever needs it. */

/** `raw` goes to CSV and JSON consumers; `text`, if any, to readers. */
export interface TableCell {
  readonly raw: number | string | null;
  readonly text: string;
}

export interface Column {
  readonly key: string;
  readonly heading: string;
  readonly align: 'left' | 'right';
  /** Columns for files only (errors and limits that the text of another column already carries). */
  readonly fileOnly: boolean;
}

export interface Table {
  /** File name without ending. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly TableCell[])[];
  /** Printed under the table. */
  readonly notes: readonly string[];
  /** `readers`: terminal and documents; `files`: CSV, where one row per number is easier to work with. */
  readonly audience: 'readers' | 'files' | 'both';
  /** Part of the answer, which a terminal shows unasked; without its notes there. */
  readonly answers?: boolean;
}

/** A part of a report: sentences, then tables. A terminal shows its answer and provisos, and the rest when asked. */
export interface Section {
  readonly title: string;
  /** What was asked for, in a few sentences. A section that explains another has no answer. */
  readonly answer?: readonly string[];
  /** Provisos without which the answer must not be read. */
  readonly provisos?: readonly string[];
  /** Sentences that explain both. */
  readonly prose: readonly string[];
  /** A list, each item a line or two. */
  readonly items?: readonly string[];
  readonly tables: readonly Table[];
  /** Drawings in characters, for terminals only. */
  readonly drawings?: readonly { readonly title: string; readonly text: string }[];
}

/** All sentences of a section, in reading order. */
export function sentencesOf({ answer = [], provisos = [], prose }: Section): readonly string[] {
  return [...answer, ...provisos, ...prose];
}

/** Tables that stand before the sentences of a section: its answer where no sentence gives it; then all others. */
export function tablesAround({ answer = [], tables }: Section): { before: readonly Table[]; after: readonly Table[] } {
  const leads = (table: Table): boolean => answer.length === 0 && table.answers === true;
  return { before: tables.filter(leads), after: tables.filter((table) => !leads(table)) };
}

export function left(key: string, heading: string): Column {
  return { key, heading, align: 'left', fileOnly: false };
}

export function right(key: string, heading: string): Column {
  return { key, heading, align: 'right', fileOnly: false };
}

export function fileOnly(key: string): Column {
  return { key, heading: key, align: 'right', fileOnly: true };
}

export function cell(raw: number | string | null, text: string = raw === null ? '–' : String(raw)): TableCell {
  return { raw: typeof raw === 'number' && !Number.isFinite(raw) ? null : raw, text };
}
