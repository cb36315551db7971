// The real server, with the same handles as the embedded one: for tests, and for whoever
// wants to see it.

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
   * @param port 0 takes a free one. It stays the same over stop and start.
   * @param flags of Java
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

  /** Resolves when it serves. */
  async start(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    this.#node ??= new RealNode({ folder: this.#folder, port: this.#port, flags: this.#flags });
    this.#node.begin((how) => this.#onEnd(how));
    await this.#node.ready();
  }

  /** Says what ended the process, if it was not `remove`. Resolves then. */
  async watch(say: (line: string) => void): Promise<void> {
    const how = await new Promise<string>((resolve) => (this.#onEnd = resolve));
    say(`process ${this.#node?.pid} at ${this.address}: ${how}`);
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.#node?.stop(signal);
  }

  /** Stands still: connections stay open, and nothing is read or said. */
  freeze(): void {
    this.#node?.signal('SIGSTOP');
  }

  thaw(): void {
    this.#node?.signal('SIGCONT');
  }

  /** Forgets everything. Stop it first. */
  wipe(): void {
    rmSync(join(this.#folder, 'data'), { recursive: true, force: true });
  }

  /** Leaves nothing behind. */
  async remove(): Promise<void> {
    this.#onEnd = () => undefined;
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
