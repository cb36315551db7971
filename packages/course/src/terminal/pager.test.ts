import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeRoot } from '../testing/make-root';
import { show } from './pager';

const written: string[] = [];
beforeEach(() => (written.length = 0));

/** @returns true when the end was shown */
async function reachesEnd(text: string, pager: string, interactive = true): Promise<boolean> {
  const env = { ...process.env, PAGER: pager };
  const writeWhole = (part: string) => Promise.resolve(written.push(part) > 0);
  return show(text, { interactive, env, writeWhole });
}

async function shown(...args: Parameters<typeof reachesEnd>): Promise<string> {
  await reachesEnd(...args);
  return written.join('');
}

test('in a terminal the text is shown in the user’s pager', async () => {
  const file = path.join(makeRoot(), 'out');
  expect(await shown('a page\n', `cat > '${file}'`)).toBe('');
  expect(readFileSync(file, 'utf8')).toBe('a page\n');
});

test.each(['', 'exit 127', 'exit 126'])(
  'with PAGER=%j there is no pager, and the text is written',
  async (pager) => {
    expect(await shown('a page\n', pager)).toBe('a page\n');
  },
);

test('without a terminal nothing is started', async () => {
  expect(await shown('a page\n', 'exit 1', false)).toBe('a page\n');
});

test('quitting the pager before the end is not a failure', async () => {
  expect(await shown('a line\n'.repeat(1_000_000), 'exit 0')).toBe('');
});

test.each([
  ['cat > /dev/null', true],
  ['head -n 5 > /dev/null', false],
  ['exit 0', false],
  ['exit 127', true], // no pager: the text was written
])('PAGER=%j has read to the end: %s', async (pager, is) => {
  expect(await reachesEnd('a line of a page\n'.repeat(2000), pager)).toBe(is);
});

test('ctrl-C in a pager is reported as such, whichever of the two events comes first', async () => {
  await expect(shown('a line\n', 'kill -INT $$')).rejects.toThrow('ctrl-C');
});
