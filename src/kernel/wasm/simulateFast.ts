/**
 * The pipeline of ../simulate.ts with its stages in WebAssembly: same plan, same draws, same columns.
 *
 * A plan's parameters are written to linear memory (layout.ts) when it comes, then blocks of replicates run inside the
 * module. What has no fast stage runs its reference stage between fast ones, on views of the same arrays: so far exits
 * whose law is not piecewise linear (exit.ts fills the arm).
 *
 * A new stage: write the reference first; if it pays, its twin in assembly/ over the arrays of assembly/arrays.ts, called
 * from assembly/index.ts; parameters get a place in layout.ts and are written by `configure`.
 */
import { drawSpan, entryTick, slotOf } from '../entry.ts';
import { drawArm } from '../exit.ts';
import type { CutPlan, KernelPlan } from '../plan.ts';
import { NEVER } from '../plan.ts';
import { type Columns, createColumns, type Wants } from '../simulate.ts';
import type { StreamKey } from '../stream.ts';
import { fitBucketMap, overflowShare } from './bucketMap.ts';
import * as at from './layout.ts';
import { loadKernel } from './load.ts';

/** What earlier replicates of a plan taught about where its cut and its words lie: speed only, never results. */
interface Pilot {
  bucketMap: number[] | null;
  readonly rules: { guess: number; density: number }[];
}

const RULE_KINDS: Record<CutPlan['kind'], number> = {
  events: at.RULE_EVENTS,
  calendarTime: at.RULE_CALENDAR,
  followUp: at.RULE_FOLLOW_UP,
  laterOf: at.RULE_LATER,
  earlierOf: at.RULE_EARLIER,
};

/** Patients beyond which the module's memory would pass a gigabyte. */
const MAX_PATIENTS = 2 ** 24;
/** Words the bucket map is fitted to. */
const PILOT_WORDS = 2000;
const MAX_OVERFLOW = 0.06;

/** The rule in postfix order: [kind, value] pairs. */
function postfix(rule: CutPlan): [number, number][] {
  switch (rule.kind) {
    case 'events':
      return [[at.RULE_EVENTS, rule.events]];
    case 'calendarTime':
    case 'followUp':
      return [[RULE_KINDS[rule.kind], rule.ticks]];
    default:
      return [...rule.rules.flatMap(postfix), [RULE_KINDS[rule.kind], rule.rules.length]];
  }
}

/** Why the module cannot run `plan`; null when it can. */
export function unsupported(plan: KernelPlan): string | null {
  if (plan.sizes[0] + plan.sizes[1] > MAX_PATIENTS) return `more than ${MAX_PATIENTS} patients`;
  if (plan.sizes[0] < 1 || plan.sizes[1] < 1) return 'an empty arm';
  if (plan.entry.breaks.length > at.MAX_PIECES) return `more than ${at.MAX_PIECES} accrual rates`;
  if (plan.exits.some((exit) => exit.kind !== 'separate' && exit.breaks.length > at.MAX_PIECES))
    return `more than ${at.MAX_PIECES} hazards in an arm`;
  if (plan.compensators?.some(({ starts }) => starts.length > at.MAX_PIECES))
    return `more than ${at.MAX_PIECES} hazards in an arm`;
  if (postfix(plan.cut).length > at.MAX_RULES) return `more than ${at.MAX_RULES} parts in the analysis rule`;
  return null;
}

/** Anything that simulates like ../simulate.ts. */
export type Simulate = (plan: KernelPlan, key: StreamKey, first: number, count: number, wants: Wants) => Columns;

