/**
 * The loop of ../pipeline.ts and the stages of ../reference.ts in WebAssembly: same plan, same draws, same columns.
 *
 *   parameters.ts ─▶ memory (layout.ts) ─▶ assembly/index.ts: blocks of replicates ─▶ results.ts
 *
 * A stage without a fast twin runs as its reference between fast ones, on views of the same arrays: so far that of
 * exits whose law is not piecewise linear, and of entries that an arm has to itself (draw/drawArm.ts fills the arm).
 *
 * A new stage: write the reference first; if it pays, its twin in assembly/ over the arrays of assembly/arrays.ts, called
 * from assembly/index.ts; its parameters get a place in layout.ts and a line in parameters.ts.
 */
import { type ArmSpan, armEntries, drawArm } from '../draw/drawArm.ts';
import { drawSpan } from '../draw/entry.ts';
import type { StreamKey } from '../draw/stream.ts';
import { type Columns, createColumns, type Simulator, type Wants } from '../look/columns.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { fitBucketMap, overflowShare } from './bucketMap.ts';
import { type KernelModule, loadKernel } from './kernelModule.ts';
import * as at from './layout.ts';
import { ModuleMemory } from './memory.ts';
import { OperationsTable } from './operationsTable.ts';
import {
  armAt,
  isDrawnFast,
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
  writeSpan,
  writeStops,
  writeTrial,
  writeWants,
} from './parameters.ts';
import { copyRows } from './results.ts';
import { StatisticsTable } from './statisticsTable.ts';
import { unsupported } from './unsupported.ts';

