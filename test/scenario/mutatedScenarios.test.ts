/**
 * A scenario or study that was altered is refused in the words of its file, or is checked without a word that is none.
 * MUTATIONS in the environment is how many are tried.
 *
 * @module-tag slow
 */
import { readdirSync, readFileSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import { csvText } from '../../src/report/csv.ts';
import { checkPresenter } from '../../src/report/presenters/checkPresenter.ts';
import { documentText } from '../../src/report/text.ts';
import { resolveScenario, type Scenario, ScenarioProblem } from '../../src/scenario/scenario.ts';
import { parseSource } from '../../src/scenario/source.ts';
import { manifestOf } from '../report/savedResults.ts';

const MUTATIONS = Number(process.env.MUTATIONS ?? 150);

/** Those that are checked quickly, when they are accepted. */
const SCENARIOS = ['guo-2022', 'prospective-early-ici', 'subgroup-first', 'null', 'timing-sorafenib'];

const VALUES =
  `0 -1 1e400 -1e400 1e-400 1e308 1e-308 NaN .nan .inf 0x10 1_000 "" null ~ true [] {} "[1, 2]" "!!str 3" 1e9 0.5 1 2 100 1e-9
  99999999999999999999 -0 __proto__ constructor 200000 0.999999`
    .split(/\s+/)
    .concat([
      '12 weeks',
      '3 years',
      '0 weeks',
      '1e5 years',
      '{a: 1}',
      '[1, 2]',
      '"<script>"',
      '"=1+1"',
      '"\\u202ex"',
      '*a',
    ]);
const KEYS = ['__proto__', 'constructor', 'toString', '<<', 'value', 'source', 'note', '""', '1', 'null'];
const MARKS = [
  '\ufeff',
  '\r',
  '\t',
  '\0',
  '\u202e',
  '\u2028',
  '\u{1f4a5}',
  ':',
  '#',
  '[',
  '{',
  '"',
  '&a ',
  '*a ',
  '- ',
  '|',
  '%',
];

type Random = () => number;

function altered(text: string, random: Random): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
  const lines = text.split('\n');
  const i = Math.floor(random() * lines.length);
  const at = Math.floor(random() * text.length);
  switch (Math.floor(random() * 12)) {
    case 0:
      return lines.filter((_, k) => k !== i).join('\n');
    case 1:
      return lines.flatMap((line, k) => (k === i ? [line, line] : [line])).join('\n');
    case 2:
      lines[i] = ' '.repeat(Math.floor(8 * random())) + lines[i].trim();
      return lines.join('\n');
    case 3:
      return text.slice(0, at) + pick(MARKS) + text.slice(at);
    case 4:
      return text.slice(0, at);
    case 5:
      return text.replace(/\n/g, pick(['\r\n', '\r', '\n\n', '\n \n']));
    case 6:
      lines[i] = lines[i].replace(/^(\s*-?\s*)\w+:/, `$1${pick(KEYS)}:`);
      return lines.join('\n');
    case 7:
      lines[i] = lines[i].replace(/:\s+.*$/, `: ${pick(VALUES)}`);
      return lines.join('\n');
    default: {
      // A number, which is where most values are.
      const numbers = [...text.matchAll(/(?<=[:,[] ?)-?\d[\d.e]*/g)];
      const { 0: given, index } = pick(numbers);
      return text.slice(0, index) + pick(VALUES) + text.slice(index + given.length);
    }
  }
}

async function told(scenario: Scenario): Promise<string> {
  const sections = checkPresenter.sections(askCheck(scenario), scenario, []);
  const tables = await Promise.all(sections.flatMap((section) => section.tables).map(csvText));
  return [documentText(scenario, sections, manifestOf(scenario)), ...tables].join('\n');
}

/** What a text says by itself: one that has the word may be quoted. */
const oddWords = (text: string): string[] => text.match(/\bNaN\b|undefined|Infinity|\[object/g) ?? [];

describe('an altered scenario', () => {
  const texts = SCENARIOS.map((name) => readFileSync(`scenarios/${name}.yaml`, 'utf8'));
  const study = readFileSync(`scenarios/studies/${readdirSync('scenarios/studies')[0]}`, 'utf8');

  it('is refused in one line a problem, or is checked', { timeout: 600_000 }, async () => {
    const random = seedrandom('mutated scenarios');
    let refused = 0;
    for (let n = 0; n < MUTATIONS; n++) {
      const inStudy = random() < 0.25;
      const original = texts[n % texts.length];
      const main = inStudy ? original : altered(original, random);
      const other = inStudy ? altered(study, random) : study;
      const what = `mutation ${n} of ${inStudy ? 'the study of ' : ''}${SCENARIOS[n % texts.length]}`;
      const began = performance.now();
      try {
        const source = parseSource('main.yaml', main);
        const named = typeof source.value.reported === 'string';
        const scenario = resolveScenario({ main: source, study: named ? parseSource('study.yaml', other) : null });
        const own = oddWords(main + other);
        expect(
          oddWords(await told(scenario)).filter((word) => !own.includes(word)),
          what,
        ).toEqual([]);
      } catch (problem) {
        if (!(problem instanceof ScenarioProblem)) throw new Error(what, { cause: problem });
        refused += 1;
        for (const line of problem.message.split('\n')) {
          expect(line, what).toMatch(/^((main|study)\.yaml:(\d+:)? .{5,600}|and \d+ more)$/u);
          expect(line, what).not.toMatch(/[\p{Cc}\u2028\u202e]|\[object|is undefined/u);
        }
      }
      expect(performance.now() - began, what).toBeLessThan(60_000);
    }
    expect(refused).toBeGreaterThan(MUTATIONS / 4);
    expect(refused).toBeLessThan(MUTATIONS);
  });

  it('is refused at once where it would grow without end', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let k = 1; k < 12; k++) {
      const before = `*${String.fromCharCode(96 + k)}`;
      const name = String.fromCharCode(97 + k);
      bomb.push(`${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`);
    }
    const hostile: [string, RegExp][] = [
      [bomb.join('\n'), /aliases \(\*name\) expand to too many values/],
      ['a: '.repeat(50_000), /^x\.yaml:/],
      ['['.repeat(100_000), /is nested too deeply/],
      [`title: ${'{a: '.repeat(5000)}`, /is nested too deeply/],
      [`${'- '.repeat(100_000)}a`, /is nested too deeply/],
      ['a: &a [*a]', /^x\.yaml:/],
      [`title: "${'x'.repeat(900_000)}`, /^x\.yaml:/],
      [Array.from({ length: 10_000 }, (_, k) => `k${k}: 1`).join('\n'), /is not a known key/],
      ['title: a\ntitle: b', /the key title is on line 1 already/],
      ['{"title": "a", "title": "b"}', /the key title is on line 1 already/],
      ['{"__proto__": {"trial": 1}, "title": "a"}', /__proto__ is not a known key/],
    ];
    for (const [text, rule] of hostile) {
      const began = performance.now();
      expect(() => resolveScenario({ main: parseSource('x.yaml', text), study: null }), text.slice(0, 40)).toThrow(
        rule,
      );
      expect(performance.now() - began).toBeLessThan(20_000);
    }
    expect(({} as Record<string, unknown>).trial).toBeUndefined();
  });
});
