// Pass connections to workers that may die, solved.
//
// Why the master closes its copy after sendmsg, and can do so at once: the message keeps
// the connection open while it is on its way. Before sendmsg, the master's copy is the
// only one, and closing it would end the connection.
//
// Which connections are lost when a worker dies: those that it had open, and those in its
// channel. The master has closed its copies, so it can't pass them to another worker. It
// could if it kept them until the worker acknowledged, and that is what Node does.

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
  /**
   * The open connections of each worker, by its channel. A map keeps insertion order, so
   * this is also the queue of the workers.
   */
  readonly #workers = new Map<number, number>();
  #pending: number | undefined;

  /** @param maxOpen connections that a worker has room for */
  constructor(
    private readonly system: System,
    private readonly maxOpen: number,
  ) {}

  /**
   * A connection that no worker could take. Until one does, the master does not accept.
   */
  get pending(): number | undefined {
    return this.#pending;
  }

  /** A worker was forked. `channel` is the master's end of its channel. */
  add(channel: number): void {
    this.#workers.set(channel, 0);
  }

  /** A worker has died and was reaped. */
  remove(channel: number): void {
    this.#workers.delete(channel);
    this.system.close(channel);
  }

  /** A client was accepted. */
  pass(fd: number): void {
    this.#pending = this.#offer(fd) ? undefined : fd;
  }

  /** Offers the pending connection again, if there is one. */
  retry(): void {
    if (this.#pending !== undefined) this.pass(this.#pending);
  }

  /** A worker reports that it has closed `count` connections. */
  closed(channel: number, count: number): void {
    const open = this.#workers.get(channel);
    if (open !== undefined) this.#workers.set(channel, open - count); // keeps its place
  }

  /** How many connections a worker has open. */
  open(channel: number): number {
    return this.#workers.get(channel) ?? 0;
  }

  /** Offers the connection to one worker after the other. @returns whether one took it */
  #offer(fd: number): boolean {
    for (const [channel, open] of this.#workers) {
      if (open >= this.maxOpen || !this.#trySendmsg(channel, fd)) continue;
      this.system.close(fd); // the worker has its own copy
      this.#workers.delete(channel);
      this.#workers.set(channel, open + 1); // moves to the end of the queue
      return true;
    }
    return false;
  }

  #trySendmsg(channel: number, fd: number): boolean {
    try {
      this.system.sendmsg(channel, fd);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN' || code === 'EPIPE') return false; // full, or dead
      throw error;
    }
  }
}
