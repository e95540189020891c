/** What the patients of a look show of every hypothesis of a trial, by the kernel's own stages. */
import { exp } from '../elementary/exp.ts';
import { createCodes, gather, plainComparison } from '../kernel/look/gather.ts';
import { logRank, logRankZ } from '../kernel/look/logRankOfCodes.ts';
import { createObservation, type Observation } from '../kernel/look/observation.ts';
import { sortAscending } from '../kernel/look/sort.ts';
import { createStatisticColumns, StatisticsStage } from '../kernel/look/statisticsStage.ts';
import type { KernelPlan } from '../kernel/plan/kernelPlan.ts';
import type { StatisticsPlan } from '../kernel/plan/statisticsPlan.ts';
import { NEVER } from '../kernel/plan/ticks.ts';
import type { Compared } from '../trial/comparison.ts';
import type { ComparedCounts } from './patientsOfReplicates.ts';

/** A patient at the data cut-off of a look. */
export interface FamilyPatient {
  readonly arm: number;
  /** Of the factors that tests need; the others are as in the first such cell. */
  readonly cell: number;
  /** Counted from 0 in the order in which centres appear. */
  readonly centre: number;
  /** By endpoint: time on study, the event, and whether the patient counts, as one whose response has been assessed does. */
  readonly known: readonly { readonly time: number; readonly event: boolean; readonly counts: boolean }[];
}

export interface PatientsOfLook {
  /** The planned look, from 1. */
  readonly look: number;
  readonly patients: readonly FamilyPatient[];
}

/** One statistic of the plan. */
export interface StatisticSeen {
  readonly z: number;
  readonly estimate: number;
  readonly information: number;
}

/** The plan's statistics with as many strata as the file has centres. */
function ofCentres(statistics: StatisticsPlan, centres: number): StatisticsPlan {
  const tables = statistics.tables.map((each) =>
    each.byCentre ? { ...each, strata: each.cellStrata * centres } : each,
  );
  return { ...statistics, tables };
}

/** Every statistic of `plan` in these patients. Precondition: the plan has statistics; times are at most `latestTime(plan)`. */
export function statisticsSeen(plan: KernelPlan, seen: readonly FamilyPatient[]): StatisticSeen[] {
  if (plan.statistics === null) throw new RangeError('statisticsSeen: the plan has no statistics');
  const n = seen.length;
  const centres = 1 + seen.reduce((most, { centre }) => Math.max(most, centre), 0);
  const statistics = ofCentres(plan.statistics, centres);
  const patients = {
    n,
    arm: Uint8Array.from(seen, ({ arm }) => arm),
    cell: Uint8Array.from(seen, ({ cell }) => cell),
    centre: Int32Array.from(seen, ({ centre }) => centre),
    start: new Int32Array(n).fill(NEVER),
  };
  let cut = 0;
  const observations = (seen[0]?.known ?? []).map((_, e): Observation => {
    const observed = createObservation(n, false);
    seen.forEach(({ known }, i) => {
      observed.time[i] = Math.round(known[e].time * plan.ticksPerUnit);
      observed.event[i] = known[e].event ? 1 : 0;
      cut = Math.max(cut, observed.time[i]);
    });
    return observed;
  });
  const scratch = new Int32Array(n);
  const counts = new Int32Array(n + 1);
  const stage = new StatisticsStage(statistics, 1 / plan.ticksPerUnit, n);
  statistics.tables.forEach((comparison, t) => {
    const codes = createCodes(n, comparison.strata, false);
    gather(comparison, patients, observations[comparison.endpoint], cut, comparison.cellStrata, codes);
    for (let stratum = 0; stratum < comparison.strata; stratum++) {
      const those = codes.codes.subarray(codes.firsts[stratum], codes.firsts[stratum + 1]);
      sortAscending(those, those.length, scratch, counts);
      stage.fill(t, stratum, those, those.length);
    }
  });
  const [into] = createStatisticColumns({ ...statistics, statistics: statistics.statistics.slice(0, 1) }, 1);
  return statistics.statistics.map(({ tables, turned }, s) => {
    if (tables >= 0) {
      stage.compute(s, cut, into, 0);
      return { z: into.z[0], estimate: into.estimate[0], information: into.information[0] };
    }
    const codes = createCodes(n, 1, false);
    gather(plainComparison(1), patients, observations[0], cut, 1, codes);
    const those = codes.codes.subarray(0, codes.firsts[1]);
    sortAscending(those, those.length, scratch, counts);
    const test = { u: 0, v: 0 };
    logRank(those, those.length, test);
    const z = logRankZ(test);
    const information = those.reduce((sum, code) => sum + ((code >> 1) & 1), 0);
    return { z: turned ? 0 - z : z, estimate: Number.NaN, information };
  });
}

/** The latest time on study that a code of the plan has room for. */
export function latestTime({ ticksPerUnit }: KernelPlan): number {
  return (NEVER - 1) / ticksPerUnit;
}

/** `inside`: by cell, whether its patients are in the comparison's subgroup. */
export function countsSeen(
  seen: readonly FamilyPatient[],
  { arm, endpoint }: Compared,
  inside: readonly boolean[],
): ComparedCounts {
  const count = (of: number, eventsOnly: boolean) =>
    seen.filter(
      (each) =>
        each.arm === of &&
        inside[each.cell] &&
        each.known[endpoint].counts &&
        (each.known[endpoint].event || !eventsOnly),
    ).length;
  return { patients: [count(0, false), count(arm, false)], events: [count(0, true), count(arm, true)] };
}

/** The hazard ratio of an estimate of its logarithm; null where there is none. */
export function ratioSeen({ estimate }: StatisticSeen): number | null {
  return Number.isFinite(estimate) ? exp(estimate) : null;
}
