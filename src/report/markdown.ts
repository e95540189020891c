/** The report as Markdown: statement, tables, figures, references; a scenario's own texts stay text. */
import type { Figure } from './figures/figure.ts';
import { printable } from './printable.ts';
import { type Paragraph, plainText, type Statement } from './prose.ts';
import { type Section, sentencesOf, type Table, tablesAround } from './table.ts';

/** Text that Markdown shows as it stands, on one line: no emphasis, link, code, cell, tag, formula or list begins in it. */
export function escaped(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|&~$#!{}^@]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replace(/www\./gi, (found) => found.replace('.', '\\.'))
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** Traces as footnotes, one per distinct trace. */
class Footnotes {
  private readonly numbers = new Map<string, number>();

  mark(trace: string): string {
    const known = this.numbers.get(trace) ?? this.numbers.size + 1;
    this.numbers.set(trace, known);
    return `[^${known}]`;
  }

  lines(): string[] {
    return [...this.numbers].map(([trace, number]) => `[^${number}]: ${escaped(trace)}`);
  }
}

function paragraphText(paragraph: Paragraph, footnotes: Footnotes): string {
  // The paragraph is escaped as a whole, because a fragment alone does not know whether a line begins with it.
  return paragraph
    .map((fragment, i) => {
      const text = typeof fragment === 'string' ? fragment : fragment.text;
      const own = i === 0 ? escaped(text) : escaped(`.${text}`).slice(1);
      return typeof fragment === 'string' ? own : `${own}${footnotes.mark(fragment.trace)}`;
    })
    .join('');
}

function tableLines({ title, columns, rows, notes }: Table): string[] {
  const shown = columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.fileOnly);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${escaped(title)}**`,
    '',
    line(shown.map(({ column }) => escaped(column.heading))),
    line(shown.map(({ column }) => (column.align === 'right' ? '---:' : ':---'))),
    ...rows.map((row) => line(shown.map(({ i }) => escaped(row[i].text)))),
    '',
    ...notes.flatMap((note) => [escaped(note), '']),
  ];
}

function sectionLines(section: Section): string[] {
  const { title, items } = section;
  const { before, after } = tablesAround(section);
  const shown = (tables: readonly Table[]) => tables.filter(({ audience }) => audience !== 'files').flatMap(tableLines);
  return [
    `## ${escaped(title)}`,
    '',
    ...shown(before),
    ...sentencesOf(section).flatMap((text) => [escaped(text), '']),
    ...(items ? [...items.map((item) => `- ${escaped(item)}`), ''] : []),
    ...shown(after),
  ];
}

function figureLines({ name, title, caption }: Figure): string[] {
  return [`![${escaped(title)}](figures/${encodeURIComponent(name)}.svg)`, '', escaped(caption), ''];
}

/**
 * The report in Markdown. Figures are referred to as `figures/<name>.svg` beside the file. Without a statement it is
 * the sections alone.
 */
export function markdownOf(
  statement: Statement | null,
  sections: readonly Section[],
  figures: readonly Figure[] = [],
  title = 'Sample size',
): string {
  const footnotes = new Footnotes();
  const lines = [`# ${escaped(title)}`, ''];
  const prose = (paragraphs: readonly Paragraph[]) =>
    paragraphs.flatMap((paragraph) => [paragraphText(paragraph, footnotes), '']);
  if (statement) {
    lines.push(...prose([statement.headline]));
    lines.push('## Sample size and statistical considerations', '', ...prose(statement.protocol));
    lines.push('## For a grant', '', ...statement.grant.flatMap((paragraph) => [escaped(plainText(paragraph)), '']));
  }
  if (figures.length > 0) lines.push('## Figures', '', ...figures.flatMap(figureLines));
  for (const section of sections) lines.push(...sectionLines(section));
  if (statement && statement.references.length > 0)
    lines.push('## References', '', ...statement.references.map(({ text }) => `- ${escaped(text)}`), '');
  return `${[...lines, ...footnotes.lines()].join('\n').trimEnd()}\n`;
}
