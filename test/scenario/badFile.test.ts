/** Files that are no scenario at all: one clear line, whatever they are. */
import { chmodSync, mkdirSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draft, folder, problems, problemsOf, SOUND, save } from './draft.ts';

describe('a file that cannot be read', () => {
  it('missing, with a near one suggested', async () => {
    save(SOUND, 'guo.yaml');
    expect(await problemsOf(join(folder(), 'guoo.yaml'))).toBe('guoo.yaml: does not exist; did you mean guo.yaml?');
    expect(await problemsOf(join(folder(), 'guo'))).toBe('guo: does not exist; did you mean guo.yaml?');
    expect(await problemsOf(join(folder(), 'nothing-like-it.yaml'))).toBe(
      'nothing-like-it.yaml: does not exist; check the path',
    );
    expect(await problemsOf('/no/such/folder/x.yaml')).toBe(
      '/no/such/folder/x.yaml: does not exist; neither does its folder: check the path',
    );
    expect(await problemsOf(join(folder(), 'guo.yaml', 'x'))).toContain('does not exist');
  });

  it('a name that cannot be', async () => {
    expect(await problemsOf(`${'x'.repeat(5000)}.yaml`)).toMatch(/: cannot be read \(ENAMETOOLONG\); check the path$/);
    expect(await problemsOf('a\0b')).toMatch(/^a b: cannot be read/);
  });

  it('a folder', async () => {
    const inner = join(folder(), 'inner');
    mkdirSync(inner);
    expect(await problemsOf(inner)).toBe('inner: is a folder; name a file in it');
    save(SOUND, 'inner/a.yaml');
    expect(await problemsOf(inner)).toBe('inner: is a folder; name a file in it, such as inner/a.yaml');
  });

  it('a device', async () => {
    expect(await problemsOf('/dev/null')).toBe(
      '/dev/null: is not a regular file; save the scenario as a file and name that',
    );
  });

  it.skipIf(process.getuid?.() === 0)('without permission', async () => {
    const file = save(SOUND, 'secret.yaml');
    chmodSync(file, 0);
    expect(await problemsOf(file)).toBe('secret.yaml: may not be read; check its permissions');
  });

  it('100 MB, without reading it', async () => {
    const file = save('', 'large.yaml');
    truncateSync(file, 100e6);
    const start = performance.now();
    expect(await problemsOf(file)).toBe(
      'large.yaml: holds 100.0 MB; the limit is 1 MB, and a scenario needs a few kB: is this the right file?',
    );
    expect(performance.now() - start).toBeLessThan(1000);
  });

  const start = 'copy one of the shipped scenarios, such as guo-2022.yaml, to start';
  const utf8 = 'is not UTF-8 text; save it as UTF-8, or name a YAML or JSON file';
  it.each<[string, string | Uint8Array, string]>([
    ['empty', '', `is empty; ${start}`],
    ['blank', ' \n\n', `is empty; ${start}`],
    ['comments only', '# a\n# b\n', `holds nothing but comments; ${start}`],
    ['NUL bytes', 'title: \0', 'is a binary file; name a YAML or JSON file, saved as UTF-8'],
    ['Latin-1', new Uint8Array([0x61, 0x3a, 0x20, 0xe9]), utf8],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0, 0x3a, 0]), utf8],
    ['a PNG', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]), utf8],
  ])('%s', async (_, content, message) => {
    expect(await problems(content)).toBe(`x.yaml: ${message}`);
  });
});

