/** A plan's parameters, written to the module's memory before its replicates are simulated (layout.ts). */
import { cellLimits } from '../draw/cells.ts';
import type { Detection } from '../draw/detection.ts';
import { hazardsOf } from '../draw/drawPatients.ts';
import { centreCountOf } from '../draw/enrolment.ts';
import { type EntrySpan, entryTick, evenTick } from '../draw/entry.ts';
import type { Wants } from '../look/columns.ts';
import type { ArmCompensator } from '../plan/armCompensator.ts';
import { planCovariates } from '../plan/covariateLaw.ts';
import type { EntryLaw } from '../plan/entryLaw.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { planLag } from '../plan/lagLaw.ts';
import type { ComparisonTables } from '../plan/statisticsPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import type { CellMap } from './cellMap.ts';
import { endpointAt } from './courseTable.ts';
import { writeExits } from './exitParameters.ts';
import type { KernelModule } from './kernelModule.ts';
import * as at from './layout.ts';
import { inOrder, postfix } from './lookRules.ts';
import type { ModuleMemory } from './memory.ts';
import type { OperationsTable } from './operationsTable.ts';
import { writeCovariates, writeLag, writeOwnExit } from './ownParameters.ts';
import { writeScans } from './scanParameters.ts';
import {
  COMPARISON_ARM,
  COMPARISON_BYTES,
  COMPARISON_SEGMENTS,
  COMPARISON_STRATA,
  SEGMENT_BYTES,
} from './statisticsLayout.ts';
import { isOfEverybody, type StatisticsTable } from './statisticsTable.ts';

/** What earlier replicates taught about an operation of a rule, as the module keeps it: see RULE_GUESS. */
export interface RuleHint {
  readonly guess: number;
  readonly density: number;
  readonly gap: number;
}

/** Replicates whose results the module holds at once. */
export function rowsOf(plan: KernelPlan): number {
  return Math.floor(at.MAX_ROWS / plan.looks.length);
}

/** Whether patients are encoded as they are compared: nothing is asked but of two arms of patients who are alike. */
export function isPlain({ sizes, cohort, statistics, endpoints, followUpTicks }: KernelPlan): boolean {
  // A response that is assessed after a fixed follow-up has its time cut short.
  if (endpoints.some((endpoint) => endpoint.kind === 'response' && endpoint.ticks > followUpTicks)) return false;
  const alike =
    sizes.length === 2 && cohort.cells.length === 1 && cohort.scans === null && cohort.randomisation === null;
  return alike && (statistics?.tables ?? []).every(isOfEverybody);
}

/** Whether entry and exit are all that is drawn, of two arms of patients who are alike. */
function isQuick(plan: KernelPlan): boolean {
  const { sizes, cohort, exits, ownEntries } = plan;
  const { cells, scans, randomisation, starts } = cohort;
  const alike = sizes.length === 2 && cells.length === 1 && scans === null && randomisation === null;
  const plainly = starts.every((start) => start === null) && exits.every(({ kind }) => kind === 'byCell');
  return alike && plainly && ownEntries === null;
}

/** Whether a comparison takes progression as if it were known at once, where scans show it. */
function isExact({ origin }: ComparisonTables): boolean {
  return origin.kind === 'exactTimes';
}

/** Strata of the comparison with the most of them. */
export function mostStrata({ statistics }: KernelPlan): number {
  return Math.max(1, ...(statistics?.tables ?? []).map(({ strata }) => strata));
}

/** Where an arm's parameters are. */
export function armAt(arm: number): number {
  return at.ARM0 + arm * at.ARM_BYTES;
}

