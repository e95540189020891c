/** A plan's enrolment as the module reads it (enrolmentLayout.ts), and what the module made of a replicate. */
import { cellLimits } from '../draw/cells.ts';
import { centreCountOf, type EnrolmentPlan } from '../draw/enrolment.ts';
import { preferredProbabilities, unitsOf } from '../draw/minimise.ts';
import { cumulativeWeights } from '../draw/randomise.ts';
import type { AllocationRule, CentresInTicks, RegionInTicks } from '../plan/cohortPlan.ts';
import type { EntryLaw } from '../plan/entryLaw.ts';
import { NEVER } from '../plan/ticks.ts';
import * as at from './enrolmentLayout.ts';
import type { ModuleMemory } from './memory.ts';

/** Patients a centre without a cap may enrol: more than there are. */
const NO_CAP = 2 ** 30;
/** Records have 16 bits for the centre, the guide 15. */
const MOST_CENTRES = 2 ** 15;
const LINE = 64;

/** Lays parts of a table out one behind the other, each at a whole cache line; addresses from `start` on. */
class Parts {
  end: number;

  constructor(start: number) {
    this.end = start;
  }

  room(bytes: number): number {
    const address = this.end;
    this.end += Math.ceil(bytes / LINE) * LINE;
    return address;
  }
}

/** Calendar tick at which centre i of a region opens, where that is fixed. */
function openingOf({ opening, centres }: RegionInTicks, i: number): number {
  if (opening.kind === 'list') return Math.max(0, opening.ticks[i]);
  const share = centres > 1 ? i / (centres - 1) : 0;
  return opening.kind === 'ramp' ? Math.min(NEVER, Math.floor(opening.start + opening.over * share + 0.5)) : 0;
}

function writeCentres(memory: ModuleMemory, { regions }: CentresInTicks, from: number): void {
  let base = from;
  for (const region of regions) {
    const { centres, opening, rate, shape, cap } = region;
    for (let i = 0; i < centres; i++, base += at.CENTRE_BYTES) {
      memory.setInt(base + at.CENTRE_DRAWN, opening.kind === 'uniform' ? 1 : 0);
      memory.setInt(base + at.CENTRE_OPENING, openingOf(region, i));
      memory.setInt(base + at.CENTRE_CAP, Math.min(NO_CAP, cap));
      if (opening.kind === 'uniform') {
        memory.setDouble(base + at.CENTRE_START, opening.start);
        memory.setDouble(base + at.CENTRE_OVER, opening.over);
      }
      memory.setDouble(base + at.CENTRE_RATE, shape > 0 ? rate / shape : rate);
      memory.setDouble(base + at.CENTRE_SHAPE, shape);
    }
  }
}

const PATTERNS = {
  uniform: at.PATTERN_UNIFORM,
  poisson: at.PATTERN_POISSON,
  even: at.PATTERN_EVEN,
  centres: at.PATTERN_CENTRES,
};

/** The pieces of the accrual; an accrual by centres has one per centre, which each replicate fills in. */
function writePieces(memory: ModuleMemory, entry: EntryLaw, pieces: number, recruit: boolean, from: number): void {
  const stride = 8 * (pieces + 1);
  memory.setDouble(from + 8 * pieces, Number.POSITIVE_INFINITY);
  if (recruit) return;
  entry.breaks.forEach((start, j) => {
    memory.setDouble(from + 8 * j, start);
    memory.setDouble(from + stride + 8 * j, entry.origins[j]);
    memory.setDouble(from + 2 * stride + 8 * j, entry.slopes[j]);
  });
}

function ruleOf(rule: AllocationRule): number {
  if (rule.kind === 'complete') return at.ALLOCATION_COMPLETE;
  return rule.kind === 'permutedBlocks' ? at.ALLOCATION_BLOCKS : at.ALLOCATION_MINIMISATION;
}

