// A delimiter, and escapes for it, solved. In the worst case each byte of a body is
// escaped, so a frame has up to twice the bytes of its body, plus one. A length prefix
// would cost four bytes, whatever is in the body.

import { RpcError } from '@bytes-up/protocol';

const [END, ESCAPE, ESCAPED_END, ESCAPED_ESCAPE] = [0xc0, 0xdb, 0xdc, 0xdd];

/** The frame of a body: `c0` becomes `db dc`, `db` becomes `db dd`, and `c0` ends it. */
export function encodeSlip(body: Buffer): Buffer {
  const frame: number[] = [];
  for (const byte of body) {
    if (byte === END) frame.push(ESCAPE, ESCAPED_END);
    else if (byte === ESCAPE) frame.push(ESCAPE, ESCAPED_ESCAPE);
    else frame.push(byte);
  }
  frame.push(END);
  return Buffer.from(frame);
}

/**
 * Cuts a stream of bytes into bodies, and removes the escapes. Each byte is examined
 * once, in push: between two chunks it has to remember the body so far, and whether the
 * last byte was an escape.
 */
export class SlipDecoder {
  readonly #maxBodyBytes: number;
  readonly #bodies: Buffer[] = [];
  #body: number[] = [];
  #isEscaped = false;
  #error: RpcError | undefined;

  /** @param options maxBodyBytes: the largest body that is accepted, without escapes */
  constructor(options: { readonly maxBodyBytes: number }) {
    this.#maxBodyBytes = options.maxBodyBytes;
  }

  /** Takes bytes as they arrive from the network: any amount, cut anywhere. */
  push(chunk: Buffer): void {
    for (const byte of chunk) {
      if (this.#error !== undefined) return; // the first error stays
      this.#take(byte);
    }
  }

  /**
   * The next complete body, or undefined if more bytes are needed.
   * @throws RpcError INVALID_ARGUMENT for a wrong escape, RESOURCE_EXHAUSTED as soon as a
   *   body has more than maxBodyBytes, and the same in each later call
   */
  next(): Buffer | undefined {
    const body = this.#bodies.shift();
    if (body === undefined && this.#error !== undefined) throw this.#error;
    return body;
  }

  #take(byte: number): void {
    if (this.#isEscaped) {
      this.#isEscaped = false;
      if (byte === ESCAPED_END) this.#add(END);
      else if (byte === ESCAPED_ESCAPE) this.#add(ESCAPE);
      else this.#error = new RpcError('INVALID_ARGUMENT', `db ${byte.toString(16)}: no escape`);
    } else if (byte === ESCAPE) {
      this.#isEscaped = true;
    } else if (byte === END) {
      this.#bodies.push(Buffer.from(this.#body));
      this.#body = [];
    } else {
      this.#add(byte);
    }
  }

  #add(byte: number): void {
    this.#body.push(byte);
    if (this.#body.length <= this.#maxBodyBytes) return;
    const message = `a body of more than ${this.#maxBodyBytes} bytes`;
    this.#error = new RpcError('RESOURCE_EXHAUSTED', message);
    this.#body = [];
  }
}
