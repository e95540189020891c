/**
 * The loop of ../pipeline.ts and the stages of ../twoArms.ts in WebAssembly: same plan, same draws, same columns.
 *
 *   parameters.ts ─▶ memory (layout.ts) ─▶ assembly/index.ts: blocks of replicates ─▶ results.ts
 *
 * A stage without a fast twin runs as its reference between fast ones, on views of the same arrays: so far that of
 * exits whose law is not piecewise linear, and of entries that an arm has to itself (draw/drawArm.ts fills the arm).
 *
 * Statistics are computed in the module, too (statisticsTable.ts), which calls the driver for those it has no twin of.
 *
 * A new stage: write the reference first; if it pays, its twin in assembly/ over the arrays of assembly/arrays.ts, called
 * from assembly/index.ts; its parameters get a place in layout.ts and a line in parameters.ts.
 */
import { drawArm } from '../draw/drawArm.ts';
import { drawSpan } from '../draw/entry.ts';
import type { StreamKey } from '../draw/stream.ts';
import { type Columns, createColumns, type Simulator, type Wants } from '../look/columns.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { fitBucketMap, overflowShare } from './bucketMap.ts';
import { type KernelModule, loadKernel } from './kernelModule.ts';
import * as at from './layout.ts';
import { ModuleMemory } from './memory.ts';
import {
  type RuleHint,
  readHints,
  rowsOf,
  writeArm,
  writeBucketMap,
  writeEntry,
  writeLooks,
  writeSpan,
  writeStops,
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
  readonly entry: readonly [Int32Array, Int32Array];
  readonly exit: readonly [Int32Array, Int32Array];
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
    this.memory = new ModuleMemory(this.module.memory);
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
  /** Whether the module itself draws the patients of an arm. */
  private readonly drawsArm: readonly [boolean, boolean];
  private readonly rows: number;
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
    this.statistics = statistics && new StatisticsTable(statistics, 1 / ticksPerUnit, sizes[0] + sizes[1]);
    const drawn = (arm: 0 | 1) => plan.exits[arm].kind !== 'separate' && plan.ownEntries === null;
    this.drawsArm = [drawn(0), drawn(1)];
    this.rows = rowsOf(plan);
  }

  /** Write the plan to the memory. */
  configure(): void {
    const { kernel, plan } = this;
    const { memory, module } = kernel;
    module.reserve(plan.sizes[0], plan.sizes[1]);
    if (this.statistics === null) memory.look();
    else this.statistics.write(module, memory);
    writeEntry(memory, plan);
    for (const arm of [0, 1] as const) {
      writeArm(memory, plan, arm);
      module.pad(arm === 0 ? at.ARM0 : at.ARM1);
    }
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

  /** Draws and analyses a replicate into results row 0. */
  private replicate(key: StreamKey, index: number): void {
    const { plan, drawsArm } = this;
    const { module, memory } = this.kernel;
    const span = drawSpan(plan, key, index);
    writeSpan(memory, plan, span, 0);
    module.seedTwo(index);
    if (drawsArm[0] && drawsArm[1]) {
      module.analyse(0, module.draw(at.SEEDS, 0));
      return;
    }
    for (const arm of [0, 1] as const) {
      if (drawsArm[arm] && span.last < 0) module.drawArm(arm, at.SEEDS, span.span, 0);
      else {
        drawArm(plan, arm, memory.offsets[arm], span, key, index, memory.entry, memory.exit);
        module.pad(arm === 0 ? at.ARM0 : at.ARM1);
      }
    }
    module.analyse(0, -1);
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
    const most = Math.min(PILOT_REPLICATES, PILOT_PATIENTS / (plan.sizes[0] + plan.sizes[1]));
    for (let k = 0; k < most && sample.length < PILOT_CODES; k++) {
      this.replicate(key, first + k);
      if (count(at.ROW_PERFORMED) === 0) continue;
      const n = count(at.ROW_ENROLLED0) + count(at.ROW_ENROLLED1);
      const largest = 4 * count(at.ROW_CUT) + 4;
      const stride = Math.max(1, Math.floor(n / PILOT_CODES));
      for (let i = k % stride; i < n; i += stride) sample.push(memory.codes[i] / largest);
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
    writeWants(memory, null, null);
    writeStops(memory, plan);
    this.replicate(key, index);
    const ofArm = (array: Int32Array, arm: 0 | 1) =>
      array.slice(memory.offsets[arm], memory.offsets[arm] + plan.sizes[arm]);
    const { entry, exit } = memory;
    return { entry: [ofArm(entry, 0), ofArm(entry, 1)], exit: [ofArm(exit, 0), ofArm(exit, 1)] };
  }

  simulate(key: StreamKey, first: number, count: number, wants: Wants): readonly Columns[] {
    const { plan } = this;
    const { module, memory } = this.kernel;
    this.enter(key);
    writeWants(memory, null, null);
    this.bucketMaps ??= this.fitMaps(key, first);
    this.bucketMaps.forEach((map, look) => {
      writeBucketMap(memory, look, map);
    });
    writeStops(memory, plan);

    const looks = createColumns(plan, count, wants);
    writeWants(memory, wants, this.statistics);
    const whole = this.drawsArm[0] && this.drawsArm[1];
    const poisson = plan.entry.pattern === 'poisson';
    for (let done = 0; done < count; ) {
      const block = whole ? Math.min(this.rows, count - done) : 1;
      if (whole) {
        for (let row = 0; poisson && row < block; row++)
          writeSpan(memory, plan, drawSpan(plan, key, first + done + row), row);
        module.run(first + done, block);
      } else this.replicate(key, first + done);
      copyRows(memory, plan, this.statistics, block, looks, done);
      done += block;
    }
    return looks;
  }
}
