// The course in a real terminal: `script` (util-linux, and macOS' own) gives it one and
// copies what it shows.

import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { typescriptCommand } from '../run-child';

export interface Terminal {
  /**
   * Resolves when the text is shown, after everything that earlier calls waited for, with
   * what was shown in between; rejects if the course ends without it.
   */
  readonly shows: (text: string) => Promise<string>;
  readonly type: (keys: string) => void;
  readonly ended: Promise<{ readonly code: number | null; readonly screen: string }>;
}

export const CTRL_C = '\u0003';
export const CTRL_Z = '\u001a';
export const ESCAPE = '\u001b';

const open = new Map<ChildProcess, () => string>();

/** Only left over if a test failed half-way: its screen says why. */
afterEach(() => {
  for (const [child, screen] of open) {
    child.kill('SIGTERM');
    process.stderr.write(`the terminal of the test that failed showed:\n${screen()}\n`);
  }
});

/** A shell with job control, which continues the course as soon as it was suspended. */
export const underJobControl = (course: string): string =>
  `exec bash -mc '${course.replaceAll("'", `'\\''`)}; echo "suspended: $?"; fg > /dev/null'`;

/** @param start the shell's command that starts the course */
export function openTerminal(
  root: string,
  argv: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  columns = 100,
  start = (course: string): string => `exec ${course}`,
): Terminal {
  const course = [...typescriptCommand(path.join(__dirname, '..', 'main.ts')), ...argv];
  // The new terminal has no size until it is set.
  const line = `stty cols ${columns} rows 40; ${start(course.map((word) => `'${word}'`).join(' '))}`;
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
      BYTES_UP_TYPES: 'off',
      TERM: 'xterm',
      ...env,
    },
  });
  child.stdin.on('error', () => undefined); // the course may end before it reads a key
  let screen = '';
  let from = 0;
  open.set(child, () => screen);
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const ended = new Promise<{ code: number | null; screen: string }>((resolve) => {
    child.once('close', (code) => {
      open.delete(child);
      resolve({ code, screen });
    });
  });
  const shows = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const at = screen.indexOf(text, from);
        if (at < 0) return;
        const between = screen.slice(from, at);
        from = at + text.length;
        child.stdout.off('data', look);
        resolve(between);
      };
      child.stdout.on('data', look);
      look();
      void ended.then(() => reject(new Error(`"${text}" was not shown in: ${screen}`)));
    });
  return { shows, type: (keys) => void child.stdin.write(keys), ended };
}
