/** Paragraphs as they are pasted: plain text, Markdown, and HTML that a word processor takes. */
import { type Paragraph, plainText, type Reference } from '../prose.ts';
import { escaped } from './markup.ts';

export interface Pasted {
  readonly text: string;
  readonly markdown: string;
  readonly html: string;
}

/** Text in which Markdown sees no mark, no HTML and no block. */
export function markdownText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^(\s*)([-+#=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** The references that the paragraphs name. */
export function referencesIn(paragraphs: readonly Paragraph[], references: readonly Reference[]): Reference[] {
  const text = paragraphs.map(plainText).join('\n');
  return references.filter(({ key }) => text.includes(key));
}

export function pasted(paragraphs: readonly Paragraph[], references: readonly Reference[]): Pasted {
  const texts = paragraphs.map((paragraph) => plainText(paragraph).replace(/\s+/g, ' ').trim());
  const cited = references.map(({ text }) => text.replace(/\s+/g, ' ').trim());
  const none = cited.length === 0;
  return {
    text: [...texts, ...(none ? [] : [['References', ...cited].join('\n')])].join('\n\n'),
    markdown: [
      ...texts.map(markdownText),
      ...(none ? [] : ['**References**', cited.map((text) => `- ${markdownText(text)}`).join('\n')]),
    ].join('\n\n'),
    html: [
      ...texts.map((text) => `<p>${escaped(text)}</p>`),
      ...(none ? [] : ['<p><b>References</b></p>', ...cited.map((text) => `<p>${escaped(text)}</p>`)]),
    ].join('\n'),
  };
}