function writeRule(memory: ModuleMemory, table: number, parts: Parts, plan: EnrolmentPlan): void {
  const { randomisation: rule, cells, arms } = plan;
  const ints = (values: readonly number[]): number => {
    const address = parts.room(4 * values.length);
    values.forEach((value, k) => {
      memory.setInt(address + 4 * k, value);
    });
    return address;
  };
  const { weights } = rule;
  const blocks = rule.kind === 'permutedBlocks' ? rule : null;
  const whole = cumulativeWeights(weights);
  const perBlock = (blocks?.sizes ?? [whole[arms - 1]]).map((size) => size / whole[arms - 1]);
  const words = rule.kind === 'minimisation' ? (arms > 2 ? 3 : 2) : perBlock.length > 1 ? 2 : 1;
  memory.setInt(table + at.ENROL_RULE, ruleOf(rule));
  memory.setInt(table + at.ENROL_WORDS, words);
  memory.setInt(table + at.ENROL_SIZES, perBlock.length);
  memory.setInt(table + at.ENROL_SIZES_AT, ints(perBlock.flatMap((of) => whole.map((sum) => of * sum))));
  memory.setInt(table + at.ENROL_STRATA, blocks?.strata.count ?? 1);
  memory.setInt(table + at.ENROL_STRATA_OF_CENTRE, blocks?.strata.byCentre ? blocks.strata.ofCells : 0);
  memory.setInt(table + at.ENROL_STRATUM_OF_CELL_AT, ints(blocks?.strata.ofCell ?? cells.map(() => 0)));
  memory.setInt(table + at.ENROL_LEFT_AT, parts.room(4 * arms * (blocks?.strata.count ?? 1)));
  memory.setInt(table + at.ENROL_ALLOCATION_AT, parts.room(words * memory.int(table + at.ENROL_STRIDE)));
  if (rule.kind !== 'minimisation') return;
  const weightsAt = parts.room(4 * 8 * arms);
  [weights, unitsOf(weights), preferredProbabilities(rule)].forEach((values, k) => {
    values.forEach((value, arm) => {
      memory.setDouble(weightsAt + 8 * (k * arms + arm), value);
    });
  });
  memory.setInt(table + at.ENROL_WEIGHTS_AT, weightsAt);
  const factorsAt = parts.room(at.FACTOR_BYTES * rule.factors.length);
  let levels = 0;
  rule.factors.forEach(({ levelOf, levels: own }, f) => {
    const factor = factorsAt + f * at.FACTOR_BYTES;
    memory.setInt(factor + at.FACTOR_FIRST, levels);
    memory.setInt(factor + at.FACTOR_BY_CENTRE, levelOf === null ? 1 : 0);
    if (levelOf !== null) memory.setInt(factor + at.FACTOR_LEVELS_AT, ints(levelOf));
    levels += own;
  });
  memory.setInt(table + at.ENROL_FACTORS, rule.factors.length);
  memory.setInt(table + at.ENROL_FACTORS_AT, factorsAt);
  memory.setInt(table + at.ENROL_LEVELS, levels);
  memory.setInt(table + at.ENROL_SHARES_OF_ARMS_AT, parts.room(8 * levels * arms));
}

/** Bytes that are enough for the table of `plan`. */
function bytesOf({ patients, arms, entry, cells, centres, randomisation }: EnrolmentPlan): number {
  const places = centreCountOf(centres);
  const blocks = randomisation.kind === 'permutedBlocks' ? randomisation : null;
  const factors = randomisation.kind === 'minimisation' ? randomisation.factors : [];
  const levels = factors.reduce((sum, factor) => sum + factor.levels, 0);
  const byPatient = (patients + 16) * (3 * 8 + 4 * 7 + 8 * arms);
  const byCentre = (places + 1) * (at.CENTRE_BYTES + 8 * 10) + 2 * guideOf(places);
  const byRule = 4 * arms * ((blocks?.strata.count ?? 1) + (blocks?.sizes.length ?? 1)) + 8 * levels * arms;
  const byCell = 4 * cells.length * (3 + factors.length);
  return (
    64 * LINE + byPatient + byCentre + 8 * byRule + 8 * byCell + 8 * 8 * (entry.breaks.length + arms + factors.length)
  );
}

/** Entries of the guide to `places` running sums. */
function guideOf(places: number): number {
  let entries = 64;
  while (entries < 32 * places && entries < 2048) entries *= 2;
  return entries;
}

