/** The report as a Word document: statement, tables, references; every text is a plain run, traces are footnotes. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  Packer,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  Paragraph as WordParagraph,
  Table as WordTable,
} from 'docx';
import { printable } from './printable.ts';
import type { Paragraph, Statement } from './prose.ts';
import { type Section, sentencesOf, type Table, tablesAround } from './table.ts';
import { coreProperties, dateEntries } from './wordDates.ts';

type Block = WordParagraph | WordTable;

/** A text that XML can hold, on one line. */
function plain(text: string): string {
  return printable(text)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, '\ufffd')
    .replace(/\s+/g, ' ');
}

const run = (text: string, more: { bold?: boolean; size?: number; italics?: boolean } = {}) =>
  new TextRun({ text: plain(text), ...more });

const heading = (text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel]) =>
  new WordParagraph({ heading: level, children: [run(text)] });

const body = (text: string) => new WordParagraph({ spacing: { after: 120 }, children: [run(text)] });

/** Traces as footnotes, one per distinct trace and place. */
class Footnotes {
  readonly notes: Record<string, { children: WordParagraph[] }> = {};
  private used = 0;

  mark(trace: string): FootnoteReferenceRun {
    this.used++;
    this.notes[String(this.used)] = { children: [new WordParagraph({ children: [run(trace, { size: 16 })] })] };
    return new FootnoteReferenceRun(this.used);
  }
}

function proseBlock(paragraph: Paragraph, footnotes: Footnotes | null): WordParagraph {
  return new WordParagraph({
    spacing: { after: 120 },
    children: paragraph.flatMap((fragment) =>
      typeof fragment === 'string'
        ? [run(fragment)]
        : [run(fragment.text), ...(footnotes ? [footnotes.mark(fragment.trace)] : [])],
    ),
  });
}

const LINE = { style: BorderStyle.SINGLE, size: 6, color: '808080' };
const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' };

function tableBlocks({ title, columns, rows, notes }: Table): Block[] {
  const shown = columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.fileOnly);
  const cellOf = (text: string, align: 'left' | 'right', bold: boolean) =>
    new TableCell({
      children: [
        new WordParagraph({
          alignment: align === 'right' ? AlignmentType.RIGHT : AlignmentType.LEFT,
          children: [run(text, { bold, size: 18 })],
        }),
      ],
    });
  const head = new TableRow({
    tableHeader: true,
    children: shown.map(({ column }) => cellOf(column.heading, column.align, true)),
  });
  const others = rows.map(
    (row) => new TableRow({ children: shown.map(({ column, i }) => cellOf(row[i].text, column.align, false)) }),
  );
  return [
    new WordParagraph({ keepNext: true, spacing: { before: 160, after: 60 }, children: [run(title, { bold: true })] }),
    new WordTable({
      width: { size: 100, type: WidthType.PERCENTAGE },
      borders: {
        top: LINE,
        bottom: LINE,
        left: NO_LINE,
        right: NO_LINE,
        insideHorizontal: { ...LINE, size: 2 },
        insideVertical: NO_LINE,
      },
      rows: [head, ...others],
    }),
    ...notes.map((note) => new WordParagraph({ children: [run(note, { italics: true, size: 18 })] })),
  ];
}

function sectionBlocks(section: Section): Block[] {
  const { title, items } = section;
  const { before, after } = tablesAround(section);
  const shown = (tables: readonly Table[]) =>
    tables
      .filter(({ audience, columns }) => audience !== 'files' && columns.some(({ fileOnly }) => !fileOnly))
      .flatMap(tableBlocks);
  return [
    heading(title, HeadingLevel.HEADING_2),
    ...shown(before),
    ...sentencesOf(section).map(body),
    ...(items ?? []).map((item) => new WordParagraph({ bullet: { level: 0 }, children: [run(item)] })),
    ...shown(after),
  ];
}

function statementBlocks(statement: Statement, footnotes: Footnotes): Block[] {
  return [
    proseBlock(statement.headline, footnotes),
    heading('Sample size and statistical considerations', HeadingLevel.HEADING_1),
    ...statement.protocol.map((paragraph) => proseBlock(paragraph, footnotes)),
    heading('For a grant', HeadingLevel.HEADING_1),
    ...statement.grant.map((paragraph) => proseBlock(paragraph, null)),
  ];
}

/** The Word document; without a statement it has the sections alone. `made` is when the result was made. */
export async function wordOf(
  statement: Statement | null,
  sections: readonly Section[],
  title: string,
  made: Date,
): Promise<Uint8Array> {
  const footnotes = new Footnotes();
  const children: Block[] = [
    heading(title, HeadingLevel.TITLE),
    ...(statement ? statementBlocks(statement, footnotes) : []),
    ...(sections.length > 0 ? [heading('Results', HeadingLevel.HEADING_1)] : []),
    ...sections.flatMap(sectionBlocks),
    ...(statement && statement.references.length > 0
      ? [heading('References', HeadingLevel.HEADING_1), ...statement.references.map(({ text }) => body(text))]
      : []),
  ];
  const document = new Document({
    title: plain(title),
    creator: 'trialwright',
    footnotes: footnotes.notes,
    styles: { default: { document: { run: { font: 'Calibri', size: 22 } } } },
    sections: [{ children }],
  });
  const bytes = new Uint8Array(await Packer.toArrayBuffer(document, undefined, [coreProperties(plain(title), made)]));
  dateEntries(bytes, made);
  return bytes;
}
