/** Tables and sections as HTML. */
import { type Section, sentencesOf, type Table } from '../table.ts';
import { type Markup, markup, readable } from './markup.ts';

/** A table that scrolls in its own box where it is wider than the page. `id` is unique on the page. */
export function tablePart(table: Table, id: string): Markup {
  const shown = table.columns.map((column, i) => ({ column, i })).filter(({ column }) => !column.fileOnly);
  const head = shown.map(({ column }) =>
    column.heading === ''
      ? markup`<td class="${column.align}"></td>`
      : markup`<th scope="col" class="${column.align}" dir="auto">${column.heading}</th>`,
  );
  const rows = table.rows.map((row) => {
    const cells = shown.map(({ column, i }, at) => {
      const text = row[i]?.text ?? '';
      if (at === 0 && column.align === 'left' && text !== '')
        return markup`<th scope="row" class="left" dir="auto">${text}</th>`;
      return markup`<td class="${column.align}${text.length > 60 ? ' long' : ''}" dir="auto">${text}</td>`;
    });
    return markup`<tr>${cells}</tr>`;
  });
  const notes = table.notes.map((note) => markup`<p class="table-note" dir="auto">${readable(note)}</p>`);
  return markup`<div class="table-block"><div class="table-box" role="group" tabindex="0" aria-labelledby="${id}"><table><caption id="${id}" dir="auto">${table.title}</caption><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>${notes}</div>`;
}

/** A part of the report: sentences, a list, tables for readers. */
export function sectionPart(section: Section, id: string): Markup {
  const prose = sentencesOf(section).map((text) => markup`<p dir="auto">${readable(text)}</p>`);
  const items = section.items?.map((item) => markup`<li><div dir="auto">${item}</div></li>`);
  const tables = section.tables
    .filter(({ audience }) => audience !== 'files')
    .map((table, i) => tablePart(table, `${id}-table-${i + 1}`));
  return markup`<div class="section"><h3 id="${id}" dir="auto">${section.title}</h3><div class="prose">${prose}${items === undefined ? null : markup`<ul>${items}</ul>`}</div>${tables}</div>`;
}
