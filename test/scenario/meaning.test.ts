/** Every planning value of the schema declares what it means. */
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { fieldMeaning } from '../../src/scenario/fieldMeaning.ts';
import { meaningAt } from '../../src/scenario/meaning.ts';
import type { Path } from '../../src/scenario/problems.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';

type Part = z.core.$ZodTypes;

/** Whether a schema is `{value, source, note}` beside the plain value. */
function saysItsSource({ _zod: { def } }: Part): boolean {
  if (def.type !== 'union') return false;
  return (def.options as Part[]).some(
    ({ _zod: { def: option } }) => option.type === 'object' && 'source' in option.shape,
  );
}

/** A path to every planning value that the schema has; blocks within themselves are entered once. */
function planningPaths(part: Part, path: Path, entered: ReadonlySet<unknown>): Path[] {
  const { def } = part._zod;
  if (saysItsSource(part)) return [path];
  const into = (next: unknown, ...steps: Path): Path[] => planningPaths(next as Part, [...path, ...steps], entered);
  switch (def.type) {
    case 'object': {
      if (entered.has(def.shape)) return [];
      const within = new Set([...entered, def.shape]);
      return Object.entries(def.shape).flatMap(([key, field]) => planningPaths(field as Part, [...path, key], within));
    }
    case 'array':
      return into(def.element, 0);
    case 'tuple':
      return def.items.flatMap((item, i) => into(item, i));
    case 'record':
      return into(def.valueType, 'key');
    case 'union':
      return def.options.flatMap((option) => into(option));
    case 'optional':
    case 'nullable':
      return into(def.innerType);
    case 'lazy':
      return into(def.getter());
    default:
      return [];
  }
}

describe('planning values', () => {
  const paths = planningPaths(scenarioSchema as unknown as Part, [], new Set());

  it('declare words, quantity and what they are about, every one', () => {
    expect(paths.length).toBeGreaterThan(150);
    const silent = paths.filter((path) => meaningAt(scenarioSchema, path) === null);
    expect(silent.map((path) => path.join('.'))).toEqual([]);
  });

  it('are assumptions where they are about the world, and decisions where the planner makes them', () => {
    const decided = (path: Path) => meaningAt(scenarioSchema, path)?.decided === true;
    const parts = new Set(paths.filter((path) => path[0] === 'trial' && decided(path)).map((path) => path[1]));
    expect([...parts].sort()).toEqual([
      'allocation',
      'comparisons',
      'detriment',
      'endpoints',
      'estimands',
      'patients',
      'randomisation',
      'sequential',
      'targetPower',
      'test',
    ]);
  });
});

describe('fieldMeaning', () => {
  it('has the words of the schema and the innermost named part that the field is of', () => {
    const root = {
      trial: {
        arms: [{ name: 'TACE alone' }, { name: ' ICI ' }],
        population: { factors: [{ name: 'stage', levels: [{ name: 'B' }, { name: 'C' }] }] },
      },
    };
    const delay = fieldMeaning(['trial', 'arms', 1, 'survival', 'delay'], root);
    expect(delay).toMatchObject({ words: 'delay of the effect', is: 'time', noneOrTwice: true });
    expect(delay?.owner).toEqual({ list: 'arms', name: 'ICI' });
    const ratio = fieldMeaning(['trial', 'population', 'factors', 0, 'levels', 1, 'hazardRatio'], root);
    expect(ratio).toMatchObject({ is: 'hazard ratio', about: 'population', owner: { list: 'levels', name: 'C' } });
    expect(ratio?.common).toBeUndefined();
    expect(fieldMeaning(['trial', 'arms', 0, 'name'], root)).toBeNull();
    expect(fieldMeaning(['trial', 'nonsense'], root)).toBeNull();
  });

  it('calls the second treatment and the procedure what the scenario calls them', () => {
    const trial = { arms: [{ name: 'A' }], names: { secondTreatment: 'camrelizumab', procedure: 'TACE' } };
    const wordsOf = (key: string, root: unknown) => fieldMeaning(['trial', 'arms', 0, 'survival', key], root)?.words;
    expect(wordsOf('synchronous', { trial })).toBe('hazard ratio of camrelizumab started with TACE');
    expect(wordsOf('synchronous', {})).toBe('hazard ratio of the second treatment started with the procedure');
    expect(wordsOf('waitingForProcedure', { trial })).toBe('hazard ratio while TACE waits');
  });

  it('tells a look of a sequential design from the analysis, and the shape of survival from its median', () => {
    const of = (...path: Path) => meaningAt(scenarioSchema, path);
    expect(of('trial', 'analysis', 'laterOf', 0, 'events')).toMatchObject({
      words: 'events at the analysis',
      about: 'analysis',
    });
    expect(of('trial', 'sequential', 'looks', 0, 'laterOf', 0, 'events')?.decided).toBe(true);
    expect(of('trial', 'arms', 0, 'survival', 'uncured', 'median')?.common).toBe('median survival');
    expect(of('trial', 'arms', 0, 'survival', 'shape')?.common).toBeUndefined();
  });

  it('tells the time after progression from the time to the first event', () => {
    const of = (...path: Path) => meaningAt(scenarioSchema, ['trial', 'arms', 1, 'course', ...path]);
    expect(of('afterProgression', 'hazardRatio')).toMatchObject({
      words: 'hazard ratio after progression',
      is: 'hazard ratio',
      about: 'course after the first event',
    });
    expect(of('afterProgression', 'hazardRatio')?.common).toBeUndefined();
    expect(of('afterProgression', 'median')?.words).toBe('median survival after progression');
    expect(of('afterProgression', 'median')?.common).toBeUndefined();
    expect(of('overallSurvival', 'median')).toMatchObject({ words: 'median overall survival', is: 'median' });
    expect(of('switching', 'share')).toMatchObject({ words: 'share that switches at progression', is: 'share' });
    expect(meaningAt(scenarioSchema, ['trial', 'arms', 1, 'survival', 'hazardRatio'])?.common).toBe('hazard ratio');
  });
});
