// axe-core finds nothing serious on a page of each kind, light and dark, wide and narrow.
// VitePress's own search button, whose name leaves out the key that opens it, is left
// out.

import { readFileSync } from 'node:fs';
import { testInBrowser, useSite } from './support/browser.js';

const site = useSite();
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly {
    readonly target: readonly unknown[];
    readonly failureSummary?: string;
  }[];
}

testInBrowser.each([
  ['', 1280, 'light'],
  ['', 390, 'dark'],
  ['chapters/03-codec', 1280, 'light'],
  ['chapters/08-single-thread-sync', 1920, 'dark'],
  ['chapters/19-thrift', 390, 'light'],
  ['inspector', 1280, 'dark'],
  ['seven-servers', 1280, 'light'],
  ['glossary', 390, 'dark'],
  ['zh/', 390, 'light'],
  ['zh/glossary', 1280, 'dark'],
] as const)('/%s at %i px, %s', async (path, width, colorScheme) => {
  const page = await site().open(path, { viewport: { width, height: 900 }, colorScheme });
  if (path.startsWith('chapters/') && width >= 1280)
    await page.locator('.source-view .lit').first().waitFor();
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const axe = (
      globalThis as unknown as {
        axe: { run(context: object, options: object): Promise<{ violations: Violation[] }> };
      }
    ).axe;
    // Building the rest of the report takes it longer than checking the rules.
    const options = { resultTypes: ['violations'] };
    return (await axe.run({ exclude: ['.DocSearch-Button'] }, options)).violations;
  });
  const serious = found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`,
      ),
    );
  expect(serious).toEqual([]);
});
