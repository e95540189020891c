/** Figures of real runs: well-formed, labelled, free of what does not belong into a file, and equal to their tables. */
import { fileURLToPath } from 'node:url';
import { DOMParser, parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { askCheck } from '../../../src/questions/check.ts';
import type { RunResult } from '../../../src/questions/run.ts';
import type { Figure } from '../../../src/report/figures/figure.ts';
import { planFigures } from '../../../src/report/figures/planFigures.ts';
import { EMPTY_RUN } from '../../../src/report/runAnswer.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { askAll, asking } from '../../questions/asked.ts';

const HOSTILE = [
  `<script>alert(1)</script>`,
  `"&'<b>]]>`,
  'x'.repeat(300),
  'ذراع التحكم \u202e مع العلاج',
  '\u0000\u0007{{}}',
];

async function scenarioOf(name: string): Promise<Scenario> {
  return loadScenario(fileURLToPath(new URL(`../../../scenarios/${name}.yaml`, import.meta.url)));
}

async function ran(scenario: Scenario): Promise<RunResult> {
  return askAll(asking('figures', { replicates: 300 }), { ...scenario, sizeInterval: 0.5 });
}

function sound({ name, title, svg, table, caption }: Figure): void {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const [root] = parsed.querySelectorAll('svg');
  expect(root.getAttribute('role'), name).toBe('img');
  expect(parsed.querySelector('title')?.textContent).toBe(title);
  expect(parsed.querySelector('desc')?.textContent).toBe(caption);
  expect(root.getAttribute('aria-labelledby')).toBe(`figure-${name}-title figure-${name}-desc`);
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
    /https?:|<script|javascript:| on[a-z]+=|<image|href=/i,
  );
  const drawn = svg.replace(/<(title|desc|text)\b[^>]*>[^<]*<\/\1>/g, '');
  expect(drawn, name).not.toMatch(/NaN|undefined|Infinity|null|\[object/);
  expect(svg.length, name).toBeLessThan(200_000);
  expect(parsed.querySelector('[data-mark="x-axis label"]')?.textContent?.length, name).toBeGreaterThan(0);
  expect(table.rows.length, name).toBeGreaterThan(0);
  for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  for (const { raw, text } of table.rows.flat()) expect(`${raw} ${text}`).not.toMatch(/NaN|undefined|Infinity/);
}

function named(figures: readonly Figure[], name: string): Figure {
  const found = figures.find((figure) => figure.name === name);
  if (!found) throw new Error(`no figure ${name} among ${figures.map((each) => each.name).join(', ')}`);
  return found;
}

function count(svg: string, selector: string): number {
  return parseHTML(svg).document.querySelectorAll(selector).length;
}

/** Names of arms and the title replaced everywhere, in the scenario and in its results. */
function renamed<T>(value: T, from: readonly string[], to: readonly string[]): T {
  if (typeof value === 'string') {
    return from.reduce<string>((text, name, i) => text.replaceAll(name, to[i]), value) as T;
  }
  if (Array.isArray(value)) return value.map((each) => renamed(each, from, to)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, from, to)])) as T;
}

describe.each([
  ['guo-2022', ['survival', 'hazard', 'replay', 'power', 'enrolment', 'sensitivity']],
  ['null', ['survival', 'hazard', 'power', 'enrolment', 'sensitivity']],
  [
    'prospective-three-looks',
    [
      ...['survival', 'hazard', 'hazard-ratio', 'replay', 'power', 'enrolment'],
      ...['boundaries-z', 'boundaries-hazard-ratio', 'stopping', 'sensitivity'],
    ],
  ],
  ['guo-2022-weibull', ['survival', 'hazard', 'replay', 'power', 'enrolment', 'sensitivity']],
] as const)('figures of %s', (name, expected) => {
  let scenario: Scenario;
  let result: RunResult;
  let figures: Figure[];
  beforeAll(async () => {
    scenario = await scenarioOf(name);
    result = await ran(scenario);
    figures = planFigures(result, scenario);
  }, 120_000);

  it('are those expected, each of its own name', () => {
    const names = figures.map((figure) => figure.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((each) => each !== 'hazard-ratio' && each !== 'power')).toEqual(
      expected.filter((each) => each !== 'hazard-ratio' && each !== 'power'),
    );
  });

  it('are well-formed, labelled and self-contained', () => {
    for (const figure of figures) sound(figure);
  });

  it('draw every arm', () => {
    const arms = result.check.trial?.arms.length ?? 0;
    expect(count(named(figures, 'survival').svg, '[data-mark="line"] path')).toBe(arms);
    expect(count(named(figures, 'hazard').svg, '[data-mark="line"] path')).toBe(arms);
  });

  it('draw as many points as their tables tell', () => {
    const { curve, sensitivity } = result;
    if (curve && curve.points.length > 1) {
      const power = named(figures, 'power');
      expect(power.table.rows.map(([n]) => n.raw)).toEqual(curve.points.map(({ patients }) => patients));
      expect(count(power.svg, '[data-mark="dot"] circle, [data-mark="dot"] path')).toBe(curve.points.length);
    }
    const tornado = named(figures, 'sensitivity');
    expect(tornado.table.rows).toHaveLength(2 * (sensitivity?.rows.length ?? 0));
    expect(count(tornado.svg, '[data-mark="rect"] rect')).toBe(tornado.table.rows.length);
  });

  it('come from a results file as from memory', () => {
    const read = JSON.parse(JSON.stringify(result)) as RunResult;
    const again = planFigures(read, scenario);
    expect(again.map(({ svg }) => svg)).toEqual(figures.map(({ svg }) => svg));
  });

  it('survive hostile names', () => {
    const names = [...(result.check.trial?.arms ?? []), scenario.reported?.control, scenario.reported?.experimental]
      .flatMap((arm) => (arm ? [arm.name] : []))
      .filter((each, i, all) => all.indexOf(each) === i)
      .sort((a, b) => b.length - a.length);
    for (let shift = 0; shift < HOSTILE.length; shift++) {
      const to = names.map((_, i) => HOSTILE[(i + shift) % HOSTILE.length]);
      const hostile = planFigures(renamed(result, names, to), renamed(scenario, names, to));
      expect(hostile.map((figure) => figure.name)).toEqual(figures.map((figure) => figure.name));
      for (const figure of hostile) {
        sound(figure);
        expect(figure.svg).not.toMatch(/x{60}|\u202e/);
        expect([...figure.svg].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([]);
      }
    }
  });
});

describe('figures of what is missing', () => {
  it('are none, without an error', async () => {
    const scenario = await scenarioOf('guo-2022');
    expect(planFigures(EMPTY_RUN, { ...scenario, trial: null, reported: null })).toEqual([]);
  });

  it('leave out a curve of one point', async () => {
    const scenario = await scenarioOf('guo-2022');
    const result: RunResult = { ...EMPTY_RUN, check: askCheck(scenario) };
    result.curve = { points: [], model: { intercept: Number.NaN, slope: Number.NaN } };
    const names = planFigures(result, scenario).map(({ name }) => name);
    expect(names).toEqual(['survival', 'hazard', 'enrolment']);
  });
});
