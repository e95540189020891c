/** Recruitment by centres; twin of ../../draw/recruitment.ts. */
import {
  CENTRE_CAP,
  CENTRE_GAMMA_C,
  CENTRE_GAMMA_D,
  CENTRE_GAMMA_POWER,
  CENTRE_OVER,
  CENTRE_RATE,
  CENTRE_START,
  ENROL_CAPPED,
  ENROL_CENTRES,
  ENROL_CENTRES_AT,
  ENROL_CENTRE_AT,
  ENROL_CUMULATIVE_AT,
  ENROL_GUIDE_AT,
  ENROL_GUIDED,
  ENROL_KEYS_AT,
  ENROL_OPENINGS_AT,
  ENROL_ORDER_AT,
  ENROL_PATIENTS,
  ENROL_PIECES_AT,
  ENROL_RATES_AT,
  ENROL_ROOM_AT,
  ENROL_SEEDS_AT,
  ENROL_SHARES_AT,
  ENROL_SUMS_AT,
  ENROL_TICKS_AT,
  ENROL_TOTALS_AT,
  ENROL_UNITS_AT,
  GUIDE_SHIFT,
} from '../enrolmentLayout';
import { invert } from './arrivals';
import { drawCandidates } from './candidates';
import { drawGammas } from './singleGamma';
import { nextWords } from './stream';
import { NEVER } from './ticks';

/** 2⁻⁹⁰, the least rate of a centre. */
const LEAST_RATE: f64 = 8.077935669463161e-28;

/** Units of all rates together, less one. */
const RATE_UNITS: f64 = 4294967294;

/** Opening ticks of two centres, not above NEVER yet, from two words and where their law stands. */
@inline
function openTwo(words: v128, law: i32, over: i32): v128 {
  const half = f64x2.splat(0.5);
  const share = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(words), half), f64x2.splat(2.3283064365386963e-10));
  const time = f64x2.add(v128.load(law), f64x2.mul(v128.load(law + over), share));
  return i32x4.trunc_sat_f64x2_s_zero(f64x2.add(time, half));
}

/**
 * Draws opening and rate of every centre from the lanes whose states are at address `state`; `opened`: whether they open at
 * their times.
 */
function drawCentres(table: i32, state: i32, opened: bool): void {
  const places = (load<i32>(table, ENROL_CENTRES) + 3) & ~3;
  const laws = load<i32>(table, ENROL_CENTRES_AT);
  const openings = load<i32>(table, ENROL_OPENINGS_AT);
  const rates = load<i32>(table, ENROL_RATES_AT);
  const room = load<i32>(table, ENROL_ROOM_AT);
  const least = f64x2.splat(LEAST_RATE);
  let at = 0;
  do {
    const words = nextWords(state);
    const start = laws + at + at;
    const low = openTwo(words, start, CENTRE_OVER * places);
    const high = openTwo(v128.shuffle<i32>(words, words, 2, 3, 2, 3), start + 16, CENTRE_OVER * places);
    const opening = i32x4.min_s(v128.shuffle<i32>(low, high, 0, 1, 4, 5), i32x4.splat(NEVER));
    v128.store(openings + at, opened ? opening : i32x4.splat(0));
    const law = laws + at;
    const gamma = drawGammas(
      v128.load(law + CENTRE_GAMMA_D * places),
      v128.load(law + CENTRE_GAMMA_C * places),
      v128.load(law + CENTRE_GAMMA_POWER * places),
      state,
    );
    const mean = start + CENTRE_RATE * places;
    const upper = f64x2.promote_low_f32x4(v128.shuffle<i32>(gamma, gamma, 2, 3, 2, 3));
    v128.store(rates + at + at, f64x2.pmax(least, f64x2.mul(v128.load(mean), f64x2.promote_low_f32x4(gamma))));
    v128.store(rates + at + at, f64x2.pmax(least, f64x2.mul(v128.load(mean, 16), upper)), 16);
    v128.store(room + at, v128.load(law + CENTRE_CAP * places));
    at += 16;
  } while (at < places << 2);
}

/** Most centres whose places in the order are counted, each against all others. */
const MOST_COUNTED: i32 = 256;

