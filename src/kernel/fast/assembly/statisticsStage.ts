/**
 * The statistics of a plan at a look, by the table of ../statisticsLayout.ts; twin of ../../look/statisticsStage.ts and
 * of the statistics that it runs.
 */
import {
  ENDPOINT_CODES,
  ENDPOINT_COUNTS,
  ENDPOINT_KNOWN,
  ENDPOINT_MAPS,
} from '../courseLayout';
import {
  ARM0,
  ARM_BYTES,
  ARM_CLOSED,
  LOOK,
  MAX_ROWS,
  ROW_EVENTS0,
  ROW_EVENTS1,
  ROW_LOG_HR,
  ROW_SE,
  ROW_Z,
  TRIAL,
  TRIAL_PLAIN,
} from '../layout';
import {
  COMPARISON_ARM,
  COMPARISON_BYTES,
  COMPARISON_ENDPOINT,
  COMPARISON_PLAIN,
  COMPARISON_READS,
  COMPARISON_SEGMENTS,
  COMPARISON_STRATA,
  COMPARISON_SWITCHES,
  COMPONENT_BYTES,
  HEAD_COLUMNS,
  HEAD_COMBINED,
  HEAD_COMPARISON,
  HEAD_COMPARISONS,
  HEAD_HAZARD_RATIO,
  HEAD_STATISTIC,
  HEAD_STATISTICS,
  HEAD_STRIDE,
  HEAD_SWITCHES,
  HEAD_UNIT,
  KIND_ADJUSTED_COX,
  KIND_COMBINED,
  KIND_COX,
  KIND_LOG_RANK,
  KIND_MARGIN,
  KIND_MEDIANS,
  KIND_MILESTONE,
  KIND_OUTSIDE,
  KIND_PLAIN_LOG_RANK,
  KIND_RMST,
  KIND_WEIGHTED,
  READS_COVARIATES,
  READS_CURVES,
  READS_DIFFERENCES,
  READS_POOLED,
  READS_TABLE,
  SEGMENT_BYTES,
  SEGMENT_END,
  SEGMENT_FROM,
  SEGMENT_ROWS,
  STATISTIC_BYTES,
  STATISTIC_COMPARISON,
  STATISTIC_COMPONENT,
  STATISTIC_COMPONENTS,
  STATISTIC_DIFFERENCE,
  STATISTIC_KIND,
  STATISTIC_LOG_MARGIN,
  STATISTIC_PATIENTS,
  STATISTIC_RESULTS,
  STATISTIC_TURNED,
  STATISTIC_VARIANCE,
  STATISTIC_VARIANT,
  VARIANT_OTHER,
} from '../statisticsLayout';
import { emptyContrast } from './acrossStrata';
import { adjust, adjustedError, adjustedHazardRatio, adjustedScore, fitAdjusted } from './adjustedCox';
import { fillCurves, findCurves, patients, patients1 } from './armCurves';
import { codesAt, sortedAt, strataAt } from './arrays';
import {
  evaluateAtZero,
  fitFromZero,
  informationAtZero,
  logHazardRatio,
  noFit,
  scoreAtZero,
  scoreZ,
  standardError,
} from './cox';
import { gather, gatherSwitches } from './gather';
import { stratifiedLogRank, stratifiedU, stratifiedV, wholeLogRank } from './logRankOfCodes';
import { sumComponents } from './maxCombo';
import { addMedians } from './medianDifference';
import { addMilestone } from './milestone';
import { addToRiskTable, emptyRiskTable, events, fillDifferences, fillPooledSurvival, rows, switchArms } from './riskTable';
import { addMeans } from './rmst';
import { marginU, marginV, scoreAtMargin } from './scoreAtMargin';
import { sort } from './sort';
import { fillWeights, score, scoreVariance, sumWeighted } from './weightedLogRank';
import { NEVER } from './ticks';

/**
 * The driver's part of statistic `statistic` at results row `row`: all of it, or z of a combination whose sums have been
 * handed over.
 */
@external("driver", "onStatistic")
declare function onStatistic(statistic: i32, row: i32, cut: i32): void;

function write(statistic: i32, row: i32, z: f64, estimate: f64, information: f64): void {
  const to = load<i32>(statistic, STATISTIC_RESULTS) + row;
  store<f64>(to, z);
  store<f64>(to, estimate, 8 * MAX_ROWS);
  store<f64>(to, information, 16 * MAX_ROWS);
}

/** Turns z where a sooner event is the benefit; that of an arm that is closed stays −∞. */
@inline
function turn(statistic: i32, row: i32): void {
  if (load<i32>(statistic, STATISTIC_TURNED) == 0) return;
  const to = load<i32>(statistic, STATISTIC_RESULTS) + row;
  const z = load<f64>(to);
  if (z > -Infinity) store<f64>(to, 0 - z);
}

