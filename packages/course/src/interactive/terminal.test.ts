// The menus in a real terminal.

import os from 'node:os';
import path from 'node:path';
import { readProgress } from '../progress';
import { findChapter } from '../chapters';
import { ROOT } from '../testing/judge-text';
import { makeRoot } from '../testing/make-root';
import {
  CTRL_C,
  CTRL_Z,
  ESCAPE,
  openTerminal,
  underJobControl,
  type Terminal,
} from '../testing/terminal';

const ENTER = '\r';
const DOWN = '\u001b[B';
/** Longer than readline waits for the rest of an escape sequence, in milliseconds. */
const ESCAPE_EVERY_MS = 1_000;
const SHOW_CURSOR = '\u001b[?25h';

/**
 * Leaves the menu after a ctrl-Z. Until it reads single keys again, which it does not
 * show, a key is a part of a line, and Enter is a line feed, which chooses nothing.
 */
async function escape(type: Terminal['type'], ended: Terminal['ended']): Promise<number | null> {
  const again = setInterval(() => type(ESCAPE), ESCAPE_EVERY_MS);
  const { code } = await ended;
  clearInterval(again);
  return code;
}

const visit = (): string =>
  makeRoot({
    'docs/chapters/03-codec.md': '# Message protocols\n\nBytes and their meaning.\n',
    'packages/12-single-process-async/src/main.ts': `
      process.on('SIGINT', () => { console.log('stopping'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log('listening');`,
  });

test('ctrl-C at the first menu quits, and shows the cursor again', async () => {
  const { shows, type, ended } = openTerminal(visit());
  await shows('Which chapter?');
  type(CTRL_C);
  const { code, screen } = await ended;
  expect(code).toBe(0);
  expect(screen).toContain(SHOW_CURSOR);
});

test('a page is read and ticked', async () => {
  const root = visit();
  const { shows, type, ended } = openTerminal(root);
  await shows('Which chapter?');
  type(ENTER);
  await shows('Read the page');
  type(ENTER);
  await shows('Bytes and their meaning.');
  await shows('✔ Read the page');
  type(CTRL_C);
  expect((await ended).code).toBe(0);
  expect(readProgress(path.join(root, 'progress')).get(findChapter('3').folder)?.has('read')).toBe(
    true,
  );
});

test('ctrl-C stops a server, once, and returns to the menu', async () => {
  const { shows, type, ended } = openTerminal(visit());
  await shows('Which chapter?');
  type(DOWN + ENTER); // to the next chapter that exists
  await shows('Start the server');
  type(ENTER);
  await shows('listening');
  type(CTRL_C);
  await shows('stopping');
  await shows('✔ Start the server');
  type(CTRL_C);
  const { code, screen } = await ended;
  expect(code).toBe(0);
  expect(screen.match(/stopping/g)).toHaveLength(1);
});

test('escape goes back one menu, and quits at the first', async () => {
  const { shows, type, ended } = openTerminal(visit());
  await shows('escape goes back');
  await shows('Which chapter?');
  type(ENTER);
  await shows('Read the page');
  type(ESCAPE);
  await shows('Which chapter?');
  type(ESCAPE);
  expect((await ended).code).toBe(0);
});

test('ctrl-Z suspends the menu, and fg brings it back', async () => {
  const { shows, type, ended } = openTerminal(visit(), [], {}, 100, underJobControl);
  await shows('Which chapter?');
  type(CTRL_Z);
  await shows(`suspended: ${128 + os.constants.signals.SIGTSTP}`);
  expect(await escape(type, ended)).toBe(0);
});

test('where no shell could continue it, ctrl-Z does not stop the menu', async () => {
  const { shows, type, ended } = openTerminal(visit());
  await shows('Which chapter?');
  type(CTRL_Z);
  expect(await escape(type, ended)).toBe(0);
});

test.each([40, 60, 80])('in %i columns, each chapter is on one line', async (columns) => {
  const { shows, type, ended } = openTerminal(ROOT, [], {}, columns);
  const above = await shows('Which chapter?');
  expect(above).toContain('Bytes Up');
  const menu = await shows('to navigate');
  type(CTRL_C);
  await ended;
  // eslint-disable-next-line no-control-regex -- colours and modes
  const rows = menu.replace(/\u001b\[[?\d;]*[a-z]/gi, '').split('\r\n');
  expect(rows.slice(1, -1).filter((row) => !/^[●○] (?:\d\d .+|Leave)$/.test(row))).toEqual([]);
  expect(Math.max(...rows.map(({ length }) => length))).toBeLessThan(columns);
});
