// A program that serves, as a process of its own: started, listened to, ended and reaped by who started it.

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Address } from '@bytes-up/server-command';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export class ServerProcess {
  readonly log: string[] = [];
  #exit: Exit | undefined;
  #changed: (() => void)[] = [];

  private constructor(
    readonly child: ChildProcessByStdio<null, Readable, Readable>,
    onLine: (line: string) => void,
  ) {
    createInterface(child.stderr).on('line', (line) => {
      this.log.push(line);
      onLine(line);
      this.#wake();
    });
    child.on('close', (code, signal) => {
      this.#exit = { code, signal };
      this.#wake();
    });
  }

  /** Resolves at the ready line. @param command a program and its arguments. */
  static async start(
    command: readonly string[],
    onLine: (line: string) => void = () => undefined,
  ): Promise<{ server: ServerProcess; address: Address }> {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const server = new ServerProcess(child, onLine);
    const [line] = (await Promise.race([
      once(child.stdout, 'data'),
      server.exit().then(() => {
        throw new Error(`it ended before it was ready: ${server.log.join('\n')}`);
      }),
    ])) as [Buffer];
    const port = Number(/\d+$/.exec(String(line).trim()));
    return { server, address: { host: '127.0.0.1', port } };
  }

  /** Resolves when the log has a line that matches. */
  async logged(pattern: RegExp): Promise<void> {
    while (!this.log.some((line) => pattern.test(line))) {
      if (this.#exit) throw new Error(`it ended without ${String(pattern)} in its log`);
      await this.#change();
    }
  }

  async exit(): Promise<Exit> {
    while (this.#exit === undefined) await this.#change();
    return this.#exit;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  #change(): Promise<void> {
    return new Promise((changed) => this.#changed.push(changed));
  }

  #wake(): void {
    for (const changed of this.#changed.splice(0)) changed();
  }
}
