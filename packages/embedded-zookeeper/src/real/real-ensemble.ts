// An ensemble of real servers on this machine. One member leads and the others follow. It
// serves requests while more than half of the members run.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EnsembleLog } from './ensemble-log';
import { freePort, RealNode } from './real-node';

/** A member does not announce that it has become the leader, so all are polled. */
const POLL_MS = 100;

export class RealEnsemble {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bytes-up-ensemble-'));
  #nodes: readonly RealNode[] = [];
  #ports: readonly number[] = [];
  readonly #log: EnsembleLog;
  #print: (line: string) => void = () => undefined;
  #isRemoved = false;

  constructor(private readonly size = 3) {
    this.#log = new EnsembleLog(
      size,
      (index) => `process ${this.#nodes[index]?.pid} at 127.0.0.1:${this.#ports[index]}`,
    );
  }

  /** The connection string for clients: `127.0.0.1:2181,127.0.0.1:2182,…`. */
  get address(): string {
    return this.#ports.map((port) => `127.0.0.1:${port}`).join(',');
  }

  // #region start
  /** Resolves when every member is serving. */
  async start(): Promise<void> {
    const ports = await Promise.all(Array.from({ length: 3 * this.size }, freePort));
    this.#ports = ports.slice(0, this.size);
    // Each member has two more ports: one for the traffic between leader and followers,
    // one for leader elections.
    const members = this.#ports.map((_port, n) => {
      const [talk, elect] = [ports[this.size + 2 * n], ports[this.size + 2 * n + 1]];
      return `server.${n + 1}=127.0.0.1:${talk}:${elect}`;
    });
    const lines = ['initLimit=50', 'syncLimit=10', ...members];
    this.#nodes = this.#ports.map((port, n) => {
      const folder = join(this.#folder, String(n + 1));
      return new RealNode({ folder, port, ensemble: { lines, id: n + 1 } });
    });
    this.#nodes.forEach((_node, index) => this.#spawn(index));
    await Promise.all(this.#nodes.map((node) => node.ready()));
  }
  // #endregion start

  // #region watch
  /**
   * Prints the role of each member, then which one ends and which one leads after that.
   * Resolves when no member is left, or after `remove`.
   */
  async watch(print: (line: string) => void): Promise<void> {
    this.#print = print;
    const modes = await this.modes();
    this.#log.seen(modes);
    modes.forEach((mode, n) => {
      const role = mode === undefined ? 'not serving' : `a ${mode}`;
      print(`127.0.0.1:${this.#ports[n]} is process ${this.#nodes[n]?.pid}, ${role}`);
    });
    while (!this.#isRemoved && this.#nodes.some((node) => node.isRunning)) {
      const line = this.#log.seen(await this.modes());
      if (line !== undefined && !this.#isRemoved) print(line);
      await delay(POLL_MS);
    }
  }

  #spawn(index: number): void {
    this.#log.started(index);
    this.#nodes[index]?.spawn((how) => {
      const line = this.#log.ended(index, how);
      if (!this.#isRemoved) this.#print(line);
    });
  }

  // #endregion watch

  /** The mode of each member: `leader`, `follower`, or undefined if it is not serving. */
  modes(): Promise<(string | undefined)[]> {
    return Promise.all(this.#nodes.map((node) => node.mode()));
  }

  /** Kills a member with SIGKILL. @param index from 0 */
  async kill(index: number): Promise<void> {
    await this.#nodes[index]?.stop('SIGKILL');
  }

  /** Restarts a member with its old data. Resolves when it is serving. */
  async restart(index: number): Promise<void> {
    this.#spawn(index);
    await this.#nodes[index]?.ready();
  }

  /** Kills every member, and deletes their data. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    await Promise.all(this.#nodes.map((node) => node.stop('SIGKILL')));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
