/** Enrolment in the module, bit for bit that of the definition. */
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { createEnrolment, type EnrolmentPlan } from '../../../src/kernel/draw/enrolment.ts';
import type { StreamKey } from '../../../src/kernel/draw/stream.ts';
import * as at from '../../../src/kernel/fast/enrolmentLayout.ts';
import { writeEnrolment } from '../../../src/kernel/fast/enrolmentTable.ts';
import { loadKernel } from '../../../src/kernel/fast/kernelModule.ts';
import { KEY } from '../../../src/kernel/fast/layout.ts';
import { ModuleMemory } from '../../../src/kernel/fast/memory.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';
import type { AllocationRule, CentresInTicks, RegionInTicks } from '../../../src/kernel/plan/cohortPlan.ts';
import type { EntryLaw } from '../../../src/kernel/plan/entryLaw.ts';
import { NEVER } from '../../../src/kernel/plan/ticks.ts';

const bytes = readWasm();
if (bytes === null) throw new Error('npm run build:wasm first');
const kernel = loadKernel(bytes, () => {});
const memory = new ModuleMemory(kernel);

/** What enrolment gives, arm after arm in order of entry. */
interface Enrolled {
  readonly arms: readonly { readonly entry: number[]; readonly cell: number[]; readonly centre: number[] }[];
  readonly offsets: number[];
  readonly openings: number[];
  readonly hazards: number[];
  readonly effects: number[];
}

function ofModule(plan: EnrolmentPlan, key: StreamKey, replicates: readonly number[]): Enrolled[] {
  kernel.reserve(1, 1);
  const bytesOfEach = 4 * (plan.patients + 8 * plan.arms + 8);
  const arrays = [0, 1, 2].map(() => memory.allocate(bytesOfEach));
  const table = writeEnrolment(memory, plan);
  memory.setInt(KEY, key[0]);
  memory.setInt(KEY + 4, key[1]);
  const places = plan.centres?.regions.reduce((sum, { centres }) => sum + centres, 0) ?? 1;
  const list = (field: number, n: number) => {
    const from = memory.int(table + field);
    return Array.from({ length: n }, (_, k) => from + k);
  };
  return replicates.map((replicate) => {
    kernel.enrolArrivals(table, replicate, arrays[0], arrays[1], arrays[2]);
    const armsAt = memory.int(table + at.ENROL_ARM_PLACES_AT);
    const places0 = Array.from({ length: plan.arms }, (_, arm) => armsAt + arm * at.ARM_PLACE_BYTES);
    const ints = (field: number) => list(field, places).map((address, k) => memory.int(address + 3 * k));
    const doubles = (field: number) => list(field, places).map((address, k) => memory.double(address + 7 * k));
    return {
      offsets: places0.map((place) => memory.int(place + at.ARM_PLACE_OFFSET)),
      arms: places0.map((place) => {
        const [entry, cell, centre] = arrays.map((array) => {
          const from = (array + memory.int(place + at.ARM_PLACE_OFFSET)) >> 2;
          return Array.from(memory.ints.subarray(from, from + memory.int(place + at.ARM_PLACE_COUNT)));
        });
        return { entry, cell, centre };
      }),
      openings: ints(at.ENROL_OPENINGS_AT),
      hazards: doubles(at.ENROL_HAZARDS_AT),
      effects: doubles(at.ENROL_EFFECTS_AT),
    };
  });
}

function ofDefinition(plan: EnrolmentPlan, key: StreamKey, replicates: readonly number[]): Enrolled[] {
  const enrolment = createEnrolment(plan);
  return replicates.map((replicate) => {
    enrolment.draw(key, replicate);
    const arms = Array.from({ length: plan.arms }, () => ({
      entry: [] as number[],
      cell: [] as number[],
      centre: [] as number[],
    }));
    for (let i = 0; i < plan.patients; i++) {
      const arm = enrolment.arm[i];
      const of = arms[arm];
      expect(enrolment.place[i]).toBe(of.entry.length);
      of.entry.push(4 * enrolment.tick[i] + (arm > 0 ? 1 : 0));
      of.cell.push(4 * enrolment.cell[i]);
      of.centre.push(enrolment.centre[i]);
    }
    expect(Array.from(enrolment.counts)).toEqual(arms.map(({ entry }) => entry.length));
    let offset = 0;
    const offsets = arms.map(({ entry }) => {
      const here = offset;
      offset += 32 * Math.ceil(entry.length / 8);
      return here;
    });
    return {
      arms,
      offsets,
      openings: Array.from(enrolment.openings),
      hazards: Array.from(enrolment.centreHazard),
      effects: Array.from(enrolment.centreEffect),
    };
  });
}

type Random = () => number;

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)];
const whole = (random: Random, from: number, to: number) => from + Math.floor(random() * (to - from + 1));

const PERIOD = 2 ** 25;

