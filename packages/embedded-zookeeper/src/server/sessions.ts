// Sessions: a client's life at the server, longer than any of its connections. One that
// is not heard of in time expires.

import { randomBytes, timingSafeEqual } from 'node:crypto';

export interface Session {
  readonly id: bigint;
  readonly password: Buffer;
  /** What was granted to the connection that opened or resumed it last. */
  timeoutMs: number;
  /** The connection that has it now. */
  holder: Holder | undefined;
}

/** A connection, as far as its session is concerned. */
export interface Holder {
  /**
   * Ends it: another connection has taken the session over, or the session has ended.
   */
  end(): void;
}

export interface SessionLimits {
  readonly minTimeoutMs: number;
  readonly maxTimeoutMs: number;
}

export class Sessions {
  readonly #sessions = new Map<bigint, { session: Session; timer: NodeJS.Timeout }>();
  #lastId = BigInt(Date.now()) << 16n;

  constructor(
    private readonly limits: SessionLimits,
    private readonly onExpired: (session: Session) => void,
  ) {}

  get size(): number {
    return this.#sessions.size;
  }

  // #region open
  /** A new session. Its time-out is what was asked for, within the limits. */
  open(askedMs: number, holder: Holder): Session {
    const timeoutMs = this.#granted(askedMs);
    const session: Session = { id: ++this.#lastId, password: randomBytes(16), timeoutMs, holder };
    this.#sessions.set(session.id, { session, timer: this.#timer(session) });
    return session;
  }

  /**
   * The session goes on with another connection, and with the time-out that this one asks
   * for. The old connection ends in any case, as at the real server.
   *
   * @returns undefined when the session is gone, or the password is another one
   */
  resume(
    id: bigint,
    password: Buffer | null,
    askedMs: number,
    holder: Holder,
  ): Session | undefined {
    const session = this.#sessions.get(id)?.session;
    if (session === undefined) return undefined;
    session.holder?.end();
    if (password?.length !== session.password.length) return undefined;
    if (!timingSafeEqual(password, session.password)) return undefined;
    session.holder = holder;
    session.timeoutMs = this.#granted(askedMs);
    this.touch(session);
    return session;
  }

  // #endregion open

  /** The client was heard of. */
  touch(session: Session): void {
    const entry = this.#sessions.get(session.id);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    entry.timer = this.#timer(session);
  }

  /** Ends it. @returns whether it was there */
  close(session: Session): boolean {
    clearTimeout(this.#sessions.get(session.id)?.timer);
    return this.#sessions.delete(session.id);
  }

  /** Ends it as if its time were over. @returns whether it was there */
  expire(id: bigint): boolean {
    const session = this.#sessions.get(id)?.session;
    if (session === undefined) return false;
    this.close(session);
    this.onExpired(session);
    session.holder?.end();
    return true;
  }

  /** Stops all timers, while the server is paused. @see goOn */
  standStill(): void {
    for (const { timer } of this.#sessions.values()) clearTimeout(timer);
  }

  /** Every session has its whole time again, as after a restart of the real server. */
  goOn(): void {
    for (const { session } of this.#sessions.values()) this.touch(session);
  }

  get ids(): bigint[] {
    return [...this.#sessions.keys()];
  }

  #granted(askedMs: number): number {
    const { minTimeoutMs, maxTimeoutMs } = this.limits;
    return Math.min(maxTimeoutMs, Math.max(minTimeoutMs, askedMs));
  }

  #timer(session: Session): NodeJS.Timeout {
    return setTimeout(() => this.expire(session.id), session.timeoutMs);
  }
}
