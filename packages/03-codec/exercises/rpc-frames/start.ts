// my/rpc, step 1: frames. The task: npm start -- exercise 03-rpc-frames

/**
 * The frame of a body: four bytes with the number of its bytes, as an unsigned 32-bit
 * little-endian number, and then the body in UTF-8.
 */
export function encodeFrame(body: string): Buffer {
  throw new Error('not written yet: encodeFrame');
}

/** Cuts a stream of bytes into bodies. */
export class FrameDecoder {
  /** @param options maxFrameBytes: the largest body that is accepted, in bytes */
  constructor(options: { maxFrameBytes: number }) {
    // not written yet: keep the limit
  }

  /** Takes bytes as they arrive from the network: any amount, cut anywhere. */
  push(chunk: Buffer): void {
    throw new Error('not written yet: push');
  }

  /**
   * The next complete body, or undefined if more bytes are needed.
   * @throws RpcError RESOURCE_EXHAUSTED as soon as a length over the limit has been read,
   *   and in each later call
   */
  next(): Buffer | undefined {
    throw new Error('not written yet: next');
  }
}
