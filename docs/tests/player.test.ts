// The player of recorded runs: it plays, steps by button and by key, stands at the end
// where motion is reduced, and is a picture with a list without JavaScript.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { DIST } from './support/built-site.js';
import { testInBrowser, useSite } from './support/browser.js';

const site = useSite();
const WITH_A_RUN = [
  '08-single-thread-sync',
  '09-thread-per-connection',
  '10-process-per-connection',
  '11-prefork-sync',
  '12-single-process-async',
  '13-prefork-async',
  '14-descriptor-passing',
  '17-distributed-rpc',
];
const QUEUE = 'chapters/08-single-thread-sync';
const MOVING = { viewport: { width: 1280, height: 800 }, reducedMotion: 'no-preference' } as const;

/** `3 of 15: at 12 ms, …` as its numbers. */
async function happened(player: Locator): Promise<readonly [number, number]> {
  const text = await player.locator('.status').textContent();
  const [, count, all] = /^(\d+) of (\d+)/.exec(text?.trim() ?? '') ?? [];
  return [Number(count ?? 0), Number(all ?? 0)];
}

test.each(WITH_A_RUN)('the page of %s has its run as a picture and as a list', (name) => {
  const html = readFileSync(path.join(DIST, `chapters/${name}.html`), 'utf8');
  const [, player = ''] = /<figure class="run-player"(.*?)<\/figure>/s.exec(html) ?? [];
  expect(player).toContain('<svg class="picture"');
  const rows = [...player.matchAll(/<tr/g)].length - 1;
  expect(player).toContain(`The ${rows} events as a list`);
  expect(rows).toBeGreaterThan(11);
});

testInBrowser('it steps by button and by key, to the end and to the start', async () => {
  const page = await site().open(QUEUE, MOVING);
  const player = page.locator('.run-player');
  const [, all] = await happened(player);
  expect(await happened(player)).toEqual([all, all]);
  await player.locator('button[aria-label="To the start"]').click();
  // The first event is at 0 ms.
  expect((await happened(player))[0]).toBe(1);
  expect(await player.locator('rect').count()).toBe(0);
  await player.locator('button[aria-label="One step on"]').click();
  expect((await happened(player))[0]).toBe(2);
  await player.focus();
  await page.keyboard.press('ArrowRight');
  expect((await happened(player))[0]).toBe(3);
  await page.keyboard.press('ArrowLeft');
  expect((await happened(player))[0]).toBe(2);
  expect(await player.locator('tr.now').textContent()).toContain('its send returns');
  await page.keyboard.press('End');
  expect(await happened(player)).toEqual([all, all]);
});

testInBrowser('it plays from the start to the end, and can be paused', async () => {
  const page = await site().open(QUEUE, MOVING);
  const player = page.locator('.run-player');
  await player.locator('select').selectOption({ label: 'real time' });
  const play = player.locator('.play');
  await play.click();
  await play.filter({ hasText: 'Pause' }).waitFor();
  await player.focus();
  await page.keyboard.press('Space');
  await play.filter({ hasText: 'Play' }).waitFor();
  await page.keyboard.press('Space');
  await player.locator('.status', { hasText: /^\s*(\d+) of \1:/ }).waitFor();
  await play.filter({ hasText: 'Play' }).waitFor();
});

testInBrowser('with reduced motion it shows the end, and only steps', async () => {
  const page = await site().open(QUEUE, { ...MOVING, reducedMotion: 'reduce' });
  const player = page.locator('.run-player');
  await player.locator('.play').waitFor({ state: 'detached' });
  const [count, all] = await happened(player);
  expect(count).toBe(all);
  await player.focus();
  await page.keyboard.press('Space');
  expect((await happened(player))[0]).toBe(all);
  await page.keyboard.press('ArrowLeft');
  expect((await happened(player))[0]).toBe(all - 1);
});

testInBrowser('without JavaScript the run is a picture, and the list opens', async () => {
  const page = await site().open(QUEUE, { ...MOVING, javaScriptEnabled: false });
  const player = page.locator('.run-player');
  expect(await player.locator('rect.served').count()).toBe(3);
  expect(await player.locator('.controls').isVisible()).toBe(false);
  await player.locator('summary').click();
  expect(await player.locator('td', { hasText: 'client C is served' }).isVisible()).toBe(true);
});

describe('the seven runs side by side', () => {
  testInBrowser('have one clock and one scale', async () => {
    const page = await site().open('seven-servers', MOVING);
    const together = page.locator('.runs-together');
    expect(await together.locator('figcaption').allTextContents()).toEqual([
      '08: one thread',
      '09: a thread for each connection',
      '10: a process for each connection',
      '11: processes forked in advance',
      '12: one event loop',
      '13: an event loop in each of several processes',
      '14: connections handed over',
    ]);
    const axes = await together.locator('svg').evaluateAll((pictures) =>
      pictures.map((picture) =>
        [...picture.querySelectorAll('.quiet[text-anchor]')]
          .map(({ textContent }) => textContent?.trim())
          .filter((text) => /^\d/.test(text ?? ''))
          .join(' '),
      ),
    );
    expect(new Set(axes).size).toBe(1);
    await together.focus();
    await page.keyboard.press('Home');
    expect(await together.locator('rect').count()).toBe(0);
    // Each run begins at 0 ms: the seven first events are one step.
    const [first, all] = await happened(together);
    expect(first).toBeGreaterThanOrEqual(7);
    await page.keyboard.press('ArrowRight');
    expect((await happened(together))[0]).toBeGreaterThan(first);
    expect(await together.locator('.now').count()).toBe(7);
    await page.keyboard.press('End');
    expect(await happened(together)).toEqual([all, all]);
  });

  testInBrowser('are seven pictures without JavaScript', async () => {
    const page = await site().open('seven-servers', { ...MOVING, javaScriptEnabled: false });
    const together = page.locator('.runs-together');
    expect(await together.locator('svg').count()).toBe(7);
    expect(await together.locator('rect.served').count()).toBe(21);
    expect(await together.locator('.controls').isVisible()).toBe(false);
  });
});
