/** An arm's scans, deaths and dropout, written to the module's memory (scanLayout.ts). */
import type { DeathLaw } from '../draw/deathLaw.ts';
import type { Detection } from '../draw/detection.ts';
import { COUNTER, MULTIPLIERS, nominalTick, ROUNDER, type Schedule } from '../draw/scan.ts';
import { NEVER, QUANTUM } from '../plan/ticks.ts';
import type { ModuleMemory } from './memory.ts';
import * as at from './scanLayout.ts';

/** Entries of a guide at most. */
const ENTRIES = 4096;
/** Entries of a guide in the shortest interval, where that is not too many. */
const PER_INTERVAL = 8;

/** Scans near every tick: those that come first at or after its entry's beginning, and those that come last by its end. */
interface ScanGuides {
  readonly shift: number;
  /** Two nominal ticks and number × COUNTER for each entry, and 0. */
  readonly forward: Int32Array;
  readonly backward: Int32Array;
}

const ROUNDER_BITS = new Int32Array(Float32Array.of(ROUNDER).buffer)[0];

function moves({ reach, attendedFrom }: Schedule): boolean {
  return reach > 0 || attendedFrom > -(2 ** 31);
}

/**
 * Null where no entry is as short as the shortest interval, and where scans stand closer than twice the reach or so close to
 * randomisation that moving them may change their order.
 */
function guidesOf(schedule: Schedule): ScanGuides | null {
  const { reach } = schedule;
  const end = NEVER + reach;
  const ticks: number[] = [0];
  let shortest = end;
  for (let k = 1; ticks[k - 1] <= end; k++) {
    ticks.push(nominalTick(schedule, k));
    const interval = ticks[k] - ticks[k - 1];
    shortest = Math.min(shortest, interval);
    if (interval < 2 * reach || shortest * ENTRIES <= end) return null;
  }
  if (ticks[1] - reach < 1) return null;
  let shift = 0;
  while (end >> shift >= ENTRIES) shift++;
  if (1 << shift > shortest) return null;
  while (2 << shift <= shortest / PER_INTERVAL) shift++;
  const entries = (end >> shift) + 1;
  const taken = moves(schedule) ? ROUNDER_BITS << schedule.shift : 0;
  const nominal = (k: number) => (k >= 1 && k < ticks.length && ticks[k] <= end ? ticks[k] : at.SCAN_NONE) - taken;
  const forward = new Int32Array(4 * entries);
  const backward = new Int32Array(4 * entries);
  let k = 1;
  for (let b = 0; b < entries; b++) {
    while (ticks[k] < b << shift) k++;
    forward.set([nominal(k), nominal(k + 1), Math.imul(k, COUNTER), 0], 4 * b);
    let last = k - 1;
    while (ticks[last + 1] < (b + 1) << shift) last++;
    backward.set([nominal(last), nominal(last - 1), Math.imul(last, COUNTER), 0], 4 * b);
  }
  return { shift, forward, backward };
}

/** Puts columns behind one another from `start` on; `bytes` is their length so far. */
class Columns {
  bytes: number;
  private readonly writers: ((memory: ModuleMemory, table: number) => void)[] = [];

  constructor(start: number) {
    this.bytes = start;
  }

  /** A column of numbers of `size` bytes, whose address goes to field `field` of the table. */
  add(field: number, size: 4 | 8, values: ArrayLike<number>, set: 'setInt' | 'setFloat' | 'setDouble'): void {
    const start = (this.bytes + 15) & ~15;
    this.bytes = start + size * values.length;
    this.writers.push((memory, table) => {
      memory.setInt(table + field, table + start);
      if (set === 'setInt') memory.ints.set(values, (table + start) >> 2);
      else for (let j = 0; j < values.length; j++) memory[set](table + start + size * j, values[j]);
    });
  }

  write(memory: ModuleMemory, table: number): void {
    for (const writer of this.writers) writer(memory, table);
  }
}

