/** Values of fields replaced: names, what stays, messages, speed. */
import { describe, expect, it } from 'vitest';
import { type FieldValue, findField } from '../../src/scenario/field.ts';
import { fieldValue, fieldValues, NoValues } from '../../src/scenario/fieldValues.ts';
import { loadScenario, readSources } from '../../src/scenario/load.ts';
import { ScenarioProblem, scenarioFromText } from '../../src/scenario/scenario.ts';
import type { Sources } from '../../src/scenario/source.ts';
import { resolveVaried, resolveWith } from '../../src/scenario/vary.ts';
import { draft, folder, POPULATION, save } from './draft.ts';

const sourcesOf = (text: string) => readSources(save(text));

function varied(sources: Sources, ...settings: [name: string, value: FieldValue][]) {
  return resolveVaried(
    sources,
    settings.map(([name, value]) => ({ field: findField(sources, name), value })),
    () => '--vary ',
  );
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (problem) {
    if (problem instanceof ScenarioProblem) return problem.message.replaceAll(`${folder()}/`, '');
    throw problem;
  }
  return 'no problem';
}

describe('a varied scenario', () => {
  it('is the one that the file with the value would be', async () => {
    const sources = await sourcesOf(draft());
    const cases: [string, FieldValue, [string, string]][] = [
      ['trial.patients', 200 + 40, ['patients: 300', 'patients: 240']],
      ['trial.arms[1].survival.hazardRatio', 0.6, ['hazardRatio: 0.7 ', 'hazardRatio: 0.6 ']],
      ['trial.arms[Old].survival.median', '1 year', ['exponential, median: 9', 'exponential, median: 1 year']],
      ['trial.arms[New].survival.delay', 2, ['hazardRatio: 0.7 ', 'hazardRatio: 0.7, delay: 2 ']],
      ['trial.targetPower[1]', 0.95, ['[0.8, 0.9]', '[0.8, 0.95]']],
      ['trial.allocation', '2:1', ['"1:1"', '"2:1"']],
      ['reported.hazardRatio', 1.1, ['value: 1.2', 'value: 1.1']],
      ['reported.arms[Old].median', 8, ['value: 9, ci', 'value: 8, ci']],
    ];
    for (const [name, value, edit] of cases) {
      const { file: _, written: _w, ...expected } = await loadScenario(save(draft(edit), 'edited.yaml'));
      const { file: __, written: __w, ...found } = varied(sources, [name, value]);
      expect(found, name).toEqual(expected);
    }
  });

  it('has several at once, and leaves the sources as they were', async () => {
    const sources = await sourcesOf(draft());
    const before = resolveWith(sources, []);
    const both = varied(sources, ['trial.patients', 400], ['trial.accrual.duration', 30]);
    expect([both.trial?.patients, both.trial?.unsized.accrual.duration]).toEqual([400, 30]);
    expect(resolveWith(sources, [])).toEqual(before);
  });

  it('keeps source and note of a value that has them', async () => {
    const sources = await sourcesOf(
      draft(['patients: 300', 'patients: { value: 300, source: assumed, note: a guess }']),
    );
    const field = findField(sources, 'trial.patients');
    expect([field.text, field.value]).toEqual(['trial.patients', 300]);
    const { trial, provenance } = varied(sources, ['trial.patients', 240]);
    expect(trial?.patients).toBe(240);
    expect(provenance).toMatchObject([{ path: 'trial.patients', value: '240', source: 'assumed', note: 'a guess' }]);
  });

  it('varies a study in a file of its own', async () => {
    const sources = await readSources(new URL('../../scenarios/guo-2022.yaml', import.meta.url).pathname);
    const field = findField(sources, 'reported.hazardRatio');
    expect(typeof field.value).toBe('number');
    expect(resolveWith(sources, [{ field, value: 0.9 }]).reported?.hazardRatio?.value).toBe(0.9);
  });

  it('takes names with dots and brackets, and factors and covariates by name', async () => {
    const dotted = await sourcesOf(draft(['name: New\n', 'name: "New v. 2.0 [x]"\n'], POPULATION));
    const name = 'trial.arms[New v. 2.0 [x]].survival.hazardRatio';
    expect(findField(dotted, name).path).toEqual(['trial', 'arms', 1, 'survival', 'hazardRatio']);
    expect(findField(dotted, 'trial.population.factors[stage].levels[C].prevalence').text).toBe(
      'trial.population.factors[stage].levels[C].prevalence',
    );
    expect(findField(dotted, 'trial.population.covariates[0].sd').text).toBe('trial.population.covariates[NLR].sd');
  });

  it('costs less than reading the scenario anew', async () => {
    const text = draft(POPULATION);
    const sources = await sourcesOf(text);
    const field = findField(sources, 'trial.patients');
    const varied = (i: number) => resolveWith(sources, [{ field, value: 600 + 2 * i }]);
    const read = () => scenarioFromText('x.yaml', text);
    const time = (ask: () => unknown) => {
      const from = performance.now();
      ask();
      return performance.now() - from;
    };
    for (let i = 0; i < 20; i++) [varied(i), read()];
    // In turn, so that a busy machine slows both.
    const ratios = Array.from({ length: 40 }, (_, i) => time(() => varied(i)) / time(read)).sort((a, b) => a - b);
    expect(ratios[20]).toBeLessThan(1);
  });
});

