/**
 * The rank-preserving structural failure time model: what survival would be without a treatment that patients of both groups
 * take, the control's after switching to it. A patient who is on it for `treated` of the time T would have lived
 *   U(ψ) = (T − treated) + treated e^ψ
 * without it. As groups are randomised, U(ψ) is alike in both at the true ψ: the estimate is the ψ at which the log-rank of U(ψ)
 * is 0 (g-estimation). Follow-up that depends on treatment would censor by it, so U is censored again at min(C, C e^ψ), C being
 * how long the patient could have been followed. The log-rank at ψ = 0 is that of the groups as randomised: the test keeps its P.
 * J. M. Robins & A. A. Tsiatis, Commun. Stat. Theory Methods 20 (1991) 2609–2631; I. R. White et al., Stat. Med. 18 (1999)
 * 2617–2634.
 */
import { exp } from '../elementary/exp.ts';
import { type CoxFit, fitCox } from './cox.ts';
import { createRiskTable, fillRiskTable, type RiskTable } from './riskTable.ts';

/** Patients in two groups, a row each up to `n`; times on study in any one unit. */
export interface SwitchingPatients {
  n: number;
  /** 1 in the experimental group, else 0. */
  readonly group: Uint8Array;
  /** To the event or to the last that is known; `event` is 1 where that is the event. */
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** Of `time`, how long on the experimental treatment. */
  readonly treated: Float64Array;
  /** How long the patient could have been followed, at least `time`. */
  readonly limit: Float64Array;
}

/** No patients, with room for `capacity`. */
export function createSwitchingPatients(capacity: number): SwitchingPatients {
  return {
    n: 0,
    group: new Uint8Array(capacity),
    time: new Float64Array(capacity),
    event: new Uint8Array(capacity),
    treated: new Float64Array(capacity),
    limit: new Float64Array(capacity),
  };
}

export interface CorrectedRatio {
  /** log of the factor by which the treatment multiplies the time that it uses up; NaN where no ψ makes groups alike. */
  psi: number;
  /**
   * Log hazard ratio (Cox) of the experimental group as observed over the control as it would be untreated; NaN without an
   * estimate.
   */
  logHazardRatio: number;
}

/** ψ is sought in ±FARTHEST, to FARTHEST/2²¹. */
const FARTHEST = 2;
const STEPS = 22;
/** Times are compared as whole parts of the longest follow-up. */
const PARTS = 2 ** 28;

/** Estimates from patients of up to `capacity`; keeps its arrays from call to call. */
export class StructuralFailureTime {
  private readonly codes: Int32Array;
  private readonly table: RiskTable;
  private readonly fit: CoxFit = { logHazardRatio: 0, standardError: 0 };
  private u = 0;
  private v = 0;

  constructor(capacity: number) {
    this.codes = new Int32Array(capacity);
    this.table = createRiskTable(capacity);
  }

  /** z of the log-rank of U(ψ), > 0 where the experimental group's is longer. */
  z(patients: SwitchingPatients, psi: number): number {
    this.fill(patients, psi, false);
    return this.logRank();
  }

  /** Log hazard ratio (Cox) and its standard error of the groups as observed; NaN without an estimate. */
  asObserved(patients: SwitchingPatients): Readonly<CoxFit> {
    this.fill(patients, 0, false);
    this.logRank();
    fitCox(this.table, this.u / this.v, this.fit);
    return { ...this.fit };
  }

  estimate(patients: SwitchingPatients, into: CorrectedRatio): void {
    into.psi = into.logHazardRatio = Number.NaN;
    let low = -FARTHEST;
    let high = FARTHEST;
    if (!(this.z(patients, low) < 0 && this.z(patients, high) > 0)) return;
    for (let step = 0; step < STEPS; step++) {
      const middle = (low + high) / 2;
      if (this.z(patients, middle) < 0) low = middle;
      else high = middle;
    }
    // The log-rank jumps from below 0 to above it: what is known at ψ is what is known just before.
    into.psi = low;
    this.fill(patients, into.psi, true);
    this.logRank();
    fitCox(this.table, this.u / this.v, this.fit);
    into.logHazardRatio = this.fit.logHazardRatio;
  }

  /** Fills the risk table with U(ψ), of the control only where `controlOnly`. */
  private fill({ n, group, time, event, treated, limit }: SwitchingPatients, psi: number, controlOnly: boolean): void {
    const { codes, table } = this;
    const factor = exp(psi);
    let longest = 0;
    for (let i = 0; i < n; i++) if (limit[i] > longest) longest = limit[i];
    const scale = PARTS / longest;
    for (let i = 0; i < n; i++) {
      const kept = controlOnly && group[i] === 1;
      const end = kept ? limit[i] : Math.min(limit[i], limit[i] * factor);
      const lived = kept ? time[i] : time[i] - treated[i] + treated[i] * factor;
      const died = event[i] === 1 && lived <= end ? 1 : 0;
      const key = Math.round((longest - Math.min(lived, end)) * scale);
      codes[i] = (key << 2) | (died << 1) | group[i];
    }
    const sorted = codes.subarray(0, n).sort();
    fillRiskTable(sorted, n, table);
  }

  /** z of the log-rank of the risk table as filled. */
  private logRank(): number {
    const { rows, atRisk, atRisk1, events, events1 } = this.table;
    let u = 0;
    let v = 0;
    for (let k = 0; k < rows; k++) {
      const y = atRisk[k];
      const d = events[k];
      const p = atRisk1[k] / y;
      u += events1[k] - d * p;
      if (y > 1) v += (d * p * (1 - p) * (y - d)) / (y - 1);
    }
    this.u = u;
    this.v = v;
    return v > 0 ? -u / Math.sqrt(v) : 0;
  }
}
