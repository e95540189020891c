/**
 * The calendar tick of the analysis; twin of ../../look/cut.ts.
 *
 * The d-th event without sorting: generation counted the events before a tick near which earlier replicates had their
 * d-th (`watch`); that count and the density of events place the d-th within a window of a few dozen, one pass counts what
 * lies before the window and collects what lies inside. A window that misses is widened, then given up for quickselect:
 * the answer is always exact, whatever the hints.
 */
import { ENDPOINT_EXITS } from '../courseLayout';
import {
  ARM0,
  ARM_BYTES,
  ARM_OFFSET,
  ARM_SIZE,
  LOOK,
  LOOK_RULE,
  LOOK_RULES,
  RULE_ARM,
  RULE_BYTES,
  RULE_CALENDAR,
  RULE_CELLS,
  RULE_DENSITY,
  RULE_ENDPOINT,
  RULE_EVENTS,
  RULE_EVENTS_OF,
  RULE_FOLLOW_UP,
  RULE_GAP,
  RULE_GUESS,
  RULE_LATER,
  RULE_MEDIAN,
  RULE_PATIENTS,
  RULE_SINCE_LOOK,
  RULE_VALUE,
  TRIAL,
  TRIAL_ARMS,
  TRIAL_OPEN_SHARE,
} from '../layout';
import { cellAt, codesAt, EMPTY, entryAt, exitAt, places, sortedAt } from './arrays';
import { isOpen } from './dropping';
import { PACK } from './pack';
import { NEVER } from './ticks';
import { sumOfLanes } from './sumOfLanes';

/** Weight of the newest replicate in what is learnt about the cut. */
const LEARN: f64 = 0.05;

/** 4 × the tick around which the first look's events are worth counting during generation, 0 when nothing is known. */
export function watchTick(): i32 {
  let rule = load<i32>(LOOK, LOOK_RULE);
  const end = rule + load<i32>(LOOK, LOOK_RULES) * RULE_BYTES;
  for (; rule < end; rule += RULE_BYTES)
    if (load<i32>(rule) == RULE_EVENTS) return <i32>load<f64>(rule, RULE_GUESS) << 2;
  return 0;
}

/** Events that a look of nothing but an event count waits for. */
export function eventsOf(look: i32): i32 {
  return load<i32>(load<i32>(look, LOOK_RULE), RULE_VALUE);
}

/** Value of index k among `values[0..n)` (byte address) if sorted; reorders. Hoare's FIND. */
function select(values: i32, n: i32, k: i32): i32 {
  let low = 0;
  let high = n - 1;
  while (low < high) {
    const a = load<i32>(values + (low << 2));
    const b = load<i32>(values + (((low + high) >>> 1) << 2));
    const c = load<i32>(values + (high << 2));
    const pivot = max(min(a, b), min(max(a, b), c));
    let i = low;
    let j = high;
    while (i <= j) {
      while (load<i32>(values + (i << 2)) < pivot) i++;
      while (load<i32>(values + (j << 2)) > pivot) j--;
      if (i <= j) {
        const swap = load<i32>(values + (i << 2));
        store<i32>(values + (i << 2), load<i32>(values + (j << 2)));
        store<i32>(values + (j << 2), swap);
        i++;
        j--;
      }
    }
    if (k <= j) high = j;
    else if (k >= i) low = i;
    else break;
  }
  return load<i32>(values + (k << 2));
}

/**
 * As `select`, for a few values: counts for each value how many are smaller. Overwrites the three places behind them.
 */
function selectFew(values: i32, n: i32, k: i32): i32 {
  const end = values + (n << 2);
  v128.store(end, i32x4.splat(0x7fffffff));
  let at = values;
  do {
    const value = v128.load32_splat(at);
    let less = i32x4.splat(0);
    let same = i32x4.splat(0);
    let other = values;
    do {
      const v = v128.load(other);
      less = i32x4.sub(less, i32x4.lt_s(v, value));
      same = i32x4.sub(same, i32x4.eq(v, value));
      other += 16;
    } while (other < end);
    // Both counts fit one vector of four sums, as there are at most 64 of each.
    const both = i32x4.add(less, i32x4.shl(same, 16));
    const sum =
      i32x4.extract_lane(both, 0) +
      i32x4.extract_lane(both, 1) +
      i32x4.extract_lane(both, 2) +
      i32x4.extract_lane(both, 3);
    const before = sum & 0xffff;
    if (before <= k && k < before + (sum >> 16)) return load<i32>(at);
    at += 4;
  } while (at < end);
  return 0;
}

