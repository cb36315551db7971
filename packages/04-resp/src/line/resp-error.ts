// An error in a RESP stream: what was expected, what came instead, and at which byte.

import { BytesError } from '@bytes-up/codec';
import type { RespLimits } from '../value';

export class RespError extends BytesError {
  /** The same error, when the bytes that were parsed start at `base` in the stream. */
  moved(base: number): RespError {
    const offset = base + this.offset;
    const message = this.message.replace(/^byte -?\d+/, `byte ${offset}`);
    return new RespError(this.code, message, { offset });
  }

  /**
   * The same error with a picture, if the bad byte is in `bytes`: a piece of the stream
   * that starts at `bytesAt`.
   */
  within(bytes: Uint8Array, bytesAt: number): RespError {
    const { code, message, offset } = this;
    if (offset < bytesAt || offset > bytesAt + bytes.length) return this;
    return new RespError(code, message, { offset, bytes, bytesAt });
  }
}

/** @param offset of the byte in the stream */
export function unexpected(expected: string, got: string, offset: number): RespError {
  const shown = JSON.stringify(got.length > 40 ? `${got.slice(0, 40)}…` : got);
  const message = `byte ${offset}: expected ${expected}, got ${shown}`;
  return new RespError('INVALID_ARGUMENT', message, { offset });
}

export function lineTooLong(limits: RespLimits, offset: number): RespError {
  return unexpected(`a line of at most ${limits.maxLineBytes} bytes`, 'a longer one', offset);
}

export function valueTooLarge(limits: RespLimits, offset: number): RespError {
  return unexpected(`a value of at most ${limits.maxValueBytes} bytes`, 'a larger one', offset);
}
