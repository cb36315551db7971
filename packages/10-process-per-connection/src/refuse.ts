// What becomes of a connection for which no process can be made.

import { refuseConnection, Shortage, type BlockingContext } from '@bytes-up/single-thread-sync';
import type { Children } from './children';

// #region refuse
/**
 * Forks a child for a connection, as Children.fork does. Where the system has no process left the client is told
 * `UNAVAILABLE`, though it has asked nothing yet (the exception of clause 1.1), and the connection is closed.
 */
export class Forker {
  readonly #shortage: Shortage;

  constructor(
    private readonly children: Children,
    private readonly context: BlockingContext,
  ) {
    this.#shortage = new Shortage(context.log, 'new clients are refused until there is room');
  }

  /** @returns the child's pid; 0 in the child; undefined when there is none, and the connection was refused */
  forkOrRefuse(fd: number, name: string): number | undefined {
    try {
      return this.children.fork();
    } catch (error) {
      this.#shortage.note(error);
      this.context.log(`${name} refused: no process`);
      refuseConnection(fd, 'no process can be made for this connection', this.context);
      return undefined;
    }
  }
}
// #endregion refuse
