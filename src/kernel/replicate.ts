/** One replicate in full: its patients, and what is known of each of them at every look. For export and checks, not for speed. */
import { createSimulator } from './choose.ts';
import type { Patients } from './draw/patients.ts';
import { createSchedule } from './draw/scan.ts';
import type { StreamKey } from './draw/stream.ts';
import { createObservation, observe } from './look/observation.ts';
import type { KernelPlan } from './plan/kernelPlan.ts';
import { NEVER } from './plan/ticks.ts';
import { createReference } from './reference.ts';

/** What is known of a patient for an endpoint beside the driving one. */
export interface KnownOfEndpoint {
  /** Time on study to the event, or to the last known without it; of a response the assessment, where it has been made. */
  readonly time: number;
  readonly event: boolean;
  /** Whether observation has ended: by the event or a dropout, or by the assessment of a response. */
  readonly ended: boolean;
}

/** When a patient entered the states of a course by a look: times on study, null for what has not happened by then. */
export interface StatesEntered {
  readonly progressed: number | null;
  /** Of the scan that showed progression, or of progression where there are no scans. */
  readonly progressionSeen: number | null;
  readonly died: number | null;
  readonly lost: number | null;
  /** Start of another treatment after progression. */
  readonly switched: number | null;
}

/** A patient as known at a look. Times in the scenario's unit; those on study count from randomisation. */
export interface KnownPatient {
  /** Index among the patients of the replicate. */
  readonly patient: number;
  readonly arm: number;
  readonly cell: number;
  /** From 0 through all regions; null without centres. */
  readonly centre: number | null;
  /** Covariates about their means. */
  readonly traits: readonly number[];
  /** Calendar time of entry. */
  readonly entry: number;
  /** Time on study of the second treatment's start; null in an arm without. */
  readonly start: number | null;
  /** Whether the second treatment had started by the look. */
  readonly started: boolean;
  /** Time on study to the event or to the last that is known, and whether it is the event. */
  readonly time: number;
  readonly event: boolean;
  /** The event is a death; null where scans do not tell. */
  readonly death: boolean | null;
  /** Where there is no event: lost before the look; if neither this nor `completed`, still followed. */
  readonly lost: boolean;
  /** Whether the patient was followed to the end of a fixed follow-up. */
  readonly completed: boolean;
  /** What `time` and `event` would be if progression were known when it happens. */
  readonly trueTime: number;
  readonly trueEvent: boolean;
  /** The endpoints beside the driving one, in their order. */
  readonly further: readonly KnownOfEndpoint[];
  /** Null where nothing follows the first event. */
  readonly states: StatesEntered | null;
}

export interface ReplicateLook {
  /** Counted from 0; the last is the final analysis. */
  readonly look: number;
  readonly time: number;
  /** z and estimate of each statistic; those of the plain log-rank alone where the plan has no others. */
  readonly statistics: readonly { readonly z: number; readonly estimate: number }[];
  readonly patients: readonly KnownPatient[];
}

