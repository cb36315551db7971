// Several real servers that are one: an ensemble on this machine. One of them leads, and the others follow; while more than half of
// them live, it goes on.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, RealNode } from './real-node';

export class RealEnsemble {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bytes-up-ensemble-'));
  #nodes: readonly RealNode[] = [];
  #ports: readonly number[] = [];

  constructor(private readonly size = 3) {}

  /** `127.0.0.1:2181,127.0.0.1:2182,…`, as clients want it. */
  get address(): string {
    return this.#ports.map((port) => `127.0.0.1:${port}`).join(',');
  }

  /** A line for each member: `127.0.0.1:2181 is process 4711, a follower`. */
  async describe(): Promise<readonly string[]> {
    const modes = await this.modes();
    return this.#nodes.map(
      ({ pid }, n) =>
        `127.0.0.1:${this.#ports[n]} is process ${pid}, ${modes[n] === undefined ? 'not serving' : `a ${modes[n]}`}`,
    );
  }

  // #region start
  /** Resolves when all of them serve. */
  async start(): Promise<void> {
    const ports = await Promise.all(Array.from({ length: 3 * this.size }, freePort));
    this.#ports = ports.slice(0, this.size);
    // Each member has two more ports: by one the leader talks to its followers, by the other they elect him.
    const members = this.#ports.map((_port, n) => {
      const [talk, elect] = [ports[this.size + 2 * n], ports[this.size + 2 * n + 1]];
      return `server.${n + 1}=127.0.0.1:${talk}:${elect}`;
    });
    const lines = ['initLimit=50', 'syncLimit=10', ...members];
    this.#nodes = this.#ports.map((port, n) => {
      const folder = join(this.#folder, String(n + 1));
      return new RealNode({ folder, port, ensemble: { lines, id: n + 1 } });
    });
    for (const node of this.#nodes) node.begin();
    await Promise.all(this.#nodes.map((node) => node.ready()));
  }
  // #endregion start

  /** What each member is: `leader`, `follower`, or undefined for one that does not serve. */
  modes(): Promise<(string | undefined)[]> {
    return Promise.all(this.#nodes.map((node) => node.mode()));
  }

  /** Kills a member with SIGKILL. @param index from 0 */
  async kill(index: number): Promise<void> {
    await this.#nodes[index]?.stop('SIGKILL');
  }

  /** Starts a member again, with the data that it had. Resolves when it serves. */
  async revive(index: number): Promise<void> {
    const node = this.#nodes[index];
    node?.begin();
    await node?.ready();
  }

  /** Leaves nothing behind. */
  async remove(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.stop('SIGKILL')));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
