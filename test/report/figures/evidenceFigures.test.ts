/** Figures of publications that are combined: every one is drawn, names stay text, and what is absent is not drawn. */
import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { askEvidence } from '../../../src/questions/combinedEvidence.ts';
import type { Figure } from '../../../src/report/figures/figure.ts';
import { forestFigure } from '../../../src/report/figures/forestFigure.ts';
import { lagFigure } from '../../../src/report/figures/lagFigure.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { type PlannedEvidence, scenarioFromText } from '../../../src/scenario/scenario.ts';

const shipped = await loadScenario(new URL('../../../scenarios/evidence-by-lag.yaml', import.meta.url).pathname);
const result = askEvidence(shipped.evidence as PlannedEvidence, shipped.trial);

function sound({ name, title, caption, svg, table }: Figure): void {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('title')?.textContent).toBe(title);
  expect(parsed.querySelector('desc')?.textContent).toBe(caption);
  expect(svg, name).not.toMatch(/NaN|undefined|<script/);
  for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
}

describe('figures of the shipped publications', () => {
  it('have a line for each, for the mean, the prediction and the prior', () => {
    const figure = forestFigure(result);
    sound(figure);
    expect(figure.table.rows).toHaveLength(9);
    for (const { name } of result.studies) expect(figure.svg).toContain(name);
    expect(figure.table.rows[0].map(({ text }) => text)).toEqual(['Guo 2022', '1.21', '0.60', '2.43', '1.10', '10 %']);
  });

  it('have the effect by lag with its bands and the planned lag', () => {
    const figure = lagFigure(result, shipped);
    if (figure === null) throw new Error('no figure');
    sound(figure);
    expect(figure.caption).toContain('Planned: TACE + second treatment, 2 weeks before TACE, 0.59.');
    for (const { name } of result.studies) expect(figure.svg).toContain(name);
    const [first] = figure.table.rows;
    expect(first.map(({ text }) => text)).toEqual(['−3', '0.56', '0.24', '1.30', '0.15', '2.05']);
  });
});

describe('figures of other publications', () => {
  const of = (studies: string, rest = '') =>
    scenarioFromText('x.yaml', `title: a\ntimeUnit: week\nevidence:\n  studies:\n${studies}${rest}`);
  const study = (name: string, lag = '') =>
    `    - { name: ${JSON.stringify(name)}, hazardRatio: { value: 0.7, ci: [0.5, 0.98] }${lag} }\n`;

  it('keep names text', () => {
    const { evidence } = of(study('<script>alert(1)</script>') + study('"&b'));
    sound(forestFigure(askEvidence(evidence as PlannedEvidence, null)));
  });

  it('show no lag where none is known', () => {
    const scenario = of(study('A') + study('B'));
    expect(lagFigure(askEvidence(scenario.evidence as PlannedEvidence, null), scenario)).toBeNull();
  });

  it('show two effects where there is one before and one from the procedure on', () => {
    const studies = [-2, -1, 0, 3].map((lag, i) => study(`S${i}`, `, lag: ${lag}`)).join('');
    const scenario = of(studies, '  byLag: before or after\n');
    const figure = lagFigure(askEvidence(scenario.evidence as PlannedEvidence, null), scenario);
    if (figure === null) throw new Error('no figure');
    sound(figure);
  });
});
