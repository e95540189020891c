/**
 * The pipeline of trials with strata, covariates or more than two arms: the stages of simulate.ts for patients who differ.
 *
 * Patients of arm 0 come first, then those of arm 1, and so on. Each belongs to a cell, one combination of levels of the
 * population's factors; its hazard is that of the arm's law for the cell, times what its covariates make of it.
 *
 *   draw ─▶ cut ─▶ for every comparison and stratification: words ─▶ sort ─▶ risk tables ─▶ statistics
 *            ▲                                                              │
 *            └─────────────────────── next look ── drop arms ◀──────────────┘
 */
import { fitCox } from '../statistics/cox.ts';
import type { Covariates } from '../statistics/definition.ts';
import { medianKey } from '../statistics/kaplanMeier.ts';
import { createRiskTable, fillRiskTable } from '../statistics/riskTable.ts';
import type { CohortPlan } from './cohortPlan.ts';
import type { CompensatorPlan } from './compensator.ts';
import { findCut } from './cut.ts';
import { drawSpan, entryTick } from './entry.ts';
import { drawExit } from './exit.ts';
import { exponential } from './exponential.ts';
import { logRank, logRankZ } from './logRank.ts';
import { type CutPlan, type KernelPlan, NEVER, withEvents } from './plan.ts';
import { type Columns, createColumns, eventsAfter, type Wants } from './simulate.ts';
import { sortWords } from './sort.ts';
import { StatisticsStage } from './statistics.ts';
import { LANES, nextWord, type StreamKey, seedLane, uniform } from './stream.ts';

/** A word and a place in one exact double: 2³¹ × 2²². */
const PLACES = 2 ** 22;

/** A random word as an angle (Box & Muller 1958). */
const TURN = 2 * Math.PI * 2 ** -32;

/** Streams of what patients are, beside those of when they come and go. */
const TRAIT_STREAM = 0x4000;

interface Workspace {
  readonly entry: Int32Array;
  readonly exit: Int32Array;
  readonly cell: Uint8Array;
  readonly traits: Float64Array;
  /** What the patient's hazard is of that of the arm's law. */
  readonly factor: Float64Array;
  readonly openEntry: Int32Array;
  readonly openExit: Int32Array;
  readonly words: Int32Array;
  readonly scratch: Int32Array;
  readonly counts: Int32Array;
  readonly members: Int32Array;
  readonly order: Float64Array;
}

const state = new Int32Array(4);
const traitState = new Int32Array(4);

/** Draw everybody's traits, entry and exit. */
function drawEverybody(plan: KernelPlan, cohort: CohortPlan, key: StreamKey, replicate: number, into: Workspace): void {
  const { entry, exit, cell, traits, factor } = into;
  const { pattern, shift } = plan.entry;
  const span = drawSpan(plan, key, replicate);
  const width = cohort.covariates.length;
  const block = plan.block.reduce((sum, own) => sum + own, 0);
  const traited = width > 0 || cohort.cells.length > 1;
  let offset = 0;
  plan.sizes.forEach((n, arm) => {
    const own = plan.block[arm];
    const dropoutMean = cohort.dropoutMeans[arm];
    for (let lane = 0; lane < LANES && lane < n; lane++) {
      seedLane(key, replicate, arm, lane, state);
      if (traited) seedLane(key, replicate, TRAIT_STREAM + arm, lane, traitState);
      for (let j = lane; j < n; j += LANES) {
        const i = offset + j;
        let c = 0;
        if (cohort.cells.length > 1) {
          const u = uniform(nextWord(traitState));
          while (u > cohort.cells[c]) c++;
        }
        cell[i] = c;
        let log = 0;
        for (let k = 0; k < width; k++) {
          const { sd, logHazardRatio } = cohort.covariates[k];
          const radius = Math.sqrt(2 * exponential(nextWord(traitState)));
          const value = sd * radius * Math.cos(TURN * nextWord(traitState));
          traits[i * width + k] = value;
          log += logHazardRatio * value;
        }
        let began: number;
        if (pattern === 'even') {
          const slot = Math.floor(j / own) * block + cohort.slots[arm][j % own];
          began = entryTick(plan.entry, slot + 0.5);
        } else {
          const word = nextWord(state);
          if (shift !== null) began = word >>> shift;
          else began = entryTick(plan.entry, i === span.last ? span.span : (word + 0.5) * (span.span * 2 ** -32));
        }
        entry[i] = began << 2;
        const ofCovariates = width === 0 ? 1 : Math.exp(log);
        factor[i] = cohort.multipliers[arm][c] * ofCovariates;
        const signed = drawExit(cohort.exits[arm][c], plan.ticksPerUnit, ofCovariates, dropoutMean, state);
        const ticks = signed < 0 ? -signed - 1 : signed;
        exit[i] = (Math.min(NEVER, began + ticks) << 2) | (signed < 0 ? 2 : 0);
      }
    }
    offset += n;
  });
}

