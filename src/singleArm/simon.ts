/**
 * The search for two-stage designs of a response: optimal (least expected number under the null rate), minimax (least n,
 * then least expected number), and the admissible ones between, each best for some weight of n against the expected
 * number. R. Simon, Controlled Clinical Trials 10 (1989) 1–10; S.-H. Jung et al., Statistics in Medicine 23 (2004) 561–569.
 */
import { type ResponseTargets, singleStageOf } from './singleStage.ts';
import { type TwoStageDesign, twoStageCharacteristics } from './twoStage.ts';

export interface AdmissibleDesign extends TwoStageDesign {
  /** Expected number of patients under the null rate. */
  readonly expectedUnderNull: number;
  /** The weights q of n for which no design has a smaller q n + (1 − q) EN: from, to. */
  readonly weights: readonly [number, number];
}

/** Designs by n, ascending: the first is the minimax, the last the optimal one. Empty where none meets the targets. */
export type AdmissibleDesigns = readonly AdmissibleDesign[];

interface CandidateDesign {
  readonly design: TwoStageDesign;
  readonly expected: number;
}

/** Distributions and tails of Bin(m, p), m = 0 … most: `mass[m][x]` = P(X = x), `above[m][x]` = P(X ≥ x), x to m + 1. */
interface BinomialTable {
  readonly mass: readonly Float64Array[];
  readonly above: readonly Float64Array[];
}

function binomialTable(most: number, p: number): BinomialTable {
  const mass: Float64Array[] = [Float64Array.of(1)];
  for (let m = 1; m <= most; m++) {
    const before = mass[m - 1];
    const law = new Float64Array(m + 1);
    for (let x = 0; x < m; x++) {
      law[x] += (1 - p) * before[x];
      law[x + 1] += p * before[x];
    }
    mass.push(law);
  }
  const above = mass.map((law, m) => {
    const tail = new Float64Array(m + 2);
    for (let x = m; x >= 0; x--) tail[x] = tail[x + 1] + law[x];
    return tail;
  });
  return { mass, above };
}

/** P(more than r1 of n1, and more than r of n). */
function claims({ mass, above }: BinomialTable, { n1, r1, n, r }: TwoStageDesign): number {
  const first = mass[n1];
  const second = above[n - n1];
  let sum = 0;
  for (let x = Math.max(r1 + 1, r + 1 - (n - n1)); x <= n1; x++) sum += first[x] * second[Math.max(0, r + 1 - x)];
  return sum;
}

/**
 * The design of n patients with the least expected number under the null rate among those that meet the targets and
 * expect fewer than `best`; null where there is none. `least` is the r of a single stage of n patients.
 */
function bestOf(
  n: number,
  { alpha, power }: ResponseTargets,
  least: number,
  tables: { readonly none: BinomialTable; readonly planned: BinomialTable },
  best: number,
): CandidateDesign | null {
  let found: CandidateDesign | null = null;
  let limit = best;
  for (let n1 = 1; n1 < n && n1 < limit; n1++) {
    let r = least;
    for (let r1 = 0; r1 < n1; r1++) {
      // Power is at most the chance to go on under the planned rate.
      if (tables.planned.above[n1][r1 + 1] < power) break;
      const expected = n1 + tables.none.above[n1][r1 + 1] * (n - n1);
      // A higher r1 lowers the type I error, so the least r that keeps alpha falls with it.
      while (r > r1 && claims(tables.none, { n1, r1, n, r: r - 1 }) <= alpha) r--;
      if (expected >= limit) continue;
      const design = { n1, r1, n, r };
      if (r >= n || claims(tables.planned, design) < power) continue;
      limit = expected;
      found = { design, expected };
    }
  }
  return found;
}

/** The weight q at which two designs are equally good: q Δn = (1 − q) ΔEN. */
function evenWeight(a: CandidateDesign, b: CandidateDesign): number {
  const saved = a.expected - b.expected;
  return saved / (saved + b.design.n - a.design.n);
}

/** Of designs with n ascending and expected numbers falling, those on the lower convex hull, with their weights. */
function admissible(candidates: readonly CandidateDesign[]): AdmissibleDesigns {
  const hull: CandidateDesign[] = [];
  for (const candidate of candidates) {
    while (hull.length > 1) {
      const [before, last] = hull.slice(-2);
      if (evenWeight(last, candidate) < evenWeight(before, last)) break;
      hull.pop();
    }
    hull.push(candidate);
  }
  return hull.map(({ design, expected }, i) => ({
    ...design,
    expectedUnderNull: expected,
    weights: [
      i === hull.length - 1 ? 0 : evenWeight(hull[i], hull[i + 1]),
      i === 0 ? 1 : evenWeight(hull[i - 1], hull[i]),
    ],
  }));
}

/** The admissible two-stage designs with at most `most` patients. */
export function simonDesigns(targets: ResponseTargets, most = 150): AdmissibleDesigns {
  const tables = { none: binomialTable(most, targets.nullRate), planned: binomialTable(most, targets.rate) };
  const candidates: CandidateDesign[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (let n = 2; n <= most; n++) {
    const found = bestOf(n, targets, singleStageOf(n, targets).r, tables, best);
    if (found === null) continue;
    candidates.push(found);
    best = found.expected;
  }
  return admissible(candidates);
}

/** Whether a given design keeps the targets' alpha and reaches their power. */
export function meetsTargets(design: TwoStageDesign, { nullRate, rate, alpha, power }: ResponseTargets): boolean {
  return (
    twoStageCharacteristics(design, nullRate).claim <= alpha && twoStageCharacteristics(design, rate).claim >= power
  );
}
