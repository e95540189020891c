/**
 * A log-rank trial as one would first write it: patients as objects, Array.sort, Math.random.
 * The bar for speed, and, as it shares nothing with the kernel, an independent source of power.
 */
import { boundsOf, controlScale, type Design, rejects } from './designs.ts';

interface Patient {
  readonly experimental: boolean;
  readonly entry: number;
  /** Time on study at the event and at dropout. */
  readonly event: number;
  readonly dropout: number;
}

export interface Observation {
  readonly experimental: boolean;
  readonly time: number;
  readonly event: boolean;
}

/** −ln U, U in (0, 1]. */
function exponential(): number {
  return -Math.log(1 - Math.random());
}

/**
 * Time on study at which an arm's cumulative hazard reaches h: the clock (t / scale)^shape runs `ratios[0]` times as
 * fast until the delay, `ratios[1]` times after.
 */
function eventTime(design: Design, ratios: readonly [number, number]): (h: number) => number {
  const { shape, delay } = design;
  const scale = controlScale(design);
  const time = shape === 1 ? (clock: number) => scale * clock : (clock: number) => scale * clock ** (1 / shape);
  const clockAtDelay = (delay / scale) ** shape;
  const hazardAtDelay = ratios[0] * clockAtDelay;
  return (h) => time(h < hazardAtDelay ? h / ratios[0] : clockAtDelay + (h - hazardAtDelay) / ratios[1]);
}

function enrol(design: Design): Patient[] {
  const patients: Patient[] = [];
  for (const experimental of [false, true]) {
    const timeAt = eventTime(design, experimental ? design.ratios : [1, 1]);
    for (let i = 0; i < design.patients[experimental ? 1 : 0]; i++) {
      patients.push({
        experimental,
        entry: Math.random() * design.accrual,
        event: timeAt(exponential()),
        dropout: design.dropoutHazard > 0 ? exponential() / design.dropoutHazard : Number.POSITIVE_INFINITY,
      });
    }
  }
  return patients;
}

/** Calendar times of the looks, the last analysis last; Infinity when there are too few events. */
function lookTimes({ rule, looks }: Design, patients: readonly Patient[]): number[] {
  if (rule.kind === 'calendarTime' && !looks) return [rule.time];
  const events = patients
    .filter((patient) => patient.event <= patient.dropout)
    .map((patient) => patient.entry + patient.event)
    .sort((a, b) => a - b);
  const timeOf = (count: number) => events[count - 1] ?? Number.POSITIVE_INFINITY;
  const interims = looks?.interims.map((look) => timeOf(look.events)) ?? [];
  return [...interims, rule.kind === 'events' ? timeOf(rule.events) : rule.time];
}

/** Log-rank z of observations, > 0 in favour of experimental. Ties have probability zero. */
export function logRankZ(observations: Observation[]): number {
  observations.sort((a, b) => a.time - b.time);
  let atRisk = observations.length;
  let atRiskExperimental = observations.filter(({ experimental }) => experimental).length;
  let u = 0;
  let v = 0;
  for (const { experimental, event } of observations) {
    if (event) {
      const share = atRiskExperimental / atRisk;
      u += (experimental ? 1 : 0) - share;
      v += share * (1 - share);
    }
    atRisk--;
    if (experimental) atRiskExperimental--;
  }
  return v > 0 ? -u / Math.sqrt(v) : 0;
}

/** What is known at calendar time `cut`. */
function observe(patients: readonly Patient[], cut: number): Observation[] {
  return patients
    .filter(({ entry }) => entry <= cut)
    .map(({ experimental, entry, event, dropout }) => ({
      experimental,
      time: Math.min(event, dropout, cut - entry),
      // Not event <= cut − entry: rounded, that loses the very event the analysis waited for every other time.
      event: event <= dropout && entry + event <= cut,
    }));
}

/** The patients of a new replicate at the last analysis. */
export function finalObservations(design: Design): Observation[] {
  const patients = enrol(design);
  return observe(patients, lookTimes(design, patients).at(-1) ?? Number.POSITIVE_INFINITY);
}

/** Whether one replicate rejects, looking no further once it does. */
function naiveTrial(design: Design): boolean {
  const patients = enrol(design);
  const times = lookTimes(design, patients);
  const last = times.length - 1;
  return boundsOf(design).some((bound, k) => {
    // A look that is due no earlier than the last analysis is left out.
    if (k < last && times[k] >= times[last]) return false;
    return rejects(design, logRankZ(observe(patients, times[k])), bound);
  });
}

/** Rejections in `replicates` replicates. */
export function naiveRejections(design: Design, replicates: number): number {
  let count = 0;
  for (let i = 0; i < replicates; i++) if (naiveTrial(design)) count++;
  return count;
}
