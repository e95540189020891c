/** The draws of a replicate, pass after pass over the patients of an arm; twin of ../../draw/drawPatients.ts. */
import {
  ARM0,
  ARM_BY_CELL,
  ARM_BY_CENTRE,
  ARM_BYTES,
  ARM_COURSE,
  ARM_ENTRY,
  ARM_LAG,
  ARM_MULTIPLIED,
  ARM_OFFSET,
  ARM_OWN,
  ARM_SCANS,
  ARM_SIZE,
  ENTRY,
  ENTRY_FIXED,
  ENTRY_TOTAL,
  SEED_ARM_BYTES,
  STREAMS,
  STREAM_BYTES,
  TRIAL,
  TRIAL_ARMS,
  TRIAL_CELLS,
  TRIAL_COVARIATES,
  TRIAL_ENDPOINTS,
  TRIAL_ENROLMENT,
  TRIAL_STARTS,
} from '../layout';
import {
  ARM_PLACE_BYTES,
  ENROL_ARM_PLACES_AT,
  ENROL_CENTRES,
  ENROL_EFFECTS_AT,
  ENROL_HAZARDS_AT,
} from '../enrolmentLayout';
import {
  ENDPOINTS,
  ENDPOINT_BYTES,
  ENDPOINT_EXITS,
  ENDPOINT_KIND,
  ENDPOINT_PROGRESSION,
  ENDPOINT_TRUE_EXITS,
} from '../courseLayout';
import { LAG_FIXED, OWN_STEPS } from '../ownLayout';
import {
  cellAt,
  centreAt,
  deathAt,
  enterBy,
  entryAt,
  exitAt,
  fixedAt,
  floatStride,
  lagAt,
  multiplierAt,
  pad,
  placeArms,
  places,
  primedAt,
  ratioAtEventAt,
  scanWordAt,
  startAt,
  survivalExitAt,
  traitsAt,
  trueExitAt,
} from './arrays';
import { drawCells } from './cells';
import { detect, detectInCourse } from './detection';
import { drawArm } from './draw';
import { drawCourse } from './drawCourse';
import { drawCovariates, fillMultipliers } from './drawCovariates';
import { drawLags } from './drawLags';
import { drawOwnArm } from './drawOwnArm';
import { enrolArrivals } from './enrolment';
import { fillPrimedRatios } from './primedRatios';
import { seedStreams } from './seed';
import { NEVER } from './ticks';

/** Kinds of streams of which each arm has one, in the order of their places at STREAMS, and halves of their numbers. */
const CELLS: i32 = 0;
const COVARIATES: i32 = 1;
const STARTS: i32 = 2;
const SCANS: i32 = 3;
const COURSES: i32 = 4;
const CELL_PAIR: i32 = 0x2000;
const COVARIATE_PAIR: i32 = 0x2400;
const START_PAIR: i32 = 0x2800;
const SCAN_PAIR: i32 = 0x3000;
const COURSE_PAIR: i32 = 0x2c00;

/** The pair of arms whose streams of each kind stand at STREAMS, −1 for none. */
let seeded0: i32 = -1;
let seeded1: i32 = -1;
let seeded2: i32 = -1;
let seeded3: i32 = -1;
let seeded4: i32 = -1;

/** Lane states of the arm's stream of a kind; two arms are seeded together. */
@inline
function streamOf(kind: i32, arm: i32, replicate: f64): i32 {
  const at = STREAMS + kind * STREAM_BYTES;
  const pair = arm >> 1;
  let seeded = seeded4;
  let first = COURSE_PAIR;
  if (kind == CELLS) {
    seeded = seeded0;
    first = CELL_PAIR;
  } else if (kind == COVARIATES) {
    seeded = seeded1;
    first = COVARIATE_PAIR;
  } else if (kind == STARTS) {
    seeded = seeded2;
    first = START_PAIR;
  } else if (kind == SCANS) {
    seeded = seeded3;
    first = SCAN_PAIR;
  }
  if (seeded != pair) {
    seedStreams(at, replicate, first + pair);
    if (kind == CELLS) seeded0 = pair;
    else if (kind == COVARIATES) seeded1 = pair;
    else if (kind == STARTS) seeded2 = pair;
    else if (kind == SCANS) seeded3 = pair;
    else seeded4 = pair;
  }
  return at + (arm & 1) * SEED_ARM_BYTES;
}

