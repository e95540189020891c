/** Nanoseconds a patient of the reference kernel and of the fast one, alternating in one run. */
import { planKernel } from '../src/kernel/plan.ts';
import { simulate } from '../src/kernel/simulate.ts';
import { createFastKernel } from '../src/kernel/wasm/simulateFast.ts';
import { readWasm } from '../src/kernel/wasm/wasmFile.ts';
import { designs } from './designs.ts';

const bytes = readWasm();
if (bytes === null) throw new Error('build first: npm run build');
const wants = { hazardRatio: process.argv.includes('--hazard-ratio'), medians: process.argv.includes('--medians') };
const only = process.argv.find((word) => designs.some((design) => design.name === word));
const fast = createFastKernel(bytes).simulate;
const PATIENTS = 2e6;
const ROUNDS = 7;

for (const { name, trial, power, rejects } of designs) {
  if (only !== undefined && only !== name) continue;
  const plan = planKernel(trial);
  const n = trial.patients;
  const times: Record<string, number[]> = { reference: [], fast: [] };
  let first = 0;
  let hits = 0;
  let rows = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [label, run, scale] of [
      ['reference', simulate, 0.1],
      ['fast', fast, 1],
    ] as const) {
      const count = Math.ceil((PATIENTS * scale) / n);
      const began = performance.now();
      const columns = run(plan, [1, 2], first, count, wants);
      times[label].push(((performance.now() - began) * 1e6) / (count * n));
      first += count;
      rows += count;
      for (const z of columns.z) hits += rejects(z) ? 1 : 0;
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[ROUNDS >> 1];
  const found = hits / rows;
  console.log(
    `${name.padEnd(10)} reference ${median(times.reference).toFixed(1).padStart(6)}  fast ${median(times.fast).toFixed(2)}` +
      ` (best ${times.fast[0].toFixed(2)}) ns a patient  ratio ${(median(times.reference) / median(times.fast)).toFixed(1)}` +
      `  power ${found.toFixed(4)} ± ${Math.sqrt((found * (1 - found)) / rows).toFixed(4)}, known ${power ?? '–'}`,
  );
}
