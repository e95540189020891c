/**
 * Numbers that say where they come from: the trace is shown on hover or focus, and listed in numbered notes, which
 * print has.
 */
import type { Paragraph } from '../prose.ts';
import { type Markup, markup, readable } from './markup.ts';

/** The notes under one part of the page. `prefix` makes their ids unique. */
export class Notes {
  readonly #prefix: string;
  readonly #traces: string[] = [];

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** A paragraph's text, where each traced number has its note; equal traces share one note. */
  paragraph(paragraph: Paragraph): Markup {
    const parts = paragraph.map((fragment) => {
      if (typeof fragment === 'string') return markup`${readable(fragment)}`;
      let index = this.#traces.indexOf(fragment.trace);
      if (index < 0) index = this.#traces.push(fragment.trace) - 1;
      const id = `${this.#prefix}-note-${index + 1}`;
      return markup`<span class="traced" tabindex="0" aria-describedby="${id}"><bdi>${readable(fragment.text)}</bdi><sup class="note-mark" aria-hidden="true">${index + 1}</sup></span>`;
    });
    return markup`${parts}`;
  }

  /** The notes taken so far, folded away on a screen. */
  list(summary: string): Markup {
    if (this.#traces.length === 0) return markup``;
    const items = this.#traces.map(
      (trace, i) => markup`<li id="${this.#prefix}-note-${i + 1}"><div dir="auto">${readable(trace)}</div></li>`,
    );
    return markup`<details class="notes"><summary>${summary}</summary><ol>${items}</ol></details>`;
  }
}
