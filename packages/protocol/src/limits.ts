// All limits of a server, with their defaults (docs/protocol.md, Limits). Sizes are in
// bytes, times in milliseconds.

export interface Limits {
  /** The largest body of a frame, in both directions. */
  readonly maxFrameBytes: number;
  /** The deepest nesting of a JSON body. The outermost object is level 1. */
  readonly maxDepth: number;
  /**
   * Calls in flight on one connection. At the limit, the server stops reading from it.
   */
  readonly maxInFlight: number;
  /** Open connections. At the limit, the server stops accepting. */
  readonly maxConnections: number;
  /** From the first byte of a frame to its last. */
  readonly frameTimeoutMs: number;
  /** How long a connection may be idle. 0 means forever. */
  readonly idleTimeoutMs: number;
  /** How long answers may wait while the client reads nothing. */
  readonly writeTimeoutMs: number;
  /** How long a closing connection is read, and what it sends discarded. */
  readonly lingerMs: number;
  /** From the stop signal to the exit of the process. */
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
