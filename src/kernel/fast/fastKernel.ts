/**
 * The loop of ../pipeline.ts and the stages of ../reference.ts in WebAssembly: same plan, same draws, same columns.
 *
 *   parameters.ts ─▶ memory (layout.ts) ─▶ assembly/index.ts: blocks of replicates ─▶ results.ts
 *
 * Statistics are computed in the module, too (statisticsTable.ts), which calls the driver for those it has no twin of.
 *
 * A new stage: write the reference first; if it pays, its twin in assembly/ over the arrays of assembly/arrays.ts, called
 * from assembly/index.ts; its parameters get a place in layout.ts and a line in parameters.ts.
 */
import { detectionsOf } from '../draw/drawPatients.ts';
import { enrolmentPlan } from '../draw/enrolment.ts';
import { drawSpan } from '../draw/entry.ts';
import type { StreamKey } from '../draw/stream.ts';
import { type Columns, createColumns, type Simulator, type Wants } from '../look/columns.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { fitBucketMap, overflowShare } from './bucketMap.ts';
import { type CellMap, fitCellMap } from './cellMap.ts';
import { codesOfEndpoint, mapAt, writeCourses } from './courseTable.ts';
import { ENROL_OPENINGS_AT } from './enrolmentLayout.ts';
import { writeEnrolment } from './enrolmentTable.ts';
import { type KernelModule, loadKernel } from './kernelModule.ts';
import * as at from './layout.ts';
import { ModuleMemory } from './memory.ts';
import { OperationsTable } from './operationsTable.ts';
import {
  armAt,
  isPlain,
  mostStrata,
  type RuleHint,
  readHints,
  rowsOf,
  writeArm,
  writeBucketMap,
  writeCells,
  writeDropping,
  writeEntry,
  writeEverybody,
  writeLooks,
  writeOwn,
  writeSpan,
  writeStops,
  writeTrial,
  writeWants,
} from './parameters.ts';
import { copyRows } from './results.ts';
import { StatisticsTable } from './statisticsTable.ts';
import { unsupported } from './unsupported.ts';

/** Codes that a polynomial bucket map is fitted to, and one by cells. */
const PILOT_CODES = 2000;
const PILOT_CODES_OF_CELLS = 20_000;
/** The most replicates and patients drawn for them, as early looks have few codes. */
const PILOT_REPLICATES = 200;
const PILOT_PATIENTS = 40_000;
const MAX_OVERFLOW = 0.06;

/** How codes find their buckets. */
type BucketMap = readonly number[] | CellMap;

/** Takes codes of a replicate's look and the largest possible one; returns how many of them it has used. */
type PilotVisit = (codes: Int32Array, largest: number) => number;

/** The codes that a bucket map is for, and the replicates that they are taken from. */
interface Pilot {
  readonly key: StreamKey;
  readonly first: number;
  /** The driving one is 0. */
  readonly endpoint: number;
  readonly look: number;
}

/** Copies of the entry and exit of one replicate by arm, as draw/drawArm.ts describes them. */
export interface Draws {
  readonly entry: readonly Int32Array[];
  readonly exit: readonly Int32Array[];
  readonly cell: readonly Int32Array[];
}

export interface FastSimulator extends Simulator {
  /** The draws of one replicate, for tests and for looking at a replicate. */
  draw(key: StreamKey, replicate: number): Draws;
}

/** A module instance with the arrays of one replicate in its memory, which simulators of several plans take turns in. */
export class FastKernel {
  readonly module: KernelModule;
  readonly memory: ModuleMemory;
  /** The simulator whose plan the memory holds. */
  private current: PlanSimulator | null = null;

  /** @throws WebAssembly.CompileError where SIMD is missing. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.module = loadKernel(bytes, (statistic, row, cut) => this.current?.onStatistic(statistic, row, cut));
    this.memory = new ModuleMemory(this.module);
  }

  /** A simulator of `plan`. @throws RangeError for a plan that the module does not take (unsupported.ts). */
  simulatorOf(plan: KernelPlan): FastSimulator {
    const reason = unsupported(plan);
    if (reason !== null) throw new RangeError(`the fast kernel does not take ${reason}`);
    return new PlanSimulator(this, plan);
  }

