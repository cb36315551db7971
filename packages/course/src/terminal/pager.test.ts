import { readFileSync } from 'node:fs';
import path from 'node:path';
import { makeRoot } from '../testing/make-root';
import { show } from './pager';

async function shown(text: string, pager: string, interactive = true): Promise<string> {
  const written: string[] = [];
  const env = { ...process.env, PAGER: pager };
  await show(text, { interactive, env, write: (part) => void written.push(part) });
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

test('ctrl-C in a pager is reported as such, whichever of the two events comes first', async () => {
  await expect(shown('a line\n', 'kill -INT $$')).rejects.toThrow('ctrl-C');
});