/** Writes what says of how many arms and cells a trial is; before the arrays are laid out. */
export function writeTrial(memory: ModuleMemory, plan: KernelPlan): void {
  memory.setInt(at.TRIAL + at.TRIAL_ARMS, plan.sizes.length);
  memory.setInt(at.TRIAL + at.TRIAL_CELLS, plan.cohort.cells.length);
  memory.setInt(at.TRIAL + at.TRIAL_PLAIN, isPlain(plan) ? 1 : 0);
  memory.setInt(at.TRIAL + at.TRIAL_SCANNED, plan.cohort.scans === null ? 0 : 1);
  memory.setInt(at.TRIAL + at.TRIAL_QUICK, isQuick(plan) ? 1 : 0);
  memory.setInt(at.TRIAL + at.TRIAL_STARTS, plan.cohort.starts.some((start) => start !== null) ? 1 : 0);
  memory.setInt(at.TRIAL + at.TRIAL_EXACT, plan.statistics?.tables.some(isExact) ? 1 : 0);
  plan.sizes.forEach((size, arm) => {
    memory.setInt(armAt(arm) + at.ARM_SIZE, size);
    memory.setInt(armAt(arm) + at.ARM_WEIGHT, plan.block[arm]);
  });
}

/** Writes the rules by which arms are dropped; `statistics` stand in memory already. */
export function writeDropping(memory: ModuleMemory, plan: KernelPlan, statistics: StatisticsTable | null): void {
  const { dropping } = plan.cohort;
  memory.setInt(at.TRIAL + at.TRIAL_DROPPING, 0);
  if (dropping === null || statistics === null) return;
  const table = memory.allocate(at.DROP_LOOKS + at.DROP_LOOK_BYTES * plan.looks.length);
  memory.setInt(at.TRIAL + at.TRIAL_DROPPING, table);
  dropping.judgedBy.forEach((statistic, k) => {
    memory.setInt(table + 4 * (k + 1), statistics.resultsOf(statistic));
  });
  plan.looks.forEach((_, look) => {
    const rule = table + at.DROP_LOOKS + at.DROP_LOOK_BYTES * look;
    memory.setDouble(rule + at.DROP_AT_MOST, dropping.atMost[look]);
    memory.setInt(rule + at.DROP_KEEP, dropping.keep[look]);
  });
}

/** Writes the limits of the cells; after the arrays are laid out. */
export function writeCells(memory: ModuleMemory, { cohort }: KernelPlan): void {
  const limits = cellLimits(cohort.cells);
  const address = memory.allocate(4 * limits.length + 4);
  memory.setInt(at.TRIAL + at.TRIAL_CELL_LIMITS, address);
  limits.forEach((limit, c) => {
    memory.setInt(address + 4 * c, limit);
  });
}

/** Writes the comparison of everybody of the first two arms. */
export function writeEverybody(memory: ModuleMemory): void {
  const everybody = memory.allocate(COMPARISON_BYTES);
  memory.setInt(at.TRIAL + at.TRIAL_EVERYBODY, everybody);
  memory.setInt(everybody + COMPARISON_STRATA, 1);
  memory.setInt(everybody + COMPARISON_SEGMENTS, memory.allocate(SEGMENT_BYTES));
  memory.setInt(everybody + COMPARISON_ARM, 1);
}

/** Writes how an arm's patients exit, and what differs between hazards. */
function writeHazards(memory: ModuleMemory, plan: KernelPlan, arm: number): void {
  const base = armAt(arm);
  const lag = plan.cohort.starts[arm]?.lag;
  const { read, byCell, byCentre } = hazardsOf(plan, arm);
  writeExits(memory, base, plan.exits[arm], plan.cohort.cells.length > 1 || plan.cohort.randomisation !== null);
  memory.setInt(base + at.ARM_LAG, lag === undefined ? 0 : writeLag(memory, planLag(lag, plan.ticksPerUnit)));
  memory.setInt(base + at.ARM_MULTIPLIED, read ? 1 : 0);
  memory.setInt(base + at.ARM_BY_CELL, read && byCell !== null ? memory.writeFloats(byCell) : 0);
  const places = centreCountOf(plan.cohort.centres);
  memory.setInt(base + at.ARM_BY_CENTRE, read && byCentre ? memory.allocate(4 * places) : 0);
}