/** Fills the f32 hazards by centre of every arm that reads them. */
function fillHazardsOfCentres(enrolment: i32): void {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const centres = load<i32>(enrolment, ENROL_CENTRES);
  const hazards = load<i32>(enrolment, ENROL_HAZARDS_AT);
  const effects = load<i32>(enrolment, ENROL_EFFECTS_AT);
  for (let a = 0; a < arms; a++) {
    const to = load<i32>(ARM0 + a * ARM_BYTES, ARM_BY_CENTRE);
    if (to == 0) continue;
    for (let c = 0; c < centres; c++) {
      const hazard = load<f64>(hazards + (c << 3));
      store<f32>(to + (c << 2), <f32>(a == 0 ? hazard : hazard * load<f64>(effects + (c << 3))));
    }
  }
}

/** Enrols the patients of a randomised trial, and gives the arms the places that they need. */
function enrol(enrolment: i32, replicate: f64): void {
  enrolArrivals(enrolment, replicate, entryAt, cellAt, centreAt);
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const counts = load<i32>(enrolment, ENROL_ARM_PLACES_AT);
  for (let a = 0; a < arms; a++)
    store<i32>(ARM0 + a * ARM_BYTES, load<i32>(counts + a * ARM_PLACE_BYTES), ARM_SIZE);
  placeArms();
  for (let a = 0; a < arms; a++) pad(ARM0 + a * ARM_BYTES);
  fillHazardsOfCentres(enrolment);
}

/** Draws lags, covariates and multipliers of an arm's patients. */
function drawHazards(a: i32, arm: i32, replicate: f64): void {
  const n = load<i32>(arm, ARM_SIZE);
  const offset = load<i32>(arm, ARM_OFFSET);
  const lag = load<i32>(arm, ARM_LAG);
  if (lag != 0) {
    const seed = load<i32>(lag) == LAG_FIXED ? 0 : streamOf(STARTS, a, replicate);
    drawLags(lag, seed, n, lagAt + offset, startAt + offset);
  } else if (load<i32>(TRIAL, TRIAL_STARTS) != 0) {
    // These places may have been another arm's in an earlier replicate.
    const never = i32x4.splat(NEVER);
    for (let at = 0; at < n << 2; at += 16) v128.store(startAt + offset + at, never);
  }
  const covariates = load<i32>(TRIAL, TRIAL_COVARIATES);
  if (load<i32>(covariates) > 0)
    drawCovariates(covariates, streamOf(COVARIATES, a, replicate), n, traitsAt + offset, floatStride);
  if (load<i32>(arm, ARM_MULTIPLIED) != 0)
    fillMultipliers(
      covariates,
      n,
      traitsAt + offset,
      floatStride,
      cellAt + offset,
      load<i32>(arm, ARM_BY_CELL),
      centreAt + offset,
      load<i32>(arm, ARM_BY_CENTRE),
      multiplierAt + offset,
    );
}

/** Whether patients of the arm with this exit (0 for none) have steps of their own. */
@inline
function hasSteps(own: i32): bool {
  return own != 0 && load<i32>(own, OWN_STEPS) != 0;
}

/** Draws an arm; returns the number of its events before 4 × tick `watch`, roughly. */
function drawPatientsOf(a: i32, seeds: i32, span: f64, watch: i32, replicate: f64, given: bool): i32 {
  const arm = ARM0 + a * ARM_BYTES;
  const n = load<i32>(arm, ARM_SIZE);
  if (n == 0) return 0;
  const offset = load<i32>(arm, ARM_OFFSET);
  drawHazards(a, arm, replicate);
  const accrual = load<i32>(arm, ARM_ENTRY);
  const reach = accrual == ENTRY ? span : load<f64>(accrual, ENTRY_TOTAL);
  enterBy(accrual);
  const own = load<i32>(arm, ARM_OWN);
  const multipliers = load<i32>(arm, ARM_MULTIPLIED) != 0 ? multiplierAt + offset : 0;
  const scans = load<i32>(arm, ARM_SCANS);
  let before: i32;
  if (own == 0) before = drawArm(a, seeds, reach, watch, given);
  else {
    if (hasSteps(own)) fillPrimedRatios(own, n, lagAt + offset, primedAt + offset, floatStride);
    // Dropping closes arms in the array of entries.
    if (!given && load<i32>(accrual) == ENTRY_FIXED) memory.copy(entryAt + offset, fixedAt + offset, n << 2);
    before = drawOwnArm(
      own,
      min(a, 1),
      seeds + a * SEED_ARM_BYTES,
      reach,
      n,
      entryAt + offset,
      given,
      trueExitAt + offset,
      multipliers,
      hasSteps(own) ? lagAt + offset : 0,
      primedAt + offset,
      floatStride,
      scans == 0 ? 0 : ratioAtEventAt + offset,
      watch,
      0,
    );
  }
  return before;
}

