/** The module's statistics against their definitions: random comparisons in strata, with ties, empty arms, no events. */
import seedrandom from 'seedrandom';
import { afterAll, describe, expect, it } from 'vitest';
import { type KernelModule, loadKernel } from '../../../src/kernel/fast/kernelModule.ts';
import * as layout from '../../../src/kernel/fast/layout.ts';
import { ModuleMemory } from '../../../src/kernel/fast/memory.ts';
import * as at from '../../../src/kernel/fast/statisticsLayout.ts';
import { StatisticsTable } from '../../../src/kernel/fast/statisticsTable.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';
import type { ComparisonTables, StatisticsPlan } from '../../../src/kernel/plan/statisticsPlan.ts';
import type { Definition, Look, Statistic } from '../../../src/statistics/definition.ts';
import { emptyOutcome } from '../../../src/statistics/definition.ts';
import { definitionOf, STATISTICS } from '../../../src/statistics/registry.ts';
import {
  createRiskTable,
  fillArmSurvival,
  fillPooledSurvival,
  fillRiskTable,
  type RiskTable,
} from '../../../src/statistics/riskTable.ts';

const fh = (rho: number, gamma: number): Statistic => ({ kind: 'flemingHarrington', parameters: { rho, gamma } });
const plain = (kind: string): Statistic => ({ kind, parameters: {} });
const modest = (parameters: Statistic['parameters']): Statistic => ({ kind: 'modestlyWeighted', parameters });
const combo = (...of: Statistic[]): Statistic => ({ kind: 'maxCombo', parameters: {}, of });

/** A statistic that the module has no twin of. */
const untwinned = 'untwinned';
const registry = STATISTICS as Map<string, Definition>;
registry.set(untwinned, { ...definitionOf(plain('gehan')), kind: untwinned });
// Other files share the registry.
afterAll(() => registry.delete(untwinned));

/** Every kind and parameter that the module knows, and one that it does not, at times within the follow-up. */
function statisticsAt(time: number): Statistic[] {
  return [
    plain('log-rank'),
    { ...plain('log-rank'), margin: 1.291 },
    { ...plain('log-rank'), margin: 0.8 },
    fh(0, 0),
    fh(0, 1),
    fh(1, 0),
    fh(1, 1),
    fh(0.5, 2),
    fh(0.3, 0.7),
    fh(0, 0.01),
    fh(3, 0),
    modest({ until: time }),
    modest({ survival: 0.6 }),
    plain('gehan'),
    plain('taroneWare'),
    plain(untwinned),
    combo(fh(0, 1)),
    combo(plain('log-rank'), fh(0, 1)),
    combo(plain('log-rank'), fh(0, 1), fh(1, 0)),
    combo(plain('log-rank'), fh(0, 1), fh(1, 0), fh(1, 1), plain('gehan')),
    { kind: 'cox', parameters: { test: 'wald' } },
    { kind: 'cox', parameters: { test: 'score' } },
    { kind: 'cox', parameters: { test: 'wald' }, margin: 1.291 },
    { kind: 'cox', parameters: { test: 'score' }, margin: 1.291 },
    { kind: 'rmst', parameters: { until: time, contrast: 'difference' } },
    { kind: 'rmst', parameters: { until: 1.7 * time, contrast: 'ratio' } },
    { kind: 'milestone', parameters: { at: time, scale: 'cloglog' } },
    { kind: 'milestone', parameters: { at: 0.6 * time, scale: 'plain' } },
    plain('medianDifference'),
  ];
}

const UNIT = 1 / 16;

function planOf(strata: readonly number[], statistics: readonly Statistic[], sides: 1 | 2): StatisticsPlan {
  const tables = strata.map(
    (count): ComparisonTables => ({
      hypothesis: 0,
      endpoint: 0,
      arm: 1,
      stratumOf: Array.from({ length: count }, (_, s) => s),
      cellStrata: count,
      byCentre: false,
      strata: count,
      // An origin of its own, so that the codes are not taken to be those of the plain comparison.
      origin: { kind: 'everTreated', ticks: 0 },
      pooledSurvival: true,
      armSurvival: true,
      adjusts: null,
    }),
  );
  return {
    tables,
    statistics: tables.flatMap((_, t) =>
      statistics.flatMap((statistic) =>
        [false, true].map((turned) => ({ statistic, hypothesis: 0, tables: t, turned, weighted: false })),
      ),
    ),
    tests: 2 * statistics.length,
    sides,
  };
}

/** Sorted codes of a stratum: of one arm or both, with many ties or few, with many events or none. */
function randomCodes(random: () => number, cut: number): Int32Array {
  const n = [0, 1, 2, 3, 5, 8, 13, 40, 200][Math.floor(random() * 9)];
  const distinct = [1, 3, 10, 100, 10_000, cut + 1][Math.floor(random() * 6)];
  const step = Math.floor((cut + 1) / distinct);
  const events = [0, 0.3, 0.7, 1][Math.floor(random() * 4)];
  const share = [0, 0.1, 0.5, 0.5, 0.7, 1][Math.floor(random() * 6)];
  return Int32Array.from(
    { length: n },
    () =>
      ((step * Math.floor(random() * distinct)) << 2) | ((random() < events ? 1 : 0) << 1) | (random() < share ? 1 : 0),
  ).sort();
}

