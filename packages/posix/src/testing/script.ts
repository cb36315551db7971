// Runs a script of this folder in a separate process, because forking inside jest would
// fork jest. When a test ends, `endAllScripts` in afterEach makes sure that every script
// has ended, is reaped, and has left no descendants.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FORK_FLAGS } from '../fork-flags';
import { childrenOf, processEntry, processesWithEnv } from './processes';

const TS_HOOK = join(__dirname, '..', '..', '..', '..', 'tools', 'ts.cjs');
const MARK = 'BYTES_UP_TEST_RUN';

const running = new Set<Script>();

export interface ScriptOptions {
  readonly args?: readonly string[];
  /** Start Node with the flags that fork needs. Default: true. */
  readonly forkFlags?: boolean;
}

/** How a script ended. */
export interface ScriptEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

export class Script {
  readonly pid: number;
  readonly end: Promise<ScriptEnd>;
  readonly mark: string;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(name: string, { args = [], forkFlags = true }: ScriptOptions = {}) {
    const file = join(__dirname, `${name}.ts`);
    const argv = [...(forkFlags ? FORK_FLAGS : []), '-r', TS_HOOK, file, ...args];
    this.mark = `${process.pid}-${name}-${Date.now()}`;
    this.#process = spawn(process.execPath, argv, {
      detached: true, // a process group of its own, so that all of it can be ended
      env: { ...process.env, [MARK]: this.mark },
    });
    this.pid = this.#process.pid!;
    let stderr = '';
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    this.end = once(this.#process, 'close').then((how) => {
      const [code, signal] = how as [number | null, NodeJS.Signals | null];
      return { code, signal, stderr };
    });
    this.#lines = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
    running.add(this);
  }

  /** The next value that the script reported. */
  async next<T = unknown>(): Promise<T> {
    const line = await this.#lines.next();
    if (line.done) throw new Error(`the script ended: ${JSON.stringify(await this.end)}`);
    return JSON.parse(line.value) as T;
  }

  /** All the values that it reports from now on until it ends. */
  async rest(): Promise<unknown[]> {
    const values: unknown[] = [];
    for (;;) {
      const line = await this.#lines.next();
      if (line.done) return values;
      values.push(JSON.parse(line.value));
    }
  }

  /** Writes to its standard input and ends it. */
  input(text: string): void {
    this.#process.stdin!.end(text);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /**
   * Resolves when the script blocks in a system call: it has reported that it will, and
   * now the kernel says so.
   */
  async blocked(): Promise<void> {
    while (processEntry(this.pid)?.state !== 'S') {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async endAll(): Promise<void> {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group does not exist: the script has ended by itself and left no process.
    }
    await this.end;
  }
}

export function startScript(name: string, options?: ScriptOptions): Script {
  return new Script(name, options);
}

/**
 * For afterEach: checks that every script of the test ended by itself and left no child,
 * orphan or zombie, and kills what is left.
 */
export async function endAllScripts(): Promise<void> {
  const scripts = [...running];
  running.clear();
  const survivors = scripts.flatMap(({ mark }) => processesWithEnv(MARK, mark));
  await Promise.all(scripts.map((script) => script.endAll()));
  expect(survivors).toEqual([]);
  // jest has its own children, and may take a while to reap them
  const pids = scripts.map(({ pid }) => pid);
  const zombies = childrenOf(process.pid).filter(({ state }) => state === 'Z');
  expect(zombies.filter(({ pid }) => pids.includes(pid))).toEqual([]);
}
