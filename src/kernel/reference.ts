/**
 * The stages of a replicate, as pipeline.ts runs them, for whatever a plan holds:
 *
 *   draw (draw/drawPatients.ts) ─▶ cut (due) ─▶ observe ─▶ for every comparison: gather ─▶ sort ─▶ risk tables ─▶ statistics
 *                                                                                                          ▼
 *                                                                                        end, or drop arms (stops)
 *
 * Each patient belongs to a cell, one combination of levels of the population's factors; its hazard is that of the arm's law
 * for the cell, times what covariates and centre make of it. Two arms of patients who are all alike are the case of one cell,
 * no centres and exact times. This is the definition: fast/fastKernel.ts runs the same stages faster and is held to it.
 */
import { fitCox, fitStrata } from '../statistics/cox.ts';
import { medianKey } from '../statistics/kaplanMeier.ts';
import { createRiskTable, fillRiskTable } from '../statistics/riskTable.ts';
import { mapRule } from '../trial/rule.ts';
import { createPatientsDraw } from './draw/drawPatients.ts';
import type { Patients } from './draw/patients.ts';
import type { StreamKey } from './draw/stream.ts';
import { fillCloned } from './look/cloned.ts';
import type { Columns, Simulator } from './look/columns.ts';
import { compensatorOf, trueEventsOf } from './look/compensator.ts';
import { CovariateOrder } from './look/covariateOrder.ts';
import { findCut } from './look/cut.ts';
import { createCodes, gather, plainComparison } from './look/gather.ts';
import { logRank, logRankZ } from './look/logRankOfCodes.ts';
import { createObservation, observe } from './look/observation.ts';
import { createOperations } from './look/operations.ts';
import { sortAscending } from './look/sort.ts';
import { StatisticsStage } from './look/statisticsStage.ts';
import { runReplicates, type Stages } from './pipeline.ts';
import type { CutRule, SimpleCut } from './plan/cutRule.ts';
import type { KernelPlan } from './plan/kernelPlan.ts';
import { tablesOfHazardRatio } from './plan/statisticsPlan.ts';
import { NEVER } from './plan/ticks.ts';

export interface ReferenceSimulator extends Simulator {
  /** The patients of one replicate, in arrays that the next call fills anew. */
  draw(key: StreamKey, replicate: number): Patients;
}

/** The rule with event counts for what is left of the allocation: as many events per arm as planned. */
function scaled(rule: CutRule, share: number): CutRule {
  if (share === 1) return rule;
  const left = (count: number) => Math.max(1, Math.ceil(count * share - 1e-9));
  return mapRule(rule, (part: SimpleCut) => {
    if (part.kind === 'events') return { kind: 'events', events: left(part.events) };
    if (part.kind === 'eventsOf' && part.arm === null) return { ...part, events: left(part.events) };
    return part.kind === 'followUp' && part.patients > 0 ? { ...part, patients: left(part.patients) } : part;
  });
}

