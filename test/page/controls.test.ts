/** @module-tag slow */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { controlsOf, tooManyEvents } from '../../src/page/controls.ts';
import type { ScenarioText } from '../../src/page/scenarioText.ts';
import { scenarioFromText } from '../../src/scenario/scenario.ts';
import { openedText, SCENARIOS, scenarioFile } from './openedScenario.ts';

const open = (name: string) => openedText(scenarioFile(name));
const labels = (text: ScenarioText) => controlsOf(text).map(({ label }) => label);
const named = (text: ScenarioText, label: string) => {
  const control = controlsOf(text).find((each) => each.label === label);
  if (control === undefined) throw new Error(`${label} is not among ${labels(text).join(', ')}`);
  return control;
};

describe('the controls of a scenario', () => {
  it('are the fields that it has', () => {
    expect(labels(open('prospective-early-ici.yaml'))).toEqual([
      'Median, control',
      'How sure of the median, control',
      'Hazard ratio',
      'How sure of the hazard ratio',
      'Delay of the effect',
      'Patients',
      'Events move with patients',
      'Enrolment rate, once all centres are open',
      'Share that drops out',
      'Events at the analysis',
      'Follow-up after the last patient',
      'Alpha',
      'Sides of the test',
      'A look at half of the events',
    ]);
  });

  it('are the endpoints that it has, and what follows the first event', () => {
    const endpoints = open('survival-endpoints.yaml');
    expect(labels(endpoints)).toEqual(
      expect.arrayContaining([
        'Share of first events that are deaths, control',
        'Median, overall survival, control',
        'Hazard ratio of death after progression, experimental',
        'Events at look 1',
        'Events at look 2, overall survival',
      ]),
    );
    expect(labels(open('switching.yaml'))).toEqual(
      expect.arrayContaining([
        'Share that switches at progression, control',
        'Time from progression to the switch, control',
        'Hazard ratio of death after the switch, control',
      ]),
    );
    expect(new Set(controlsOf(endpoints).map(({ id }) => id)).size).toBe(controlsOf(endpoints).length);
    const median = named(endpoints, 'Median, overall survival, control');
    if (median.kind === 'number') median.set(30);
    const trial = scenarioFromText('scenario', endpoints.toString()).trial;
    expect(trial?.unsized.endpoints.map(({ name }) => name)).toEqual(['progression-free survival', 'overall survival']);
    expect(trial?.unsized.family?.hypotheses.map(({ name }) => name)).toEqual(['PFS', 'OS']);
    expect(endpoints.toString()).toContain('30');
    expect(labels(open('response-gate.yaml')).some((label) => /^Share with .*, control$/.test(label))).toBe(true);
    expect(labels(open('non-inferiority.yaml'))).toContain('Margin of the hazard ratio');
  });

  it('count times in the unit of the scenario', () => {
    const delay = named(open('prospective-early-ici.yaml'), 'Delay of the effect');
    expect(delay).toMatchObject({ kind: 'number', value: 2, unit: 'months' });
  });

  it('change what is simulated', () => {
    const text = open('prospective-early-ici.yaml');
    const patients = named(text, 'Patients');
    if (patients.kind === 'number') patients.set(480);
    expect(scenarioFromText('scenario', text.toString()).trial?.patients).toBe(480);
  });

  it('let events move with patients, from what was last set by hand, unless that is switched off', () => {
    const text = open('prospective-three-looks.yaml');
    const set = (label: string, value: number | boolean) => {
      const control = controls.find((each) => each.label === label);
      if (control === undefined) throw new Error(label);
      (control.set as (next: number | boolean) => void)(value);
    };
    const controls = controlsOf(text);
    const at = (label: string) => {
      const control = controls.find((each) => each.label === label);
      return control?.kind === 'number' ? control.current() : null;
    };
    // 420 events of 560 patients are planned.
    set('Patients', 200);
    expect([at('Patients'), at('Events at the analysis')]).toEqual([200, 150]);
    expect(scenarioFromText('scenario', text.toString()).trial?.patients).toBe(200);
    for (const patients of [202, 206, 398, 560]) set('Patients', patients);
    expect(at('Events at the analysis')).toBe(420);
    set('Events at the analysis', 280);
    set('Patients', 280);
    expect(at('Events at the analysis')).toBe(140);
    expect(tooManyEvents(text)).toBeNull();
    set('Events move with patients', false);
    set('Patients', 120);
    expect(at('Events at the analysis')).toBe(140);
    expect(tooManyEvents(text)).toBe(
      '120 patients cannot have 140 events, as each has one at most. Tick “Events move with patients” before changing the patients, or lower “Events at the analysis”.',
    );
  });

  it('take looks away and bring the same back', () => {
    const text = open('prospective-three-looks.yaml');
    const before = scenarioFromText('scenario', text.toString()).hash;
    const looks = named(text, 'Looks before the final analysis');
    if (looks.kind !== 'switch') throw new Error('no switch');
    looks.set(false);
    expect(scenarioFromText('scenario', text.toString()).trial?.unsized.sequential).toBeUndefined();
    looks.set(true);
    expect(scenarioFromText('scenario', text.toString()).hash).toBe(before);
  });

  it('leave every shipped scenario valid, each moved by a step', { tags: ['long'] }, () => {
    for (const name of readdirSync(SCENARIOS).filter((each) => each.endsWith('.yaml'))) {
      const controls = controlsOf(open(name));
      const ids = controls.map(({ id }) => id);
      expect(new Set(ids).size, name).toBe(ids.length);
      controls.forEach((control, i) => {
        if (control.kind !== 'number' || !control.id.match(/median|hazardRatio|synchronous|probability|patients/i))
          return;
        const text = open(name);
        const same = controlsOf(text)[i];
        if (same?.kind === 'number') same.set(Number((control.value + control.step).toPrecision(8)));
        expect(() => scenarioFromText(name, text.toString())).not.toThrow();
      });
    }
  });
});
