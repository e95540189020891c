/** The `known` column of designs.ts: `node dist/bench/knownPower.js d2 1000000` simulates the naive way. */
import { designs, sized } from './designs.ts';
import { naiveRejections } from './naive.ts';

const [name = '', text = '1000000'] = process.argv.slice(2);
const design =
  name in designs ? designs[name as keyof typeof designs] : /^n\d+$/.test(name) ? sized(Number(name.slice(1))) : null;
const replicates = Number(text);
if (design === null || !(replicates >= 1)) {
  console.error(`usage: knownPower.js <${Object.keys(designs).join('|')}|n50|…> [replicates]`);
  process.exit(1);
}
const power = naiveRejections(design, replicates) / replicates;
console.log(
  `${name} ${power} ± ${Math.sqrt((power * (1 - power)) / replicates).toFixed(6)} (${replicates} replicates)`,
);