function tableOf(codes: Int32Array): RiskTable {
  const table = createRiskTable(codes.length);
  fillRiskTable(codes, codes.length, table);
  fillPooledSurvival(table);
  fillArmSurvival(table);
  return table;
}

let driver: { readonly table: StatisticsTable; readonly memory: ModuleMemory } | null = null;

const bytes = readWasm();
if (bytes === null) throw new Error('npm run build:wasm first');
const module: KernelModule = loadKernel(bytes, (statistic, row, cut) =>
  driver?.table.onStatistic(driver.memory, statistic, row, cut),
);

/** z, estimate and information of every statistic of a plan by the module, at results row `row`. */
function computed(plan: StatisticsPlan, strata: readonly (readonly Int32Array[])[], cut: number, row: number) {
  const patients = Math.max(...strata.map((codes) => codes.reduce((n, { length }) => n + length, 0)));
  const memory = new ModuleMemory(module);
  memory.setInt(layout.TRIAL + layout.TRIAL_ARMS, 2);
  module.reserve(patients + 1, 1);
  module.open();
  memory.look();
  const table = new StatisticsTable(plan, UNIT, patients);
  const places = strata.map((codes) => codes.map(({ length }) => module.allocate(4 * (length + 8))));
  table.write(memory);
  driver = { table, memory };
  strata.forEach((codes, t) => {
    codes.forEach((stratum, s) => {
      memory.ints.set(stratum, places[t][s] >> 2);
      const segment = table.segments[t] + at.SEGMENT_BYTES * s;
      memory.setInt(segment + at.SEGMENT_FROM, places[t][s]);
      memory.setInt(segment + at.SEGMENT_END, places[t][s] + 4 * stratum.length);
    });
  });
  module.computeStatistics(table.head, 0, cut, 0, 8 * row);
  const columns = plan.statistics.map(() => ({
    z: new Float64Array(1),
    estimate: new Float64Array(1),
    information: new Float64Array(1),
  }));
  table.copy(memory, row, 1, columns, 0);
  const first = memory.double(layout.ROW_Z + 8 * row);
  expect(Object.is(first, columns[0].z[0])).toBe(true);
  return columns.map(({ z, estimate, information }) => ({
    z: z[0],
    estimate: estimate[0],
    information: information[0],
  }));
}

/** What differs between a statistic of the module and its definition, in words. */
function differences(plan: StatisticsPlan, strata: readonly (readonly Int32Array[])[], cut: number, row: number) {
  const found = computed(plan, strata, cut, row);
  const looks = strata.map((codes): Look => ({ tables: codes.map(tableOf), cut, unit: UNIT, sides: plan.sides }));
  return plan.statistics.flatMap(({ statistic, tables, turned }, s) => {
    const outcome = emptyOutcome();
    const definition = definitionOf(statistic);
    definition.compute({ ...looks[tables], turned }, statistic, outcome);
    if (turned && !definition.turnsItself) outcome.z = 0 - outcome.z;
    return (['z', 'estimate', 'information'] as const).flatMap((name) => {
      const [x, y] = [outcome[name], found[s][name]];
      // Integrals over four or more nearly dependent components magnify what sums differ by.
      const tolerance = (statistic.of?.length ?? 0) > 3 ? 1e-7 : 1e-9;
      const close = Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(x));
      return close ? [] : [`${JSON.stringify(statistic)} ${name}: ${x}, in the module ${y}`];
    });
  });
}

describe('statistics of the module', () => {
  function agree(first: number, end: number): void {
    for (let seed = first; seed < end; seed++) {
      const random = seedrandom(`statistics ${seed}`);
      const cut = [50, 5000, 2 ** 27, 2 ** 29 - 100][seed % 4];
      const strata = [1, 1 + Math.floor(random() * 12)].map((count) =>
        Array.from({ length: count }, () => randomCodes(random, cut)),
      );
      const time = Math.max(1, Math.round(cut * random())) * UNIT;
      const plan = planOf(
        strata.map(({ length }) => length),
        statisticsAt(time),
        seed % 2 === 0 ? 1 : 2,
      );
      const found = differences(plan, strata, cut, seed % layout.MAX_ROWS);
      if (found.length > 0) expect.fail(`tables ${seed}: ${found.join('\n')}`);
    }
  }

  it('are those of the definitions on 600 random comparisons', () => agree(0, 600));

  it('are those of the definitions on 20000 more', { timeout: 600_000, tags: ['long'] }, () => agree(600, 20_600));
});
