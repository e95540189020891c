/** What the build made of the explorer, read when a page needs it. */
import { readFile } from 'node:fs/promises';
import { readWasm } from '../kernel/wasm/wasmFile.ts';
import type { ExplorerAssets } from '../page/fragment.ts';
import { UserProblem } from './exit.ts';

/** From the bundle of the command line; beside the compiled source; from source that runs as it stands. */
const PLACES = ['../page/bundle/', '../../dist/src/page/bundle/'];

async function built(name: string): Promise<string> {
  for (const place of PLACES) {
    const text = await readFile(new URL(`${place}${name}`, import.meta.url), 'utf8').catch(() => null);
    if (text !== null) return text;
  }
  throw new UserProblem('the explorer is not built; run npm run build');
}

/** @throws UserProblem when the project has not been built. */
export async function explorerAssets(): Promise<ExplorerAssets> {
  const wasm = readWasm();
  if (wasm === null) throw new UserProblem('the WebAssembly module is not built; run npm run build');
  return {
    script: await built('page.js'),
    workerSource: await built('worker.js'),
    wasmBase64: Buffer.from(wasm).toString('base64'),
  };
}
