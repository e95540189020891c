/**
 * The tail of the largest of any number of standard normals whose correlation matrix has rank at most three, and of the
 * largest absolute value: aᵢ·x with unit vectors aᵢ in space, as in `maximumTail3`, with any number of bisectors to a cone.
 * Statistics that are sums of others (Fleming–Harrington (0,0) = (1,0) + (0,1)) land here.
 */
import { halfAngleTangent, sector } from './maximumTail.ts';
import { owensT, upperTail } from './normalTail.ts';

/** Vectors nearer than 1 − cos = 1e-15 are the same but for rounding. */
const SAME = 1e-15;
const MOST_LINES = 48;
const distinct = new Int32Array(MOST_LINES / 2);
const normalX = new Float64Array(MOST_LINES);
const normalY = new Float64Array(MOST_LINES);
const distance = new Float64Array(MOST_LINES);

/**
 * P(maxᵢ aᵢ·x > z), or with `both` P(maxᵢ |aᵢ·x| > z), for z ≥ 0 and n ≤ 24. `vectors` holds aᵢ at 3i, 3i + 1, 3i + 2.
 * Relative error below 1e-9 (1e-7 for z < 0.1).
 */
export function spatialTail(z: number, vectors: ArrayLike<number>, n: number, both: boolean): number {
  const q = upperTail(z);
  let count = 0;
  for (let i = 0; i < n; i++) if (isNew(vectors, i, count, both)) distinct[count++] = i;
  let total = 0;
  for (let at = 0; at < count; at++) total += cone(z, q, vectors, count, at, both);
  return both ? 2 * total : total;
}

const three = new Float64Array(9);

/** P(max(|X₁|, |X₂|, |X₃|) > z), relative error below 1e-9 (1e-7 for z < 0.1); 1 for z ≤ 0. The matrix may be singular. */
export function largestAbsoluteTail3(z: number, r12: number, r13: number, r23: number): number {
  if (z <= 0) return 1;
  const second = Math.sqrt(Math.max(0, (1 - r12) * (1 + r12)));
  const rest = Math.max(0, (1 - r13) * (1 + r13));
  const along = second > 0 ? (r23 - r12 * r13) / second : Math.sqrt(rest);
  three[0] = 1;
  three[3] = r12;
  three[4] = second;
  three[6] = r13;
  three[7] = along;
  three[8] = Math.sqrt(Math.max(0, rest - along * along));
  return spatialTail(z, three, 3, true);
}

function isNew(vectors: ArrayLike<number>, i: number, count: number, both: boolean): boolean {
  for (let at = 0; at < count; at++) {
    const a = 3 * i;
    const b = 3 * distinct[at];
    const cosine = vectors[a] * vectors[b] + vectors[a + 1] * vectors[b + 1] + vectors[a + 2] * vectors[b + 2];
    if (1 - (both ? Math.abs(cosine) : cosine) < SAME) return false;
  }
  return true;
}

/** P(a·x > z and a·x is the largest), a the distinct vector number `at`. */
function cone(z: number, q: number, vectors: ArrayLike<number>, count: number, at: number, both: boolean): number {
  const i = 3 * distinct[at];
  const ax = vectors[i];
  const ay = vectors[i + 1];
  const az = vectors[i + 2];
  // an orthonormal frame (u, v) of the plane across a, after T. Duff et al., J. Comput. Graph. Tech. 6 (2017) 1–8
  const s = az < 0 ? -1 : 1;
  const c = -1 / (s + az);
  const ux = 1 + s * ax * ax * c;
  const uy = s * ax * ay * c;
  const uz = -s * ax;
  const vx = ax * ay * c;
  const vy = s + ay * ay * c;
  const vz = -ay;
  let lines = 0;
  for (let other = 0; other < count; other++) {
    if (other === at) continue;
    const j = 3 * distinct[other];
    for (let sign = 1; sign >= (both ? -1 : 1); sign -= 2) {
      const bx = sign * vectors[j] - ax;
      const by = sign * vectors[j + 1] - ay;
      const bz = sign * vectors[j + 2] - az;
      const d = halfAngleTangent((bx * bx + by * by + bz * bz) / 2);
      if (z * d > 8 || d > 1e7) continue; // beyond reach
      const x = bx * ux + by * uy + bz * uz;
      const y = bx * vx + by * vy + bz * vz;
      const length = Math.sqrt(x * x + y * y);
      normalX[lines] = x / length;
      normalY[lines] = y / length;
      distance[lines++] = d;
    }
  }
  let share = q;
  for (let j = 0; j < lines; j++) {
    const nx = normalX[j];
    const ny = normalY[j];
    const d = distance[j];
    // the part of line j on this side of all the others
    let from = Number.NEGATIVE_INFINITY;
    let to = Number.POSITIVE_INFINITY;
    for (let k = 0; k < lines && from < to; k++) {
      if (k === j) continue;
      const across = nx * normalY[k] - ny * normalX[k];
      const room = distance[k] - d * (nx * normalX[k] + ny * normalY[k]);
      if (across > 0) to = Math.min(to, room / across);
      else if (across < 0) from = Math.max(from, room / across);
      else if (room < 0) to = Number.NEGATIVE_INFINITY;
    }
    if (!(from < to)) continue;
    const t = owensT(z, d, q);
    share -= sector(z, q, d, to, t) - sector(z, q, d, from, t);
  }
  return share;
}
