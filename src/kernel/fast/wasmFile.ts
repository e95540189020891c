/** Where Node finds the module that `npm run build:wasm` made. A page fetches the same file and hands over its bytes. */
import { existsSync, readFileSync } from 'node:fs';

/**
 * Where the file is: beside the compiled source; beside the bundle of the command line; in dist/ for source that runs
 * uncompiled.
 */
const PLACES = ['./kernel.wasm', '../kernel/fast/kernel.wasm', '../../../dist/src/kernel/fast/kernel.wasm'];

/** The module's bytes; null when it has not been built. */
export function readWasm(): Uint8Array<ArrayBuffer> | null {
  for (const place of PLACES) {
    const url = new URL(place, import.meta.url);
    if (existsSync(url)) return new Uint8Array(readFileSync(url));
  }
  return null;
}