@inline
function writeScore(statistic: i32, row: i32, u: f64, v: f64): void {
  write(statistic, row, v > 0 ? -u / sqrt(v) : 0, NaN, v);
}

/** Whether a statistic is computed stratum by stratum. */
@inline
function isContrast(kind: i32): bool {
  return kind == KIND_RMST || kind == KIND_MILESTONE || kind == KIND_MEDIANS;
}

/** Adds the strata of a comparison to its contrasts. */
function addContrasts(head: i32, comparison: i32, index: i32, first: i32, end: i32, cut: i32): void {
  const unit = load<f64>(head, HEAD_UNIT);
  const segments = load<i32>(comparison, COMPARISON_SEGMENTS);
  const last = segments + load<i32>(comparison, COMPARISON_STRATA) * SEGMENT_BYTES;
  let survival = false;
  for (let statistic = first; statistic < end; statistic += STATISTIC_BYTES) {
    if (load<i32>(statistic, STATISTIC_COMPARISON) != index) continue;
    emptyContrast(statistic);
    if (load<i32>(statistic, STATISTIC_KIND) == KIND_RMST) survival = true;
  }
  for (let segment = segments; segment < last; segment += SEGMENT_BYTES) {
    findCurves(head, load<i32>(segment, SEGMENT_FROM), load<i32>(segment, SEGMENT_END));
    if (patients1 == 0 || patients1 == patients) continue;
    if (survival) fillCurves();
    for (let statistic = first; statistic < end; statistic += STATISTIC_BYTES) {
      if (load<i32>(statistic, STATISTIC_COMPARISON) != index) continue;
      const kind = load<i32>(statistic, STATISTIC_KIND);
      if (kind == KIND_RMST) addMeans(statistic, cut, unit);
      else if (kind == KIND_MILESTONE) addMilestone(statistic, cut);
      else if (kind == KIND_MEDIANS) addMedians(statistic, cut, unit);
    }
  }
}

/** z > 0 favours the experimental arm; on the scale of log(−log S) a positive contrast favours the control. */
function writeContrast(statistic: i32, row: i32): void {
  const difference = load<f64>(statistic, STATISTIC_DIFFERENCE);
  const variance = load<f64>(statistic, STATISTIC_VARIANCE);
  const n = load<f64>(statistic, STATISTIC_PATIENTS);
  if (!(variance > 0 && variance < Infinity)) {
    write(statistic, row, 0, NaN, 0);
    return;
  }
  const kind = load<i32>(statistic, STATISTIC_KIND);
  const turned = kind == KIND_MILESTONE && load<i32>(statistic, STATISTIC_VARIANT) != VARIANT_OTHER;
  const z = difference / sqrt(variance);
  write(statistic, row, turned ? -z : z, difference / n, (n * n) / variance);
}

function writeCox(statistic: i32, row: i32): void {
  fitFromZero();
  if (!(informationAtZero > 0)) {
    write(statistic, row, 0, NaN, <f64>events);
    return;
  }
  const scores = load<i32>(statistic, STATISTIC_VARIANT) == VARIANT_OTHER || isNaN(logHazardRatio);
  const against = load<f64>(statistic, STATISTIC_LOG_MARGIN);
  const estimate = logHazardRatio;
  let z = -(estimate - against) / standardError;
  if (scores) z = against != 0 ? scoreZ(against) : -scoreAtZero / sqrt(informationAtZero);
  write(statistic, row, z, estimate, <f64>events);
}

/** An adjusted score test that cannot be computed, or is against a margin, gives way to the unadjusted one. */
function writeAdjustedCox(statistic: i32, row: i32): void {
  evaluateAtZero();
  if (!(informationAtZero > 0)) {
    write(statistic, row, 0, NaN, <f64>events);
    return;
  }
  fitAdjusted();
  const against = load<f64>(statistic, STATISTIC_LOG_MARGIN);
  let z = -(adjustedHazardRatio - against) / adjustedError;
  if (load<i32>(statistic, STATISTIC_VARIANT) != VARIANT_OTHER && !isNaN(adjustedHazardRatio)) {
    write(statistic, row, z, adjustedHazardRatio, <f64>events);
    return;
  }
  if (against != 0) z = scoreZ(against);
  else {
    const adjusted = adjustedScore();
    z = isNaN(adjusted) ? -scoreAtZero / sqrt(informationAtZero) : -adjusted;
  }
  write(statistic, row, z, adjustedHazardRatio, <f64>events);
}

