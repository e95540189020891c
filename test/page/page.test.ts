/**
 * The report as a reader meets it: opened from a file, in a real browser.
 *
 * @module-tag slow
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { outputFiles } from '../../src/report/outputs.ts';
import { htmlReport, type PageInput } from '../../src/report/page/htmlReport.ts';
import { PRESENTERS } from '../../src/report/presenters.ts';
import { assuranceOf, written } from '../report/assuranceAnswers.ts';
import { saved } from '../report/savedResults.ts';
import { overflow, violations } from './accessible.ts';
import { browserOf, CHROMIUM } from './chromium.ts';
import { answered, pageInput } from './pageInput.ts';

describe.skipIf(CHROMIUM === null)('the report in Chromium', () => {
  const open = browserOf();
  let input: PageInput;
  let html: string;
  beforeAll(async () => {
    input = pageInput(await answered('guo-2022', 100));
    html = htmlReport(input);
  });

  it('opens from a file without a word on the console and without a request', async () => {
    const { page, complaints, requests } = await open(html);
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.title()).toBe(input.record.scenario.title);
    expect(await page.locator('h1').count()).toBe(1);
    expect(html.length).toBeLessThan(3e6);
    // Nothing may come from elsewhere.
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  });

  const pleasesAxe = async (colorScheme: 'light' | 'dark'): Promise<void> => {
    const { page } = await open(html, { colorScheme });
    expect(await violations(page)).toEqual([]);
    await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true');
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page)).toEqual([]);
  };

  it('has nothing that axe objects to, light', () => pleasesAxe('light'));

  it('has nothing that axe objects to with a chance of success, and is no wider than a phone', async () => {
    const { scenario, result } = await assuranceOf(written(), { replicates: 64 });
    const { record } = saved(scenario, { question: 'assurance', result });
    const [{ text }] = await outputFiles(record, PRESENTERS, ['page']);
    const { page, complaints } = await open(String(text));
    await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true');
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflow(page)).toBe(0);
    expect(await page.locator('figure svg').count()).toBe(3);
    expect(complaints).toEqual([]);
  });

  it('has nothing that axe objects to, dark', { tags: ['long'] }, () => pleasesAxe('dark'));

  it('breaks no heading of a table within a word, however narrow', async () => {
    const { page } = await open(html, { viewport: { width: 390, height: 800 } });
    await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true');
    const broken = await page.evaluate(() => {
      const words: string[] = [];
      for (const heading of document.querySelectorAll('table:not(.assumptions) thead th')) {
        const text = heading.firstChild as Text;
        for (const { 0: word, index } of text.data.matchAll(/[\p{L}.]+/gu)) {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) words.push(word);
        }
      }
      return words;
    });
    expect(broken).toEqual([]);
  });

  it.each([320, 390, 768, 1280])('is no wider than a window of %i pixels', async (width) => {
    const { page } = await open(html, { viewport: { width, height: 800 } });
    expect(await overflow(page)).toBe(0);
    await page.evaluate('for (const part of document.querySelectorAll("details")) part.open = true');
    expect(await overflow(page)).toBe(0);
  });

  it('switches the spelling of headline and paragraphs, with the keyboard too', async () => {
    const { page } = await open(html);
    expect(await page.locator('.headline:visible').innerText()).toContain('randomised');
    await page.locator('input[value=british]').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.headline:visible').innerText()).toContain('randomized');
    expect(await page.locator('main').innerText()).not.toContain('randomised 1:1');
  });

  it('shows the trace of a number on hover and on focus, until Escape', async () => {
    const { page } = await open(html);
    const number = page.locator('.headline:visible .traced').first();
    const box = page.locator('#trace');
    await number.hover();
    expect(await box.innerText()).toBe(
      'size search for 80 %: N 476.2, 95 % CI 474.1–478.3'.replaceAll(' %', '\u00a0%'),
    );
    await page.keyboard.press('Escape');
    expect(await box.isVisible()).toBe(false);
    await page.locator('.tiles .traced').first().focus();
    expect(await box.isVisible()).toBe(true);
    expect(await box.innerText()).toContain('size search for a power of 80');
    await page.locator('.tiles .traced').nth(2).focus();
    expect(await box.innerText()).toContain('trial.patients = 71');
  });

  const copies = async (clipboard: boolean): Promise<void> => {
    const { page, complaints } = await open(html, { permissions: ['clipboard-read', 'clipboard-write'] });
    if (!clipboard) await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
    // Pasting shows what was copied, whichever way.
    await page.evaluate(`document.addEventListener('paste', (event) => {
      window.pasted = { text: event.clipboardData.getData('text/plain'), html: event.clipboardData.getData('text/html') };
    })`);
    const copied = async (form: string): Promise<{ text: string; html: string }> => {
      const button = page.locator(`[data-copy=protocol-british][data-form=${form}]`);
      await button.click();
      await page.locator('[data-copy=protocol-british]', { hasText: 'Copied' }).first().waitFor();
      await page.keyboard.press('Control+V');
      const found = await page.evaluate('window.pasted');
      await page.waitForTimeout(2100);
      return found as { text: string; html: string };
    };
    const text = await copied('text');
    expect(text.text).toMatch(/^Patients are randomised to TACE \+ camrelizumab/);
    expect(text.text).toContain('References\nSchoenfeld DA.');
    expect(text.html).toBe('');
    expect((await copied('markdown')).text).toContain('**References**\n\n- Schoenfeld DA.');
    const word = await copied('html');
    expect(word.html).toContain('<p>Patients are randomised');
    expect(word.text).toBe(text.text);
    expect(complaints).toEqual([]);
  };

  it('copies text, Markdown and HTML with a clipboard', () => copies(true));

  it('copies text, Markdown and HTML without one', { tags: ['long'] }, () => copies(false));

  it('saves figures as SVG and PNG', async () => {
    const { page, complaints } = await open(html, { colorScheme: 'dark' });
    const saved = async (form: string): Promise<{ name: string; bytes: Buffer }> => {
      const coming = page.waitForEvent('download');
      await page.locator(`[data-download=${form}]`).click();
      const download = await coming;
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
    };
    const svg = await saved('svg');
    expect(svg.name).toBe('power.svg');
    expect(svg.bytes.toString()).toMatch(/^<\?xml[^>]*>\n<svg/);
    expect(svg.bytes.toString()).toContain('--series-1:#0072b2');
    const png = await saved('png');
    expect(png.name).toBe('power.png');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    // 720 × 420 at three times the size.
    expect([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)]).toEqual([2160, 1260]);
    expect(complaints).toEqual([]);
  });

  it('prints every trace as a numbered note, and no button', async () => {
    const { page } = await open(html);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('button:visible').count()).toBe(0);
    const notes = page.locator('.notes ol:visible').first();
    expect(await notes.innerText()).toContain('mean analysis time 37.42 months');
    expect(await page.locator('.headline:visible .note-mark').allInnerTexts()).toEqual(['1', '2', '3', '4']);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('details[open]').count()).toBe(0);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });

  it('says how to make the numbers again', async () => {
    const { page } = await open(html);
    expect(await page.locator('pre').innerText()).toBe(
      'trialwright run scenarios/guo-2022.yaml --seed=guo-2022 --replicates 100',
    );
    expect(await page.locator('.manifest').innerText()).toContain(input.record.manifest.scenarioHash);
  });
});
