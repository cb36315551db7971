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
 * Cuts a stream of bytes into bodies. It keeps the chunks as they arrived and joins them
 * only when it can read something new: first the length, which takes four bytes, then the
 * whole frame. So however many chunks a frame comes in, each byte is copied three times
 * at most.
 */
export class FrameDecoder {
  readonly #maxFrameBytes: number;
  /** What has not been returned yet. Begins at the start of a frame. */
  #chunks: Buffer[] = [];
  /** The bytes in all chunks. */
  #bufferedBytes = 0;
  /** How many of them `next` needs to make progress: a length, or a whole frame. */
  #neededBytes = LENGTH_BYTES;
  /** After a bad length, nothing tells where the next frame begins. */
  #error: RpcError | undefined;

  /** @param options maxFrameBytes: the largest body that is accepted, in bytes */
  constructor(options: { readonly maxFrameBytes: number }) {
    this.#maxFrameBytes = options.maxFrameBytes;
  }

  /** Takes bytes as they arrive from the network: any amount, cut anywhere. */
  push(chunk: Buffer): void {
    if (this.#error !== undefined) return; // or a client could still fill our memory
    this.#chunks.push(chunk);
    this.#bufferedBytes += chunk.length;
  }

  /**
   * The next complete body, or undefined if more bytes are needed. There are two
   * reasons to need more: the length is not complete, or the body is not.
   * @throws RpcError RESOURCE_EXHAUSTED as soon as a length over the limit has been read,
   *   and in each later call
   */
  next(): Buffer | undefined {
    if (this.#error !== undefined) throw this.#error;
    if (this.#bufferedBytes < this.#neededBytes) return undefined;
    const bytes = this.#join();
    const bodyBytes = bytes.readUInt32LE();
    if (bodyBytes > this.#maxFrameBytes) throw this.#fail(bodyBytes);
    const end = LENGTH_BYTES + bodyBytes;
    this.#neededBytes = end;
    if (bytes.length < end) return undefined;
    this.#keep(bytes.subarray(end));
    this.#neededBytes = LENGTH_BYTES;
    return bytes.subarray(LENGTH_BYTES, end);
  }

  /**
   * Everything that has not been returned yet, in one piece. A single chunk is not
   * copied.
   */
  #join(): Buffer {
    const [first] = this.#chunks;
    if (first?.length === this.#bufferedBytes) return first;
    const joined = Buffer.concat(this.#chunks);
    this.#keep(joined);
    return joined;
  }

  #keep(bytes: Buffer): void {
    this.#chunks = bytes.length > 0 ? [bytes] : [];
    this.#bufferedBytes = bytes.length;
  }

  #fail(bodyBytes: number): RpcError {
    this.#keep(Buffer.alloc(0));
    const message = `frame length ${bodyBytes} exceeds maxFrameBytes ${this.#maxFrameBytes}`;
    this.#error = new RpcError('RESOURCE_EXHAUSTED', message);
    return this.#error;
  }
}