/** Writes the table of `plan` into room of its own, and returns its address. */
export function writeEnrolment(memory: ModuleMemory, plan: EnrolmentPlan): number {
  const { patients, arms, entry, cells, centres, randomisation, frailty } = plan;
  const places = centreCountOf(centres);
  if (places > MOST_CENTRES) throw new RangeError(`writeEnrolment: ${places} centres; at most ${MOST_CENTRES}`);
  const bytes = bytesOf(plan);
  const table = memory.allocate(bytes);
  const parts = new Parts(table + at.ENROL_HEADER_BYTES);
  const set = (field: number, value: number) => memory.setInt(table + field, value);
  const recruit = centres?.recruit === true;
  const thresholds = cellLimits(cells);
  const stride = 4 * (patients + 16);
  set(at.ENROL_PATIENTS, patients);
  set(at.ENROL_ARMS, arms);
  set(at.ENROL_PATTERN, recruit ? at.PATTERN_CENTRES : PATTERNS[entry.pattern]);
  memory.setDouble(table + at.ENROL_TOTAL, entry.total);
  const pieces = recruit ? places : entry.breaks.length;
  const piecesAt = parts.room(3 * 8 * (pieces + 1));
  set(at.ENROL_PIECES, pieces);
  set(at.ENROL_PIECES_AT, piecesAt);
  writePieces(memory, entry, pieces, recruit, piecesAt);
  const thresholdsAt = parts.room(4 * thresholds.length);
  thresholds.forEach((word, k) => {
    memory.setInt(thresholdsAt + 4 * k, word | 0);
  });
  set(at.ENROL_THRESHOLDS, thresholds.length);
  set(at.ENROL_THRESHOLDS_AT, thresholdsAt);
  set(at.ENROL_STRIDE, stride);
  set(at.ENROL_SUMS_AT, parts.room(2 * stride));
  set(at.ENROL_TARGETS_AT, parts.room(2 * stride));
  for (const field of [at.ENROL_TICKS_AT, at.ENROL_CENTRE_AT, at.ENROL_CELL_AT, at.ENROL_SHARES_AT])
    set(field, parts.room(stride));
  set(at.ENROL_ARM_ROOM_AT, parts.room(2 * arms * stride));
  set(at.ENROL_RECORDS_AT, parts.room(2 * stride));
  set(at.ENROL_ARM_PLACES_AT, parts.room(at.ARM_PLACE_BYTES * arms));
  set(at.ENROL_SEEDS_AT, parts.room(4 * LINE));
  writeRule(memory, table, parts, { ...plan, randomisation });
  set(at.ENROL_OPENINGS_AT, parts.room(4 * places));
  for (const field of [at.ENROL_HAZARDS_AT, at.ENROL_EFFECTS_AT]) {
    const address = parts.room(8 * places);
    set(field, address);
    for (let c = 0; c < places; c++) memory.setDouble(address + 8 * c, 1);
  }
  if (centres !== null) {
    set(at.ENROL_CENTRES, places);
    set(at.ENROL_CAPPED, centres.regions.some(({ cap }) => cap < patients) ? 1 : 0);
    set(at.ENROL_CENTRES_AT, parts.room(at.CENTRE_BYTES * places));
    writeCentres(memory, centres, memory.int(table + at.ENROL_CENTRES_AT));
    for (const field of [at.ENROL_RATES_AT, at.ENROL_TOTALS_AT, at.ENROL_KEYS_AT]) set(field, parts.room(8 * places));
    const cumulativeAt = parts.room(8 * (places + 1));
    memory.setDouble(cumulativeAt + 8 * places, Number.POSITIVE_INFINITY);
    set(at.ENROL_CUMULATIVE_AT, cumulativeAt);
    set(at.ENROL_ORDER_AT, parts.room(4 * places));
    set(at.ENROL_ROOM_AT, parts.room(4 * places));
    set(at.ENROL_GUIDE, guideOf(places));
    set(at.ENROL_GUIDE_AT, parts.room(2 * guideOf(places) + 64));
  }
  if (centres !== null && frailty !== null) {
    const { hazard, effectSd } = frailty;
    const kind = { lognormal: at.FRAILTY_LOGNORMAL, gamma: at.FRAILTY_GAMMA };
    set(at.ENROL_FRAILTY, hazard === null ? at.FRAILTY_ALIKE : kind[hazard.kind]);
    const parameter = hazard === null ? 0 : hazard.kind === 'gamma' ? hazard.variance : hazard.sd;
    memory.setDouble(table + at.ENROL_FRAILTY_PARAMETER, parameter);
    memory.setDouble(table + at.ENROL_EFFECT_SD, effectSd);
  }
  if (parts.end > table + bytes) throw new RangeError('writeEnrolment: the table is larger than its room');
  return table;
}
