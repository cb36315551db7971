// Provokes each error in the booklet's list.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  execv,
  forkChild,
  interruptEachTime,
  kill,
  link,
  mkfifo,
  nanosleep,
  O_NONBLOCK,
  O_RDONLY,
  O_WRONLY,
  open,
  pipe,
  pread,
  read,
  requireForkFlags,
  SystemError,
  waitpid,
} from '@bytes-up/posix';

requireForkFlags();
const folder = mkdtempSync(join(tmpdir(), 'bytes-up-errno-'));
const inFolder = (name: string): string => join(folder, name);
const byte = Buffer.alloc(1);

// #region provoked
/** What provokes each error, in the booklet's order. */
const PROVOKED: readonly (readonly [how: string, provoke: () => unknown])[] = [
  ['create a hard link to a directory', () => link(folder, inFolder('again'))],
  ['open a file that does not exist', () => open(inFolder('none'), O_RDONLY)],
  ['signal a process that does not exist', () => kill(5_000_000, 0)],
  ['sleep, and get a signal', () => sleepThroughSignal()],
  ['read memory that is not mapped', () => pread(open('/proc/self/mem', O_RDONLY), byte, 0)],
  ['write to a FIFO without a reader', () => openFifoWithoutReader()],
  [
    'pass an argument of 200,000 characters',
    () => execv('/bin/true', ['true', 'x'.repeat(200_000)]),
  ],
  ['run a file that is not a program', () => execv(textFile(), ['x'])],
  ['read from a descriptor that is not open', () => read(4_000, byte)],
  ['wait for a child without having one', () => waitpid(-1)],
  ['read an empty pipe without blocking', () => read(pipe(O_NONBLOCK).readEnd, byte)],
];
// #endregion provoked

for (const [how, provoke] of PROVOKED) {
  try {
    provoke();
    console.log(`${how}: no error`);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    const message = error.message.replace(/^.*\): /s, '');
    console.log(`${how.padEnd(40)}${error.syscall.padEnd(10)}${message}`);
  }
}
rmSync(folder, { recursive: true });

/** A child sends the signal, because the parent sleeps. */
function sleepThroughSignal(): void {
  interruptEachTime('SIGUSR1');
  const parent = process.pid;
  const child = forkChild();
  if (child === 0) {
    for (;;) {
      nanosleep(20);
      kill(parent, 'SIGUSR1'); // repeatedly: the first may come before the sleep
    }
  }
  try {
    nanosleep(60_000);
  } finally {
    kill(child, 'SIGKILL');
    reap(child);
  }
}

function reap(child: number): void {
  for (;;) {
    try {
      waitpid(child);
      return;
    } catch (error) {
      if (!(error instanceof SystemError) || error.code !== 'EINTR') throw error;
    }
  }
}

function openFifoWithoutReader(): number {
  mkfifo(inFolder('fifo'));
  return open(inFolder('fifo'), O_WRONLY | O_NONBLOCK);
}

/** Executable, but neither a program nor a script. */
function textFile(): string {
  writeFileSync(inFolder('text'), 'no program', { mode: 0o755 });
  return inFolder('text');
}
