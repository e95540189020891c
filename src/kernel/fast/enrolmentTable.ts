/** A plan's enrolment as the module reads it (enrolmentLayout.ts), and what the module made of a replicate. */
import { cellLimits } from '../draw/cells.ts';
import { binarySd } from '../draw/drawFrailty.ts';
import { centreCountOf, type EnrolmentPlan } from '../draw/enrolment.ts';
import { preferredProbabilities, unitsOf } from '../draw/minimise.ts';
import { cumulativeWeights, ordersBySize } from '../draw/randomise.ts';
import { centreLaws } from '../draw/recruitment.ts';
import { gammaLaw } from '../draw/singleGamma.ts';
import { LANES } from '../draw/stream.ts';
import type { AllocationRule, CentreFrailty, CentresInTicks } from '../plan/cohortPlan.ts';
import type { EntryLaw } from '../plan/entryLaw.ts';
import { NEVER } from '../plan/ticks.ts';
import * as at from './enrolmentLayout.ts';
import type { ModuleMemory } from './memory.ts';

/** Patients a centre without a cap may enrol: more than there are. */
const NO_CAP = 2 ** 30;
/** The guide has 15 bits for the centre. */
export const MOST_CENTRES = 2 ** 15;
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

function writeCentres(memory: ModuleMemory, centres: CentresInTicks, from: number): void {
  const laws = centreLaws(centres);
  const places = LANES * Math.ceil(laws.length / LANES);
  const none = { start: NEVER, over: 0, rate: 0, gamma: gammaLaw(null), cap: 0 };
  for (let c = 0; c < places; c++) {
    const { start, over, rate, gamma, cap } = laws[c] ?? none;
    memory.setDouble(from + at.CENTRE_START * places + 8 * c, start);
    memory.setDouble(from + at.CENTRE_OVER * places + 8 * c, over);
    memory.setDouble(from + at.CENTRE_RATE * places + 8 * c, rate);
    memory.setFloat(from + at.CENTRE_GAMMA_D * places + 4 * c, gamma.d);
    memory.setFloat(from + at.CENTRE_GAMMA_C * places + 4 * c, gamma.c);
    memory.setFloat(from + at.CENTRE_GAMMA_POWER * places + 4 * c, gamma.power);
    memory.setInt(from + at.CENTRE_CAP * places + 4 * c, Math.min(NO_CAP, cap));
  }
}

