/** What the build made of the explorer, read when a page needs it. */
import { readFile } from 'node:fs/promises';
import { readWasm } from '../kernel/fast/wasmFile.ts';
import { EXPLORER_STYLE, type ExplorerAssets, explorerFragment, inScript } from '../page/fragment.ts';
import { ScenarioText } from '../page/scenarioText.ts';
import { UserProblem } from '../questions/userProblem.ts';
import type { EmbeddedExplorer } from '../report/page/htmlReport.ts';
import type { ResultRecord } from '../report/record.ts';

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

/** The explorer that starts from the scenario of a record, for its report; null where it plans no trial of a size. @throws UserProblem */
export async function embeddedExplorer({
  resolved,
  written,
  manifest,
}: ResultRecord): Promise<EmbeddedExplorer | null> {
  if (resolved.trial === null || resolved.trial.patients === null) return null;
  const assets = await explorerAssets();
  const { main, study, shelf, tables } = written;
  const text = new ScenarioText(main.text, study?.text ?? null, shelf, tables);
  text.set(['seed'], manifest.seed);
  return {
    html: explorerFragment(assets, text.toString()),
    style: EXPLORER_STYLE,
    script: inScript(assets.script),
  };
}
