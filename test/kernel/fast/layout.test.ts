/** Regions of the module's memory: each of its size, none over another, all below the arrays. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as layout from '../../../src/kernel/fast/layout.ts';
import { readWasm } from '../../../src/kernel/fast/wasmFile.ts';

/** By name, and the names of all. */
const at: typeof layout & Record<string, number> = layout;
const { MAX_PIECES, MAX_ROWS, MAX_STEPS } = at;

type Extent = readonly [name: string, start: number, bytes: number];

/** Name, start and bytes of everything that is stored, from the lowest address on. */
const doubles: Extent[] = (['Z', 'U', 'V', 'LOG_HR', 'SE', 'MEDIAN0', 'MEDIAN1'] as const).map((field) => [
  `ROW_${field}`,
  at[`ROW_${field}`],
  8 * MAX_ROWS,
]);
const integers: Extent[] = [
  ...(['CUT', 'MET', 'PERFORMED'] as const).map((field): Extent => [`ROW_${field}`, at[`ROW_${field}`], 4 * MAX_ROWS]),
  ...(['ENROLLED', 'EVENTS', 'DROPOUTS', 'COMPLETED', 'TRUE_EVENTS'] as const).map(
    (field): Extent => [`ROW_${field}`, at[`ROW_${field}`], at.MAX_ARMS * at.INTEGERS],
  ),
];
const regions: readonly Extent[] = [
  ['TRIAL', at.TRIAL, at.TRIAL_OPEN_SHARE + 8],
  ['ARM0', at.ARM0, at.MAX_ARMS * at.ARM_BYTES],
  ['ENTRY', at.ENTRY, at.ENTRY_BYTES],
  ['RULES', at.RULES, at.MAX_RULES * at.RULE_BYTES],
  ['KEY', at.KEY, 8],
  ['LOOKS', at.LOOKS, at.LOOKS_PLANNED_EVENTS + 4],
  ['WANTS', at.WANTS, 12],
  ['ARRAYS', at.ARRAYS, at.ARRAY_FIXED + 4],
  ['LOOK', at.LOOK, at.MAX_LOOKS * at.LOOK_BYTES],
  ...doubles,
  ['ROW_COMPENSATOR', at.ROW_COMPENSATOR, at.MAX_ARMS * at.DOUBLES],
  ...integers,
  ['SPANS', at.SPANS, MAX_ROWS * at.SPAN_BYTES],
  ['SEEDS', at.SEEDS, 2 * at.SEED_BYTES],
  ['STREAMS', at.STREAMS, 2 * at.SEED_ARM_BYTES],
  ['STEP_Z', at.STEP_Z, 8 * MAX_STEPS],
  ['STEP_EVENTS', at.STEP_EVENTS, 4 * (MAX_STEPS + 1)],
  ['STATIC_DATA', at.STATIC_DATA, at.STATIC_BYTES],
  ['HEAP', at.HEAP, 0],
];

/** Fields of a record of `bytes` bytes. */
const records: Record<string, { readonly bytes: number; readonly fields: readonly Extent[] }> = {
  'an arm': {
    bytes: at.ARM_BYTES,
    fields: [
      ['SIZE', at.ARM_SIZE, 4],
      ['OFFSET', at.ARM_OFFSET, 4],
      ['PIECES', at.ARM_PIECES, 4],
      ['FLAG_BITS', at.ARM_FLAG_BITS, 4],
      ['WEIBULL', at.ARM_WEIBULL, 4],
      ['EXPONENT', at.ARM_EXPONENT, 4],
      ['SCALE', at.ARM_SCALE, 4],
      ['DROPOUT_MEAN', at.ARM_DROPOUT_MEAN, 4],
      ['HAZARDS', at.ARM_HAZARDS, 4],
      ['MULTIPLIERS', at.ARM_MULTIPLIERS, 4],
      ['CELL_LAWS', at.ARM_CELL_LAWS, 4],
      ['CLOSED', at.ARM_CLOSED, 4],
      ['WEIGHT', at.ARM_WEIGHT, 4],
      ['SINGLE', at.ARM_SINGLE, 4],
      ['SINGLE_MULTIPLIERS', at.ARM_SINGLE_MULTIPLIERS, 4],
      ['BREAKS', at.ARM_BREAKS, 4 * MAX_PIECES],
      ['ORIGINS', at.ARM_ORIGINS, 4 * MAX_PIECES],
      ['SLOPES', at.ARM_SLOPES, 4 * MAX_PIECES],
      ['BELOW', at.ARM_BELOW, 4 * MAX_PIECES],
      ['HAZARD_STARTS', at.ARM_HAZARD_STARTS, 4 * MAX_PIECES],
      ['HAZARD_INCREMENTS', at.ARM_HAZARD_INCREMENTS, 8 * MAX_PIECES],
    ],
  },
  'an entry': {
    bytes: at.ENTRY_BYTES,
    fields: [
      ['mode', 0, 4],
      ['SHIFT', at.ENTRY_SHIFT, 4],
      ['PIECES', at.ENTRY_PIECES, 4],
      ['LATEST', at.ENTRY_LATEST, 4],
      ['FOLLOW_UP', at.ENTRY_FOLLOW_UP, 4],
      ['BREAKS', at.ENTRY_BREAKS, 8 * MAX_PIECES],
      ['ORIGINS', at.ENTRY_ORIGINS, 8 * MAX_PIECES],
      ['SLOPES', at.ENTRY_SLOPES, 8 * MAX_PIECES],
    ],
  },
  'a rule': {
    bytes: at.RULE_BYTES,
    fields: [
      ['kind', 0, 4],
      ['VALUE', at.RULE_VALUE, 4],
      ['PATIENTS', at.RULE_PATIENTS, 4],
      ['GUESS', at.RULE_GUESS, 8],
      ['DENSITY', at.RULE_DENSITY, 8],
      ['GAP', at.RULE_GAP, 8],
    ],
  },
  'a look': {
    bytes: at.LOOK_BYTES,
    fields: [
      ['RULE', at.LOOK_RULE, 4],
      ['RULES', at.LOOK_RULES, 4],
      ['MAP_KIND', at.LOOK_MAP_KIND, 4],
      ['MAP', at.LOOK_MAP, 16],
      ['MAP_AT', at.LOOK_MAP_AT, 4],
      ['MAP_SHIFT', at.LOOK_MAP_SHIFT, 4],
      ['ABOVE', at.LOOK_ABOVE, 8],
      ['BELOW', at.LOOK_BELOW, 8],
      ['STEPS', at.LOOK_STEPS, 4],
      ['ESTIMATE_ABOVE', at.LOOK_ESTIMATE_ABOVE, 8],
      ['ESTIMATE_BELOW', at.LOOK_ESTIMATE_BELOW, 8],
    ],
  },
  'a span': {
    bytes: at.SPAN_BYTES,
    fields: [
      ['length', 0, 8],
      ['ARM', at.SPAN_ARM, 4],
      ['INDEX', at.SPAN_INDEX, 4],
      ['TICK', at.SPAN_TICK, 4],
    ],
  },
};

