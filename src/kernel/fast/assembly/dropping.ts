/** Arms that are closed after a look; twin of `drop` in ../../reference.ts. */
import { ENDPOINTS, ENDPOINT_BYTES, ENDPOINT_EXITS } from '../courseLayout';
import {
  ARM0,
  ARM_BYTES,
  ARM_CLOSED,
  ARM_OFFSET,
  ARM_SIZE,
  ARM_WEIGHT,
  DROP_AT_MOST,
  DROP_KEEP,
  DROP_LOOK_BYTES,
  DROP_LOOKS,
  TRIAL,
  TRIAL_ARMS,
  TRIAL_DROPPING,
  TRIAL_ENDPOINTS,
  TRIAL_OPEN_SHARE,
} from '../layout';
import { entryAt, exitAt } from './arrays';
import { NEVER } from './ticks';

/** Opens all arms. */
export function open(): void {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  for (let a = 0; a < arms; a++) store<i32>(ARM0 + a * ARM_BYTES, NEVER, ARM_CLOSED);
  store<f64>(TRIAL, 1, TRIAL_OPEN_SHARE);
}

@inline
export function isOpen(arm: i32): bool {
  return load<i32>(ARM0 + arm * ARM_BYTES, ARM_CLOSED) == NEVER;
}

/** z by which arm `arm` is judged at results row `row`: that of the statistic whose results are at the arm's address. */
@inline
function zOf(dropping: i32, arm: i32, row: i32): f64 {
  return load<f64>(load<i32>(dropping + (arm << 2)) + row);
}

/** Patients from byte offset `from` to `end` whose exit is after the look leave just after it, and are no dropouts of it. */
function leave(exits: i32, from: i32, end: i32, cut: i32): void {
  const latest = i32x4.splat((cut << 2) + 3);
  const left = i32x4.splat(((cut + 1) << 2) | 2);
  for (let at = from; at < end; at += 16) {
    const exit = v128.load(exits + at);
    v128.store(exits + at, v128.bitselect(left, exit, i32x4.gt_s(exit, latest)));
  }
}

/** Nobody enters the arm any more, and those in it leave. */
function close(arm: i32, cut: i32): void {
  store<i32>(ARM0 + arm * ARM_BYTES, cut, ARM_CLOSED);
  const from = load<i32>(ARM0 + arm * ARM_BYTES, ARM_OFFSET);
  const end = from + (load<i32>(ARM0 + arm * ARM_BYTES, ARM_SIZE) << 2);
  const latest = i32x4.splat((cut << 2) + 3);
  const never = i32x4.splat(NEVER << 2);
  for (let at = from; at < end; at += 16) {
    const entry = v128.load(entryAt + at);
    v128.store(entryAt + at, v128.bitselect(never, entry, i32x4.gt_s(entry, latest)));
  }
  leave(exitAt, from, end, cut);
  const table = load<i32>(TRIAL, TRIAL_ENDPOINTS);
  if (table == 0) return;
  const last = table + ENDPOINTS + load<i32>(table) * ENDPOINT_BYTES;
  for (let endpoint = table + ENDPOINTS; endpoint < last; endpoint += ENDPOINT_BYTES)
    leave(load<i32>(endpoint, ENDPOINT_EXITS), from, end, cut);
}

/** Closes arms after look `look`, counted from 0, by the z in results row `row`; false where no experimental arm is left. */
export function drop(look: i32, cut: i32, row: i32): bool {
  const dropping = load<i32>(TRIAL, TRIAL_DROPPING);
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const rule = dropping + DROP_LOOKS + look * DROP_LOOK_BYTES;
  const atMost = load<f64>(rule, DROP_AT_MOST);
  const keep = load<i32>(rule, DROP_KEEP);
  let leaving: i32 = 0;
  for (let a = 1; a < arms; a++) {
    if (!isOpen(a)) continue;
    const z = zOf(dropping, a, row);
    let better = 0;
    for (let b = 1; b < arms; b++)
      if (b != a && isOpen(b)) {
        const other = zOf(dropping, b, row);
        if (other > z || (other == z && b < a)) better++;
      }
    if (z <= atMost || (keep > 0 && better >= keep)) leaving |= 1 << a;
  }
  let left: i32 = 0;
  let all: i32 = 0;
  let experimental = false;
  for (let a = 0; a < arms; a++) {
    if ((leaving & (1 << a)) != 0) close(a, cut);
    const weight = load<i32>(ARM0 + a * ARM_BYTES, ARM_WEIGHT);
    all += weight;
    if (!isOpen(a)) continue;
    left += weight;
    if (a > 0) experimental = true;
  }
  store<f64>(TRIAL, <f64>left / <f64>all, TRIAL_OPEN_SHARE);
  return experimental;
}
