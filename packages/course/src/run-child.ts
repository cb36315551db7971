// Runs a demo, a server or a test run as a child with this terminal's input and output,
// and passes signals on.
//
// The child leads its own process group. So ctrl-C reaches it once, from here,
// although the terminal sends it to every process of the foreground group and npm, which
// started us, sends it to us a second time. Whatever ends this process, the whole group
// ends too: by a signal that is passed on, or, after SIGKILL, by a guard.

import { spawn, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { ignoreLateRepeat, REPEAT_MS } from './npm-repeat';
import { lazy } from './lazy';

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /**
   * False for an unattended child: its standard input is empty. Default true.
   */
  readonly attended?: boolean;
  /** Ends the child if it takes longer, first with SIGTERM. Default: no limit. */
  readonly timeoutMs?: number;
}

export interface ChildResult {
  /** The child's exit code; 128 + the signal's number if a signal ended it. */
  readonly code: number;
  /** The first signal that was passed on, if any. */
  readonly signal: NodeJS.Signals | undefined;
  readonly timedOut: boolean;
}

/** How long a child that was told to exit at once may take before it is killed. */
const KILL_AFTER_MS = 2_000;

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

const CHECKOUT = path.join(__dirname, '..', '..', '..');
/** Where the packages are found by their names. */
export const NODE_MODULES = path.join(CHECKOUT, 'node_modules');

/** The command line that runs a TypeScript file from source. */
export function typescriptCommand(file: string): string[] {
  return [process.execPath, '-r', path.join(CHECKOUT, 'tools', 'ts.cjs'), file];
}

// #region run-child
/**
 * Starts a command and resolves when it has ended. While it runs, signals sent to this
 * process go to the child.
 * @throws the system's error if the command cannot be started
 */
export async function runChild(
  [program = '', ...args]: readonly string[],
  { cwd, env = process.env, attended = true, timeoutMs }: ChildOptions = {},
): Promise<ChildResult> {
  // Before there is a child, so that a signal right after its start does not leave it
  // behind.
  const guard = lazy.testkit().startGuard();
  const signals = passSignals();
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: [attended ? 'inherit' : 'ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  guard.watch(child);
  signals.to(child);
  let timedOut = false;
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          endGroup(child);
        }, timeoutMs);
  try {
    const code = await exitCode(child);
    return { code, signal: signals.first(), timedOut };
  } finally {
    clearTimeout(timer);
    sendSignal(child, 'SIGKILL', true); // what the child left behind
    signals.stop();
    guard.over();
  }
}
// #endregion run-child

function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
    });
  });
}

// #region pass-signals
function passSignals(): {
  to: (child: ChildProcess) => void;
  first: () => NodeJS.Signals | undefined;
  stop: () => void;
} {
  let child: ChildProcess | undefined;
  let first: NodeJS.Signals | undefined;
  let last: { signal: NodeJS.Signals; atMs: number } | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    const atMs = performance.now();
    if (last?.signal === signal && atMs - last.atMs < REPEAT_MS) return;
    last = { signal, atMs };
    if (child === undefined) return;
    if (first === undefined) sendSignal(child, signal);
    else endGroup(child, signal);
    first ??= signal;
  };
  // Whatever ends this process, the child must not be left behind.
  const sweep = (): void => {
    if (child !== undefined) sendSignal(child, 'SIGKILL', true);
  };
  for (const signal of PASSED_ON) process.on(signal, pass);
  process.on('exit', sweep);
  return {
    to: (started) => (child = started),
    first: () => first,
    stop: () => {
      if (last !== undefined) ignoreLateRepeat(last.signal);
      for (const signal of PASSED_ON) process.off(signal, pass);
      process.off('exit', sweep);
    },
  };
}
// #endregion pass-signals

/**
 * Tells a child and everything it started to exit, and kills what is left after
 * KILL_AFTER_MS.
 */
function endGroup(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): void {
  sendSignal(child, signal, true);
  const timer = setTimeout(() => sendSignal(child, 'SIGKILL', true), KILL_AFTER_MS);
  child.once('exit', () => clearTimeout(timer));
}

/**
 * SIGINT and SIGQUIT go to the whole group, as from a terminal's keys. The others go to
 * one process, as from `kill`.
 */
function sendSignal(
  child: ChildProcess,
  signal: NodeJS.Signals,
  group = signal === 'SIGINT' || signal === 'SIGQUIT',
): void {
  if (child.pid === undefined) return;
  try {
    process.kill(group && process.platform !== 'win32' ? -child.pid : child.pid, signal);
  } catch {
    // ESRCH: it has ended already.
  }
}
