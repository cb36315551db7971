// How long to wait before the next connection to the registry (chapter 15). Each server
// is tried once without a pause. Then the pauses double, and a random half of each keeps
// the clients of one registry apart.

/** Milliseconds. */
const FIRST_MS = 50;
/**
 * A machine where nothing listens refuses a connection in its kernel, which costs little.
 */
const MAX_UNREACHABLE_MS = 250;
/** A server that answers and sends us away has work with each connection. */
const MAX_SENT_AWAY_MS = 5_000;

export class ReconnectBackoff {
  #attempts = 0;
  /** How often we were sent away, one time after the other, also with other failures between. */
  #timesSentAway = 0;
  #isSentAway = false;

  /** @param servers how many there are @param random from 0 up to and without 1 */
  constructor(
    private readonly servers: number,
    private readonly random: () => number = Math.random,
  ) {}

  // #region next
  /** Milliseconds to wait before the attempt that follows. */
  nextMs(): number {
    const pauses = this.#attempts++ - this.servers;
    if (pauses < 0) return 0;
    // An outage, however long, is no reason to wait long for the server that comes back and
    // says that the session is over: the pauses of one kind begin anew with the first of it.
    const ms = this.#isSentAway
      ? longest(MAX_SENT_AWAY_MS, this.#timesSentAway - 1)
      : longest(MAX_UNREACHABLE_MS, pauses);
    return (ms * (1 + this.random())) / 2;
  }

  /** There was no connection, or no word on it. */
  unreachable(): void {
    this.#isSentAway = false;
  }

  /** The server answered that the session is over, or ended the connection at once. */
  sentAway(): void {
    this.#isSentAway = true;
    this.#timesSentAway++;
  }

  /**
   * A server did what it was asked to. A connection alone is no sign that all is well.
   */
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
