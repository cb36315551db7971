// An idle timeout for thousands of connections.
// The task: npm start -- exercise 12-idle-list

/** The connections of a server, and how long each of them has been idle. */
export class IdleList<C> {
  /** @param nowMs milliseconds on a monotonic clock */
  constructor(nowMs: () => number, idleTimeoutMs: number) {
    // not written yet: keep both
  }

  /** Milliseconds until the next connection expires, 0 if now; undefined if none can. */
  get nextInMs(): number | undefined {
    throw new Error('not written yet: nextInMs');
  }

  /** A connection was accepted. */
  add(connection: C): void {
    throw new Error('not written yet: add');
  }

  /** Bytes were received or sent. */
  touch(connection: C): void {
    throw new Error('not written yet: touch');
  }

  /** A call has begun. */
  began(connection: C): void {
    throw new Error('not written yet: began');
  }

  /** A call was answered. */
  answered(connection: C): void {
    throw new Error('not written yet: answered');
  }

  /** The connection has closed for another reason. */
  remove(connection: C): void {
    throw new Error('not written yet: remove');
  }

  /** Removes the expired connections. @returns them, longest idle first */
  expire(): C[] {
    throw new Error('not written yet: expire');
  }
}
