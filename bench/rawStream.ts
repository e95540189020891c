/**
 * The kernel's random words, raw, on standard output, for programs that test randomness. After npm run build:
 *
 *   node dist/bench/rawStream.js --order replicates | dieharder -a -g 200
 *
 * --order lane | arms | replicates: see streamOrders.ts. --seed names other streams, --first starts at a later replicate.
 * 32-bit words in the machine's byte order, without end: it stops when the reader does, and says how much was written.
 */
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { streamKey } from '../src/kernel/draw/stream.ts';
import { readOrExit } from './readOrExit.ts';
import { kernelWords, ORDERS, type Order, orderedWords } from './streamOrders.ts';

/** Bytes a write. */
const CHUNK = 1 << 18;

function readOptions() {
  const { values } = parseArgs({
    options: {
      order: { type: 'string', default: 'lane' },
      seed: { type: 'string', default: 'raw stream' },
      first: { type: 'string', default: '0' },
    },
  });
  const { order, seed } = values;
  const isOrder = (name: string): name is Order => Object.hasOwn(ORDERS, name);
  if (!isOrder(order)) throw new RangeError(`no order named ${order}; there are: ${Object.keys(ORDERS).join(' ')}`);
  const first = Number(values.first);
  if (!Number.isSafeInteger(first) || first < 0)
    throw new RangeError(`--first is ${values.first}; must be a replicate's number, 0 or more, e.g. 1000000`);
  return { order, seed, first };
}

/** Write all of `bytes`; false when nobody reads any more. */
function written(bytes: Uint8Array): boolean {
  try {
    for (let from = 0; from < bytes.length; ) from += writeSync(1, bytes, from);
    return true;
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'EPIPE') return false;
    throw problem;
  }
}

const { order, seed, first } = readOrExit(readOptions);
const chunk = new Uint8Array(CHUNK);
let filled = 0;
let total = 0;
for (const words of orderedWords(kernelWords(streamKey(seed, 'raw')), order, first)) {
  const bytes = new Uint8Array(words.buffer);
  if (filled + bytes.length > CHUNK) {
    if (!written(chunk.subarray(0, filled))) break;
    total += filled;
    filled = 0;
  }
  chunk.set(bytes, filled);
  filled += bytes.length;
}
console.error(`order ${order}, seed "${seed}", from replicate ${first}: ${(total / 1e9).toFixed(3)} GB written`);
