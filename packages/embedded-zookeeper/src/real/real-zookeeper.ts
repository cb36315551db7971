// The real server, with the same methods as the embedded one.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, RealNode } from './real-node';

export class RealZooKeeper {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bytes-up-zookeeper-'));
  #port: number;
  #node: RealNode | undefined;
  #onEnd: (how: string) => void = () => undefined;
  readonly #flags: readonly string[];

  /**
   * @param port 0 picks a free one. It stays the same across stop and start.
   * @param flags for Java
   */
  constructor({
    port = 0,
    flags = [],
  }: { readonly port?: number; readonly flags?: readonly string[] } = {}) {
    this.#port = port;
    this.#flags = flags;
  }

  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Resolves when it is serving. */
  async start(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    this.#node ??= new RealNode({ folder: this.#folder, port: this.#port, flags: this.#flags });
    this.#node.spawn((how) => this.#onEnd(how));
    await this.#node.ready();
  }

  /** Prints what ended the process, unless it was `remove`. Resolves then. */
  async watch(print: (line: string) => void): Promise<void> {
    const how = await new Promise<string>((resolve) => (this.#onEnd = resolve));
    print(`process ${this.#node?.pid} at ${this.address}: ${how}`);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.#node?.stop(signal);
  }

  /** Pauses the server: connections stay open, but nothing is read or written. */
  freeze(): void {
    this.#node?.signal('SIGSTOP');
  }

  thaw(): void {
    this.#node?.signal('SIGCONT');
  }

  /** Deletes all data. Stop the server first. */
  wipe(): void {
    rmSync(join(this.#folder, 'data'), { recursive: true, force: true });
  }

  /** Stops the server, and deletes its folder. */
  async remove(): Promise<void> {
    this.#onEnd = () => undefined;
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
