/** @module-tag slow */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controlsOf } from '../../src/page/controls.ts';
import { ScenarioText } from '../../src/page/scenarioText.ts';
import type { UncertaintyControl } from '../../src/page/uncertainty.ts';
import { believedValue } from '../../src/questions/believedValue.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';
import { openedText, SCENARIOS, scenarioFile } from './openedScenario.ts';

const scenarioOf = (text: ScenarioText) => scenarioFromText('scenario', text.toString());
const believed = (text: ScenarioText) => (scenarioOf(text).priors ?? []).map(believedValue);

function uncertain(text: ScenarioText): readonly UncertaintyControl[] {
  return controlsOf(text).filter((control) => control.kind === 'uncertainty');
}
function named(text: ScenarioText, label: string): UncertaintyControl {
  const found = uncertain(text).find((each) => each.label === label);
  if (found === undefined) throw new Error(`no ${label}`);
  return found;
}
const offered = ({ options }: UncertaintyControl) => options.map(({ value }) => value);

const RATIO = 'How sure of the hazard ratio';
const MEDIAN = 'How sure of the median, control';

describe('how sure one is of a planning value', () => {
  it('is known, as published, shrunk or an interval of one’s own, as far as the study prints it', () => {
    const text = openedText(scenarioFile('prospective-early-ici.yaml'));
    expect(offered(named(text, RATIO))).toEqual(['known', 'published', 'shrunken', 'own']);
    expect(offered(named(text, MEDIAN))).toEqual(['known', 'published', 'own']);
    const alone = openedText(scenarioFile('prospective-early-ici.yaml'));
    alone.remove(['reported']);
    expect(offered(named(alone, RATIO))).toEqual(['known', 'own']);
    const open = openedText(scenarioFile('prospective-early-ici.yaml'));
    open.set(['reported', 'hazardRatio', 'ci', 1], null);
    open.set(['reported', 'arms', 1, 'median', 'ci', 1], null);
    expect(offered(named(open, RATIO))).toEqual(['known', 'own']);
  });

  it('is written beside the value, for the command line to read', () => {
    const text = openedText(scenarioFile('prospective-early-ici.yaml'));
    const { hash } = scenarioOf(text);
    const ratio = named(text, RATIO);
    expect(ratio.value).toBe('known');
    ratio.set('published');
    expect(believed(text)).toMatchObject([{ value: 0.7, shrunken: false, printed: { estimate: 1.206, low: 0.599 } }]);
    ratio.set('shrunken');
    expect(believed(text)).toMatchObject([{ value: 0.7, shrunken: true, printed: { estimate: 1.206 } }]);
    expect(named(new ScenarioText(text.toString()), RATIO).value).toBe('shrunken');
    ratio.set('known');
    expect(scenarioOf(text).hash).toBe(hash);
  });

  it('is an interval of one’s own, which must rise', () => {
    const text = openedText(scenarioFile('prospective-early-ici.yaml'));
    const ratio = named(text, RATIO);
    expect(ratio.interval()).toEqual([0.5, 0.98]);
    ratio.set('own');
    const [first] = believed(text);
    expect([first.percentiles[0], first.percentiles[4]].map((x) => x.toFixed(4))).toEqual(['0.5000', '0.9800']);
    for (const [low, high] of [
      [0.9, 0.6],
      [0, 1],
      [0.7, 0.7],
      [Number.NaN, 1],
    ])
      expect(ratio.setInterval(low, high)).toBe(false);
    expect(ratio.interval()).toEqual([0.5, 0.98]);
    expect(ratio.setInterval(0.55, 1.1)).toBe(true);
    const [now] = believed(text);
    expect([now.percentiles[0], now.percentiles[4]].map((x) => x.toFixed(4))).toEqual(['0.5500', '1.1000']);
    expect(named(new ScenarioText(text.toString()), RATIO).interval()).toEqual([0.55, 1.1]);
  });

  it('counts a median in the unit of the scenario', () => {
    const text = openedText(scenarioFile('prospective-early-ici.yaml'));
    const median = named(text, MEDIAN);
    expect(median.unit).toBe('months');
    median.set('published');
    expect(believed(text)).toMatchObject([{ value: 9, printed: { estimate: 9, low: 3, high: 15 } }]);
    median.set('own');
    expect(median.interval()).toEqual([6.43, 12.6]);
    text.believe(['trial', 'arms', 0, 'survival', 'median'], { estimate: '9 months', ci: ['0.5 years', 13.5] });
    expect(named(text, MEDIAN).interval()).toEqual([6, 13.5]);
  });

  it('keeps a prior that is written in another way, to come back to', () => {
    const text = openedText(scenarioFile('prospective-early-ici.yaml'));
    const path = ['trial', 'arms', 1, 'survival', 'hazardRatio'];
    const prior = { estimate: 0.8, sd: 0.2 };
    text.believe(path, prior);
    const before = scenarioOf(text).hash;
    const ratio = named(text, RATIO);
    expect(ratio.value).toBe('written');
    ratio.set('own');
    expect(text.prior(path)).toEqual({ estimate: 0.7, ci: [0.5, 0.98] });
    ratio.set('written');
    expect(text.prior(path)).toEqual(prior);
    expect(scenarioOf(text).hash).toBe(before);
  });

  it('leaves every shipped scenario valid, whatever is chosen', { tags: ['long'] }, () => {
    let chosen = 0;
    for (const name of readdirSync(SCENARIOS).filter((each) => each.endsWith('.yaml'))) {
      const count = uncertain(openedText(scenarioFile(name))).length;
      for (let i = 0; i < count; i++) {
        const text = openedText(scenarioFile(name));
        const control = uncertain(text)[i];
        for (const certainty of offered(control)) {
          control.set(certainty);
          expect(() => scenarioOf(text), `${name}: ${control.label} ${certainty}`).not.toThrow();
          chosen += 1;
        }
      }
    }
    expect(chosen).toBeGreaterThan(60);
  });
});