/** Orders centres by opening, those who open together by their numbers. */
function orderCentres(table: i32): void {
  const places = load<i32>(table, ENROL_CENTRES);
  if (places > MOST_COUNTED) {
    sortCentres(table);
    return;
  }
  const openings = load<i32>(table, ENROL_OPENINGS_AT);
  const order = load<i32>(table, ENROL_ORDER_AT);
  const end = openings + (places << 2);
  let four = openings;
  do {
    const own = v128.load(four);
    const key = v128.or(i32x4.shl(own, 2), i32x4(0, 1, 2, 3));
    let place = i32x4.gt_s(key, v128.shuffle<i32>(key, key, 0, 0, 0, 0));
    place = i32x4.add(place, i32x4.gt_s(key, v128.shuffle<i32>(key, key, 1, 1, 1, 1)));
    place = i32x4.add(place, i32x4.gt_s(key, v128.shuffle<i32>(key, key, 2, 2, 2, 2)));
    place = i32x4.add(place, i32x4.gt_s(key, v128.shuffle<i32>(key, key, 3, 3, 3, 3)));
    let other = openings;
    while (other < four) {
      place = i32x4.add(place, i32x4.ge_s(own, v128.load32_splat(other)));
      other += 4;
    }
    other += 16;
    while (other < end) {
      place = i32x4.add(place, i32x4.gt_s(own, v128.load32_splat(other)));
      other += 4;
    }
    const at = i32x4.shl(i32x4.neg(place), 2);
    const c = (four - openings) >> 2;
    store<i32>(order + i32x4.extract_lane(at, 0), c);
    store<i32>(order + i32x4.extract_lane(at, 1), c + 1);
    store<i32>(order + i32x4.extract_lane(at, 2), c + 2);
    store<i32>(order + i32x4.extract_lane(at, 3), c + 3);
    four += 16;
  } while (four < end);
}

/** Orders them by insertion at gaps that shrink (D. L. Shell 1959). */
function sortCentres(table: i32): void {
  const places = load<i32>(table, ENROL_CENTRES);
  const keys = load<i32>(table, ENROL_KEYS_AT);
  const order = load<i32>(table, ENROL_ORDER_AT);
  const openings = load<i32>(table, ENROL_OPENINGS_AT);
  const end = keys + (places << 3);
  for (let c = 0; c < places; c++) store<i64>(keys + (c << 3), (<i64>load<i32>(openings + (c << 2)) << 16) | c);
  let gap = 1;
  while (gap * 9 < places) gap = 3 * gap + 1;
  for (; gap > 0; gap = gap / 3) {
    const step = gap << 3;
    const first = keys + step;
    for (let at = first; at < end; at += 8) {
      const key = load<i64>(at);
      let to = at;
      while (to >= first && load<i64>(to - step) > key) {
        store<i64>(to, load<i64>(to - step));
        to -= step;
      }
      store<i64>(to, key);
    }
  }
  for (let k = 0; k < places; k++) store<i32>(order + (k << 2), load<u16>(keys + (k << 3)));
}

/** Sums the rates of centres that have room, in order, and lays out the guide to the sums. */
function sumRates(table: i32): void {
  const places = load<i32>(table, ENROL_CENTRES);
  const rates = load<i32>(table, ENROL_RATES_AT);
  const room = load<i32>(table, ENROL_ROOM_AT);
  const order = load<i32>(table, ENROL_ORDER_AT);
  const cumulative = load<i32>(table, ENROL_CUMULATIVE_AT);
  let sum: f64 = 0;
  let k = 0;
  do {
    const c = load<i32>(order + (k << 2));
    sum += load<i32>(room + (c << 2)) > 0 ? load<f64>(rates + (c << 3)) : 0;
    store<f64>(cumulative + (k << 3), sum);
  } while (++k < places);
  const perRate = RATE_UNITS / max(LEAST_RATE, sum);
  // Places of the guide before that of sum k and behind those of sums before it hold its centre, that of the sum the first
  // such k.
  const units = load<i32>(table, ENROL_UNITS_AT);
  let at = load<i32>(table, ENROL_GUIDE_AT);
  const guide = at;
  k = 0;
  do {
    const rate = load<f64>(cumulative + (k << 3));
    const unit = rate > 0 ? <u32>(rate * perRate) + 1 : 0;
    store<u32>(units + (k << 2), unit);
    const end = guide + ((unit >>> GUIDE_SHIFT) << 1);
    if (at <= end) {
      const here = i16x8.splat(<i16>load<i32>(order + (k << 2)));
      while (at < end) {
        v128.store(at, here);
        at += 16;
      }
      store<u16>(end, <u16>(k | SEVERAL));
      at = end + 2;
    }
  } while (++k < places);
}

/** Stands in the guide beside a k where centres share a place. */
const SEVERAL: i32 = 0x8000;