/** Draws what follows the first events of all arms, which are drawn to the end. */
export function drawCourses(replicate: f64): void {
  seeded4 = -1;
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  for (let a = 0; a < arms; a++) {
    const arm = ARM0 + a * ARM_BYTES;
    const n = load<i32>(arm, ARM_SIZE);
    const offset = load<i32>(arm, ARM_OFFSET);
    const multipliers = load<i32>(arm, ARM_MULTIPLIED) != 0 ? multiplierAt + offset : 0;
    if (n > 0) drawCourse(load<i32>(arm, ARM_COURSE), streamOf(COURSES, a, replicate), offset, n, multipliers);
  }
}

/** Exits by progression alone, once it is known which first events are deaths: a death ends what is observed. */
export function censorDeaths(happened: bool): void {
  const table = load<i32>(TRIAL, TRIAL_ENDPOINTS);
  const last = table + ENDPOINTS + load<i32>(table) * ENDPOINT_BYTES;
  const end = places << 2;
  const from = happened ? trueExitAt : exitAt;
  for (let endpoint = table + ENDPOINTS; endpoint < last; endpoint += ENDPOINT_BYTES) {
    if (load<i32>(endpoint, ENDPOINT_KIND) != ENDPOINT_PROGRESSION) continue;
    const to = happened ? load<i32>(endpoint, ENDPOINT_TRUE_EXITS) : load<i32>(endpoint, ENDPOINT_EXITS);
    for (let at = 0; at < end; at += 16)
      v128.store(to + at, v128.or(v128.load(from + at), i32x4.shl(v128.load(deathAt + at), 1)));
  }
}

/** Makes known what scans show of the events of all arms; returns how many are known before 4 × tick `watch`, roughly. */
export function detectAll(replicate: f64, watch: i32): i32 {
  let before = 0;
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  for (let a = 0; a < arms; a++) {
    const arm = ARM0 + a * ARM_BYTES;
    const n = load<i32>(arm, ARM_SIZE);
    const offset = load<i32>(arm, ARM_OFFSET);
    if (n > 0 && load<i32>(arm, ARM_COURSE) != 0)
      before += detectInCourse(
        load<i32>(arm, ARM_SCANS),
        n,
        streamOf(SCANS, a, replicate),
        entryAt + offset,
        trueExitAt + offset,
        exitAt + offset,
        scanWordAt + offset,
        deathAt + offset,
        survivalExitAt + offset,
        watch,
      );
    else if (n > 0)
      before += detect(
        load<i32>(arm, ARM_SCANS),
        n,
        streamOf(SCANS, a, replicate),
        entryAt + offset,
        trueExitAt + offset,
        exitAt + offset,
        scanWordAt + offset,
        deathAt + offset,
        load<i32>(arm, ARM_MULTIPLIED) != 0 ? multiplierAt + offset : 0,
        hasSteps(load<i32>(arm, ARM_OWN)) ? ratioAtEventAt + offset : 0,
        watch,
      );
    pad(arm);
  }
  return before;
}

/** Seeds the streams of the arms beyond the second one at address `seeds`. */
function seedFurtherArms(seeds: i32, replicate: f64): void {
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  for (let a = 2; a < arms; a += 2) seedStreams(seeds + a * SEED_ARM_BYTES, replicate, a >> 1);
}

/**
 * Draws entry and exit of all patients of a replicate, whose first two arms are seeded at address `seeds`; returns the number of
 * events before 4 × tick `watch`, roughly.
 */
export function drawPatients(seeds: i32, span: f64, watch: i32, replicate: f64): i32 {
  seeded0 = -1;
  seeded1 = -1;
  seeded2 = -1;
  seeded3 = -1;
  const arms = load<i32>(TRIAL, TRIAL_ARMS);
  const enrolment = load<i32>(TRIAL, TRIAL_ENROLMENT);
  seedFurtherArms(seeds, replicate);
  if (enrolment != 0) enrol(enrolment, replicate);
  else if (load<i32>(TRIAL, TRIAL_CELLS) > 1)
    for (let a = 0; a < arms; a++) drawCells(ARM0 + a * ARM_BYTES, streamOf(CELLS, a, replicate));
  let before = 0;
  for (let a = 0; a < arms; a++) before += drawPatientsOf(a, seeds, span, watch, replicate, enrolment != 0);
  for (let a = 0; a < arms; a++) pad(ARM0 + a * ARM_BYTES);
  return before;
}
