// The backoff before the next connection to the registry (chapter 15). Each server is
// tried once without a pause. Then the pauses double. A random half of each keeps the
// clients of one registry apart.

/** Milliseconds. */
const FIRST_MS = 50;
/** If no process listens, the kernel refuses the connection, which is cheap. */
const MAX_UNREACHABLE_MS = 250;
/** A server that answers and rejects us has work with each connection. */
const MAX_SENT_AWAY_MS = 5_000;

export class ReconnectBackoff {
  #attempts = 0;
  /** How often we were rejected in a row, even with other failures in between. */
  #timesSentAway = 0;
  #isSentAway = false;

  /** @param servers their number @param random from 0 up to, but not including, 1 */
  constructor(
    private readonly servers: number,
    private readonly random: () => number = Math.random,
  ) {}

  // #region next
  /** Milliseconds to wait before the next attempt. */
  nextMs(): number {
    const pauses = this.#attempts++ - this.servers;
    if (pauses < 0) return 0;
    // After an outage of any length, a server that comes back and says that the session
    // has expired must not cause a long pause. So the pauses of each kind start again.
    const ms = this.#isSentAway
      ? longest(MAX_SENT_AWAY_MS, this.#timesSentAway - 1)
      : longest(MAX_UNREACHABLE_MS, pauses);
    return (ms * (1 + this.random())) / 2;
  }

  /** The connection failed, or brought no answer. */
  unreachable(): void {
    this.#isSentAway = false;
  }

  /** The server said that the session has expired, or closed the connection at once. */
  sentAway(): void {
    this.#isSentAway = true;
    this.#timesSentAway++;
  }

  /** A server completed an operation. A connection alone does not prove that it works. */
  worked(): void {
    this.#attempts = 0;
    this.#timesSentAway = 0;
    this.#isSentAway = false;
  }
  // #endregion next
}

function longest(maxMs: number, doublings: number): number {
  return Math.min(maxMs, FIRST_MS * 2 ** Math.min(doublings, 10));
}
