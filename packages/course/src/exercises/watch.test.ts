// The watch mode in a real terminal: `script` (util-linux, and macOS' own) gives it one.

import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { typescriptCommand } from '../run-child';
import { ROOT } from '../testing/judge-text';
import { makeRoot } from '../testing/make-root';

const FRAMES = path.join(ROOT, 'packages/03-codec/exercises/rpc-frames');
const SOLUTION = readFileSync(path.join(FRAMES, 'solution.ts'), 'utf8');

const open = new Set<ChildProcess>();
afterEach(() => {
  // only a test that failed half-way has left one
  for (const child of open) child.kill('SIGTERM');
});

test('a save is judged, and keys do the rest', async () => {
  const root = makeRoot();
  symlinkSync(path.join(ROOT, 'packages'), path.join(root, 'packages'));
  const file = path.join(root, 'my/rpc/frames.ts');
  const { shows, type, ended } = openTerminal(root, ['exercise', '03-rpc-frames']);
  await shows('What is not asked');
  await shows('not written yet: encodeFrame');
  await shows('q quit');

  writeFileSync(file, SOLUTION.replace('writeUInt32LE', 'writeUInt32BE'));
  await shows('✗ the frame of {"in":"ping"}');
  await shows('q quit');
  type('h');
  await shows('Hint 1 of 3');
  type('s');
  await shows('press s once more');

  writeFileSync(file, SOLUTION);
  await shows('✔ passed: 25 cases');
  await shows('q quit');
  type('l');
  await shows('✔ 03-rpc-frames');
  type('rr');
  await shows('my/kept/rpc/frames-1.ts');
  expect(readFileSync(file, 'utf8')).toBe(readFileSync(path.join(FRAMES, 'start.ts'), 'utf8'));
  type('n');
  await shows('not written yet: dispatch');
  await shows('q quit');
  type('\r');
  await shows('not written yet: dispatch');
  await shows('q quit');
  type('q');
  expect(await ended).toBe(0);
});

function openTerminal(
  root: string,
  argv: readonly string[],
): {
  shows: (text: string) => Promise<void>;
  type: (keys: string) => void;
  ended: Promise<number | null>;
} {
  const course = [...typescriptCommand(path.join(__dirname, '..', 'main.ts')), ...argv];
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
      NO_COLOR: '1',
      PAGER: 'cat',
      TERM: 'xterm',
    },
  });
  open.add(child);
  let screen = '';
  let from = 0;
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      open.delete(child);
      resolve(code);
    });
  });
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