/** The centre at unit `target`, from the guide's place of it. */
@inline
export function centreAt(guide: i32, units: i32, order: i32, target: u32): i32 {
  const found = <i32>load<u16>(guide + ((target >>> GUIDE_SHIFT) << 1));
  return found < SEVERAL ? found : search(found - SEVERAL, units, order, target);
}

/** The centre at unit `target`, which is that of place k in the order or a later one. */
function search(k: i32, units: i32, order: i32, target: u32): i32 {
  while (load<u32>(units + (k << 2)) <= target) k++;
  return load<i32>(order + (k << 2));
}

/** The upper half of the product of two words. */
@inline
function multiplyHigh(a: u32, b: u32): u32 {
  return <u32>((<u64>a * <u64>b) >>> 32);
}

/** Lays out the pieces from `first` on, whose break and origin are set. */
function layPieces(table: i32, first: i32): void {
  const places = load<i32>(table, ENROL_CENTRES);
  const stride = (places + 1) << 3;
  const openings = load<i32>(table, ENROL_OPENINGS_AT);
  const order = load<i32>(table, ENROL_ORDER_AT);
  const cumulative = load<i32>(table, ENROL_CUMULATIVE_AT);
  const totals = load<i32>(table, ENROL_TOTALS_AT);
  const breaks = load<i32>(table, ENROL_PIECES_AT);
  const origins = breaks + stride;
  const slopes = origins + stride;
  let at = load<f64>(breaks + (first << 3));
  let origin = load<f64>(origins + (first << 3));
  let k = first;
  while (true) {
    const total = max(LEAST_RATE, load<f64>(cumulative + (k << 3)));
    store<f64>(totals + (k << 3), total);
    store<f64>(slopes + (k << 3), 1.0 / total);
    if (++k == places) return;
    const opening = <f64>load<i32>(openings + (load<i32>(order + (k << 2)) << 2));
    at += total * (opening - origin);
    origin = opening;
    store<f64>(breaks + (k << 3), at);
    store<f64>(origins + (k << 3), origin);
  }
}

/** Fills ticks of arrivals where no cap binds, and units of their centres. */
function recruitFreely(table: i32): void {
  const n = load<i32>(table, ENROL_PATIENTS);
  drawCandidates(load<i32>(table, ENROL_SEEDS_AT), load<i32>(table, ENROL_SUMS_AT), load<i32>(table, ENROL_SHARES_AT), n, 0);
  invert(table, n, 1, true);
  store<i32>(table, 1, ENROL_GUIDED);
  if (load<i32>(load<i32>(table, ENROL_TICKS_AT) + (n << 2) - 4) == NEVER << 2) findCentres(table);
}

/** Turns units into centres, 0 for those who never come. */
export function findCentres(table: i32): void {
  const ticks = load<i32>(table, ENROL_TICKS_AT);
  const centres = load<i32>(table, ENROL_CENTRE_AT);
  const shares = load<i32>(table, ENROL_SHARES_AT);
  const order = load<i32>(table, ENROL_ORDER_AT);
  const guide = load<i32>(table, ENROL_GUIDE_AT);
  const units = load<i32>(table, ENROL_UNITS_AT);
  let at = 0;
  const end = load<i32>(table, ENROL_PATIENTS) << 2;
  do {
    store<i32>(centres + at, centreAt(guide, units, order, load<u32>(shares + at)));
    at += 4;
  } while (at < end);
  for (at = end - 4; at >= 0 && load<i32>(ticks + at) == NEVER << 2; at -= 4) store<i32>(centres + at, 0);
  store<i32>(table, 0, ENROL_GUIDED);
}

