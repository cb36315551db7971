// Several real servers that are one: an ensemble on this machine. One of them leads, and
// the others follow; while more than half of them live, it goes on.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EnsembleLog } from './ensemble-log';
import { freePort, RealNode } from './real-node';

/** No member tells by itself that it leads now; each has to be asked. */
const ASK_EVERY_MS = 100;

export class RealEnsemble {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bytes-up-ensemble-'));
  #nodes: readonly RealNode[] = [];
  #ports: readonly number[] = [];
  readonly #log: EnsembleLog;
  #say: (line: string) => void = () => undefined;
  #isRemoved = false;

  constructor(private readonly size = 3) {
    this.#log = new EnsembleLog(
      size,
      (index) => `process ${this.#nodes[index]?.pid} at 127.0.0.1:${this.#ports[index]}`,
    );
  }

  /** `127.0.0.1:2181,127.0.0.1:2182,…`, as clients want it. */
  get address(): string {
    return this.#ports.map((port) => `127.0.0.1:${port}`).join(',');
  }

  // #region start
  /** Resolves when all of them serve. */
  async start(): Promise<void> {
    const ports = await Promise.all(Array.from({ length: 3 * this.size }, freePort));
    this.#ports = ports.slice(0, this.size);
    // Each member has two more ports: by one the leader talks to its followers, by the
    // other they elect him.
    const members = this.#ports.map((_port, n) => {
      const [talk, elect] = [ports[this.size + 2 * n], ports[this.size + 2 * n + 1]];
      return `server.${n + 1}=127.0.0.1:${talk}:${elect}`;
    });
    const lines = ['initLimit=50', 'syncLimit=10', ...members];
    this.#nodes = this.#ports.map((port, n) => {
      const folder = join(this.#folder, String(n + 1));
      return new RealNode({ folder, port, ensemble: { lines, id: n + 1 } });
    });
    this.#nodes.forEach((_node, index) => this.#begin(index));
    await Promise.all(this.#nodes.map((node) => node.ready()));
  }
  // #endregion start

  // #region watch
  /**
   * Says what each member is, then which one ends and which one leads after that.
   * Resolves when no member is left, or after `remove`.
   */
  async watch(say: (line: string) => void): Promise<void> {
    this.#say = say;
    const modes = await this.modes();
    this.#log.seen(modes);
    modes.forEach((mode, n) => {
      const role = mode === undefined ? 'not serving' : `a ${mode}`;
      say(`127.0.0.1:${this.#ports[n]} is process ${this.#nodes[n]?.pid}, ${role}`);
    });
    while (!this.#isRemoved && this.#nodes.some((node) => node.isRunning)) {
      const line = this.#log.seen(await this.modes());
      if (line !== undefined && !this.#isRemoved) say(line);
      await delay(ASK_EVERY_MS);
    }
  }

  #begin(index: number): void {
    this.#log.began(index);
    this.#nodes[index]?.begin((how) => {
      const line = this.#log.ended(index, how);
      if (!this.#isRemoved) this.#say(line);
    });
  }

  // #endregion watch

  /**
   * What each member is: `leader`, `follower`, or undefined for one that does not serve.
   */
  modes(): Promise<(string | undefined)[]> {
    return Promise.all(this.#nodes.map((node) => node.mode()));
  }

  /** Kills a member with SIGKILL. @param index from 0 */
  async kill(index: number): Promise<void> {
    await this.#nodes[index]?.stop('SIGKILL');
  }

  /** Starts a member again, with the data that it had. Resolves when it serves. */
  async revive(index: number): Promise<void> {
    this.#begin(index);
    await this.#nodes[index]?.ready();
  }

  /** Leaves nothing behind. */
  async remove(): Promise<void> {
    this.#isRemoved = true;
    await Promise.all(this.#nodes.map((node) => node.stop('SIGKILL')));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
