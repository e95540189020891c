/**
 * What every shipped scenario answers is a valid record. One that was altered, cut off or is something else ends in a
 * report without a word that is none, or in one line that says what is wrong; MUTATIONS in the environment is how many
 * are tried.
 */
import { readdirSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../src/report/page/reportPage.ts';
import { readSaved, UnreadableResult } from '../../src/report/savedDocument.ts';
import { mutated } from './mutations.ts';
import { type SavedResult, savedAnswers } from './savedResults.ts';

const MUTATIONS = Number(process.env.MUTATIONS ?? 300);

/** What a reader of the page sees. */
const readable = (page: string): string => page.replace(/<script>[\s\S]*?<\/script>/g, '');

const SHIPPED = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));

/** Small ones of every kind. */
const ALTERED = ['guo-2022.yaml', 'prospective-three-looks.yaml', 'bclc-stratified.yaml', 'three-arms-timing.yaml'];

const asked = new Map<string, Promise<SavedResult[]>>();

/** Asked once. */
function answersOf(file: string): Promise<SavedResult[]> {
  const answers = asked.get(file) ?? savedAnswers(`scenarios/${file}`, 8);
  asked.set(file, answers);
  return answers;
}

describe('a saved result', () => {
  it.each(SHIPPED)('of %s is valid', { tags: ['long'], timeout: 600_000 }, async (file) => {
    const saved = await answersOf(file);
    expect(saved.length).toBeGreaterThan(0);
    for (const { text } of saved) expect(() => readSaved(text)).not.toThrow();
  });

  it('that was altered ends in a report or in one line', { timeout: 600_000 }, async () => {
    const results: SavedResult[] = [];
    for (const name of ALTERED) results.push(...(await answersOf(name)));
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

  it('says where, what, the rule and the remedy', async () => {
    const [, { text }] = await answersOf('guo-2022.yaml');
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
