// A server that is gone without a word, its machine or the network with it, is noticed by
// its silence only (chapter 07).

import { timerMs } from '../call/wait';

/** A connection, as its heartbeat sees it. */
export interface Heard {
  /** How much was read so far, in bytes. */
  bytesRead(): number;
  /** Asks for an answer. @returns false when there is no room for a question now */
  ping(): boolean;
  /** It has said nothing, though it was asked. */
  giveUp(): void;
}

/** The silence is counted in parts of the heartbeat. */
const PARTS = 4;

// #region heartbeat
/**
 * After one heartbeat of silence the server is pinged, after a second one it is given up.
 * A caller that was busy has read nothing meanwhile, and that is not the server's
 * silence. So what lies in the kernel is read before each judgement, and a part that
 * lasted long because of the caller counts as one.
 * @returns what ends it
 */
export function startHeartbeat(everyMs: number, connection: Heard): () => void {
  let isOver = false;
  let heardBytes = connection.bytesRead();
  let silentParts = 0;
  const judge = (): void => {
    if (isOver) return;
    const bytesIn = connection.bytesRead();
    silentParts = bytesIn === heardBytes ? silentParts + 1 : 0;
    heardBytes = bytesIn;
    if (silentParts === PARTS && !connection.ping()) silentParts = 0;
    if (silentParts === 2 * PARTS) connection.giveUp();
    else arm();
  };
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    // Timers come first in a turn of the event loop, then reading, then what setImmediate
    // was given.
    timer = setTimeout(() => setImmediate(judge), timerMs(everyMs / PARTS)).unref();
  };
  arm();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
// #endregion heartbeat
