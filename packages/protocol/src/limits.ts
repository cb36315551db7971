// Every bound of a server, with its default (docs/protocol.md, Limits). Sizes in bytes,
// times in milliseconds.

export interface Limits {
  /** Bytes of one frame's body, in both directions. */
  readonly maxFrameBytes: number;
  /** Levels of nesting of a JSON body; the outermost object is level 1. */
  readonly maxDepth: number;
  /**
   * Calls of one connection that have begun and are not answered; at the bound, reading
   * stops.
   */
  readonly maxInFlight: number;
  /** Connections held at once; at the bound, accepting waits. */
  readonly maxConnections: number;
  /** From a frame's first byte to its last. */
  readonly frameTimeoutMs: number;
  /** How long a connection may do nothing; 0 is for ever. */
  readonly idleTimeoutMs: number;
  /** How long answers may wait while the client takes no byte. */
  readonly writeTimeoutMs: number;
  /** How long a closing connection is read and discarded. */
  readonly lingerMs: number;
  /** From the stop signal to the end of the process. */
  readonly graceMs: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxFrameBytes: 4 * 1024 * 1024,
  maxDepth: 64,
  maxInFlight: 1024,
  maxConnections: 2048,
  frameTimeoutMs: 30_000,
  idleTimeoutMs: 0,
  writeTimeoutMs: 30_000,
  lingerMs: 1_000,
  graceMs: 5_000,
};
