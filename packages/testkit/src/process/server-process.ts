// Starts a server as a command, reads its ready line, collects what it prints, and ends
// it so that nothing is left. The command leads its own process group, so a signal to the
// group also reaches its children.

import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { later, machineClock } from '../waiting/machine-time';
import { endWithUs, hasEnded } from './end-with-us';
import { startGuard } from './guard';
import { inTerminal, TERMINAL_STDERR_FD } from './terminal';

/** How long a command may take until it prints its ready line, in ms of machine time. */
export const READY_WITHIN_MS = 15_000;
/** How long to wait for a line of its log, in ms of machine time. */
const LOGGED_WITHIN_MS = 30_000;
const MAX_PORT = 65_535;
/** Characters kept of each output. */
const MAX_OUTPUT_CHARACTERS = 64 * 1024;
/** Characters shown of a line that is not the ready line, and of a line of its log. */
const MAX_SHOWN_CHARACTERS = 200;
/**
 * How long the outputs of a group that was killed may stay open, in ms of machine time.
 */
const CLOSED_WITHIN_MS = 1_000;

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The command could not be started, or did not print its ready line. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}

export interface ServerProcessOptions {
  readonly cwd?: string | undefined;
  /** Variables to set in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to its standard input, which is then closed. Default: no input. */
  readonly input?: string;
  /** Run it in its own terminal, so that a test can press ctrl-C. Default: false. */
  readonly terminal?: boolean;
  /** Called with each line of standard error as it arrives: the server's log. */
  readonly onLogLine?: (line: string) => void;
}