/** Fills ticks and centres of arrivals where centres may be full. */
function recruitCapped(table: i32): void {
  const n = load<i32>(table, ENROL_PATIENTS);
  const places = load<i32>(table, ENROL_CENTRES);
  const ticks = load<i32>(table, ENROL_TICKS_AT);
  const centres = load<i32>(table, ENROL_CENTRE_AT);
  const shares = load<i32>(table, ENROL_SHARES_AT);
  const sums = load<i32>(table, ENROL_SUMS_AT);
  const seeds = load<i32>(table, ENROL_SEEDS_AT);
  const order = load<i32>(table, ENROL_ORDER_AT);
  const guide = load<i32>(table, ENROL_GUIDE_AT);
  const units = load<i32>(table, ENROL_UNITS_AT);
  const rates = load<i32>(table, ENROL_RATES_AT);
  const room = load<i32>(table, ENROL_ROOM_AT);
  const totals = load<i32>(table, ENROL_TOTALS_AT);
  const breaks = load<i32>(table, ENROL_PIECES_AT);
  const stride = (places + 1) << 3;
  /** Candidates of one draw. */
  const many = (n + 3) & ~3;
  let before: f64 = 0;
  let full: f64 = 0;
  let piece = 0;
  let next = load<f64>(breaks, 8);
  let k = many;
  let i = 0;
  while (i < n) {
    if (k == many) {
      before = drawCandidates(seeds, sums, shares, many, before);
      k = 0;
    }
    const sum = load<f64>(sums + (k << 3));
    const word = load<u32>(shares + (k << 2));
    k++;
    while (sum >= next) {
      piece++;
      next = load<f64>(breaks + (piece << 3), 8);
    }
    const here = breaks + (piece << 3);
    const time = load<f64>(here + stride) + (sum - load<f64>(here)) * load<f64>(here + stride + stride);
    if (time >= <f64>NEVER) break;
    const open = load<u32>(units + (piece << 2));
    if (open == 0) continue;
    const c = centreAt(guide, units, order, multiplyHigh(word, open));
    const left = load<i32>(room + (c << 2));
    // Who finds the centre full leaves the place to the next one.
    store<i32>(ticks + (i << 2), <i32>time << 2);
    store<i32>(centres + (i << 2), c);
    const comes = <i32>(left > 0);
    i += comes;
    store<i32>(room + (c << 2), left - comes);
    if (left != 1) continue;
    full += load<f64>(rates + (c << 3));
    if (2.0 * full > load<f64>(totals + (piece << 3))) {
      full = 0;
      sumRates(table);
      store<f64>(here, sum);
      store<f64>(here + stride, time);
      layPieces(table, piece);
      next = load<f64>(here, 8);
    }
  }
  for (; i < n; i++) {
    store<i32>(ticks + (i << 2), NEVER << 2);
    store<i32>(centres + (i << 2), 0);
  }
}

/** Fills ticks and centres of all arrivals; rates come from the lanes whose states are at address `state`. */
export function recruit(table: i32, state: i32): void {
  drawCentres(table, state, true);
  orderCentres(table);
  sumRates(table);
  const breaks = load<i32>(table, ENROL_PIECES_AT);
  const places = load<i32>(table, ENROL_CENTRES);
  const first = load<i32>(table, ENROL_ORDER_AT);
  store<f64>(breaks, 0);
  store<f64>(breaks + ((places + 1) << 3), <f64>load<i32>(load<i32>(table, ENROL_OPENINGS_AT) + (load<i32>(first) << 2)));
  layPieces(table, 0);
  if (load<i32>(table, ENROL_CAPPED) != 0) recruitCapped(table);
  else recruitFreely(table);
}

/** The centre with the most room; of several alike the first from `c` on, in a circle. */
function roomiest(table: i32, c: i32): i32 {
  const places = load<i32>(table, ENROL_CENTRES);
  const room = load<i32>(table, ENROL_ROOM_AT);
  let best = c;
  let most = load<i32>(room + (c << 2));
  for (let i = 1; i < places; i++) {
    if (++c == places) c = 0;
    const own = load<i32>(room + (c << 2));
    if (own > most) {
      most = own;
      best = c;
    }
  }
  return best;
}

/** Fills the centres of arrivals who come by themselves, by their share words. */
export function spread(table: i32, state: i32): void {
  drawCentres(table, state, false);
  orderCentres(table);
  sumRates(table);
  const n = load<i32>(table, ENROL_PATIENTS);
  const places = load<i32>(table, ENROL_CENTRES);
  const centres = load<i32>(table, ENROL_CENTRE_AT);
  const shares = load<i32>(table, ENROL_SHARES_AT);
  const order = load<i32>(table, ENROL_ORDER_AT);
  const guide = load<i32>(table, ENROL_GUIDE_AT);
  const units = load<i32>(table, ENROL_UNITS_AT);
  const room = load<i32>(table, ENROL_ROOM_AT);
  const last = units + (places << 2) - 4;
  let total = load<u32>(last);
  let i = 0;
  do {
    const word = load<u32>(shares + i);
    let c: i32;
    if (total > 0) c = centreAt(guide, units, order, multiplyHigh(word, total));
    else c = roomiest(table, multiplyHigh(word, places));
    store<i32>(centres + i, c);
    const left = load<i32>(room + (c << 2)) - 1;
    store<i32>(room + (c << 2), left);
    if (left == 0) {
      sumRates(table);
      total = load<u32>(last);
    }
    i += 4;
  } while (i < n << 2);
}
