/** One replicate after another through the stages: twin of ../../pipeline.ts and of the stages of ../../reference.ts. */
import {
  ARM0,
  ARM_BYTES,
  ARM_COURSE,
  ENTRY,
  INTEGERS,
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
  ROW_EVENTS,
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
  TRIAL,
  TRIAL_ARMS,
  TRIAL_DROPPING,
  TRIAL_ENDPOINTS,
  TRIAL_EVERYBODY,
  TRIAL_FIRST,
  TRIAL_PLAIN,
  TRIAL_QUICK,
  TRIAL_SCANNED,
  WANTS,
  WANTS_COMPENSATORS,
  WANTS_HAZARD_RATIO,
  WANTS_MEDIANS,
  WANTS_OPERATIONS,
  WANTS_STRATIFIED,
  WANTS_TABLE,
} from '../layout';
import { COMPARISON_SEGMENTS, SEGMENT_END } from '../statisticsLayout';
import { codesAt, enterBy, pad, sortedAt } from './arrays';
import { findCompensators } from './compensator';
import { fitCox, noFit } from './cox';
import { eventsOf, findCut, watchTick } from './cut';
import { closeEnrolment, drawArm } from './draw';
import { censorDeaths, detectAll, drawCourses, drawPatients } from './drawPatients';
import { drawResponses } from './drawResponses';
import { drop, isOpen, open } from './dropping';
import { findMedians, noMedian1, noMedians } from './kaplanMeier';
import { gather } from './gather';
import { encode, observe, observeFurther } from './patientCode';
import { logRank } from './logRankOfCodes';
import { seedTwo } from './seed';
import { findOperations } from './operations';
import { sort } from './sort';
import { computeStatistics } from './statisticsStage';

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
 * Tests everybody of the first two arms by the log-rank; returns the number of codes. z is 0 where nobody asks for it.
 */
function compareEverybody(cut: i32, look: i32, row: i32): i32 {
  if (load<i32>(TRIAL, TRIAL_FIRST) == 0) {
    store<f64>(row, 0, ROW_Z);
    return 0;
  }
  const comparison = load<i32>(TRIAL, TRIAL_EVERYBODY);
  gather(0, comparison, cut);
  const segment = load<i32>(comparison, COMPARISON_SEGMENTS);
  const n = (load<i32>(segment, SEGMENT_END) - codesAt) >> 2;
  sort(codesAt, n, sortedAt, cut, look);
  logRank(n, row);
  return n;
}

/**
 * Makes the looks at the entry and exit arrays one after another until one ends the replicate, into results row k of
 * each look. `seen` is the number of events before watchTick(), −1 when they were not counted.
 */
function analyse(k: i32, seen: i32): void {
  const looks = load<i32>(LOOKS);
  const horizon = load<i32>(LOOKS, LOOKS_HORIZON);
  const inOrder = load<i32>(LOOKS, LOOKS_IN_ORDER) != 0;
  const stride = load<i32>(LOOKS, LOOKS_STRIDE) << 3;
  const wants = load<i32>(WANTS);
  const statistics = load<i32>(WANTS, WANTS_TABLE);
  const plain = load<i32>(TRIAL, TRIAL_PLAIN) != 0;
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const dropping = load<i32>(TRIAL, TRIAL_DROPPING) != 0;
  if (dropping) open();
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
    let n = 0;
    if (plain) n = encode(cut, here);
    else observe(cut, here);
    counted = 0;
    for (let a = 0; a < arms; a++) counted += load<i32>((here >> 1) + a * INTEGERS, ROW_EVENTS);
    // Looks at ascending event counts come in order, but for ties and counts that are never reached.
    if (look < final && inOrder && (cut == horizon || counted >= eventsOf(final))) continue;
    store<i32>(here >> 1, cut, ROW_CUT);
    store<i32>(here >> 1, met == cut ? 1 : 0, ROW_MET);
    store<i32>(here >> 1, 1, ROW_PERFORMED);
    previous = cut;
    if ((wants & WANTS_COMPENSATORS) != 0) findCompensators(cut, plain, here);
    const operations = load<i32>(WANTS, WANTS_OPERATIONS);
    if (operations != 0) findOperations(operations, cut, look, here);
    if (plain) {
      sort(codesAt, n, sortedAt, cut, look);
      logRank(n, here);
      observeFurther(cut, look, here, true);
    } else {
      // The search of scans works where the codes of everybody will be sorted.
      observeFurther(cut, look, here, false);
      n = compareEverybody(cut, look, here);
    }
    if (statistics != 0) computeStatistics(statistics, n, cut, look, here);
    const z = load<f64>(here, ROW_Z);
    const estimates = look == final || z >= load<f64>(look, LOOK_ESTIMATE_ABOVE) || z <= load<f64>(look, LOOK_ESTIMATE_BELOW);
    if ((wants & WANTS_HAZARD_RATIO) != 0) {
      // Stratified, it has been fitted with the statistics.
      if (!estimates || !isOpen(1)) noFit(here);
      else if ((wants & WANTS_STRATIFIED) == 0) fitCox(n, here);
    }
    if ((wants & WANTS_MEDIANS) != 0) {
      if (estimates) findMedians(n, here);
      else noMedians(here);
      if (!isOpen(1)) noMedian1(here);
    }
    if (dropping && !drop((look - LOOK) / LOOK_BYTES, cut, here)) return;
    if (counted > 0 && (z >= load<f64>(look, LOOK_ABOVE) || z <= load<f64>(look, LOOK_BELOW))) return;
    const steps = load<i32>(look, LOOK_STEPS);
    if (steps > 0) store<i32>(reestimated, eventsAfter(z, steps), RULE_VALUE);
  }
}

/**
 * Draws a replicate, the first two arms of which are seeded at address `seeds`, with the enrolment of span k; returns the
 * hint for `analyse`.
 */
function draw(seeds: i32, k: i32, replicate: f64): i32 {
  const span = SPANS + k * SPAN_BYTES;
  const length = load<f64>(span);
  const watch = watchTick();
  let before: i32;
  if (load<i32>(TRIAL, TRIAL_QUICK) != 0) {
    before = drawArm(0, seeds, length, watch, false) + drawArm(1, seeds, length, watch, false);
    pad(ARM0);
    pad(ARM0 + ARM_BYTES);
  } else before = drawPatients(seeds, length, watch, replicate);
  closeEnrolment(span);
  if (load<i32>(ARM0, ARM_COURSE) != 0) drawCourses(replicate);
  const further = load<i32>(TRIAL, TRIAL_ENDPOINTS) != 0;
  if (further) drawResponses(replicate);
  if (load<i32>(TRIAL, TRIAL_SCANNED) != 0) {
    // Scans make deaths of those who die before a scan shows their progression.
    if (further) censorDeaths(true);
    before = detectAll(replicate, watch);
  }
  if (further) censorDeaths(false);
  return before;
}

/** Simulates replicates `first … first + count − 1` into rows 0 … count − 1. */
export function run(first: f64, count: i32): void {
  enterBy(ENTRY);
  for (let k = 0; k < count; k++) {
    if ((k & 1) == 0) seedTwo(first + <f64>k);
    analyse(k, draw(SEEDS + (k & 1) * SEED_BYTES, k, first + <f64>k));
  }
}
