/** One replicate after another through the stages; the module's exports. Twin of the loop in ../../pipeline.ts. */
import {
  LOOK,
  LOOKS,
  LOOKS_HORIZON,
  LOOKS_IN_ORDER,
  LOOKS_PLANNED_EVENTS,
  LOOKS_REESTIMATED,
  LOOKS_STRIDE,
  LOOK_ABOVE,
  LOOK_BELOW,
  LOOK_BYTES,
  LOOK_ESTIMATE_ABOVE,
  LOOK_ESTIMATE_BELOW,
  LOOK_STEPS,
  ROW_CUT,
  ROW_EVENTS0,
  ROW_EVENTS1,
  ROW_MET,
  ROW_PERFORMED,
  ROW_Z,
  RULE_VALUE,
  SEEDS,
  SEED_BYTES,
  SPANS,
  SPAN_BYTES,
  STEP_EVENTS,
  STEP_Z,
  WANTS,
  WANTS_COMPENSATORS,
  WANTS_HAZARD_RATIO,
  WANTS_MEDIANS,
  WANTS_STATISTICS,
} from '../layout';
import { findCompensators } from './compensator';
import { fitCox, noFit } from './cox';
import { eventsOf, findCut, watchTick } from './cut';
import { closeEnrolment, drawArm } from './draw';
import { findMedians, noMedians } from './kaplanMeier';
import { encode } from './patientCode';
import { logRank } from './logRankOfCodes';
import { seedTwo } from './seed';
import { sort } from './sort';

export { allocate, pad, reserve } from './arrays';
export { detect } from './detection';
export { drawArm } from './draw';
export { observeExits, observeScans } from './observation';
export { fillArmSurvival, fillPooledSurvival, fillRiskTable } from './riskTable';
export { seedStreams, seedTwo } from './seed';

/** Statistics that the driver computes from the sorted codes of a look; it may change the row's z. */
@external("driver", "onLook")
declare function onLook(row: i32, n: i32, cut: i32): void;

/**
 * The number of events that the final analysis waits for after z: one step up for each of the `steps` bounds that z
 * reaches.
 */
function eventsAfter(z: f64, steps: i32): i32 {
  let low = 0;
  let high = steps;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<f64>(STEP_Z + (middle << 3)) <= z) low = middle + 1;
    else high = middle;
  }
  return load<i32>(STEP_EVENTS + (low << 2));
}

/**
 * Makes the looks at the entry and exit arrays one after another until one ends the replicate, into results row k of
 * each look. `seen` is the number of events before watchTick(), −1 when they were not counted.
 */
export function analyse(k: i32, seen: i32): void {
  const looks = load<i32>(LOOKS);
  const horizon = load<i32>(LOOKS, LOOKS_HORIZON);
  const inOrder = load<i32>(LOOKS, LOOKS_IN_ORDER) != 0;
  const stride = load<i32>(LOOKS, LOOKS_STRIDE) << 3;
  const wants = load<i32>(WANTS);
  const final = LOOK + (looks - 1) * LOOK_BYTES;
  let row = k << 3;
  for (let l = 0; l < looks; l++) store<i32>((row + l * stride) >> 1, 0, ROW_PERFORMED);
  const reestimated = load<i32>(LOOKS, LOOKS_REESTIMATED);
  if (reestimated != 0) store<i32>(reestimated, load<i32>(LOOKS, LOOKS_PLANNED_EVENTS), RULE_VALUE);
  let previous = 0;
  let counted = 0;
  for (let look = LOOK; look <= final; look += LOOK_BYTES) {
    const here = row;
    row += stride;
    const met = findCut(look, seen, previous, counted);
    seen = -1;
    const cut = min(met, horizon);
    if (look < final) {
      if (cut <= previous) continue;
      if (!inOrder && cut >= min(findCut(final, -1, previous, -1), horizon)) continue;
    }
    const n = encode(cut, here);
    counted = load<i32>(here >> 1, ROW_EVENTS0) + load<i32>(here >> 1, ROW_EVENTS1);
    // Looks at ascending event counts come in order, but for ties and counts that are never reached.
    if (look < final && inOrder && (cut == horizon || counted >= eventsOf(final))) continue;
    store<i32>(here >> 1, cut, ROW_CUT);
    store<i32>(here >> 1, met == cut ? 1 : 0, ROW_MET);
    store<i32>(here >> 1, 1, ROW_PERFORMED);
    previous = cut;
    if ((wants & WANTS_COMPENSATORS) != 0) findCompensators(cut, here);
    sort(n, cut, look);
    logRank(n, here);
    if ((wants & WANTS_STATISTICS) != 0) onLook(here >> 3, n, cut);
    const z = load<f64>(here, ROW_Z);
    const estimates = look == final || z >= load<f64>(look, LOOK_ESTIMATE_ABOVE) || z <= load<f64>(look, LOOK_ESTIMATE_BELOW);
    if ((wants & WANTS_HAZARD_RATIO) != 0) {
      if (estimates) fitCox(n, here);
      else noFit(here);
    }
    if ((wants & WANTS_MEDIANS) != 0) {
      if (estimates) findMedians(n, here);
      else noMedians(here);
    }
    if (counted > 0 && (z >= load<f64>(look, LOOK_ABOVE) || z <= load<f64>(look, LOOK_BELOW))) return;
    const steps = load<i32>(look, LOOK_STEPS);
    if (steps > 0) store<i32>(reestimated, eventsAfter(z, steps), RULE_VALUE);
  }
}

/**
 * Draws entry and exit of the replicate seeded at address `seeds`, with the enrolment of span k; returns the hint for
 * `analyse`.
 */
export function draw(seeds: i32, k: i32): i32 {
  const span = SPANS + k * SPAN_BYTES;
  const length = load<f64>(span);
  const watch = watchTick();
  const before = drawArm(0, seeds, length, watch) + drawArm(1, seeds, length, watch);
  closeEnrolment(span);
  return before;
}

/** Simulates replicates `first … first + count − 1` into rows 0 … count − 1. */
export function run(first: f64, count: i32): void {
  for (let k = 0; k < count; k++) {
    if ((k & 1) == 0) seedTwo(first + <f64>k);
    analyse(k, draw(SEEDS + (k & 1) * SEED_BYTES, k));
  }
}