describe('text that is not one plain YAML mapping', () => {
  const bomb = [
    'a: &a [1,1,1,1,1,1,1,1,1]',
    'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
    'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
    'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]',
  ].join('\n');
  it.each([
    ['a tab', SOUND.replace('  arms', '\tarms'), '5: a tab is used to indent; YAML allows spaces only'],
    ['a duplicate key', `${SOUND}title: b\n`, '26: the key title is on line 1 already; keep one of them'],
    [
      'a duplicate key deeper',
      draft(['deaths: 5', 'deaths: 5, name: Newer']),
      '7: the key name is on line 7 already; keep one of them',
    ],
    [
      'two documents',
      `${SOUND}---\na: 1\n`,
      '26: a second YAML document starts here; keep one scenario in a file and remove the --- or ... line',
    ],
    [
      'a tag of JavaScript',
      draft(['seed: x', 'seed: !!js/function x']),
      '3: the tag !!js/function has no meaning here; remove it',
    ],
    ['a binary tag', draft(['seed: x', 'seed: !!binary aGk=']), '3: the tag !!binary has no meaning here; remove it'],
    ['a tag of its own', draft(['seed: x', 'seed: !mine x']), '3: the tag !mine has no meaning here; remove it'],
    ['a list', '- 1\n- 2\n', '1: the top level is a list; must be keys with values, such as title: …'],
    ['a word', '\nhello\n', '2: the top level is a single value; must be keys with values, such as title: …'],
    ['an alias bomb', bomb, '2: aliases (*name) expand to too many values; write the values out'],
    ['an alias within itself', 'a: &x {b: [*x, *x]}', '1: an alias contains itself; write the values out'],
    [
      'an alias merged into itself',
      'a: &x\n  <<: *x\n  b: 1',
      '2: aliases (*name) expand to too many values; write the values out',
    ],
    ['an alias of nothing', 'a: *x', '1: the alias *x names nothing above it; mark its value with &x first'],
    ['a merge of no alias', '<<: 3\na: 1', '1: a merge key (<<) takes an alias of a block of keys; write <<: *name'],
    ['100,000 brackets', `a: ${'['.repeat(100_000)}`, '1: is nested too deeply; a scenario needs 10 levels'],
    ['100,000 lists', `\n${'- '.repeat(100_000)}`, '2: is nested too deeply; a scenario needs 10 levels'],
    [
      'a colon in a text',
      'title: TACE: early',
      '1: is not valid YAML: a key inside a value; indent it on a line of its own, or quote a text that contains ": "',
    ],
    ['an open quote', 'title: "a', '1: is not valid YAML: Missing closing "quote'],
    ['a key of keys', '? {a: 1}\n: 2', '1: a key is a list or a block of keys; must be a word'],
    [
      'neither a study nor a trial',
      'title: a\ntimeUnit: month\n',
      ' has neither reported nor trial nor evidence, responseTrial, singleArm or harms; give what a study reported, a planned trial, or both',
    ],
    [
      'conduct alone',
      'title: a\ntimeUnit: month\nconduct: {}\ntrial: 3\n',
      '3: conduct is given without reported; it says how the published study was conducted\nx.yaml:4: trial is 3; must be a block of keys: arms, names, allocation, population, drift, patients, accrual, centres, randomisation, dropout, scans, endpoint, endpoints, followUpOfEach, analysis, sequential, test, comparisons, detriment, estimands, targetPower',
    ],
  ])('%s', async (_, text, message) => {
    expect(await problems(text)).toBe(`x.yaml:${message}`);
  });

  it('a hundred thousand keys, within seconds', { tags: ['long'] }, async () => {
    const many = Array.from({ length: 80_000 }, (_, i) => `k${i}: 1`).join('\n');
    expect((await problems(many)).split('\n')).toHaveLength(11);
  });
});

describe('a study in a file of its own', () => {
  const naming = (study: string) => `title: a\ntimeUnit: month\nreported: ${study}\n`;
  const arms = (control: string) =>
    `arms:\n  - { name: a, role: control, ${control} }\n  - { name: b, role: experimental, patients: 3 }\n`;

  it('that cannot be read is the problem of the line that names it', async () => {
    expect(await problems(naming('nowhere.yaml'))).toBe(
      'x.yaml:3: reported names nowhere.yaml, which does not exist; check the path',
    );
    const here = basename(folder());
    expect(await problems(naming(`../${here}`))).toMatch(
      /^x\.yaml:3: reported names .*, which is a folder; name a file in it/,
    );
    save('\0', 'binary.yaml');
    expect(await problems(naming('binary.yaml'))).toContain(
      'x.yaml:3: reported names binary.yaml, which is a binary file',
    );
  });

  it('has its problems named in its own lines', async () => {
    save(`timeUnit: month\n${arms('patients: 3, median: -3')}`, 'study.yaml');
    expect(await problems(naming('study.yaml'))).toBe(
      'study.yaml:3: arms[a].median is -3; must be a time > 0, e.g. 9 or "8 weeks"',
    );
    save(`timeUnit: month\n${arms('patients: 3, deaths: 4')}`, 'study.yaml');
    expect(await problems(naming('study.yaml'))).toBe(
      'study.yaml:3: arms[a].deaths is 4; must be ≤ 3, the patients of the arm',
    );
    save('timeUnit: month\narms: []\narms: []\n', 'study.yaml');
    expect(await problems(naming('study.yaml'))).toBe(
      'study.yaml:3: the key arms is on line 2 already; keep one of them',
    );
  });

  it('must say its unit', async () => {
    save(arms('patients: 3'), 'study.yaml');
    expect(await problems(naming('study.yaml'))).toBe(
      'study.yaml: timeUnit is missing; a study in a file of its own says its unit, e.g. timeUnit: month',
    );
  });
});
