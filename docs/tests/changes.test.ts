// What changed in a server since the chapter before: which file is compared with which,
// line by line; the page without JavaScript, and the toggle in the pane.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { changedLines, fileBefore } from '../.vitepress/source/changes.js';
import { DIST } from './support/built-site.js';
import { testInBrowser, useSite } from './support/browser.js';

const ROOT = path.resolve(__dirname, '../..');
const site = useSite();
const SOURCE = path.join(DIST, 'source');

test.each([
  ['09-thread-per-connection/src/server.ts', '08-single-thread-sync/src/server.ts'],
  ['12-single-process-async/src/epoll/server.ts', '11-prefork-sync/src/server.ts'],
  ['13-prefork-async/src/server.ts', '11-prefork-sync/src/server.ts'],
  ['14-descriptor-passing/src/main.ts', '13-prefork-async/src/main.ts'],
  ['08-single-thread-sync/src/server.ts', undefined],
  ['09-thread-per-connection/src/threads.ts', undefined],
])('%s is compared with %s', (file, before) => {
  expect(fileBefore(`packages/${file}`)).toBe(before && `packages/${before}`);
});

test('lines of both files keep their places', () => {
  expect(changedLines(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([
    { kind: 'same', index: 0 },
    { kind: 'removed', index: 1 },
    { kind: 'added', index: 1 },
    { kind: 'same', index: 2 },
  ]);
});

test('the page of the changes has every line of the file, in its order', () => {
  const file = 'packages/10-process-per-connection/src/server.ts';
  const html = readFileSync(path.join(SOURCE, `${file}.changes.html`), 'utf8');
  const lines = [...html.matchAll(/<span class="line[^"]*" data-kind="(\w+)">(.*?)\n<\/span>/gs)];
  const kept = lines.filter(([, kind]) => kind !== 'removed').map(([, , line = '']) => line);
  const text = kept.join('\n').replace(/<[^>]*>/g, '');
  const plain = text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
  expect(plain).toBe(readFileSync(path.join(ROOT, file), 'utf8').trimEnd());
  expect(lines.filter(([, kind]) => kind === 'removed').length).toBeGreaterThan(3);
});

test('every link between pages of source leads to one', () => {
  const pages = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  const broken = pages.flatMap((page) => {
    const html = readFileSync(path.join(SOURCE, page), 'utf8');
    const links = [...html.matchAll(/<a (?:class="since" )?href="([^"]*)"/g)];
    return links.flatMap(([, href = '']) =>
      existsSync(path.join(SOURCE, path.dirname(page), href)) ? [] : [`${page}: ${href}`],
    );
  });
  expect(broken).toEqual([]);
  // Imports lead on from the files that pages cite, also to those that none does.
  expect(pages).toContain('packages/posix/src/index.ts.html');
  expect(pages.length).toBeGreaterThan(400);
});

testInBrowser(
  'the pane shows what changed since the chapter before, and the file again',
  async () => {
    const page = await site().open('chapters/10-process-per-connection', {
      viewport: { width: 1280, height: 800 },
    });
    const pane = page.locator('.source-view');
    const since = pane.locator('.changed', { hasText: 'What changed since 09 server.ts' });
    await since.waitFor();
    expect(await pane.locator('[data-kind]').count()).toBe(0);
    await since.locator('input').focus();
    await page.keyboard.press('Space');
    await pane.locator('[data-kind="removed"]').first().waitFor();
    expect(await pane.locator('[data-kind="added"]').count()).toBeGreaterThan(3);
    // The same lines are lit, with their numbers.
    const place = (await pane.locator('.place a').textContent()) ?? '';
    const [, from, to] = /lines (\d+)–(\d+)/.exec(place) ?? [];
    expect(await pane.locator('.line.lit').count()).toBe(Number(to) - Number(from) + 1);
    await since.locator('input').uncheck();
    await pane.locator('[data-kind]').first().waitFor({ state: 'detached' });
  },
);