/** The looks of a replicate that took place, with their patients. */
export function replicateLooks(plan: KernelPlan, key: StreamKey, replicate: number): ReplicateLook[] {
  const looks = createSimulator(plan).simulate(key, replicate, 1, { hazardRatio: false, medians: false });
  const patients = createReference(plan).draw(key, replicate);
  const schedules = plan.cohort.scans?.schedules.map(createSchedule) ?? null;
  const observed = createObservation(patients.n, schedules !== null);
  const further = plan.endpoints.map(({ kind }, e) => {
    const own = kind === 'progression' ? schedules : null;
    const exit = patients.exits[e + 1];
    return {
      schedules: own,
      patients: { ...patients, exit, trueExit: exit },
      observed: createObservation(patients.n, own !== null),
    };
  });
  const unit = 1 / plan.ticksPerUnit;
  /** The tick at which each arm was closed. */
  const closedAt = plan.sizes.map(() => NEVER);
  const judgedBy = plan.cohort.dropping?.judgedBy ?? [];
  let before = 0;
  return looks.flatMap((columns, look) => {
    if (columns.performed[0] === 0) return [];
    judgedBy.forEach((s, k) => {
      if (columns.statistics[s].z[0] === Number.NEGATIVE_INFINITY) closedAt[k + 1] = Math.min(closedAt[k + 1], before);
    });
    const cut = Math.round(columns.analysisTime[0] * plan.ticksPerUnit);
    before = cut;
    const known: KnownPatient[] = [];
    // An arm that was closed is known as it was then.
    for (const by of new Set(closedAt.map((closed) => Math.min(cut, closed)))) {
      observe(patients, by, schedules, plan.followUpTicks, observed);
      for (const each of further) observe(each.patients, by, each.schedules, plan.followUpTicks, each.observed);
      for (let i = 0; i < patients.n; i++) {
        if (observed.time[i] < 0 || Math.min(cut, closedAt[patients.arm[i]]) !== by) continue;
        known.push({
          ...knownPatient(plan, patients, observed, i, by, unit),
          further: further.map((each) => ({
            time: each.observed.time[i] * unit,
            event: each.observed.event[i] === 1,
            ended: each.patients.exit[i] >> 2 <= by,
          })),
          states: plan.courses === null ? null : statesOf(plan, patients, i, by, unit),
        });
      }
    }
    const statistics =
      plan.statistics === null
        ? [{ z: columns.z[0], estimate: Number.NaN }]
        : columns.statistics.map(({ z, estimate }) => ({ z: z[0], estimate: estimate[0] }));
    return [{ look, time: columns.analysisTime[0], statistics, patients: known.sort((a, b) => a.patient - b.patient) }];
  });
}

function knownPatient(
  { cohort, followUpTicks }: KernelPlan,
  { entry, exit, arm, cell, centre, traits, start, death }: Patients,
  observed: ReturnType<typeof createObservation>,
  i: number,
  cut: number,
  unit: number,
): Omit<KnownPatient, 'further' | 'states'> {
  const event = observed.event[i] === 1;
  return {
    patient: i,
    arm: arm[i],
    cell: cell[i],
    centre: cohort.centres ? centre[i] : null,
    traits: traits.map((column) => column[i]),
    entry: (entry[i] >> 2) * unit,
    start: start[i] === NEVER ? null : start[i] * unit,
    started: start[i] <= observed.onStudy[i],
    time: observed.time[i] * unit,
    event,
    death: cohort.scans?.deaths && event ? death[i] === 1 : null,
    lost: !event && exit[i] >> 2 <= cut,
    completed: !event && followUpTicks < NEVER && observed.onStudy[i] >= followUpTicks,
    trueTime: observed.trueTime[i] * unit,
    trueEvent: observed.trueEvent[i] === 1,
  };
}

/** The states that patient i has entered by `cut`, within a fixed follow-up. */
function statesOf(
  { followUpTicks }: KernelPlan,
  { entry, exit, trueExit, survivalExit, switched, death }: Patients,
  i: number,
  cut: number,
  unit: number,
): StatesEntered {
  const began = entry[i] >> 2;
  const until = Math.min(cut, began + followUpTicks);
  const by = (tick: number): number | null => (tick <= until ? (tick - began) * unit : null);
  const isEvent = (code: number) => (code & 2) === 0;
  const last = survivalExit[i] >> 2;
  const goesOn = isEvent(trueExit[i]) && trueExit[i] !== survivalExit[i];
  return {
    progressed: goesOn ? by(trueExit[i] >> 2) : null,
    progressionSeen: goesOn && isEvent(exit[i]) && death[i] === 0 ? by(exit[i] >> 2) : null,
    died: isEvent(survivalExit[i]) ? by(last) : null,
    lost: isEvent(survivalExit[i]) ? null : by(last),
    switched: switched[i] <= last ? by(switched[i]) : null,
  };
}