function writeFrailty(memory: ModuleMemory, table: number, { hazard, effectSd }: CentreFrailty): void {
  const kind = { lognormal: at.FRAILTY_LOGNORMAL, gamma: at.FRAILTY_GAMMA };
  memory.setInt(table + at.ENROL_FRAILTY, hazard === null ? at.FRAILTY_ALIKE : kind[hazard.kind]);
  memory.setFloat(table + at.ENROL_EFFECT_SCALE, binarySd(effectSd));
  if (hazard === null) return;
  const scale = hazard.kind === 'gamma' ? hazard.variance : binarySd(hazard.sd);
  memory.setFloat(table + at.ENROL_FRAILTY_SCALE, scale);
  if (hazard.kind !== 'gamma') return;
  const { d, c, power } = gammaLaw(1 / hazard.variance);
  [d, c, power].forEach((value, k) => {
    memory.setFloat(table + at.ENROL_FRAILTY_LAW + 4 * k, value);
  });
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

/** The orders of blocks of each size, where they are drawn whole. */
function ordersOf(rule: AllocationRule): readonly number[][] | null {
  return rule.kind === 'permutedBlocks' ? ordersBySize(rule.weights, rule.sizes) : null;
}

function ruleOf(rule: AllocationRule): number {
  if (rule.kind === 'complete') return at.ALLOCATION_COMPLETE;
  if (rule.kind === 'minimisation') return at.ALLOCATION_MINIMISATION;
  return ordersOf(rule) === null ? at.ALLOCATION_BLOCKS : at.ALLOCATION_ORDERS;
}

/** Shuffles that part four numbers of 4 bytes by a mask. */
function writeShuffles(memory: ModuleMemory, address: number): void {
  for (let mask = 0; mask < 16; mask++)
    for (const bit of [0, 1]) {
      const kept = [0, 1, 2, 3].filter((lane) => ((mask >> lane) & 1) === bit);
      kept.forEach((lane, k) => {
        for (let b = 0; b < 4; b++) memory.setByte(address + 32 * mask + 16 * bit + 4 * k + b, 4 * lane + b);
      });
    }
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
  const sizes =
    ordersOf(rule)?.flatMap((orders) => [orders.length, ints(orders)]) ??
    perBlock.flatMap((of) => whole.map((sum) => of * sum));
  memory.setInt(table + at.ENROL_SIZES_AT, ints(sizes));
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
  const byPatient = (patients + 16) * (8 + 4 * 7 + 12 * arms);
  const byCentre = (places + 4) * (at.CENTRE_BYTES + 8 * 11);
  const byRule = 4 * arms * ((blocks?.strata.count ?? 1) + (blocks?.sizes.length ?? 1)) + 8 * levels * arms;
  const orders = ordersOf(randomisation)?.map((of) => 4 * of.length + LINE) ?? [];
  const byOrder = orders.reduce((sum, bytes) => sum + bytes, 0);
  const byCell = 4 * cells.length * (3 + factors.length);
  return (
    128 * LINE +
    byOrder +
    byPatient +
    byCentre +
    8 * byRule +
    8 * byCell +
    8 * 8 * (entry.breaks.length + arms + factors.length)
  );
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
  for (const field of [at.ENROL_TICKS_AT, at.ENROL_CENTRE_AT, at.ENROL_CELL_AT, at.ENROL_SHARES_AT])
    set(field, parts.room(stride));
  set(at.ENROL_ARM_ROOM_AT, parts.room(3 * arms * stride));
  set(at.ENROL_SHUFFLES_AT, parts.room(16 * 32));
  writeShuffles(memory, memory.int(table + at.ENROL_SHUFFLES_AT));
  set(at.ENROL_ARM_PLACES_AT, parts.room(at.ARM_PLACE_BYTES * arms));
  set(at.ENROL_SEEDS_AT, parts.room(4 * LINE));
  writeRule(memory, table, parts, { ...plan, randomisation });
  const filled = LANES * Math.ceil(places / LANES);
  set(at.ENROL_OPENINGS_AT, parts.room(4 * filled));
  for (const field of [at.ENROL_HAZARDS_AT, at.ENROL_EFFECTS_AT]) {
    const address = parts.room(8 * filled);
    set(field, address);
    for (let c = 0; c < places; c++) memory.setDouble(address + 8 * c, 1);
  }
  if (centres !== null) {
    set(at.ENROL_CENTRES, places);
    set(at.ENROL_CAPPED, centres.regions.some(({ cap }) => cap < patients) ? 1 : 0);
    set(at.ENROL_CENTRES_AT, parts.room(at.CENTRE_BYTES * filled));
    writeCentres(memory, centres, memory.int(table + at.ENROL_CENTRES_AT));
    for (const field of [at.ENROL_RATES_AT, at.ENROL_TOTALS_AT, at.ENROL_KEYS_AT]) set(field, parts.room(8 * filled));
    set(at.ENROL_CUMULATIVE_AT, parts.room(8 * filled));
    for (const field of [at.ENROL_UNITS_AT, at.ENROL_ORDER_AT, at.ENROL_ROOM_AT]) set(field, parts.room(4 * filled));
    set(at.ENROL_GUIDE_AT, parts.room(2 * at.GUIDE_PLACES + LINE));
  }
  if (centres !== null && frailty !== null) writeFrailty(memory, table, frailty);
  if (parts.end > table + bytes) throw new RangeError('writeEnrolment: the table is larger than its room');
  return table;
}
