// A stream that is no RESP: what was expected, what came, and at which byte of the stream.

import { BytesError } from '@bytes-up/codec';

export class RespError extends BytesError {
  /** The same, when the bytes that were parsed stand at `base` in the stream. */
  moved(base: number): RespError {
    const offset = base + this.offset;
    const message = this.message.replace(/^byte -?\d+/, `byte ${offset}`);
    return new RespError(this.code, message, { offset });
  }

  /** The same with a picture, if the piece of the stream that begins at `bytesAt` has the bad byte. */
  within(bytes: Uint8Array, bytesAt: number): RespError {
    const { code, message, offset } = this;
    if (offset < bytesAt || offset > bytesAt + bytes.length) return this;
    return new RespError(code, message, { offset, bytes, bytesAt });
  }
}