function randomEntry(random: Random, patients: number): EntryLaw {
  const pieces = random() < 0.5 ? 1 : whole(random, 2, 6);
  const patients0 = Array.from({ length: pieces }, () => 0.1 + random());
  const sum = patients0.reduce((a, b) => a + b, 0);
  const breaks: number[] = [];
  const origins: number[] = [];
  const slopes: number[] = [];
  let [x, tick] = [0, random() < 0.2 ? whole(random, 0, PERIOD) : 0];
  for (const share of patients0) {
    const slope = (PERIOD / patients) * (0.2 + 2 * random());
    breaks.push(x);
    origins.push(tick);
    slopes.push(slope);
    const more = (share / sum) * patients;
    x += more;
    tick += more * slope + (random() < 0.3 ? whole(random, 0, PERIOD / 10) : 0);
  }
  const everybodyAtOnce = random() < 0.05;
  return {
    pattern: pick(random, ['uniform', 'even', 'poisson']),
    shift: null,
    total: patients,
    breaks: everybodyAtOnce ? [0] : breaks,
    origins: everybodyAtOnce ? [0] : origins,
    slopes: everybodyAtOnce ? [0] : slopes,
    slots: null,
  };
}

function randomRegion(random: Random, patients: number): RegionInTicks {
  const centres = random() < 0.1 ? whole(random, 50, 150) : whole(random, 1, 12);
  const start = random() < 0.5 ? 0 : whole(random, 0, PERIOD / 3);
  const over = random() < 0.3 ? 0 : whole(random, 0, PERIOD);
  const late = random() < 0.05 ? NEVER : PERIOD;
  return {
    centres,
    opening:
      random() < 0.3
        ? { kind: 'list', ticks: Array.from({ length: centres }, () => whole(random, -5, late)) }
        : { kind: pick(random, ['uniform', 'ramp']), start, over },
    rate: (patients / PERIOD / centres) * 10 ** (1.5 * random() - 0.9),
    shape: random() < 0.4 ? 0 : pick(random, [0.002, 0.3, 0.9, 1.2, 2, 11]),
    cap: random() < 0.5 ? Number.POSITIVE_INFINITY : whole(random, 1, Math.ceil((2 * patients) / centres)),
  };
}

function randomRule(random: Random, arms: number, cells: number, places: number): AllocationRule {
  const weights = Array.from({ length: arms }, () => (random() < 0.5 ? 1 : whole(random, 1, 3)));
  const total = weights.reduce((a, b) => a + b, 0);
  const levelOf = (levels: number) => Array.from({ length: cells }, (_, c) => c % levels);
  const kind = pick(random, [
    'complete',
    'permutedBlocks',
    'permutedBlocks',
    'permutedBlocks',
    'minimisation',
  ] as const);
  if (kind === 'complete') return { kind, weights };
  if (kind === 'minimisation') {
    const levels = whole(random, 1, cells);
    const factors = [
      { levelOf: levelOf(levels), levels },
      ...(random() < 0.5 ? [{ levelOf: null, levels: places }] : []),
      ...(random() < 0.5 ? [{ levelOf: levelOf(cells), levels: cells }] : []),
    ];
    return { kind, weights, factors, probability: pick(random, [0.7, 0.85, 1]) };
  }
  const ofCells = whole(random, 1, cells);
  const byCentre = random() < 0.5;
  const several = random() < 0.4 ? whole(random, 2, 4) : 1;
  return {
    kind,
    weights,
    sizes: Array.from({ length: several }, () => total * whole(random, 1, random() < 0.1 ? 200 : 4)),
    strata: { byCentre, ofCell: levelOf(ofCells), ofCells, count: ofCells * (byCentre ? places : 1) },
  };
}

function randomPlan(seed: string): EnrolmentPlan {
  const random = seedrandom(seed);
  const patients = Math.floor(2 * 1500 ** random()) + whole(random, 0, 5);
  const arms = pick(random, [2, 2, 2, 3, 4]);
  const count = random() < 0.4 ? 1 : whole(random, 2, 12);
  const parts = Array.from({ length: count }, () => 0.05 + random());
  const sum = parts.reduce((a, b) => a + b, 0);
  let below = 0;
  const cells = parts.map((part, c) => {
    below += part / sum;
    return c === count - 1 ? 1 : below;
  });
  const withCentres = random() < 0.75;
  const centres: CentresInTicks | null = withCentres
    ? {
        recruit: random() < 0.7,
        regions: Array.from({ length: whole(random, 1, 3) }, () => randomRegion(random, patients)),
      }
    : null;
  const places = centres?.regions.reduce((all, region) => all + region.centres, 0) ?? 1;
  return {
    patients,
    arms,
    entry: randomEntry(random, patients),
    cells,
    centres,
    randomisation: randomRule(random, arms, count, places),
    frailty:
      centres === null || random() < 0.5
        ? null
        : {
            hazard: pick(random, [
              null,
              { kind: 'lognormal' as const, sd: random() },
              { kind: 'gamma' as const, variance: 0.05 + 1.5 * random() },
            ]),
            effectSd: random() < 0.5 ? 0 : random(),
          },
  };
}

/** Draws `designs` random plans by both, some replicates each. */
function compare(designs: number, name: string): void {
  const random = seedrandom(name);
  for (let d = 0; d < designs; d++) {
    const plan = randomPlan(`${name} ${d}`);
    const key = [random.int32(), random.int32()] as const;
    const replicates = [0, 1, 2 ** 33 + d];
    const [ours, theirs] = [ofModule(plan, key, replicates), ofDefinition(plan, key, replicates)];
    if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
    expect(ours, `design ${d}: ${JSON.stringify(plan)}`).toEqual(theirs);
  }
}

describe('enrolment', () => {
  it('is the same bits in the module and in its definition', () => {
    compare(300, 'enrolment');
  });

  it('is the same bits in thousands of designs', { tags: ['long'] }, () => {
    compare(5000, 'many enrolments');
  });
});
