// Sessions: a client's life at the server, longer than any of its connections. One that is not heard of in time expires.

import { randomBytes, timingSafeEqual } from 'node:crypto';

export interface Session {
  readonly id: bigint;
  readonly password: Buffer;
  readonly timeoutMs: number;
  /** The connection that has it now. */
  holder: Holder | undefined;
}

/** A connection, as far as its session is concerned. */
export interface Holder {
  /** Ends it: another connection has taken the session over, or the session is no more. */
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
    const { minTimeoutMs, maxTimeoutMs } = this.limits;
    const timeoutMs = Math.min(maxTimeoutMs, Math.max(minTimeoutMs, askedMs));
    const session: Session = { id: ++this.#lastId, password: randomBytes(16), timeoutMs, holder };
    this.#sessions.set(session.id, { session, timer: this.#timer(session) });
    return session;
  }

  /** The session goes on with another connection. @returns undefined when it is gone, or the password is another one */
  resume(id: bigint, password: Buffer | null, holder: Holder): Session | undefined {
    const session = this.#sessions.get(id)?.session;
    if (session === undefined || password?.length !== session.password.length) return undefined;
    if (!timingSafeEqual(password, session.password)) return undefined;
    const before = session.holder;
    session.holder = holder;
    before?.end();
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

  /** Stops all clocks: the server stands still. @see goOn */
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

  #timer(session: Session): NodeJS.Timeout {
    return setTimeout(() => this.expire(session.id), session.timeoutMs);
  }
}