/** Lays out what patients have of their own beyond entry and exit, and writes the covariates. */
export function writeOwn(memory: ModuleMemory, module: KernelModule, plan: KernelPlan): void {
  const { covariates, scans } = plan.cohort;
  const repeats = plan.exits.map((exits) => (exits.kind === 'own' ? (exits.steps?.repeats.length ?? 0) : 0));
  module.reserveOwn(1 + Math.max(...repeats), covariates.length);
  if (scans !== null) module.reserveScans();
  memory.look();
  memory.setInt(at.TRIAL + at.TRIAL_COVARIATES, writeCovariates(memory, planCovariates(plan.cohort)));
}

/** Writes one arm's exits, scans, hazards and, where they are evenly spaced, entries. */
export function writeArm(memory: ModuleMemory, plan: KernelPlan, arm: number, detection: Detection | null): void {
  const base = armAt(arm);
  writeHazards(memory, plan, arm);
  memory.setInt(base + at.ARM_SCANS, detection === null ? 0 : writeScans(memory, detection));
  const own = plan.ownEntries?.[arm];
  const entry = own ? memory.allocate(at.ENTRY_BYTES) : at.ENTRY;
  if (own) writeEntryLaw(memory, entry, own);
  memory.setInt(base + at.ARM_ENTRY, entry);
  writeCompensator(memory, base, plan.compensators[arm]);
  if (plan.entry.pattern === 'even' && plan.cohort.randomisation === null) {
    const first = memory.offset(arm);
    const group = Math.min(arm, 1);
    for (let j = 0; j < plan.sizes[arm]; j++)
      memory.fixedEntries[first + j] = (evenTick(plan.entry, arm, j) << 2) | group;
  }
}

/** Writes what compensates the events of the arm at address `base`, whose exits are written already. */
function writeCompensator(memory: ModuleMemory, base: number, hazard: ArmCompensator): void {
  memory.setInt(base + at.ARM_SINGLE, 0);
  if (hazard.kind === 'single') {
    const { exit, multipliers } = hazard;
    const drawn = memory.int(base + at.ARM_OWN);
    const differ = multipliers?.some((multiplier) => multiplier !== 1) ?? false;
    memory.setInt(base + at.ARM_SINGLE, drawn === 0 ? writeOwnExit(memory, exit) : drawn);
    memory.setInt(
      base + at.ARM_SINGLE_MULTIPLIERS,
      multipliers !== null && differ ? memory.writeFloats(Float32Array.from(multipliers)) : 0,
    );
    return;
  }
  const { starts, increments, multipliers } = hazard;
  memory.setInt(base + at.ARM_HAZARDS, starts.length);
  starts.forEach((start, j) => {
    memory.setInt(base + at.ARM_HAZARD_STARTS + 4 * j, start);
    memory.setDouble(base + at.ARM_HAZARD_INCREMENTS + 8 * j, increments[j]);
  });
  const table = memory.allocate(8 * multipliers.length);
  memory.setInt(base + at.ARM_MULTIPLIERS, table);
  multipliers.forEach((multiplier, c) => {
    memory.setDouble(table + 8 * c, multiplier);
  });
}

function writeEntryLaw(memory: ModuleMemory, address: number, law: EntryLaw): void {
  const { pattern, shift, breaks, origins, slopes, total } = law;
  memory.setInt(address, pattern === 'even' ? at.ENTRY_FIXED : shift === null ? at.ENTRY_INVERSE : at.ENTRY_WORD);
  memory.setInt(address + at.ENTRY_SHIFT, shift ?? 0);
  memory.setInt(address + at.ENTRY_PIECES, breaks.length);
  memory.setDouble(address + at.ENTRY_TOTAL, total);
  breaks.forEach((start, j) => {
    memory.setDouble(address + at.ENTRY_BREAKS + 8 * j, start);
    memory.setDouble(address + at.ENTRY_ORIGINS + 8 * j, origins[j]);
    memory.setDouble(address + at.ENTRY_SLOPES + 8 * j, slopes[j]);
  });
}

