/**
 * Scenarios that cannot be: exit code 1, a line a problem on stderr, no stack, nothing on stdout, nothing written.
 *
 * @module-tag slow
 */
import { existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draft, SOUND } from '../scenario/draft.ts';
import { linesOf, temporaryFolder } from './cli.ts';
import { trialwrightHere as trialwright } from './inProcess.ts';

const folder = temporaryFolder();

function save(name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Name, file, what the lines say. */
const cases: [string, () => string, RegExp[]][] = [
  ['a missing file', () => join(folder, 'nowhere.yaml'), [/nowhere\.yaml: does not exist/]],
  [
    'a folder',
    () => {
      mkdirSync(join(folder, 'inner'));
      return join(folder, 'inner');
    },
    [/is a folder/],
  ],
  ['an empty file', () => save('empty.yaml', ''), [/is empty/]],
  [
    'a binary file',
    () =>
      save(
        'binary.yaml',
        Uint8Array.from({ length: 999 }, (_, i) => (i * 37) % 256),
      ),
    [/binary/],
  ],
  [
    '100 MB',
    () => {
      const file = save('large.yaml', '');
      truncateSync(file, 100e6);
      return file;
    },
    [/100\.0 MB/],
  ],
  ['a tab', () => save('tab.yaml', draft(['  patients: 300', '\tpatients: 300'])), [/tab\.yaml:\d+: .*tab/i]],
  [
    'duplicate keys',
    () => save('twice.yaml', draft(['  patients: 300', '  patients: 300\n  patients: 200'])),
    [/twice\.yaml:\d+: .*patients/],
  ],
  [
    'an alias bomb',
    () => {
      const rows = ['a: &a [x, x, x, x, x, x, x, x, x]'];
      for (let i = 1; i < 12; i++) {
        const from = `*${String.fromCharCode(96 + i)}`;
        rows.push(
          `${String.fromCharCode(97 + i)}: &${String.fromCharCode(97 + i)} [${Array(9).fill(from).join(', ')}]`,
        );
      }
      return save('bomb.yaml', rows.join('\n'));
    },
    [/bomb\.yaml/],
  ],
  [
    'an unknown key',
    () => save('unknown.yaml', draft(['targetPower', 'targetPowers'])),
    [/unknown\.yaml:\d+: .*targetPowers.*did you mean .*targetPower/],
  ],
  [
    'a negative median',
    () => save('negative.yaml', draft(['{ model: exponential, median: 9 }', '{ model: exponential, median: -9 }'])),
    [/negative\.yaml:\d+: .*median is -9; must be/],
  ],
  ['alpha 0', () => save('alpha.yaml', draft(['alpha: 0.05', 'alpha: 0'])), [/alpha\.yaml:\d+: .*alpha is 0; must be/]],
  [
    'allocation 0:1',
    () => save('allocation.yaml', draft(['allocation: "1:1"', 'allocation: "0:1"'])),
    [/allocation\.yaml:\d+: .*allocation/],
  ],
  [
    'more events than patients',
    () => save('events.yaml', draft(['{ events: 200 }', '{ events: 301 }'])),
    [/events\.yaml:\d+: .*301/],
  ],
  [
    'an analysis before enrolment ends',
    () => save('early.yaml', draft(['{ events: 200 }', '{ calendarTime: 12 }'])),
    [/early\.yaml:\d+: .*12/],
  ],
  [
    'accrual that never reaches N',
    () => save('slow.yaml', draft(['{ duration: 24 }', '{ rates: [{ from: 0, rate: 5 }, { from: 9, rate: 0 }] }'])),
    [/slow\.yaml:\d+: /],
  ],
  [
    'two problems at once',
    () => save('two.yaml', draft(['alpha: 0.05', 'alpha: 1'], ['patients: 300', 'patients: many'])),
    [/two\.yaml:\d+: /, /two\.yaml:\d+: /],
  ],
];

describe.concurrent('bad input', () => {
  for (const [name, make, messages] of cases)
    it(name, async () => {
      const out = join(folder, 'out', name.replaceAll(/\W/g, '-'));
      const { code, stdout, stderr } = await trialwright(['power', make(), '--threads', '1', '--out', out]);
      expect([code, stdout]).toEqual([1, '']);
      const lines = linesOf(stderr);
      expect(lines.length, stderr).toBe(messages.length);
      for (const [i, message] of messages.entries()) expect(lines[i]).toMatch(message);
      expect(stderr).not.toMatch(/^\s*at /m);
      expect(existsSync(out)).toBe(false);
    });

  it('of a sound scenario that lacks what the question needs', async () => {
    const study = save('study.yaml', SOUND.slice(0, SOUND.indexOf('trial:\n')));
    for (const [question, message] of [
      ['power', /trial is missing; power needs/],
      ['size', /trial is missing; size needs/],
    ] as const) {
      const { code, stdout, stderr } = await trialwright([question, study]);
      expect([code, stdout, linesOf(stderr).length]).toEqual([1, '', 1]);
      expect(stderr).toMatch(message);
    }
    const planned = save(
      'planned.yaml',
      draft([SOUND.slice(SOUND.indexOf('reported:\n'), SOUND.indexOf('trial:\n')), '']),
    );
    const { code, stderr } = await trialwright(['replay', planned]);
    expect([code, linesOf(stderr).length]).toEqual([1, 1]);
    expect(stderr).toMatch(/reported is missing/);
    const open = save('open.yaml', draft(['  patients: 300\n', ''], ['{ events: 200 }', '{ followUp: 12 }']));
    const { code: powerCode, stderr: powerError } = await trialwright(['power', open]);
    expect([powerCode, linesOf(powerError).length]).toEqual([1, 1]);
    expect(powerError).toMatch(/patients is missing/);
  });
});
