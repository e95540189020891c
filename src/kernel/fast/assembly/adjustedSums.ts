/**
 * Score, information and log likelihood of an adjusted Cox model, as ../../../statistics/adjustedCox.ts defines them.
 *
 * An evaluation takes three passes over columns (covariateOrder.ts): weights θ = e^{βx} of two patients at a time; and,
 * stratum by stratum, running sums of θ, θx and θxx over those at risk, kept as a row for each event; and what the rows add
 * to score, information and log likelihood. As x of the arm is 0 or 1, a row of p covariates is 1 + p pairs, the sums of θ and θx over all
 * and over the arm, and then the products of covariates with those up to themselves. Up to three covariates have loops of
 * their own. At β = 0 all weights are 1.
 */
import {
  ADJUSTED_COLUMNS,
  ADJUSTED_COVARIATES,
  ADJUSTED_ROWS,
  ADJUSTED_STEPS,
  ADJUSTED_STRIDE,
  ADJUSTED_TIES,
  ADJUSTED_VECTORS,
  ADJUSTED_WEIGHTS,
  TIE_BYTES,
  TIE_CODES,
  TIE_END,
  TIE_EVENTS,
  TIE_FROM,
} from '../adjustedLayout';
import { COMPARISON_ADJUSTED, COMPARISON_SEGMENTS, COMPARISON_STRATA, SEGMENT_BYTES, SEGMENT_FIRST } from '../statisticsLayout';
import { orderCovariates, ordered } from './covariateOrder';
import { exp, expOfTwo } from './exp';
import { LN2, log } from './log';

/** Risks that expOfTwo takes. */
const FAR: f64 = 690;
/** Between these a product of sums goes on before its logarithm is taken. */
const LEAST: f64 = 1e-100;
const MOST: f64 = 1e100;

/** Covariates, and columns with that of the arm, of the comparison that is adjusted; and addresses. */
export let p: i32 = 0;
export let q: i32 = 0;
let columns: i32 = 0;
let stride: i32 = 0;
let weights: i32 = 0;
let steps: i32 = 0;
let rows: i32 = 0;
let rowBytes: i32 = 0;
/** Times with several events, and the next of them. */
let ties: i32 = 0;
let tie: i32 = 0;
let firstSegment: i32 = 0;
let lastSegment: i32 = 0;
/** Vectors of q f64, the information, and two rows. */
export let beta: i32 = 0;
export let step: i32 = 0;
export let score: i32 = 0;
export let pivots: i32 = 0;
let ofEvents: i32 = 0;
let means: i32 = 0;
export let information: i32 = 0;
let sums: i32 = 0;
let tied: i32 = 0;

/** Takes the covariates of a comparison whose codes have been gathered at `cut` and sorted. */
export function takeCovariates(comparison: i32, cut: i32): void {
  const adjusted = load<i32>(comparison, COMPARISON_ADJUSTED);
  p = load<i32>(adjusted, ADJUSTED_COVARIATES);
  q = p + 1;
  columns = load<i32>(adjusted, ADJUSTED_COLUMNS);
  stride = load<i32>(adjusted, ADJUSTED_STRIDE);
  weights = load<i32>(adjusted, ADJUSTED_WEIGHTS);
  steps = load<i32>(adjusted, ADJUSTED_STEPS);
  rows = load<i32>(adjusted, ADJUSTED_ROWS);
  ties = load<i32>(adjusted, ADJUSTED_TIES);
  rowBytes = (q << 4) + ((p * q) << 2);
  firstSegment = load<i32>(comparison, COMPARISON_SEGMENTS);
  lastSegment = firstSegment + load<i32>(comparison, COMPARISON_STRATA) * SEGMENT_BYTES;
  beta = load<i32>(adjusted, ADJUSTED_VECTORS);
  step = beta + (q << 3);
  score = step + (q << 3);
  pivots = score + (q << 3);
  ofEvents = pivots + (q << 3);
  means = ofEvents + (q << 3);
  information = means + (q << 3);
  sums = information + ((q * q) << 3);
  tied = sums + rowBytes;
  orderCovariates(comparison, cut, rowBytes, ofEvents);
}

