// Every page in a browser: nothing fails, nothing is asked of another host, and on a
// phone nothing scrolls sideways but code and tables.

import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { builtPages, DIST } from './support/built-site.js';
import { testInBrowser, useSite } from './support/browser.js';

const site = useSite();
const PHONE = { viewport: { width: 390, height: 844 } };
const WIDE = { viewport: { width: 1440, height: 900 } };
const MAX_FIRST_PAGE_BYTES = 300 * 1024;

testInBrowser(
  'every page loads on a phone without a fault, and does not scroll sideways',
  async () => {
    const { open, faults } = site();
    const page = await open('', PHONE);
    const wide: string[] = [];
    for (const file of builtPages()) {
      if (file === '404.html') continue;
      await page.goto(`${site().serving.url}${file.replace(/(?:index)?\.html$/, '')}`);
      const { width, worst } = await page.evaluate(() => {
        const all = [...document.querySelectorAll('.vp-doc *')];
        const outside = all.find((one) => {
          if (one.closest('pre, table, .tabs') !== null) return false;
          return one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility();
        });
        return {
          width: document.documentElement.scrollWidth,
          worst: outside?.outerHTML.slice(0, 120),
        };
      });
      if (width > 390) wide.push(`${file}: ${width} px, ${worst ?? ''}`);
    }
    expect(wide).toEqual([]);
    expect(faults).toEqual([]);
  },
);

testInBrowser.each([
  ['on a phone', PHONE],
  ['in a wide window', WIDE],
])('the first page takes less than 300 KB, compressed, %s', async (_, window) => {
  const { serving, open } = site();
  const before = serving.sent();
  const page = await open('', window);
  await page.waitForLoadState('networkidle');
  const sent = serving.sent() - before;
  expect(sent).toBeGreaterThan(gzipSync(readFileSync(path.join(DIST, 'index.html'))).length);
  expect(sent).toBeLessThan(MAX_FIRST_PAGE_BYTES);
});

testInBrowser('search finds each chapter by its title', async () => {
  const page = await site().open('', { viewport: { width: 1280, height: 800 } });
  await page.locator('.DocSearch-Button').click();
  const input = page.locator('.VPLocalSearchBox input');
  for (const file of builtPages().filter((one) => one.startsWith('chapters/'))) {
    const html = readFileSync(path.join(DIST, file), 'utf8');
    const title = /<title>\d\d ([^|]*) \|/.exec(html)?.[1] ?? '';
    await input.fill(title.replaceAll('&#39;', "'"));
    const address = file.replace(/\.html$/, '');
    await page.locator(`.VPLocalSearchBox a[href*="${address}"]`).first().waitFor();
  }
});
