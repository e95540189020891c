/**
 * Trials with scans by the definition, a patient an object, sharing nothing with the program: in weeks, where scans of whole
 * weeks meet without any rounding.
 */
import seedrandom from 'seedrandom';

/** Exponential event times, seen by scans at k × every, each moved uniformly within ± jitter. */
export interface NaiveArm {
  readonly median: number;
  readonly every: number;
  readonly jitter: number;
  /** Probability that a scan is missed; 0 where left out. */
  readonly missed?: number;
  /** Hazard of dropout; 0 where left out. */
  readonly dropout?: number;
  /** Share of events that are deaths, seen at once; 0 where left out. */
  readonly deaths?: number;
}

export interface NaiveTrial {
  /** Control and experimental, as many patients in either. */
  readonly arms: readonly [NaiveArm, NaiveArm];
  readonly patients: number;
  readonly accrual: number;
  /** Seen events at which it is analysed, or a calendar time. */
  readonly analysis: { readonly events: number } | { readonly time: number };
}

/** What is known of a patient at the analysis. */
export interface NaivePatient {
  readonly arm: 0 | 1;
  readonly time: number;
  readonly event: boolean;
}

/** Patients of one trial who have entered by its analysis; who has no event is followed to the last scan attended. */
export function naiveTrial({ arms, patients, accrual, analysis }: NaiveTrial, random: () => number): NaivePatient[] {
  const everybody = Array.from({ length: patients }, (_, i) => {
    const arm = (i % 2) as 0 | 1;
    const { median, every, jitter, missed = 0, dropout = 0, deaths = 0 } = arms[arm];
    const entry = accrual * random();
    const happens = (-Math.log(1 - random()) * median) / Math.LN2;
    const drops = dropout > 0 ? -Math.log(1 - random()) / dropout : Number.POSITIVE_INFINITY;
    const death = random() < deaths;
    const scans: number[] = [];
    let seen = death ? happens : Number.POSITIVE_INFINITY;
    for (let k = 1; !death && seen === Number.POSITIVE_INFINITY; k++) {
      const at = k * every + jitter * (2 * random() - 1);
      if (random() < missed) continue;
      scans.push(at);
      if (at >= happens) seen = at;
    }
    for (let k = 1; death && k * every - jitter < happens; k++) {
      const at = k * every + jitter * (2 * random() - 1);
      if (random() >= missed && at < happens) scans.push(at);
    }
    return { arm, entry, drops, seen, scans };
  });
  const known = everybody.filter(({ seen, drops }) => seen <= drops).map(({ entry, seen }) => entry + seen);
  const cut = 'time' in analysis ? analysis.time : known.sort((a, b) => a - b)[analysis.events - 1];
  return everybody
    .filter(({ entry }) => entry <= cut)
    .map(({ arm, entry, drops, seen, scans }) => {
      const left = Math.min(drops, cut - entry);
      if (seen <= left) return { arm, time: seen, event: true };
      return { arm, time: Math.max(0, ...scans.filter((at) => at <= left)), event: false };
    });
}

/** z of the log-rank, > 0 in favour of arm 1. */
export function naiveLogRank(patients: readonly NaivePatient[]): number {
  const ascending = [...patients].sort((a, b) => a.time - b.time);
  let atRisk = ascending.length;
  let atRisk1 = ascending.filter(({ arm }) => arm === 1).length;
  let u = 0;
  let v = 0;
  for (let i = 0; i < ascending.length; ) {
    let d = 0;
    let d1 = 0;
    let left = 0;
    let left1 = 0;
    for (const { time } = ascending[i]; i < ascending.length && ascending[i].time === time; i++) {
      const { arm, event } = ascending[i];
      left++;
      left1 += arm;
      if (event) {
        d++;
        d1 += arm;
      }
    }
    if (d > 0) {
      const p = atRisk1 / atRisk;
      u += d1 - d * p;
      if (atRisk > 1) v += (d * p * (1 - p) * (atRisk - d)) / (atRisk - 1);
    }
    atRisk -= left;
    atRisk1 -= left1;
  }
  return -u / Math.sqrt(v);
}

/** Difference of the Kaplan–Meier survivals at `time`, arm 1 − arm 0; what happens at `time` itself has happened. */
export function naiveMilestone(patients: readonly NaivePatient[], time: number): number {
  const [s0, s1] = [0, 1].map((arm) => {
    const own = patients.filter((patient) => patient.arm === arm);
    const times = [...new Set(own.filter(({ event }) => event).map((patient) => patient.time))].sort((a, b) => a - b);
    return times
      .filter((t) => t <= time)
      .reduce((s, t) => {
        const events = own.filter((patient) => patient.event && patient.time === t).length;
        return s * (1 - events / own.filter((patient) => patient.time >= t).length);
      }, 1);
  });
  return s1 - s0;
}

/** The statistic of `replicates` trials. */
export function naiveReplicates(
  trial: NaiveTrial,
  statistic: (patients: readonly NaivePatient[]) => number,
  replicates: number,
  seed: string,
): number[] {
  const random = seedrandom(seed);
  return Array.from({ length: replicates }, () => statistic(naiveTrial(trial, random)));
}