/** Place a of a vector. */
@inline
export function at(vector: i32, a: i32): f64 {
  return load<f64>(vector + (a << 3));
}

@inline
export function put(vector: i32, a: i32, value: f64): void {
  store<f64>(vector + (a << 3), value);
}

/** Fills θ and θ times the arm's column for all patients, two at a time; P covariates, −1 for any number. */
@inline
function fillWeights(P: i32): void {
  const armColumn = columns + p * stride;
  const ofArm = f64x2.splat(at(beta, p));
  const b0 = f64x2.splat(at(beta, 0));
  const b1 = f64x2.splat(P > 1 ? at(beta, 1) : 0);
  const b2 = f64x2.splat(P > 2 ? at(beta, 2) : 0);
  const far = f64x2.splat(FAR);
  const end = ordered << 3;
  for (let i = 0; i < end; i += 16) {
    const arm = v128.load(armColumn + i);
    let risk = f64x2.mul(ofArm, arm);
    if (P < 0) {
      let column = columns + i;
      for (let c = 0; c < p; c++) {
        risk = f64x2.add(risk, f64x2.mul(f64x2.splat(at(beta, c)), v128.load(column)));
        column += stride;
      }
    } else {
      risk = f64x2.add(risk, f64x2.mul(b0, v128.load(columns + i)));
      if (P > 1) risk = f64x2.add(risk, f64x2.mul(b1, v128.load(columns + stride + i)));
      if (P > 2) risk = f64x2.add(risk, f64x2.mul(b2, v128.load(columns + 2 * stride + i)));
    }
    let theta: v128;
    if (i64x2.all_true(f64x2.le(f64x2.abs(risk), far))) theta = expOfTwo(risk);
    else theta = f64x2(exp(f64x2.extract_lane(risk, 0)), exp(f64x2.extract_lane(risk, 1)));
    const both = f64x2.mul(theta, arm);
    v128.store(weights + (i << 1), v128.shuffle<i64>(theta, both, 0, 2));
    v128.store(weights + (i << 1), v128.shuffle<i64>(theta, both, 1, 3), 16);
  }
}

function fillOnes(): void {
  const armColumn = columns + p * stride;
  const end = ordered << 3;
  const one = f64x2.splat(1);
  for (let i = 0; i < end; i += 16) {
    const arm = v128.load(armColumn + i);
    v128.store(weights + (i << 1), v128.shuffle<i64>(one, arm, 0, 2));
    v128.store(weights + (i << 1), v128.shuffle<i64>(one, arm, 1, 3), 16);
  }
}

/** Adds what patient i adds to the sums to a row at `to`. */
function addPatient(to: i32, i: i32): void {
  const weight = v128.load(weights + (i << 4));
  const theta = f64x2.extract_lane(weight, 0);
  v128.store(to, f64x2.add(v128.load(to), weight));
  let product = to + (q << 4);
  let column = columns + (i << 3);
  for (let c = 0; c < p; c++) {
    const x = load<f64>(column);
    to += 16;
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(weight, f64x2.splat(x))));
    const part = theta * x;
    let other = columns + (i << 3);
    for (let d = 0; d <= c; d++) {
      store<f64>(product, load<f64>(product) + part * load<f64>(other));
      product += 8;
      other += stride;
    }
    column += stride;
  }
}

