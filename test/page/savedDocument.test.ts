/**
 * A results.json read again gives the same report.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { answerSections, resultDocument } from '../../src/report/document.ts';
import { notFiniteIn, withNotFinite } from '../../src/report/notFinite.ts';
import { reportPage } from '../../src/report/page/reportPage.ts';
import { readSaved } from '../../src/report/savedDocument.ts';
import { answered } from './pageInput.ts';

describe('a saved result', () => {
  it.each(['guo-2022', 'prospective-three-looks'])('gives the report of %s again', async (name) => {
    const { scenario, answer, manifest } = await answered(name, 60);
    const document = resultDocument(scenario, answer, manifest);
    const saved = readSaved(JSON.stringify(document, null, 2));
    expect(answerSections(saved.scenario, saved.answer)).toEqual(answerSections(scenario, answer));
    expect(reportPage(saved.scenario, saved.answer, saved.document)).toBe(reportPage(scenario, answer, document));
  });

  it('is refused when it is none, or of another scenario', async () => {
    const { scenario, answer, manifest } = await answered('guo-2022', 20);
    const document = resultDocument(scenario, answer, manifest);
    expect(() => readSaved('{')).toThrow('is not complete: its end is missing');
    expect(() => readSaved('title: x')).toThrow('is not JSON');
    expect(() => readSaved(' ')).toThrow('is empty');
    expect(() => readSaved('[]')).toThrow('is not a result of trialwright');
    expect(() => readSaved(JSON.stringify({ ...document, format: 'trialwright result 9' }))).toThrow(
      'has the format "trialwright result 9"; this version of trialwright reads "trialwright result 1"',
    );
    expect(() => readSaved(JSON.stringify({ ...document, written: undefined }))).toThrow(
      'at /written is missing; must be a block of keys: run the command that wrote it again',
    );
    expect(() => readSaved(JSON.stringify({ ...document, question: 'toString' }))).toThrow(
      'at /question is "toString"; must be one of check, replay,',
    );
    const scenarioHash = '0'.repeat(64);
    expect(() => readSaved(JSON.stringify({ ...document, manifest: { ...manifest, scenarioHash } }))).toThrow(
      'another scenario',
    );
  });
});

describe('numbers that are not finite', () => {
  it('come back where they were, and nowhere else', () => {
    const value = { a: [1, Number.NaN, { 'b/c~d': Number.POSITIVE_INFINITY }], e: null, f: Number.NEGATIVE_INFINITY };
    const read = JSON.parse(JSON.stringify(value));
    expect(withNotFinite(read, notFiniteIn(value))).toBeNull();
    for (const pointer of ['/none/there', '/a/0', '/__proto__/polluted', '/e/x', ''])
      expect(withNotFinite(read, { [pointer]: 'nan' })).toBe(pointer);
    expect(read).toEqual(value);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
