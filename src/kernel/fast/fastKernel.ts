/**
 * The pipeline of ../twoArms.ts with its stages in WebAssembly: same plan, same draws, same columns.
 *
 * A plan's parameters are written to linear memory (layout.ts) when it comes, then blocks of replicates run inside the
 * module. What has no fast stage runs its reference stage between fast ones, on views of the same arrays: so far exits
 * whose law is not piecewise linear, and entries that an arm has to itself (draw/drawArm.ts fills the arm).
 *
 * A new stage: write the reference first; if it pays, its twin in assembly/ over the arrays of assembly/arrays.ts, called
 * from assembly/index.ts; parameters get a place in layout.ts and are written by `configure`.
 */

import { drawArm } from '../draw/drawArm.ts';
import { drawSpan, entryTick, evenTick } from '../draw/entry.ts';
import type { StreamKey } from '../draw/stream.ts';
import { type Columns, createColumns, type Simulate } from '../look/columns.ts';
import { type StatisticColumns, StatisticsStage } from '../look/statisticsStage.ts';
import type { KernelPlan } from '../plan/kernelPlan.ts';
import { NEVER } from '../plan/ticks.ts';
import { fitBucketMap, overflowShare } from './bucketMap.ts';
import { loadKernel } from './kernelModule.ts';
import * as at from './layout.ts';
import { inOrder, postfix } from './lookRules.ts';
import { unsupported } from './unsupported.ts';

/** What earlier replicates of a plan taught about where its cut and its words lie: speed only, never results. */
interface Pilot {
  /** Coefficients of each look, none where a map is of no use. */
  bucketMaps: number[][] | null;
  readonly rules: { guess: number; density: number; gap: number }[];
}

/** Words the bucket map is fitted to. */
const PILOT_WORDS = 2000;
/** Replicates and patients drawn for them at most: early looks have few words. */
const PILOT_REPLICATES = 200;
const PILOT_PATIENTS = 40_000;
const MAX_OVERFLOW = 0.06;

const NOTHING_READ: StatisticsStage['reads'] = { table: false, pooledSurvival: false, armSurvival: false };

/** Replicates whose results the module holds at once. */
const rowsOf = (plan: KernelPlan) => Math.floor(at.MAX_ROWS / plan.looks.length);

/** Whether the module itself draws the patients of an arm, or of both. */
const drawsArm = (plan: KernelPlan, arm: 0 | 1) => plan.exits[arm].kind !== 'separate' && plan.ownEntries === null;
const drawsAll = (plan: KernelPlan) => drawsArm(plan, 0) && drawsArm(plan, 1);

/** Entry and exit of one replicate by arm, as draw/drawArm.ts describes them: copies. */
export interface Draws {
  readonly entry: readonly [Int32Array, Int32Array];
  readonly exit: readonly [Int32Array, Int32Array];
}

export interface FastKernel {
  readonly simulate: Simulate;
  /** The draws of one replicate, for tests and for looking at a replicate. */
  readonly draw: (plan: KernelPlan, key: StreamKey, replicate: number) => Draws;
}

