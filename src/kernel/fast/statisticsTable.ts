/**
 * A plan's statistics as the module reads them (statisticsLayout.ts), and the driver's part of computing them: z of a
 * MaxCombo, which is an integral, and statistics that the module has no twin of, from risk tables as their definitions
 * take them.
 */

import { log } from '../../elementary/log.ts';
import { marginOf } from '../../statistics/definition.ts';
import { combinedZ } from '../../statistics/maxCombo.ts';
import { tickOnStudy } from '../../statistics/tickOnStudy.ts';
import { createStatisticColumns, type StatisticColumns, StatisticsStage } from '../look/statisticsStage.ts';
import { type ComparisonTables, type StatisticsPlan, tablesOfHazardRatio } from '../plan/statisticsPlan.ts';
import { writeAdjusted } from './adjustedTable.ts';
import { readCloned } from './clonedPatients.ts';
import { endpointAt } from './courseTable.ts';
import { MAX_ARMS, MAX_ROWS } from './layout.ts';
import type { ModuleMemory } from './memory.ts';
import * as at from './statisticsLayout.ts';
import { type Twin, twinOf, type Weights } from './statisticTwins.ts';

/** Time origins as the module names them. */
const ORIGINS: Readonly<Record<ComparisonTables['origin']['kind'], number>> = {
  randomisation: at.ORIGIN_RANDOMISATION,
  exactTimes: at.ORIGIN_EXACT_TIMES,
  treatmentStart: at.ORIGIN_TREATMENT_START,
  everTreated: at.ORIGIN_EVER_TREATED,
  landmark: at.ORIGIN_LANDMARK,
  timeDependent: at.ORIGIN_TIME_DEPENDENT,
  // The driver makes the clones of what that tells of patients.
  clones: at.ORIGIN_TIME_DEPENDENT,
};

/**
 * Whether a comparison is that of everybody in arms 0 and 1 as randomised, for whatever endpoint. An adjusted one reads the code
 * of each patient, too.
 */
export function isOfEverybody({ arm, strata, stratumOf, origin, adjusts }: ComparisonTables): boolean {
  const everybody = strata === 1 && stratumOf.every((stratum) => stratum === 0);
  return arm === 1 && everybody && origin.kind === 'randomisation' && adjusts === null;
}

/** Whether it is for the driving endpoint, too: the module sorts the codes of that anyway. */
function isPlainComparison(tables: ComparisonTables): boolean {
  return tables.endpoint === 0 && isOfEverybody(tables);
}

/** Bytes that a segment takes beyond its codes, as in assembly/arrays.ts. */
const SEGMENT_ROOM = 64;

/** Writes whom a comparison compares, from when on, and in which strata. */
function writeMembers(
  memory: ModuleMemory,
  base: number,
  { arm, endpoint, strata, stratumOf, cellStrata, byCentre, origin }: ComparisonTables,
): void {
  memory.setInt(base + at.COMPARISON_ORIGIN, ORIGINS[origin.kind]);
  memory.setInt(base + at.COMPARISON_LANDMARK, origin.ticks);
  memory.setInt(base + at.COMPARISON_ARM, arm);
  memory.setInt(base + at.COMPARISON_ENDPOINT, endpointAt(memory, endpoint));
  memory.setInt(base + at.COMPARISON_CELL_STRATA, cellStrata);
  memory.setInt(base + at.COMPARISON_BY_CENTRE, byCentre ? 1 : 0);
  if (strata === 1 && stratumOf.every((stratum) => stratum === 0)) return;
  const list = memory.allocate(16 + 4 * stratumOf.length) + 16;
  memory.setInt(base + at.COMPARISON_STRATUM_OF, list);
  stratumOf.forEach((stratum, c) => {
    memory.setInt(list + 4 * c, stratum);
    if (c < 16) memory.setByte(list - 16 + c, stratum);
  });
}

/** The codes of a stratum, whose segment is one of those at address `segments`. */
function segmentOf({ ints }: ModuleMemory, segments: number, stratum: number): Int32Array {
  const segment = (segments + at.SEGMENT_BYTES * stratum) >> 2;
  return ints.subarray(ints[segment + (at.SEGMENT_FROM >> 2)] >> 2, ints[segment + (at.SEGMENT_END >> 2)] >> 2);
}

/** The statistics of one plan, while its table is in the module's memory. */
export class StatisticsTable {
  private readonly plan: StatisticsPlan;
  private readonly unit: number;
  private readonly patients: number;
  private readonly twins: readonly Twin[];
  /** Computes what has no twin. */
  private readonly stage: StatisticsStage | null;
  private readonly outside: readonly StatisticColumns[];
  /** Addresses of the head, and of the segments of each comparison. */
  head = 0;
  segments: readonly number[] = [];
  /** Addresses of the segments of the switches of time-dependent treatment, 0 where a comparison has none. */
  switches: readonly number[] = [];
  private results = 0;
  private combined = 0;

