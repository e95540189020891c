/**
 * A results.json read again gives the same report.
 *
 * @module-tag slow
 */
import { describe, expect, it } from 'vitest';
import { notFiniteIn, withNotFinite } from '../../src/report/notFinite.ts';
import { OUTPUT_NAMES } from '../../src/report/outputNames.ts';
import { outputFiles } from '../../src/report/outputs.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { recordText, resultRecord } from '../../src/report/record.ts';
import { readSaved } from '../../src/report/savedRecord.ts';
import { answered } from '../page/pageInput.ts';

describe('a saved result', () => {
  const isMadeAgain = async (name: string): Promise<void> => {
    const { scenario, answer, manifest } = await answered(name, 60);
    const record = resultRecord(scenario, answer, manifest);
    const text = recordText(record);
    const saved = await readSaved(text, PRESENTERS);
    expect(recordText(saved)).toBe(text);
    const again = await outputFiles(saved, PRESENTERS, OUTPUT_NAMES);
    expect(again.map((file) => file.name)).toEqual(
      expect.arrayContaining(['summary.txt', 'arms.csv', 'figures/survival.svg', 'report.html', 'report.docx']),
    );
    expect(again).toEqual(await outputFiles(record, PRESENTERS, OUTPUT_NAMES));
  };

  it('makes every output of guo-2022 again', () => isMadeAgain('guo-2022'));

  it('makes every output of prospective-three-looks again', { tags: ['long'] }, () =>
    isMadeAgain('prospective-three-looks'),
  );

  it('is refused when it is none, or of another scenario', async () => {
    const { scenario, answer, manifest } = await answered('guo-2022', 20);
    const record = resultRecord(scenario, answer, manifest);
    const read = (changed: object) => readSaved(JSON.stringify({ ...record, ...changed }), PRESENTERS);
    const reading = (text: string) => expect(readSaved(text, PRESENTERS)).rejects;
    await reading('{').toThrow('is not complete: its end is missing');
    await reading('title: x').toThrow('is not JSON');
    await reading(' ').toThrow('is empty');
    await reading('[]').toThrow('is not a result of trialwright');
    await expect(read({ format: 'trialwright result 9' })).rejects.toThrow(
      'has the format "trialwright result 9"; this version of trialwright reads "trialwright result 2"',
    );
    await expect(read({ written: undefined })).rejects.toThrow(
      'at /written is missing; must be a block of keys: run the command that wrote it again',
    );
    await expect(read({ question: 'toString' })).rejects.toThrow(
      'at /question is "toString"; must be one of check, replay,',
    );
    await expect(read({ manifest: { ...manifest, scenarioHash: '0'.repeat(64) } })).rejects.toThrow(
      'must be that of the study and the trial at /resolved',
    );
    const trial = record.resolved.trial && { ...record.resolved.trial, patients: 2 };
    await expect(read({ resolved: { ...record.resolved, trial } })).rejects.toThrow('/manifest/scenarioHash');
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
