/**
 * A saved result that was altered, cut off or is something else ends in a report without a word that is none, or in one
 * line that says what is wrong. MUTATIONS in the environment is how many are tried.
 */
import seedrandom from 'seedrandom';
import { beforeAll, describe, expect, it } from 'vitest';
import { reportPage } from '../../src/report/page/reportPage.ts';
import { readSaved, UnreadableResult } from '../../src/report/savedDocument.ts';
import { type SavedResult, savedAnswers } from './savedResults.ts';

const MUTATIONS = Number(process.env.MUTATIONS ?? 300);

type Holder = Record<string | number, unknown>;
type Place = readonly [Holder, string | number];

function placesIn(value: unknown, found: Place[] = []): Place[] {
  if (value !== null && typeof value === 'object')
    for (const key of Object.keys(value)) {
      found.push([value as Holder, key]);
      placesIn((value as Holder)[key], found);
    }
  return found;
}

type Mutation = (place: Place, other: Place, random: () => number) => void;

const set =
  (value: unknown): Mutation =>
  ([holder, key]) => {
    holder[key] = value;
  };

/** Changes the value, as one of its own type is changed. */
const changed =
  (change: (x: number, random: () => number) => number): Mutation =>
  ([holder, key], _, random) => {
    const value = holder[key];
    if (typeof value === 'number') holder[key] = change(value, random);
    else if (Array.isArray(value)) value.reverse();
    else holder[key] = 'other';
  };

const STRUCTURAL: readonly Mutation[] = [
  ([holder, key]) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  ([holder, key]) => {
    if (Array.isArray(holder)) holder.push(holder[key]);
    else holder[`${key}2`] = holder[key];
  },
  ([holder, key], [there, at]) => {
    [holder[key], there[at]] = [there[at], holder[key]];
  },
  ...[null, 'NaN', 'undefined', '<b>x</b>', '__proto__', [], {}, 0, -1, 7, 1e300, true].map(set),
  changed((x) => -x),
  changed((x) => x * 1e6 + 0.5),
  changed((x, random) => x * (1 + random())),
];

/** What a file may be instead of the text. */
const FILES: readonly ((text: string, random: () => number) => string)[] = [
  (text, random) => text.slice(0, Math.floor(random() * text.length)),
  (text, random) => text.slice(Math.floor(random() * text.length)),
  (text, random) => {
    const at = Math.floor(random() * text.length);
    return text.slice(0, at) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(at + 1);
  },
  () => '',
  () => '\0\u0001\ufffd',
  () => '[]',
  () => 'null',
  () => '[['.repeat(50_000),
  (text) => text.replace('"result": {', `"result": ${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}, "x": {`),
  (text) => text.replace('"result": {', '"result": {"__proto__": {"power": 1}, "constructor": 2,'),
];

function mutated(text: string, random: () => number): string {
  if (random() < 0.1) return FILES[Math.floor(random() * FILES.length)](text, random);
  const root = JSON.parse(text) as Holder;
  // The scenario's text is another test's.
  const places = placesIn(root).filter(([holder]) => holder !== root.written);
  const one = () => places[Math.floor(random() * places.length)];
  STRUCTURAL[Math.floor(random() * STRUCTURAL.length)](one(), one(), random);
  try {
    return JSON.stringify(root);
  } catch {
    // A part put into itself.
    return text;
  }
}

/** What a reader of the page sees. */
const readable = (page: string): string => page.replace(/<script>[\s\S]*?<\/script>/g, '');

describe('a saved result', () => {
  const results: SavedResult[] = [];
  beforeAll(async () => {
    for (const name of ['guo-2022', 'prospective-three-looks', 'bclc-stratified', 'three-arms-timing'])
      results.push(...(await savedAnswers(`scenarios/${name}.yaml`, 20)));
  }, 120_000);

  it('that was altered ends in a report or in one line', { timeout: 600_000 }, () => {
    const random = seedrandom('mutated results');
    let refused = 0;
    let reported = 0;
    for (let i = 0; i < MUTATIONS; i++) {
      const { name, text } = results[i % results.length];
      const altered = mutated(text, random);
      try {
        const { scenario, answer, document } = readSaved(altered);
        const page = readable(reportPage(scenario, answer, document));
        const odd = /.{0,80}(\bNaN\b|undefined|Infinity|\[object).{0,40}/.exec(page);
        expect(odd?.[0], `mutation ${i} of ${name}`).toBeUndefined();
        reported += 1;
      } catch (problem) {
        if (!(problem instanceof UnreadableResult)) throw new Error(`mutation ${i} of ${name}`, { cause: problem });
        expect(problem.message).toMatch(/^[^\n\0]{10,600}$/);
        expect(problem.message).not.toMatch(/\[object|is undefined/);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(MUTATIONS / 2);
    expect(reported).toBeGreaterThan(0);
  });

  it('says where, what, the rule and the remedy', () => {
    const { text } = results.find(({ name }) => name.endsWith('power')) as SavedResult;
    const root = JSON.parse(text);
    const told = (alter: (result: typeof root) => void): string => {
      const copy = structuredClone(root);
      alter(copy);
      try {
        readSaved(JSON.stringify(copy));
      } catch (problem) {
        return (problem as Error).message;
      }
      return 'is read';
    };
    const again = 'run the command that wrote it again';
    expect(told(() => {})).toBe('is read');
    expect(
      told(({ result }) => {
        result.alternative.power.estimate = 'NaN';
      }),
    ).toBe(`at /result/alternative/power/estimate is "NaN"; must be a number from 0 to 1, or NaN: ${again}`);
    expect(
      told(({ result }) => {
        result.alternative.power = { ...result.alternative.power, estimate: 0.5, count: 7, replicates: 20 };
      }),
    ).toMatch(/^at \/result\/alternative\/power\/estimate is 0.5; must be 0.35, which 7 of 20 replicates give: /);
    expect(
      told(({ result }) => {
        result.alternative.eventsByArm.pop();
      }),
    ).toBe(`at /result/alternative/eventsByArm is a list of 1; must be a list of at least 2: ${again}`);
    expect(
      told((document) => {
        document.result.patients += 2;
      }),
    ).toMatch(/^at \/result\/patients is \d+; must be \d+, as in the scenario: /);
    expect(
      told((document) => {
        document.scenario.title = 'Another';
      }),
    ).toMatch(/^at \/scenario\/title is "Another"; must be ".*", as the scenario written has it: /);
    expect(
      told((document) => {
        document['a/b~c'] = 1;
      }),
    ).toBe(`at /a~1b~0c is 1; must be left out: this version knows no such field: ${again}`);
    expect(
      told((document) => {
        document.written.main.text += '\nnonsense: 1';
      }),
    ).toMatch(/^holds a scenario at \/written that is not valid \(.*nonsense is not a known key/);
  });
});
