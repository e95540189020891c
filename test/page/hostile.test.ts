/**
 * Whatever a scenario says is text: it is not run and does not break the page.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/report/page/commandLine.ts';
import { htmlReport, type PageInput } from '../../src/report/page/htmlReport.ts';
import { escaped, jsonMarkup } from '../../src/report/page/markup.ts';
import { markdownText } from '../../src/report/page/pasted.ts';
import { cell, left } from '../../src/report/table.ts';
import { browserOf, CHROMIUM } from './chromium.ts';
import { type Answered, answered, drawnFigure, pageInput, statementOf } from './pageInput.ts';

const HOSTILE: readonly (readonly [string, string])[] = [
  ['a script', '<script>document.title="run"</script><img src=x onerror="document.title=\'run\'">'],
  ['the end of elements', '</script></style></title></textarea><!--<script>document.title="run"</script>'],
  [
    'quotes',
    `"'\`\${document.title="run"}" onmouseover="document.title='run'" autofocus onfocus='document.title="run"`,
  ],
  ['2,000 characters without a space', 'W'.repeat(2000)],
  ['Arabic and marks of direction', '\u202eالعلاج الكيميائي عبر الشرايين\u2066 (TACE) مقابل 12.5 %\u202e'],
  ['control characters', 'a\u0000b\u0007c\u2028d\u001b[31m'],
];

/** A page with `text` wherever a scenario's own words stand. */
function pageWith(base: Answered, text: string): PageInput {
  const input = pageInput(base);
  const table = {
    name: 'x',
    title: text,
    columns: [left('a', text), left('b', text)],
    rows: [[cell(text), cell(text)]],
    notes: [text],
    audience: 'both' as const,
  };
  const traced = { text, trace: text };
  const british = { ...statementOf('british', text), protocol: [[text, traced]], references: [{ key: text, text }] };
  return {
    ...input,
    record: {
      ...input.record,
      scenario: { ...input.record.scenario, title: text, citation: text, file: text },
      assumptions: [{ path: text, value: text, source: 'assumed', note: text }],
      manifest: { ...input.record.manifest, seed: text, interrupted: text },
    },
    sections: [...input.sections, { title: text, prose: [text], items: [text], tables: [table] }],
    statements: { british, american: statementOf('american', text) },
    figures: [{ ...drawnFigure(text), name: text, caption: text, table }],
  };
}

describe.skipIf(CHROMIUM === null)('a hostile scenario', () => {
  const open = browserOf();

  const doesNoHarm = async (text: string): Promise<void> => {
    const base = await answered('guo-2022', 20);
    const { page, complaints, requests } = await open(htmlReport(pageWith(base, text)), {
      viewport: { width: 390, height: 800 },
    });
    const plain = await open(htmlReport(pageWith(base, 'plain')), { viewport: { width: 390, height: 800 } });
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.title()).not.toBe('run');
    // The same elements as with harmless words.
    const tags =
      '[...document.querySelectorAll("body *")].map((e) => e.tagName + [...e.attributes].map((a) => a.name).sort()).join()';
    expect(await page.evaluate(tags)).toBe(String(await plain.page.evaluate(tags)));
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true');
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(
        0,
      );
    }
    await page.locator('.headline .traced').first().hover();
    expect(await page.title()).not.toBe('run');
  };

  const [first, ...others] = HOSTILE;

  it(`with ${first[0]} does no harm`, () => doesNoHarm(first[1]));

  it.each(others)('with %s does no harm', { tags: ['long'] }, (_, text) => doesNoHarm(text));
});

describe('text', () => {
  it('is escaped for elements and attributes', () => {
    expect(escaped(`<a href="x" id='y'>&amp;`)).toBe('&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;');
  });

  it('cannot end the element that holds JSON', () => {
    const text = '</script><!--\u2028&';
    const { html } = jsonMarkup({ text });
    expect(html).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(html)).toEqual({ text });
  });

  it('has no marks that Markdown would see', () => {
    expect(markdownText('# 1 *a* _b_ [c](d) <e> `f` | ~g~ & h')).toBe(
      '\\# 1 \\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\` \\| \\~g\\~ \\& h',
    );
    expect(markdownText('1. a')).toBe('1\\. a');
    expect(markdownText('- a')).toBe('\\- a');
    expect(markdownText('a\n\n# b')).toBe('a # b');
  });

  it('is one word of a command', () => {
    expect(shellWord('scenarios/guo-2022.yaml')).toBe('scenarios/guo-2022.yaml');
    expect(shellWord(`it's $HOME`)).toBe(`'it'\\''s $HOME'`);
    expect(shellWord('')).toBe("''");
  });
});
