// What a forked child of Node has to repair before it does anything else. fork copies the
// process as it is at that moment, and much of what Node set up is wrong in the copy: its
// other threads do not exist, the pid is the parent's, the random numbers are the
// parent's too, and the signal handlers will never run.

import type Crypto from 'node:crypto';
import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { SystemError } from './errno';
import { libc } from './libc';
import { _exit, fork, getpid } from './process';
import { SIG_BLOCK, SIG_DFL, SIG_SETMASK, signal, sigprocmask } from './signal';

/** The signals that a server handles. A child drops its parent's handlers for them. */
const SERVER_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGCHLD'] as const;

/**
 * Forks, and sets the child up before it returns there: `if (forkChild() === 0) {
 * serve(); _exit(0); }`. Meanwhile signals are blocked. Otherwise a SIGTERM that reaches
 * the child in its first moments would run the parent's handler, which the child still
 * has, and be lost. Blocked, it stays pending, and then ends the child.
 * @returns the child's pid in the parent, 0 in the child
 * @throws as `fork`
 */
// #region forkChild
export function forkChild(): number {
  nodeCrypto(); // loaded here once, and not in each child
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
 * Repairs what fork left wrong in a child. Call it first, right after `fork` returned 0.
 * The child must leave by `process.exit` or `_exit`. From Node 26 on, one that just runs
 * out of work can hang: V8's scavenger hands a task to a helper thread, whatever the
 * flags, and Node's last step waits for that task.
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
 * process.exit would wait forever for V8's helper threads, which only the parent has.
 * _exit does not wait.
 */
function leaveByExit(): void {
  process.removeAllListeners('exit'); // only the parent must do its clean-up
  process.removeAllListeners('beforeExit');
  // Node's own last step of exit, which is missing in its types
  const node = process as { reallyExit?: (code?: number) => never };
  node.reallyExit = (code) => _exit(code ?? 0);
  // a child with an event loop that ran out of work
  process.on('beforeExit', () => process.exit());
}

/** An uncaught error would wait in the same way, and so would an unhandled rejection. */
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
 * Sets SIGINT, SIGTERM and SIGCHLD to their default. ctrl-C reaches the whole process
 * group, so a child that must not die in the middle of a call installs a handler of its
 * own, with `interruptOn` or process.on.
 */
function forgetParentsHandlers(): void {
  for (const name of SERVER_SIGNALS) {
    // otherwise a later process.on would assume that the signal is already watched
    process.removeAllListeners(name);
    signal(name, SIG_DFL);
  }
}

/**
 * A random number generator that was seeded before the fork gives every child the same
 * numbers. crypto.randomBytes does not, because OpenSSL detects a fork. But Node makes
 * its UUIDs and integers from batches of such bytes, which the parent drew in advance. So
 * the child uses up the parent's batch before its own first draw. It does not do so now,
 * because most children never draw, and it takes as long as the fork itself. (This does
 * not reach a reference from before the fork, `const { randomUUID } = crypto`.)
 */
function renewRandomness(): void {
  const crypto = nodeCrypto();
  Math.random = randomFromBytes(crypto);
  const useUpUuids = (): void => repeat(UUIDS_IN_BATCH, () => crypto.randomUUID());
  const useUpIntegers = (): void => repeat(INTEGERS_IN_BATCH, () => crypto.randomInt(2));
  beforeFirstUse(crypto, 'randomUUID', useUpUuids);
  beforeFirstUse(crypto, 'randomInt', useUpIntegers);
  // the Web's crypto.randomUUID draws from the same batch
  beforeFirstUse(globalThis, 'crypto', useUpUuids);
}

/**
 * Loaded at the first fork and not at import: it takes 3 ms, which a thread that never
 * forks would pay for each client (chapter 09).
 */
function nodeCrypto(): typeof Crypto {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  return require('node:crypto') as typeof Crypto;
}

const UUIDS_IN_BATCH = 128;
const INTEGERS_IN_BATCH = 1024;

/**
 * Replaces the property by a getter, which restores the property and calls `prepare`.
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
function randomFromBytes(crypto: typeof Crypto): () => number {
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
 * Gives a forked child an event loop of its own (libuv's uv_loop_fork). After this call
 * node:net, timers, promises of node:fs, process.on and console.log work in the child.
 * Before it the child shares the parent's epoll descriptor, which breaks both.
 *
 * The child's loop still watches every socket that the parent's loop watched, and would
 * read the parent's data. So a process that forks like this must not have a socket in its
 * event loop: it creates the listening socket with `socket` and `listen`, and each child
 * wraps it. Pending timers and immediates are copied as well, and run in both.
 * @throws SystemError if libuv cannot create the loop
 */
// #region forkEventLoop
export function forkEventLoop(): void {
  const { uv_default_loop, uv_loop_fork } = libc();
  // libuv returns the error number, negated
  const result = uv_loop_fork(uv_default_loop());
  if (result < 0) throw new SystemError('uv_loop_fork', -result);
}
// #endregion forkEventLoop
