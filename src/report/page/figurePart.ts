/** A figure with its caption, its files and its table. */
import type { Figure } from '../figures/figure.ts';
import { Markup, markup, readable } from './markup.ts';
import { tablePart } from './tablePart.ts';

export function figurePart(figure: Figure, index: number): Markup {
  const id = `figure-${index + 1}`;
  const buttons = ['SVG', 'PNG'].map(
    (form) =>
      markup`<button type="button" data-download="${form.toLowerCase()}" data-figure="${id}" data-name="${figure.name}" aria-label="${form}: ${figure.title}">${form}</button>`,
  );
  return markup`<figure class="figure" aria-labelledby="${id}-title"><h3 id="${id}-title" dir="auto">${figure.title}</h3><div class="drawing" id="${id}" role="group" tabindex="0" aria-labelledby="${id}-title">${new Markup(figure.svg)}</div><figcaption dir="auto">${readable(figure.caption)}</figcaption><div class="buttons">${buttons}</div><details><summary>The numbers as a table</summary>${tablePart(figure.table, `${id}-table`)}</details></figure>`;
}
