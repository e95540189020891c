/** `whatIf`: variations of the planned trial, each the scenario that a file with its values would be. */
import { describe, expect, it } from 'vitest';
import { readSources } from '../../src/scenario/load.ts';
import { ScenarioProblems } from '../../src/scenario/scenario.ts';
import { resolveWith } from '../../src/scenario/vary.ts';
import { draft, load, problems as messageOf, SOUND, save } from './draft.ts';

const RATIO = '"trial.arms[New].survival.hazardRatio"';
const asking = (...variations: string[]) =>
  SOUND.replace('precision:', `whatIf:\n${variations.map((each) => `  - ${each}\n`).join('')}precision:`);

describe('what a scenario asks of itself', () => {
  it('is the scenario with those values', async () => {
    const { whatIf, hash } = await load(
      asking(`{ name: more, set: { ${RATIO}: { value: 0.8, source: assumed, note: why }, trial.patients: 500 } }`),
    );
    const edited = await load(draft(['hazardRatio: 0.7 ', 'hazardRatio: 0.8 '], ['patients: 300', 'patients: 500']));
    expect(whatIf.map(({ name, set }) => [name, set])).toEqual([
      [
        'more',
        [
          { path: 'trial.arms[New].survival.hazardRatio', about: 'effect', value: 0.8 },
          { path: 'trial.patients', about: 'patients', value: 500 },
        ],
      ],
    ]);
    const [{ scenario }] = whatIf;
    expect([scenario.hash, scenario.seed, scenario.trial]).toEqual([edited.hash, 'x', edited.trial]);
    // What is asked beside a plan does not change the plan.
    expect([(await load(SOUND)).hash, scenario.whatIf]).toEqual([hash, []]);
  });

  it('says where its values come from', async () => {
    const { provenance } = await load(
      asking(`{ name: more, set: { ${RATIO}: { value: 0.8, source: assumed, note: why } } }`),
    );
    expect(provenance.at(-1)).toMatchObject({
      path: 'whatIf[more]: trial.arms[New].survival.hazardRatio',
      value: '0.8',
      source: 'assumed',
      note: 'why',
    });
  });

  it('is of the values in the file: a scenario that is varied has none', async () => {
    const sources = await readSources(save(asking(`{ name: more, set: { ${RATIO}: 0.8 } }`)));
    expect(resolveWith(sources, []).whatIf).toEqual([]);
  });

  it.each([
    ['no such field', `{ name: a, set: { trial.patient: 3 } }`, /:\d+: whatIf\[a\] cannot be: .*patient/],
    ['no such arm', `{ name: a, set: { "trial.arms[Newer].survival.hazardRatio": 1 } }`, /whatIf\[a\] cannot be: /],
    ['a value that cannot be', `{ name: a, set: { ${RATIO}: -1 } }`, /whatIf\[a\] cannot be: .*hazardRatio is -1/],
    ['nothing set', `{ name: a, set: {} }`, /whatIf\[a\]\.set .*must set a field/],
    ['a block', `{ name: a, set: { trial.dropout: 0.1 } }`, /whatIf\[a\] cannot be: .*is not a single value/],
    [
      'another part',
      `{ name: a, set: { reported.hazardRatio: 1 } }`,
      /whatIf\[a\] sets reported\.hazardRatio; must be/,
    ],
    ['a list', `{ name: a, set: { ${RATIO}: [0.5, 0.6] } }`, /must be a number, true or false, or a text/],
    ['no name', `{ set: { ${RATIO}: 1 } }`, /whatIf\[0\]\.name is missing/],
  ])('is refused in one line that says why: %s', async (_, variation, message) => {
    const text = await messageOf(asking(variation));
    expect(text).toMatch(message);
    expect(text.split('\n').length).toBe(1);
  });

  it('is refused where two have one name, or there is no trial', async () => {
    const twice = asking(`{ name: a, set: { trial.patients: 400 } }`, `{ name: a, set: { trial.patients: 500 } }`);
    expect(await messageOf(twice)).toMatch(/whatIf\[a\] is named twice/);
    const study = `${SOUND.slice(0, SOUND.indexOf('trial:'))}whatIf: [{ name: a, set: { trial.patients: 400 } }]\n`;
    await expect(load(study)).rejects.toThrow(ScenarioProblems);
    await expect(load(study)).rejects.toThrow(/whatIf is given without trial/);
  });
});