function addDeaths({ among }: DeathLaw, columns: Columns): void {
  if (among === null) return;
  columns.add(at.HAZARD_STARTS, 4, among.starts, 'setInt');
  columns.add(at.HAZARD_VALUES, 4, among.values, 'setFloat');
  if (among.cure === null) return;
  columns.add(at.HAZARD_ORIGINS, 4, among.cure.origins, 'setFloat');
  columns.add(at.HAZARD_SLOPES, 4, among.cure.slopes, 'setFloat');
}

function writeDeaths(memory: ModuleMemory, table: number, { hazard, among }: DeathLaw): void {
  memory.setInt(table + at.SCAN_DEATHS, among === null ? at.DEATHS_SHARE : at.DEATHS_HAZARD);
  memory.setFloat(table + at.SCAN_DEATH_HAZARD, hazard);
  if (among === null) return;
  const { starts, weibull, cure } = among;
  memory.setInt(table + at.HAZARD_PIECES, starts.length);
  memory.setInt(table + at.HAZARD_WEIBULL, weibull === null ? 0 : 1);
  memory.setFloat(table + at.HAZARD_PER_TICK, weibull?.perTick ?? 0);
  memory.setFloat(table + at.HAZARD_EXPONENT, weibull?.exponent ?? 0);
  memory.setFloat(table + at.HAZARD_SHAPE, weibull?.shape ?? 0);
  memory.setInt(table + at.HAZARD_CURE, cure === null ? 0 : 1);
  memory.setFloat(table + at.HAZARD_CURED, cure?.cured ?? 0);
  memory.setFloat(table + at.HAZARD_UNCURED, cure?.uncured ?? 0);
}

/**
 * Writes the table of an arm behind what the module has allocated and returns its address; it lasts until the next `reserve`.
 */
export function writeScans(memory: ModuleMemory, detection: Detection): number {
  const { schedule, deaths, dropoutMean, followUp } = detection;
  const guides = guidesOf(schedule);
  const columns = new Columns(at.SCAN_BYTES);
  columns.add(at.SCAN_STARTS, 8, schedule.starts, 'setDouble');
  columns.add(at.SCAN_INTERVALS, 8, schedule.intervals, 'setDouble');
  columns.add(at.SCAN_FIRSTS, 8, schedule.firsts, 'setDouble');
  if (guides !== null) {
    columns.add(at.SCAN_FORWARD, 4, guides.forward, 'setInt');
    columns.add(at.SCAN_BACKWARD, 4, guides.backward, 'setInt');
  }
  if (deaths !== null) addDeaths(deaths, columns);
  const table = memory.allocate(columns.bytes);
  columns.write(memory, table);
  memory.setInt(table + at.SCAN_FOLLOW_UP, followUp);
  memory.setFloat(table + at.SCAN_DROPOUT_MEAN, dropoutMean);
  // −ln U > 1 − U.
  memory.setFloat(table + at.SCAN_DROPOUT_BOUND, Math.min(0.125, (0.999 * dropoutMean * QUANTUM) / 2 ** 31));
  memory.setInt(table + at.SCAN_REACH, schedule.reach);
  memory.setInt(table + at.SCAN_SHIFT, schedule.shift);
  memory.setFloat(table + at.SCAN_SLOPE, schedule.slope);
  memory.setFloat(table + at.SCAN_ROUNDER, schedule.rounder);
  memory.setInt(table + at.SCAN_ATTENDED_FROM, schedule.attendedFrom);
  memory.setInt(table + at.SCAN_MOVES, moves(schedule) ? 1 : 0);
  memory.setInt(table + at.SCAN_COUNTER, COUNTER);
  memory.setInt(table + at.SCAN_MULTIPLIER0, MULTIPLIERS[0]);
  memory.setInt(table + at.SCAN_MULTIPLIER1, MULTIPLIERS[1]);
  memory.setInt(table + at.SCAN_PIECES, schedule.starts.length);
  memory.setInt(table + at.SCAN_GUIDE_SHIFT, guides?.shift ?? -1);
  if (deaths !== null) writeDeaths(memory, table, deaths);
  return table;
}