/** Any command that was started and is watched, whether or not it becomes ready. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<Exit>;
  /**
   * Resolves when its outputs are closed, too: no process of the group holds them open.
   */
  readonly #closed: Promise<void>;
  #exited: Exit | undefined;
  /** Why the command could not be started. */
  #startError: string | undefined;
  #allRead = false;
  #wasStopped = false;
  #wake: (() => void)[] = [];
  stdout = '';
  stderr = '';

  constructor(
    command: readonly string[],
    { cwd, env, input, terminal = false, onLogLine = () => undefined }: ServerProcessOptions = {},
  ) {
    const [file = '', ...args] = terminal ? inTerminal(command) : command;
    const guard = startGuard();
    this.#child = spawn(file, args, {
      cwd,
      detached: true,
      stdio: [
        terminal || input !== undefined ? 'pipe' : 'ignore',
        'pipe',
        'pipe',
        ...(terminal ? (['pipe'] as const) : []),
      ],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...env },
    });
    if (input !== undefined) this.#child.stdin?.on('error', () => undefined).end(input);
    guard.watch(this.#child);
    endWithUs(this);
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout = (this.stdout + text).slice(0, MAX_OUTPUT_CHARACTERS);
      this.#wakeAll();
    });
    let unfinished = '';
    const onStderr = (text: string): void => {
      this.stderr = (this.stderr + text).slice(-MAX_OUTPUT_CHARACTERS);
      const lines = (unfinished + text).split('\n');
      unfinished = (lines.pop() ?? '').slice(-MAX_OUTPUT_CHARACTERS);
      lines.forEach(onLogLine);
      this.#wakeAll();
    };
    const { stderr, stdio } = this.#child;
    const ownStderr = terminal ? (stdio[TERMINAL_STDERR_FD] as Readable) : undefined;
    for (const stream of [stderr, ownStderr]) stream?.setEncoding('utf8').on('data', onStderr);
    this.#exit = new Promise((resolve) => {
      const onExit = (exit: Exit): void => {
        this.#exited = exit;
        this.#wakeAll();
        resolve(exit);
      };
      this.#child.once('error', (error) => {
        this.stderr += error.message;
        if (this.#child.pid !== undefined) return;
        this.#startError = error.message;
        onExit({ code: null, signal: null });
      });
      this.#child.once('exit', (code, signal) => onExit({ code, signal }));
    });
    this.#closed = new Promise((resolve) => {
      const onClosed = (): void => {
        hasEnded(this);
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

  /** How it ended, unless `stop` ended it. */
  get endedByItself(): Exit | undefined {
    return this.#wasStopped ? undefined : this.#exited;
  }

  /**
   * Waits for the ready line (clause 14.1).
   * @throws LaunchError if it does not arrive
   */
  async ready(withinMs = READY_WITHIN_MS): Promise<{ host: string; port: number }> {
    const deadlineMs = machineClock.now() + withinMs;
    while (!this.stdout.includes('\n') && this.#exited === undefined) {
      const leftMs = deadlineMs - machineClock.now();
      if (leftMs <= 0) throw await this.#notReady(`no ready line in ${withinMs} ms`);
      await this.#change(leftMs);
    }
    const line = this.stdout.split('\n', 1)[0] ?? '';
    const match = /^listening on (.+):(\d+)\r?$/.exec(line);
    const port = Number(match?.[2]);
    if (match?.[1] === undefined || port > MAX_PORT) {
      const came =
        this.#exited === undefined
          ? `it printed ${JSON.stringify(shown(line))}`
          : this.#startError === undefined
            ? `it ended${this.#how}`
            : `it could not be started: ${this.#startError}`;
      throw await this.#notReady(`expected the ready line "listening on HOST:PORT", but ${came}`);
    }
    return { host: match[1], port };
  }

  /**
   * Waits for a line of its log.
   * @throws Error if the process ends or the wait times out without a matching line
   */
  async logged(pattern: RegExp, withinMs = LOGGED_WITHIN_MS): Promise<string> {
    return this.#line(pattern, 'stderr', withinMs);
  }

  /** Like `logged`, for a line of standard output. */
  async printed(pattern: RegExp, withinMs = LOGGED_WITHIN_MS): Promise<string> {
    return this.#line(pattern, 'stdout', withinMs);
  }

  async #line(pattern: RegExp, output: 'stdout' | 'stderr', withinMs: number): Promise<string> {
    const deadlineMs = machineClock.now() + withinMs;
    for (;;) {
      const line = completeLines(this[output]).find((each) => pattern.test(each));
      if (line !== undefined) return line;
      const leftMs = deadlineMs - machineClock.now();
      if (this.#allRead || leftMs <= 0) {
        const where = output === 'stderr' ? 'its log:' : `its output:\n${this.stdout}`;
        throw new Error(`no line ${String(pattern)} in ${where}\n${this.stderr}`);
      }
      await this.#change(leftMs);
    }
  }

  /** The lines of standard error so far. */
  get log(): readonly string[] {
    return completeLines(this.stderr);
  }

  /** Presses keys in its terminal: `\u0003` is ctrl-C. */
  type(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Sends a signal to the process itself, not to its group. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Waits for the process to end. Undefined if it does not end in time. */
  async exit(withinMs: number): Promise<Exit | undefined> {
    return Promise.race([this.#exit, later(withinMs)]);
  }

  /**
   * Waits for its end and the last of its output. Undefined if it times out.
   */
  async finished(withinMs: number): Promise<Exit | undefined> {
    return Promise.race([this.#closed.then(() => this.#exit), later(withinMs)]);
  }

  /**
   * Sends SIGTERM, then SIGKILL after the timeout. Returns when no process of the group
   * is running. A daemon, which has left the group, may hold its outputs open: they are
   * not read any further.
   */
  async stop(withinMs = 2_000): Promise<void> {
    if (this.#exited === undefined) {
      this.#wasStopped = true;
      this.signal('SIGTERM');
      await this.exit(withinMs);
    }
    this.killGroup('SIGKILL');
    const late = machineClock.after(CLOSED_WITHIN_MS, () => {
      for (const stream of this.#child.stdio) stream?.destroy();
    });
    await this.#closed;
    late.cancel();
  }

  /** Signals the whole group. @returns whether there was a process in it */
  killGroup(name: NodeJS.Signals | 0): boolean {
    if (this.pid === 0) return false;
    try {
      return process.kill(-this.pid, name);
    } catch {
      return false; // ESRCH: the group is empty
    }
  }

  /** Resolves when there is news about the process, or after the time. */
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

  /** ` with exit code 1`, ` by SIGKILL`. */
  get #how(): string {
    const { code = null, signal = null } = this.#exited ?? {};
    if (signal !== null) return ` by ${signal}`;
    return code === null ? '' : ` with exit code ${code}`;
  }

  async #notReady(why: string): Promise<LaunchError> {
    await this.stop(0);
    if (this.#startError !== undefined) return new LaunchError(why);
    const said = this.stderr.trim().split('\n').slice(-5).map(shown).join('\n');
    return new LaunchError(said === '' ? why : `${why}; standard error: ${said}`);
  }
}

function shown(line: string): string {
  return line.length <= MAX_SHOWN_CHARACTERS ? line : `${line.slice(0, MAX_SHOWN_CHARACTERS)} …`;
}

function completeLines(text: string): string[] {
  return text.split('\n').slice(0, -1);
}
