// Checks the types of a learner's file while it is judged, in a separate process, so that
// neither waits for the other. The watch keeps the process between saves.

import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { typescriptCommand } from '../../run-child';
import type { CheckRequest, CheckResponse, TypeErrors } from './type-errors';

const MAIN = path.join(__dirname, 'main.ts');

export class TypeChecker {
  #child: ChildProcess | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, (errors: TypeErrors | undefined) => void>();

  /** @param root the checkout's folder, absolute */
  constructor(
    private readonly root: string,
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  /**
   * @param file absolute
   * @returns undefined if types cannot be checked here
   */
  check(file: string): Promise<TypeErrors | undefined> {
    if (this.env['BYTES_UP_TYPES'] === 'off') return Promise.resolve(undefined);
    const child = (this.#child ??= this.#start());
    const request: CheckRequest = { id: ++this.#lastId, file };
    return new Promise((resolve) => {
      this.#waiting.set(request.id, resolve);
      child.send(request, (error) => {
        if (error !== null) this.#answer(request.id, undefined);
      });
    });
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#end();
  }

  #start(): ChildProcess {
    const [node = '', ...args] = typescriptCommand(MAIN);
    // If this process is killed, the channel closes, and the child exits by itself.
    const child = spawn(node, [...args, this.root], {
      env: this.env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: process.platform !== 'win32', // ctrl-C in a pager must not reach it
    });
    child.on('message', ({ id, ...errors }: CheckResponse) => this.#answer(id, errors));
    child.once('error', () => this.#end());
    child.once('exit', () => this.#end());
    return child;
  }

  #answer(id: number, errors: TypeErrors | undefined): void {
    this.#waiting.get(id)?.(errors);
    this.#waiting.delete(id);
  }

  #end(): void {
    this.#child = undefined;
    for (const id of [...this.#waiting.keys()]) this.#answer(id, undefined);
  }
}
