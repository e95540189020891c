/**
 * What every shipped scenario answers is a valid record. One that was altered, cut off or is something else ends in a
 * report without a word that is none, or in one line that says what is wrong; MUTATIONS in the environment is how many
 * are tried.
 *
 * @module-tag slow
 */
import { readdirSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { outputFiles } from '../../src/report/outputs.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { readSaved, UnreadableResult } from '../../src/report/savedRecord.ts';
import { mutated } from './mutations.ts';
import { type SavedResult, savedAnswers } from './savedResults.ts';

const MUTATIONS = Number(process.env.MUTATIONS ?? 300);

/** What a reader of the page sees. */
const readable = (page: string): string => page.replace(/<script>[\s\S]*?<\/script>/g, '');

const SHIPPED = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));

/** Small ones of every kind. */
const ALTERED = [
  'guo-2022.yaml',
  'prospective-three-looks.yaml',
  'bclc-stratified.yaml',
  'three-arms-timing.yaml',
  'assurance.yaml',
];

const asked = new Map<string, Promise<SavedResult[]>>();

/** Asked once. */
function answersOf(file: string): Promise<SavedResult[]> {
  const answers = asked.get(file) ?? savedAnswers(`scenarios/${file}`, 8);
  asked.set(file, answers);
  return answers;
}

describe('a saved result', () => {
  it.each(SHIPPED)('of %s is valid and makes the same outputs', { tags: ['long'], timeout: 600_000 }, async (file) => {
    const saved = await answersOf(file);
    expect(saved.length).toBeGreaterThan(0);
    for (const { text, record } of saved) {
      const again = await readSaved(text, PRESENTERS);
      const outputs = ['text', 'tables', 'figures', 'markdown'] as const;
      expect(await outputFiles(again, PRESENTERS, outputs)).toEqual(await outputFiles(record, PRESENTERS, outputs));
    }
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
        const [page] = await outputFiles(await readSaved(altered, PRESENTERS), PRESENTERS, ['page']);
        const odd = /.{0,80}(\bNaN\b|undefined|Infinity|\[object).{0,40}/.exec(readable(String(page.text)));
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
    const told = async (alter: (result: typeof root) => void): Promise<string> => {
      const copy = structuredClone(root);
      alter(copy);
      try {
        await readSaved(JSON.stringify(copy), PRESENTERS);
      } catch (problem) {
        return (problem as Error).message;
      }
      return 'is read';
    };
    const again = 'run the command that wrote it again';
    expect(await told(() => {})).toBe('is read');
    expect(
      await told(({ result }) => {
        result.alternative.power.estimate = 'NaN';
      }),
    ).toBe(`at /result/alternative/power/estimate is "NaN"; must be a number from 0 to 1, or NaN: ${again}`);
    expect(
      await told(({ result }) => {
        result.alternative.power = { ...result.alternative.power, estimate: 0.5, count: 7, replicates: 20 };
      }),
    ).toMatch(/^at \/result\/alternative\/power\/estimate is 0.5; must be 0.35, which 7 of 20 replicates give: /);
    expect(
      await told(({ result }) => {
        result.alternative.eventsByArm.pop();
      }),
    ).toBe(`at /result/alternative/eventsByArm is a list of 1; must be a list of at least 2: ${again}`);
    expect(
      await told((document) => {
        document.result.patients += 2;
      }),
    ).toMatch(/^at \/result\/patients is \d+; must be \d+, as in the scenario: /);
    expect(
      await told((document) => {
        document.resolved.trial.targetPower = [0.7];
      }),
    ).toMatch(/^at \/manifest\/scenarioHash is ".*"; must be that of the study and the trial at \/resolved: /);
    expect(
      await told((document) => {
        document.scenario.title = 'Another';
      }),
    ).toMatch(/^at \/resolved\/textsHash is ".*"; must be that of scenario, assumptions and what they are about: /);
    expect(
      await told((document) => {
        document['a/b~c'] = 1;
      }),
    ).toBe(`at /a~1b~0c is 1; must be left out: this version knows no such field: ${again}`);
  });
});
