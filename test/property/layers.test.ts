/** Layers, one direction: who may import whom, read off the import lines of src/. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** What each layer may import, besides itself and elementary/, which all stand on. Reports take results and return text: of run/ they see the manifest's type. */
const MAY: Record<string, readonly string[]> = {
  elementary: [],
  maths: [],
  survival: ['maths'],
  proportions: ['maths'],
  harms: ['maths'],
  evidence: ['maths', 'survival'],
  statistics: ['maths'],
  sequential: ['maths'],
  multiplicity: ['maths', 'sequential'],
  trial: ['maths', 'survival', 'sequential', 'multiplicity', 'statistics'],
  expectation: ['maths', 'survival', 'statistics', 'trial'],
  singleArm: ['maths', 'survival', 'sequential', 'trial', 'expectation'],
  formulas: ['maths', 'survival', 'evidence', 'statistics', 'trial', 'expectation'],
  design: ['maths', 'statistics', 'sequential', 'multiplicity', 'trial', 'expectation', 'formulas'],
  scenario: [
    'proportions',
    'survival',
    'evidence',
    'statistics',
    'sequential',
    'multiplicity',
    'trial',
    'expectation',
    'design',
  ],
  kernel: ['maths', 'survival', 'statistics', 'trial', 'expectation'],
  tally: ['maths', 'sequential', 'multiplicity', 'kernel'],
  run: ['kernel', 'tally'],
  questions: [
    'maths',
    'proportions',
    'survival',
    'harms',
    'evidence',
    'statistics',
    'sequential',
    'multiplicity',
    'trial',
    'expectation',
    'singleArm',
    'formulas',
    'design',
    'scenario',
    'kernel',
    'tally',
    'run',
  ],
  report: ['proportions', 'statistics', 'trial', 'scenario', 'tally', 'questions', 'run'],
  page: ['trial', 'design', 'scenario', 'kernel', 'tally', 'run', 'questions', 'report'],
  cli: ['page', 'scenario', 'kernel', 'tally', 'trial', 'run', 'questions', 'report'],
};

/** Rooms of the kernel that a room of it may import, besides itself; files beside the rooms may import them all, and are imported by none. */
const KERNEL_MAY: Record<string, readonly string[]> = {
  plan: [],
  draw: ['plan'],
  look: ['plan', 'draw'],
  fast: ['plan', 'draw', 'look'],
};

interface Import {
  /** Relative to src/. */
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const imports: Import[] = [];
const packages: { from: string; name: string }[] = [];
for (const from of files) {
  const text = readFileSync(join(SRC, from), 'utf8');
  for (const [, what, target] of text.matchAll(/^(?:import|export)\s([^;'"]*?)from\s+'([^']+)';/gm)) {
    if (!target.startsWith('.')) packages.push({ from, name: target });
    else {
      // AssemblyScript names modules without their ending.
      const path = target.endsWith('.ts') ? target : `${target}.ts`;
      const to = relative(SRC, normalize(join(SRC, dirname(from), path)));
      const names = what
        .replace(/[{}]/g, '')
        .split(',')
        .map((name) => name.trim());
      const typeOnly = what.startsWith('type ') || names.every((name) => name === '' || name.startsWith('type '));
      imports.push({ from, to, typeOnly });
    }
  }
  for (const [, target] of text.matchAll(/import\('([^']+)'\)/g)) {
    if (target.startsWith('.'))
      imports.push({ from, to: relative(SRC, join(SRC, dirname(from), target)), typeOnly: false });
  }
}
const layerOf = (file: string) => file.split('/')[0];

describe('layers', () => {
  it('are all known', () => {
    expect([...new Set(files.map(layerOf))].sort()).toEqual(Object.keys(MAY).sort());
    expect(imports.length).toBeGreaterThan(100);
    for (const { from, to } of imports) expect(files, `${from} imports ${to}`).toContain(to);
  });

  it('import in one direction', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [here, there] = [layerOf(from), layerOf(to)];
      return here !== there && there !== 'elementary' && !MAY[here].includes(there);
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('import in one direction within the kernel', () => {
    const roomOf = (file: string) => (file.split('/').length > 2 ? file.split('/')[1] : null);
    const inKernel = files.filter((file) => layerOf(file) === 'kernel');
    const rooms = new Set(inKernel.map(roomOf).filter((room) => room !== null));
    expect([...rooms].sort()).toEqual(Object.keys(KERNEL_MAY).sort());
    const wrong = imports.filter(({ from, to }) => {
      if (layerOf(from) !== 'kernel' || layerOf(to) !== 'kernel') return false;
      const [here, there] = [roomOf(from), roomOf(to)];
      if (here === null || here === there) return false;
      return there === null || !KERNEL_MAY[here].includes(there);
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('let reports see types of what they print, not the means to make it', () => {
    const wrong = imports.filter(
      ({ from, to, typeOnly }) => layerOf(from) === 'report' && ['run', 'questions'].includes(layerOf(to)) && !typeOnly,
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('have no circles', () => {
    // Of types too: two files that need each other's types are one concept, or lack a third.
    const needs = new Map<string, string[]>();
    for (const { from, to } of imports) needs.set(from, [...(needs.get(from) ?? []), to]);
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) throw new Error(`a circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      if (done.has(file)) return;
      for (const next of needs.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  it('keep the kernel and all below it from files, clocks, threads and the console', () => {
    const pure = files.filter((file) =>
      [
        'elementary',
        'maths',
        'proportions',
        'sequential',
        'survival',
        'trial',
        'expectation',
        'harms',
        'singleArm',
        'formulas',
        'design',
        'kernel',
        'tally',
      ].includes(layerOf(file)),
    );
    // Finding the WebAssembly module takes a file; hashes are as pure as arithmetic.
    const outside = packages.filter(
      ({ from, name }) =>
        pure.includes(from) && name !== 'seedrandom' && !name.startsWith('@noble/hashes') && !from.includes('wasmFile'),
    );
    expect(outside).toEqual([]);
    for (const file of pure) {
      const code = readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
      expect(code, file).not.toMatch(/\bconsole\.|\bDate\b|performance\.now|Math\.random|setTimeout|\bfetch\(/);
    }
  });
});