  /** Let `next` have the memory. */
  enter(next: PlanSimulator): void {
    if (this.current === next) return;
    this.current?.leave();
    this.current = next;
    next.configure();
  }
}

class PlanSimulator implements FastSimulator {
  private readonly kernel: FastKernel;
  private readonly plan: KernelPlan;
  private readonly statistics: StatisticsTable | null;
  private readonly operations: OperationsTable | null;
  private readonly patients: number;
  private readonly rows: number;
  /**
   * What earlier replicates taught about where cuts lie, and the coefficients of each look's bucket map: they affect
   * speed only, never results. The maps are by endpoint, then by look.
   */
  private hints: readonly RuleHint[] = [];
  private bucketMaps: readonly (readonly BucketMap[])[] | null = null;

  constructor(kernel: FastKernel, plan: KernelPlan) {
    const { statistics, sizes, ticksPerUnit } = plan;
    this.kernel = kernel;
    this.plan = plan;
    this.patients = sizes.reduce((sum, size) => sum + size, 0);
    this.statistics = statistics && new StatisticsTable(statistics, 1 / ticksPerUnit, this.patients);
    this.operations = plan.reportsOperations ? new OperationsTable(plan) : null;
    this.rows = rowsOf(plan);
  }

  /** Write the plan to the memory. */
  configure(): void {
    const { kernel, plan } = this;
    const { memory, module } = kernel;
    writeTrial(memory, plan);
    module.reserve(this.patients, mostStrata(plan));
    module.placeArms();
    module.open();
    memory.look();
    writeCells(memory, plan);
    writeEverybody(memory);
    writeCourses(memory, module, plan);
    this.statistics?.write(memory);
    writeDropping(memory, plan, this.statistics);
    writeOwn(memory, module, plan);
    const enrolment = enrolmentPlan(plan);
    const table = enrolment === null ? 0 : writeEnrolment(memory, enrolment);
    memory.setInt(at.TRIAL + at.TRIAL_ENROLMENT, table);
    this.operations?.write(memory, table === 0 ? 0 : memory.int(table + ENROL_OPENINGS_AT));
    writeEntry(memory, plan);
    const detections = detectionsOf(plan);
    plan.sizes.forEach((_, arm) => {
      writeArm(memory, plan, arm, detections?.[arm] ?? null);
      module.pad(armAt(arm));
    });
    writeLooks(memory, plan, this.hints);
  }

  /** Keeps what the module has learnt about the plan. */
  leave(): void {
    this.hints = readHints(this.kernel.memory, this.plan);
  }

  /** The driver's part of a statistic at results row `row` of all looks. */
  onStatistic(statistic: number, row: number, cut: number): void {
    this.statistics?.onStatistic(this.kernel.memory, statistic, row, cut);
  }

  private enter(key: StreamKey): void {
    this.kernel.enter(this);
    const { memory } = this.kernel;
    memory.setInt(at.KEY, key[0]);
    memory.setInt(at.KEY + 4, key[1]);
  }

  /** Simulates replicates `first … first + count − 1`, no more than the module holds, into results rows from 0 on. */
  private run(key: StreamKey, first: number, count: number): void {
    const { plan, kernel } = this;
    if (plan.entry.pattern === 'poisson' && plan.cohort.randomisation === null)
      for (let row = 0; row < count; row++) writeSpan(kernel.memory, plan, drawSpan(plan, key, first + row), row);
    kernel.module.run(first, count);
  }

