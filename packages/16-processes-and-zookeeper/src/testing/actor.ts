// A script on stage, and the hand that pokes it: what it prints is shown, and so is every `kill`.

import { eventually, ServerProcess } from '@bytes-up/testkit';
import { typescriptCommand } from '@bytes-up/testkit';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line or an end is waited for so long: long, since the machine may be busy. Milliseconds. */
const PATIENCE_MS = 60_000;

export class Actor {
  readonly #process: ServerProcess;
  #shown = 0;

  /** @param print takes each line, the script's and the hand's */
  constructor(
    script: string,
    private readonly print: (line: string) => void,
    ...args: readonly string[]
  ) {
    this.#process = new ServerProcess(typescriptCommand(scriptFile(script), ...args));
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Waits until it has printed this. @returns what the pattern's parentheses hold @throws Error when it never does */
  async says(pattern: RegExp): Promise<readonly string[]> {
    const find = (): RegExpExecArray | null => pattern.exec(this.#process.stdout);
    await eventually(() => find() !== null || this.#process.exited !== undefined, PATIENCE_MS);
    this.#show();
    const [, ...groups] = find() ?? this.#fail(`it did not say ${String(pattern)}`);
    return groups;
  }

  /** Waits until it sleeps in the kernel: a signal that came before would not interrupt anything. */
  async blocks(): Promise<void> {
    const isBlocked = (): boolean => stateOf(this.pid) === 'S';
    if (!(await eventually(isBlocked, PATIENCE_MS))) this.#fail('it does not block');
  }

  /** `kill -INT PID`, shown. */
  kill(signal: NodeJS.Signals, pid = this.pid): void {
    this.print(`$ kill -${signal.slice(3)} ${pid}`);
    process.kill(pid, signal);
  }

  /** Waits for its end, shown as the shell would. */
  async ends(): Promise<void> {
    const end = await this.#process.finished(PATIENCE_MS);
    this.#show();
    if (end === undefined) this.#fail('it does not end');
    if (this.#process.stderr !== '') this.#fail('it complained');
    this.print(end?.signal ? `(ended by ${end.signal})` : `(ended with code ${end?.code ?? '?'})`);
  }

  /** Nothing of it is left. */
  async clear(): Promise<void> {
    await this.#process.stop(0);
  }

  #show(): void {
    const lines = this.#process.stdout.split('\n').slice(0, -1);
    for (const line of lines.slice(this.#shown)) this.print(line);
    this.#shown = lines.length;
  }

  #fail(why: string): never {
    throw new Error(`${why}:\n${this.#process.stdout}${this.#process.stderr}`);
  }
}

export function scriptFile(name: string): string {
  return join(__dirname, '../scripts', `${name}.ts`);
}

/** `S` sleeps, `R` runs, `Z` is a zombie (`man 5 proc`, stat). Undefined when it is gone. */
export function stateOf(pid: number): string | undefined {
  try {
    return /^\d+ \(.*\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}
