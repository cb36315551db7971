// The source beside a chapter: it follows the reader, and every snippet and every claim
// leads to its lines. On a phone it opens over the page; without JavaScript the page is
// whole.

import type { Page } from 'playwright-core';
import { testInBrowser, useSite } from './support/browser.js';

const site = useSite();
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 } };
const CHAPTER = 'chapters/08-single-thread-sync';

/** The place that the pane shows, once it is this one. */
async function showsPlace(page: Page, place: string | RegExp): Promise<void> {
  await page.locator('.source-view .place a').filter({ hasText: place }).waitFor();
}

/** The lit lines as text, once they are in view. */
async function litText(page: Page): Promise<string> {
  const first = page.locator('.source-view .line.lit').first();
  await first.waitFor();
  await page.waitForFunction(() => {
    const line = document.querySelector('.source-view .line.lit')?.getBoundingClientRect();
    const box = document.querySelector('.source-view pre')?.getBoundingClientRect();
    return line && box && line.top >= box.top - 1 && line.top < box.bottom;
  });
  return (await page.locator('.source-view .line.lit').allTextContents()).join('');
}

testInBrowser('the pane follows the reader from snippet to snippet', async () => {
  const page = await site().open(CHAPTER, WIDE);
  await showsPlace(page, 'packages/08-single-thread-sync/src/server.ts, lines');
  expect(await litText(page)).toContain('export async function serve(');
  const second = page.locator('.from-source').nth(1);
  const link = await second.locator('a.source').getAttribute('href');
  // Its name under the reading line: the text before it speaks of it.
  await second.evaluate((one) => scrollBy(0, one.getBoundingClientRect().top - innerHeight * 0.45));
  await showsPlace(page, 'connection.ts, lines');
  expect(await litText(page)).toContain('this.socket.receive(');
  expect(link).toContain('packages/08-single-thread-sync/src/connection.ts.html#L');
  expect(await page.locator('.from-source.spoken-of').count()).toBe(1);
  await page.evaluate(() => scrollTo(0, 0));
  await showsPlace(page, 'src/server.ts, lines');
});

testInBrowser(
  'the pane shows the whole file with line numbers, and tabs for the chapter',
  async () => {
    const page = await site().open(CHAPTER, WIDE);
    await showsPlace(page, 'server.ts');
    expect(await page.locator('.source-view .line').first().textContent()).toMatch(/^\/\/ /);
    const tabs = page.locator('.source-view .tabs button');
    expect(await tabs.count()).toBeGreaterThan(2);
    await tabs.filter({ hasText: 'blocking-socket.ts' }).click();
    await showsPlace(page, 'blocking-socket.ts');
    expect(await tabs.filter({ hasText: 'blocking-socket.ts' }).getAttribute('aria-current')).toBe(
      'true',
    );
  },
);

testInBrowser('a claim shows its test and the command that runs it', async () => {
  const page = await site().open(CHAPTER, WIDE);
  const mark = page.locator('.claim a').first();
  const title = (await mark.getAttribute('title')) ?? '';
  await mark.click();
  const [file = '', name = ''] = title.split(' › ');
  await showsPlace(page, file.replace(/^.*: /, '')); // until then it shows a snippet
  expect(await litText(page)).toContain(name.replaceAll("'", "\\'"));
  const command = await page.locator('.prove code').textContent();
  expect(command).toBe(`npm start -- prove '${title.replaceAll("'", `'\\''`)}'`);
  expect(page.url()).not.toContain('#note');
});

testInBrowser('an import leads to its file', async () => {
  const page = await site().open(CHAPTER, WIDE);
  await showsPlace(page, 'server.ts');
  await page.locator('.source-view pre a', { hasText: './connection' }).click();
  await showsPlace(page, 'src/connection.ts, line 1');
});

testInBrowser('n and p step through the snippets while the source has the focus', async () => {
  const page = await site().open(CHAPTER, WIDE);
  await showsPlace(page, 'server.ts');
  await page.locator('.source-view pre').focus();
  await page.keyboard.press('n');
  await showsPlace(page, 'connection.ts, lines');
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
  await page.keyboard.press('p');
  await showsPlace(page, 'server.ts, lines');
});

testInBrowser('snippets fold beside the pane, and unfold by a button', async () => {
  const page = await site().open(CHAPTER, WIDE);
  const snippet = page.locator('.from-source.folds').first();
  const code = snippet.locator('div[class*=language-]');
  expect(await code.isVisible()).toBe(false);
  await snippet.locator('.unfold').click();
  expect(await code.isVisible()).toBe(true);
  expect(await snippet.locator('.unfold').getAttribute('aria-expanded')).toBe('true');
});

testInBrowser('the list of chapters is folded at 1,280 px, and the menu opens it', async () => {
  const page = await site().open(CHAPTER, WIDE);
  const list = page.locator('.VPSidebar');
  expect(await list.isVisible()).toBe(false);
  await page.locator('.VPLocalNav .menu').click();
  await list.waitFor({ state: 'visible' });
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
});

testInBrowser('on a phone snippets are in the text, and a claim opens over the page', async () => {
  const page = await site().open(CHAPTER, PHONE);
  expect(await page.locator('.from-source div[class*=language-]').first().isVisible()).toBe(true);
  expect(await page.locator('.source-pane').count()).toBe(0);
  await page.locator('.claim a').first().click();
  await page.locator('dialog[open]').waitFor();
  expect(await litText(page)).toContain('test(');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
});

testInBrowser(
  'without JavaScript every snippet is shown, and a link leads to the file',
  async () => {
    const page = await site().open(CHAPTER, { ...WIDE, javaScriptEnabled: false });
    const snippets = page.locator('.from-source div[class*=language-]');
    for (const snippet of await snippets.all()) expect(await snippet.isVisible()).toBe(true);
    expect(await page.locator('.unfold').first().isVisible()).toBe(false);
    await page.locator('.snippet a.source').first().click();
    await page.waitForURL(/\/source\/packages\/08-single-thread-sync\/src\/server\.ts\.html#L\d+$/);
    expect(await page.locator('.line:target').textContent()).toContain('serve(');
  },
);
