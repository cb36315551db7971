// An idle time-out for thousands. The task: npm start -- exercise 12-idle-list

/** The connections of a server, and since when nothing has happened on each of them. */
export class IdleList<C> {
  /** @param nowMs milliseconds on a clock that never goes back */
  constructor(nowMs: () => number, idleTimeoutMs: number) {
    // not written yet: keep both
  }

  /** Milliseconds until the next connection expires, 0 for now; undefined if none can. */
  get nextInMs(): number | undefined {
    throw new Error('not written yet: nextInMs');
  }

  /** A connection was accepted. */
  add(connection: C): void {
    throw new Error('not written yet: add');
  }

  /** Bytes came or left. */
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

  /** Takes out those whose time is up. @returns them, the longest idle first */
  expire(): C[] {
    throw new Error('not written yet: expire');
  }
}