/** Neighbours of which the first ends behind the start of the second. */
function overlaps(extents: readonly Extent[]): string[] {
  return extents.slice(1).flatMap(([name, start], k) => {
    const [before, from, bytes] = extents[k];
    return from + bytes > start ? [`${before} [${from}, ${from + bytes}) reaches into ${name} at ${start}`] : [];
  });
}

const ascending = (extents: readonly Extent[]) => [...extents].sort((a, b) => a[1] - b[1]);

/** Unsigned LEB128 at `from`: its value, and where it ends. */
function numberAt(bytes: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[from++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, from];
  }
}

/** The lowest address and the end of what the module's data section (11) fills; active segments at constant addresses. */
function staticData(bytes: Uint8Array): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [size, from] = numberAt(bytes, at + 1);
    at = from + size;
    if (id !== 11) continue;
    let [segments, place] = numberAt(bytes, from);
    for (; segments > 0; segments--) {
      expect([bytes[place], bytes[place + 1]]).toEqual([0, 0x41]);
      const [address, end] = numberAt(bytes, place + 2);
      const [length, data] = numberAt(bytes, end + 1);
      low = Math.min(low, address);
      high = Math.max(high, address + length);
      place = data + length;
    }
  }
  return [low, high];
}

describe('memory of the fast kernel', () => {
  it('has regions one behind the other, below the arrays', () => {
    expect(overlaps(regions)).toEqual([]);
    for (const [name, start, bytes] of regions) expect(start + bytes, name).toBeLessThanOrEqual(at.HEAP);
    expect(regions.every(([, start]) => start % 8 === 0)).toBe(true);
  });

  it.each(Object.entries(records))(
    'has fields of %s that lie within it, one beside the other',
    (_, { bytes, fields }) => {
      expect(overlaps([...ascending(fields), ['end', bytes, 0]])).toEqual([]);
      for (const [name, start, size] of fields) expect(start % Math.min(8, size), name).toBe(0);
    },
  );

  it('lists every address of the layout', () => {
    const listed = new Set(regions.map(([name]) => name));
    const addresses = Object.entries(at).filter(([, value]) => value >= at.ARM0 && value <= at.HEAP);
    // Lengths, and the columns of the first two arms among those of all.
    const sizes = /^(MAX_|.*_BYTES$|ROW_(ENROLLED|EVENTS)[01]$|INTEGERS$|DOUBLES$)/;
    expect(addresses.map(([name]) => name).filter((name) => !listed.has(name) && !sizes.test(name))).toEqual([]);
  });

  it('leaves the compiler a place of its own for constants', () => {
    const { options } = JSON.parse(
      readFileSync(new URL('../../../src/kernel/fast/asconfig.json', import.meta.url), 'utf8'),
    );
    expect(options.memoryBase).toBe(at.STATIC_DATA);
    expect(options.initialMemory * 65536).toBeGreaterThanOrEqual(at.HEAP);
    const bytes = readWasm();
    if (bytes === null) throw new Error('npm run build:wasm first');
    const [low, high] = staticData(bytes);
    expect(low).toBeGreaterThanOrEqual(at.STATIC_DATA);
    expect(high).toBeLessThanOrEqual(at.HEAP);
  });
});