/** The tick of the d-th event of the exits from address `from` to `end` by quickselect of all; NEVER when there are fewer. */
function selectEvent(d: i32, from: i32, end: i32): i32 {
  let at = from;
  let to = codesAt;
  do {
    const exit = load<i32>(at);
    store<i32>(to, exit >> 2);
    to += (exit & 2) == 0 ? 4 : 0;
    at += 4;
  } while (at < end);
  const events = (to - codesAt) >> 2;
  return events < d ? NEVER : select(codesAt, events, d - 1);
}

/**
 * Writes the exits (4 × tick) of events in [low, low + range], of those from address `at` to `end`, to codesAt, and counts the
 * events before them.
 */
let inside: i32 = 0;
function window(at: i32, end: i32, low: i32, range: i32): i32 {
  const from = i32x4.splat(low);
  const width = i32x4.splat(range);
  let before = i32x4.splat(0);
  let to = codesAt;
  do {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    // As unsigned numbers dropouts come after everything; less `low`, what is before the window is negative.
    const x = i32x4.sub(i32x4.max_u(a, i32x4.shl(a, 30)), from);
    const y = i32x4.sub(i32x4.max_u(b, i32x4.shl(b, 30)), from);
    before = i32x4.add(before, i32x4.add(i32x4.shr_u(x, 31), i32x4.shr_u(y, 31)));
    const inX = i32x4.le_u(x, width);
    const inY = i32x4.le_u(y, width);
    // Keep all eight if any is inside: hits are too irregular to branch on.
    v128.store(to, x);
    v128.store(to, y, 16);
    to += <i32>v128.any_true(v128.or(inX, inY)) << 5;
    at += 32;
  } while (at < end);
  const kept = to;
  to = codesAt;
  for (at = codesAt; at < kept; at += 16) {
    const x = v128.load(at);
    const mask = i32x4.bitmask(i32x4.le_u(x, width));
    v128.store(to, v128.swizzle(i32x4.add(x, from), v128.load(<i32>PACK + (mask << 4))));
    to += popcnt(mask) << 2;
  }
  inside = (to - codesAt) >> 2;
  return sumOfLanes(before);
}

/**
 * Tick of the d-th event of the exits from address `from` to `end`. Its hints: `seen` events were counted before the rule's guess, or the look before was at tick
 * `previous` with `counted` events; −1 where a count is not known.
 */
function eventTick(rule: i32, d: i32, from: i32, end: i32, seen: i32, previous: i32, counted: i32): i32 {
  const guess = load<f64>(rule, RULE_GUESS);
  const density = load<f64>(rule, RULE_DENSITY);
  const follows = counted > 0 && counted < d;
  let tick: i32 = -1;
  if (guess > 0 && d > 0) {
    let centre = guess;
    let half: f64;
    if (seen >= 0) {
      const gap = <f64>(d - seen);
      centre += gap / density;
      half = 3 + 2.2 * sqrt(abs(gap));
    } else if (follows) {
      centre = <f64>previous + load<f64>(rule, RULE_GAP) * <f64>(d - counted);
      half = 3 + 2 * sqrt(<f64>(d - counted));
    } else half = 3 * sqrt(<f64>d);
    half /= density;
    for (let attempt = 0; attempt < 2; attempt++) {
      // At least 1, so that a dropout less 4 × low does not come out negative.
      const low = <i32>max<f64>(1, min<f64>(<f64>(NEVER - 2), centre - half));
      const high = <i32>max<f64>(<f64>low, min<f64>(<f64>(NEVER - 1), centre + half));
      const before = window(from, end, low << 2, (high - low) << 2);
      const k = d - 1 - before;
      if (k >= 0 && k < inside) {
        tick = (inside <= 64 ? selectFew(codesAt, inside, k) : select(codesAt, inside, k)) >> 2;
        if (inside > 4) {
          const here = <f64>inside / <f64>(high - low + 1);
          store<f64>(rule, density + LEARN * (here - density), RULE_DENSITY);
        }
        break;
      }
      half *= 5;
    }
  }
  if (tick < 0) tick = selectEvent(d, from, end);
  if (tick < NEVER) {
    if (guess > 0) store<f64>(rule, guess + LEARN * (<f64>tick - guess), RULE_GUESS);
    else {
      store<f64>(rule, <f64>max(1, tick), RULE_GUESS);
      store<f64>(rule, <f64>d / <f64>max(1, tick), RULE_DENSITY);
    }
    if (follows) {
      const gap = load<f64>(rule, RULE_GAP);
      const now = <f64>(tick - previous) / <f64>(d - counted);
      store<f64>(rule, gap > 0 ? gap + LEARN * (now - gap) : now, RULE_GAP);
    }
  }
  return tick;
}

