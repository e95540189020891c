/** What readers and files get of survival beside what is tested: looks for a detriment, and switching. */
import { expect, test } from 'vitest';
import { askCheck } from '../../src/questions/check.ts';
import { askPower } from '../../src/questions/power.ts';
import { detrimentFigure } from '../../src/report/figures/detrimentFigure.ts';
import { powerSections } from '../../src/report/powerReport.ts';
import { plainText } from '../../src/report/prose.ts';
import { EMPTY_RUN } from '../../src/report/runAnswer.ts';
import { power as saved } from '../../src/report/saved/savedPower.ts';
import { statementOf } from '../../src/report/statement.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { asking } from '../questions/asked.ts';
import { shown, tableOf } from './results.ts';

const scenario = await loadScenario(new URL('../cases/survival-watched.yaml', import.meta.url).pathname);
const { trial, timeUnit } = scenario;
if (trial?.patients == null) throw new Error('no trial');
const planned = { ...trial.unsized, patients: trial.patients };
const result = await askPower(asking('watched', { replicates: 200 }), planned, timeUnit);
const OURS = ['Looks for a detriment in overall survival', 'Switching after progression'];
const sections = powerSections(result, trial.unsized, timeUnit).filter(({ title }) => OURS.includes(title));
const { detriment, switching } = result;

test('a section says both powers of every truth, and tables have a row a look', () => {
  const text = shown(sections).replace(/\s+/g, ' ');
  expect(text).toContain('LOOKS FOR A DETRIMENT IN OVERALL SURVIVAL');
  expect(text).toContain('If survival is harmed (hazard ratio 1.3), some look sees a detriment in');
  expect(
    text.match(/where none is made once a detriment was seen, and [\d.]+ % .{10,40} where it is ignored/g),
  ).toHaveLength(3);
  expect(text).toContain('The rule is not binding: a detriment is a recommendation.');
  expect(tableOf(sections, 'detriment-thresholds').rows).toHaveLength(2);
  expect(tableOf(sections, 'detriment-simulated').rows).toHaveLength(6);
});

test('switching says the power lost, and every method has a row', () => {
  const text = shown(sections).replace(/\s+/g, ' ');
  expect(text).toContain('SWITCHING AFTER PROGRESSION');
  expect(text).toMatch(/Switching (costs|adds|changes) /);
  expect(tableOf(sections, 'switching').rows.map(([name]) => name.raw)).toEqual([
    'nobody switches',
    'treatment policy',
    'censored at the switch',
    'corrected (RPSFT)',
  ]);
});

test('saved results read again', () => {
  expect(
    saved.safeParse(JSON.parse(JSON.stringify(result, (_, x) => (Object.is(x, Infinity) ? 1e9 : x)))),
  ).toMatchObject({
    success: true,
  });
  const wrong = { ...result, switching: switching && { ...switching, methods: [] } };
  expect(saved.safeParse(wrong).success).toBe(false);
});

test('the figure shows a threshold a look and what is observed in every truth', () => {
  const figure = detrimentFigure(detriment);
  expect(figure?.table.rows).toHaveLength(6);
  expect(figure?.svg).toContain('survival harmed (hazard ratio 1.3)');
  expect(figure?.svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(detrimentFigure(null)).toBeNull();
});

test('the protocol names thresholds, chances, both powers and the correction', () => {
  const statement = statementOf(scenario, { ...EMPTY_RUN, check: askCheck(scenario), power: result }, 'british');
  const text = statement?.protocol.map(plainText).join('\n') ?? '';
  expect(text).toContain('is examined for a detriment at 2 looks');
  expect(text).toMatch(/with a detriment acted on and [\d.]+ % with it ignored/);
  expect(text).toContain('rank-preserving structural failure time model (Robins & Tsiatis 1991)');
  expect(statement?.references.map(({ key }) => key)).toEqual(
    expect.arrayContaining(['Fleming et al. 2024', 'Robins & Tsiatis 1991']),
  );
});
