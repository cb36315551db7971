// my/rpc, step 1: frames, solved.

import { RpcError } from '@bytes-up/protocol';

const LENGTH_BYTES = 4;

/**
 * The frame of a body: four bytes with the number of its bytes, as an unsigned 32-bit
 * little-endian number, and then the body in UTF-8.
 */
export function encodeFrame(body: string): Buffer {
  const bytes = Buffer.from(body); // first the bytes, because their number is the length
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/**
 * Cuts a stream of bytes into bodies. All it has to remember is the bytes that were not
 * returned yet: with fewer than four of them there is no length, and with four or more
 * the first four are the length of the next body.
 */
export class FrameDecoder {
  readonly #maxFrameBytes: number;
  /** Begins where a frame begins. */
  #bytes: Buffer = Buffer.alloc(0);
  /** Once a length was refused, nothing tells where the next frame begins. */
  #error: RpcError | undefined;

  /** @param options maxFrameBytes: the largest body that is accepted, in bytes */
  constructor(options: { readonly maxFrameBytes: number }) {
    this.#maxFrameBytes = options.maxFrameBytes;
  }

  /** Takes bytes as they come from the network: any number of them, cut anywhere. */
  push(chunk: Buffer): void {
    if (this.#error !== undefined) return; // or a client could fill our memory after all
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
  }

  /**
   * The next body that is complete, or undefined if more bytes are needed. There are two
   * reasons to need more: the length is not complete, or the body is not.
   * @throws RpcError RESOURCE_EXHAUSTED as soon as a length over the limit was read, and
   *   at each call after that
   */
  next(): Buffer | undefined {
    if (this.#error !== undefined) throw this.#error;
    if (this.#bytes.length < LENGTH_BYTES) return undefined;
    const bodyBytes = this.#bytes.readUInt32LE();
    if (bodyBytes > this.#maxFrameBytes) throw this.#fail(bodyBytes);
    const end = LENGTH_BYTES + bodyBytes;
    if (this.#bytes.length < end) return undefined;
    const body = this.#bytes.subarray(LENGTH_BYTES, end);
    this.#bytes = this.#bytes.subarray(end);
    return body;
  }

  #fail(bodyBytes: number): RpcError {
    this.#bytes = Buffer.alloc(0);
    const message = `frame length ${bodyBytes} exceeds maxFrameBytes ${this.#maxFrameBytes}`;
    this.#error = new RpcError('RESOURCE_EXHAUSTED', message);
    return this.#error;
  }
}
