/** @module-tag slow */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ScenarioText } from '../../src/page/scenarioText.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';

const path = (name: string) => new URL(`../../scenarios/${name}`, import.meta.url).pathname;
const read = (name: string) => readFileSync(path(name), 'utf8');

describe('a scenario as text', () => {
  it('means the same with its study in it', async () => {
    const text = new ScenarioText(read('guo-2022.yaml'), read('studies/guo-2022.yaml'));
    const { hash } = await loadScenario(path('guo-2022.yaml'));
    expect(scenarioFromText('scenario', text.toString()).hash).toBe(hash);
  });

  it('means the same with what its evidence uses of the study files in it', async () => {
    const named = 'studies/leap-012.yaml studies/guo-2022.yaml studies/emerald-1.yaml studies/talentace.yaml';
    const others = ' studies/tactics.yaml studies/cares-005.yaml';
    const shelf = `${named}${others}`.split(' ').map((each) => ({ named: each, text: read(each) }));
    const text = new ScenarioText(read('evidence-by-lag.yaml'), null, shelf).toString();
    const { hash, evidence } = await loadScenario(path('evidence-by-lag.yaml'));
    expect(evidence?.studies).toHaveLength(6);
    expect(scenarioFromText('scenario', text).hash).toBe(hash);
  });

  it('keeps comments, and says that a changed value is assumed', () => {
    const text = new ScenarioText(read('guo-2022.yaml'), read('studies/guo-2022.yaml'));
    expect(text.get(['trial', 'patients'])).toBe(71);
    text.set(['trial', 'patients'], 142);
    expect(text.get(['trial', 'patients'])).toBe(142);
    expect(text.toString()).toContain('# experimental:control, always in quotes');
    const { provenance } = scenarioFromText('scenario', text.toString());
    expect(provenance.find((value) => value.path === 'trial.patients')).toMatchObject({
      path: 'trial.patients',
      value: '142',
      source: 'assumed',
      note: 'set in the explorer',
    });
  });

  it('leaves the source of a value that is set to what it was', () => {
    const text = new ScenarioText(read('guo-2022.yaml'));
    text.set(['trial', 'patients'], 71);
    expect(text.toString()).toContain('source: reported, note: patients included in the analysis');
  });

  it('writes what is believed of a value beside it, and takes it away again', () => {
    const text = new ScenarioText(read('../bench/d2.yaml'));
    const { hash } = scenarioFromText('scenario', text.toString());
    const ratio = ['trial', 'arms', 1, 'survival', 'hazardRatio'];
    expect(text.prior(ratio)).toBeUndefined();
    text.believe(ratio, { estimate: 0.7, ci: [0.5, 0.98] });
    expect(text.prior(ratio)).toEqual({ estimate: 0.7, ci: [0.5, 0.98] });
    const { priors, trial } = scenarioFromText('scenario', text.toString());
    expect(priors).toMatchObject([{ path: expect.stringContaining('hazardRatio'), printed: { low: 0.5, high: 0.98 } }]);
    expect(trial?.unsized.arms[1].effect).toEqual(
      scenarioFromText('scenario', read('../bench/d2.yaml')).trial?.unsized.arms[1].effect,
    );
    text.set(ratio, 0.65);
    expect(text.prior(ratio)).toEqual({ estimate: 0.7, ci: [0.5, 0.98] });
    text.set(ratio, 0.7);
    text.believe(ratio, undefined);
    expect(text.prior(ratio)).toBeUndefined();
    expect(scenarioFromText('scenario', text.toString()).hash).toBe(hash);
  });

  it('adds and takes out keys', () => {
    const text = new ScenarioText(read('../bench/d2.yaml'));
    text.set(['trial', 'sequential'], { looks: [{ informationFraction: 0.5 }], efficacy: { spending: 'pocock' } });
    expect(scenarioFromText('scenario', text.toString()).trial?.unsized.sequential).toBeDefined();
    text.remove(['trial', 'sequential']);
    expect(scenarioFromText('scenario', text.toString()).trial?.unsized.sequential).toBeUndefined();
  });
});
