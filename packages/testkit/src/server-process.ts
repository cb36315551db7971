// Starts a server as a command, reads its ready line, collects what it prints, and ends it so that nothing is left.
// The command gets a process group of its own: a signal to the group reaches its children too.
// Chapters' tests and demos start their servers with it as well.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { startGuard } from './guard';
import { later, machineClock } from './machine-time';

/** How long a command may take until it prints its ready line, in milliseconds of machine time. */
export const READY_WITHIN_MS = 15_000;
/** How long a line of its log is waited for, in milliseconds of machine time. */
const LOGGED_WITHIN_MS = 30_000;
/** Bytes kept of each output; a server that prints more is cut. */
const MAX_OUTPUT_CHARACTERS = 64 * 1024;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The command could not be started, or did not say that it is ready. Nothing could be judged. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

const running = new Set<ServerProcess>();
process.on('exit', killAll);

/** Ends every process group that was started here and has not ended, at once. */
function killAll(): void {
  for (const server of running) server.killGroup('SIGKILL');
}

/** What ends a process by default, and can be caught. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * A signal ends a process without its 'exit' event, by default, and what it has started would stay: so while something runs, ctrl-C
 * and its like exit. Whoever listens for them too decides that himself. What no process can catch is the guard's part.
 */
function exitOn(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
}

function started(server: ServerProcess): void {
  if (running.size === 0) for (const signal of ENDING_SIGNALS) process.on(signal, exitOn);
  running.add(server);
}

function ended(server: ServerProcess): void {
  running.delete(server);
  if (running.size === 0) for (const signal of ENDING_SIGNALS) process.off(signal, exitOn);
}

export interface ServerProcessOptions {
  readonly cwd?: string | undefined;
  /** Give it a terminal of its own, with `script` (util-linux), so that somebody can press ctrl-C. Default: false. */
  readonly terminal?: boolean;
  /** Called with each line of standard error as it comes: the server's log. */
  readonly onLogLine?: (line: string) => void;
}