/** Sums over those at risk in the patients [first, end) of one stratum, a row for each event; returns where they end. */
@inline
function sumStratum(P: i32, first: i32, end: i32): i32 {
  const yColumn = columns + stride;
  const zColumn = yColumn + stride;
  const zero = f64x2.splat(0);
  let s = zero;
  let sx = zero;
  let sy = zero;
  let sz = zero;
  let xx = zero;
  let yx = zero;
  let yy = zero;
  let zx = zero;
  let zy = zero;
  let zz = zero;
  let row = rows;
  if (P < 0) memory.fill(sums, 0, rowBytes);
  for (let from = first; from < end; ) {
    const until = min(end, load<i32>(tie, TIE_END));
    for (let i = from << 3; i < until << 3; i += 8) {
      if (P < 0) {
        addPatient(sums, i >> 3);
        memory.copy(row, sums, rowBytes);
      } else {
        const w = v128.load(weights + (i << 1));
        const products = row + 16 * (1 + P);
        s = f64x2.add(s, w);
        v128.store(row, s);
        const x = v128.load64_splat(columns + i);
        const wx = f64x2.mul(w, x);
        sx = f64x2.add(sx, wx);
        v128.store(row, sx, 16);
        xx = f64x2.add(xx, f64x2.mul(wx, x));
        store<f64>(products, f64x2.extract_lane(xx, 0));
        if (P > 1) {
          const y = v128.load64_splat(yColumn + i);
          const wy = f64x2.mul(w, y);
          sy = f64x2.add(sy, wy);
          v128.store(row, sy, 32);
          yx = f64x2.add(yx, f64x2.mul(wy, x));
          store<f64>(products, f64x2.extract_lane(yx, 0), 8);
          yy = f64x2.add(yy, f64x2.mul(wy, y));
          store<f64>(products, f64x2.extract_lane(yy, 0), 16);
          if (P > 2) {
            const z = v128.load64_splat(zColumn + i);
            const wz = f64x2.mul(w, z);
            sz = f64x2.add(sz, wz);
            v128.store(row, sz, 48);
            zx = f64x2.add(zx, f64x2.mul(wz, x));
            store<f64>(products, f64x2.extract_lane(zx, 0), 24);
            zy = f64x2.add(zy, f64x2.mul(wz, y));
            store<f64>(products, f64x2.extract_lane(zy, 0), 32);
            zz = f64x2.add(zz, f64x2.mul(wz, z));
            store<f64>(products, f64x2.extract_lane(zz, 0), 40);
          }
        }
      }
      row += load<i32>(steps + (i >> 1));
    }
    if (until == load<i32>(tie, TIE_END)) row = addTied(row);
    from = until;
  }
  return row;
}

/** Appends the rows of tied events but the first, R = S − (l/d) T, S being the row before; goes on to the next tie. */
function addTied(row: i32): i32 {
  const from = row - rowBytes;
  const d = load<i32>(tie, TIE_EVENTS);
  const end = load<i32>(tie, TIE_END);
  let code = load<i32>(tie, TIE_CODES);
  memory.fill(tied, 0, rowBytes);
  for (let i = load<i32>(tie, TIE_FROM); i < end; i++) {
    if ((load<i32>(code) & 2) != 0) addPatient(tied, i);
    code += 4;
  }
  for (let l = 1; l < d; l++) {
    const part = <f64>l / <f64>d;
    for (let b = 0; b < rowBytes; b += 8) store<f64>(row + b, load<f64>(from + b) - part * load<f64>(tied + b));
    row += rowBytes;
  }
  tie += TIE_BYTES;
  return row;
}

