/** HTML made of parts: whatever is not itself markup is escaped. */

export class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for an element or a quoted attribute; control characters, and marks that turn the direction of text, become spaces. */
export function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ')
      .replace(/[&<>"']/g, (character) => ENTITIES[character])
  );
}

/** Text for reading: a number stays on one line with its per cent sign. */
export function readable(text: string): string {
  return text.replace(/(\d) %/g, '$1\u00a0%');
}

type Part = string | number | null | Markup | readonly Markup[];

function written(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.html;
  return typeof part === 'object' ? part.map(({ html }) => html).join('') : escaped(String(part));
}

/** A template whose values are escaped unless they are markup; null becomes nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((before, text, i) => before + written(parts[i - 1]) + text));
}

/** JSON for a `<script type="application/json">`: nothing in it can end the element. */
export function jsonMarkup(value: unknown): Markup {
  return new Markup(
    JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
