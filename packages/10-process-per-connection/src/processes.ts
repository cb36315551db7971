// The child processes of a server that forks one for each connection.

import { Shortage, type BlockingContext } from '@bytes-up/server-kit';
import { refuseConnection } from '@bytes-up/single-thread-sync';
import { Children, pause } from './children';

export class Processes {
  readonly #children = new Children();
  readonly #shortage: Shortage;

  constructor(private readonly context: BlockingContext) {
    this.#shortage = new Shortage(context.log, 'new clients are refused until there is room');
  }

  // #region refuse
  /**
   * Forks a child for a connection. If the fork fails, the client gets `UNAVAILABLE`,
   * even if it has not sent a request yet (the exception in clause 1.1).
   * @returns the child's pid; 0 in the child; undefined if the fork failed and the
   *   connection was refused and closed
   */
  fork(fd: number, name: string): number | undefined {
    try {
      return this.#children.fork();
    } catch (error) {
      this.#shortage.note(error);
      this.context.log(`${name} refused: could not fork a process`);
      refuseConnection(fd, 'could not fork a process for this connection', this.context);
      return undefined;
    }
  }
  // #endregion refuse

  // #region reap
  /**
   * Reaps the children that have ended. The server's loop calls it at least once in a
   * poll interval, even if no client connects. At the maximum, waits until a child has
   * ended.
   */
  async reap(): Promise<void> {
    const { stop, limits } = this.context;
    this.#children.reap();
    while (this.#children.count >= limits.maxConnections && !stop.poll()) {
      pause();
      this.#children.reap();
    }
  }
  // #endregion reap

  /** Stops and reaps every child. */
  async stop(): Promise<void> {
    this.#children.stop(this.context.stop);
  }
}
