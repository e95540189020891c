/** Markdown and Word of texts that try to break out, and curves drawn with characters. */
import { patchDetector } from 'docx';
import { describe, expect, it } from 'vitest';
import { escaped, markdownOf } from '../../src/report/markdown.ts';
import type { Statement } from '../../src/report/prose.ts';
import { cell, left, type Section } from '../../src/report/table.ts';
import { enrolmentCurveText, powerCurveText } from '../../src/report/terminalCurve.ts';
import { coreProperties } from '../../src/report/wordDates.ts';
import { wordOf } from '../../src/report/wordDocument.ts';

const HOSTILE =
  '<script>alert(1)</script> | *a* [b](javascript:x) `c`\n# d\n=cmd|1 \u202e\u0000 $x$ http://e.org ![i](j)';

const statement: Statement = {
  dialect: 'british',
  headline: [HOSTILE, { text: '80.1 %', trace: HOSTILE }, ' at the end.'],
  protocol: [['1. One ', { text: '5', trace: 'a' }, ' and ', { text: '6', trace: 'a' }, '.']],
  grant: [[HOSTILE]],
  references: [{ key: 'Published study', text: HOSTILE }],
};

const section: Section = {
  title: HOSTILE,
  prose: [HOSTILE],
  items: [HOSTILE],
  tables: [
    {
      name: 't',
      title: HOSTILE,
      audience: 'both',
      columns: [left('a', HOSTILE), left('b', 'b')],
      rows: [[cell(HOSTILE), cell(1)]],
      notes: [HOSTILE],
    },
  ],
};

describe('Markdown', () => {
  const text = markdownOf(statement, [section]);

  it('lets nothing of a scenario break out', () => {
    expect(text).not.toMatch(/(?<!\\)<|(?<!\\)`|(?<!\\)\$|\u202e/);
    expect(text.includes('\u0000')).toBe(false);
    expect(text).not.toMatch(/^# d/m);
    expect(text).not.toMatch(/(?<!\\)!\[/);
    for (const line of text.split('\n').filter((each) => each.startsWith('|')))
      expect(line.match(/(?<!\\)\|/g)?.length, line).toBe(3);
  });

  it('gives every trace a footnote, the same one once', () => {
    expect(text.match(/^\[\^\d+\]: /gm)?.length).toBe(2);
    expect(text.match(/\[\^2\]/g)?.length).toBe(3);
  });

  it('begins no list with a number of the text', () => {
    expect(text).toMatch(/^1\\\. One/m);
    expect(escaped('- a')).toBe('\\- a');
    expect(escaped('+ a')).toBe('\\+ a');
  });
});

describe('Word', () => {
  it('is a document, whatever the texts hold', async () => {
    const bytes = await wordOf(statement, [section], HOSTILE, new Date('2026-01-31T12:00:00Z'));
    expect(bytes.length).toBeGreaterThan(2000);
    expect([bytes[0], bytes[1]]).toEqual([0x50, 0x4b]);
  });

  it('has the same bytes whenever it is made, and is a sound archive', { tags: ['long'] }, async () => {
    const made = new Date('2026-01-31T12:00:00Z');
    const first = await wordOf(statement, [section], 'Again & again', made);
    // Archives count time in steps of two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(Buffer.from(await wordOf(statement, [section], 'Again & again', made)).equals(first)).toBe(true);
    expect(await patchDetector({ data: first })).toEqual([]);
    expect(coreProperties('Again & again', made).data).toMatch(/<dc:title>Again &amp; again<.*>2026-01-31T12:00:00Z</);
  });
});

describe('curves in the terminal', () => {
  const point = (patients: number, power: number) => ({ patients, power });

  it('power against N is no wider than 80', () => {
    const text = powerCurveText([point(100, 0.4), point(200, 0.7), point(1400, 0.97)], [0.8]);
    expect(text).toContain('patients');
    for (const line of (text ?? '').split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it('is none of one point, nor without an expected analysis', () => {
    expect(powerCurveText([point(100, 0.4)], [])).toBeNull();
    expect(enrolmentCurveText({ expected: [] }, 'month')).toBeNull();
  });
});
