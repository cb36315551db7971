// The master's side of a worker, with child.send: passes connections, and counts those
// that are open.

import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * What a worker reports: which connection it has received, that one has closed, or that
 * it was told to stop and takes no more.
 */
export type Report = { readonly received: number } | 'closed' | 'stopping';

export class NodeChannel {
  #count = 0;
  #open = 0;
  #isStopping = false;
  /** The master's copies of the connections that are on their way, by number. */
  readonly #copies = new Map<number, Socket>();

  constructor(private readonly child: ChildProcess) {
    child.on('message', (report: Report) => {
      if (report === 'closed') this.#open--;
      else if (report === 'stopping') this.#isStopping = true;
      else this.#received(report.received);
    });
    // A process that dies does not get what Node has queued for it, and Node keeps that.
    child.once('exit', () => this.#closeCopies(Infinity));
  }

  /** Connections that were passed to the worker and that it has not closed. */
  get open(): number {
    return this.#open;
  }

  /** Whether the worker takes no more connections. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  // #region pass
  /**
   * Passes a connection. Node sends the next one when the worker has acknowledged the
   * last, and queues the others.
   */
  pass(socket: Socket): void {
    const number = ++this.#count;
    this.#open++;
    this.#copies.set(number, socket);
    this.child.send(number, socket, { keepOpen: true }, (error) => {
      if (error !== null) this.#closeCopies(number); // the worker has died
    });
  }

  #received(number: number): void {
    const closed = this.#closeCopies(number);
    // They arrive in order. Those before it were lost: the worker had no descriptor free.
    this.#open -= closed - 1;
  }

  /** Closes the master's copies up to a number. @returns how many */
  #closeCopies(last: number): number {
    let closed = 0;
    for (const [number, socket] of this.#copies) {
      if (number > last) break;
      socket.destroy();
      this.#copies.delete(number);
      closed++;
    }
    return closed;
  }
  // #endregion pass
}
