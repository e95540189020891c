/**
 * The `known` powers of designs.ts, realDesigns.ts and testCases.ts: `node dist/bench/knownPower.js d2 1000000` simulates
 * the naive way, `tests` in place of a design the tests beside the log-rank.
 */
import { designs, sized } from './designs.ts';
import { naiveRejections } from './naive.ts';
import { naiveRealRejections } from './naiveReal.ts';
import { naiveTestRejections } from './naiveTests.ts';
import { realDesigns } from './realDesigns.ts';

const TESTS = 'tests';

/** Rejections in so many replicates, by name; null for a name there is not. */
function simulatorOf(name: string): ((replicates: number) => Record<string, number>) | null {
  if (name === TESTS) return naiveTestRejections;
  const real = Object.values(realDesigns).find((design) => design.name === name);
  if (real) return (replicates) => ({ [name]: naiveRealRejections(real, replicates) });
  const design =
    name in designs ? designs[name as keyof typeof designs] : /^n\d+$/.test(name) ? sized(Number(name.slice(1))) : null;
  return design && ((replicates) => ({ [name]: naiveRejections(design, replicates) }));
}

const [asked = '', text = '1000000'] = process.argv.slice(2);
const simulate = simulatorOf(asked);
const replicates = Number(text);
if (simulate === null || !(replicates >= 1)) {
  const names = [...Object.keys(designs), ...Object.values(realDesigns).map(({ name }) => name), TESTS];
  console.error(`usage: knownPower.js <${names.join('|')}|n50|…> [replicates]`);
  process.exit(1);
}
for (const [name, rejected] of Object.entries(simulate(replicates))) {
  const power = rejected / replicates;
  const error = Math.sqrt((power * (1 - power)) / replicates).toFixed(6);
  console.log(`${name} ${power} ± ${error} (${replicates} replicates)`);
}
