/**
 * `monitor` as a user types it: answers, files, patients from CSV, and mistakes.
 *
 * @module-tag slow
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MonitorResult } from '../../src/questions/monitorResult.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { linesOf, ROOT, temporaryFolder, timeless } from './cli.ts';
import { trialwrightHere as trialwright } from './inProcess.ts';

const THREE_LOOKS = 'scenarios/prospective-three-looks.yaml';
const ZONE = 'scenarios/prospective-promising-zone.yaml';
const POCOCK = 'scenarios/prospective-pocock.yaml';
const LOOK = 'test/reference/look.csv';

const folder = temporaryFolder();

function save(name: string, text: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const monitor = (args: string) => trialwright(['monitor', ...args.split(' ')]);

async function result(args: string): Promise<MonitorResult> {
  const { code, stdout, stderr } = await monitor(`${args} --json`);
  expect([code, stderr]).toEqual([0, '']);
  const document = timeless(stdout);
  expect([document.question, document.manifest.replicates]).toEqual(['monitor', 0]);
  return document.result as unknown as MonitorResult;
}

describe.concurrent('a look beside the plan', () => {
  const OBSERVED = 'test/cases/looks-observed.yaml';

  it('that was not planned is answered, and named', async () => {
    const { looks } = await result(`${OBSERVED} --events 50,122,160,200 --z 1,1.5,2,2.2`);
    expect(looks.map(({ look, final }) => [look, final])).toEqual([
      [1, false],
      [2, false],
      [null, false],
      [3, true],
    ]);
    const { code, stdout } = await monitor(
      `${OBSERVED} --events 50,122,160 --z 1,1.5,2 --looks 1,2,unplanned --verbose`,
    );
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /At a look that was not planned, with 160 events .* continue\. .*The look at 160 events was not planned\. .*Repeated confidence intervals .* unplanned now 160 0\.729 0\.484–1\.098/,
    );
  });

  it('with more events than patients planned is answered, with a remark', async () => {
    const { looks, remarks } = await result(`${OBSERVED} --events 50,122,1200 --z 1,1.5,2.2`);
    expect(looks[2].alphaSpent).toBe(0.025);
    expect(remarks.join(' ')).toMatch(/1200 events are more than the 1000 patients planned/);
  });

  it('that is final with fewer events spends all of alpha: rpact’s bound at 190 of 200 events', async () => {
    const { looks } = await result(`${OBSERVED} --events 50,190 --z 1,2.2 --looks 1,3`);
    expect([looks[1].final, looks[1].alphaSpent]).toEqual([true, 0.025]);
    const all = await result(`${OBSERVED} --events 50,122,190 --z 1,1.5,2.2 --final`);
    expect(Math.abs((all.looks[2].efficacyZ ?? 0) - 2.253571294)).toBeLessThan(1e-6);
  });
});

describe.concurrent('a look', () => {
  it('is answered in one sentence first, then in tables, within 80 columns', async () => {
    const { code, stdout, stderr } = await monitor(
      `${THREE_LOOKS} --events 204,318 --z 1.2,2.1 --prior-hr 0.8 --prior-sd 0.2 --verbose`,
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /At look 2 of 3, with 318 events \(75\.7 % of the information planned\) and HR 0\.79, z = 2\.10 lies below the efficacy bound 2\.34 and above the futility bound .*: continue\. If the planned effect holds, the chance to claim efficacy at the final analysis is \d+\.\d %\./,
    );
    for (const line of stdout.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    for (const title of [
      'What was seen',
      'Bounds of the looks',
      'Chances to claim efficacy',
      'Were the trial to stop here',
    ])
      expect(stdout).toContain(title);
    for (const row of ['planned, as it sets in', 'flat prior', 'prior given', 'published study'])
      expect(stdout).toContain(row);
    expect(stdout).not.toMatch(/NaN|undefined|\[object|Infinity/);
  });

  it.each([
    `${THREE_LOOKS} --events 204 --z 1.2`,
    `${THREE_LOOKS} --events 20 --z 0.5 --patients ${LOOK}`,
    `${THREE_LOOKS} --events 204,318,425 --z 1.2,-11,-20.123`,
    `${THREE_LOOKS} --events 204,318 --z 3.1,2.1`,
    `${ZONE} --events 228,440 --z 1.5,2.1`,
    `${POCOCK} --events 9 --z 2.1`,
  ])('fits 80 columns: %s', async (args) => {
    const { code, stdout } = await monitor(`${args} --verbose`);
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect([...line].length, line).toBeLessThanOrEqual(80);
    expect(stdout).not.toMatch(/NaN|undefined|\[object|Infinity/);
  });

  it('has the same answer by z and by the hazard ratio it belongs to', async () => {
    const ratios = [1.2 / Math.sqrt(204 / 4), 2.1 / Math.sqrt(318 / 4)].map((x) => Math.exp(-x));
    const byZ = await result(`${THREE_LOOKS} --events 204,318 --z 1.2,2.1`);
    const byRatio = await result(`${THREE_LOOKS} --events 204,318 --hazard-ratio ${ratios.join(',')}`);
    expect(byRatio.looks[1].z).toBeCloseTo(2.1, 12);
    expect(byRatio.looks[1].hazardRatioFrom).toBe('given');
    expect(byRatio.chances[0].efficacy).toBeCloseTo(byZ.chances[0].efficacy, 10);
  });

  it('takes a z as the program prints it', async () => {
    const { looks } = await result(`${THREE_LOOKS} --events 204 --z −1.25`);
    expect([looks[0].z, looks[0].decision]).toEqual([-1.25, 'futility']);
  });

  it('is written whole, with its tables', async () => {
    const out = join(folder, 'out');
    const { code, stdout } = await monitor(`${ZONE} --events 228 --z 1.5 --json --out ${out}`);
    expect(code).toBe(0);
    expect(readFileSync(join(out, 'results.json'), 'utf8')).toBe(stdout);
    expect(readdirSync(out).sort()).toEqual([
      'monitor-bounds.csv',
      'monitor-chances.csv',
      'monitor-reestimation.csv',
      'monitor-repeated.csv',
      'monitor-seen.csv',
      'monitor-stopped.csv',
      'results.json',
      'summary.txt',
    ]);
    const bounds = readFileSync(join(out, 'monitor-bounds.csv'), 'utf8').trim().split('\n');
    expect(bounds[0].split(',').slice(0, 4)).toEqual(['look', 'events', 'informationFraction', 'efficacyZ']);
    expect(bounds.slice(1).map((row) => row.split(',').at(-1))).toEqual(['now', 'to come']);
    expect((await monitor(`${ZONE} --events 228 --z 1.5 --quiet`)).stdout).toBe('');
  });

  it('may be the final one before its time, or after a look was skipped', async () => {
    const early = await result(`${THREE_LOOKS} --events 204,390 --z 1.2,2.3 --final`);
    const listed = await result(`${THREE_LOOKS} --events 204,390 --z 1.2,2.3 --looks 1,3`);
    expect(early).toEqual(listed);
    expect(early.looks[1]).toMatchObject({ look: 3, final: true, decision: 'efficacy' });
    expect(early.looks[1].alphaSpent).toBeCloseTo(0.025, 12);
    const { stdout } = await monitor(`${THREE_LOOKS} --events 204,390 --z 1.2,1.3 --final`);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/At the final analysis, .*: no claim\./);
  });

  it('re-estimates its events, and weighs the final analysis after that', async () => {
    const { stdout } = await monitor(`${ZONE} --events 228 --z 1.5`);
    expect(stdout).toMatch(/promising from 30 % to 90 %/);
    const last = await result(`${ZONE} --events 228,440 --z 1.5,2.1`);
    expect(last.looks[1].weightedZ).not.toBeNull();
    expect(last.stoppedHere.stagewise.hazardRatio).toBeNull();
  });

  it('of a two-sided trial that expects harm tells the chance of that', async () => {
    const { stdout } = await monitor(`${POCOCK} --events 143 --z -1.6 --verbose`);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/the chance to claim harm at the final analysis is [5-9]\d\.\d %/);
    expect(stdout).toContain('harm: the chance to claim that instead');
    const harm = await result(`${POCOCK} --events 143 --z -2.4`);
    expect(harm.looks[0].decision).toBe('harm');
  });
});

describe.concurrent('patients', () => {
  it('give events, log-rank z and Cox’s hazard ratio', async () => {
    const { looks, data } = await result(`${THREE_LOOKS} --patients ${LOOK}`);
    // R: test/reference/monitor.R
    expect(looks[0].z).toBeCloseTo(0.9837066379, 9);
    expect(looks[0].hazardRatio).toBeCloseTo(0.731085799, 8);
    expect([data?.hazardRatio?.low, data?.hazardRatio?.high].map((x) => x?.toFixed(6))).toEqual([
      '0.389448',
      '1.372420',
    ]);
    const later = await result(`${THREE_LOOKS} --events 20 --z 0.5 --patients ${LOOK}`);
    expect(later.looks.map(({ look }) => look)).toEqual([1, 2]);
    expect(later.looks[1].events).toBe(looks[0].events);
  });

  it('may be written in many ways', async () => {
    const scenario = await loadScenario(join(ROOT, THREE_LOOKS));
    const names = [scenario.trial?.unsized.arms[1].name, scenario.trial?.unsized.arms[0].name];
    const rows = readFileSync(join(ROOT, LOOK), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const lines = rows.map(([arm, time, event], i) => {
      const name =
        i % 2 === 0 ? (arm === 'experimental' ? names[0] : names[1]) : ` ${arm[0].toUpperCase()}${arm.slice(1)} `;
      return `${i};${event === '1' ? 'TRUE' : 'false'};"${name}";${time}.0;"a note\nof two lines"`;
    });
    const text = ['\uFEFFid;Event;ARM;time;note', '', ...lines, ''].join('\r\n');
    const found = await result(`${THREE_LOOKS} --patients ${save('semicolons.csv', text)}`);
    const plain = await result(`${THREE_LOOKS} --patients ${LOOK}`);
    expect(found).toEqual(plain);
  });
});

/** Name, arguments, what the one line says. */
const mistakes: [string, () => string, RegExp][] = [
  [
    'no looks in the plan',
    () => 'scenarios/prospective-confirm.yaml --events 100 --z 1',
    /trial\.sequential is missing/,
  ],
  ['no trial', () => `${save('study.yaml', STUDY)} --events 100 --z 1`, /trial is missing/],
  ['nothing seen', () => THREE_LOOKS, /what was seen is missing; give --events/],
  ['events alone', () => `${THREE_LOOKS} --events 204`, /--events 204: is given without --z or --hazard-ratio/],
  ['z alone', () => `${THREE_LOOKS} --z 1.5`, /--z 1\.5: is given without --events/],
  ['z and hazard ratio', () => `${THREE_LOOKS} --events 204 --z 1 --hazard-ratio 0.9`, /both are given; give one/],
  [
    'lists of two lengths',
    () => `${THREE_LOOKS} --events 204,318 --z 1.5`,
    /have 2 values and 1; must have one a look/,
  ],
  ['events that do not ascend', () => `${THREE_LOOKS} --events 318,204 --z 1,2`, /204 events after 318; .*must ascend/],
  ['half an event', () => `${THREE_LOOKS} --events 204.5 --z 1`, /--events: is 204\.5; must be a whole number ≥ 1/],
  [
    'a look after the final analysis',
    () => `${THREE_LOOKS} --events 204,420,425 --z 1,1,1 --looks 1,3,unplanned`,
    /goes on after 3, the final analysis/,
  ],
  [
    'an unplanned look after the one that re-estimates',
    () => `${ZONE} --events 228,300 --z 1.5,2.1 --looks 1,unplanned`,
    /a look that was not planned comes after look 1, which re-estimates/,
  ],
  ['z that is no number', () => `${THREE_LOOKS} --events 204,318 --z 1,big`, /--z: entry 2 is big; must be a number/],
  ['z that is infinite', () => `${THREE_LOOKS} --events 204 --z Infinity`, /--z: is Infinity; must be a number/],
  ['a missing z', () => `${THREE_LOOKS} --events 204,318 --z 1,`, /--z: entry 2 is missing; must be/],
  ['a hazard ratio of 0', () => `${THREE_LOOKS} --events 204 --hazard-ratio 0`, /--hazard-ratio: is 0; must be > 0/],
  [
    'a look of none',
    () => `${THREE_LOOKS} --events 204 --z 1 --looks 4`,
    /--looks: is 4; must be a planned look, 1 to 3/,
  ],
  [
    'looks out of order',
    () => `${THREE_LOOKS} --events 204,318 --z 1,2 --looks 2,1`,
    /1 comes after 2; looks must ascend/,
  ],
  ['fewer looks than data', () => `${THREE_LOOKS} --events 204,318 --z 1,2 --looks 2`, /names 1 look, while data of 2/],
  [
    'a final look that is not',
    () => `${THREE_LOOKS} --events 204 --z 1 --looks 2 --final`,
    /ends with 2, while --final/,
  ],
  ['half a prior', () => `${THREE_LOOKS} --events 204 --z 1 --prior-hr 0.8`, /--prior-hr: is given without --prior-sd/],
  [
    'a prior without spread',
    () => `${THREE_LOOKS} --events 204 --z 1 --prior-hr 0.8 --prior-sd 0`,
    /--prior-sd: is 0; must be > 0/,
  ],
  ['an unknown option', () => `${THREE_LOOKS} --event 204`, /unknown option '--event'.*--events/s],
  [
    'a file that is not there',
    () => `${THREE_LOOKS} --patients ${join(folder, 'none.csv')}`,
    /none\.csv: does not exist/,
  ],
  ['a folder', () => `${THREE_LOOKS} --patients ${folder}`, /is a folder; name a CSV file/],
  ['an empty file', () => csv('empty.csv', ''), /empty\.csv: is empty; must have a line arm,time,event/],
  ['separators alone', () => csv('commas.csv', ',,\n,,\n'), /commas\.csv: is empty; must have a line arm,time,event/],
  ['empty quotes alone', () => csv('quotes.csv', '"",""\n'), /quotes\.csv: is empty; must have a line/],
  ['a device without an end', () => `${THREE_LOOKS} --patients /dev/zero`, /\/dev\/zero: is not a regular file/],
  ['a binary file', () => csv('binary.csv', 'arm\0'), /is a binary file/],
  ['a header alone', () => csv('header.csv', 'arm,time,event\n'), /has no patients below its header/],
  [
    'a missing column',
    () => csv('column.csv', 'arm,tme,event\ncontrol,1,1'),
    /column\.csv:1: has no column time; .*did you mean tme\?/,
  ],
  [
    'a column twice',
    () => csv('twice.csv', 'arm,time,event,Time\ncontrol,1,1,1'),
    /twice\.csv:1: has two columns time/,
  ],
  [
    'an unknown arm',
    () => csv('arm.csv', 'arm,time,event\ncontrol,1,1\nTACE alon,2,1'),
    /arm\.csv:3: arm is TACE alon; .*did you mean TACE alone\?/,
  ],
  [
    'a negative time',
    () => csv('time.csv', 'arm,time,event\ncontrol,-1,1'),
    /time\.csv:2: time is -1; must be a number ≥ 0/,
  ],
  [
    'a time that is no number',
    () => csv('comma.csv', 'arm;time;event\ncontrol;1,5;1'),
    /comma\.csv:2: time is 1,5; must be/,
  ],
  [
    'an event of 2',
    () => csv('event.csv', 'arm,time,event\ncontrol,1,1\n\ncontrol,2,2'),
    /event\.csv:4: event is 2; must be 1 \(or true\)/,
  ],
  ['a short line', () => csv('short.csv', 'arm,time,event\ncontrol,1'), /short\.csv:2: event is missing/],
  ['one arm', () => csv('one.csv', 'arm,time,event\ncontrol,1,1'), /has no patient of the experimental arm/],
  ['no event', () => csv('none.csv', 'arm,time,event\ncontrol,1,0\nexperimental,2,0'), /has no event/],
  ['an open quote', () => csv('quote.csv', 'arm,time,event\n"control,1,1\n'), /quote\.csv: is not sound CSV/],
  [
    'fewer events than before',
    () => `--events 300 --z 1 --patients ${LOOK}`.replace(/^/, `${THREE_LOOKS} `),
    /look\.csv: \d+ events after 300; .*looks before/,
  ],
];