function lastEntry(): i32 {
  let last = 0;
  const end = entryAt + (places << 2);
  for (let at = entryAt; at < end; at += 4) {
    const entry = load<i32>(at);
    if (entry != EMPTY) last = max(last, entry);
  }
  return last >> 2;
}

/** Tick of the k-th entry. */
function selectEntry(k: i32): i32 {
  memory.copy(codesAt, entryAt, places << 2);
  return select(codesAt, places, k - 1) >> 2;
}

/** As many of `count` as the arms still open are of the allocation, at least 1. */
function scaled(count: i32): i32 {
  return max(1, <i32>ceil(<f64>count * load<f64>(TRIAL, TRIAL_OPEN_SHARE) - 1e-9));
}

/** Writes the entries or the ticks of events of open arms to codesAt; returns how many. */
function gatherOpen(events: bool): i32 {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  let to = codesAt;
  for (let a = 0; a < arms; a++) {
    if (!isOpen(a)) continue;
    let at = load<i32>(ARM0 + a * ARM_BYTES, ARM_OFFSET);
    const end = at + (load<i32>(ARM0 + a * ARM_BYTES, ARM_SIZE) << 2);
    for (; at < end; at += 4) {
      const value = load<i32>((events ? exitAt : entryAt) + at);
      store<i32>(to, value >> 2);
      to += events && (value & 2) != 0 ? 0 : 4;
    }
  }
  return (to - codesAt) >> 2;
}

/** The exits of the endpoint that a rule counts events of. */
@inline
function exitsOf(rule: i32): i32 {
  const endpoint = load<i32>(rule, RULE_ENDPOINT);
  return endpoint == 0 ? exitAt : load<i32>(endpoint, ENDPOINT_EXITS);
}

/** Writes the ticks of events that a rule counts, of open arms, to codesAt; returns how many. */
function gatherEventsOf(rule: i32): i32 {
  const exits = exitsOf(rule);
  const only = load<i32>(rule, RULE_ARM);
  const cells = load<i32>(rule, RULE_CELLS);
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  let to = codesAt;
  for (let a = 0; a < arms; a++) {
    if (!isOpen(a) || (only >= 0 && a != only)) continue;
    let at = load<i32>(ARM0 + a * ARM_BYTES, ARM_OFFSET);
    const end = at + (load<i32>(ARM0 + a * ARM_BYTES, ARM_SIZE) << 2);
    for (; at < end; at += 4) {
      const exit = load<i32>(exits + at);
      store<i32>(to, exit >> 2);
      const counted = (exit & 2) == 0 && (cells == 0 || load<i32>(cells + load<i32>(cellAt + at)) != 0);
      to += counted ? 4 : 0;
    }
  }
  return (to - codesAt) >> 2;
}

