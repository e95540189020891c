/** The study files of scenarios/studies: each is what a publication printed, and they may be combined. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadScenario, readSources } from '../../src/scenario/load.ts';
import { resolveScenario, type Scenario, sourcesOf } from '../../src/scenario/scenario.ts';
import { load } from './draft.ts';

const SCENARIOS = new URL('../../scenarios/', import.meta.url).pathname;
const files = readdirSync(`${SCENARIOS}studies`).filter((file) => file.endsWith('.yaml'));

/** Patients, medians, hazard ratio and its interval, as printed. */
const PRINTED: Readonly<Record<string, readonly (number | null)[]>> = {
  'guo-2022.yaml': [51, 20, 9, 6, 1.206, 0.599, 2.428],
  'leap-012.yaml': [243, 237, 10, 14.6, 0.66, 0.51, 0.84],
  'emerald-1.yaml': [205, 204, 8.2, 15, 0.77, 0.61, 0.98],
  'emerald-1-durvalumab.yaml': [205, 207, 8.2, 10, 0.94, 0.75, 1.19],
  'talentace.yaml': [171, 171, 7.03, 11.3, 0.71, 0.55, 0.92],
  'tactics.yaml': [76, 80, 13.5, 25.2, 0.536, null, null],
  'launch.yaml': [168, 170, 6.4, 10.6, 0.43, 0.34, 0.55],
  'cares-005.yaml': [100, 100, 3.2, 10.8, 0.34, 0.24, 0.5],
};

describe('the shelf', () => {
  it.each(files)('%s is the reported study of a scenario', async (file) => {
    const { reported, citation } = await load(`title: a\ntimeUnit: month\nreported: ${SCENARIOS}studies/${file}\n`);
    expect(citation).not.toBeNull();
    const { control, experimental, hazardRatio } = reported ?? {};
    const printed = PRINTED[file];
    if (printed === undefined) return;
    expect([
      control?.patients,
      experimental?.patients,
      control?.median?.value,
      experimental?.median?.value,
      hazardRatio?.value,
      hazardRatio?.low,
      hazardRatio?.high,
    ]).toEqual(printed);
  });

  it('has the publications that it should', () => {
    expect(files).toEqual(expect.arrayContaining(Object.keys(PRINTED)));
  });

  it('counts lags in weeks from TACE, negative for before', async () => {
    const { evidence } = await loadScenario(`${SCENARIOS}evidence-by-lag.yaml`);
    expect(evidence?.studies.map(({ lag }) => lag)).toEqual([2.5, -3, 1, 1, -2.5, 1]);
    expect(evidence?.studies.map(({ source }) => source)).toEqual([
      ...Array(4).fill('reported'),
      'derived',
      'reported',
    ]);
    expect(evidence?.studies.map(({ precision }) => precision)).toEqual([
      ...Array(4).fill('interval'),
      'P value',
      'interval',
    ]);
  });

  it('leaves out of combination a study whose both arms had the second treatment', async () => {
    const both = ['leap-012', 'launch'].map((name) => `${SCENARIOS}studies/${name}.yaml`).join(', ');
    await expect(load(`title: a\ntimeUnit: week\nevidence: { studies: [${both}] }\n`)).rejects.toThrow(
      /launch\.yaml:\d+: secondTreatment\.inBothArms is true/,
    );
  });

  it('knows that comparisons of one publication share patients', async () => {
    const both = ['emerald-1', 'emerald-1-durvalumab'].map((name) => `${SCENARIOS}studies/${name}.yaml`).join(', ');
    await expect(load(`title: a\ntimeUnit: week\nevidence: { studies: [${both}] }\n`)).rejects.toThrow(
      'is of the publication of EMERALD-1 (D+B); must be there once',
    );
  });
});

describe('a scenario as written', () => {
  it('holds the texts of the study files, from which it resolves to the same', async () => {
    const scenario: Scenario = await loadScenario(`${SCENARIOS}evidence-by-lag.yaml`);
    expect(scenario.written.shelf).toHaveLength(6);
    expect(resolveScenario(sourcesOf(scenario.written))).toEqual(scenario);
  });

  it('has no shelf where it names none', async () => {
    const sources = await readSources(`${SCENARIOS}guo-2022.yaml`);
    expect(Object.keys(sources)).toEqual(['main', 'study']);
    expect(Object.keys(resolveScenario(sources).written)).toEqual(['main', 'study']);
  });
});