/** Fills the risk table and the columns beside it that the statistics of a comparison read; returns its patients. */
function fillTable(head: i32, comparison: i32, reads: i32): i32 {
  const segments = load<i32>(comparison, COMPARISON_SEGMENTS);
  const last = segments + load<i32>(comparison, COMPARISON_STRATA) * SEGMENT_BYTES;
  const columns = load<i32>(head, HEAD_COLUMNS);
  const stride = load<i32>(head, HEAD_STRIDE);
  let switches = load<i32>(comparison, COMPARISON_SWITCHES);
  let bytes = 0;
  emptyRiskTable();
  for (let segment = segments; segment < last; segment += SEGMENT_BYTES) {
    const from = load<i32>(segment, SEGMENT_FROM);
    const end = load<i32>(segment, SEGMENT_END);
    const first = rows;
    bytes += end - from;
    addToRiskTable(from, end);
    if (switches != 0) {
      switchArms(first, load<i32>(switches, SEGMENT_FROM), load<i32>(switches, SEGMENT_END));
      switches += SEGMENT_BYTES;
    }
    store<i32>(segment, rows, SEGMENT_ROWS);
    if ((reads & READS_POOLED) != 0) fillPooledSurvival(first, rows, columns);
  }
  if ((reads & READS_POOLED) != 0) store<f64>(columns + (rows << 3), 1);
  if ((reads & READS_DIFFERENCES) != 0) fillDifferences(columns + stride, columns + 2 * stride);
  return bytes >> 2;
}

/** Sorts each of the segments at codesAt to a place `move` bytes further. */
@inline
function sortSegments(segment: i32, strata: i32, move: i32, cut: i32, look: i32): void {
  const last = segment + strata * SEGMENT_BYTES;
  for (; segment < last; segment += SEGMENT_BYTES) {
    const from = load<i32>(segment, SEGMENT_FROM);
    const end = load<i32>(segment, SEGMENT_END);
    if (end > from) sort(from, (end - from) >> 2, from + move, cut, look);
    store<i32>(segment, from + move, SEGMENT_FROM);
    store<i32>(segment, end + move, SEGMENT_END);
  }
}

/** Gathers the codes of a comparison and sorts those of each stratum; for time-dependent treatment the switches, too. */
function gatherSorted(head: i32, comparison: i32, cut: i32, look: i32): void {
  const strata = load<i32>(comparison, COMPARISON_STRATA);
  const endpoint = load<i32>(comparison, COMPARISON_ENDPOINT);
  let map = look;
  if (endpoint != 0) {
    if (load<i32>(TRIAL, TRIAL_PLAIN) != 0) {
      // The endpoint's codes are of everybody, and sorted.
      const segment = load<i32>(comparison, COMPARISON_SEGMENTS);
      const known = load<i32>(endpoint, ENDPOINT_KNOWN);
      store<i32>(segment, known, SEGMENT_FROM);
      store<i32>(segment, known + (load<i32>(endpoint, ENDPOINT_CODES) << 2), SEGMENT_END);
      return;
    }
    map = load<i32>(endpoint, ENDPOINT_MAPS) + (look - LOOK);
  }
  gather(head, comparison, cut);
  sortSegments(load<i32>(comparison, COMPARISON_SEGMENTS), strata, strataAt - codesAt, cut, map);
  const switches = load<i32>(comparison, COMPARISON_SWITCHES);
  if (switches == 0) return;
  gatherSwitches(head, comparison);
  sortSegments(switches, strata, load<i32>(head, HEAD_SWITCHES) - codesAt, cut, look);
}

/** Writes the hazard ratio of the strata in the risk table to `row`. */
function fitStrata(row: i32): void {
  noFit(row);
  fitFromZero();
  if (!(informationAtZero > 0)) return;
  store<f64>(row, logHazardRatio, ROW_LOG_HR);
  store<f64>(row, standardError, ROW_SE);
}

/** Finds U and V of the log-rank; of everybody in a plain trial the events of an endpoint have been counted. */
function logRankOf(comparison: i32, segments: i32, row: i32): void {
  const endpoint = load<i32>(comparison, COMPARISON_ENDPOINT);
  if (endpoint == 0 || load<i32>(TRIAL, TRIAL_PLAIN) == 0) {
    stratifiedLogRank(segments, load<i32>(comparison, COMPARISON_STRATA));
    return;
  }
  const counts = load<i32>(endpoint, ENDPOINT_COUNTS) + (row >> 1);
  const events1 = load<i32>(counts, 4 * MAX_ROWS);
  wholeLogRank(load<i32>(segments, SEGMENT_FROM), load<i32>(segments, SEGMENT_END), load<i32>(counts), events1);
}

/**
 * Computes all statistics of look `look` (its parameter block; 0 where the segments hold sorted codes already), the n
 * sorted codes of the plain comparison being at sortedAt, into results row `row`, which holds the log-rank's z and the
 * events. Then z is that of the first statistic.
 */
