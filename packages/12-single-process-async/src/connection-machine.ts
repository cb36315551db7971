// The life of one connection, without any I/O: what it waits for next, and when it ends.
// Both engines run this machine: net/connection.ts and epoll/connection.ts report events
// to it and do what it says.

import { CLOSED } from '@bytes-up/server-kit';

// #region phases
/** How far a connection has come. */
export type Phase =
  /** Requests are read and answered. */
  | 'serving'
  /** A stop was requested. The requests that were read before it are answered first. */
  | 'stopping'
  /** The requests that the kernel has received by now are read and refused. */
  | 'refusing'
  /** Requests are still refused. The connection closes once no call is in flight. */
  | 'draining'
  /** Nothing more is read. The connection closes after the last answer. */
  | 'finishing'
  /** All calls are answered. The last bytes leave, then the sending side is shut down. */
  | 'closing'
  /** The sending side is shut down. Input is discarded until the client closes, too. */
  | 'lingering'
  | 'closed';

/** How a turn ended. */
export type TurnEnd =
  /** Every request that was read is answered. */
  | 'idle'
  /** Every request that was read has begun; some handlers have not answered yet. */
  | 'answering'
  /** The turn's time was up. Requests may be left. */
  | 'yielded'
  /** Answers must leave before the next request is taken. Requests may be left. */
  | 'full';

/** What a connection waits for. */
export type Want =
  /** The next request. */
  | 'read'
  /** Answers to leave: room in the kernel, or a handler that answers. Nothing is read. */
  | 'write'
  /** Its next turn, after the other connections have had theirs. */
  | 'turn'
  /** The client to close. What it sends is discarded. */
  | 'discard'
  | 'nothing';
// #endregion phases

export type ConnectionEvent =
  | TurnEnd
  | 'stop requested'
  /** What the kernel had received at the stop was read. */
  | 'backlog read'
  | 'input ended'
  /** A length over the limit: there is no next frame to look for (clause 3.2). */
  | 'framing lost'
  | 'frame timeout'
  | 'idle timeout'
  /** The client took no byte for `writeTimeoutMs`. */
  | 'write timeout'
  /** The last byte has left, and the sending side is shut down. */
  | 'shut down'
  | 'linger timeout'
  /** The grace period expired. */
  | 'cut'
  /** A reset, or the descriptor is closed already. */
  | 'gone';

// #region transitions
/** On these events every phase goes to closed at once. */
const BREAKS = ['write timeout', 'cut', 'gone'] as const;

/** Every transition: phase → next phase ← events. What is not listed cannot happen. */
export const TRANSITIONS: Record<Phase, Partial<Record<Phase, readonly ConnectionEvent[]>>> = {
  serving: {
    serving: ['idle', 'answering', 'yielded', 'full'],
    stopping: ['stop requested'],
    finishing: ['input ended', 'framing lost', 'frame timeout', 'idle timeout'],
    closed: BREAKS,
  },
  stopping: {
    stopping: ['yielded', 'full'],
    refusing: ['idle', 'answering'],
    finishing: ['input ended', 'framing lost'],
    closed: BREAKS,
  },
  refusing: {
    refusing: ['idle', 'answering', 'yielded', 'full'],
    draining: ['backlog read'],
    finishing: ['input ended', 'framing lost', 'frame timeout', 'idle timeout'],
    closed: BREAKS,
  },
  draining: {
    draining: ['answering', 'yielded', 'full'],
    finishing: ['input ended', 'framing lost', 'frame timeout'],
    closing: ['idle'],
    closed: BREAKS,
  },
  finishing: {
    finishing: ['answering', 'yielded', 'full', 'input ended', 'framing lost'],
    closing: ['idle'],
    closed: BREAKS,
  },
  closing: {
    closing: ['input ended'],
    lingering: ['shut down'],
    closed: BREAKS,
  },
  lingering: {
    closed: ['input ended', 'linger timeout', ...BREAKS],
  },
  closed: {
    closed: ['input ended', ...BREAKS], // node:net may report more than one
  },
};
// #endregion transitions

const TURN_ENDS: ReadonlySet<string> = new Set(['idle', 'answering', 'yielded', 'full']);
const READING: ReadonlySet<Phase> = new Set(['serving', 'refusing', 'draining']);
const TAKES_TURNS: ReadonlySet<Phase> = new Set([...READING, 'stopping', 'finishing'] as const);
const NEXT = invert(TRANSITIONS);

// #region machine
export class ConnectionMachine {
  #phase: Phase = 'serving';
  #lastTurn: TurnEnd = 'idle';
  #reason: string | undefined;
  #refuses = false;

  get phase(): Phase {
    return this.#phase;
  }

  /** Why the connection closes, for the log. The first reason counts. */
  get reason(): string {
    return this.#reason ?? CLOSED.stopping; // the one end without an event of its own
  }

  /** Requests that are read now came after the stop: they are refused (clause 10.3). */
  get refuses(): boolean {
    return this.#refuses;
  }

  /** Whether requests may be left to serve. */
  get takesTurns(): boolean {
    return TAKES_TURNS.has(this.#phase);
  }

  /** Asked after each turn, and when the phase has changed. */
  get want(): Want {
    if (this.#phase === 'closed') return 'nothing';
    if (this.#phase === 'lingering') return 'discard';
    if (this.#phase === 'closing' || this.#lastTurn === 'full') return 'write';
    if (this.#lastTurn === 'yielded') return 'turn';
    return READING.has(this.#phase) ? 'read' : 'write';
  }

  /**
   * Tells what happened.
   * @param reason with an event that ends the connection
   * @returns the phase that begins with it; undefined when the phase stays the same
   * @throws Error when that cannot happen in this phase: a mistake in an engine
   */
  on(event: ConnectionEvent, reason?: string): Phase | undefined {
    const next = NEXT[this.#phase].get(event);
    if (next === undefined) throw new Error(`impossible: ${event} while ${this.#phase}`);
    if (TURN_ENDS.has(event)) this.#lastTurn = event as TurnEnd;
    this.#reason ??= reason;
    if (next === this.#phase) return undefined;
    if (next === 'refusing') this.#refuses = true;
    this.#phase = next;
    return next;
  }
}
// #endregion machine

function invert(transitions: typeof TRANSITIONS): Record<Phase, Map<ConnectionEvent, Phase>> {
  const rows = Object.entries(transitions).map(([phase, row]) => {
    const pairs = Object.entries(row).flatMap(([next, events]) =>
      events.map((event) => [event, next as Phase] as const),
    );
    return [phase, new Map(pairs)];
  });
  return Object.fromEntries(rows) as Record<Phase, Map<ConnectionEvent, Phase>>;
}