  /** `unit` is that of a tick, `patients` the most that a comparison holds. */
  constructor(plan: StatisticsPlan, unit: number, patients: number) {
    this.plan = plan;
    this.unit = unit;
    this.patients = patients;
    this.twins = plan.statistics.map(({ statistic, tables }) =>
      tables < 0 ? { kind: at.KIND_PLAIN_LOG_RANK, reads: 0 } : twinOf(statistic, plan.tables[tables], unit),
    );
    const needed = this.twins.some(({ kind }) => kind === at.KIND_OUTSIDE);
    this.stage = needed ? new StatisticsStage(plan, unit, patients) : null;
    this.outside = createStatisticColumns(plan, 1);
  }

  /** Whether any statistic is of everybody of the first two arms, whose codes are then sorted. */
  get readsEverybody(): boolean {
    return this.plan.statistics.some(({ tables }) => tables < 0) || this.plan.tables.some(isPlainComparison);
  }

  /** Has the observed hazard ratio fitted in the strata of the deciding test; false where it has none. */
  fitHazardRatio(memory: ModuleMemory): boolean {
    const stratified = tablesOfHazardRatio(this.plan);
    memory.setInt(this.head + at.HEAD_HAZARD_RATIO, stratified);
    if (stratified < 0) return false;
    const reads = memory.int(this.head + at.HEAD_COMPARISON) + at.COMPARISON_BYTES * stratified + at.COMPARISON_READS;
    memory.setInt(reads, memory.int(reads) | at.READS_TABLE);
    return true;
  }

  /** Address of the results of a statistic, z first. */
  resultsOf(statistic: number): number {
    return this.results + 8 * statistic * at.RESULT_COLUMNS * MAX_ROWS;
  }

  /** Takes room for the table and writes it. Memory may grow: views of before are made anew. */
  write(memory: ModuleMemory): void {
    const { plan, twins } = this;
    const of = (each: { readonly components?: readonly Weights[] }) => each.components?.length ?? 0;
    const stride = (8 * (this.patients + 8) + 63) & ~63;
    const columns = 3 + Math.max(0, ...twins.map(of));
    const reads = plan.tables.map((_, t) =>
      plan.statistics.reduce((bits, { tables }, s) => (tables === t ? bits | twins[s].reads : bits), 0),
    );
    this.head = memory.allocate(at.HEAD_BYTES);
    const comparisons = memory.allocate(at.COMPARISON_BYTES * plan.tables.length);
    const statistics = memory.allocate(at.STATISTIC_BYTES * twins.length);
    this.segments = plan.tables.map(({ strata }) => memory.allocate(at.SEGMENT_BYTES * strata));
    this.switches = plan.tables.map(({ strata, origin }) =>
      origin.kind === 'timeDependent' ? memory.allocate(at.SEGMENT_BYTES * strata) : 0,
    );
    this.results = memory.allocate(8 * twins.length * at.RESULT_COLUMNS * MAX_ROWS);
    this.combined = memory.allocate(8 * at.MOST_COMPONENTS * (1 + at.MOST_COMPONENTS));
    const any = (bit: number) => reads.some((bits) => (bits & bit) !== 0);
    const columnsAt = any(at.READS_TABLE) ? memory.allocate(stride * columns) : 0;
    const curves = any(at.READS_CURVES) ? memory.allocate(stride * 4) : 0;
    memory.setInt(this.head + at.HEAD_HAZARD_RATIO, -1);
    memory.setInt(this.head + at.HEAD_COMPARISONS, plan.tables.length);
    memory.setInt(this.head + at.HEAD_STATISTICS, twins.length);
    memory.setInt(this.head + at.HEAD_COMPARISON, comparisons);
    memory.setInt(this.head + at.HEAD_STATISTIC, statistics);
    memory.setInt(this.head + at.HEAD_COLUMNS, columnsAt);
    memory.setInt(this.head + at.HEAD_STRIDE, stride);
    memory.setInt(this.head + at.HEAD_CURVES, curves);
    memory.setInt(this.head + at.HEAD_COMBINED, this.combined);
    memory.setDouble(this.head + at.HEAD_UNIT, this.unit);
    this.writeOrigins(memory);
    const adjusted = writeAdjusted(memory, plan.tables, this.patients);
    plan.tables.forEach((tables, t) => {
      const base = comparisons + at.COMPARISON_BYTES * t;
      memory.setInt(base + at.COMPARISON_STRATA, tables.strata);
      memory.setInt(base + at.COMPARISON_SEGMENTS, this.segments[t]);
      memory.setInt(base + at.COMPARISON_PLAIN, isPlainComparison(tables) ? 1 : 0);
      memory.setInt(base + at.COMPARISON_READS, reads[t]);
      memory.setInt(base + at.COMPARISON_SWITCHES, this.switches[t]);
      memory.setInt(base + at.COMPARISON_ADJUSTED, adjusted[t]);
      writeMembers(memory, base, tables);
    });
    twins.forEach((twin, s) => {
      this.writeStatistic(memory, statistics + at.STATISTIC_BYTES * s, twin, s);
    });
  }

