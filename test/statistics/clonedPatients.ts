/** Patients to be cloned, in whole times with ties, and their clones one row an interval: the definition in plain loops. */
import seedrandom from 'seedrandom';
import { type ClonedPatients, CloneTable } from '../../src/statistics/clones.ts';

export interface OnePatient {
  readonly time: number;
  readonly event: 0 | 1;
  /** Infinity for none. */
  readonly start: number;
}

/** Half of the patients have a start, uniform up to `latest`, and then a lower hazard; hazards differ between patients. */
export function drawToClone(seed: string, n: number, mean: number, latest: number): OnePatient[] {
  const random = seedrandom(seed);
  return Array.from({ length: n }, (_, i) => {
    const own = mean * (0.5 + random());
    const start = i % 2 === 0 ? Number.POSITIVE_INFINITY : Math.floor(random() * (latest + 1));
    const untreated = -Math.log(1 - random()) * own;
    const lives = Math.floor(untreated < start ? untreated : start + (untreated - start) * 1.6);
    const followed = Math.floor((0.5 + 2 * random()) * mean);
    return { time: Math.min(lives, followed), event: lives <= followed ? 1 : 0, start };
  });
}

/** The table of `patients`, filled. */
export function tableOfClones(patients: readonly OnePatient[], grace: number): CloneTable {
  const table = new CloneTable(patients.length, grace);
  putPatients(patients, table.patients);
  table.fill();
  return table;
}

function putPatients(patients: readonly OnePatient[], into: ClonedPatients): void {
  into.n = patients.length;
  patients.forEach(({ time, event, start }, i) => {
    into.time[i] = time;
    into.event[i] = event;
    into.start[i] = Math.min(start, 2 ** 29 - 1);
  });
}

/** A clone at risk in (from, to], with the event at `to` or not. */
export interface CloneRow {
  readonly patient: number;
  readonly starter: 0 | 1;
  readonly from: number;
  readonly to: number;
  readonly event: boolean;
  readonly weight: number;
}

/** Every clone in unit intervals of whole time, those that end at 0 included, each with its weight at the end. */
export function expandClones(patients: readonly OnePatient[], grace: number, weighted: boolean): CloneRow[] {
  const starts = ({ start, time }: OnePatient) => start <= grace && start < time;
  const weightOf = (starter: 0 | 1, t: number): number => {
    if (!weighted) return 1;
    if (starter === 1) {
      if (t <= grace) return 1;
      const there = patients.filter(({ time }) => time > grace);
      return there.length / there.filter(starts).length;
    }
    let uncensored = 1;
    for (let s = 0; s < t && s <= grace; s++) {
      const left = patients.filter((each) => each.time > s && !(starts(each) && each.start < s));
      const starting = left.filter((each) => starts(each) && each.start === s);
      if (starting.length > 0) uncensored *= (left.length - starting.length) / left.length;
    }
    return 1 / uncensored;
  };
  const last = Math.max(...patients.map(({ time }) => time));
  const weights = ([0, 1] as const).map((starter) => Array.from({ length: last + 1 }, (_, t) => weightOf(starter, t)));
  return patients.flatMap((each, patient) =>
    ([0, 1] as const).flatMap((starter) => {
      const { time, event, start } = each;
      const followed = starter === 1 ? (starts(each) || time <= grace ? time : grace) : starts(each) ? start : time;
      const whole = followed === time && (starter === 1 || !starts(each));
      return Array.from({ length: followed + 1 }, (_, t) => ({
        patient,
        starter,
        from: t - 1,
        to: t,
        event: whole && t === time && event === 1,
        weight: weights[starter][t],
      }));
    }),
  );
}

/** Score, information and the residuals' sum by patient of the weighted Cox model at β, ties after Efron. */
function coxAt(rows: readonly CloneRow[], patients: number, beta: number) {
  const residuals = new Array<number>(patients).fill(0);
  let score = 0;
  let information = 0;
  const theta = Math.exp(beta);
  for (const t of new Set(rows.filter(({ event }) => event).map(({ to }) => to))) {
    const there = rows.filter(({ from, to }) => from < t && to >= t);
    const failing = there.filter(({ event, to }) => event && to === t);
    const sum = (of: readonly CloneRow[], f: (x: number) => number) =>
      of.reduce((total, { weight, starter }) => total + weight * f(starter) * (starter === 1 ? theta : 1), 0);
    const d = failing.length;
    const mean = failing.reduce((total, { weight }) => total + weight, 0) / d;
    for (const { weight, starter, patient } of failing) {
      score += weight * starter;
      residuals[patient] += weight * starter;
    }
    for (let l = 0; l < d; l++) {
      const s0 = sum(there, () => 1) - (l / d) * sum(failing, () => 1);
      const s1 = sum(there, (x) => x) - (l / d) * sum(failing, (x) => x);
      const p = s1 / s0;
      score -= mean * p;
      information += mean * p * (1 - p);
      for (const { weight, patient } of failing) residuals[patient] -= (weight * p) / d;
      for (const row of there) {
        const share = failing.includes(row) ? 1 - l / d : 1;
        const risk = row.weight * (row.starter === 1 ? theta : 1);
        residuals[row.patient] -= share * (row.starter - p) * risk * (mean / s0);
      }
    }
  }
  return { score, information, residuals };
}

/** Log hazard ratio and its robust standard error by Newton's method from 0. */
export function fitExpanded(rows: readonly CloneRow[], patients: number) {
  let beta = 0;
  for (let step = 0; step < 30; step++) {
    const { score, information } = coxAt(rows, patients, beta);
    beta += Math.max(-1, Math.min(1, score / information));
  }
  const { information, residuals } = coxAt(rows, patients, beta);
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  return { logHazardRatio: beta, standardError: Math.sqrt(squares) / information };
}

/** Robust z of the score at β. */
export function scoreZOfExpanded(rows: readonly CloneRow[], patients: number, beta: number): number {
  const { residuals } = coxAt(rows, patients, beta);
  const sum = (f: (x: number) => number) => residuals.reduce((total, residual) => total + f(residual), 0);
  return -sum((u) => u) / Math.sqrt(sum((u) => u * u));
}
