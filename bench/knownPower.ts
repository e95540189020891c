/** The `known` powers of designs.ts and realDesigns.ts: `node dist/bench/knownPower.js d2 1000000` simulates the naive way. */
import { designs, sized } from './designs.ts';
import { naiveRejections } from './naive.ts';
import { naiveRealRejections } from './naiveReal.ts';
import { realDesigns } from './realDesigns.ts';

/** Rejections of the design of this name among so many replicates; null for none of that name. */
function simulatorOf(name: string): ((replicates: number) => number) | null {
  const real = Object.values(realDesigns).find((design) => design.name === name);
  if (real) return (replicates) => naiveRealRejections(real, replicates);
  const design =
    name in designs ? designs[name as keyof typeof designs] : /^n\d+$/.test(name) ? sized(Number(name.slice(1))) : null;
  return design && ((replicates) => naiveRejections(design, replicates));
}

const [name = '', text = '1000000'] = process.argv.slice(2);
const simulate = simulatorOf(name);
const replicates = Number(text);
if (simulate === null || !(replicates >= 1)) {
  const names = [...Object.keys(designs), ...Object.values(realDesigns).map((design) => design.name)];
  console.error(`usage: knownPower.js <${names.join('|')}|n50|…> [replicates]`);
  process.exit(1);
}
const power = simulate(replicates) / replicates;
console.log(
  `${name} ${power} ± ${Math.sqrt((power * (1 - power)) / replicates).toFixed(6)} (${replicates} replicates)`,
);