  /** Takes room for what time origins make of patients. */
  private writeOrigins(memory: ModuleMemory): void {
    const { tables } = this.plan;
    const has = (...kinds: readonly string[]) => tables.some(({ origin }) => kinds.includes(origin.kind));
    const places = 4 * (this.patients + 8 * MAX_ARMS) + 128;
    const strata = Math.max(0, ...tables.map((each, t) => (this.switches[t] === 0 ? 0 : each.strata)));
    const own = has('treatmentStart', 'everTreated', 'landmark', 'timeDependent', 'clones');
    const codes = own ? memory.allocate(places) : 0;
    memory.setInt(this.head + at.HEAD_ORIGIN_CODES, codes);
    memory.setInt(this.head + at.HEAD_SWITCH_CODES, strata > 0 || has('clones') ? memory.allocate(places) : 0);
    memory.setInt(this.head + at.HEAD_SWITCHES, strata > 0 ? memory.allocate(places + SEGMENT_ROOM * strata) : 0);
  }

  private writeStatistic(memory: ModuleMemory, base: number, twin: Twin, s: number): void {
    const { kind, variant = at.VARIANT_STANDARD, time, components = [] } = twin;
    memory.setInt(base + at.STATISTIC_KIND, kind);
    const { statistic, tables, turned } = this.plan.statistics[s];
    memory.setInt(base + at.STATISTIC_COMPARISON, tables);
    memory.setInt(base + at.STATISTIC_RESULTS, this.resultsOf(s));
    memory.setInt(base + at.STATISTIC_COMPONENTS, components.length);
    memory.setInt(base + at.STATISTIC_VARIANT, variant);
    // What the driver computes, it turns itself.
    const turns = turned && kind !== at.KIND_OUTSIDE && kind !== at.KIND_COMBINED;
    memory.setInt(base + at.STATISTIC_TURNED, turns ? 1 : 0);
    memory.setDouble(base + at.STATISTIC_LOG_MARGIN, log(marginOf(statistic)));
    const ticks = time === undefined ? 0 : tickOnStudy(time, { unit: this.unit });
    memory.setDouble(base + at.STATISTIC_TICKS, ticks);
    components.forEach(([weights, first, second], k) => {
      const component = base + at.STATISTIC_COMPONENT + at.COMPONENT_BYTES * k;
      memory.setInt(component + at.COMPONENT_KIND, weights);
      memory.setDouble(component + at.COMPONENT_FIRST, first);
      memory.setDouble(component + at.COMPONENT_SECOND, second);
    });
  }

  /** The driver's part of statistic `s` at results row `row`. */
  onStatistic(memory: ModuleMemory, s: number, row: number, cut: number): void {
    const { plan, stage, twins } = this;
    const { doubles } = memory;
    const to = (this.resultsOf(s) >> 3) + row;
    const { kind, components = [] } = twins[s];
    if (kind === at.KIND_COMBINED) {
      const scores = this.combined >> 3;
      const covariances = scores + at.MOST_COMPONENTS;
      const end = covariances + at.MOST_COMPONENTS * at.MOST_COMPONENTS;
      doubles[to] = combinedZ(
        components.length,
        plan.sides,
        plan.statistics[s].turned,
        doubles.subarray(scores, covariances),
        doubles.subarray(covariances, end),
      );
      return;
    }
    if (stage === null) return;
    const { tables } = plan.statistics[s];
    if (plan.tables[tables].origin.kind === 'clones') {
      // Other statistics of the same clones follow.
      const first = plan.statistics.findIndex((each) => each.tables === tables);
      if (s === first)
        stage.fillClones(tables, (into) => readCloned(memory, this.head, tables, plan.tables[tables], cut, into));
    } else this.fillStage(memory, stage, tables);
    const found = this.outside[s];
    stage.compute(s, cut, found, 0);
    doubles[to] = found.z[0];
    doubles[to + MAX_ROWS] = found.estimate[0];
    doubles[to + 2 * MAX_ROWS] = found.information[0];
  }

  /** Fills the risk tables of comparison `tables` from its sorted codes. */
  private fillStage(memory: ModuleMemory, stage: StatisticsStage, tables: number): void {
    const { strata } = this.plan.tables[tables];
    for (let stratum = 0; stratum < strata; stratum++) {
      const codes = segmentOf(memory, this.segments[tables], stratum);
      if (this.switches[tables] === 0) {
        stage.fill(tables, stratum, codes, codes.length);
        continue;
      }
      const switches = segmentOf(memory, this.switches[tables], stratum).map((key) => key >> 2);
      stage.fill(tables, stratum, codes, codes.length, switches, switches.length);
    }
  }

  /** Copies `rows` results rows from row `from` on to the rows of `columns` from `to` on. */
  copy({ doubles }: ModuleMemory, from: number, rows: number, columns: readonly StatisticColumns[], to: number): void {
    columns.forEach(({ z, estimate, information }, s) => {
      const first = (this.resultsOf(s) >> 3) + from;
      [z, estimate, information].forEach((column, k) => {
        column.set(doubles.subarray(first + k * MAX_ROWS, first + k * MAX_ROWS + rows), to);
      });
    });
  }
}