/** Entry and exit of one replicate by arm, as exit.ts describes them: copies. */
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
  const module = loadKernel(bytes);
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
      for (let j = 0; j < plan.sizes[arm]; j++)
        entry[offsets[arm] + j] = (entryTick(plan.entry, slotOf(plan, arm, j) + 0.5) << 2) | arm;
    }
    module.pad(base);
  }

  function configureEntry(plan: KernelPlan): void {
    const { pattern, shift, breaks, origins, slopes, total } = plan.entry;
    setInt(at.ENTRY, pattern === 'even' ? at.ENTRY_FIXED : shift === null ? at.ENTRY_INVERSE : at.ENTRY_WORD);
    setInt(at.ENTRY + at.ENTRY_SHIFT, shift ?? 0);
    setInt(at.ENTRY + at.ENTRY_PIECES, breaks.length);
    setInt(at.ENTRY + at.ENTRY_LATEST, pattern === 'poisson' ? NEVER : entryTick(plan.entry, total));
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
    const pilot = pilots.get(plan) ?? { bucketMap: null, rules: [] };
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
    const rules = postfix(plan.cut);
    setInt(at.CUT, rules.length);
    setInt(at.CUT + at.CUT_HORIZON, plan.horizonTicks);
    rules.forEach(([kind, value], k) => {
      const base = at.RULES + k * at.RULE_BYTES;
      setInt(base, kind);
      setInt(base + at.RULE_VALUE, value);
      setDouble(base + at.RULE_GUESS, pilot.rules[k]?.guess ?? 0);
      setDouble(base + at.RULE_DENSITY, pilot.rules[k]?.density ?? 0);
    });
    return pilot;
  }

  function setBucketMap(coefficients: readonly number[] | null): void {
    setInt(at.BUCKET_MAP_READY, coefficients !== null && coefficients.length > 0 ? 1 : 0);
    coefficients?.forEach((c, j) => {
      setFloat(at.BUCKET_MAP + 4 * j, c);
    });
  }

  /** Keep what the module has learnt about the plan it leaves. */
  function leave(): void {
    if (current === null || currentPilot === null) return;
    for (let k = 0; k < view.getInt32(at.CUT, true); k++) {
      const base = at.RULES + k * at.RULE_BYTES;
      currentPilot.rules[k] = {
        guess: view.getFloat64(base + at.RULE_GUESS, true),
        density: view.getFloat64(base + at.RULE_DENSITY, true),
      };
    }
  }

  /** Draw and analyse a replicate into results row 0; returns the number enrolled. */
  function replicate(plan: KernelPlan, key: StreamKey, index: number): number {
    const span = drawSpan(plan, key, index);
    writeSpan(plan, span.span, span.last, 0);
    if (plan.exits[0].kind !== 'separate' && plan.exits[1].kind !== 'separate')
      return module.analyse(0, module.draw(index, 0));
    for (const arm of [0, 1] as const) {
      if (plan.exits[arm].kind !== 'separate' && span.last < 0) {
        module.seedLanes(index | 0, Math.floor(index / 4294967296));
        module.drawArm(arm, span.span, 0);
      } else {
        drawArm(plan, arm, offsets[arm], span, key, index, entry, exit);
        module.pad(arm === 0 ? at.ARM0 : at.ARM1);
      }
    }
    return module.analyse(0, -1);
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

  function fitMap(plan: KernelPlan, key: StreamKey, first: number): number[] {
    setBucketMap(null);
    const sample: number[] = [];
    for (let k = 0; k < 200 && sample.length < PILOT_WORDS; k++) {
      const n = replicate(plan, key, first + k);
      const largest = 4 * view.getInt32(at.ROWS + at.ROW_CUT, true) + 4;
      const stride = Math.max(1, Math.floor(n / PILOT_WORDS));
      for (let i = k % stride; i < n; i += stride) sample.push(words[i] / largest);
    }
    const values = Float64Array.from(sample).sort();
    if (values.length === 0) return [];
    const map = fitBucketMap(values);
    return overflowShare(map, values) > MAX_OVERFLOW ? [] : map;
  }

  /** Results rows 0 … rows − 1 to the columns from row `to` on, column by column. */
  function copyRows(plan: KernelPlan, rows: number, columns: Columns, to: number): void {
    const unit = 1 / plan.ticksPerUnit;
    const whole = (field: number, column: Int32Array | Uint8Array) => {
      let from = (at.ROWS + field) >> 2;
      for (let k = 0; k < rows; k++, from += at.ROW_BYTES >> 2) column[to + k] = ints[from];
    };
    const double = (field: number, column: Float64Array) => {
      let from = (at.ROWS + field) >> 3;
      for (let k = 0; k < rows; k++, from += at.ROW_BYTES >> 3) column[to + k] = doubles[from];
    };
    double(0, columns.z);
    let from = (at.ROWS + at.ROW_CUT) >> 2;
    for (let k = 0; k < rows; k++, from += at.ROW_BYTES >> 2) columns.analysisTime[to + k] = ints[from] * unit;
    whole(at.ROW_MET, columns.reached);
    for (const arm of [0, 1] as const) {
      whole(at.ROW_ENROLLED + 4 * arm, columns.enrolled[arm]);
      whole(at.ROW_EVENTS + 4 * arm, columns.events[arm]);
      whole(at.ROW_DROPOUTS + 4 * arm, columns.dropouts[arm]);
      if (columns.compensators !== null) double(at.ROW_COMPENSATORS + 8 * arm, columns.compensators[arm]);
      if (columns.medians === null) continue;
      const medians = columns.medians[arm];
      double(at.ROW_MEDIANS + 8 * arm, medians);
      from = (at.ROWS + at.ROW_CUT) >> 2;
      for (let k = 0; k < rows; k++, from += at.ROW_BYTES >> 2) medians[to + k] = (ints[from] - medians[to + k]) * unit;
    }
    if (columns.logHazardRatio !== null) double(at.ROW_LOG_HR, columns.logHazardRatio);
    if (columns.standardError !== null) double(at.ROW_SE, columns.standardError);
  }

  /** Make `plan` and `key` the ones the module works on. */
  function enter(plan: KernelPlan, key: StreamKey): Pilot {
    const reason = unsupported(plan);
    if (reason !== null) throw new RangeError(`the fast kernel does not take ${reason}`);
    if (currentPilot === null || current !== plan) {
      leave();
      currentPilot = configure(plan);
      current = plan;
    }
    setInt(at.KEY, key[0]);
    setInt(at.KEY + 4, key[1]);
    return currentPilot;
  }

  const draw: FastKernel['draw'] = (plan, key, index) => {
    enter(plan, key);
    setInt(at.WANTS, 0);
    replicate(plan, key, index);
    const ofArm = (array: Int32Array, arm: 0 | 1) => array.slice(offsets[arm], offsets[arm] + plan.sizes[arm]);
    return { entry: [ofArm(entry, 0), ofArm(entry, 1)], exit: [ofArm(exit, 0), ofArm(exit, 1)] };
  };

  const simulate: Simulate = (plan, key, first, count, wants) => {
    const pilot = enter(plan, key);
    setInt(at.WANTS, 0);
    pilot.bucketMap ??= fitMap(plan, key, first);
    setBucketMap(pilot.bucketMap);

    const columns = createColumns(plan, count, wants);
    setInt(
      at.WANTS,
      (wants.hazardRatio ? at.WANTS_HAZARD_RATIO : 0) |
        (wants.medians ? at.WANTS_MEDIANS : 0) |
        (wants.compensators ? at.WANTS_COMPENSATORS : 0),
    );
    const whole = plan.exits.every((law) => law.kind !== 'separate');
    const poisson = plan.entry.pattern === 'poisson';
    for (let done = 0; done < count; ) {
      const block = whole ? Math.min(at.MAX_ROWS, count - done) : 1;
      if (whole) {
        for (let row = 0; poisson && row < block; row++) {
          const span = drawSpan(plan, key, first + done + row);
          writeSpan(plan, span.span, span.last, row);
        }
        module.run(first + done, block);
      } else {
        replicate(plan, key, first + done);
      }
      copyRows(plan, block, columns, done);
      done += block;
    }
    return columns;
  };
  return { simulate, draw };
}