/** The rule with event counts for what is left of the allocation: as many events an arm as planned. */
function scaled(rule: CutPlan, share: number): CutPlan {
  if (share === 1) return rule;
  if (rule.kind === 'events') return { kind: 'events', events: Math.max(1, Math.ceil(rule.events * share - 1e-9)) };
  if (rule.kind === 'laterOf' || rule.kind === 'earlierOf')
    return { kind: rule.kind, rules: rule.rules.map((part) => scaled(part, share)) };
  return rule.kind === 'followUp' && rule.patients > 0
    ? { ...rule, patients: Math.max(1, Math.ceil(rule.patients * share - 1e-9)) }
    : rule;
}

/** A plan's simulator; keeps its arrays from call to call. */
export function createCohort(
  plan: KernelPlan,
): (key: StreamKey, first: number, count: number, wants: Wants) => readonly Columns[] {
  const { cohort, statistics } = plan;
  if (cohort === null) throw new RangeError('createCohort: the plan has no cohort');
  const arms = plan.sizes.length;
  const starts = plan.sizes.map((_, arm) => plan.sizes.slice(0, arm).reduce((sum, n) => sum + n, 0));
  const n = plan.sizes.reduce((sum, size) => sum + size, 0);
  const width = cohort.covariates.length;
  const unit = 1 / plan.ticksPerUnit;
  const room: Workspace = {
    entry: new Int32Array(n),
    exit: new Int32Array(n),
    cell: new Uint8Array(n),
    traits: new Float64Array(n * width),
    factor: new Float64Array(n),
    openEntry: new Int32Array(n),
    openExit: new Int32Array(n),
    words: new Int32Array(n),
    scratch: new Int32Array(n),
    counts: new Int32Array(n + 1),
    members: new Int32Array(n),
    order: new Float64Array(n),
  };
  const stage = statistics && new StatisticsStage(statistics, unit, n);
  const first = createRiskTable(n);
  const test = { u: 0, v: 0 };
  const fit = { logHazardRatio: 0, standardError: 0 };
  const adjusted =
    statistics?.tables.map(({ adjusts, strata }) => {
      if (adjusts === null) return null;
      const columns = (adjusts.byCell[0]?.length ?? 0) + adjusts.covariates.length;
      return Array.from({ length: strata }, () => ({
        count: columns,
        values: new Float64Array(n * columns),
        words: new Int32Array(n),
        patients: 0,
      }));
    }) ?? [];
  adjusted.forEach((covariates, t) => {
    if (covariates) stage?.adjust(t, covariates);
  });
  /** Whether the plain log-rank of the first comparison is asked for. */
  const needsFirst = statistics === null || statistics.statistics.some(({ tables }) => tables < 0);
  /** Where the words of each stratum begin, and the last ones end. */
  const firsts = statistics?.tables.map(({ strata }) => new Int32Array(strata + 1)) ?? [];
  const everyone = new Int32Array(2);
  const places = new Int32Array(Math.max(2, ...firsts.map(({ length }) => length)));
  const weights = plan.block.reduce((sum, own) => sum + own, 0);

  /**
   * Words of the control and of one arm at the cut, stratum after stratum from `firsts[stratum]` to `firsts[stratum + 1]`,
   * each with its patient among `members`.
   */
  function gather(arm: number, cut: number, stratumOf: readonly number[] | null, firsts: Int32Array): void {
    const { entry, exit, cell, words, members } = room;
    firsts.fill(0);
    for (const a of [0, arm])
      for (let i = starts[a]; i < starts[a] + plan.sizes[a]; i++) {
        const stratum = stratumOf === null ? 0 : stratumOf[cell[i]];
        if (stratum >= 0 && entry[i] >> 2 <= cut) firsts[stratum + 1]++;
      }
    for (let s = 1; s < firsts.length; s++) firsts[s] += firsts[s - 1];
    places.set(firsts);
    for (const a of [0, arm])
      for (let i = starts[a]; i < starts[a] + plan.sizes[a]; i++) {
        const stratum = stratumOf === null ? 0 : stratumOf[cell[i]];
        if (stratum < 0 || entry[i] >> 2 > cut) continue;
        const place = places[stratum]++;
        words[place] = entry[i] + (a === 0 ? 0 : 1) + Math.max(0, 4 * cut + 2 - exit[i]);
        members[place] = i;
      }
  }

  /** Covariates of the gathered members in the order of their sorted words. */
  function orderCovariates(tables: number, stratum: number, from: number, to: number): void {
    const adjusts = statistics?.tables[tables].adjusts;
    const into = adjusted[tables]?.[stratum] as { -readonly [K in keyof Covariates]: Covariates[K] } | undefined;
    if (!adjusts || !into) return;
    const { words, members, order, cell, traits } = room;
    const count = to - from;
    for (let i = from; i < to; i++) order[i - from] = words[i] * PLACES + i;
    const sorted = order.subarray(0, count).sort();
    for (let i = 0; i < count; i++) {
      const at = sorted[i] % PLACES;
      const patient = members[at];
      into.words[i] = words[at];
      const base = i * into.count;
      const levels = adjusts.byCell[cell[patient]];
      for (let c = 0; c < levels.length; c++) into.values[base + c] = levels[c];
      adjusts.covariates.forEach((c, k) => {
        into.values[base + levels.length + k] = traits[patient * width + c];
      });
    }
    into.patients = count;
  }

  /** When the rule is met by the arms still open. */
  function due(rule: CutPlan, open: readonly boolean[], previous: number): number {
    const { entry, exit, openEntry, openExit, scratch } = room;
    if (open.every(Boolean)) return findCut(rule, n, entry, exit, scratch, previous);
    let count = 0;
    let left = 0;
    for (let arm = 0; arm < arms; arm++) {
      if (!open[arm]) continue;
      left += plan.block[arm];
      openEntry.set(entry.subarray(starts[arm], starts[arm] + plan.sizes[arm]), count);
      openExit.set(exit.subarray(starts[arm], starts[arm] + plan.sizes[arm]), count);
      count += plan.sizes[arm];
    }
    return findCut(scaled(rule, left / weights), count, openEntry, openExit, scratch, previous);
  }

  /** Σ factor × Λ(time on study) of an arm's enrolled patients: compensator.ts for patients who differ. */
  function ownCompensator({ starts: from, increments }: CompensatorPlan, arm: number, cut: number): number {
    const { entry, exit, factor } = room;
    let total = 0;
    for (let i = starts[arm]; i < starts[arm] + plan.sizes[arm]; i++) {
      const began = entry[i] >> 2;
      if (began > cut) continue;
      const u = Math.min(exit[i] >> 2, cut) - began;
      let hazard = 0;
      for (let j = 0; j < from.length && u > from[j]; j++) hazard += increments[j] * (u - from[j]);
      total += factor[i] * hazard;
    }
    return total;
  }

  /** Close arms after a look: nobody enters them any more, who is in them leaves. */
  function drop(columns: Columns, row: number, look: number, open: boolean[], closedAt: number[], cut: number): void {
    const rule = cohort?.dropping;
    if (!rule) return;
    const z = (arm: number) => columns.statistics[rule.judgedBy[arm - 1]].z[row];
    const leaving = open.map((isOpen, arm) => isOpen && arm > 0 && z(arm) <= rule.atMost[look]);
    if (rule.keep[look] > 0) {
      const ranked = open.flatMap((isOpen, arm) => (isOpen && arm > 0 ? [arm] : [])).sort((a, b) => z(b) - z(a));
      for (const arm of ranked.slice(rule.keep[look])) leaving[arm] = true;
    }
    const { entry, exit } = room;
    leaving.forEach((leaves, arm) => {
      if (!leaves) return;
      open[arm] = false;
      closedAt[arm] = cut;
      for (let i = starts[arm]; i < starts[arm] + plan.sizes[arm]; i++) {
        if (entry[i] >> 2 > cut) entry[i] = NEVER << 2;
        // Left just after the look: not at risk any more, and no dropout of it.
        if (exit[i] >> 2 > cut) exit[i] = ((cut + 1) << 2) | 2;
      }
    });
  }

  return (key, from, count, wants) => {
    const looks = createColumns(plan, count, wants);
    const final = plan.looks.length - 1;
    for (let row = 0; row < count; row++) {
      drawEverybody(plan, cohort, key, from + row, room);
      const open = plan.sizes.map(() => true);
      /** Where an arm was closed. */
      const closedAt = plan.sizes.map(() => NEVER);
      let previous = 0;
      let finalRule = plan.looks[final].cut;
      for (let look = 0; look <= final; look++) {
        const met = due(look === final ? finalRule : plan.looks[look].cut, open, previous);
        // What is left after arms were dropped may have had its last event before the look that dropped them.
        const cut = Math.max(previous, Math.min(met, plan.horizonTicks));
        if (look < final) {
          if (cut <= previous || cut >= Math.min(due(finalRule, open, previous), plan.horizonTicks)) continue;
        }
        previous = cut;
        const columns = looks[look];
        columns.performed[row] = 1;
        columns.analysisTime[row] = cut * unit;
        columns.reached[row] = met <= plan.horizonTicks ? 1 : 0;
        countPatients(columns, row, cut, closedAt);
        if (columns.compensators !== null && plan.compensators !== null) {
          columns.compensators[0][row] = ownCompensator(plan.compensators[0], 0, cut);
          columns.compensators[1][row] = ownCompensator(plan.compensators[1], 1, cut);
        }
        let plain = 0;
        if (needsFirst || wants.hazardRatio || wants.medians) {
          gather(1, cut, null, everyone);
          const compared = everyone[1];
          sortWords(room.words, compared, room.scratch, room.counts);
          logRank(room.words, compared, test);
          plain = logRankZ(test);
          if (wants.hazardRatio || wants.medians) fillRiskTable(room.words, compared, first);
        }
        if (columns.logHazardRatio !== null && columns.standardError !== null) {
          if (open[1] && test.v > 0) fitCox(first, test.u / test.v, fit);
          else fit.logHazardRatio = fit.standardError = Number.NaN;
          columns.logHazardRatio[row] = fit.logHazardRatio;
          columns.standardError[row] = fit.standardError;
        }
        if (columns.medians !== null) {
          columns.medians[0][row] = (cut - medianKey(first, 0)) * unit;
          columns.medians[1][row] = open[1] ? (cut - medianKey(first, 1)) * unit : Number.NaN;
        }
        if (stage && statistics) {
          statistics.tables.forEach(({ arm, strata, stratumOf, adjusts }, t) => {
            if (!open[arm]) return;
            const own = firsts[t];
            gather(arm, cut, stratumOf, own);
            for (let stratum = 0; stratum < strata; stratum++) {
              const from = own[stratum];
              const to = own[stratum + 1];
              if (adjusts !== null) orderCovariates(t, stratum, from, to);
              const words = room.words.subarray(from, to);
              sortWords(words, to - from, room.scratch, room.counts);
              stage.fill(t, stratum, words, to - from);
            }
          });
          statistics.statistics.forEach(({ tables }, s) => {
            const into = columns.statistics[s];
            if (tables < 0 ? !open[1] : !open[statistics.tables[tables].arm]) {
              into.z[row] = Number.NEGATIVE_INFINITY;
              into.estimate[row] = Number.NaN;
              into.information[row] = 0;
            } else if (tables < 0) {
              into.z[row] = plain;
              into.estimate[row] = Number.NaN;
              into.information[row] = columns.events[0][row] + columns.events[1][row];
            } else stage.compute(s, cut, into, row);
          });
        }
        columns.z[row] = statistics === null ? plain : columns.statistics[0].z[row];
        const { reestimation } = plan.looks[look];
        if (reestimation !== null) finalRule = withEvents(finalRule, eventsAfter(reestimation, columns.z[row]));
        drop(columns, row, look, open, closedAt, cut);
        if (!open.some((isOpen, arm) => isOpen && arm > 0)) break;
      }
    }
    return looks;
  };

  function countPatients(columns: Columns, row: number, cut: number, closedAt: readonly number[]): void {
    const { entry, exit } = room;
    for (let arm = 0; arm < arms; arm++) {
      const by = Math.min(cut, closedAt[arm]);
      let enrolled = 0;
      let events = 0;
      let gone = 0;
      for (let i = starts[arm]; i < starts[arm] + plan.sizes[arm]; i++) {
        if (entry[i] >> 2 > by) continue;
        enrolled++;
        if (exit[i] >> 2 > by) continue;
        if ((exit[i] & 2) === 0) events++;
        else gone++;
      }
      columns.enrolled[arm][row] = enrolled;
      columns.events[arm][row] = events;
      columns.dropouts[arm][row] = gone;
    }
  }
}
