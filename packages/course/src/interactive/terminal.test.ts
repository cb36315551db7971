// The menus in a real terminal: `script` (util-linux, and macOS' own) gives the course
// one and copies what it shows.

import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { readProgress } from '../progress';
import { typescriptCommand } from '../run-child';
import { findChapter } from '../chapters';
import { makeRoot } from '../testing/make-root';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const SHOW_CURSOR = '\u001b[?25h';

interface Terminal {
  /** Resolves when the text is shown, after everything that earlier calls waited for. */
  readonly shows: (text: string) => Promise<void>;
  readonly type: (keys: string) => void;
  readonly ended: Promise<{ code: number | null; screen: string }>;
}

const open = new Set<ChildProcess>();

afterEach(() => {
  // only a test that failed half-way has left one
  for (const child of open) child.kill('SIGTERM');
});

function openTerminal(root: string): Terminal {
  const course = typescriptCommand(path.join(__dirname, '..', 'main.ts'));
  // The new terminal has no size until it is set.
  const line = `stty cols 100 rows 40; exec ${course.map((word) => `'${word}'`).join(' ')}`;
  const args =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', '/bin/sh', '-c', line]
      : ['-qec', line, '/dev/null'];
  const child = spawn('script', args, {
    env: {
      ...process.env,
      BYTES_UP_ROOT: root,
      BYTES_UP_PROGRESS: path.join(root, 'progress'),
      PAGER: 'cat',
      TERM: 'xterm',
    },
  });
  let screen = '';
  let from = 0;
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const ended = new Promise<{ code: number | null; screen: string }>((resolve) => {
    child.once('close', (code) => {
      open.delete(child);
      resolve({ code, screen });
    });
  });
  open.add(child);
  const shows = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const at = screen.indexOf(text, from);
        if (at < 0) return;
        from = at + text.length;
        child.stdout.off('data', look);
        resolve();
      };
      child.stdout.on('data', look);
      look();
      void ended.then(() => reject(new Error(`"${text}" was not shown in: ${screen}`)));
    });
  return { shows, type: (keys) => void child.stdin.write(keys), ended };
}

const visit = (): string =>
  makeRoot({
    'docs/chapters/03-codec.md': '# Message protocols\n\nBytes and their meaning.\n',
    'packages/12-single-process-async/src/main.ts': `
      process.on('SIGINT', () => { console.log('stopping'); process.exit(0); });
      setInterval(() => {}, 1000);
      console.log('listening');`,
  });

test('ctrl-C at the first menu leaves, with the cursor shown again', async () => {
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

test('ctrl-C stops a server, once, and comes back to the menu', async () => {
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