export function writeEntry(memory: ModuleMemory, plan: KernelPlan): void {
  const { pattern, total } = plan.entry;
  // Arrivals of a randomised trial come by enrolment, whose table has room for any number of pieces.
  if (plan.cohort.randomisation === null) writeEntryLaw(memory, at.ENTRY, plan.entry);
  else writeEntryLaw(memory, at.ENTRY, { ...plan.entry, breaks: [0], origins: [0], slopes: [0] });
  memory.setInt(at.ENTRY + at.ENTRY_FOLLOW_UP, plan.followUpTicks);
  const lasts = [plan.entry, ...(plan.ownEntries ?? [])].map((own) => (own === null ? 0 : entryTick(own, own.total)));
  memory.setInt(at.ENTRY + at.ENTRY_LATEST, pattern === 'poisson' ? NEVER : Math.max(...lasts));
  for (let row = 0; row < at.MAX_ROWS; row++) {
    memory.setDouble(at.SPANS + row * at.SPAN_BYTES, total);
    memory.setInt(at.SPANS + row * at.SPAN_BYTES + at.SPAN_ARM, -1);
  }
}

/**
 * Writes what the entries of the replicate in row `row` have in common; nothing unless a patient closes a Poisson
 * enrolment.
 */
export function writeSpan(memory: ModuleMemory, plan: KernelPlan, { span, last }: EntrySpan, row: number): void {
  if (last < 0) return;
  const base = at.SPANS + row * at.SPAN_BYTES;
  let arm = 0;
  let index = last;
  while (index >= plan.sizes[arm]) index -= plan.sizes[arm++];
  memory.setDouble(base, span);
  memory.setInt(base + at.SPAN_ARM, arm);
  memory.setInt(base + at.SPAN_INDEX, index);
  memory.setInt(base + at.SPAN_TICK, entryTick(plan.entry, span));
}

/**
 * Writes when the looks are due; `hints` come in the order of the rules' operations, and there are none before the
 * plan's first replicate.
 */
export function writeLooks(memory: ModuleMemory, plan: KernelPlan, hints: readonly RuleHint[]): void {
  memory.setInt(at.LOOKS, plan.looks.length);
  memory.setInt(at.LOOKS + at.LOOKS_HORIZON, plan.horizonTicks);
  memory.setInt(at.LOOKS + at.LOOKS_IN_ORDER, inOrder(plan) && plan.cohort.dropping === null ? 1 : 0);
  memory.setInt(at.LOOKS + at.LOOKS_STRIDE, rowsOf(plan));
  memory.setInt(at.LOOKS + at.LOOKS_REESTIMATED, 0);
  const reestimates = plan.looks.some(({ reestimation }) => reestimation !== null);
  let rule = 0;
  plan.looks.forEach(({ cut, reestimation }, l) => {
    const look = at.LOOK + l * at.LOOK_BYTES;
    const operations = postfix(cut);
    memory.setInt(look + at.LOOK_RULE, at.RULES + rule * at.RULE_BYTES);
    memory.setInt(look + at.LOOK_RULES, operations.length);
    // Only codes under scans have gaps.
    const cells = plan.cohort.scans === null ? 0 : memory.allocate(8 * at.MAX_MAP_CELLS);
    memory.setInt(look + at.LOOK_MAP_AT, cells);
    memory.setInt(look + at.LOOK_STEPS, reestimation?.z.length ?? 0);
    reestimation?.z.forEach((z, i) => {
      memory.setDouble(at.STEP_Z + 8 * i, z);
    });
    reestimation?.events.forEach((events, i) => {
      memory.setInt(at.STEP_EVENTS + 4 * i, events);
    });
    const counts = operations.findIndex(({ kind }) => kind === at.RULE_EVENTS);
    if (reestimates && l === plan.looks.length - 1 && counts >= 0) {
      memory.setInt(at.LOOKS + at.LOOKS_REESTIMATED, at.RULES + (rule + counts) * at.RULE_BYTES);
      memory.setInt(at.LOOKS + at.LOOKS_PLANNED_EVENTS, operations[counts].value);
    }
    for (const { kind, value, patients = 0, endpoint = 0, arm = null, cells = null } of operations) {
      const base = at.RULES + rule * at.RULE_BYTES;
      memory.setInt(base, kind);
      memory.setInt(base + at.RULE_VALUE, value);
      memory.setInt(base + at.RULE_PATIENTS, patients);
      memory.setInt(base + at.RULE_ENDPOINT, endpointAt(memory, endpoint));
      memory.setInt(base + at.RULE_ARM, arm ?? -1);
      memory.setInt(base + at.RULE_CELLS, cells === null ? 0 : memory.writeInts(cells.map(Number)));
      memory.setDouble(base + at.RULE_GUESS, hints[rule]?.guess ?? 0);
      memory.setDouble(base + at.RULE_DENSITY, hints[rule]?.density ?? 0);
      memory.setDouble(base + at.RULE_GAP, hints[rule]?.gap ?? 0);
      rule++;
    }
  });
}