/** Any command, started and watched; not necessarily one that becomes ready. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;
  /** Resolves when its outputs are closed too: nobody in the group holds them any more. */
  readonly #closed: Promise<void>;
  #exited: Exit | undefined;
  #allRead = false;
  #wake: (() => void)[] = [];
  stdout = '';
  stderr = '';

  constructor(
    command: readonly string[],
    { cwd, terminal = false, onLogLine = () => undefined }: ServerProcessOptions = {},
  ) {
    const [file = '', ...args] = terminal ? inTerminal(command) : command;
    const guard = startGuard();
    this.#child = spawn(file, args, {
      cwd,
      detached: true,
      stdio: [terminal ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined },
    });
    guard.watch(this.#child);
    started(this);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout = (this.stdout + text).slice(0, MAX_OUTPUT_CHARACTERS);
      this.#wakeAll();
    });
    let unfinished = '';
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-MAX_OUTPUT_CHARACTERS);
      const lines = (unfinished + text).split('\n');
      unfinished = (lines.pop() ?? '').slice(-MAX_OUTPUT_CHARACTERS);
      lines.forEach(onLogLine);
      this.#wakeAll();
    });
    this.#exit = new Promise((resolve) => {
      const onExit = (exit: Exit): void => {
        this.#exited = exit;
        this.#wakeAll();
        resolve(exit);
      };
      this.#child.once('error', (error) => {
        this.stderr += error.message;
        if (this.#child.pid === undefined) onExit({ code: null, signal: null });
      });
      this.#child.once('exit', (code, signal) => onExit({ code, signal }));
    });
    this.#closed = new Promise((resolve) => {
      const onClosed = (): void => {
        ended(this);
        guard.over();
        this.#allRead = true;
        this.#wakeAll();
        resolve();
      };
      this.#child.once('close', onClosed);
      this.#child.once('error', () => this.#child.pid === undefined && onClosed());
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** How it ended; undefined while it runs. */
  get exited(): Exit | undefined {
    return this.#exited;
  }

  /** Waits for the ready line (clause 14.1). @throws LaunchError when it does not come. */
  async ready(withinMs = READY_WITHIN_MS): Promise<{ host: string; port: number }> {
    const deadlineMs = machineClock.now() + withinMs;
    while (!this.stdout.includes('\n') && this.#exited === undefined) {
      const leftMs = deadlineMs - machineClock.now();
      if (leftMs <= 0) throw await this.#notReady(`no ready line in ${withinMs} ms`);
      await this.#change(leftMs);
    }
    const line = this.stdout.split('\n', 1)[0] ?? '';
    const match = /^listening on (.+):(\d+)\r?$/.exec(line);
    if (match?.[1] === undefined) {
      const came =
        this.#exited === undefined ? `it printed ${JSON.stringify(line)}` : `it ended${this.#how}`;
      throw await this.#notReady(`expected the ready line "listening on HOST:PORT", but ${came}`);
    }
    return { host: match[1], port: Number(match[2]) };
  }

  /** Waits for a line of its log. @throws Error when it ends, or the time is up, without one that matches. */
  async logged(pattern: RegExp, withinMs = LOGGED_WITHIN_MS): Promise<string> {
    const deadlineMs = machineClock.now() + withinMs;
    for (;;) {
      const line = this.log.find((each) => pattern.test(each));
      if (line !== undefined) return line;
      const leftMs = deadlineMs - machineClock.now();
      if (this.#allRead || leftMs <= 0) {
        throw new Error(`no line ${String(pattern)} in its log:\n${this.stderr}`);
      }
      await this.#change(leftMs);
    }
  }

  /** The lines of standard error so far. */
  get log(): readonly string[] {
    return this.stderr.split('\n').slice(0, -1);
  }

  /** Presses keys in its terminal: `\u0003` is ctrl-C. */
  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Sends a signal to the process itself, not to its group. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits for the end of the process. Undefined when it does not end in time. */
  async exit(withinMs: number): Promise<Exit | undefined> {
    return Promise.race([this.#exit, later(withinMs)]);
  }

  /** Waits for its end and for the last of what it printed. Undefined when that does not come in time. */
  async finished(withinMs: number): Promise<Exit | undefined> {
    return Promise.race([this.#closed.then(() => this.#exit), later(withinMs)]);
  }

  /** Asks it to stop, and ends it by force when it does not. Returns when nothing of its group runs any more. */
  async stop(withinMs = 2_000): Promise<void> {
    if (this.#exited === undefined) {
      this.signal('SIGTERM');
      await this.exit(withinMs);
    }
    this.killGroup('SIGKILL');
    await this.#closed;
  }

  /** Signals the whole group; true when there was something in it. */
  killGroup(name: NodeJS.Signals | 0): boolean {
    if (this.pid === 0) return false;
    try {
      return process.kill(-this.pid, name);
    } catch {
      return false; // ESRCH: the group is empty
    }
  }

  /** Resolves when something has come, or after the time. */
  #change(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = machineClock.after(withinMs, resolve);
      this.#wake.push(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** ` with exit code 1`, ` by SIGKILL`; nothing for a command that could not be started. */
  get #how(): string {
    const { code = null, signal = null } = this.#exited ?? {};
    if (signal !== null) return ` by ${signal}`;
    return code === null ? '' : ` with exit code ${code}`;
  }

  async #notReady(why: string): Promise<LaunchError> {
    await this.stop(0);
    const said = this.stderr.trim().split('\n').slice(-5).join('\n');
    return new LaunchError(said === '' ? why : `${why}; standard error: ${said}`);
  }
}

/** The command inside a new terminal. What it prints comes out on one stream, and its exit code is passed on. */
function inTerminal(command: readonly string[]): readonly string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  return ['script', '-qec', `exec ${quoted.join(' ')}`, '/dev/null'];
}

/** Whether `script` is there, in the form that Linux has. */
export function hasTerminal(): boolean {
  return (terminalFound ??= spawnSync('script', ['--version']).status === 0);
}

let terminalFound: boolean | undefined;