/** The reference simulator of a plan; keeps its arrays from call to call. */
export function createReference(plan: KernelPlan): ReferenceSimulator {
  const { cohort, statistics } = plan;
  const { patients, schedules, draw } = createPatientsDraw(plan);
  const { n, entry, exit, arm: armOf } = patients;
  const arms = plan.sizes.length;
  const unit = 1 / plan.ticksPerUnit;
  const observed = createObservation(n, schedules !== null);
  const further = plan.endpoints.map(({ kind }, e) => {
    // Progression alone is seen as the first event is; death and the assessment of a response are known at once.
    const scanned = kind === 'progression' ? schedules : null;
    return {
      seen: createObservation(n, scanned !== null),
      scanned,
      patients: { ...patients, exit: patients.exits[e + 1], trueExit: patients.trueExits[e + 1] },
      counted: { events: new Int32Array(arms), ended: new Int32Array(arms) },
    };
  });
  const observations = [observed, ...further.map(({ seen }) => seen)];
  const operations = createOperations(cohort, patients, plan.block, unit);
  const scratch = new Int32Array(n);
  const counts = new Int32Array(n + 1);
  const stage = statistics && new StatisticsStage(statistics, unit, n);
  const first = createRiskTable(n);
  const stratified = tablesOfHazardRatio(statistics);
  const everyone = plainComparison(1);
  const plain = createCodes(n, 1, false);
  const gathered =
    statistics?.tables.map(({ strata, origin }) => createCodes(n, strata, origin.kind === 'timeDependent')) ?? [];
  const test = { u: 0, v: 0 };
  const fit = { logHazardRatio: 0, standardError: 0 };
  const adjusted =
    statistics?.tables.map(({ adjusts, strata }) => adjusts && new CovariateOrder(adjusts, strata)) ?? [];
  adjusted.forEach((covariates, t) => {
    if (covariates) stage?.adjust(t, covariates.strata);
  });
  /** Whether the plain log-rank of the first comparison is asked for. */
  const needsFirst = statistics === null || statistics.statistics.some(({ tables }) => tables < 0);
  const weights = plan.block.reduce((sum, own) => sum + own, 0);

  /** Arms that still enrol and are compared: all of them when a replicate begins. */
  const open = plan.sizes.map(() => true);
  /** Tick of the look at which an arm was closed. */
  const closedAt = plan.sizes.map(() => NEVER);

  /** When the rule is met by the arms still open. */
  function due(rule: CutRule, previous: number): number {
    if (open.every(Boolean)) return findCut(rule, patients, open, scratch, previous);
    const left = plan.block.reduce((sum, own, arm) => sum + (open[arm] ? own : 0), 0);
    return findCut(scaled(rule, left / weights), patients, open, scratch, previous);
  }

  /** Closes arms after a look: nobody enters them any more, and those in them leave. */
  function drop(columns: Columns, row: number, look: number, cut: number): void {
    const rule = cohort.dropping;
    if (rule === null) return;
    const z = (arm: number) => columns.statistics[rule.judgedBy[arm - 1]].z[row];
    const leaving = open.map((isOpen, arm) => isOpen && arm > 0 && z(arm) <= rule.atMost[look]);
    if (rule.keep[look] > 0) {
      const ranked = open.flatMap((isOpen, arm) => (isOpen && arm > 0 ? [arm] : [])).sort((a, b) => z(b) - z(a));
      for (const arm of ranked.slice(rule.keep[look])) leaving[arm] = true;
    }
    if (!leaving.some(Boolean)) return;
    leaving.forEach((leaves, arm) => {
      if (!leaves) return;
      open[arm] = false;
      closedAt[arm] = cut;
    });
    for (let i = 0; i < n; i++) {
      if (!leaving[armOf[i]]) continue;
      if (entry[i] >> 2 > cut) entry[i] = NEVER << 2;
      // They leave just after the look: no longer at risk, and not counted as dropouts by it.
      for (const each of patients.exits) if (each[i] >> 2 > cut) each[i] = ((cut + 1) << 2) | 2;
    }
  }

  const enrolled = new Int32Array(arms);
  const events = new Int32Array(arms);
  const dropouts = new Int32Array(arms);
  const completed = new Int32Array(arms);

  function countPatients(columns: Columns, row: number, cut: number): void {
    enrolled.fill(0);
    events.fill(0);
    dropouts.fill(0);
    completed.fill(0);
    const closed = closedAt.some((at) => at < cut);
    for (let i = 0; i < n; i++) {
      const arm = armOf[i];
      const by = closed ? Math.min(cut, closedAt[arm]) : cut;
      if (entry[i] >> 2 > by) continue;
      enrolled[arm]++;
      if (exit[i] >> 2 > by) {
        if (entry[i] >> 2 <= by - plan.followUpTicks) completed[arm]++;
        continue;
      }
      const lost = (exit[i] >> 1) & 1;
      dropouts[arm] += lost;
      events[arm] += 1 - lost;
    }
    for (let arm = 0; arm < arms; arm++) {
      columns.enrolled[arm][row] = enrolled[arm];
      columns.events[arm][row] = events[arm];
      columns.dropouts[arm][row] = dropouts[arm];
      columns.completed[arm][row] = completed[arm];
    }
  }

  /** Observes the endpoints beside the driving one, and counts them. */
  function observeFurther(columns: Columns, row: number, cut: number): void {
    further.forEach(({ seen, scanned, patients: those, counted }, e) => {
      observe(those, cut, scanned, plan.followUpTicks, seen);
      counted.events.fill(0);
      counted.ended.fill(0);
      for (let i = 0; i < n; i++) {
        const arm = armOf[i];
        if (those.exit[i] >> 2 > Math.min(cut, closedAt[arm]) || entry[i] >> 2 > cut) continue;
        counted.ended[arm]++;
        counted.events[arm] += 1 - ((those.exit[i] >> 1) & 1);
      }
      const into = columns.further[e];
      for (let arm = 0; arm < arms; arm++) {
        into.events[arm][row] = counted.events[arm];
        into.ended[arm][row] = counted.ended[arm];
      }
    });
  }

  function compensate({ compensators, trueEvents }: Columns, row: number, cut: number): void {
    if (compensators === null || trueEvents === null) return;
    plan.compensators.forEach((hazard, arm) => {
      const by = Math.min(cut, closedAt[arm]);
      compensators[arm][row] = compensatorOf(hazard, arm, patients, by, plan.followUpTicks);
      trueEvents[arm][row] = trueEventsOf(arm, patients, by);
    });
  }

  /** All statistics of the open arms at a cut; `z` of the plain log-rank of the first comparison. */
  function compare(columns: Columns, row: number, cut: number, z: number): void {
    if (!stage || !statistics) return;
    statistics.tables.forEach((comparison, t) => {
      const { arm, strata, cellStrata } = comparison;
      if (!open[arm]) return;
      const into = gathered[t];
      gather(comparison, patients, observations[comparison.endpoint], cut, cellStrata, into);
      if (comparison.origin.kind === 'clones') {
        stage.fillClones(t, (clones) => fillCloned(into, patients.start, cut, clones));
        return;
      }
      for (let stratum = 0; stratum < strata; stratum++) {
        const from = into.firsts[stratum];
        const to = into.firsts[stratum + 1];
        adjusted[t]?.fill(stratum, into, from, to, patients);
        const codes = into.codes.subarray(from, to);
        sortAscending(codes, to - from, scratch, counts);
        if (into.switches.length === 0) stage.fill(t, stratum, codes, to - from);
        else {
          const switches = into.switches.subarray(into.switchFirsts[stratum], into.switchFirsts[stratum + 1]).sort();
          stage.fill(t, stratum, codes, to - from, switches, switches.length);
        }
      }
    });
    statistics.statistics.forEach(({ tables, turned }, s) => {
      const into = columns.statistics[s];
      if (tables < 0 ? !open[1] : !open[statistics.tables[tables].arm]) {
        into.z[row] = Number.NEGATIVE_INFINITY;
        into.estimate[row] = Number.NaN;
        into.information[row] = 0;
      } else if (tables < 0) {
        into.z[row] = turned ? 0 - z : z;
        into.estimate[row] = Number.NaN;
        into.information[row] = columns.events[0][row] + columns.events[1][row];
      } else stage.compute(s, cut, into, row);
    });
  }

  /** z of the plain log-rank of the first comparison; 0 where nobody asks for it; `reads` also fills its risk table. */
  function compareFirst(cut: number, reads: boolean): number {
    if (!needsFirst && !reads) return 0;
    gather(everyone, patients, observed, cut, 1, plain);
    const compared = plain.firsts[1];
    sortAscending(plain.codes, compared, scratch, counts);
    logRank(plain.codes, compared, test);
    if (reads) fillRiskTable(plain.codes, compared, first);
    return logRankZ(test);
  }

  function estimateHazardRatio(columns: Columns, row: number, estimates: boolean): void {
    const { logHazardRatio, standardError } = columns;
    if (logHazardRatio === null || standardError === null) return;
    fit.logHazardRatio = fit.standardError = Number.NaN;
    if (estimates && open[1]) {
      if (stage !== null && stratified >= 0) fitStrata(stage.strata(stratified), 0, fit);
      else if (test.v > 0) fitCox(first, test.u / test.v, fit);
    }
    logHazardRatio[row] = fit.logHazardRatio;
    standardError[row] = fit.standardError;
  }

  function estimateMedians({ medians }: Columns, row: number, cut: number, estimates: boolean): void {
    if (medians === null) return;
    medians[0][row] = estimates ? (cut - medianKey(first, 0)) * unit : Number.NaN;
    medians[1][row] = estimates && open[1] ? (cut - medianKey(first, 1)) * unit : Number.NaN;
  }

  const final = plan.looks.length - 1;
  const stages: Stages = {
    draw(key, replicate) {
      draw(key, replicate);
      open.fill(true);
      closedAt.fill(NEVER);
    },
    // The arms left after others were dropped may have had their last event before the look that dropped them.
    due: (rule, previous) => (open.every(Boolean) ? due(rule, previous) : Math.max(previous, due(rule, previous))),
    test(look, cut, columns, row) {
      countPatients(columns, row, cut);
      observe(patients, cut, schedules, plan.followUpTicks, observed);
      observeFurther(columns, row, cut);
      if (columns.operations !== null) operations(observed, cut, columns.operations, row);
      compensate(columns, row, cut);
      const z = compareFirst(cut, columns.logHazardRatio !== null || columns.medians !== null);
      compare(columns, row, cut, z);
      const decides = statistics === null ? z : columns.statistics[0].z[row];
      const { estimateAbove, estimateBelow } = plan.looks[look];
      const estimates = look === final || decides >= estimateAbove || decides <= estimateBelow;
      estimateMedians(columns, row, cut, estimates);
      estimateHazardRatio(columns, row, estimates);
      return decides;
    },
    stops(look, cut, z, columns, row) {
      drop(columns, row, look, cut);
      if (!open.some((isOpen, arm) => isOpen && arm > 0)) return true;
      // Before the first event z is 0 for want of anything to compare.
      const compared = events.some((count) => count > 0);
      const { stopAbove, stopBelow } = plan.looks[look];
      return compared && (z >= stopAbove || z <= stopBelow);
    },
  };

  return {
    simulate: (key, from, count, wants) => runReplicates(plan, stages, key, from, count, wants),
    draw(key, replicate) {
      draw(key, replicate);
      return patients;
    },
  };
}
