// A pipelining client. The task: npm start -- exercise 04-pipeline

import type { RespValue } from '@bytes-up/resp';

/** The part of a RESP client that has no socket. */
export class Pipeline {
  /** @param write sends bytes to the server */
  constructor(write: (bytes: Buffer) => void) {
    // not written yet: keep it
  }

  /** How many commands are waiting for a reply. */
  get size(): number {
    throw new Error('not written yet: size');
  }

  /**
   * Sends a command at once.
   * @returns its reply. Rejects with an error whose code is the first word of the reply's
   *   text, or with the error that ended the client
   */
  command(...words: string[]): Promise<RespValue> {
    throw new Error('not written yet: command');
  }

  /** Takes bytes as they arrive from the server. Never throws. */
  receive(chunk: Buffer): void {
    throw new Error('not written yet: receive');
  }

  /** The connection has ended: rejects waiting and later commands with this error. */
  end(error: Error): void {
    throw new Error('not written yet: end');
  }
}
