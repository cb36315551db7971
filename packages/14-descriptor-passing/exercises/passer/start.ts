// Pass connections to workers that may die. The task: npm start -- exercise 14-passer

/** The two system calls of the master. */
export interface System {
  /**
   * Sends one byte and a descriptor through a channel, without blocking. From then on the
   * worker has its own copy.
   * @throws an error with the code EAGAIN if the channel is full, and EPIPE if the worker
   * has died
   */
  sendmsg(channel: number, fd: number): void;
  close(fd: number): void;
}

/** Passes each connection to a worker, in turn. */
export class Passer {
  /** @param maxOpen connections that a worker has room for */
  constructor(system: System, maxOpen: number) {
    // not written yet: keep both
  }

  /**
   * A connection that no worker could take. Until one does, the master does not accept.
   */
  get pending(): number | undefined {
    throw new Error('not written yet: pending');
  }

  /** A worker was forked. `channel` is the master's end of its channel. */
  add(channel: number): void {
    throw new Error('not written yet: add');
  }

  /** A worker has died and was reaped. */
  remove(channel: number): void {
    throw new Error('not written yet: remove');
  }

  /** A client was accepted. */
  pass(fd: number): void {
    throw new Error('not written yet: pass');
  }

  /** Offers the pending connection again, if there is one. */
  retry(): void {
    throw new Error('not written yet: retry');
  }

  /** A worker reports that it has closed `count` connections. */
  closed(channel: number, count: number): void {
    throw new Error('not written yet: closed');
  }

  /** How many connections a worker has open. */
  open(channel: number): number {
    throw new Error('not written yet: open');
  }
}
