// A delimiter, and escapes for it. The task: npm start -- exercise 03-slip

/** The frame of a body: `c0` becomes `db dc`, `db` becomes `db dd`, and `c0` ends it. */
export function encodeSlip(body: Buffer): Buffer {
  throw new Error('not written yet: encodeSlip');
}

/** Cuts a stream of bytes into bodies, and removes the escapes. */
export class SlipDecoder {
  /** @param options maxBodyBytes: the largest body that is accepted, without escapes */
  constructor(options: { maxBodyBytes: number }) {
    // not written yet: keep the limit
  }

  /** Takes bytes as they arrive from the network: any amount, cut anywhere. */
  push(chunk: Buffer): void {
    throw new Error('not written yet: push');
  }

  /**
   * The next complete body, or undefined if more bytes are needed.
   * @throws RpcError INVALID_ARGUMENT for a wrong escape, RESOURCE_EXHAUSTED as soon as a
   *   body has more than maxBodyBytes, and the same in each later call
   */
  next(): Buffer | undefined {
    throw new Error('not written yet: next');
  }
}