/** What the module has learnt about the operations of the plan's rules. */
export function readHints(memory: ModuleMemory, plan: KernelPlan): RuleHint[] {
  return plan.looks
    .flatMap(({ cut }) => postfix(cut))
    .map((_, k) => {
      const base = at.RULES + k * at.RULE_BYTES;
      return {
        guess: memory.double(base + at.RULE_GUESS),
        density: memory.double(base + at.RULE_DENSITY),
        gap: memory.double(base + at.RULE_GAP),
      };
    });
}

/**
 * Writes the map by which codes find their buckets to the record at address `base` of a look: coefficients, none where there is no
 * map, or cells.
 */
export function writeBucketMap(memory: ModuleMemory, base: number, map: readonly number[] | CellMap): void {
  if ('pairs' in map) {
    memory.setInt(base + at.LOOK_MAP_KIND, at.MAP_CELLS);
    memory.setInt(base + at.LOOK_MAP_SHIFT, map.shift);
    memory.ints.set(new Int32Array(map.pairs.buffer), memory.int(base + at.LOOK_MAP_AT) >> 2);
    return;
  }
  memory.setInt(base + at.LOOK_MAP_KIND, map.length > 0 ? at.MAP_POLYNOMIAL : at.MAP_NONE);
  map.forEach((c, j) => {
    memory.setFloat(base + at.LOOK_MAP + 4 * j, c);
  });
}

/** Writes the z at which looks end a replicate, and those for which they estimate. */
export function writeStops(memory: ModuleMemory, plan: KernelPlan): void {
  plan.looks.forEach(({ stopAbove, stopBelow, estimateAbove, estimateBelow }, l) => {
    const look = at.LOOK + l * at.LOOK_BYTES;
    memory.setDouble(look + at.LOOK_ABOVE, stopAbove);
    memory.setDouble(look + at.LOOK_BELOW, stopBelow);
    memory.setDouble(look + at.LOOK_ESTIMATE_ABOVE, estimateAbove);
    memory.setDouble(look + at.LOOK_ESTIMATE_BELOW, estimateBelow);
  });
}

/** Writes what is wanted beyond z, counts and times; null for nothing. */
export function writeWants(
  memory: ModuleMemory,
  wants: Wants | null,
  statistics: StatisticsTable | null,
  operations: OperationsTable | null,
): void {
  const stratified = wants?.hazardRatio === true && statistics !== null && statistics.fitHazardRatio(memory);
  memory.setInt(
    at.WANTS,
    (wants?.hazardRatio ? at.WANTS_HAZARD_RATIO : 0) |
      (wants?.medians ? at.WANTS_MEDIANS : 0) |
      (wants?.compensators ? at.WANTS_COMPENSATORS : 0) |
      (stratified ? at.WANTS_STRATIFIED : 0),
  );
  memory.setInt(at.WANTS + at.WANTS_TABLE, statistics?.head ?? 0);
  memory.setInt(at.WANTS + at.WANTS_OPERATIONS, wants?.operations ? (operations?.head ?? 0) : 0);
  const first =
    statistics === null || statistics.readsEverybody || (wants?.hazardRatio && !stratified) || wants?.medians;
  memory.setInt(at.TRIAL + at.TRIAL_FIRST, first ? 1 : 0);
}
