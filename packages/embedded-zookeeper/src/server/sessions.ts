// Sessions. A session outlives the connections of its client, and expires when the client
// is silent for the session timeout.

import { randomBytes, timingSafeEqual } from 'node:crypto';

export interface Session {
  readonly id: bigint;
  readonly password: Buffer;
  /** As granted to the connection that opened or resumed it last. */
  timeoutMs: number;
  /** The connection that uses it now. */
  holder: Holder | undefined;
}

/** What a session needs of its connection. */
export interface Holder {
  /**
   * Closes it: another connection has taken the session over, or the session has ended.
   */
  end(): void;
}

export interface SessionLimits {
  readonly minTimeoutMs: number;
  readonly maxTimeoutMs: number;
}

export class Sessions {
  readonly #sessions = new Map<bigint, { session: Session; timer: NodeJS.Timeout | undefined }>();
  #lastId = BigInt(Date.now()) << 16n;

  constructor(
    private readonly limits: SessionLimits,
    private readonly onExpired: (session: Session) => void,
  ) {}

  get size(): number {
    return this.#sessions.size;
  }

  // #region open
  /** Opens a session. Its timeout is the requested one, clamped to the limits. */
  open(requestedMs: number, holder: Holder): Session {
    const timeoutMs = this.#granted(requestedMs);
    const session: Session = { id: ++this.#lastId, password: randomBytes(16), timeoutMs, holder };
    this.#sessions.set(session.id, { session, timer: this.#timer(session) });
    return session;
  }

  /**
   * Moves a session to another connection, with the timeout that this one requests. The
   * old connection is closed in any case, as by the real server.
   * @returns undefined if the session is unknown, or the password is wrong
   */
  resume(
    id: bigint,
    password: Buffer | null,
    requestedMs: number,
    holder: Holder,
  ): Session | undefined {
    const session = this.#sessions.get(id)?.session;
    if (session === undefined) return undefined;
    session.holder?.end();
    if (password?.length !== session.password.length) return undefined;
    if (!timingSafeEqual(password, session.password)) return undefined;
    session.holder = holder;
    session.timeoutMs = this.#granted(requestedMs);
    this.touch(session);
    return session;
  }

  // #endregion open

  /** Restarts the timeout: the client has sent something. */
  touch(session: Session): void {
    const entry = this.#sessions.get(session.id);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    entry.timer = this.#timer(session);
  }

  /** Closes a session. @returns whether it existed */
  close(session: Session): boolean {
    clearTimeout(this.#sessions.get(session.id)?.timer);
    return this.#sessions.delete(session.id);
  }

  /** Expires a session now. @returns whether it existed */
  expire(id: bigint): boolean {
    const session = this.#sessions.get(id)?.session;
    if (session === undefined) return false;
    this.close(session);
    this.onExpired(session);
    session.holder?.end();
    return true;
  }

  /** Stops all timers while the server is paused. */
  pauseTimers(): void {
    for (const entry of this.#sessions.values()) {
      clearTimeout(entry.timer);
      entry.timer = undefined;
    }
  }

  /** Gives each session its whole timeout again, as a restart of the real server does. */
  restartTimers(): void {
    for (const { session } of this.#sessions.values()) this.touch(session);
  }

  get ids(): bigint[] {
    return [...this.#sessions.keys()];
  }

  #granted(requestedMs: number): number {
    const { minTimeoutMs, maxTimeoutMs } = this.limits;
    return Math.min(maxTimeoutMs, Math.max(minTimeoutMs, requestedMs));
  }

  /**
   * What a client has sent in time may still wait to be read, if this process was held
   * up. It is read in the same turn, after the timers, so the session expires at its end.
   */
  #timer({ id, timeoutMs }: Session): NodeJS.Timeout {
    const timer = setTimeout(() => {
      setImmediate(() => {
        if (this.#sessions.get(id)?.timer === timer) this.expire(id);
      });
    }, timeoutMs);
    return timer;
  }
}
