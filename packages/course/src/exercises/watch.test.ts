// The watch mode in a real terminal.

import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually, markedEnv, newMark, processesOf } from '@bytes-up/testkit';
import { ROOT } from '../testing/judge-text';
import { makeRoot } from '../testing/make-root';
import { findExercise } from './exercise';
import { CTRL_C, CTRL_Z, openTerminal, underJobControl, type Terminal } from '../testing/terminal';
import { WorkWatcher } from './watch-work';

const FRAMES = path.join(ROOT, 'packages/03-codec/exercises/rpc-frames');
const START = readFileSync(path.join(FRAMES, 'start.ts'), 'utf8');
const MINE = `${readFileSync(path.join(FRAMES, 'solution.ts'), 'utf8')}// mine\n`;
const BIG_ENDIAN = MINE.replace('writeUInt32LE', 'writeUInt32BE');
/** Reads the text, and ends on a line of input, as less does on `q`. */
const PAGER = 'cat > /dev/null; echo "<pager>"; read line < /dev/tty; echo "</pager>"';
/** Only a failing test waits this long, in milliseconds. */
const GONE_WITHIN_MS = 60_000;

interface Watch extends Terminal {
  readonly root: string;
  readonly my: string;
  readonly file: string;
  readonly save: (text: string) => void;
  /** What is shown up to the list of keys: a whole judgement, or just a pager. */
  readonly untilKeys: () => Promise<string>;
}

async function openWatch(
  env: NodeJS.ProcessEnv = {},
  start?: (course: string) => string,
): Promise<Watch> {
  const root = makeRoot();
  symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
  const file = path.join(root, 'my/rpc/frames.ts');
  const argv = ['exercise', '03-rpc-frames'];
  const terminal = openTerminal(root, argv, { NO_COLOR: '1', ...env }, 100, start);
  const untilKeys = (): Promise<string> => terminal.shows('q quit');
  if (env['PAGER'] !== undefined) {
    await terminal.shows('<pager>');
    terminal.type('\n');
  }
  expect(await untilKeys()).toContain('not written yet: encodeFrame');
  const my = path.join(root, 'my');
  return { ...terminal, root, my, file, save: (text) => replace(file, text), untilKeys };
}

/** As editors save: the new file replaces the old one atomically. */
function replace(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}~`, text);
  renameSync(`${file}~`, file);
}

test('ctrl-Z suspends the watch, and after fg its keys work', async () => {
  const { shows, type, ended, untilKeys } = await openWatch({}, underJobControl);
  type(CTRL_Z);
  await shows('suspended: ');
  await untilKeys();
  type('h');
  await shows('Hint 1 of 3');
  type('q');
  expect((await ended).code).toBe(0);
});

test('a save is judged, and keys do the rest', async () => {
  const { shows, type, ended, save, file, untilKeys } = await openWatch();
  save(BIG_ENDIAN);
  expect(await untilKeys()).toContain('✗ the frame of {"in":"ping"}');
  type('h');
  await shows('Hint 1 of 3');
  type('s');
  await shows('press s once more');

  save(MINE);
  expect(await untilKeys()).toContain('✔ passed');
  type('l');
  await shows('✔ 03-rpc-frames');
  await untilKeys();
  type('r');
  await shows('press r once more');
  type('r');
  await shows('my/kept/rpc/frames-1.ts');
  expect(await untilKeys()).toContain('not written yet: encodeFrame');
  expect(readFileSync(file, 'utf8')).toBe(START);
  type('n');
  await shows('Your file, just created'); // above the task,
  await shows('Your file, just created'); // and behind it
  expect(await untilKeys()).toContain('judging my/');
  type('\r');
  expect(await untilKeys()).toContain('judging my/');
  type('q');
  expect((await ended).code).toBe(0);
});

test('the keys are shown with the verdict, and a pager afterwards does not judge again', async () => {
  const { type, ended, save, untilKeys } = await openWatch();
  save(MINE);
  expect(await untilKeys()).toContain('✔ passed');
  type('l');
  expect(await untilKeys()).not.toContain('judging');
  type('q');
  expect((await ended).screen.match(/judging my\//g)).toHaveLength(2);
});

test('a command typed into the watch does nothing', async () => {
  const { shows, type, ended, untilKeys } = await openWatch();
  type('npm start -- list\r');
  await shows('one key at a time, q quits');
  type('\r');
  expect(await untilKeys()).toContain('not written yet: encodeFrame');
  type('q');
  const { code, screen } = await ended;
  expect(screen.match(/judging my\//g)).toHaveLength(2); // not those that tell the progress
  expect(code).toBe(0);
});

test('a pager keeps the screen and the keys: a save in the meantime is judged afterwards', async () => {
  const { shows, type, ended, save, root, untilKeys } = await openWatch({ PAGER });
  type('t');
  await shows('<pager>');
  const noticed = new Promise<void>((resolve) => {
    const watcher = new WorkWatcher(root, findExercise(root, '03-rpc-frames'), () => {
      watcher.close();
      resolve();
    });
  });
  save(BIG_ENDIAN);
  await noticed;
  type('t\n'); // keys for the pager
  expect(await shows('</pager>')).not.toContain('judging');
  expect(await untilKeys()).toContain('✗ the frame of {"in":"ping"}');
  type('q');
  const { screen } = await ended;
  expect(screen.match(/<pager>/g)).toHaveLength(2); // the task at the start, and this one
});

test('a file that is a link: a save of its target is noticed', async () => {
  const root = makeRoot({ 'elsewhere/mine.ts': START });
  symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
  mkdirSync(path.join(root, 'my/rpc'), { recursive: true });
  const target = path.join(root, 'elsewhere/mine.ts');
  symlinkSync(target, path.join(root, 'my/rpc/frames.ts'));
  await new Promise<void>((resolve) => {
    const watcher = new WorkWatcher(root, findExercise(root, '03-rpc-frames'), () => {
      watcher.close();
      resolve();
    });
    replace(target, MINE);
  });
});

test('ctrl-C in a pager ends the course, and nothing is left', async () => {
  const mark = newMark();
  const { shows, type, ended } = await openWatch({ PAGER, ...markedEnv(mark) });
  type('t');
  await shows('<pager>');
  type(CTRL_C);
  expect((await ended).code).toBe(130);
  await eventually(() => processesOf(mark).length === 0, GONE_WITHIN_MS);
});

test('a removed folder is reported, and watched again when it is back', async () => {
  const { type, ended, save, my, untilKeys } = await openWatch();
  renameSync(my, `${my}-away`);
  expect(await untilKeys()).toContain('my/rpc/frames.ts does not exist');
  mkdirSync(my);
  save(BIG_ENDIAN);
  expect(await untilKeys()).toContain('✗ the frame of {"in":"ping"}');
  save(MINE);
  expect(await untilKeys()).toContain('✔ passed');
  type('q');
  expect((await ended).code).toBe(0);
});
