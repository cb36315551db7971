// Runs a script as a process and sends it signals. Shows its output and each `kill`.

import { eventually, processEntry, ServerProcess, typescriptCommand } from '@bytes-up/testkit';
import { join } from 'node:path';

/**
 * How long to wait for a line or for the exit, in milliseconds: the machine may be busy.
 */
const WITHIN_MS = 60_000;

export class ScriptRun {
  readonly #process: ServerProcess;
  #shown = 0;

  /** @param print receives each line: of the script, and for each `kill` */
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

  /**
   * Waits until the script has printed this.
   * @returns the groups of the pattern
   * @throws Error when it exits without it, or at the timeout
   */
  async printed(pattern: RegExp): Promise<readonly string[]> {
    const find = (): RegExpExecArray | null => pattern.exec(this.#process.stdout);
    await eventually(() => find() !== null || this.#process.exited !== undefined, WITHIN_MS);
    this.#show();
    const [, ...groups] = find() ?? this.#fail(`the script did not print ${String(pattern)}`);
    return groups;
  }

  /**
   * Waits until it sleeps in the kernel: an earlier signal would not interrupt a call.
   */
  async blocked(): Promise<void> {
    const isBlocked = (): boolean => processEntry(this.pid)?.state === 'S';
    if (!(await eventually(isBlocked, WITHIN_MS))) this.#fail('the script does not block');
  }

  /** Shows and does `kill -INT PID`. */
  kill(signal: NodeJS.Signals, pid = this.pid): void {
    this.print(`$ kill -${signal.slice(3)} ${pid}`);
    process.kill(pid, signal);
  }

  /** Waits for its exit, and shows it as a shell does. */
  async ended(): Promise<void> {
    const end = await this.#process.finished(WITHIN_MS);
    this.#show();
    if (end === undefined) this.#fail('the script does not end');
    if (this.#process.stderr !== '') this.#fail('the script wrote to standard error');
    this.print(end?.signal ? `(ended by ${end.signal})` : `(ended with code ${end?.code ?? '?'})`);
  }

  /** Kills it and everything that it started. */
  async stop(): Promise<void> {
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