const STUDY = `title: A study
timeUnit: month
reported:
  arms:
    - { name: control, role: control, patients: 20, median: 6 }
    - { name: new, role: experimental, patients: 20, median: 9 }
`;

function csv(name: string, text: string): string {
  return `${THREE_LOOKS} --patients ${save(name, text)}`;
}

describe.concurrent('a mistake', () => {
  it.each(mistakes)('%s: one line, exit code 1, nothing written', async (name, args, line) => {
    const out = join(folder, `out ${name}`);
    const { code, stdout, stderr } = await trialwright(['monitor', ...args().split(' '), '--json', '--out', out]);
    expect(stderr).toMatch(line);
    expect([code, stdout]).toEqual([1, '']);
    if (!name.includes('option')) expect(linesOf(stderr).length, stderr).toBe(1);
    expect(stderr).not.toMatch(/ {4}at /);
    expect(existsSync(out)).toBe(false);
  });

  it('in many lines of a file is told of each', async () => {
    const file = csv('many.csv', `arm,time,event\n${'nobody,x,9\n'.repeat(6)}`);
    const { code, stderr } = await monitor(file);
    expect([code, linesOf(stderr).length]).toEqual([1, 11]);
    expect(stderr).toContain('and 8 more');
  });
});

it('shows a worked example that runs', async () => {
  const { code, stdout } = await trialwright(['monitor', '--help']);
  expect(code).toBe(0);
  const examples = linesOf(stdout).filter((line) => line.startsWith('  trialwright monitor'));
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples.filter((line) => !line.includes('--patients'))) {
    const finished = await trialwright(example.trim().split(' ').slice(1));
    expect([finished.code, finished.stderr], example).toEqual([0, '']);
  }
});
