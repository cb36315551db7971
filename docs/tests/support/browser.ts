// A headless browser on the built site. Where the machine has none, the tests that need
// it are skipped by name.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { serveSite, type Serving } from './built-site.js';

const EXECUTABLE = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => existsSync(file));

/** jest's test, or its skip on a machine without a browser. */
export const testInBrowser = EXECUTABLE === undefined ? test.skip : test;

export interface Site {
  readonly serving: Serving;
  /** What went wrong on the pages so far: console errors, failed and outside requests. */
  readonly faults: string[];
  /** Opens a page, and waits until its scripts run. @param path below the base */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Page>;
}

/**
 * Starts the browser before a file's tests, and ends it after them.
 * @param keepsPages a page stays open for the next test
 */
export function useSite({ keepsPages = false } = {}): () => Site {
  let browser: Browser | undefined;
  let serving: Serving | undefined;
  const faults: string[] = [];
  /** Chromium does not remove all of its temporary files when it is closed. */
  let temporary: string | undefined;
  beforeAll(async () => {
    if (EXECUTABLE === undefined) return;
    serving = await serveSite();
    temporary = mkdtempSync(path.join(tmpdir(), 'bytes-up-browser-'));
    const env = { ...process.env, TMPDIR: temporary };
    browser = await chromium.launch({ executablePath: EXECUTABLE, env });
  });
  afterEach(async () => {
    if (keepsPages) return;
    await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.close();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, maxRetries: 10 });
  });
  return () => {
    if (browser === undefined || serving === undefined) throw new Error('no browser');
    const [running, site] = [browser, serving];
    return {
      serving: site,
      faults,
      async open(path, options = {}) {
        const context = await running.newContext({ reducedMotion: 'reduce', ...options });
        const page = await context.newPage();
        watch(page, site.url, faults);
        await page.goto(`${site.url}${path}`, { waitUntil: 'load' });
        if (options.javaScriptEnabled !== false) await isRunning(page);
        return page;
      },
    };
  };
}

/** Vue has taken over the page's HTML. */
async function isRunning(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const app = document.querySelector('#app');
    return app !== null && '__vue_app__' in app;
  });
}

function watch(page: Page, base: string, faults: string[]): void {
  const { origin } = new URL(base);
  const where = (): string => page.url().slice(base.length);
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${where()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`${where()}: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url))
      faults.push(`${where()}: asks ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${where()}: ${response.status()} ${response.url()}`);
  });
}
