/** Prints the digests of what this Node answers. Run in the repository: `node dist/test/nodes/main.js > digests.json`. */
import { allDigests } from './digests.ts';

process.stdout.write(`${JSON.stringify(await allDigests(), null, 2)}\n`);
