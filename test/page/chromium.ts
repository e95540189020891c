/** A real Chromium, where the machine has one. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

const candidates = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

export const CHROMIUM = candidates.find((path) => path !== undefined && existsSync(path)) ?? null;

if (CHROMIUM === null)
  process.stderr.write(
    'No Chromium at $CHROMIUM, /usr/bin/chromium or /usr/bin/chromium-browser: tests in it are skipped\n',
  );

export interface Opened {
  readonly page: Page;
  /** What the console or an exception said, and what was asked of a network or the disk beside the page itself. */
  readonly complaints: string[];
  readonly requests: string[];
}

/** Opens pages from file:// in one browser of the test file. */
export function browserOf(): (html: string, options?: BrowserContextOptions) => Promise<Opened> {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'trialwright-page-'));
  let made = 0;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return async (html, options = {}) => {
    made += 1;
    const file = join(folder, `report-${made}.html`);
    writeFileSync(file, html);
    const address = pathToFileURL(file).href;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (problem) => complaints.push(problem.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== address && !/^(data|blob):/.test(request.url())) requests.push(request.url());
    });
    await page.goto(address);
    return { page, complaints, requests };
  };
}
