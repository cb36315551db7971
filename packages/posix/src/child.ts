// What a forked child of Node needs before it does anything else, all in this place. fork
// copies the process as it is in one moment, and much of what Node set up is then wrong
// in the copy: threads that are gone, a pid that is the parent's, random numbers that
// repeat, signal handlers that nobody will run.

import crypto from 'node:crypto';
import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { SystemError } from './errno';
import { libc } from './libc';
import { _exit, fork, getpid } from './process';
import { SIG_BLOCK, SIG_DFL, SIG_SETMASK, signal, sigprocmask } from './signal';

/**
 * The signals of a server. Their handlers are the parent's business; a child installs its
 * own afterwards.
 */
const SERVER_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGCHLD'] as const;

/**
 * Forks, and sets the child up before it returns there: `if (forkChild() === 0) {
 * serve(); _exit(0); }`. Signals are held back meanwhile. Without that, a SIGTERM that
 * reaches the child in its first moments would be taken by the parent's handler, which
 * the child still has, and be lost; like this it waits, and then ends the child.
 * @returns the child's pid in the parent, 0 in the child
 * @throws as `fork`
 */
// #region forkChild
export function forkChild(): number {
  const mask = sigprocmask(SIG_BLOCK, SERVER_SIGNALS);
  try {
    const pid = fork();
    if (pid === 0) setUpChild();
    return pid;
  } finally {
    sigprocmask(SIG_SETMASK, mask);
  }
}
// #endregion forkChild

/**
 * Repairs what fork left wrong in a child. To be called first thing after `fork` returned
 * 0.
 */
// #region setUpChild
export function setUpChild(): void {
  leaveByExit();
  reportUncaughtErrors();
  forgetParentsHandlers();
  Object.defineProperty(process, 'pid', { ...PLAIN_PROPERTY, value: getpid() });
  renewRandomness();
}
// #endregion setUpChild

const PLAIN_PROPERTY = { configurable: true, enumerable: true, writable: true };

/**
 * process.exit would wait for the helper threads of the parent's V8, for ever. _exit does
 * not wait.
 */
function leaveByExit(): void {
  process.removeAllListeners('exit'); // the parent's clean-up is not the child's
  process.removeAllListeners('beforeExit');
  // not in Node's types: its own last step of exit
  const node = process as { reallyExit?: (code?: number) => never };
  node.reallyExit = (code) => _exit(code ?? 0);
  // a child with an event loop that ran out of work
  process.on('beforeExit', () => process.exit());
}

/** So would the end by an uncaught error. An unhandled rejection comes this way, too. */
function reportUncaughtErrors(): void {
  process.removeAllListeners('uncaughtException');
  process.removeAllListeners('unhandledRejection');
  process.on('uncaughtException', (error) => {
    try {
      writeSync(2, `Uncaught ${inspect(error)}\n`);
    } finally {
      _exit(1);
    }
  });
}

/**
 * SIGINT, SIGTERM and SIGCHLD go back to their default. ctrl-C reaches the whole process
 * group, so a child that must not die in the middle of a call installs its own way to
 * notice it, `interruptOn` or process.on.
 */
function forgetParentsHandlers(): void {
  for (const name of SERVER_SIGNALS) {
    // or a later process.on would believe that the signal is being watched
    process.removeAllListeners(name);
    signal(name, SIG_DFL);
  }
}

/**
 * Sources of randomness that were seeded before the fork give every child the same
 * numbers. crypto.randomBytes does not: OpenSSL notices a fork. But Node makes its UUIDs
 * and integers from batches of such bytes, drawn in advance by the parent. The child uses
 * up the parent's batch before its own first draw; not now, since most children never
 * draw, and it takes as long as the fork itself. (A reference that was kept from before
 * the fork, `const { randomUUID } = crypto`, is not seen.)
 */
function renewRandomness(): void {
  Math.random = randomFromBytes();
  const useUpUuids = (): void => repeat(UUIDS_IN_BATCH, () => crypto.randomUUID());
  const useUpIntegers = (): void => repeat(INTEGERS_IN_BATCH, () => crypto.randomInt(2));
  beforeFirstUse(crypto, 'randomUUID', useUpUuids);
  beforeFirstUse(crypto, 'randomInt', useUpIntegers);
  // the Web's crypto.randomUUID draws from the same batch
  beforeFirstUse(globalThis, 'crypto', useUpUuids);
}

const UUIDS_IN_BATCH = 128;
const INTEGERS_IN_BATCH = 1024;

/**
 * Puts a getter in the property's place, which puts the property back and calls
 * `prepare`.
 */
function beforeFirstUse(owner: object, name: string, prepare: () => void): void {
  const original = Object.getOwnPropertyDescriptor(owner, name)!;
  Object.defineProperty(owner, name, {
    configurable: true,
    enumerable: original.enumerable ?? false,
    get: () => {
      Object.defineProperty(owner, name, original);
      prepare();
      return Reflect.get(owner, name) as unknown;
    },
  });
}

function repeat(times: number, action: () => unknown): void {
  for (let i = 0; i < times; i++) action();
}

/** A Math.random that draws its 53 bits from crypto's bytes, 512 numbers at a time. */
function randomFromBytes(): () => number {
  const words = new Uint32Array(1024);
  let next = words.length;
  return () => {
    if (next === words.length) {
      crypto.randomFillSync(words);
      next = 0;
    }
    const high = words[next++]! >>> 5; // 27 bits
    const low = words[next++]! >>> 6; // 26 bits
    return (high * 2 ** 26 + low) / 2 ** 53;
  };
}

/**
 * Gives a forked child an event loop of its own (libuv's uv_loop_fork): after it
 * node:net, timers, promises of node:fs, process.on and console.log work in the child.
 * Before it the child shares the parent's epoll descriptor, and both break.
 *
 * The child's loop still watches every socket that the parent's loop watched, and would
 * read the parent's data. So a process that forks like this holds no socket in its event
 * loop: the listening one is made with `socket` and `listen`, and each child wraps it.
 * Timers and immediates that were pending are copied as well, and run in both.
 * @throws SystemError when libuv cannot make the loop
 */
// #region forkEventLoop
export function forkEventLoop(): void {
  const { uv_default_loop, uv_loop_fork } = libc();
  // libuv returns the error number, negated
  const result = uv_loop_fork(uv_default_loop());
  if (result < 0) throw new SystemError('uv_loop_fork', -result);
}
// #endregion forkEventLoop
