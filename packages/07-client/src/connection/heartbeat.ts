// Detects a server whose machine or network has failed (chapter 07): no reset arrives
// then, so its silence is the only sign.

import { timerMs } from '../call/wait';

/** What the heartbeat needs from a connection. */
export interface Watched {
  /** Bytes read so far. */
  bytesRead(): number;
  /** Sends a ping. @returns false when the connection takes no call now */
  ping(): boolean;
  /** Called when it stayed silent after the ping. */
  onTimeout(): void;
}

/** Silence is counted in quarters of the heartbeat. */
const PARTS = 4;

// #region heartbeat
/**
 * After one heartbeat of silence, the server is pinged. After a second one, the
 * connection has timed out. A busy caller reads nothing, and must not take that for the
 * server's silence. So the bytes in the kernel are read before each check, and silence is
 * counted in quarters of a heartbeat: one that lasted longer, because the caller was
 * busy, still counts once.
 * @returns a function that stops it
 */
export function startHeartbeat(everyMs: number, connection: Watched): () => void {
  let isStopped = false;
  let lastBytesIn = connection.bytesRead();
  let silentParts = 0;
  const check = (): void => {
    if (isStopped) return;
    const bytesIn = connection.bytesRead();
    silentParts = bytesIn === lastBytesIn ? silentParts + 1 : 0;
    lastBytesIn = bytesIn;
    if (silentParts === PARTS && !connection.ping()) silentParts = 0;
    if (silentParts === 2 * PARTS) connection.onTimeout();
    else arm();
  };
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    // The event loop goes in a circle: timers, reads, setImmediate. So reads come first.
    timer = setTimeout(() => setImmediate(check), timerMs(everyMs / PARTS)).unref();
  };
  arm();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
// #endregion heartbeat
