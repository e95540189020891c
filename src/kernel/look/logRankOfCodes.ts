/**
 * The log-rank statistic of sorted codes (N. Mantel 1966; R. Peto & J. Peto 1972).
 * At each distinct event time, d events among Y at risk, d₁ and Y₁ of them experimental:
 * U += d₁ − d·Y₁/Y,  V += d·(Y₁/Y)(1 − Y₁/Y)(Y − d)/(Y − 1), and z = −U/√V, positive when experimental does better.
 * A patient censored at an event's time is still at risk for it.
 */

export interface LogRank {
  /** Σ(O − E) of the experimental arm. */
  u: number;
  /** Hypergeometric variance of u. */
  v: number;
}

/** U and V of `codes[0..n)`, ascending (descending time); see patientCode.ts for the code. */
export function logRank(codes: Int32Array, n: number, result: LogRank): void {
  let u = 0;
  let v = 0;
  let y1 = 0;
  let i = 0;
  while (i < n) {
    const code = codes[i++];
    y1 += code & 1;
    const key = code >> 2;
    if (i < n && codes[i] >> 2 === key) {
      let d = (code >> 1) & 1;
      let d1 = d & code;
      while (i < n && codes[i] >> 2 === key) {
        const tied = codes[i++];
        const event = (tied >> 1) & 1;
        y1 += tied & 1;
        d += event;
        d1 += event & tied;
      }
      const p = y1 / i;
      u += d1 - d * p;
      if (i > 1) v += (d * p * (1 - p) * (i - d)) / (i - 1);
    } else if ((code & 2) !== 0) {
      const p = y1 / i;
      u += (code & 1) - p;
      v += p * (1 - p);
    }
  }
  result.u = u;
  result.v = v;
}

/** z of a log-rank numerator and variance; 0 when nothing can be compared (V = 0). */
export function logRankZ(result: LogRank): number {
  return result.v > 0 ? -result.u / Math.sqrt(result.v) : 0;
}