export function computeStatistics(head: i32, n: i32, cut: i32, look: i32, row: i32): void {
  const columns = load<i32>(head, HEAD_COLUMNS);
  const stride = load<i32>(head, HEAD_STRIDE);
  const combined = load<i32>(head, HEAD_COMBINED);
  const first = load<i32>(head, HEAD_STATISTIC);
  const end = first + load<i32>(head, HEAD_STATISTICS) * STATISTIC_BYTES;
  const comparisons = load<i32>(head, HEAD_COMPARISONS);
  let comparison = load<i32>(head, HEAD_COMPARISON);
  for (let index = 0; index < comparisons; index++) {
    const segments = load<i32>(comparison, COMPARISON_SEGMENTS);
    const reads = load<i32>(comparison, COMPARISON_READS);
    if (load<i32>(ARM0 + load<i32>(comparison, COMPARISON_ARM) * ARM_BYTES, ARM_CLOSED) != NEVER) {
      for (let statistic = first; statistic < end; statistic += STATISTIC_BYTES)
        if (load<i32>(statistic, STATISTIC_COMPARISON) == index) write(statistic, row, -Infinity, NaN, 0);
      if (index == load<i32>(head, HEAD_HAZARD_RATIO)) noFit(row);
      comparison += COMPARISON_BYTES;
      continue;
    }
    if (load<i32>(comparison, COMPARISON_PLAIN) != 0) {
      store<i32>(segments, sortedAt, SEGMENT_FROM);
      store<i32>(segments, sortedAt + (n << 2), SEGMENT_END);
    } else if (look != 0) gatherSorted(head, comparison, cut, look);
    const members = (reads & READS_TABLE) != 0 ? fillTable(head, comparison, reads) : 0;
    if (index == load<i32>(head, HEAD_HAZARD_RATIO)) fitStrata(row);
    if ((reads & READS_COVARIATES) != 0) adjust(comparison, cut);
    if ((reads & READS_CURVES) != 0) addContrasts(head, comparison, index, first, end, cut);
    for (let statistic = first; statistic < end; statistic += STATISTIC_BYTES) {
      if (load<i32>(statistic, STATISTIC_COMPARISON) != index) continue;
      const kind = load<i32>(statistic, STATISTIC_KIND);
      if (isContrast(kind)) writeContrast(statistic, row);
      else if (kind == KIND_COX) writeCox(statistic, row);
      else if (kind == KIND_ADJUSTED_COX) writeAdjustedCox(statistic, row);
      else if (kind == KIND_LOG_RANK) {
        logRankOf(comparison, segments, row);
        writeScore(statistic, row, stratifiedU, stratifiedV);
      } else if (kind == KIND_MARGIN) {
        scoreAtMargin(load<f64>(statistic, STATISTIC_LOG_MARGIN));
        writeScore(statistic, row, marginU, marginV);
      } else if (kind == KIND_OUTSIDE) onStatistic((statistic - first) / STATISTIC_BYTES, row >> 3, cut);
      else {
        const m = load<i32>(statistic, STATISTIC_COMPONENTS);
        const weights = columns + 3 * stride;
        for (let k = 0; k < m; k++) {
          const component = statistic + STATISTIC_COMPONENT + k * COMPONENT_BYTES;
          fillWeights(component, comparison, members, cut, columns, weights + k * stride);
        }
        if (kind == KIND_WEIGHTED) {
          sumWeighted(weights, columns + stride, columns + 2 * stride);
          writeScore(statistic, row, score, scoreVariance);
        } else {
          sumComponents(m, weights, stride, columns + stride, columns + 2 * stride, combined);
          write(statistic, row, 0, NaN, <f64>events);
          onStatistic((statistic - first) / STATISTIC_BYTES, row >> 3, cut);
        }
      }
    }
    comparison += COMPARISON_BYTES;
  }
  const plain = load<f64>(row, ROW_Z);
  const closed = load<i32>(ARM0 + ARM_BYTES, ARM_CLOSED) != NEVER;
  const counted = <f64>(load<i32>(row >> 1, ROW_EVENTS0) + load<i32>(row >> 1, ROW_EVENTS1));
  for (let statistic = first; statistic < end; statistic += STATISTIC_BYTES)
    if (load<i32>(statistic, STATISTIC_KIND) == KIND_PLAIN_LOG_RANK) {
      if (closed) write(statistic, row, -Infinity, NaN, 0);
      else write(statistic, row, plain, NaN, counted);
    }
  for (let statistic = first; statistic < end; statistic += STATISTIC_BYTES) turn(statistic, row);
  store<f64>(row, load<f64>(load<i32>(first, STATISTIC_RESULTS) + row), ROW_Z);
}