/** Subtracts means from the score and adds to the information what rows up to `end` do; returns Σ log R. */
@inline
function addRows(P: i32, end: i32): f64 {
  const size = 16 * (1 + P) + 4 * P * (P + 1);
  const ofY = information + 8 * (P + 1);
  const ofZ = ofY + 8 * (P + 1);
  const ofArm = information + 8 * P * (P + 1);
  let ua = at(score, P);
  let aa = at(ofArm, P);
  let ux = at(score, 0);
  let ax = at(ofArm, 0);
  let xx = at(information, 0);
  let uy = P > 1 ? at(score, 1) : 0;
  let ay = P > 1 ? at(ofArm, 1) : 0;
  let yx = P > 1 ? at(ofY, 0) : 0;
  let yy = P > 1 ? at(ofY, 1) : 0;
  let uz = P > 2 ? at(score, 2) : 0;
  let az = P > 2 ? at(ofArm, 2) : 0;
  let zx = P > 2 ? at(ofZ, 0) : 0;
  let zy = P > 2 ? at(ofZ, 1) : 0;
  let zz = P > 2 ? at(ofZ, 2) : 0;
  let product: f64 = 1;
  let logarithm: f64 = 0;
  for (let row = rows; row < end; row += size) {
    const products = row + 16 * (1 + P);
    const s = load<f64>(row);
    const r = 1 / s;
    product *= s;
    if (!(product > LEAST && product < MOST)) {
      logarithm += log(product);
      product = 1;
    }
    const ma = load<f64>(row, 8) * r;
    ua -= ma;
    aa += ma - ma * ma;
    const mx = load<f64>(row, 16) * r;
    ux -= mx;
    ax += load<f64>(row, 24) * r - ma * mx;
    xx += load<f64>(products) * r - mx * mx;
    if (P > 1) {
      const my = load<f64>(row, 32) * r;
      uy -= my;
      ay += load<f64>(row, 40) * r - ma * my;
      yx += load<f64>(products, 8) * r - my * mx;
      yy += load<f64>(products, 16) * r - my * my;
      if (P > 2) {
        const mz = load<f64>(row, 48) * r;
        uz -= mz;
        az += load<f64>(row, 56) * r - ma * mz;
        zx += load<f64>(products, 24) * r - mz * mx;
        zy += load<f64>(products, 32) * r - mz * my;
        zz += load<f64>(products, 40) * r - mz * mz;
      }
    }
  }
  put(score, P, ua);
  put(ofArm, P, aa);
  put(score, 0, ux);
  put(ofArm, 0, ax);
  put(information, 0, xx);
  if (P > 1) {
    put(score, 1, uy);
    put(ofArm, 1, ay);
    put(ofY, 0, yx);
    put(ofY, 1, yy);
  }
  if (P > 2) {
    put(score, 2, uz);
    put(ofArm, 2, az);
    put(ofZ, 0, zx);
    put(ofZ, 1, zy);
    put(ofZ, 2, zz);
  }
  return logarithm + log(product);
}

/** The same for any number of covariates. */
function addAnyRows(end: i32): f64 {
  const ofArm = information + ((p * q) << 3);
  let product: f64 = 1;
  let logarithm: f64 = 0;
  for (let row = rows; row < end; row += rowBytes) {
    const s = load<f64>(row);
    const r = 1 / s;
    product *= s;
    if (!(product > LEAST && product < MOST)) {
      logarithm += log(product);
      product = 1;
    }
    const arm = load<f64>(row, 8) * r;
    put(score, p, at(score, p) - arm);
    put(ofArm, p, at(ofArm, p) + (arm - arm * arm));
    let sum = row + (q << 4);
    for (let a = 0; a < p; a++) {
      const pair = row + ((a + 1) << 4);
      const mean = load<f64>(pair) * r;
      put(means, a, mean);
      put(score, a, at(score, a) - mean);
      put(ofArm, a, at(ofArm, a) + (load<f64>(pair, 8) * r - arm * mean));
      const line = information + ((a * q) << 3);
      for (let b = 0; b <= a; b++) {
        put(line, b, at(line, b) + (load<f64>(sum) * r - mean * at(means, b)));
        sum += 8;
      }
    }
  }
  return logarithm + log(product);
}

@inline
function evaluateWith(P: i32, ones: bool): f64 {
  if (ones) fillOnes();
  else fillWeights(P);
  let logarithm: f64 = 0;
  tie = ties;
  for (let segment = firstSegment; segment < lastSegment; segment += SEGMENT_BYTES) {
    const next = segment + SEGMENT_BYTES;
    const end = next < lastSegment ? load<i32>(next, SEGMENT_FIRST) : ordered;
    const rowsEnd = sumStratum(P, load<i32>(segment, SEGMENT_FIRST), end);
    logarithm += P < 0 ? addAnyRows(rowsEnd) : addRows(P, rowsEnd);
  }
  return logarithm;
}

/** Finds score and information at β, which is 0 where all weights are 1; returns the log likelihood. */
export function evaluate(ones: bool): f64 {
  memory.copy(score, ofEvents, q << 3);
  memory.fill(information, 0, (q * q) << 3);
  let logarithm: f64 = 0;
  if (p == 1) logarithm = evaluateWith(1, ones);
  else if (p == 2) logarithm = evaluateWith(2, ones);
  else if (p == 3) logarithm = evaluateWith(3, ones);
  else logarithm = evaluateWith(-1, ones);
  let risks: f64 = 0;
  for (let a = 0; a < q; a++) risks += at(beta, a) * at(ofEvents, a);
  return risks - logarithm;
}
