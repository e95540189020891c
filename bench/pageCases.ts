/**
 * The explorer's page in a real browser: how long a reader waits for power to ± 0.5 %, after the page is opened and after
 * a field is changed. The page and its workers are those that `trialwright explore` writes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { BenchCase } from './benchCase.ts';
import type { Check } from './check.ts';
import { COMMAND_LINE, packageFile } from './root.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Milliseconds to an answer of ± 0.5 %. */
const BAR = 2000;

/** The longest to wait for an answer, in milliseconds. */
const PATIENCE = 600_000;

/** What the page shows. */
interface Shown {
  readonly milliseconds: number;
  readonly power: number;
  readonly replicates: number;
}

/** What the page is given to keep: the answer to the question asked last, once it is known to ± 0.5 %. */
interface Watch {
  precise: Shown | null;
}

/** Runs in the page: notes when a question is asked, the first as the page is opened, and when its answer is precise. */
function watchAnswers(): void {
  const watch: Watch = { precise: null };
  Object.assign(window, { watch });
  let asked = 0;
  let waiting = true;
  new MutationObserver(() => {
    const readout = document.querySelector<HTMLElement>('.readout');
    const shown = document.querySelector<HTMLElement>('.power');
    const state = readout?.dataset.state;
    if (state === 'asked' && !waiting) {
      asked = performance.now();
      watch.precise = null;
      waiting = true;
    }
    if (state !== 'growing' && state !== 'finished') return;
    const replicates = Number(readout?.dataset.replicates);
    const power = Number(shown?.dataset.power);
    waiting = false;
    if (watch.precise !== null || 1.96 * Math.sqrt((power * (1 - power)) / replicates) > 0.005) return;
    watch.precise = { milliseconds: performance.now() - asked, power, replicates };
  }).observe(document, { attributes: true, childList: true, subtree: true });
}

async function precise(page: Page): Promise<Shown> {
  const handle = await page.waitForFunction(() => (window as unknown as { watch: Watch }).watch.precise);
  return (await handle.jsonValue()) as Shown;
}

function trialwright(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND_LINE, ...words], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`trialwright ${words.join(' ')}: exit code ${status}\n${stderr}`);
  return stdout;
}

/** Answers are those of the command line for as many replicates, to the last digit. */
function checkShown(scenario: string, { power, replicates }: Shown): Check {
  const told = trialwright('power', packageFile(scenario), '--replicates', String(replicates), '--json', '--quiet');
  const { estimate } = JSON.parse(told).result.alternative.power as { readonly estimate: number };
  const failed = estimate !== power;
  const found = `power ${(100 * power).toFixed(2)} % after ${replicates.toLocaleString('en-GB')} trials`;
  return { text: `${found}, ${failed ? 'another from the command line FAIL' : 'as from the command line ok'}`, failed };
}

/** Opens a scenario's page in a new browser, hands it to `use`, and leaves nothing behind. */
async function withPage<T>(scenario: string, use: (page: Page) => Promise<T>): Promise<T> {
  const { chromium } = await import('playwright-core');
  const folder = mkdtempSync(join(tmpdir(), 'trialwright-bench-'));
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    const file = join(folder, 'explorer.html');
    trialwright('explore', packageFile(scenario), '--out', file);
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.addInitScript(watchAnswers);
    await page.goto(pathToFileURL(file).href);
    return await use(page);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

/** A new number of patients, then the scenario's own again: the answer to the second change. */
async function changePatients(page: Page): Promise<Shown> {
  const finished = () => page.waitForSelector('.readout[data-state=finished]');
  await finished();
  const patients = page.getByRole('spinbutton', { name: 'Patients' });
  const planned = await patients.inputValue();
  await patients.fill(String(Number(planned) + 20));
  await finished();
  await patients.fill(planned);
  return precise(page);
}

function pageCase(name: string, what: string, scenario: string, answer: (page: Page) => Promise<Shown>): BenchCase {
  let last: Shown | null = null;
  return {
    name,
    what,
    trials: null,
    patients: null,
    kernel: '–',
    alone: false,
    bar: BAR,
    async call() {
      last = await withPage(scenario, answer);
      return last.milliseconds;
    },
    check: () => (last === null ? { text: 'not asked FAIL', failed: true } : checkShown(scenario, last)),
  };
}

export function pageCases(): BenchCase[] {
  const [d2, scans] = ['bench/d2.yaml', 'scenarios/multicentre-scans.yaml'];
  return [
    pageCase('page-open-d2', 'D2, from opening the page', d2, precise),
    pageCase('page-change-d2', 'D2, from changing the number of patients', d2, changePatients),
    pageCase('page-open-scans', 'multicentre-scans, from opening the page', scans, precise),
    pageCase('page-change-scans', 'multicentre-scans, from changing the number of patients', scans, changePatients),
  ];
}