/** Tick of the event that a rule waits for, of an endpoint, arm or cells, by patients of open arms. */
function tickOfEventsOf(rule: i32, value: i32, previous: i32, someClosed: bool): i32 {
  const arm = load<i32>(rule, RULE_ARM);
  if (!someClosed && load<i32>(rule, RULE_CELLS) == 0) {
    const exits = exitsOf(rule);
    if (arm < 0) return eventTick(rule, value, exits, exits + (places << 2), -1, previous, -1);
    const from = exits + load<i32>(ARM0 + arm * ARM_BYTES, ARM_OFFSET);
    const patients = (load<i32>(ARM0 + arm * ARM_BYTES, ARM_SIZE) + 7) & ~7;
    return patients == 0 ? NEVER : eventTick(rule, value, from, from + (patients << 2), -1, previous, -1);
  }
  const d = arm < 0 && someClosed ? scaled(value) : value;
  const n = gatherEventsOf(rule);
  return n < d ? NEVER : select(codesAt, n, d - 1);
}

/** Tick of the entry of half of the patients of open arms, rounded up. */
function medianEntry(someClosed: bool): i32 {
  if (someClosed) {
    const n = gatherOpen(false);
    return n == 0 ? NEVER : select(codesAt, n, ((n + 1) >> 1) - 1);
  }
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  let n = 0;
  for (let a = 0; a < arms; a++) n += load<i32>(ARM0 + a * ARM_BYTES, ARM_SIZE);
  return selectEntry((n + 1) >> 1);
}

/** When a rule without parts is met by the arms still open, its counts being those of what is left of the allocation. */
function tickOfOpen(rule: i32, kind: i32, value: i32): i32 {
  const n = gatherOpen(kind == RULE_EVENTS);
  if (kind == RULE_EVENTS) {
    const d = scaled(value);
    return n < d ? NEVER : select(codesAt, n, d - 1);
  }
  const patients = load<i32>(rule, RULE_PATIENTS);
  const patient = min(n, patients == 0 ? n : scaled(patients));
  return patient == 0 ? NEVER : select(codesAt, n, patient - 1) + value;
}

/**
 * When look `look` (its parameter block) is due, in calendar ticks; at or past NEVER when it is not. `seen` is the
 * number of events before watchTick(), or −1. The look before was at tick `previous` (0 for none) with `counted` events
 * (−1 when not known).
 */
export function findCut(look: i32, seen: i32, previous: i32, counted: i32): i32 {
  let rule = load<i32>(look, LOOK_RULE);
  const end = rule + load<i32>(look, LOOK_RULES) * RULE_BYTES;
  // Operands wait on a stack in the unused array of sorted codes.
  let top = sortedAt;
  const someClosed = load<f64>(TRIAL, TRIAL_OPEN_SHARE) < 1;
  for (; rule < end; rule += RULE_BYTES) {
    const kind = load<i32>(rule);
    const value = load<i32>(rule, RULE_VALUE);
    let tick: i32;
    if (someClosed && (kind == RULE_EVENTS || kind == RULE_FOLLOW_UP)) tick = tickOfOpen(rule, kind, value);
    else if (kind == RULE_EVENTS) {
      tick = eventTick(rule, value, exitAt, exitAt + (places << 2), seen, previous, counted);
      seen = -1;
    } else if (kind == RULE_EVENTS_OF) tick = tickOfEventsOf(rule, value, previous, someClosed);
    else if (kind == RULE_MEDIAN) tick = medianEntry(someClosed) + value;
    else if (kind == RULE_CALENDAR) tick = value;
    else if (kind == RULE_SINCE_LOOK) tick = previous + value;
    else if (kind == RULE_FOLLOW_UP) {
      const patients = load<i32>(rule, RULE_PATIENTS);
      tick = (patients == 0 ? lastEntry() : selectEntry(patients)) + value;
    } else {
      tick = kind == RULE_LATER ? 0 : NEVER;
      for (let j = 0; j < value; j++) {
        top -= 4;
        const operand = load<i32>(top);
        tick = kind == RULE_LATER ? max(tick, operand) : min(tick, operand);
      }
    }
    store<i32>(top, tick);
    top += 4;
  }
  // The arms left after others were dropped may have had their last event before the look that dropped them.
  const tick = load<i32>(sortedAt);
  return someClosed ? max(previous, tick) : tick;
}