  /**
   * Codes of endpoint `endpoint` at look `look` in replicates that end there, at least `enough` of them unless they are too few:
   * `visit` gets those of one replicate, and the largest possible one.
   */
  private pilot({ key, first, endpoint, look }: Pilot, enough: number, visit: PilotVisit): void {
    const { plan } = this;
    const { memory } = this.kernel;
    writeStops(memory, plan);
    memory.setDouble(at.LOOK + look * at.LOOK_BYTES + at.LOOK_ABOVE, Number.NEGATIVE_INFINITY);
    const row = look * this.rows;
    const count = (field: number) => memory.int(field + 4 * row);
    const most = Math.min(PILOT_REPLICATES, PILOT_PATIENTS / this.patients);
    let seen = 0;
    for (let k = 0; k < most && seen < enough; k++) {
      this.run(key, first + k, 1);
      if (count(at.ROW_PERFORMED) === 0) continue;
      const enrolled = isPlain(plan) ? count(at.ROW_ENROLLED0) + count(at.ROW_ENROLLED1) : null;
      const codes = endpoint === 0 ? memory.codesOfLook(enrolled) : codesOfEndpoint(memory, endpoint, enrolled);
      seen += visit(codes, 4 * count(at.ROW_CUT) + 3);
    }
  }

  /** Fits a bucket map to the codes of replicates that end at the look. */
  private fitMap(pilot: Pilot): BucketMap {
    // Codes under scans have gaps that replicates taken together do not show, as their cuts differ.
    const cells = this.plan.cohort.scans === null ? null : this.fitCells(pilot);
    if (cells !== null) return cells;
    const sample: number[] = [];
    this.pilot(pilot, PILOT_CODES, (codes, largest) => {
      const stride = Math.max(1, Math.floor(codes.length / PILOT_CODES));
      for (let i = sample.length % stride; i < codes.length; i += stride) sample.push(codes[i] / (largest + 1));
      return Math.ceil(codes.length / stride);
    });
    const values = Float64Array.from(sample).sort();
    if (values.length === 0) return [];
    const map = fitBucketMap(values);
    return overflowShare(map, values) <= MAX_OVERFLOW ? map : [];
  }

  private fitCells(pilot: Pilot): CellMap | null {
    const replicates: Int32Array[] = [];
    this.pilot(pilot, PILOT_CODES_OF_CELLS, (codes, largest) => {
      replicates.push(codes.map((code) => largest - code));
      return codes.length;
    });
    return replicates.length === 0 ? null : fitCellMap(replicates, MAX_OVERFLOW);
  }

  private fitMaps(key: StreamKey, first: number): readonly (readonly BucketMap[])[] {
    const { endpoints, looks } = this.plan;
    const places = [0, ...endpoints.map((_, e) => e + 1)];
    this.writeMaps(places.map(() => looks.map(() => [])));
    return places.map((endpoint) => looks.map((_, look) => this.fitMap({ key, first, endpoint, look })));
  }

  private writeMaps(maps: readonly (readonly BucketMap[])[]): void {
    const { memory } = this.kernel;
    maps.forEach((byLook, endpoint) => {
      byLook.forEach((map, look) => {
        writeBucketMap(memory, mapAt(memory, endpoint, look), map);
      });
    });
  }

  draw(key: StreamKey, index: number): Draws {
    const { plan } = this;
    const { memory } = this.kernel;
    this.enter(key);
    writeWants(memory, null, null, null);
    writeStops(memory, plan);
    this.run(key, index, 1);
    const byArm = (array: Int32Array) =>
      plan.sizes.map((_, arm) => array.slice(memory.offset(arm), memory.offset(arm) + memory.size(arm)));
    return { entry: byArm(memory.entry), exit: byArm(memory.exit), cell: byArm(memory.cells) };
  }

  simulate(key: StreamKey, first: number, count: number, wants: Wants): readonly Columns[] {
    const { plan } = this;
    const { memory } = this.kernel;
    this.enter(key);
    writeWants(memory, null, null, null);
    this.bucketMaps ??= this.fitMaps(key, first);
    this.writeMaps(this.bucketMaps);
    writeStops(memory, plan);

    const looks = createColumns(plan, count, wants);
    writeWants(memory, wants, this.statistics, this.operations);
    for (let done = 0; done < count; ) {
      const block = Math.min(this.rows, count - done);
      this.run(key, first + done, block);
      copyRows(memory, plan, this.statistics, this.operations, block, looks, done);
      done += block;
    }
    return looks;
  }
}