/** The fast pipeline on a module instance of its own, with the arrays of one replicate in the instance's memory. */
export function createFastKernel(bytes: Uint8Array<ArrayBuffer>): FastKernel {
  let stage: StatisticsStage | null = null;
  let reads: StatisticsStage['reads'] = NOTHING_READ;
  /** Columns of the looks that are being simulated, and the row that results row 0 goes to. */
  let statistics: readonly (readonly StatisticColumns[])[] = [];
  let firstRow = 0;
  const module = loadKernel(bytes, (row, n, cut) => {
    if (stage === null || current === null) return;
    const stride = rowsOf(current);
    const columns = statistics[Math.floor(row / stride)];
    const into = firstRow + (row % stride);
    const events = ints[(at.ROW_EVENTS0 >> 2) + row] + ints[(at.ROW_EVENTS1 >> 2) + row];
    const rows = reads.table ? module.fillRiskTable(n) : 0;
    if (reads.pooledSurvival) module.fillPooledSurvival(rows);
    if (reads.armSurvival) module.fillArmSurvival(rows);
    const n1 = ints[(at.ROW_ENROLLED1 >> 2) + row];
    stage.ofAttached(rows, n, n1, cut, doubles[(at.ROW_Z >> 3) + row], events, columns, into);
    doubles[(at.ROW_Z >> 3) + row] = columns[0].z[into];
  });
  const pilots = new WeakMap<KernelPlan, Pilot>();
  let current: KernelPlan | null = null;
  let currentPilot: Pilot | null = null;
  let ints = new Int32Array(0);
  let doubles = new Float64Array(0);
  let entry = ints;
  let exit = ints;
  let words = ints;
  let view = new DataView(new ArrayBuffer(0));
  const offsets = [0, 0];

  const setInt = (address: number, value: number) => view.setInt32(address, value, true);
  const setFloat = (address: number, value: number) => view.setFloat32(address, value, true);
  const setDouble = (address: number, value: number) => view.setFloat64(address, value, true);

  function configureArm(plan: KernelPlan, arm: 0 | 1): void {
    const base = arm === 0 ? at.ARM0 : at.ARM1;
    const law = plan.exits[arm];
    offsets[arm] = view.getInt32(base + at.ARM_OFFSET, true) >> 2;
    if (law.kind !== 'separate') {
      setInt(base + at.ARM_PIECES, law.breaks.length);
      const weibull = law.kind === 'weibull';
      const flagBits = weibull ? (law.dropoutMean > 0 ? 32 : 0) : law.flagBits;
      setInt(base + at.ARM_FLAG_BITS, flagBits);
      setInt(base + at.ARM_WEIBULL, weibull ? 1 : 0);
      setFloat(base + at.ARM_EXPONENT, weibull ? law.exponent : 1);
      setFloat(base + at.ARM_SCALE, weibull ? law.scale : 1);
      setFloat(base + at.ARM_DROPOUT_MEAN, weibull ? law.dropoutMean : 0);
      law.breaks.forEach((start, j) => {
        setFloat(base + at.ARM_BREAKS + 4 * j, start);
        setFloat(base + at.ARM_ORIGINS + 4 * j, law.origins[j]);
        setFloat(base + at.ARM_SLOPES + 4 * j, law.slopes[j]);
        if (!weibull) setInt(base + at.ARM_BELOW + 4 * j, law.eventBelow[j] - (flagBits === 16 ? 1 : 0));
      });
    }
    const hazards = plan.compensators?.[arm];
    if (hazards) {
      setInt(base + at.ARM_HAZARDS, hazards.starts.length);
      hazards.starts.forEach((start, j) => {
        setInt(base + at.ARM_HAZARD_STARTS + 4 * j, start);
        setDouble(base + at.ARM_HAZARD_INCREMENTS + 8 * j, hazards.increments[j]);
      });
    }
    if (plan.entry.pattern === 'even') {
      for (let j = 0; j < plan.sizes[arm]; j++) entry[offsets[arm] + j] = (evenTick(plan.entry, arm, j) << 2) | arm;
    }
    module.pad(base);
  }

  function configureEntry(plan: KernelPlan): void {
    const { pattern, shift, breaks, origins, slopes, total } = plan.entry;
    setInt(at.ENTRY, pattern === 'even' ? at.ENTRY_FIXED : shift === null ? at.ENTRY_INVERSE : at.ENTRY_WORD);
    setInt(at.ENTRY + at.ENTRY_SHIFT, shift ?? 0);
    setInt(at.ENTRY + at.ENTRY_PIECES, breaks.length);
    setInt(at.ENTRY + at.ENTRY_FOLLOW_UP, plan.followUpTicks);
    const lasts = [plan.entry, ...(plan.ownEntries ?? [])].map((own) => (own === null ? 0 : entryTick(own, own.total)));
    setInt(at.ENTRY + at.ENTRY_LATEST, pattern === 'poisson' ? NEVER : Math.max(...lasts));
    breaks.forEach((start, j) => {
      setDouble(at.ENTRY + at.ENTRY_BREAKS + 8 * j, start);
      setDouble(at.ENTRY + at.ENTRY_ORIGINS + 8 * j, origins[j]);
      setDouble(at.ENTRY + at.ENTRY_SLOPES + 8 * j, slopes[j]);
    });
    for (let row = 0; row < at.MAX_ROWS; row++) {
      setDouble(at.SPANS + row * at.SPAN_BYTES, total);
      setInt(at.SPANS + row * at.SPAN_BYTES + at.SPAN_ARM, -1);
    }
  }

  function configure(plan: KernelPlan): Pilot {
    const pilot = pilots.get(plan) ?? { bucketMaps: null, rules: [] };
    pilots.set(plan, pilot);
    module.reserve(plan.sizes[0], plan.sizes[1]);
    const { buffer } = module.memory;
    ints = new Int32Array(buffer);
    doubles = new Float64Array(buffer);
    view = new DataView(buffer);
    const from = (array: number) => ints.subarray(ints[(at.ARRAYS + array) >> 2] >> 2);
    entry = from(at.ARRAY_ENTRY);
    exit = from(at.ARRAY_EXIT);
    words = from(at.ARRAY_SORTED);
    configureEntry(plan);
    configureArm(plan, 0);
    configureArm(plan, 1);
    setInt(at.LOOKS, plan.looks.length);
    setInt(at.LOOKS + at.LOOKS_HORIZON, plan.horizonTicks);
    setInt(at.LOOKS + at.LOOKS_IN_ORDER, inOrder(plan) ? 1 : 0);
    setInt(at.LOOKS + at.LOOKS_STRIDE, rowsOf(plan));
    const reestimates = plan.looks.some(({ reestimation }) => reestimation !== null);
    setInt(at.LOOKS + at.LOOKS_REESTIMATED, 0);
    let rule = 0;
    plan.looks.forEach(({ cut, reestimation }, l) => {
      const look = at.LOOK + l * at.LOOK_BYTES;
      const operations = postfix(cut);
      setInt(look + at.LOOK_RULE, at.RULES + rule * at.RULE_BYTES);
      setInt(look + at.LOOK_RULES, operations.length);
      setInt(look + at.LOOK_STEPS, reestimation?.z.length ?? 0);
      reestimation?.z.forEach((z, i) => {
        setDouble(at.STEP_Z + 8 * i, z);
      });
      reestimation?.events.forEach((events, i) => {
        setInt(at.STEP_EVENTS + 4 * i, events);
      });
      const counts = operations.findIndex(([kind]) => kind === at.RULE_EVENTS);
      if (reestimates && l === plan.looks.length - 1 && counts >= 0) {
        setInt(at.LOOKS + at.LOOKS_REESTIMATED, at.RULES + (rule + counts) * at.RULE_BYTES);
        setInt(at.LOOKS + at.LOOKS_PLANNED_EVENTS, operations[counts][1]);
      }
      for (const [kind, value, patients] of operations) {
        const base = at.RULES + rule * at.RULE_BYTES;
        setInt(base, kind);
        setInt(base + at.RULE_VALUE, value);
        setInt(base + at.RULE_PATIENTS, patients);
        setDouble(base + at.RULE_GUESS, pilot.rules[rule]?.guess ?? 0);
        setDouble(base + at.RULE_DENSITY, pilot.rules[rule]?.density ?? 0);
        setDouble(base + at.RULE_GAP, pilot.rules[rule]?.gap ?? 0);
        rule++;
      }
    });
    return pilot;
  }

  function setBucketMap(look: number, coefficients: readonly number[]): void {
    const base = at.LOOK + look * at.LOOK_BYTES;
    setInt(base + at.LOOK_MAP_READY, coefficients.length > 0 ? 1 : 0);
    coefficients.forEach((c, j) => {
      setFloat(base + at.LOOK_MAP + 4 * j, c);
    });
  }

  function setStops(plan: KernelPlan): void {
    plan.looks.forEach(({ stopAbove, stopBelow, estimateAbove, estimateBelow }, l) => {
      const look = at.LOOK + l * at.LOOK_BYTES;
      setDouble(look + at.LOOK_ABOVE, stopAbove);
      setDouble(look + at.LOOK_BELOW, stopBelow);
      setDouble(look + at.LOOK_ESTIMATE_ABOVE, estimateAbove);
      setDouble(look + at.LOOK_ESTIMATE_BELOW, estimateBelow);
    });
  }

  /** Keep what the module has learnt about the plan it leaves. */
  function leave(): void {
    if (current === null || currentPilot === null) return;
    const rules = current.looks.flatMap(({ cut }) => postfix(cut)).length;
    for (let k = 0; k < rules; k++) {
      const base = at.RULES + k * at.RULE_BYTES;
      currentPilot.rules[k] = {
        guess: view.getFloat64(base + at.RULE_GUESS, true),
        density: view.getFloat64(base + at.RULE_DENSITY, true),
        gap: view.getFloat64(base + at.RULE_GAP, true),
      };
    }
  }

  /** Draw and analyse a replicate into results row 0. */
  function replicate(plan: KernelPlan, key: StreamKey, index: number): void {
    const span = drawSpan(plan, key, index);
    writeSpan(plan, span.span, span.last, 0);
    module.seedTwo(index);
    if (drawsAll(plan)) {
      module.analyse(0, module.draw(at.SEEDS, 0));
      return;
    }
    for (const arm of [0, 1] as const) {
      if (drawsArm(plan, arm) && span.last < 0) module.drawArm(arm, at.SEEDS, span.span, 0);
      else {
        drawArm(plan, arm, offsets[arm], span, key, index, entry, exit);
        module.pad(arm === 0 ? at.ARM0 : at.ARM1);
      }
    }
    module.analyse(0, -1);
  }

  function writeSpan(plan: KernelPlan, span: number, last: number, row: number): void {
    if (last < 0) return;
    const base = at.SPANS + row * at.SPAN_BYTES;
    const arm = last < plan.sizes[0] ? 0 : 1;
    setDouble(base, span);
    setInt(base + at.SPAN_ARM, arm);
    setInt(base + at.SPAN_INDEX, arm === 0 ? last : last - plan.sizes[0]);
    setInt(base + at.SPAN_TICK, entryTick(plan.entry, span));
  }

  /** Fit the bucket map of look `look` to the words of replicates that end there. */
  function fitMap(plan: KernelPlan, key: StreamKey, first: number, look: number): number[] {
    setStops(plan);
    setDouble(at.LOOK + look * at.LOOK_BYTES + at.LOOK_ABOVE, Number.NEGATIVE_INFINITY);
    const row = look * rowsOf(plan);
    const sample: number[] = [];
    const most = Math.min(PILOT_REPLICATES, PILOT_PATIENTS / (plan.sizes[0] + plan.sizes[1]));
    for (let k = 0; k < most && sample.length < PILOT_WORDS; k++) {
      replicate(plan, key, first + k);
      if (view.getInt32(at.ROW_PERFORMED + 4 * row, true) === 0) continue;
      const count = (field: number) => view.getInt32(field + 4 * row, true);
      const n = count(at.ROW_ENROLLED0) + count(at.ROW_ENROLLED1);
      const largest = 4 * count(at.ROW_CUT) + 4;
      const stride = Math.max(1, Math.floor(n / PILOT_WORDS));
      for (let i = k % stride; i < n; i += stride) sample.push(words[i] / largest);
    }
    const values = Float64Array.from(sample).sort();
    if (values.length === 0) return [];
    const map = fitBucketMap(values);
    return overflowShare(map, values) > MAX_OVERFLOW ? [] : map;
  }

  /** Results rows 0 … rows − 1 of every look to its columns from row `to` on. */
  function copyRows(plan: KernelPlan, rows: number, looks: readonly Columns[], to: number): void {
    const unit = 1 / plan.ticksPerUnit;
    looks.forEach((columns, l) => {
      const from = l * rowsOf(plan);
      const whole = (field: number, column: Int32Array | Uint8Array) =>
        column.set(ints.subarray((field >> 2) + from, (field >> 2) + from + rows), to);
      const double = (field: number, column: Float64Array) =>
        column.set(doubles.subarray((field >> 3) + from, (field >> 3) + from + rows), to);
      const cut = (at.ROW_CUT >> 2) + from;
      whole(at.ROW_PERFORMED, columns.performed);
      double(at.ROW_Z, columns.z);
      for (let k = 0; k < rows; k++) columns.analysisTime[to + k] = ints[cut + k] * unit;
      whole(at.ROW_MET, columns.reached);
      whole(at.ROW_ENROLLED0, columns.enrolled[0]);
      whole(at.ROW_ENROLLED1, columns.enrolled[1]);
      whole(at.ROW_EVENTS0, columns.events[0]);
      whole(at.ROW_EVENTS1, columns.events[1]);
      whole(at.ROW_DROPOUTS0, columns.dropouts[0]);
      whole(at.ROW_DROPOUTS1, columns.dropouts[1]);
      whole(at.ROW_COMPLETED0, columns.completed[0]);
      whole(at.ROW_COMPLETED1, columns.completed[1]);
      if (columns.compensators !== null) {
        double(at.ROW_COMPENSATOR0, columns.compensators[0]);
        double(at.ROW_COMPENSATOR1, columns.compensators[1]);
      }
      for (const arm of [0, 1] as const) {
        const medians = columns.medians?.[arm];
        if (!medians) continue;
        double(arm === 0 ? at.ROW_MEDIAN0 : at.ROW_MEDIAN1, medians);
        for (let k = 0; k < rows; k++) medians[to + k] = (ints[cut + k] - medians[to + k]) * unit;
      }
      if (columns.logHazardRatio !== null) double(at.ROW_LOG_HR, columns.logHazardRatio);
      if (columns.standardError !== null) double(at.ROW_SE, columns.standardError);
    });
  }

  /** The risk table's columns in the module's memory. */
  function riskColumns() {
    const stride = ints[(at.ARRAYS + at.ARRAY_RISK_STRIDE) >> 2] >> 2;
    const from = ints[(at.ARRAYS + at.ARRAY_RISK) >> 2] >> 2;
    const column = (k: number) => ints.subarray(from + k * stride, from + (k + 1) * stride);
    const curves = ints[(at.ARRAYS + at.ARRAY_SURVIVAL) >> 2] >> 3;
    const curve = (k: number) => doubles.subarray(curves + k * stride, curves + (k + 1) * stride);
    return {
      keys: column(0),
      atRisk: column(1),
      atRisk1: column(2),
      events: column(3),
      events1: column(4),
      pooledBefore: curve(0),
      survival0: curve(1),
      survival1: curve(2),
    };
  }

  /** Make `plan` and `key` the ones the module works on. */
  function enter(plan: KernelPlan, key: StreamKey): Pilot {
    const reason = unsupported(plan);
    if (reason !== null) throw new RangeError(`the fast kernel does not take ${reason}`);
    if (currentPilot === null || current !== plan) {
      leave();
      currentPilot = configure(plan);
      current = plan;
      stage =
        plan.statistics && new StatisticsStage(plan.statistics, 1 / plan.ticksPerUnit, plan.sizes[0] + plan.sizes[1]);
      stage?.attach(riskColumns());
      reads = stage?.reads ?? NOTHING_READ;
    }
    setInt(at.KEY, key[0]);
    setInt(at.KEY + 4, key[1]);
    return currentPilot;
  }

  const draw: FastKernel['draw'] = (plan, key, index) => {
    enter(plan, key);
    setInt(at.WANTS, 0);
    setStops(plan);
    replicate(plan, key, index);
    const ofArm = (array: Int32Array, arm: 0 | 1) => array.slice(offsets[arm], offsets[arm] + plan.sizes[arm]);
    return { entry: [ofArm(entry, 0), ofArm(entry, 1)], exit: [ofArm(exit, 0), ofArm(exit, 1)] };
  };

  const simulate: Simulate = (plan, key, first, count, wants) => {
    const pilot = enter(plan, key);
    setInt(at.WANTS, 0);
    // The pilot sorts without maps.
    if (pilot.bucketMaps === null) {
      plan.looks.forEach((_, look) => {
        setBucketMap(look, []);
      });
      pilot.bucketMaps = plan.looks.map((_, look) => fitMap(plan, key, first, look));
    }
    pilot.bucketMaps.forEach((map, look) => {
      setBucketMap(look, map);
    });
    setStops(plan);

    const looks = createColumns(plan, count, wants);
    statistics = looks.map((columns) => columns.statistics);
    setInt(
      at.WANTS,
      (wants.hazardRatio ? at.WANTS_HAZARD_RATIO : 0) |
        (wants.medians ? at.WANTS_MEDIANS : 0) |
        (wants.compensators ? at.WANTS_COMPENSATORS : 0) |
        (stage === null ? 0 : at.WANTS_STATISTICS),
    );
    const whole = drawsAll(plan);
    const poisson = plan.entry.pattern === 'poisson';
    for (let done = 0; done < count; ) {
      firstRow = done;
      const block = whole ? Math.min(rowsOf(plan), count - done) : 1;
      if (whole) {
        for (let row = 0; poisson && row < block; row++) {
          const span = drawSpan(plan, key, first + done + row);
          writeSpan(plan, span.span, span.last, row);
        }
        module.run(first + done, block);
      } else {
        replicate(plan, key, first + done);
      }
      copyRows(plan, block, looks, done);
      done += block;
    }
    return looks;
  };
  return { simulate, draw };
}
