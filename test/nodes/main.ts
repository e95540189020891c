/**
 * Prints digests of what this Node answers, to be run in the repository: `--pinned` for those of results alone, the
 * content of test/reference/digests.json.
 */
import { allDigests } from './digests.ts';

const digests = await allDigests();
const pinned = Object.fromEntries(Object.entries(digests).map(([name, { result }]) => [name, result]));
process.stdout.write(`${JSON.stringify(process.argv.includes('--pinned') ? pinned : digests, null, 2)}\n`);
