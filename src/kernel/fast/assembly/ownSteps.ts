/** The walk along patients' own steps of hazard ratio, four patients at a time; twin of ../../draw/ownSteps.ts. */
import {
  CLOCK_PIECEWISE,
  OWN_CLOCK,
  OWN_CURE,
  OWN_HAZARD,
  OWN_HAZARD_RATIO,
  OWN_RATE,
  OWN_SHAPE,
  OWN_UNCURED,
  OWN_WAITING,
} from '../ownLayout';
import { hazardOfAll } from './singleCure';
import { lineAt } from './singleLine';
import { power } from './singlePower';

/** H₀ at four times; a call, as the walk along steps asks for it in several places. */
function hazardAt(law: i32, t: v128): v128 {
  let u: v128;
  if (load<i32>(law, OWN_CLOCK) == CLOCK_PIECEWISE) u = lineAt(load<i32>(law, OWN_HAZARD), t);
  else u = power(f32x4.mul(t, v128.load32_splat(law, OWN_RATE)), v128.load32_splat(law, OWN_SHAPE));
  if (load<i32>(law, OWN_CURE) != 0) u = hazardOfAll(v128.load32_splat(law, OWN_UNCURED), u);
  return u;
}

/** Operational times at four times in quanta; `constant`: they are the same. */
@inline
export function operationalTime(law: i32, t: v128, constant: bool): v128 {
  return constant ? t : hazardAt(law, t);
}

/**
 * Walks to the step that holds `to`, and through it: for `ofTime` from operational times to the integrals of the ratio, else
 * back. `primed` is the address of the first primed ratios (primedRatios.ts), read unless all are `alike`; the ratios of
 * the steps go to `ratioAt` unless that is 0. `ofTime` and `constant` are constants at every call; the others are fields of
 * the law's table, which loops read once.
 */
@inline
export function walkSteps(
  law: i32, to: v128, lag: v128, primed: i32, stride: i32, ratioAt: i32, alike: bool, onset: v128, wanes: bool,
  duration: v128, waned: v128, waits: bool, repeatsFrom: i32, repeatsTo: i32, ofTime: bool, constant: bool,
): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  // The step that holds `to`, and the last one entered.
  let from = zero;
  let reached = zero;
  let ratio = one;
  let lastFrom = zero;
  let lastReached = zero;
  let lastRatio = one;
  let here: v128;
  const treatment = f32x4.pmax(zero, lag);
  const procedure = f32x4.pmax(zero, f32x4.neg(lag));
  if (waits) {
    ratio = v128.load32_splat(law, OWN_WAITING);
    lastFrom = operationalTime(law, procedure, constant);
    lastReached = f32x4.mul(ratio, lastFrom);
    here = f32x4.ge(to, ofTime ? lastFrom : lastReached);
    from = v128.and(lastFrom, here);
    reached = v128.and(lastReached, here);
    ratio = v128.bitselect(one, ratio, here);
  }
  let begins = f32x4.add(f32x4.pmax(treatment, procedure), onset);
  let repeat = repeatsFrom;
  do {
    let start = operationalTime(law, begins, constant);
    lastReached = f32x4.add(lastReached, f32x4.mul(lastRatio, f32x4.sub(start, lastFrom)));
    lastFrom = start;
    if (alike) lastRatio = v128.load32_splat(law, OWN_HAZARD_RATIO);
    else lastRatio = v128.load(primed);
    here = f32x4.ge(to, ofTime ? lastFrom : lastReached);
    from = v128.bitselect(lastFrom, from, here);
    reached = v128.bitselect(lastReached, reached, here);
    ratio = v128.bitselect(lastRatio, ratio, here);
    let again = f32x4.splat(Infinity);
    if (repeat != repeatsTo) again = f32x4.add(procedure, v128.load32_splat(repeat));
    const next = f32x4.add(f32x4.pmax(treatment, again), onset);
    if (wanes) {
      start = operationalTime(law, f32x4.pmin(next, f32x4.add(begins, duration)), constant);
      lastReached = f32x4.add(lastReached, f32x4.mul(lastRatio, f32x4.sub(start, lastFrom)));
      lastFrom = start;
      lastRatio = waned;
      here = f32x4.ge(to, ofTime ? lastFrom : lastReached);
      from = v128.bitselect(lastFrom, from, here);
      reached = v128.bitselect(lastReached, reached, here);
      ratio = v128.bitselect(lastRatio, ratio, here);
    }
    begins = next;
    primed += stride;
    repeat += 4;
  } while (repeat <= repeatsTo);
  if (ratioAt != 0) v128.store(ratioAt, ratio);
  if (ofTime) return f32x4.add(reached, f32x4.mul(ratio, f32x4.sub(to, from)));
  return f32x4.add(from, f32x4.div(f32x4.sub(to, reached), ratio));
}