describe('a field that cannot be varied', () => {
  const cases: [string, RegExp][] = [
    [
      'trial.arm[1].survival.median',
      /^x\.yaml: trial\.arm\[1\]\.survival\.median is not in the file: trial has no arm, did you mean arms\?$/,
    ],
    ['trail.patients', /the scenario has title, timeUnit, seed, reported, trial, precision$/],
    ['trial.arms[Now].survival.median', /is not in the file: trial\.arms has \[Old\], \[New\]$/],
    ['trial.arms[2].survival.median', /is not in the file: trial\.arms has \[Old\], \[New\]$/],
    ['trial.arms[0].survival', /is not a single value: it has model, median; name one of its keys$/],
    ['trial.targetPower', /is not a single value: it has \[0\], \[1\]; name one of its elements$/],
    ['trial.patients.value', /goes on after trial\.patients, which is a single value; end there$/],
    ['', /a field is not a single value/],
  ];
  it.each(cases)('%s', async (name, message) => {
    const sources = await sourcesOf(draft());
    expect(messageOf(() => findField(sources, name))).toMatch(message);
  });

  it('is known to the schema alone where the last key is not in the file', async () => {
    const sources = await sourcesOf(draft());
    expect(messageOf(() => varied(sources, ['trial.arms[1].survival.dely', 3]))).toBe(
      '--vary trial.arms[1].survival.dely=3: trial.arms[New].survival.dely is not a known key; did you mean delay?',
    );
  });
});

describe('a value that cannot be', () => {
  it('is told with its option', async () => {
    const sources = await sourcesOf(draft());
    expect(messageOf(() => varied(sources, ['trial.patients', 199]))).toBe(
      '--vary trial.patients=199: trial.analysis.events is 200; must be ≤ 199, the number of patients: each has one event at most',
    );
    expect(messageOf(() => varied(sources, ['trial.patients', 'many']))).toMatch(
      /^--vary trial\.patients=many: trial\.patients is "many"; must be a whole number/,
    );
  });

  it('is told alone where it is the one to blame, with others where it takes them all', async () => {
    const sources = await sourcesOf(draft());
    expect(messageOf(() => varied(sources, ['trial.targetPower[0]', 0.7], ['trial.patients', 199]))).toMatch(
      /^--vary trial\.patients=199: /,
    );
    // 250 patients have 200 events, and 300 have 260.
    expect(messageOf(() => varied(sources, ['trial.patients', 250], ['trial.analysis.events', 260]))).toMatch(
      /^--vary trial\.patients=250 --vary trial\.analysis\.events=260: trial\.analysis\.events is 260; must be ≤ 250/,
    );
  });
});

describe('values of a field', () => {
  it('are numbers, texts, true and false', () => {
    expect(fieldValues('0.6, 1e-3,-2,.5,8 weeks,true,cox')).toEqual([0.6, 0.001, -2, 0.5, '8 weeks', true, 'cox']);
    expect(fieldValue('1:1')).toBe('1:1');
  });

  it('are ranges without the noise of their sum', () => {
    expect(fieldValues('0.5:0.8:0.1')).toEqual([0.5, 0.6, 0.7, 0.8]);
    expect(fieldValues('3:0:-1')).toEqual([3, 2, 1, 0]);
    expect(fieldValues('0:3:2 weeks,2 months')).toEqual(['0 weeks', '2 weeks', '2 months']);
    expect(fieldValues('1:1:2', false)).toEqual(['1:1:2']);
    expect(fieldValues('a:b:c')).toEqual(['a:b:c']);
  });

  it.each([
    ['1,,2', /has an empty value/],
    ['0:1:0', /never gets there/],
    ['1:0:1', /never gets there/],
    ['0:1:0.00001', /has 100,001 values; at most 10,000/],
    ['1,2,1', /has 1 twice/],
  ])('%s are none', (text, message) => {
    expect(() => fieldValues(text)).toThrow(NoValues);
    expect(() => fieldValues(text)).toThrow(message);
  });
});
