import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';

const D2 = new URL('../../bench/d2.yaml', import.meta.url);

describe('a scenario from text', () => {
  it('is the one that its file gives', async () => {
    const fromText = scenarioFromText('page', readFileSync(D2, 'utf8'));
    const fromFile = await loadScenario(D2.pathname);
    expect([fromText.file, fromText.written.main.file]).toEqual(['page', 'page']);
    const { written } = fromFile;
    expect(fromText).toEqual({
      ...fromFile,
      file: 'page',
      written: { ...written, main: { ...written.main, file: 'page' } },
    });
  });

  it('cannot name the file of a study', () => {
    const text = `reported: studies/guo-2022.yaml\n${readFileSync(D2, 'utf8')}`;
    expect(() => scenarioFromText('page', text)).toThrow(/^page:1: reported names a file, which cannot be read here/);
  });
});
