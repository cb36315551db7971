// System calls of a server while it answers: counted by perf, which costs it little, or
// by strace, which stops it twice for each of them.

import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { groupMembers } from '@bytes-up/testkit';
import type { SystemCalls } from '../../src';

/**
 * Counts the system calls of a group of processes during `work`, which returns how many
 * calls were answered. A counter that cannot be used here is passed over.
 */
export async function countSystemCalls(
  leader: number,
  work: () => Promise<number>,
): Promise<SystemCalls> {
  const reasons: string[] = [];
  for (const counter of [perf, strace]) {
    try {
      return await counter(leader, work);
    } catch (error) {
      reasons.push((error as Error).message);
    }
  }
  return { notMeasured: reasons.join('; ') };
}

// #region perf
async function perf(leader: number, work: () => Promise<number>): Promise<SystemCalls> {
  const pids = groupMembers(leader).join(',');
  // It waits to be enabled, and acknowledges that: otherwise it would miss the first
  // calls.
  const control = ['--delay', '-1', '--control', 'fd:3,4'];
  const event = 'raw_syscalls:sys_enter';
  const counter = new Counter('perf', ['stat', '-x', ',', '-e', event, ...control, '-p', pids], 2);
  try {
    await counter.tell('enable');
    const calls = await work();
    await counter.tell('disable');
    const count = /^(\d+),/m.exec(await counter.interrupt())?.[1];
    if (count === undefined) throw new Error('perf: no count');
    return { perCall: Number(count) / calls, measuredWith: 'perf' };
  } finally {
    await counter.end();
  }
}
// #endregion perf

async function strace(leader: number, work: () => Promise<number>): Promise<SystemCalls> {
  const pids = groupMembers(leader).flatMap((pid) => ['-p', String(pid)]);
  const counter = new Counter('strace', ['-c', '-f', ...pids], 0);
  try {
    await counter.said(/attached/);
    const calls = await work();
    // `% time, seconds, usecs/call, calls, errors, syscall`
    const total = /^\s*[\d.]+\s+[\d.]+\s+(?:\d+\s+)?(\d+)\s+(?:\d+\s+)?total$/m;
    const count = total.exec(await counter.interrupt())?.[1];
    if (count === undefined) throw new Error('strace: no count');
    return { perCall: Number(count) / calls, measuredWith: 'strace' };
  } finally {
    await counter.end();
  }
}

/** A program that counts until SIGINT, and then prints its count on standard error. */
class Counter {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #closed: Promise<void>;
  #errors = '';
  #hasClosed = false;
  #wake: () => void = () => undefined;
  #acknowledged = 0;

  /** @param channels descriptors beside the usual three: 3 to tell, 4 for the answers */
  constructor(name: string, args: readonly string[], channels: number) {
    this.#name = name;
    const extra = Array.from({ length: channels }, () => 'pipe' as const);
    this.#child = spawn(name, args, { stdio: ['ignore', 'ignore', 'pipe', ...extra] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
      this.#wake();
    });
    const answers = this.#child.stdio[4] as NodeJS.ReadableStream | undefined;
    if (answers) {
      createInterface(answers).on('line', () => {
        this.#acknowledged++;
        this.#wake();
      });
    }
    this.#child.stdio[3]?.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      const onClosed = (): void => {
        this.#hasClosed = true;
        this.#wake();
        resolve();
      };
      this.#child.once('close', onClosed);
      this.#child.once('error', (error) => {
        this.#errors += error.message;
        onClosed();
      });
    });
  }

  async tell(command: string): Promise<void> {
    const before = this.#acknowledged;
    (this.#child.stdio[3] as NodeJS.WritableStream).write(`${command}\n`);
    await this.#until(() => this.#acknowledged > before);
  }

  async said(pattern: RegExp): Promise<void> {
    await this.#until(() => pattern.test(this.#errors));
  }

  /** @returns what it printed */
  async interrupt(): Promise<string> {
    this.#child.kill('SIGINT');
    await this.#closed;
    return this.#errors;
  }

  async end(): Promise<void> {
    if (this.#child.pid !== undefined) this.#child.kill('SIGKILL');
    await this.#closed;
  }

  async #until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.#hasClosed) throw new Error(`${this.#name}: ${this.#lastLine()}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #lastLine(): string {
    return this.#errors.trim().split('\n').at(-1) ?? 'it ended';
  }
}
