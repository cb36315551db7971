// A page on paper: nothing of it is cut off or only for a screen, and it is light.

import { testInBrowser, useSite } from './support/browser.js';

const site = useSite();
/** A4 between margins of 15 mm, in CSS pixels. */
const PAPER = { viewport: { width: 680, height: 1000 } };

testInBrowser.each(['index', 'chapters/03-codec', 'chapters/17-distributed-rpc', 'benchmark'])(
  '%s: no line of code leaves the paper',
  async (name) => {
    const page = await site().open(name, PAPER);
    await page.emulateMedia({ media: 'print' });
    const cut = await page.locator('.vp-doc pre').evaluateAll((blocks) =>
      blocks.flatMap((block) => {
        const lines = [...block.querySelectorAll('.line')];
        return lines
          .filter((line) => line.getBoundingClientRect().right > innerWidth)
          .map(({ textContent }) => textContent);
      }),
    );
    expect(cut).toEqual([]);
    expect(await page.locator('.vp-doc pre .line').count()).toBeGreaterThan(5);
  },
);

testInBrowser('what can be clicked is not printed', async () => {
  const page = await site().open('chapters/08-single-thread-sync', PAPER);
  await page.emulateMedia({ media: 'print' });
  const controls = page.locator('.VPNav, .VPLocalNav, .unfold, button, .controls');
  expect(await controls.count()).toBeGreaterThan(5);
  expect(await controls.filter({ visible: true }).count()).toBe(0);
  expect(await page.locator('.run-player .picture').isVisible()).toBe(true);
});

testInBrowser('a page in the dark is printed in the light, and is dark again', async () => {
  const page = await site().open('index', { ...PAPER, colorScheme: 'dark' });
  const colours = await page.evaluate(() => {
    const seen: string[] = [];
    const note = (): void => {
      seen.push(getComputedStyle(document.body).color);
    };
    note();
    for (const event of ['beforeprint', 'afterprint']) {
      dispatchEvent(new Event(event));
      note();
    }
    return seen;
  });
  const [dark, printed, after] = colours;
  expect(printed).toBe('rgb(60, 60, 67)');
  expect(dark).not.toBe(printed);
  expect(after).toBe(dark);
});