/** Codes that the bucket map is fitted to. */
const PILOT_CODES = 2000;
/** The most replicates and patients drawn for them, as early looks have few codes. */
const PILOT_REPLICATES = 200;
const PILOT_PATIENTS = 40_000;
const MAX_OVERFLOW = 0.06;

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
  /** Whether the module itself draws the patients of each arm. */
  private readonly drawsArm: readonly boolean[];
  private readonly patients: number;
  private readonly rows: number;
  private definedCells = new Uint8Array(16);
  /**
   * What earlier replicates taught about where cuts lie, and the coefficients of each look's bucket map: they affect
   * speed only, never results.
   */
  private hints: readonly RuleHint[] = [];
  private bucketMaps: readonly (readonly number[])[] | null = null;

  constructor(kernel: FastKernel, plan: KernelPlan) {
    const { statistics, sizes, ticksPerUnit } = plan;
    this.kernel = kernel;
    this.plan = plan;
    this.patients = sizes.reduce((sum, size) => sum + size, 0);
    this.statistics = statistics && new StatisticsTable(statistics, 1 / ticksPerUnit, this.patients);
    this.operations = plan.reportsOperations ? new OperationsTable(plan) : null;
    this.drawsArm = plan.exits.map((laws) => isDrawnFast(laws) && plan.ownEntries === null);
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
    this.statistics?.write(memory);
    writeDropping(memory, plan, this.statistics);
    this.operations?.write(memory, 0);
    writeEntry(memory, plan);
    plan.sizes.forEach((_, arm) => {
      writeArm(memory, plan, arm);
      module.pad(armAt(arm));
    });
    writeLooks(memory, plan, this.hints);
  }

  /** Keeps what the module has learnt about the plan. */
  leave(): void {
    this.hints = readHints(this.kernel.memory, this.plan);
  }

  onStatistic(statistic: number, row: number, cut: number): void {
    this.statistics?.onStatistic(this.kernel.memory, statistic, row, cut);
  }

  private enter(key: StreamKey): void {
    this.kernel.enter(this);
    const { memory } = this.kernel;
    memory.setInt(at.KEY, key[0]);
    memory.setInt(at.KEY + 4, key[1]);
  }

  /** Draws and analyses a replicate into results row 0. */
  private replicate(key: StreamKey, index: number): void {
    const { plan, drawsArm } = this;
    const { module, memory } = this.kernel;
    const span = drawSpan(plan, key, index);
    writeSpan(memory, plan, span, 0);
    module.seedArms(index);
    module.enrol(index);
    let first = 0;
    drawsArm.forEach((drawn, arm) => {
      if (drawn) module.drawArm(arm, at.SEEDS, span.span, 0, false);
      else this.drawArm(key, index, arm, armEntries(plan, arm, first, span));
      first += plan.sizes[arm];
    });
    // The driver's draws have let the last patient close a Poisson enrolment already.
    if (span.last >= 0 && drawsArm[memory.int(at.SPANS + at.SPAN_ARM)]) module.closeEnrolment(at.SPANS);
    module.analyse(0, -1);
  }

  /** Draws an arm by its definition. */
  private drawArm(key: StreamKey, index: number, arm: number, entries: ArmSpan['entries']): void {
    const { module, memory } = this.kernel;
    const offset = memory.offset(arm);
    const count = memory.size(arm);
    const cell = this.definedCells.length > offset + count ? this.definedCells : new Uint8Array(2 * (offset + count));
    this.definedCells = cell;
    for (let i = offset; i < offset + count; i++) cell[i] = memory.cells[i] >> 2;
    drawArm(this.plan, { arm, offset, count, cell, entries }, key, index, memory.entry, memory.exit);
    module.pad(armAt(arm));
  }

  /** Fits the bucket map of look `look` to the codes of replicates that end there. */
  private fitMap(key: StreamKey, first: number, look: number): number[] {
    const { plan } = this;
    const { memory } = this.kernel;
    writeStops(memory, plan);
    memory.setDouble(at.LOOK + look * at.LOOK_BYTES + at.LOOK_ABOVE, Number.NEGATIVE_INFINITY);
    const row = look * this.rows;
    const count = (field: number) => memory.int(field + 4 * row);
    const sample: number[] = [];
    const most = Math.min(PILOT_REPLICATES, PILOT_PATIENTS / this.patients);
    for (let k = 0; k < most && sample.length < PILOT_CODES; k++) {
      this.replicate(key, first + k);
      if (count(at.ROW_PERFORMED) === 0) continue;
      const codes = memory.codesOfLook(isPlain(plan) ? count(at.ROW_ENROLLED0) + count(at.ROW_ENROLLED1) : null);
      const largest = 4 * count(at.ROW_CUT) + 4;
      const stride = Math.max(1, Math.floor(codes.length / PILOT_CODES));
      for (let i = k % stride; i < codes.length; i += stride) sample.push(codes[i] / largest);
    }
    const values = Float64Array.from(sample).sort();
    if (values.length === 0) return [];
    const map = fitBucketMap(values);
    return overflowShare(map, values) > MAX_OVERFLOW ? [] : map;
  }

  /** The pilot that comes before the first replicates of the plan; it sorts without maps. */
  private fitMaps(key: StreamKey, first: number): readonly (readonly number[])[] {
    const { looks } = this.plan;
    looks.forEach((_, look) => {
      writeBucketMap(this.kernel.memory, look, []);
    });
    return looks.map((_, look) => this.fitMap(key, first, look));
  }

  draw(key: StreamKey, index: number): Draws {
    const { plan } = this;
    const { memory } = this.kernel;
    this.enter(key);
    writeWants(memory, null, null, null);
    writeStops(memory, plan);
    this.replicate(key, index);
    const byArm = (array: Int32Array) =>
      plan.sizes.map((_, arm) => array.slice(memory.offset(arm), memory.offset(arm) + memory.size(arm)));
    return { entry: byArm(memory.entry), exit: byArm(memory.exit), cell: byArm(memory.cells) };
  }

  simulate(key: StreamKey, first: number, count: number, wants: Wants): readonly Columns[] {
    const { plan } = this;
    const { module, memory } = this.kernel;
    this.enter(key);
    writeWants(memory, null, null, null);
    this.bucketMaps ??= this.fitMaps(key, first);
    this.bucketMaps.forEach((map, look) => {
      writeBucketMap(memory, look, map);
    });
    writeStops(memory, plan);

    const looks = createColumns(plan, count, wants);
    writeWants(memory, wants, this.statistics, this.operations);
    const whole = this.drawsArm.every(Boolean);
    const poisson = plan.entry.pattern === 'poisson';
    for (let done = 0; done < count; ) {
      const block = whole ? Math.min(this.rows, count - done) : 1;
      if (whole) {
        for (let row = 0; poisson && row < block; row++)
          writeSpan(memory, plan, drawSpan(plan, key, first + done + row), row);
        module.run(first + done, block);
      } else this.replicate(key, first + done);
      copyRows(memory, plan, this.statistics, this.operations, block, looks, done);
      done += block;
    }
    return looks;
  }
}
